"""A synthetic canton in PostgreSQL: the facts, and the gates and permissions that follow from them.

The cases go round the dispositifs, so that a person sees as many in a large canton as in a small
one: a répondant about 250, a named person about 60. One post coordinates a tenth of all cases,
another a third. Among a hundred cases some are not announced yet, some closed, some lost their
consent or one of their dispositifs. There is no history; of traces each case has two (`past.py`).
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Permission

from accounts.choices import OfficeKind
from accounts.models import Commune, Office
from cases.choices import AssignmentKind, CaseState, EngagementKind, Outcome, Path, SignedHow
from cases.models import (
    Assignment,
    Case,
    CaseGate,
    CaseNote,
    CaseUserObjectPermission,
    Client,
    Engagement,
    Flag,
    FollowUp,
    Grant,
    GridVersion,
    Procuration,
    ProcurationTemplate,
)
from core.choices import Category, Language
from documents.choices import DocumentKind
from documents.models import Document
from tests.bench.past import leave_traces
from tests.bench.people import make_offices, make_people
from tests.bench.plan import draw, offices_of
from tests.bench.rows import Sql, insert

# Named in every consent; the third dispositif may know the identity alone.
CATEGORIES = (Category.IDENTITY, Category.WORK)


@dataclass(frozen=True)
class Part:
    """How a recipient takes part in the cases; everything but `kind` and `grants` is SQL."""

    office: str
    kind: EngagementKind
    grants: int
    begun_at: str
    ended_at: str = "NULL::timestamptz"
    own_since: str = "NULL::timestamptz"
    source: str = "NULL::uuid"
    post: str = "NULL::uuid"
    cases: str = "plan WHERE is_announced"

    def granted(self, value: str) -> Sql:
        """A column of the gate that only a standing consent fills."""
        return Sql(f"CASE WHEN is_announced AND NOT is_withdrawn THEN {value} END")


def fill(cases: int) -> None:
    """Write a canton of so many cases beside the reference data of the connected database."""
    draw(cases)
    make_offices(offices_of(cases))
    make_people(offices_of(cases))
    _cases()
    _consents()
    for part in _parts():
        _take_part(part)
    _name_people()
    _follow()
    leave_traces()


def _cases() -> None:
    commune = Commune.objects.earliest("name")
    insert(
        Client,
        "plan",
        id=Sql("client"),
        office_id=Sql("home"),
        last_name=Sql("'Exemple ' || i"),
        first_name="Camille",
        sort_key=Sql("'exemple ' || i || ' camille'"),
        birth_date=date(1980, 5, 17),
        language=Language.FR,
        commune_id=commune.pk,
    )
    insert(
        Case,
        "plan",
        id=Sql("id"),
        number=Sql("'VS-S-' || lpad(i::text, 7, '0')"),
        client_id=Sql("client"),
        home_office_id=Sql("home"),
        region_id=commune.region_id,
        population=Sql("population"),
        state=Sql(
            f"CASE WHEN is_closed THEN '{CaseState.CLOSED}'"
            f" WHEN is_announced THEN '{CaseState.TRIAGED}' ELSE '{CaseState.CONFIRMED}' END"
        ),
        flagged_at=Sql("flagged_at"),
        flagged_by_id=Sql("worker"),
        confirmed_at=Sql("flagged_at + interval '1 day'"),
        confirmed_by_id=Sql("worker"),
        announced_at=Sql("CASE WHEN is_announced THEN announced_at END"),
        announced_by_id=Sql("CASE WHEN is_announced THEN worker END"),
        announced_for=Path.TRO,
        announcement="Plusieurs institutions, aucun plan commun.",
        post_id=Sql("CASE WHEN is_announced THEN post END"),
        triaged_at=Sql("CASE WHEN is_announced THEN triaged_at END"),
        triaged_by_id=Sql("CASE WHEN is_announced THEN worker END"),
        path=Path.TRO,
        closed_at=Sql("closed_at"),
        closed_by_id=Sql("CASE WHEN is_closed THEN worker END"),
        outcome=Sql(f"CASE WHEN is_closed THEN '{Outcome.JOB}' ELSE '' END"),
    )
    insert(
        Flag,
        "plan",
        case_id=Sql("id"),
        office_id=Sql("home"),
        grid_id=GridVersion.objects.latest("version").pk,
        answers={},
        suggested_path=Path.TRO,
        suggested_because=[],
        chosen_path=Path.TRO,
        flagged_at=Sql("flagged_at"),
        flagged_by_id=Sql("worker"),
    )


def _consents() -> None:
    """One a case once it is announced; the wording is not what is measured."""
    source = "plan WHERE is_announced"
    insert(
        Document,
        source,
        id=Sql("scan"),
        case_id=Sql("id"),
        category=Category.IDENTITY,
        kind=DocumentKind.PROCURATION_SCAN,
        title="Procuration signée",
        content_type="application/pdf",
        size=1000,
        sha256="0" * 64,
        storage_name=Sql("'synthetic/' || scan"),
        uploaded_by_id=Sql("worker"),
        office_id=Sql("home"),
        created_at=Sql("flagged_at + interval '1 day'"),
    )
    insert(
        Procuration,
        source,
        id=Sql("consent"),
        case_id=Sql("id"),
        purpose="Retour à l’emploi",
        template_id=ProcurationTemplate.objects.filter(language="fr").latest("version").pk,
        text="Synthétique",
        text_sha256="0" * 64,
        language=Language.FR,
        valid_from=Sql("valid_from"),
        valid_until=Sql("valid_until"),
        signed_on=Sql("valid_from"),
        signed_place="Sion",
        signed_how=SignedHow.PAPER,
        scan_id=Sql("scan"),
        is_informed=True,
        recorded_at=Sql("flagged_at + interval '1 day'"),
        recorded_by_id=Sql("worker"),
        withdrawn_at=Sql("withdrawn_at"),
        withdrawn_by_id=Sql("CASE WHEN is_withdrawn THEN worker END"),
    )


def _parts() -> list[Part]:
    bureau = f"'{Office.objects.get(kind=OfficeKind.BUREAU).pk}'::uuid"
    return [
        Part("home", EngagementKind.HOME, 2, "flagged_at", own_since="flagged_at", cases="plan"),
        Part(bureau, EngagementKind.ANNOUNCEMENT, 2, "announced_at", post="post"),
        Part(
            "manages",
            EngagementKind.CASE_MANAGEMENT,
            2,
            "triaged_at",
            ended_at="closed_at",
            own_since="CASE WHEN is_noted THEN triaged_at + interval '1 day' END",
            source="md5('manager' || i)::uuid",
        ),
        Part("helps", EngagementKind.MEASURE, 1, "triaged_at", ended_at="helped_until"),
    ]


def _take_part(part: Part) -> None:
    """Engagement, grants and the gate of one recipient in every case."""
    ended_by = Sql(f"CASE WHEN {part.ended_at} IS NOT NULL THEN worker END")
    insert(
        Engagement,
        part.cases,
        case_id=Sql("id"),
        recipient_id=Sql(part.office),
        kind=part.kind,
        source_id=Sql(part.source),
        begun_at=Sql(part.begun_at),
        begun_by_id=Sql("worker"),
        ended_at=Sql(part.ended_at),
        ended_by_id=ended_by,
    )
    for category in CATEGORIES[: part.grants]:
        insert(
            Grant,
            "plan WHERE is_announced",
            procuration_id=Sql("consent"),
            recipient_id=Sql(part.office),
            category=category,
            granted_at=Sql("flagged_at + interval '1 day'"),
            granted_by_id=Sql("worker"),
        )
    mask = Category.mask(CATEGORIES[: part.grants])
    insert(
        CaseGate,
        part.cases,
        case_id=Sql("id"),
        recipient_id=Sql(part.office),
        population=Sql("population"),
        procuration_id=part.granted("consent"),
        categories=Sql(f"COALESCE({part.granted(str(mask)).text}, 0)"),
        valid_from=part.granted("valid_from"),
        valid_until=part.granted("valid_until"),
        engaged_at=Sql(part.begun_at),
        released_at=Sql(part.ended_at),
        own_since=Sql(part.own_since),
        post_id=Sql(part.post),
        next_follow_up_on=Sql("COALESCE(due_on, DATE '9999-12-31')"),
    )


def _name_people() -> None:
    """Assignments with their permissions; a closed case keeps its worker alone."""
    named = [
        ("worker", AssignmentKind.WORKER, "home", "plan"),
        ("manager", AssignmentKind.CASE_MANAGER, "manages", "plan WHERE is_announced"),
        ("executing", AssignmentKind.EXECUTING, "manages", "plan WHERE is_announced"),
        ("expert", AssignmentKind.EXPERT, "helps", "plan WHERE is_announced"),
    ]
    for name, kind, office, source in named:
        stays = kind == AssignmentKind.WORKER
        insert(
            Assignment,
            source,
            id=Sql(f"md5('{name}' || i)::uuid"),
            case_id=Sql("id"),
            user_id=Sql(name),
            office_id=Sql(office),
            kind=kind,
            reason="Synthétique",
            begun_at=Sql("triaged_at"),
            begun_by_id=Sql("worker"),
            ended_at=None if stays else Sql("closed_at"),
            ended_by_id=None if stays else Sql("CASE WHEN is_closed THEN worker END"),
        )
        insert(
            CaseUserObjectPermission,
            source if stays else f"{source} AND NOT is_closed",
            permission_id=Permission.objects.get(codename=kind.value).pk,
            user_id=Sql(name),
            content_object_id=Sql("id"),
            office_id=Sql(office),
            assignment_id=Sql(f"md5('{name}' || i)::uuid"),
        )


def _follow() -> None:
    insert(
        FollowUp,
        "plan WHERE due_on IS NOT NULL",
        case_id=Sql("id"),
        due_on=Sql("due_on"),
        scheduled_at=Sql("triaged_at"),
        scheduled_by_id=Sql("worker"),
    )
    insert(
        CaseNote,
        "plan WHERE is_noted",
        case_id=Sql("id"),
        office_id=Sql("manages"),
        category=Category.WORK,
        text="Entrée synthétique du journal de bord.",
        written_at=Sql("triaged_at + interval '1 day'"),
        written_by_id=Sql("manager"),
    )
