"""Who submits and settles what, and what it takes (access-policy, who may do what)."""

import pytest
from django.http import Http404

from cases.actions.engagements import end_engagements
from cases.actions.matters import settle_matter
from cases.actions.participation import release_office
from cases.actions.triage import close_case
from cases.choices import MatterKind, Outcome
from cases.models import Case, Engagement
from core.choices import Category
from core.refusal import Forbidden, Refusal
from tests.cases.test_matters import by, granted, submit
from tests.factories import ALL, Cast, confirmed, office, triaged

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return granted(cast)


# --- who may ------------------------------------------------------------------------------------
OPENERS = {
    MatterKind.PREFINANCING: {"valerie_chargee"},
    MatterKind.SPECIAL: {"valerie_chargee"},
    MatterKind.MONEY_DISPUTE: {
        "claire_orp_sion",
        "mireille_cms_sierre",
        "isabelle_coord_central",
        "valerie_chargee",
    },
}
OPENERS[MatterKind.DISPUTE] = OPENERS[MatterKind.MONEY_DISPUTE]
OPENERS[MatterKind.ADVICE] = OPENERS[MatterKind.DISPUTE] | {"anna_orp_sion", "monique_secretariat"}
EVERYBODY = OPENERS[MatterKind.ADVICE]


@pytest.mark.parametrize("kind", MatterKind)
@pytest.mark.parametrize("key", sorted(EVERYBODY))
def test_who_opens_a_matter(kind, key, case, cast):
    if key in OPENERS[kind]:
        assert submit(case, cast, kind, who=key).opened_by == cast[key]
    else:
        with pytest.raises(Forbidden):
            submit(case, cast, kind, who=key)


@pytest.mark.parametrize(
    ("kind", "key", "may"),
    [
        (MatterKind.PREFINANCING, "monique_secretariat", True),
        (MatterKind.PREFINANCING, "isabelle_coord_central", False),
        (MatterKind.PREFINANCING, "didier_droit_sict", False),
        (MatterKind.DISPUTE, "isabelle_coord_central", True),
        (MatterKind.DISPUTE, "valerie_chargee", True),
        (MatterKind.ADVICE, "claire_orp_sion", False),
        (MatterKind.ADVICE, "monique_secretariat", False),
    ],
)
def test_who_settles_a_matter(kind, key, may, case, cast):
    matter = submit(case, cast, kind)
    if may:
        assert settle_matter(matter, outcome="Réglé.", **by(cast, key)).settled_by == cast[key]
    else:
        with pytest.raises(Forbidden):
            settle_matter(matter, outcome="Réglé.", **by(cast, key))


@pytest.mark.parametrize("stranger", ["marc_orp_sion", "markus_coord_haut", "florence_cdc"])
def test_a_stranger_finds_nothing(stranger, case, cast):
    with pytest.raises(Http404):
        submit(case, cast, MatterKind.ADVICE, who=stranger)
    with pytest.raises(Http404):
        settle_matter(submit(case, cast), outcome="Oui.", **by(cast, stranger))


# --- what it takes ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("question", {"question": " "}),
        ("category", {"category": Category.HEALTH, "who": "x"}),
        ("office", {"office": "oai-sion"}),
    ],
)
def test_a_matter_says_what_it_must(field, changes, case, cast):
    if code := changes.get("office"):
        changes = {"office": office(code)}
    if changes.pop("who", ""):
        field = "question"
    with pytest.raises(Refusal) as refused:
        submit(case, cast, **changes)
    assert refused.value.field == field


def test_a_category_that_isnt_granted_to_her_office_is_refused(cast):
    case = triaged(cast, recipients={office("bureau-cii"): ALL, office("orp-sion"): set()})
    with pytest.raises(Refusal) as refused:
        submit(case, cast, MatterKind.ADVICE, who="claire_orp_sion")
    assert refused.value.field == "category"


def test_nothing_is_submitted_before_the_announcement(cast):
    with pytest.raises(Refusal):
        submit(confirmed(cast), cast, MatterKind.ADVICE, who="claire_orp_sion")


def test_a_matter_is_settled_once_and_with_its_outcome(case, cast):
    matter = submit(case, cast)
    with pytest.raises(Refusal) as refused:
        settle_matter(matter, outcome=" ", **by(cast))
    assert refused.value.field == "outcome"
    settle_matter(matter, outcome="Oui.", **by(cast))
    with pytest.raises(Refusal, match="Valérie Roduit"):
        settle_matter(matter, outcome="Non.", **by(cast, "monique_secretariat"))


def test_a_case_with_an_open_matter_is_not_closed(case, cast):
    matter = submit(case, cast)
    with pytest.raises(Refusal, match="ouverte"):
        close_case(case, outcome=Outcome.JOB, **by(cast))
    settle_matter(matter, outcome="Oui.", **by(cast))
    close_case(case, outcome=Outcome.JOB, **by(cast))


def test_nobody_ends_by_hand_what_a_matter_began(case, cast):
    matter = submit(case, cast)
    for engagement in Engagement.objects.filter(source_id=matter.pk):
        with pytest.raises(Refusal):
            release_office(engagement, reason="Non.", **by(cast))
    end_engagements(source_id=matter.pk, **by(cast))
