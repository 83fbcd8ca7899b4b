"""The dispositifs and posts of a synthetic canton, and who acts there."""

from datetime import date
from typing import Any

from accounts.choices import OfficeKind, Population, Role
from accounts.models import Commune, CoordinationPost, Institution, Mandate, Office, User
from tests.bench.plan import COLLEAGUES, KINDS, POSTS, key
from tests.bench.rows import Sql, insert

LONG_AGO = date(2000, 1, 1)


def make_offices(number: int) -> None:
    """The dispositifs, and the posts of one region."""
    insert(
        Office,
        f"generate_series(0, {number} - 1) AS office",
        id=Sql("md5('office' || office)::uuid"),
        name_fr=Sql("'Dispositif ' || office"),
        name_de=Sql("'Stelle ' || office"),
        valid_from=LONG_AGO,
        code=Sql("'synthetic-' || office"),
        kind=OfficeKind.OTHER,
        institution_id=Institution.objects.earliest("code").pk,
    )
    for name in (*POSTS, "few"):
        CoordinationPost.objects.create(
            pk=key(f"post{name}"),
            code=f"synthetic-{name}",
            name_fr=name,
            name_de=name,
            valid_from=LONG_AGO,
            region=Commune.objects.earliest("name").region,
            designated_by=Office.objects.get(kind=OfficeKind.BUREAU),
            is_lead=False,
        )


def make_people(offices: int) -> None:
    """Field workers and répondants of each dispositif; the bureau; who coordinates."""
    colleagues = (
        f"unnest(ARRAY{list(KINDS)}) AS kind, generate_series(0, {offices} - 1) AS office, "
        f"generate_series(0, {COLLEAGUES} - 1) AS colleague"
    )
    _hold(colleagues, "kind || office || '-' || colleague", Role.FIELD_WORKER, office="office")
    for population in Population.values:
        _hold(
            f"generate_series(0, {offices} - 1) AS office",
            f"'repondant-{population}' || office",
            Role.REPONDANT,
            office="office",
            population=population,
        )
    bureau = Office.objects.get(kind=OfficeKind.BUREAU).pk
    _hold("(VALUES (0)) AS one", "'officer'", Role.CANTONAL_OFFICER, office_id=bureau)
    _hold("(VALUES (0)) AS one", "'secretary'", Role.SECRETARIAT, office_id=bureau)
    for name in (*POSTS, "few"):
        post = key(f"post{name}")
        _hold("(VALUES (0)) AS one", f"'coordinator-{name}'", Role.COORDINATOR, post_id=post)
        _hold("(VALUES (0)) AS one", f"'successor-{name}'", None)


def _hold(source: str, name: str, role: Role | None, *, office: str = "", **place: Any) -> None:
    """People by the SQL of their name, and the mandate that each of them holds."""
    insert(
        User,
        source,
        id=Sql(f"md5({name})::uuid"),
        email=Sql(f"{name} || '@example.ch'"),
        password="!",
        first_name="Synthetic",
        last_name=Sql(name),
    )
    if role is not None:
        if office:
            place["office_id"] = Sql(f"md5('office' || {office})::uuid")
        insert(
            Mandate,
            source,
            user_id=Sql(f"md5({name})::uuid"),
            role=role,
            valid_from=LONG_AGO,
            **place,
        )
