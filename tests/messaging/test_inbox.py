from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusal import Forbidden
from messaging.actions.notify import mark_done, mark_read, notify
from messaging.models import InboxEntry, Job, Mail
from messaging.texts import Notice

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
NOTICES = {
    "request.announced": Notice(
        _("Le dossier %(number)s est annoncé, à trier jusqu’au %(due_on)s."),
        why=_("Vous coordonnez cette région."),
        is_urgent=True,
    ),
    "request.noted": Notice(_("Le dossier %(number)s avance.")),
}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _notices(settings):
    settings.NOTICES = f"{__name__}.NOTICES"
    settings.BASE_URL = "https://cii.example"


@pytest.fixture
def coordinator():
    return User.objects.create(
        email="c@example.ch", first_name="Carla", last_name="Zufferey", language="fr"
    )


def tell(user, notice="request.announced", key="announced:1", **more):
    params = {"number": "VS-2026-00042", "due_on": date(2026, 3, 26)}
    return notify(user, notice, key=key, at=AT, url="/cases/1/", params=params, **more)


def test_entry_says_what_why_and_until_when(coordinator):
    case_id = uuid4()
    entry, created = tell(coordinator, case_id=case_id, due_on=date(2026, 3, 26))
    assert created
    with translation.override("fr"):
        assert entry.title == "Le dossier VS-2026-00042 est annoncé, à trier jusqu’au 26.03.2026."
        assert entry.why == "Vous coordonnez cette région."
    assert (entry.case_id, entry.due_on, entry.created_at) == (case_id, date(2026, 3, 26), AT)


def test_same_occasion_reaches_a_person_once_and_another_person_too(coordinator):
    deputy = User.objects.create(email="d@example.ch", first_name="D", last_name="B")
    first, _created = tell(coordinator)
    again, created = tell(coordinator)
    assert (again, created) == (first, False)
    assert tell(deputy)[1]
    assert InboxEntry.objects.count() == Mail.objects.count() == 2


def test_new_urgent_entry_queues_one_neutral_mail_in_the_language_of_the_reader(coordinator):
    coordinator.language = "de"
    coordinator.save()
    with translation.override("fr"):
        tell(coordinator)
    mail = Mail.objects.get()
    assert (mail.to_user, mail.to_address, mail.language) == (coordinator, "c@example.ch", "de")
    assert "VS-2026-00042" in mail.body
    assert "https://cii.example/cases/1/" in mail.body
    assert "VS-" not in mail.subject
    assert Job.objects.get().object_id == mail.id


def test_notice_that_is_not_urgent_sends_no_mail_of_its_own(coordinator):
    tell(coordinator, "request.noted")
    assert InboxEntry.objects.count() == 1
    assert not Mail.objects.exists()


def test_personal_text_does_not_get_into_the_inbox(coordinator):
    with pytest.raises(ValueError, match="neutral"):
        notify(
            coordinator,
            "request.noted",
            key="x",
            at=AT,
            url="/",
            params={"number": "Jean Dupont"},
        )


def test_unknown_notice_is_a_programming_error(coordinator):
    with pytest.raises(KeyError):
        tell(coordinator, "moon.landed")
    assert not InboxEntry.objects.exists()


def test_entry_is_marked_read_once_by_its_owner_only(coordinator):
    entry, _created = tell(coordinator)
    other = User.objects.create(email="d@example.ch", first_name="D", last_name="B")
    with pytest.raises(Forbidden):
        mark_read(entry, by=other, at=AT)
    mark_read(entry, by=coordinator, at=AT)
    mark_read(entry, by=coordinator, at=datetime(2026, 3, 13, tzinfo=UTC))
    entry.refresh_from_db()
    assert entry.read_at == AT


def test_matter_that_is_done_leaves_the_inbox_of_everybody(coordinator):
    other = User.objects.create(email="d@example.ch", first_name="D", last_name="B")
    tell(coordinator)
    tell(other)
    tell(coordinator, key="announced:2")
    assert mark_done(key="announced:1", at=AT) == 2
    assert [entry.key for entry in InboxEntry.objects.of(coordinator).open()] == ["announced:2"]
    assert mark_done(key="announced:2", at=AT, user=other) == 0
