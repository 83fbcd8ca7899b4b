"""QR2: a worker killed by SIGKILL again and again loses nothing and tells nothing twice."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit.models import Trace
from messaging.actions.jobs import queue_job
from messaging.models import InboxEntry, Job, Mail
from tests.processes import Background
from tests.reliability.postbox import until

JOBS = 300
KILLS = 6
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


class Sweeper(Background):
    """A Celery worker with beat where Redis is there, else the sweeping command."""

    def start(self) -> None:
        if settings.REDIS_URL:
            super().start()
        else:
            self._spawn("python", "manage.py", "sweep", "--forever")


@pytest.fixture
def sweeper(process_environment, mail_server):
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.reliability.outbox_settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
    }
    sweeper = Sweeper(process_environment | environment)
    yield sweeper
    sweeper.kill()


def ended():
    return Job.objects.exclude(done_at=None, failed_at=None).count()


def test_killed_worker_loses_no_reminder_and_doubles_none(sweeper, mail_server):
    User.objects.create(email="r@example.ch", first_name="R", last_name="A")
    now = timezone.now()
    for number in range(JOBS):
        queue_job("remind", UUID(int=number), key=f"remind:{number}", due_at=now)

    for kill in range(1, KILLS + 1):
        sweeper.start()
        aim = kill * 2 * JOBS // (KILLS + 2)
        until(lambda aim=aim: ended() >= aim, sweeper.log)
        sweeper.kill()
    unfinished = Job.objects.filter(done_at=None).count()
    sweeper.start()
    until(lambda: ended() == 2 * JOBS, sweeper.log)

    assert unfinished > 0, "the last kill came too late to prove anything"
    assert not Job.objects.failed().exists()
    # Each effect of a job exactly once, traces included, which no key holds back.
    traced = Counter(Trace.objects.values_list("object_id", flat=True))
    assert traced == Counter(UUID(int=number) for number in range(JOBS))
    assert InboxEntry.objects.count() == Mail.objects.count() == JOBS
    # Each mail at least once, and every copy under the same Message-ID.
    links = mail_server.handler.links
    assert set(links) == set(Mail.objects.values_list("message_id", flat=True))
    assert all(len(set(copies)) == 1 for copies in links.values())
    assert len({copies[0] for copies in links.values()}) == JOBS
    assert not Mail.objects.filter(Q(sent_at=None) | Q(created_at__lt=now - timedelta(days=1)))
