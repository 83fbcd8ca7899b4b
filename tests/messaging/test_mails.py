from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from django.core import mail as outbox

from messaging.actions.mails import mark_sent, queue_mail, send_mail
from messaging.models import Job, Mail
from messaging.sweeper import sweep

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 13, 9, tzinfo=UTC)
ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _handlers(settings):
    settings.JOB_HANDLERS = "messaging.handlers.HANDLERS"


def queue(**more):
    return queue_mail(
        to="r@example.ch", language="fr", subject="CII", body="Bonjour", at=AT, **more
    )


def test_mail_is_sent_by_a_job_and_marked():
    queue()
    assert outbox.outbox == []
    assert sweep(AT) == 1
    assert len(outbox.outbox) == 1
    assert Mail.objects.get().sent_at == AT
    assert sweep(LATER) == 0


def test_mail_waits_for_its_day():
    queue(due_at=LATER)
    assert sweep(AT) == 0
    assert sweep(LATER) == 1


def test_mail_sent_again_is_the_same_mail():
    mail = queue()
    send_mail(mail.id, AT)
    send_mail(mail.id, LATER)
    first, second = (message.message() for message in outbox.outbox)
    assert first["Message-ID"] == second["Message-ID"] == mail.message_id
    assert first["Date"] == second["Date"] == "Thu, 12 Mar 2026 09:00:00 +0000"
    assert Mail.objects.get().attempts == 2


def test_mail_that_went_out_is_not_sent_again():
    mail = queue()
    send_mail(mail.id, AT)
    mark_sent(mail.id, AT, None)
    mark_sent(mail.id, LATER, None)
    send_mail(mail.id, LATER)
    assert len(outbox.outbox) == 1
    assert Mail.objects.get().sent_at == AT


def test_same_key_is_the_same_mail():
    assert queue(key="meeting:1:r") == queue(key="meeting:1:r")
    queue(key="meeting:2:r")
    assert Mail.objects.count() == Job.objects.count() == 2


def test_message_id_tells_nothing_but_our_domain(settings):
    settings.DEFAULT_FROM_EMAIL = "CII Valais <cii@vs.example>"
    assert queue(key="Jean Dupont").message_id.endswith("@vs.example>")
    assert "Dupont" not in Mail.objects.get().message_id


def test_calendar_travels_as_an_invitation():
    mail = queue(calendar=ICS, calendar_method="REQUEST")
    send_mail(mail.id, AT)
    sent = outbox.outbox[0].message().as_bytes()
    [part] = message_from_bytes(sent, policy=policy.default).iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert part.get_content() == ICS.replace("\r\n", "\n")


def test_line_break_in_a_subject_adds_no_header():
    mail = queue_mail(
        to="r@example.ch", language="fr", subject="CII\r\nBcc: x@example.ch", body="", at=AT
    )
    send_mail(mail.id, AT)
    assert outbox.outbox[0].message()["Bcc"] is None
