"""Loading of reference data: what changed is changed, nothing is deleted (G1).

What an administrator decides here, once loaded (last days, `is_confirmed`), stays hers.
"""

from collections import Counter
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction

from accounts.models import (
    Body,
    Closure,
    Commune,
    CoordinationPost,
    Institution,
    Office,
    Partnership,
    Region,
)
from accounts.reference.closures import YEARLY, YEARS
from accounts.reference.institutions import CIRCLES, CONVENTION_2022, INSTITUTIONS
from accounts.reference.offices import BODIES, OFFICES, POSTS
from accounts.reference.places import COMMUNES, REGIONS

Row = TypeVar("Row", bound=models.Model)


class Loaded(Counter[str]):
    """How many rows a loading created, changed or found right."""

    def put(
        self,
        model: type[Row],
        key: dict[str, Any],
        values: dict[str, Any],
        at_first: dict[str, Any] | None = None,
    ) -> Row:
        """The row of a natural key, with these values; `at_first` counts when it is created."""
        row = model._default_manager.filter(**key).first()
        if row is None:
            self["created"] += 1
            return model._default_manager.create(**key, **values, **(at_first or {}))
        changed = [field for field, value in values.items() if getattr(row, field) != value]
        for field in changed:
            setattr(row, field, values[field])
        if changed:
            row.save(update_fields=changed)
        self["changed" if changed else "unchanged"] += 1
        return row


@transaction.atomic
def load_partners() -> Loaded:
    """Load institutions, circles, places, dispositifs, organs and posts; re-runnable (G1)."""
    loaded = Loaded()
    institutions = _load_institutions(loaded)
    regions: dict[str | None, Region | None] = {None: None}
    for code, name_fr, name_de in REGIONS:
        names = {"name_fr": name_fr, "name_de": name_de}
        regions[code] = loaded.put(Region, {"code": code}, names)
    for region, districts in COMMUNES.items():
        for district, communes in districts.items():
            for name in communes:
                values = {"district": district, "region": regions[region]}
                loaded.put(Commune, {"name": name}, values)
    offices = _load_offices(loaded, institutions, regions)
    _load_organs(loaded, offices, regions)
    for year in YEARS:
        for month, day, reason in YEARLY:
            loaded.put(Closure, {"day": date(year, month, day)}, {}, {"name": reason})
    return loaded


def _load_institutions(loaded: Loaded) -> dict[str | None, Institution | None]:
    institutions: dict[str | None, Institution | None] = {None: None}
    for code, name_fr, name_de, known_from in INSTITUTIONS:
        institutions[code] = loaded.put(
            Institution,
            {"code": code},
            {"name_fr": name_fr, "name_de": name_de, "valid_from": known_from},
        )
    for codes, first_day, last_day, basis in CIRCLES:
        for code in codes:
            loaded.put(
                Partnership,
                {"institution": institutions[code], "valid_from": first_day},
                {"basis": basis},
                {"valid_until": last_day},
            )
    return institutions


def _load_offices(loaded: Loaded, institutions: dict, regions: dict) -> dict[str, Office]:
    return {
        code: loaded.put(
            Office,
            {"code": code},
            {
                "kind": kind,
                "institution": institutions[institution],
                "region": regions[region],
                "name_fr": name_fr,
                "name_de": name_de,
            },
            {"valid_from": CONVENTION_2022, "is_confirmed": is_attested},
        )
        for code, kind, institution, region, name_fr, name_de, is_attested in OFFICES
    }


def _load_organs(loaded: Loaded, offices: dict[str, Office], regions: dict) -> None:
    since = {"valid_from": CONVENTION_2022}
    for kind, name_fr, name_de in BODIES:
        names = {"name_fr": name_fr, "name_de": name_de}
        loaded.put(Body, {"kind": kind, "region": None}, names, since)
    for code, region, theme, office, is_lead, name_fr, name_de in POSTS:
        values = {
            "region": regions[region],
            "theme": theme,
            "designated_by": offices[office],
            "name_fr": name_fr,
            "name_de": name_de,
        }
        loaded.put(CoordinationPost, {"code": code}, values, {**since, "is_lead": is_lead})
