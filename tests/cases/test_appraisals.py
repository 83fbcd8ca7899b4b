"""Barriers and resources: weighed domain by domain, replaced and never edited (C9)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.actions.appraisals import appraise
from cases.appraisals import CATEGORIES, HEIGHT, MARGIN, WIDTH, development
from cases.choices import Domain, NoteKind, Weight
from cases.models import Case, CaseNote
from core import clock
from core.choices import Category
from core.context import acting
from core.refusal import Forbidden, Refusal
from tests.factories import Cast, flagged, managed, office
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
BARRIER, RESOURCE = Weight.STRONG_BARRIER, Weight.RESOURCE


def weigh(
    case: Case,
    cast: Cast,
    domain: Domain,
    weight: Weight,
    who: str = "anna_orp_sion",
    days: int = 0,
) -> CaseNote:
    at = clock.now() + timedelta(days=days)
    said = f"Constat {domain} {weight}."
    return appraise(case, domain=domain, weight=weight, text=said, by=cast[who], at=at)


def test_the_grid_asks_on_the_same_matter_in_the_same_category(cast: Cast) -> None:
    case = flagged(cast)
    asked = {row["code"]: row["category"] for row in case.flags.get().grid.questions}
    for code, domain in [
        ("health", Domain.HEALTH),
        ("addiction", Domain.ADDICTION),
        ("training", Domain.TRAINING),
        ("language", Domain.LANGUAGE),
        ("family_housing", Domain.FAMILY),
        ("debts_income", Domain.DEBTS),
        ("motivation", Domain.MOTIVATION),
    ]:
        assert asked[code] == CATEGORIES[domain], code
    assert set(CATEGORIES) == set(Domain)


def test_a_newer_appraisal_replaces_the_former_which_stays(cast: Cast) -> None:
    case = flagged(cast)
    weigh(case, cast, Domain.DEBTS, BARRIER)
    weigh(case, cast, Domain.DEBTS, RESOURCE, days=40)
    with acting(cast["anna_orp_sion"].pk):
        notes = CaseNote.objects.visible_to(cast["anna_orp_sion"])
        drawn = development(notes, clock.today() + timedelta(days=80))
    assert drawn is not None
    (lane,) = drawn.lanes
    assert lane.current.weight == RESOURCE
    assert [row.weight for row in drawn.notes] == [RESOURCE, BARRIER]
    first, second = lane.points
    assert (first.x, second.x) == (MARGIN, WIDTH // 2)
    assert first.y > HEIGHT // 2 > second.y
    # By steps: the former weight lasts until the newer one, which lasts until today.
    last = WIDTH - MARGIN
    assert (
        lane.line
        == f"{first.x},{first.y} {second.x},{first.y} {second.x},{second.y} {last},{second.y}"
    )


def test_drawing_and_table_show_the_categories_that_she_reads(cast: Cast) -> None:
    some = {Category.IDENTITY, Category.WORK, Category.FINANCE}
    recipients = {office("bureau-cii"): set(Category), office("orp-sion"): set(Category)}
    case = managed(cast, recipients=recipients | {office("cms-sierre"): some})
    weigh(case, cast, Domain.HEALTH, BARRIER)
    weigh(case, cast, Domain.DEBTS, RESOURCE)
    anna = text(Visitor(cast["anna_orp_sion"]).get("dossier", case.pk))
    assert anna.count("<polyline") == 2 and "Constat health" in anna
    mireille = text(Visitor(cast["mireille_cms_sierre"]).get("dossier", case.pk))
    assert mireille.count("<polyline") == 1 and "Constat debts" in mireille
    assert "Constat health" not in mireille and "frein important" not in mireille


def test_the_scale_of_the_drawing_tells_nothing_of_an_earlier_hidden_appraisal(cast: Cast) -> None:
    case = flagged(cast)
    weigh(case, cast, Domain.HEALTH, BARRIER)
    weigh(case, cast, Domain.DEBTS, RESOURCE, days=30)
    rows = CaseNote.objects.exclude(category=Category.HEALTH)
    drawn = development(rows, clock.today() + timedelta(days=60))
    assert drawn is not None and drawn.since == clock.today() + timedelta(days=30)


def test_nobody_weighs_what_she_may_not_read(cast: Cast) -> None:
    some = {Category.IDENTITY, Category.WORK}
    recipients = {office("bureau-cii"): set(Category), office("orp-sion"): set(Category)}
    case = managed(cast, recipients=recipients | {office("cms-sierre"): some})
    with pytest.raises(Refusal):
        weigh(case, cast, Domain.HEALTH, BARRIER, who="mireille_cms_sierre")
    weigh(case, cast, Domain.LANGUAGE, BARRIER, who="mireille_cms_sierre")


def test_who_only_administers_weighs_nothing(cast: Cast) -> None:
    case = managed(cast)
    with pytest.raises(Forbidden):
        weigh(case, cast, Domain.HEALTH, BARRIER, who="monique_secretariat")


def test_the_form_keeps_one_appraisal_and_shows_it(cast: Cast) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    data = {"domain": "health", "weight": "-3", "text": "Ne porte plus de charges."}
    assert "(santé)" in text(anna.get("cases:appraisal_add", case.pk))
    missing = text(anna.post("cases:appraisal_add", case.pk, data=data | {"weight": ""}))
    assert "Ne porte plus de charges." in missing and not CaseNote.objects.exists()
    assert anna.post("cases:appraisal_add", case.pk, data=data).status_code == 302
    note = CaseNote.objects.get()
    assert (note.kind, note.category) == (NoteKind.APPRAISAL, Category.HEALTH)
    page = text(anna.get("dossier", case.pk))
    assert "Freins et ressources" in page and "Santé : frein important" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"domain": "health", "weight": None},
        {"domain": "", "weight": 2},
        {"domain": "health", "weight": 4},
        {"domain": "health", "weight": 2, "kind": NoteKind.JOURNAL},
    ],
)
def test_the_database_keeps_domain_and_weight_together(
    cast: Cast, wrong: dict[str, object]
) -> None:
    note = weigh(flagged(cast), cast, Domain.HEALTH, BARRIER)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseNote.objects.filter(pk=note.pk).update(**wrong)
