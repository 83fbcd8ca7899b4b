"""What the pages of a case show, to whom, and what they leave behind (P4, P5, QN4, QN10)."""

from uuid import uuid4

import pytest
from django.urls import reverse

from audit.choices import Kind
from audit.models import Trace
from cases.actions.notes import add_document, add_note
from cases.models import Assignment, Case, FollowUp, InsertionPlan
from core import clock
from core.choices import Category
from documents.models import Document
from tests.factories import (
    ALL,
    Cast,
    announced,
    drafted_plan,
    flagged,
    managed,
    office,
    planned,
    scan,
    triaged,
)
from tests.pages import Visitor, bare, hidden, text

pytestmark = pytest.mark.django_db

PAGES = [
    "dossier",
    "cases:case_why",
    "cases:case_traces",
    "cases:client_edit",
    "cases:procuration_record",
    "cases:procuration_narrow",
    "cases:procuration_withdraw",
    "cases:note_add",
    "cases:appraisal_add",
    "cases:document_add",
    "cases:case_announce",
]


@pytest.mark.parametrize("page", PAGES)
def test_foreign_case_answers_like_one_that_does_not_exist(cast: Cast, page: str) -> None:
    case = flagged(cast)
    stranger = Visitor(cast["elise_orp_sierre"])
    foreign, unknown = stranger.get(page, case.pk), stranger.get(page, uuid4())
    assert foreign.status_code == unknown.status_code == 404
    assert bare(foreign) == bare(unknown)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_leaves_one_trace_with_its_ground(cast: Cast, page: str) -> None:
    case = flagged(cast)
    before = Trace.objects.count()
    assert Visitor(cast["claire_orp_sion"]).get(page, case.pk).status_code == 200
    trace = Trace.objects.exclude(kind=Kind.ACT).get()
    assert Trace.objects.count() == before + 1
    ground = trace.cases.get()
    assert (ground.case_id, ground.role) == (case.pk, "home")
    assert ground.mandate_id is not None


def test_parts_that_she_may_not_read_are_absent(cast: Cast) -> None:
    recipients = {office("bureau-cii"): ALL, office("cms-sierre"): {1, 2}, office("orp-sion"): ALL}
    case = planned(cast, recipients=recipients)
    home, at = cast["claire_orp_sion"], clock.now()
    add_note(case, category=Category.HEALTH, text="Opération prévue.", by=home, at=at)
    add_note(case, category=Category.WORK, text="Vendeuse quinze ans.", by=home, at=at)
    page = text(Visitor(cast["mireille_cms_sierre"]).get("dossier", case.pk))
    assert "Vendeuse quinze ans." in page
    assert "Opération prévue." not in page
    # An answer of the grid follows its category too.
    assert "La santé freine-t-elle" not in page
    assert "Est-il clair qui conduit le suivi" in page


def test_refused_act_is_traced(cast: Cast) -> None:
    case = announced(cast)
    Visitor(cast["claire_orp_sion"]).get("governance:case_triage", case.pk)
    trace = Trace.objects.get(kind=Kind.REFUSAL)
    assert trace.actor == cast["claire_orp_sion"]
    assert trace.details == {"page": "governance:case_triage", "status": 403}
    assert trace.cases.get().case_id == case.pk


def test_second_triage_is_told_who_decided_and_changes_nothing(cast: Cast) -> None:
    case = triaged(cast)
    data = {"path": "assessment", "reason": "Autre avis", "due_on": clock.today().isoformat()}
    page = text(
        Visitor(cast["isabelle_coord_central"]).post("governance:case_triage", case.pk, data=data)
    )
    assert "Isabelle Praz a déjà décidé" in page
    assert "Autre avis" in page
    case.refresh_from_db()
    assert case.path == "tro"


def test_plan_without_case_manager_is_refused_with_what_to_do(cast: Cast) -> None:
    plan = drafted_plan(cast)
    Assignment.objects.filter(kind="manage_case").update(
        ended_at=clock.now(), ended_by=cast["isabelle_coord_central"]
    )
    coordinator = Visitor(cast["isabelle_coord_central"])
    page = text(coordinator.post("cases:plan_adopt", plan.case_id))
    assert "Désignez d’abord" in page
    assert InsertionPlan.objects.get().state == "draft"


def test_plan_is_drafted_filled_and_adopted_on_its_page(cast: Cast) -> None:
    case = managed(cast)
    coordinator = Visitor(cast["isabelle_coord_central"])
    data = {"objective": "Un emploi à mi-temps", "has_client_agreement": "on"}
    coordinator.post("cases:plan", case.pk, data=data)
    page = text(coordinator.post("cases:plan_measure_add", case.pk, data={"detail": "deux jours"}))
    assert "deux jours" in page
    assert "Un emploi à mi-temps" in page
    plan = InsertionPlan.objects.get()
    assert "Ajoutez au moins une mesure" in text(coordinator.post("cases:plan_adopt", case.pk))
    fields = coordinator.get("cases:plan", case.pk).context["measure_form"].fields
    data = {
        "measure": fields["measure"].queryset.first().pk,
        "responsible": office("cms-sierre").pk,
        "payer": fields["payer"].queryset.first().pk,
        "starts_on": clock.today().isoformat(),
        "category": int(Category.WORK),
    }
    coordinator.post("cases:plan_measure_add", case.pk, data=data)
    coordinator.post("cases:plan_measure_remove", plan.measures.get().pk)
    assert not plan.measures.exists()
    coordinator.post("cases:plan_measure_add", case.pk, data=data)
    assert coordinator.post("cases:plan_adopt", case.pk).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "adopted"


