"""Detection and what the home dispositif does before anything leaves it (C1–C3)."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import Population, Role
from accounts.models import Mandate, Office, Setting, User
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.assignments import assign, end_assignment
from cases.actions.base import lock, record_act
from cases.actions.engagements import engage
from cases.actions.numbers import next_number
from cases.choices import AssignmentKind, CaseState, EngagementKind, Path, Tie
from cases.coverage import repondants_of
from cases.grid import suggest
from cases.models import Assignment, Case, Client, Flag, GridVersion
from cases.permissions import require
from cases.workflow import CASE
from core import clock
from core.context import act_on
from core.refusal import Forbidden, Refusal
from messaging.actions.notify import mark_done, notify

YOUTH_UNTIL = 25  # domain 4: young people are 15 to 25 years old


def population_of(birth_date: date, day: date) -> Population:
    """Young up to the 25th year of age, adult afterwards."""
    return Population.YOUTH if age_on(birth_date, day) <= YOUTH_UNTIL else Population.ADULT


def age_on(birth_date: date, day: date) -> int:
    """Completed years of age on a day."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def office_of(by: User, at: datetime) -> tuple[Mandate, Office]:
    """The mandate and office for which a professional flags.

    Raises Forbidden when she holds none that does.
    """
    scope = Scope.of(by, at)
    for mandate in scope.in_role(Role.FIELD_WORKER) + scope.in_role(Role.REPONDANT):
        if mandate.office:
            return mandate, mandate.office
    raise Forbidden(
        _("Seuls les collaborateurs terrain et les répondant·e·s CII signalent une situation.")
    )


@transaction.atomic
def raise_flag(
    *,
    client: dict[str, Any],
    answers: dict[str, str],
    chosen_path: Path,
    remark: str = "",
    by: User,
    at: datetime,
    worker: User | None = None,
) -> Case:
    """Open a case with a filled-in grid; it stays inside the dispositif (C1, C2).

    `worker` is the person in charge when a répondant flags for a colleague.
    """
    mandate, office = office_of(by, at)
    case = _open_case(client, office, by=by, at=at)
    flag = fill_grid(case, answers, chosen_path, remark, by=by, at=at)
    assign(
        case,
        worker or by,
        AssignmentKind.WORKER,
        office=office,
        reason=_("Signalement"),
        by=by,
        at=at,
    )
    engage(case, office, EngagementKind.HOME, by=by, at=at)
    record(
        "case.flagged",
        kind=Kind.ACT,
        by=by,
        at=at,
        cases=[CaseBasis(case.pk, Tie.WORKER.value, mandate.pk)],
        object_id=flag.pk,
        suggested=flag.suggested_path,
        chosen=chosen_path,
    )
    _tell_repondants(case, by=by, at=at)
    return case


def _open_case(client: dict[str, Any], office: Office, *, by: User, at: datetime) -> Case:
    day = clock.day_of(at)
    ids = uuid4(), uuid4()
    # Nobody sees them before their gate exists; who makes them writes all that follows.
    act_on(*ids)
    person = Client.objects.create(id=ids[0], **client, office=office)
    return Case.objects.create(
        id=ids[1],
        number=_case_number(day),
        client=person,
        home_office=office,
        region=person.commune.region,
        population=population_of(person.birth_date, day),
        flagged_at=at,
        flagged_by=by,
    )


def fill_grid(
    case: Case,
    answers: dict[str, str],
    chosen_path: Path,
    remark: str,
    *,
    by: User,
    at: datetime,
) -> Flag:
    """Keep the answers with what the grid in force makes of them, in the caller's transaction."""
    day = clock.day_of(at)
    grid = GridVersion.objects.filter(valid_from__lte=day).latest("version")
    age = age_on(case.client.birth_date, day)
    suggested, because = suggest(grid.questions, grid.thresholds, answers, age)
    return Flag.objects.create(
        case=case,
        office=case.home_office,
        grid=grid,
        answers=answers,
        suggested_path=suggested,
        suggested_because=because,
        chosen_path=chosen_path,
        remark=remark,
        flagged_at=at,
        flagged_by=by,
    )


def _tell_repondants(case: Case, *, by: User, at: datetime) -> None:
    for repondant in repondants_of(case.home_office, case.population, clock.day_of(at)):
        if repondant != by:
            notify(
                repondant,
                "case.flagged",
                key=f"case.flagged:{case.pk}",
                at=at,
                url=reverse("dossier", args=[case.pk]),
                params={"number": case.number},
                case_id=case.pk,
            )


def _case_number(day: date) -> str:
    prefix = Setting.objects.value("case_number_prefix", day)
    return f"{prefix}-{day.year}-{next_number('case', day.year):05d}"


@transaction.atomic
def confirm_case(case: Case, *, by: User, at: datetime) -> Case:
    """After the talk with the worker, the répondant takes the flag up (C3)."""
    case = lock(case)
    ground = require("case.confirm", case, by=by, at=at)
    move = CASE.check(case.state, "confirm", case)
    case.state, case.confirmed_at, case.confirmed_by = move.target, at, by
    case.save()
    record_act(move.event, case, ground, by=by, at=at)
    mark_done(key=f"case.flagged:{case.pk}", at=at)
    return case


@transaction.atomic
def drop_case(case: Case, *, reason: str, seen: str, by: User, at: datetime) -> Case:
    """End a flag that needs no CII, with its reason (C3).

    `seen` is the state in which she saw it: a flag confirmed meanwhile is not dropped unseen.
    """
    case = lock(case)
    ground = require("case.drop", case, by=by, at=at)
    move = CASE.check(case.state, "drop", case)
    if seen != case.state and case.confirmed_by:
        raise CASE.decided(case.state, case.confirmed_by)
    if not reason.strip():
        raise Refusal(_("Indiquez pourquoi le signalement est classé."), "reason")
    case.state, case.dropped_at, case.dropped_by = move.target, at, by
    case.drop_reason = reason
    case.save()
    record_act(move.event, case, ground, by=by, at=at)
    mark_done(key=f"case.flagged:{case.pk}", at=at)
    return case


@transaction.atomic
def hand_over(case: Case, *, to: User, reason: str, by: User, at: datetime) -> Assignment:
    """The worker in charge changes; the file follows (C3)."""
    case = lock(case)
    ground = require("case.hand_over", case, by=by, at=at)
    if case.state in (CaseState.DROPPED, CaseState.CLOSED):
        raise Refusal(_("Ce dossier est terminé : il ne se transmet plus."))
    current = Assignment.objects.open().get(case=case, kind=AssignmentKind.WORKER)
    if current.user == to:
        raise Refusal(_("Cette personne est déjà en charge du dossier."), "to")
    end_assignment(current, by=by, at=at)
    assignment = assign(
        case, to, AssignmentKind.WORKER, office=case.home_office, reason=reason, by=by, at=at
    )
    record_act("case.handed_over", case, ground, by=by, at=at, object_id=assignment.pk, to=to.pk)
    notify(
        to,
        "case.handed_over",
        key=f"case.handed_over:{assignment.pk}",
        at=at,
        url=reverse("dossier", args=[case.pk]),
        params={"number": case.number},
        case_id=case.pk,
    )
    return assignment
