"""What people keep for themselves or for all: leave, calendar, digest, next grid (C1, C15)."""

from datetime import date, datetime, timedelta
from functools import partial

from accounts.models import Absence, Mandate
from cases.actions.grids import prepare_grid
from cases.choices import Path
from cases.models import GridVersion
from cii.demo.days import ONE_DAY, earlier, hour
from cii.demo.places import COORDINATORS
from cii.demo.stage import Stage
from core import clock
from governance.actions.mandates import record_absence
from governance.actions.own_account import choose_mails, open_calendar
from messaging.choices import Topic

LEAVE = timedelta(days=6)


def plan_own_affairs(stage: Stage) -> None:
    today = stage.year.today
    stage.plan(hour(earlier(today, 12), 11, 5), partial(open_calendars, stage))
    stage.plan(hour(earlier(today, 9), 14, 20), partial(prepare_next_grid, stage))
    stage.plan(hour(today - ONE_DAY, 17), partial(go_on_leave, stage))


def open_calendars(stage: Stage, at: datetime) -> None:
    """A coordinator subscribes to her calendar; a répondante leaves topics out of her digest."""
    stage.do(open_calendar, by=COORDINATORS["valais-central"], at=at)
    stage.do(choose_mails, left_out=[Topic.RETENTION, Topic.DUE], by="claire_orp_sion", at=at)


def prepare_next_grid(stage: Stage, at: datetime) -> None:
    """The secretariat prepares next year's grid: a TRO is suggested a little sooner."""
    last = GridVersion.objects.latest("version")
    stage.do(
        prepare_grid,
        valid_from=date(clock.day_of(at).year + 1, 1, 1),
        questions=last.questions,
        thresholds=last.thresholds | {Path.TRO.value: 5},
        by="monique_secretariat",
        at=at,
    )


def go_on_leave(stage: Stage, at: datetime) -> None:
    """One coordinator is away from today on, so that her deputy has something to do."""
    key, first = COORDINATORS["haut-valais"], clock.day_of(at) + ONE_DAY
    deputy = Mandate.objects.deputies_of(stage.people[key], first)[0].user
    absence = Absence(
        user=stage.people[key], valid_from=first, valid_until=first + LEAVE, deputy=deputy
    )
    stage.do(record_absence, absence, by=key, at=at)
