"""The second line of need to know: what PostgreSQL shows to whom, whatever is forgotten (QN8)."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q

from accounts.actions.personas import load_personas
from accounts.models import Absence, Commune, CoordinationPost
from cases.actions.notes import add_note
from cases.actions.procurations import withdraw_procuration
from cases.item_queries import CategorisedQuerySet, DocumentQuerySet
from cases.models import Case, CaseGate, CaseNote, CaseUserObjectPermission, Client
from cases.querysets import (
    CaseGateQuerySet,
    CaseQuerySet,
)
from cii.database import as_owner
from cii.row_policies import TABLES
from core import clock
from core.choices import Category
from core.context import acting
from documents.models import Document
from governance.models import AgendaItem, Correction, Decision, Paragraph
from messaging.models import InboxEntry, Job, Mail
from tests.access.policy import CASES
from tests.access.scene import HAUT, START, WALK
from tests.access.sittings import build
from tests.factories import managed, planned, triaged
from tests.pages import Visitor, text

on_postgresql = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="only PostgreSQL has row-level security",
)

# What leads to a case without being a row about it.
NOT_ABOUT_A_CASE = {
    "governance_invitation": "who is invited to a meeting; its mail bears no case",
    "governance_minutes": "number and dates; what was said stands in the paragraphs",
}
# The data-protection reviewer reads whose case was read by whom, and no word of it.
REVIEWED = ("Trace", "TraceCase")


def secured():
    """The models of the tables that are bound."""
    return [model for model in every_model() if model._meta.db_table in TABLES]


def every_model():
    return apps.get_models(include_auto_created=True)


def leads_to_a_case(model):
    """By the name of a column, by a foreign key to a bound table, or as the history of one."""
    origin = getattr(model, "instance_type", None)
    if origin and origin._meta.db_table in TABLES:
        return True
    keys = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    bound = {Case._meta.db_table, Client._meta.db_table, *TABLES}
    return any(key.related_model._meta.db_table in bound for key in keys) or any(
        field.attname in {"case_id", "client_id"} for field in model._meta.fields
    )


@contextmanager
def as_nobody():
    """In no context at all, and without the watch of the tests."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('cii.context', '', true)")
        yield
        transaction.set_rollback(True)


def found(rows):
    return set(rows.values_list("pk", flat=True))


# --- which tables -------------------------------------------------------------------------------
def test_every_table_that_leads_to_a_case_is_bound():
    missing = {
        model._meta.db_table
        for model in every_model()
        if leads_to_a_case(model) and model._meta.db_table not in {*TABLES, *NOT_ABOUT_A_CASE}
    }
    assert missing == set(), "give them a policy in cii/row_policies.py"


def test_every_policy_has_its_table():
    assert TABLES.keys() - {model._meta.db_table for model in every_model()} == set()


@on_postgresql
@pytest.mark.django_db
def test_each_of_them_is_forced_upon_its_owner_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        )
        assert {name for (name,) in cursor.fetchall()} == TABLES.keys()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_owner_sees_nothing_in_nobodys_name(cast):
    planned(cast)
    with as_owner():
        assert Case.objects.count() == 1
        with as_nobody():
            assert Case.objects.count() == CaseGate.objects.count() == 0


# --- nobody --------------------------------------------------------------------------------------
@on_postgresql
@pytest.mark.django_db
def test_nobody_finds_any_row(cast):
    planned(cast)
    with as_nobody():
        assert {model for model in secured() if model._base_manager.exists()} == set()


@on_postgresql
@pytest.mark.django_db
def test_nobody_adds_a_row(cast):
    with as_nobody(), pytest.raises(Exception, match="row-level security"):
        Job.objects.create(kind="x", object_id=cast["anna_orp_sion"].pk, key="x", due_at=START)


# --- the same as the first line -----------------------------------------------------------------
def readable(user):
    """What the first line lets her read, of each kind."""
    return {
        Case: found(Case.objects.visible_to(user)),
        CaseNote: found(CaseNote.objects.visible_to(user)),
        Document: found(DocumentQuerySet(Document).visible_to(user).exclude(category=0)),
        Paragraph: found(Paragraph.objects.open_to(user).exclude(item__case=None)),
        Decision: found(Decision.objects.open_to(user).exclude(item__case=None)),
        Correction: found(Correction.objects.open_to(user).exclude(item__case=None)),
    }


def shown(model):
    rows = model._base_manager.all()
    if model is Document:
        return found(rows.exclude(case_id=None).exclude(category=0))
    if model in (Paragraph, Decision, Correction):
        return found(rows.filter(item__in=AgendaItem.objects.exclude(case=None)))
    return found(rows)


def differing(user):
    """Where the second line shows her other rows than the first."""
    expected = readable(user)
    with acting(user.pk):
        for model, rows in expected.items():
            # Whether she sits at an agenda is a matter of the first line alone.
            too_many = shown(model) - rows if model in (Case, CaseNote, Document) else set()
            if too_many or rows - shown(model):
                yield user, model, too_many, rows - shown(model)


def foreign(user):
    """Rows that she finds of cases which the first line shuts to her, apart from being named."""
    mine = found(Case.objects.visible_to(user))
    for model in secured():
        if path := path_to_case(model):
            others = Q() if model is not CaseUserObjectPermission else ~Q(user=user)
            with acting(user.pk):
                rows = found(model._base_manager.filter(others))
            cases = set(model._base_manager.filter(pk__in=rows).values_list(path, flat=True))
            if cases - mine - {None}:
                yield user, model


