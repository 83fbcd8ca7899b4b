"""How many queries a page asks, whatever the number of its cases; the figures stand in one file."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import CoordinationPost
from accounts.scope import Scope
from core import clock
from governance.actions.advice import ask_advice
from governance.actions.minutes import draft_minutes
from tests.factories import announced, managed, planned, triaged
from tests.governance.sittings import meeting_convened, meeting_planned

pytestmark = pytest.mark.django_db
LIMITS = json.loads((Path(__file__).parents[1] / "query_counts.json").read_text())

# What opens and closes a transaction in somebody's name.
AROUND = re.compile(r"(RELEASE )?SAVEPOINT|SELECT (current_setting|set_config)")


def pages(cast, size):
    """URL of each page, showing that many cases."""
    by = cast["isabelle_coord_central"]
    case = planned(cast)
    convened = meeting_convened(cast, [triaged(cast) for _ in range(size)], at=clock.now())
    minutes = draft_minutes(convened, by=by, at=clock.now())
    composed = meeting_planned(cast, [triaged(cast) for _ in range(size)], at=clock.now())
    for _ in range(size):
        managed(cast)
        announced(cast)
    # Silent for a quarter.
    triaged(cast, at=clock.now() - timedelta(days=200))
    post = CoordinationPost.objects.get(pk=next(iter(Scope.of(by).posts)))
    for _ in range(size):
        ask_advice(question="Qui paie ?", to=post, by=cast["anna_orp_sion"], at=clock.now())
    return {
        "governance:advice_list": reverse("governance:advice_list"),
        "home": reverse("home"),
        "waiting": reverse("waiting"),
        "dossier": reverse("dossier", args=[case.pk]),
        "cases:case_list": reverse("cases:case_list"),
        "governance:meetings": reverse("governance:meetings"),
        "governance:meeting": reverse("governance:meeting", args=[convened.pk]),
        "governance:desk": reverse("governance:desk", args=[convened.pk]),
        "governance:item": reverse("governance:item", args=[convened.items.first().pk]),
        "governance:minutes": reverse("governance:minutes", args=[minutes.pk]),
        "governance:agenda": reverse("governance:agenda", args=[composed.pk]),
        "governance:triage_board": reverse("governance:triage_board"),
        "governance:blocked_cases": reverse("governance:blocked_cases"),
        "governance:handovers": reverse("governance:handovers"),
        "governance:handover": reverse(
            "governance:handover", args=[cast["mireille_cms_sierre"].pk]
        ),
    }


@pytest.mark.parametrize("size", [1, 5])
def test_no_page_asks_more_queries_than_its_limit(client, cast, size):
    client.force_login(cast["isabelle_coord_central"])
    asked = {}
    for name, url in pages(cast, size).items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        asked[name] = sum(not AROUND.match(query["sql"]) for query in queries)
    assert asked.keys() == LIMITS.keys()
    assert {name: count for name, count in asked.items() if count > LIMITS[name]} == {}
