"""What a meeting decides: what, who, until when; later the tasks that follow from it (S4, S5)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import OfficeKind, Role
from accounts.models import Mandate, Office, User
from accounts.scope import Scope
from cases.actions.assignments import designate_case_manager
from cases.actions.engagements import end_engagements, engage
from cases.actions.plans import adopt_plan
from cases.choices import EngagementKind
from cases.coverage import pool
from cases.models import Assignment, InsertionPlan
from cases.reading import bases_of
from core import clock
from core.refusal import Forbidden, Refusal
from governance.actions.base import access_to, lock_item, record_act
from governance.candidates import responsibles
from governance.choices import ItemState
from governance.models import AgendaItem, Decision, Minutes
from governance.permissions import may_adopt, may_organise, require_organiser
from governance.rules import check_begun, check_category, check_responsible, check_running
from messaging.actions.notify import mark_done, notify


@transaction.atomic
def decide(
    item: AgendaItem,
    *,
    what: str,
    office: Office,
    until: date,
    category: int | None = None,
    plan: InsertionPlan | None = None,
    by: User,
    at: datetime,
) -> Decision:
    """Record a decision: what, who, until when (S4); with `plan`, the plan is adopted by it.

    Raises Refusal for an office that no live procuration covers, for a date in the past, and for
    whatever keeps the plan from being adopted.
    """
    meeting, item = lock_item(item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    check_begun(meeting, at)
    check_category(access_to(item, scope), category)
    _check_charge(item, office, category, until, clock.day_of(at))
    if plan:
        if plan.case_id != item.case_id:
            raise Refusal(_("Ce plan n’est pas celui du dossier traité."), "plan")
        adopt_plan(plan, in_meeting=may_adopt(scope, meeting), by=by, at=at)
    decision = Decision.objects.create(
        item=item,
        category=category if item.case else None,
        what=what.strip(),
        office=office,
        until=until,
        plan=plan,
        decided_at=at,
        decided_by=by,
    )
    record_act(
        "decision.recorded",
        scope,
        object_id=decision.pk,
        cases=[item.case],
        office=office.pk,
        until=until,
        plan=plan.pk if plan else None,
    )
    return decision


def _check_charge(
    item: AgendaItem, office: Office, category: int | None, until: date, today: date
) -> None:
    """The task can be given to that office, until that day."""
    if item.case:
        check_responsible(item.case, office, category, responsibles(item.case, today))
    if until < today:
        raise Refusal(_("L’échéance est passée : choisissez une date à venir."), "until")


@transaction.atomic
def drop_decision(decision: Decision, *, by: User, at: datetime) -> None:
    """Take back a decision recorded by mistake, before the minutes are adopted."""
    meeting, item = lock_item(decision.item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    if not Decision.objects.filter(pk=decision.pk).exists():
        raise Refusal(_("Cette décision a déjà été retirée. Rien n’a été modifié."))
    if decision.plan_id:
        raise Refusal(_("Cette décision a adopté un plan d’insertion : elle ne se retire plus."))
    if item.state == ItemState.DECIDED and item.decisions.count() == 1 and item.case:
        raise Refusal(_("Rouvrez d’abord ce point : c’est sa seule décision."))
    record_act("decision.dropped", scope, object_id=decision.pk, cases=[item.case])
    decision.delete()


@transaction.atomic
def designate(item: AgendaItem, *, mandate: Mandate, by: User, at: datetime) -> Assignment:
    """Record whom the pool of répondants named case manager (C10)."""
    meeting, item = lock_item(item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    check_begun(meeting, at)
    case, office = item.case, mandate.office
    if not (case and office and pool(case, clock.day_of(at)).filter(pk=mandate.pk).exists()):
        raise Refusal(
            _("Choisissez un·e répondant·e d’un dispositif couvert par la procuration."), "mandate"
        )
    return designate_case_manager(
        case,
        user=mandate.user,
        office=office,
        reason=_("Désignation en séance"),
        in_meeting=may_adopt(scope, meeting),
        by=by,
        at=at,
    )


def entrust(decision: Decision, minutes: Minutes, *, by: User, at: datetime) -> None:
    """The office responsible takes part until the task is done, and its répondants are told.

    Part of the adoption of the minutes, which has asked who may.
    """
    case, office, meeting = decision.item.case, decision.office, minutes.meeting
    repondants = Mandate.objects.live(clock.day_of(at)).filter(
        office=office, role=Role.REPONDANT, user__is_active=True
    )
    if case:
        is_guest = office.kind != OfficeKind.BUREAU and office.pk != case.home_office_id
        # Nothing lasts in a case that was closed since: nobody takes part anew.
        if is_guest and not case.closed_at:
            engage(case, office, EngagementKind.DECISION, source_id=decision.pk, by=by, at=at)
        repondants = repondants.filter(population=case.population)
    people = {mandate.user for mandate in repondants.select_related("user")}
    if office.kind == OfficeKind.BUREAU:
        people = {meeting.chair}
    for user in people:
        # A procuration withdrawn since the decision shuts it: there is nothing to tell then.
        if Decision.objects.open_to(Scope.of(user, at)).filter(pk=decision.pk).exists():
            notify(
                user,
                "decision.taken",
                key=_task_key(decision),
                at=at,
                url=reverse("governance:decision", args=[decision.pk]),
                params={
                    "number": case.number if case else minutes.number,
                    "meeting_on": clock.day_of(meeting.starts_at),
                },
                case_id=case.pk if case else None,
                due_on=decision.until,
            )


@transaction.atomic
def finish_decision(decision: Decision, *, by: User, at: datetime) -> Decision:
    """What was decided is done; the engagement that it began ends (S5).

    For the répondants of the office responsible, and who organises the meeting.
    """
    meeting, item = lock_item(decision.item)
    scope = Scope.of(by, at)
    decision = Decision.objects.select_related("office").get(pk=decision.pk)
    mine = any(
        mandate.office_id == decision.office_id
        and (item.case is None or mandate.population == item.case.population)
        for mandate in scope.in_role(Role.REPONDANT)
    )
    if not mine and not may_organise(scope, meeting):
        raise Forbidden(
            _("Cette tâche revient à %(office)s.") % {"office": decision.office},
            about=bases_of([access_to(item, scope)]),
        )
    if decision.done_at:
        raise Refusal(_("%(who)s a déjà terminé cette tâche.") % {"who": decision.done_by})
    if not meeting.closed_at:
        raise Refusal(_("Le procès-verbal n’est pas encore adopté : la tâche commence après."))
    decision.done_at, decision.done_by = at, by
    decision.save()
    record_act("decision.done", scope, object_id=decision.pk, cases=[item.case])
    end_engagements(source_id=decision.pk, by=by, at=at)
    mark_done(key=_task_key(decision), at=at)
    return decision


def _task_key(decision: Decision) -> str:
    return f"decision:{decision.pk}"
