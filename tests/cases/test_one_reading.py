"""The conditions on a gate stand once, and mean the same in SQL and on a gate in hand."""

from datetime import timedelta
from itertools import cycle, product

import pytest
from django.db.models import Exists, Q

from accounts.choices import Population
from accounts.models import Office
from accounts.scope import Scope
from cases.actions.notes import add_document, add_note
from cases.actions.procurations import withdraw_procuration
from cases.caseload import caseload
from cases.choices import CaseState
from cases.gate_answers import CONDITIONS
from cases.item_queries import DocumentQuerySet
from cases.models import (
    Case,
    CaseGate,
    CaseNote,
    CollaborationRequest,
    FollowUp,
    InsertionPlan,
    Matter,
    PlanMeasure,
    Procuration,
)
from cases.querysets import holds
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from documents.models import Document
from tests.factories import (
    announced,
    confirmed,
    covered,
    flagged,
    managed,
    planned,
    scan,
    triaged,
)

COLUMNS = (
    "engaged_at",
    "released_at",
    "own_since",
    "valid_from",
    "valid_until",
    "categories",
)
READERS = [
    "claire_orp_sion",
    "isabelle_coord_central",
    "valerie_chargee",
    "monique_secretariat",
    "anna_orp_sion",
    "mireille_cms_sierre",
    "marc_orp_sion",
    "david_orp_sion",
    "markus_coord_haut",
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    """A case in each state, one without its consent, one whose consent ran out."""
    for reach in (flagged, confirmed, covered, announced, triaged, managed, planned):
        reach(cast)
    shut = managed(cast)
    withdraw_procuration(shut, note="", by=cast["claire_orp_sion"], at=clock.now())
    expired = managed(cast)
    CaseGate.objects.filter(case=expired).update(valid_until=clock.today() - timedelta(days=1))
    return cast


def test_lists_cases_and_grounds_agree_for_every_role(world):
    cases = list(Case.objects.all())
    for key in READERS:
        scope = Scope.of(world[key])
        visible = set(Case.objects.visible_to(scope))
        assert set(caseload(scope).cases) == visible, key
        accesses = CaseAccess.of_all(cases, scope)
        assert {access.case for access in accesses if access.grounds} == visible, key
        assert {case for case in cases if world[key].has_perm("cases.view_case", case)} == visible
        known = set(Case.objects.identified_to(scope))
        assert {access.case for access in accesses if access.knows_person} == known, key


ITEMS = (CaseNote, InsertionPlan, PlanMeasure, FollowUp, CollaborationRequest, Matter)


def test_items_of_a_case_in_hand_are_those_that_the_query_shows(world):
    """`open_in` and `visible_to` say the same of every kind of item, own entries included."""
    for case in Case.objects.filter(state=CaseState.TRIAGED):
        for author in ("anna_orp_sion", "claire_orp_sion", "mireille_cms_sierre"):
            by = {"by": world[author], "at": clock.now()}
            if not CaseAccess.of(case, world[author]).mask:
                continue
            add_note(case, category=Category.HEALTH, text="Vu.", **by)
            add_document(case, file=scan(), title="Lettre", category=Category.WORK, **by)
    withdrawn = Procuration.objects.standing().order_by("-recorded_at").first()
    withdraw_procuration(withdrawn.case, note="", by=world["claire_orp_sion"], at=clock.now())
    seen = 0
    for key, case in product(READERS, Case.objects.all()):
        access = CaseAccess.of(case, world[key])
        for rows in (*(model.objects.all() for model in ITEMS), DocumentQuerySet(Document)):
            asked = set(rows.visible_to(access.scope).filter(**{rows.case_path: case.pk}))
            assert set(rows.open_in(access)) == asked, (key, case, rows.model)
            seen += len(asked)
    assert seen > 50


@pytest.mark.parametrize(
    ("key", "probes"),
    [
        ("claire_orp_sion", 1),
        ("mireille_cms_sierre", 1),
        ("anna_orp_sion", 1),
        # Whether she once wrote there is asked where nothing else opens the case.
        ("marc_orp_sion", 2),
    ],
)
def test_one_probe_says_what_a_case_is_to_a_person(cast, django_assert_num_queries, key, probes):
    case = managed(cast)
    user = cast[key]
    user.request_scope = scope = Scope.of(user)
    with django_assert_num_queries(probes):
        is_open = user.has_perm("cases.view_case", case)
    with django_assert_num_queries(probes):
        assert bool(CaseAccess.of(case, scope).grounds) == is_open
    assert is_open == (probes == 1)


def test_an_office_without_her_mandate_is_read_once(cast, django_assert_num_queries):
    case, scope = managed(cast), Scope.of(cast["isabelle_coord_central"])
    assert scope.posts
    with django_assert_num_queries(2):
        CaseAccess.of(case, scope)
    with django_assert_num_queries(1):
        assert CaseAccess.of(case, scope).grounds[0].recipient.code == "bureau-cii"


def gates_of_every_kind():
    """Values of the columns that conditions ask: unknown, past, future, both sides of a border."""
    now, today, day = clock.now(), clock.today(), timedelta(days=1)
    moments = (None, now - day, now + day)
    return [
        dict(zip(COLUMNS, values, strict=True))
        for values in product(
            moments, moments, moments, (today, today + day), (today - day, today), (0, 1)
        )
    ]


def test_a_condition_holds_for_a_gate_as_the_database_says(world):
    case = Case.objects.exclude(post=None).earliest("number")
    scopes = [Scope.of(world[key]) for key in READERS[:4]]
    offices = list(Office.objects.all())
    rows = gates_of_every_kind()
    met = 0
    for start in range(0, len(rows), len(offices)):
        CaseGate.objects.filter(case=case).delete()
        CaseGate.objects.bulk_create(
            CaseGate(case=case, recipient=office, population=population, post=post, **values)
            for office, values, (population, post) in zip(
                offices,
                rows[start : start + len(offices)],
                cycle(product(Population, (None, case.post))),
                strict=False,
            )
        )
        gates = CaseGate.objects.filter(case=case)
        for scope, (name, condition) in product(scopes, CONDITIONS.items()):
            found = set(gates.filter(condition(scope)))
            assert {gate for gate in gates if holds(condition(scope), gate)} == found, name
            met += len(found)
    assert met


def test_what_cannot_be_read_on_a_gate_is_refused(cast):
    with pytest.raises(ValueError, match="negation"):
        holds(~Q(categories=0), CaseGate())
    with pytest.raises(TypeError):
        holds(Q(Exists(Case.objects.all())), CaseGate())