@on_postgresql
@pytest.mark.django_db
def test_each_person_finds_what_the_first_line_shows_and_no_row_of_a_foreign_case(reference):
    with clock.at(START):
        scene = build(load_personas(clock.today()))
    Absence.objects.create(user=scene.cast["markus_coord_haut"], valid_from=WALK.date())
    reviewers = [scene.cast["agnes_dpo"], scene.cast["martin_dpo"]]
    # Everybody with a tie to a case of the scene, and one of each kind without.
    tied = sorted({persona.partition(":")[0] for persona in CASES} & scene.cast.keys())
    # While the procurations are live, and once all of them have expired.
    for moment in (WALK, WALK + timedelta(days=800)):
        with clock.at(moment):
            people = [scene.cast[key] for key in tied]
            assert [row for user in people for row in differing(user)] == []
            strangers = {(str(u), m.__name__) for user in people for u, m in foreign(user)}
            assert strangers <= {(str(u), name) for u in reviewers for name in REVIEWED}


def path_to_case(model):
    """How a row of the model leads to the id of its case; empty where it is no case's."""
    names = {field.name for field in model._meta.get_fields()}
    table = model._meta.db_table
    if table in ("cases_case", "cases_historicalcase"):
        return "id"
    if table == "cases_client":
        return "cases"
    for name in ("case_id", "case", "content_object"):
        if name in names:
            return name
    for name in ("procuration", "plan", "follow_up", "item", "trace"):
        if name in names:
            return f"{name}__cases__case_id" if name == "trace" else f"{name}__case"
    return ""


# --- without the first line ---------------------------------------------------------------------
def break_first_line(monkeypatch):
    """Every queryset shows everything to everybody."""
    for queryset in (CaseQuerySet, CategorisedQuerySet):
        monkeypatch.setattr(queryset, "visible_to", lambda self, reader: self.all())
    monkeypatch.setattr(CategorisedQuerySet, "open_in", lambda self, access: self.all())
    monkeypatch.setattr(CaseQuerySet, "identified_to", lambda self, reader: self.all())
    monkeypatch.setattr(CaseGateQuerySet, "opening", lambda self, scope: self.all())
    monkeypatch.setattr("cases.caseload.repondant_places", lambda scope: [models.Q(pk__gt=0)])


@on_postgresql
@pytest.mark.django_db
def test_pages_show_no_foreign_case_even_without_the_first_line(cast, monkeypatch):
    brig = Commune.objects.get(name="Brig-Glis")
    ours, theirs = triaged(cast), triaged(cast, who=HAUT, last_name="Brigois", commune=brig)
    break_first_line(monkeypatch)
    for key in ("anna_orp_sion", "claire_orp_sion", "isabelle_coord_central"):
        visitor = Visitor(cast[key])
        assert visitor.get("dossier", ours.pk).status_code == 200
        assert visitor.get("dossier", theirs.pk).status_code == 404
        for query in ("", "?q=Brigois", f"?q={theirs.number[-5:]}"):
            listed = text(visitor.get("cases:case_list", query=query))
            assert theirs.number not in listed
            assert "Brigois" not in listed.replace("?q=Brigois", "").replace('value="Brigois"', "")


# --- what shuts it ------------------------------------------------------------------------------
@on_postgresql
@pytest.mark.django_db
def test_a_withdrawn_procuration_shuts_the_entries_at_once(cast):
    case = managed(cast)
    note = add_note(
        case, category=Category.WORK, text="x", by=cast["claire_orp_sion"], at=clock.now()
    )
    manager = cast["mireille_cms_sierre"]
    with acting(manager.pk):
        assert found(CaseNote.objects.all()) == {note.pk}
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    with acting(manager.pk):
        assert not CaseNote.objects.exists()
        assert not Case.objects.exists()


@on_postgresql
@pytest.mark.django_db
def test_an_expired_procuration_shuts_the_case_by_the_clock_alone(cast):
    case = managed(cast)
    for years, expected in ((1, {case.pk}), (3, set())):
        later = clock.now() + timedelta(days=365 * years)
        with clock.at(later), acting(cast["mireille_cms_sierre"].pk):
            assert found(Case.objects.all()) == expected


@on_postgresql
@pytest.mark.django_db
def test_a_deputy_finds_the_cases_of_the_post_while_its_holder_is_absent(cast):
    case = triaged(cast)
    holder = cast["isabelle_coord_central"]
    post = CoordinationPost.objects.get(pk=case.post_id)
    deputy = post.mandates.get(capacity="deputy").user
    with acting(deputy.pk):
        assert not Case.objects.exists()
    Absence.objects.create(user=holder, valid_from=clock.today())
    with acting(deputy.pk):
        assert found(Case.objects.all()) == {case.pk}


@on_postgresql
@pytest.mark.django_db
def test_statistics_count_cases_and_find_no_person(cast):
    planned(cast)
    with acting("statistics"):
        assert Case.objects.count() == 1
        assert not Client.objects.exists()
        assert not CaseNote.objects.exists()


@on_postgresql
@pytest.mark.django_db
def test_who_acts_does_not_read_what_waits_for_others(cast):
    triaged(cast)
    with acting(cast["anna_orp_sion"].pk):
        assert not InboxEntry.objects.exclude(user=cast["anna_orp_sion"]).exists()
        assert not Job.objects.exists()
        assert not Mail.objects.exists()