def test_review_of_an_unchanged_case_is_one_click(cast: Cast) -> None:
    case = triaged(cast)
    coordinator = Visitor(cast["isabelle_coord_central"])
    form = coordinator.get("governance:follow_up_review", case.pk).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    response = coordinator.post("governance:follow_up_review", case.pk, data=data)
    assert response.status_code == 302
    assert FollowUp.objects.filter(case=case).count() == 2


def test_download_bears_a_neutral_name_and_leaves_a_trace(cast: Cast) -> None:
    case = flagged(cast)
    add_document(
        case,
        file=scan(),
        title="CV Jeanne Exemple",
        category=Category.WORK,
        by=cast["claire_orp_sion"],
        at=clock.now(),
    )
    document = Document.objects.get()
    response = Visitor(cast["claire_orp_sion"]).get("cases:document", document.pk)
    name = f"{case.number}-piece-jointe.pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert Trace.objects.get(event="document.read").object_id == document.pk
    stranger = Visitor(cast["elise_orp_sierre"])
    foreign = stranger.get("cases:document", document.pk)
    unknown = stranger.get("cases:document", uuid4())
    assert foreign.status_code == unknown.status_code == 404
    assert bare(foreign) == bare(unknown)


def test_file_that_is_no_document_is_refused_and_the_title_is_kept(cast: Cast) -> None:
    case = flagged(cast)
    data = {"title": "Attestation", "category": 2, "uploads": scan(b"MZ", "x.pdf")}
    page = text(Visitor(cast["claire_orp_sion"]).post("cases:document_add", case.pk, data=data))
    assert "Ce fichier n’est pas un PDF" in page
    assert "Attestation" in page


def test_name_is_found_only_by_who_knows_it_and_never_traced(cast: Cast) -> None:
    case = announced(cast, last_name="Zurbriggen")
    for who, is_found in [
        ("claire_orp_sion", True),
        ("isabelle_coord_central", True),
        # The officer sees the stub: by number only.
        ("valerie_chargee", False),
    ]:
        visitor = Visitor(cast[who])
        page = text(visitor.post("cases:case_search", data={"q": "zurbr"}))
        assert (case.number in page) is is_found, who
        page = text(visitor.post("cases:case_search", data={"q": case.number}))
        assert case.number in page
        assert ("Jeanne" in page) is is_found, who
    assert all("zurbr" not in str(trace.details) for trace in Trace.objects.all())


def test_list_filters_by_state_and_names_nobody_in_its_address(cast: Cast) -> None:
    flagged(cast, last_name="Aymon")
    announced(cast, last_name="Zurbriggen")
    home = Visitor(cast["claire_orp_sion"])
    page = text(home.get("cases:case_list", query="?state=announced"))
    assert "Zurbriggen" in page
    assert "Aymon" not in page
    assert home.get("cases:case_list", query="?state=x&after=x").status_code == 200


def test_pages_follow_each_other_to_the_last_case(cast: Cast) -> None:
    for number in range(30):
        flagged(cast, last_name=f"Aymon {number}")
    worker = Visitor(cast["anna_orp_sion"])
    first = worker.get("cases:case_list")
    second = worker.get("cases:case_list", query=f"?after={first.context['next']}")
    shown = [row.case.pk for page in (first, second) for row in page.context["rows"]]
    assert len(shown) == len(set(shown)) == Case.objects.count()
    assert not second.context["next"]


def test_empty_list_teaches(cast: Cast) -> None:
    page = text(Visitor(cast["anna_orp_sion"]).get("cases:case_list"))
    assert "Aucun dossier ici pour l’instant" in page


def test_edited_identity_moves_nothing_else(cast: Cast) -> None:
    case = flagged(cast)
    home = Visitor(cast["claire_orp_sion"])
    page = home.get("cases:client_edit", case.pk)
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"phone": "027 000 00 00"}
    data["seen"] = hidden(page, "seen")
    assert home.post("cases:client_edit", case.pk, data=data).status_code == 302
    trace = Trace.objects.get(event="client.edited")
    assert trace.details["fields"] == ["phone"]


def test_secretariat_marks_the_data_as_checked(cast: Cast) -> None:
    case = announced(cast)
    Visitor(cast["monique_secretariat"]).post("cases:client_check", case.pk)
    case.client.refresh_from_db()
    assert case.client.checked_by == cast["monique_secretariat"]


def test_acts_change_nothing_when_they_are_only_visited(cast: Cast) -> None:
    case = flagged(cast)
    for name in ("cases:case_confirm", "cases:client_check"):
        assert Visitor(cast["claire_orp_sion"]).get(name, case.pk).status_code == 405
    assert reverse("cases:case_confirm", args=[case.pk]).endswith("/confirmer/")


def test_secretariat_reads_identity_and_no_reason_of_anybody(cast: Cast) -> None:
    case = planned(cast, last_name="Zurbriggen")
    page = text(Visitor(cast["monique_secretariat"]).get("dossier", case.pk))
    assert "Zurbriggen" in page
    for absent in ("Connaît la personne.", "aucun plan commun", "Trois dispositifs", "mi-temps"):
        assert absent not in page


def test_only_who_keeps_the_file_reads_who_read_it(cast: Cast) -> None:
    case = planned(cast)
    page = text(Visitor(cast["claire_orp_sion"]).get("cases:case_traces", case.pk))
    assert "Isabelle Praz" in page
    response = Visitor(cast["mireille_cms_sierre"]).get("cases:case_traces", case.pk)
    assert response.status_code == 403
