"""Whoever designates a case manager sees what each of the pool has in hand (C10, G6)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.choices import Role
from accounts.models import Commune, Mandate, Release
from cases.actions.assignments import end_assignment
from cases.choices import AssignmentKind
from cases.models import Assignment, Case
from cases.pool import Candidate, candidates
from core import clock
from core.context import acting
from tests.factories import Cast, Who, managed, triaged
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
OTHER: dict[str, Any] = {"last_name": "Autre", "first_name": "Paul", "birth_date": date(1975, 2, 3)}


def found(case: Case, cast: Cast) -> dict[str, Candidate]:
    with acting(cast["isabelle_coord_central"].pk):
        rows = candidates(case, clock.today())
    keys = {user.pk: key for key, user in cast.items()}
    return {keys[row.mandate.user_id]: row for row in rows}


def test_the_least_loaded_of_the_pool_comes_first(cast: Cast) -> None:
    managed(cast, **OTHER)
    pool = found(triaged(cast), cast)
    assert pool["mireille_cms_sierre"].load == 1
    assert pool["claire_orp_sion"].load == 0
    loads = [row.load for row in pool.values()]
    assert loads == sorted(loads)


def test_a_case_that_somebody_no_longer_manages_is_no_load(cast: Cast) -> None:
    other = managed(cast, **OTHER)
    row = Assignment.objects.open().get(case=other, kind=AssignmentKind.CASE_MANAGER)
    end_assignment(row, by=cast["isabelle_coord_central"], at=clock.now())
    assert found(triaged(cast), cast)["mireille_cms_sierre"].load == 0


def test_the_release_of_the_day_stands_beside_the_load(cast: Cast) -> None:
    today = clock.today()
    row = Release.objects.get(
        mandate__user=cast["mireille_cms_sierre"], mandate__office__code="cms-sierre"
    )
    row.valid_until = today - timedelta(days=1)
    row.save()
    case = triaged(cast)
    assert found(case, cast)["mireille_cms_sierre"].percent is None
    Release.objects.create(mandate=row.mandate, percent=35, valid_from=today)
    assert found(case, cast)["mireille_cms_sierre"].percent == 35


def test_of_equal_load_the_most_released_comes_first(cast: Cast) -> None:
    case = triaged(cast)
    Release.objects.filter(mandate__user=cast["claire_orp_sion"]).update(percent=90)
    assert next(iter(found(case, cast))) == "claire_orp_sion"
    Release.objects.filter(mandate__user=cast["mireille_cms_sierre"]).update(percent=95)
    assert next(iter(found(case, cast))) == "mireille_cms_sierre"


def test_the_page_counts_a_case_that_is_shut_to_its_reader_and_names_it_not(cast: Cast) -> None:
    bas = Who("bruno_orp_martigny", "gaelle_orp_martigny", "sabine_coord_bas")
    foreign = managed(cast, who=bas, commune=Commune.objects.get(name="Martigny"), **OTHER)
    isabelle = cast["isabelle_coord_central"]
    with acting(isabelle.pk):
        assert not Case.objects.visible_to(isabelle).filter(pk=foreign.pk).exists()
    case = triaged(cast)
    page = text(Visitor(isabelle).get("cases:case_manager_designate", case.pk))
    assert "(1 dossier, décharge 20 %)" in page
    assert foreign.number not in page and "Autre" not in page


def test_the_database_refuses_a_release_over_the_whole_time(cast: Cast) -> None:
    mandate = Mandate.objects.filter(role=Role.REPONDANT).first()
    row = Release(mandate=mandate, percent=120, valid_from=clock.today())
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
