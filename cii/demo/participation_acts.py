"""Named for one case, passed on to another post, asked for by the person: in the last days."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from django.db.models import QuerySet

from accounts.choices import Role
from accounts.models import Mandate
from cases.actions.access_requests import receive_request
from cases.actions.participation import assign_colleague, invite_expert
from cases.choices import CaseState
from cases.coverage import colleagues, experts
from cases.models import Case
from cii.demo.days import earlier, hour
from cii.demo.places import COORDINATORS
from cii.demo.stage import Stage
from core.choices import Language
from governance.actions.coordination import transfer_case

# So many experts, and so many colleagues, each on another case.
NAMED = 2
FROM, TO = "valais-central", "valais-central-oai"
REASONS = {
    "expert": "Un avis sur la capacité de travail est nécessaire avant la prochaine séance.",
    "colleague": "Accompagne la personne à la visite de l’entreprise.",
    "transfer": "La mesure relève surtout de l’AI : le poste désigné par l’OAI poursuit.",
}


def plan_participation(stage: Stage) -> None:
    """On the last working days, when nothing else is planned that the acts could cross."""
    day = earlier(stage.year.today, 1)
    for number, act in enumerate((name_experts, name_colleagues, ask_for_file, pass_on)):
        stage.plan(hour(day, 17, 30 + 5 * number), partial(act, stage))


def name_experts(stage: Stage, at: datetime) -> None:
    for case, mandate in _fitting(experts, Role.EXPERT, at.date()):
        reason = REASONS["expert"]
        stage.do(invite_expert, case, mandate=mandate, reason=reason, by=_post(case), at=at)


def name_colleagues(stage: Stage, at: datetime) -> None:
    for case, mandate in _fitting(colleagues, Role.FIELD_WORKER, at.date()):
        reason = REASONS["colleague"]
        stage.do(assign_colleague, case, mandate=mandate, reason=reason, by=_post(case), at=at)


def ask_for_file(stage: Stage, at: datetime) -> None:
    """The archive is made in the evening; it waits to be handed over."""
    case = _followed().filter(home_office__code="orp-sion", population="adult").first()
    if case:
        stage.do(
            receive_request,
            case,
            language=Language(case.client.language),
            asked_on=at.date(),
            is_identified=True,
            by=stage.lives[case.number].repondant,
            at=at,
        )


def pass_on(stage: Stage, at: datetime) -> None:
    case = _followed().filter(post__code=FROM).last()
    if case:
        post, reason = stage.posts[TO], REASONS["transfer"]
        stage.do(transfer_case, case, post=post, reason=reason, by=_post(case), at=at)


def _followed() -> QuerySet[Case]:
    cases = Case.objects.filter(state=CaseState.TRIAGED, post__code__in=COORDINATORS)
    return cases.select_related("post", "client").order_by("number")


def _fitting(
    candidates: Callable[[Case, date], QuerySet[Mandate]], role: Role, day: date
) -> Iterator[tuple[Case, Mandate]]:
    """The first cases with somebody to name from outside the home dispositif, each another one."""
    named: set[Mandate] = set()
    for case in _followed():
        if len(named) == NAMED:
            return
        fitting = candidates(case, day).filter(role=role).exclude(office=case.home_office)
        if new := next((row for row in fitting if row not in named), None):
            named.add(new)
            yield case, new


def _post(case: Case) -> str:
    return COORDINATORS[case.post.code]  # type: ignore[union-attr]
