"""C12, QR2: the reminders of due reviews survive SIGKILL: each reaches the inbox exactly once."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model

from accounts.models import Setting, User
from audit.models import Trace
from cases.models import Case, CaseGate, FollowUp, FollowUpReminder
from core import clock
from messaging.models import InboxEntry, Mail
from tests.factories import triaged
from tests.reliability.postbox import until

LATE, ESCALATED = 80, 20
KILLS = 4
COORDINATOR = "isabelle_coord_central"
OFFICERS = ("valerie_chargee", "stefan_charge_suppleant")
NOTICES = {
    **{COORDINATOR: LATE + ESCALATED},
    **dict.fromkeys(OFFICERS, ESCALATED),
}
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def copy_of(row: Model, **changes: Any) -> Model:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**values | changes)


def due_reviews(cast: dict[str, User]) -> list[FollowUp]:
    """Copies of one case in the hands of the coordination, each with a review that is overdue."""
    model = triaged(cast)
    FollowUp.objects.all().delete()
    gates = list(CaseGate.objects.filter(case=model))
    cases, copies, reviews = [], [], []
    for number in range(LATE + ESCALATED):
        case = copy_of(model, id=uuid4(), number=f"VS-2000-{number:05d}")
        cases.append(case)
        copies += [copy_of(gate, id=None, case_id=case.pk) for gate in gates]
        days = 1 if number < LATE else 14
        reviews.append(
            FollowUp(
                case=case,
                due_on=clock.today() - timedelta(days=days),
                scheduled_at=clock.now(),
                scheduled_by=cast[COORDINATOR],
            )
        )
    Case.objects.bulk_create(cases)
    CaseGate.objects.bulk_create(copies)
    return FollowUp.objects.bulk_create(reviews)


def no_digests() -> None:
    """What is mailed at once is all that is mailed, at whatever hour the test runs."""
    Setting.objects.create(key="digest_hour", value=24, valid_from=clock.today())


def progress() -> int:
    return FollowUpReminder.objects.count() + Mail.objects.exclude(sent_at=None).count()


def test_killed_background_loses_no_reminder_and_doubles_none(cast, background, mail_server):
    no_digests()
    reviews = due_reviews(cast)
    InboxEntry.objects.all().delete()
    before = set(Mail.objects.values_list("pk", flat=True))
    all_mailed = ESCALATED * len(OFFICERS)
    goal = len(reviews) + all_mailed + len(before)

    for kill in range(1, KILLS + 1):
        background.start()
        aim = kill * goal // (KILLS + 2)
        until(lambda aim=aim: progress() >= aim, background.log)
        background.kill()
    unfinished = goal - progress()
    background.start()
    until(lambda: progress() == goal, background.log)

    assert unfinished > 0, "the last kill came too late to prove anything"
    # In the inbox exactly once, for each person concerned.
    entries = Counter(InboxEntry.objects.values_list("user__email", flat=True))
    assert entries == {cast[key].email: count for key, count in NOTICES.items()}
    # Each effect once, the trace included, which no key holds back.
    traced = Trace.objects.filter(event="follow_up.reminded").values_list("object_id", flat=True)
    assert Counter(traced) == Counter(review.pk for review in reviews)
    # In the mailbox at least once, every copy under the same Message-ID.
    mails = Mail.objects.exclude(pk__in=before)
    assert mails.count() == all_mailed
    links = mail_server.handler.links
    assert set(links) == set(Mail.objects.values_list("message_id", flat=True))
    assert all(len(set(copies)) == 1 for copies in links.values())
