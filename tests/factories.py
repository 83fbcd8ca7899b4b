"""Cases in a wanted state, reached by calling the actions, as a user would."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Commune, Institution, Office, User
from cases.actions.announcements import announce
from cases.actions.assignments import designate_case_manager
from cases.actions.flags import confirm_case, raise_flag
from cases.actions.given_documents import decide_documents
from cases.actions.plans import add_measure, adopt_plan, draft_plan
from cases.actions.procurations import Recipients, record_procuration
from cases.actions.triage import triage
from cases.choices import Path
from cases.handing_out import brought, decisions_on, fingerprint_of
from cases.models import AccessRequest, Case, CatalogueMeasure, InsertionPlan, Procuration
from core import clock
from core.choices import Category

Cast = dict[str, User]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ALL = set(Category)
ANSWERS = {"health": "some", "debts_income": "debts", "two_bodies": "several", "lost": "unclear"}


def office(code: str) -> Office:
    return Office.objects.get(code=code)


def scan(content: bytes = PDF, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@dataclass
class Who:
    """The people on a case of ORP Sion in Valais central; a test names others where it matters."""

    worker: str = "anna_orp_sion"
    home: str = "claire_orp_sion"
    coordinator: str = "isabelle_coord_central"
    manager: str = "mireille_cms_sierre"
    manager_office: str = "cms-sierre"


ORP_SION = Who()


def client_data(**changes: Any) -> dict[str, Any]:
    data = {
        "last_name": "Exemple",
        "first_name": "Jeanne",
        "birth_date": date(1980, 5, 17),
        "sex": "f",
        "language": "fr",
        "commune": Commune.objects.get(name="Sion"),
    }
    return data | changes


def flagged(cast: Cast, *, who: Who = ORP_SION, at: datetime | None = None, **changes: Any) -> Case:
    return raise_flag(
        client=client_data(**changes),
        answers=ANSWERS,
        chosen_path=Path.TRO,
        by=cast[who.worker],
        at=at or clock.now(),
    )


def confirmed(
    cast: Cast, *, who: Who = ORP_SION, at: datetime | None = None, **changes: Any
) -> Case:
    case = flagged(cast, who=who, at=at, **changes)
    return confirm_case(case, by=cast[who.home], at=at or clock.now())


def consent(
    case: Case,
    cast: Cast,
    *,
    recipients: Recipients | None = None,
    who: Who = ORP_SION,
    at: datetime | None = None,
    **changes: Any,
) -> Procuration:
    """A procuration for the bureau, the home dispositif and CMS Sierre, two years long."""
    moment = at or clock.now()
    day = timezone.localdate(moment)
    if recipients is None:
        recipients = {
            office("bureau-cii"): ALL,
            case.home_office: ALL,
            office(who.manager_office): ALL,
        }
    data: dict[str, Any] = {
        "purpose": "Retour à l’emploi",
        "recipients": recipients,
        "language": "fr",
        "valid_from": day,
        "valid_until": day + timedelta(days=730),
        "signed_on": day,
        "signed_place": "Sion",
        "signed_how": "paper",
        "scan": scan(),
        "is_informed": True,
    }
    return record_procuration(case, **(data | changes), by=cast[who.home], at=moment)


def covered(
    cast: Cast,
    *,
    recipients: Recipients | None = None,
    who: Who = ORP_SION,
    at: datetime | None = None,
    **changes: Any,
) -> Case:
    case = confirmed(cast, who=who, at=at, **changes)
    consent(case, cast, recipients=recipients, who=who, at=at)
    return case


def announced(
    cast: Cast,
    *,
    recipients: Recipients | None = None,
    who: Who = ORP_SION,
    at: datetime | None = None,
    **changes: Any,
) -> Case:
    case = covered(cast, recipients=recipients, who=who, at=at, **changes)
    return announce(
        case,
        path=Path.TRO,
        text="Plusieurs institutions, aucun plan commun.",
        by=cast[who.home],
        at=at or clock.now(),
    )


def triaged(
    cast: Cast,
    *,
    path: Path = Path.TRO,
    recipients: Recipients | None = None,
    who: Who = ORP_SION,
    at: datetime | None = None,
    **changes: Any,
) -> Case:
    case = announced(cast, recipients=recipients, who=who, at=at, **changes)
    moment = at or clock.now()
    return triage(
        case,
        path=path,
        reason="Trois dispositifs sont concernés.",
        due_on=timezone.localdate(moment) + timedelta(days=30),
        by=cast[who.coordinator],
        at=moment,
    )


def managed(cast: Cast, *, who: Who = ORP_SION, at: datetime | None = None, **changes: Any) -> Case:
    """Triaged, and with a case manager at CMS Sierre."""
    case = triaged(cast, who=who, at=at, **changes)
    designate_case_manager(
        case,
        user=cast[who.manager],
        office=office(who.manager_office),
        reason="Connaît la personne.",
        by=cast[who.coordinator],
        at=at or clock.now(),
    )
    return case


def drafted_plan(
    cast: Cast, *, who: Who = ORP_SION, at: datetime | None = None, **changes: Any
) -> InsertionPlan:
    case = managed(cast, who=who, at=at, **changes)
    moment = at or clock.now()
    plan = draft_plan(
        case,
        objective="Un emploi à mi-temps dans la vente d’ici à l’été.",
        client_words="Je veux retravailler près de chez moi.",
        has_client_agreement=True,
        by=cast[who.coordinator],
        at=moment,
    )
    add_measure(
        plan,
        measure=CatalogueMeasure.objects.get(code="coaching_orp_cms"),
        responsible=office(who.manager_office),
        payer=Institution.objects.get(code="sict"),
        starts_on=timezone.localdate(moment),
        by=cast[who.coordinator],
        at=moment,
    )
    return plan


def planned(cast: Cast, *, who: Who = ORP_SION, at: datetime | None = None, **changes: Any) -> Case:
    """With an insertion plan in force."""
    plan = drafted_plan(cast, who=who, at=at, **changes)
    adopt_plan(plan, by=cast[who.coordinator], at=at or clock.now())
    return Case.objects.get(pk=plan.case_id)


def documents_given(request: AccessRequest, *, by: User, at: datetime | None = None) -> None:
    """Every document goes to the person as it is."""
    decided = {row.pk: (False, "") for row in brought(request.case)}
    seen = fingerprint_of(decisions_on(request.case))
    decide_documents(request, decided=decided, seen=seen, by=by, at=at or clock.now())
