"""C15, QR2: the daily digests survive SIGKILL: each day is told once, each mail at least once."""

from collections import Counter

import pytest

from accounts.models import Closure, Mandate, Setting, User
from core import clock
from core.working_days import is_working_day
from messaging.actions.notify import notify
from messaging.models import Digest, Job, Mail
from tests.reliability.postbox import until

KILLS = 3
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def progress() -> int:
    return Digest.objects.count() + Mail.objects.exclude(sent_at=None).count()


def test_killed_background_tells_each_day_once_and_loses_no_mail(cast, background, mail_server):
    today = clock.today()
    closures = set(Closure.objects.values_list("day", flat=True))
    if not is_working_day(today, closures):
        pytest.skip("NOT RUN on a quiet day: processes read the real clock, and send no digest")
    Setting.objects.create(key="digest_hour", value=0, valid_from=today)
    in_office = Mandate.objects.live(today)
    people = User.objects.filter(is_active=True, mandates__in=in_office).distinct()
    for user in people:
        notify(user, "case.transferred", key="x", at=clock.now(), url="/", params={"number": "1"})
    goal = 2 * people.count()

    for kill in range(1, KILLS + 1):
        background.start()
        aim = kill * goal // (KILLS + 2)
        until(lambda aim=aim: progress() >= aim, background.log)
        background.kill()
    unfinished = goal - progress()
    background.start()
    until(lambda: progress() == goal, background.log)

    assert unfinished > 0, "the last kill came too late to prove anything"
    told = Counter(Digest.objects.filter(is_mailed=True).values_list("user", "day"))
    assert told == {(user.pk, today): 1 for user in people}
    assert Counter(Mail.objects.values_list("to_user", flat=True)) == {u.pk: 1 for u in people}
    assert not Job.objects.filter(done_at=None).exists()
    sent = mail_server.handler.links
    assert set(sent) == set(Mail.objects.values_list("message_id", flat=True))
    assert all(len(set(copies)) == 2 for copies in sent.values())
