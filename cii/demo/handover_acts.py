"""Two colleagues leave: of one everything was passed on in one act, of the other it waits (C15)."""

from datetime import datetime, timedelta
from functools import partial

from accounts.choices import Population
from accounts.models import Mandate
from accounts.scope import Scope
from cases.handover import charges
from cii.demo.days import earlier, hour
from cii.demo.places import repondants, workers
from cii.demo.stage import Stage
from core import clock
from governance.actions.handover import pass_on_all
from governance.actions.mandates import end_mandate
from governance.handover import everything

LEAVES_SOON, SECRETARY = "marc_orp_sion", "monique_secretariat"
NOTICE = timedelta(days=23)
CHANGES = "Change de fonction dans le service ; le dispositif poursuit."
FROM = ("cms-sion", "cms-martigny", "cms-bas-valais")


def plan_handovers(stage: Stage) -> None:
    """In the last hour, when nothing else is planned of their cases."""
    day = earlier(stage.year.today, 1)
    stage.plan(hour(day, 17, 57), partial(hand_everything_over, stage))
    stage.plan(hour(day, 17, 58), partial(set_end, stage))


def hand_everything_over(stage: Stage, at: datetime) -> None:
    """The first worker of these dispositifs who is in charge of a case; the répondant takes all."""
    for office in FROM:
        (worker, *_others), (repondant, *_more) = (
            workers(office),
            repondants(office, Population.ADULT),
        )
        user, taker = stage.people[worker], stage.people[repondant]
        scope = Scope.of(taker, at)
        if not charges(scope).filter(user=user).exists():
            continue
        rows = everything(user, scope)
        to = {row.key: one for row in rows for one in row.takers if one.user == taker}
        stage.do(pass_on_all, user, to=to, reason=CHANGES, by=repondant, at=at)
        return


def set_end(stage: Stage, at: datetime) -> None:
    """A last day is set; whoever may pass on what she has in hand is told."""
    mandate = Mandate.objects.get(user=stage.people[LEAVES_SOON], valid_until=None)
    last_day = clock.day_of(at) + NOTICE
    stage.do(end_mandate, mandate, last_day=last_day, by=SECRETARY, at=at)
