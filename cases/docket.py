"""What is submitted in a case, as far as one reader may know it, and who rules on it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import WITH_A_VOICE, BodyKind, Role
from accounts.models import Mandate, User
from cases.choices import DisputeState, MatterKind, Tie
from cases.models import Case, DisputeStage, Matter, Recusal
from cases.permissions import may
from cases.reading import CaseAccess
from cases.workflow import DISPUTES, MONEY
from core import clock

# Who opens and who settles a matter (access-policy, who may do what).
OPENS = {
    MatterKind.PREFINANCING: "matter.present",
    MatterKind.MONEY_DISPUTE: "matter.dispute",
    MatterKind.SPECIAL: "matter.present",
    MatterKind.DISPUTE: "matter.dispute",
    MatterKind.ADVICE: "matter.ask",
}
# Who ends a stage of a dispute, or passes it on.
CONCLUDES: dict[str, str] = {
    DisputeState.COORDINATION: "matter.settle",
    DisputeState.OFFICER: "dispute.rule",
    DisputeState.COMMISSION: "matter.record_vote",
}
BEFORE: dict[str, Promise] = {
    DisputeState.COORDINATION: gettext_lazy("devant la coordination"),
    DisputeState.OFFICER: gettext_lazy("devant la ou le chargé·e cantonal·e"),
    DisputeState.COMMISSION: gettext_lazy("devant la Commission « droit »"),
}


def settles(matter: Matter) -> str:
    """The act that settles a matter, or ends the stage at which a dispute stands."""
    if stage := matter.stage:
        return CONCLUDES[stage.step]
    return "matter.record_vote" if matter.kind in MONEY else "matter.settle"


@dataclass(frozen=True)
class Line:
    """One matter: its words where she reads their category, its settling where it is hers."""

    matter: Matter
    is_told: bool
    may_settle: bool

    @property
    def days(self) -> int:
        """For how many days it has been open."""
        return (clock.today() - clock.day_of(self.matter.opened_at)).days

    @property
    def stage(self) -> str:
        """Before whom it stands."""
        if stage := self.matter.stage:
            return str(BEFORE[stage.step])
        if self.matter.kind in MONEY:
            return _("devant la Commission « droit »")
        return _("devant la coordination et la ou le chargé·e cantonal·e")


def docket(access: CaseAccess) -> list[Line]:
    """The matters of a case; by its number alone only those submitted to her."""
    rows = Matter.objects.filter(case=access.case).select_related(
        "asking", "office", "request", "opened_by", "settled_by"
    )
    rows = rows.prefetch_related("stages__ended_by")
    if access.is_number_only:
        rows = rows.filter(_submitted_to(access))
    return [line_of(row, access) for row in rows]


def line_of(row: Matter, access: CaseAccess) -> Line:
    return Line(row, access.reads(row.category), not row.settled_at and may(settles(row), access))


def _submitted_to(access: CaseAccess) -> Q:
    """Money to the Commission; to a regional manager the open disputes with her dispositif."""
    managed = [ground.recipient for ground in access.grounds if ground.tie == Tie.MANAGER]
    disputes = Q(kind__in=DISPUTES, office__in=managed, settled_at=None)
    if Tie.MEMBER not in access.ties:
        return disputes
    return disputes | Q(kind__in=MONEY) | Q(pk__in=_before_commission())


def _before_commission() -> QuerySet[DisputeStage, Any]:
    rows = DisputeStage.objects.filter(step=DisputeState.COMMISSION)
    return rows.order_by().values("matter")


def openable(access: CaseAccess) -> list[MatterKind]:
    """The kinds that she may open."""
    return [kind for kind in MatterKind if may(OPENS[kind], access)]


def sits(day: date) -> list[User]:
    """Who decides in the Commission « droit » on a day."""
    mandates = Mandate.objects.live(day).filter(
        body__kind=BodyKind.COMMISSION, capacity__in=WITH_A_VOICE, user__is_active=True
    )
    return list(dict.fromkeys(mandate.user for mandate in mandates.select_related("user")))


def recusals(case: Case) -> QuerySet[Recusal]:
    """The members that are excluded from a case by name."""
    return Recusal.objects.filter(case=case, lifted_at=None).select_related("user")


def recusable(access: CaseAccess) -> list[User]:
    """Whom she may exclude: herself alone, unless she records it for others."""
    out = {row.user_id for row in recusals(access.case)}
    members = [user for user in sits(access.scope.day) if user.pk not in out]
    if may("recusal.record", access):
        return members
    return [user for user in members if user.pk == access.scope.user.pk]


def waits_for_commission(case: Case) -> bool:
    """Whether something is submitted to it that isn't decided yet."""
    asked = Q(kind__in=MONEY) | Q(pk__in=_before_commission())
    return Matter.objects.open().filter(asked, case=case).exists()


def who_rules(case: Case, kind: str, day: date) -> list[User]:
    """The members of the Commission where money is at stake; else the officer and the post."""
    if kind in MONEY:
        return who_concludes(case, DisputeState.COMMISSION, day)
    steps = (DisputeState.OFFICER, DisputeState.COORDINATION)
    return [user for step in steps for user in who_concludes(case, step, day)]


def who_concludes(case: Case, step: str, day: date) -> list[User]:
    """Who answers for a stage of a dispute; a recused member doesn't."""
    if step == DisputeState.COMMISSION:
        out = {row.user_id for row in recusals(case)}
        return [user for user in sits(day) if user.pk not in out]
    held = Q(role=Role.CANTONAL_OFFICER)
    if step == DisputeState.COORDINATION:
        held = Q(role=Role.COORDINATOR, post=case.post_id)
    mandates = Mandate.objects.live(day).filter(
        held, capacity__in=WITH_A_VOICE, user__is_active=True
    )
    return list(dict.fromkeys(mandate.user for mandate in mandates.select_related("user")))


def managers_told(matter: Matter, day: date) -> list[User]:
    """The regional managers of the dispositif that a dispute touches."""
    if matter.kind not in DISPUTES or matter.office is None:
        return []
    mandates = Mandate.objects.live(day).filter(
        role=Role.REGIONAL_MANAGER, office=matter.office, user__is_active=True
    )
    return [mandate.user for mandate in mandates.select_related("user")]
