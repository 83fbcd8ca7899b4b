"""When the file of a request for social aid is due, and what a CMS still owes (C14)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.choices import OfficeKind, Role
from accounts.models import Office, Setting
from accounts.scope import Scope
from cases.choices import CaseState, Path, PlanState
from cases.models import AidRequest, Case, Engagement, Flag, InsertionPlan
from cases.permissions import ACTS
from cases.reading import CaseAccess
from core import clock
from core.working_days import working_days_before
from documents.choices import DocumentKind
from documents.models import Document

# The situations that the mandate has announced as soon as possible.
COMPLEX = [Path.TRO, Path.ASSESSMENT, Path.CASE_MANAGEMENT]
FOLLOWED = [CaseState.CONFIRMED, CaseState.ANNOUNCED, CaseState.TRIAGED]
SHOWN = 50


@dataclass(frozen=True)
class Terms:
    """Until when the commune decides, and until when it has the file."""

    send_by: date
    due_on: date


def terms(asked_on: date, closures: Collection[date] = ()) -> Terms:
    """Calendar days from the request on; the file leaves on a working day before (C14).

    Both numbers are the settings in force on the day of the request. A request so old that its
    file should have left before is due at once.
    """
    due_on = asked_on + timedelta(days=Setting.objects.value("aid_decision_days", asked_on))
    lead = timedelta(days=Setting.objects.value("aid_lead_days", asked_on))
    send_by = working_days_before(due_on - lead, 0, closures)
    return Terms(max(send_by, asked_on), due_on)


def aid_offices(access: CaseAccess) -> list[Office]:
    """The CMS for which she may bring a request before the commune."""
    ties = ACTS["aid.follow"]
    found = {ground.recipient for ground in access.grounds if ground.tie in ties}
    return sorted((office for office in found if office.kind == OfficeKind.CMS), key=str)


# --- the page of a CMS --------------------------------------------------------------------------
@dataclass(frozen=True)
class Unannounced:
    """A complex situation that stands confirmed, and for how many days."""

    case: Case
    days: int


@dataclass(frozen=True)
class Duties:
    """What the mandate asks of the CMS and is still owed, the most urgent first."""

    requests: list[AidRequest]
    unannounced: list[Unannounced]
    without_strategy: list[Case]


def cms_of(scope: Scope, *roles: Role) -> list[UUID]:
    """The CMS where she holds one of these roles; as répondante where none is named."""
    return [
        mandate.office_id
        for mandate in scope.mandates
        if mandate.role in (roles or (Role.REPONDANT,))
        and mandate.office
        and mandate.office.kind == OfficeKind.CMS
        and mandate.office_id
    ]


def duties_of(scope: Scope) -> Duties:
    """Of the cases that she sees, where her CMS flagged or takes part."""
    offices = cms_of(scope)
    requests = AidRequest.objects.visible_to(scope).running().filter(office__in=offices)
    requests = requests.select_related("case", "office").order_by("send_by", "case__number")
    return Duties(
        list(requests[:SHOWN]),
        [
            Unannounced(case, (scope.day - clock.day_of(case.confirmed_at)).days)
            for case in _unannounced(scope, offices)[:SHOWN]
            if case.confirmed_at
        ],
        list(_without_strategy(scope, offices)[:SHOWN]),
    )


def _unannounced(scope: Scope, offices: list[UUID]) -> QuerySet[Case]:
    latest = Flag.objects.filter(case=OuterRef("pk")).order_by("-flagged_at", "pk")
    cases = Case.objects.visible_to(scope).filter(
        home_office__in=offices, state=CaseState.CONFIRMED
    )
    cases = cases.annotate(chosen=Subquery(latest.values("chosen_path")[:1]))
    return cases.filter(chosen__in=COMPLEX).order_by("confirmed_at", "number")


def _without_strategy(scope: Scope, offices: list[UUID]) -> QuerySet[Case]:
    """Neither a contrat d'insertion of the CMS nor a plan in force."""
    engaged = Engagement.objects.open().filter(case=OuterRef("pk"), recipient__in=offices)
    contract = Document.objects.filter(
        case_id=OuterRef("pk"), office__in=offices, kind=DocumentKind.INSERTION_CONTRACT
    )
    plan = InsertionPlan.objects.filter(case=OuterRef("pk"), state=PlanState.ADOPTED)
    cases = Case.objects.visible_to(scope).filter(
        Q(home_office__in=offices) | Exists(engaged), ~Exists(contract), ~Exists(plan)
    )
    return cases.filter(state__in=FOLLOWED).order_by("flagged_at", "number")
