"""Narrowings, receipts and versions: who knows what of a consent, and what it became (P2, P3)."""

from datetime import timedelta

import pytest

from cases.actions.engagements import engage
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.choices import EngagementKind, ReceiptKind
from cases.consent import told_by
from cases.models import Grant, Procuration, Receipt
from core import clock
from core.choices import Category
from tests.factories import Cast, consent, office, planned, triaged
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db


# --- narrowing ------------------------------------------------------------------------------------
def test_narrowing_is_confirmed_with_its_effect_before_it_counts(cast: Cast) -> None:
    case = planned(cast)
    data = {f"to_{office('cms-sierre').pk}": [int(Category.HEALTH)], "note": "Par lettre"}
    home = Visitor(cast["claire_orp_sion"])
    page = home.post("cases:procuration_narrow", case.pk, data=data)
    assert "Étape 2 sur 2" in text(page)
    [change] = page.context["changes"]
    assert (change.line.office, change.line.lost) == (office("cms-sierre"), [Category.HEALTH])
    assert not Grant.objects.exclude(withdrawn_at=None).exists()


def test_who_may_not_know_the_consent_does_not_learn_it_by_narrowing(cast: Cast) -> None:
    """A partner sees its own boxes; of any other dispositif all boxes, granted or not."""
    cms, oai = office("cms-sierre"), office("oai-sion")
    named = {cms: {Category.IDENTITY, Category.WORK}, oai: {Category.IDENTITY, Category.HEALTH}}
    case = triaged(cast, recipients=named | {office("bureau-cii"): {Category.IDENTITY}})
    engage(case, oai, EngagementKind.DECISION, by=cast["claire_orp_sion"], at=clock.now())
    partner = Visitor(cast["wilma_oai_sion"])
    form = partner.get("cases:procuration_narrow", case.pk).context["form"]
    offered = {
        name: [value for value, _label in form.fields[name].choices] for name in form.offices
    }
    assert offered[f"to_{oai.pk}"] == [1, 16]
    assert offered[f"to_{cms.pk}"] == list(Category)
    assert offered[f"to_{office('cms-sion').pk}"] == list(Category)
    # What isn't granted is taken with the same words as what is.
    for category in (Category.JUSTICE, Category.WORK):
        data = {f"to_{cms.pk}": [int(category)], "note": "Par la personne", "save": ""}
        answer = partner.post("cases:procuration_narrow", case.pk, data=data)
        assert answer.status_code == 302
    assert len(Receipt.objects.filter(kind=ReceiptKind.NARROWED)) == 1
    assert not Grant.objects.standing().filter(recipient=cms, category=Category.WORK).exists()


# --- receipts and versions ------------------------------------------------------------------------
def test_each_change_has_its_receipt_and_the_versions_say_what_changed(cast: Cast) -> None:
    case, now, by = planned(cast), clock.now(), cast["claire_orp_sion"]
    cms, bureau = office("cms-sierre"), office("bureau-cii")
    narrow_procuration(case, withdrawn={cms: {Category.HEALTH}}, note="—", by=by, at=now)
    later = now + timedelta(minutes=1)
    consent(case, cast, recipients={bureau: {Category.IDENTITY, Category.HEALTH}}, at=later)
    withdraw_procuration(case, note="—", by=by, at=now + timedelta(minutes=2))
    kinds = Receipt.objects.order_by("issued_at").values_list("kind", flat=True)
    assert list(kinds) == ["recorded", "narrowed", "renewed", "withdrawn"]
    lines = {r.kind: {x.office: x for x in told_by(r)} for r in Receipt.objects.all()}
    assert lines["recorded"][cms].gained == list(Category)
    assert lines["narrowed"][cms].lost == [Category.HEALTH]
    assert lines["narrowed"][bureau].kept == list(Category)
    assert lines["renewed"][cms].lost == [c for c in Category if c != Category.HEALTH]
    assert lines["renewed"][bureau].kept == [Category.IDENTITY, Category.HEALTH]
    assert lines["withdrawn"][bureau].lost == [Category.IDENTITY, Category.HEALTH]
    page = Visitor(by).get("cases:procuration", Procuration.objects.latest("recorded_at").pk)
    assert len(page.context["versions"]) == 4
    for receipt in Receipt.objects.all():
        assert "Ce qui s’ensuit" in text(Visitor(by).get("cases:receipt", receipt.pk))


def test_reader_without_the_identity_finds_her_own_line_alone(cast: Cast) -> None:
    cms = office("cms-sierre")
    named = {cms: {Category.WORK}, office("bureau-cii"): {Category.IDENTITY, Category.HEALTH}}
    case = triaged(cast, recipients=named, last_name="Zurbriggen")
    engage(case, cms, EngagementKind.DECISION, by=cast["claire_orp_sion"], at=clock.now())
    receipt = Receipt.objects.get()
    page = Visitor(cast["mireille_cms_sierre"]).get("cases:receipt", receipt.pk)
    assert [line.office for line in page.context["lines"]] == [cms]
    assert "Zurbriggen" not in text(page)
