"""Who takes over what a person has in hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate
from cases.handover import Group, Held
from cases.reading import CaseAccess

# What somebody else takes over line by line alone: not every colleague may.
ALONE = (Group.POST, Group.CHAIR)
NOBODY = {
    Group.POST: _("ne pas transmettre"),
    Group.CHAIR: _("avec le poste"),
}


@dataclass(frozen=True)
class Line:
    """A thing, what it is called, and the choice of who takes it where somebody may."""

    row: Held
    label: str
    field: forms.BoundField | None


def _choices(takers: list[Mandate], nobody: Any) -> list[tuple[str, Any]]:
    named = [(str(row.pk), f"{row.user} · {row.office or row.post}") for row in takers]
    return [("", nobody), *named]


class HandoverForm(forms.Form):
    """One colleague for everything that she may take, and another one where a line says so."""

    reason = forms.CharField(
        label=_("Motif"), max_length=200, help_text=_("Chaque dossier garde ce motif.")
    )

    def __init__(
        self, *args: Any, rows: list[Held], seen: Mapping[UUID, CaseAccess], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.known = {str(one.pk): one for row in rows for one in row.takers}
        common = {str(one.pk): one for row in rows if row.group not in ALONE for one in row.takers}
        if common:
            self.fields["to_all"] = forms.ChoiceField(
                label=_("Tout transmettre à"),
                required=False,
                choices=_choices(list(common.values()), _("choisir ligne par ligne")),
                help_text=_("Chaque ligne que cette personne peut reprendre."),
            )
        for row in filter(lambda row: row.takers, rows):
            nobody = NOBODY.get(row.group, _("comme ci-dessus"))
            self.fields[row.key] = forms.ChoiceField(
                label=_label(row, seen), required=False, choices=_choices(row.takers, nobody)
            )
        self.labels = {row.key: _label(row, seen) for row in rows}

    @property
    def chosen(self) -> dict[str, Mandate]:
        """Under the key of each line, who takes it."""
        to_all = self.known.get(self.cleaned_data.get("to_all", ""))
        found = {row.key: self.known.get(self.cleaned_data.get(row.key, "")) for row in self.rows}
        for row in self.rows:
            if to_all and found[row.key] is None and row.group not in ALONE:
                found[row.key] = next(filter(lambda one: _is_at(one, to_all), row.takers), None)
        return {key: mandate for key, mandate in found.items() if mandate}

    @property
    def groups(self) -> list[tuple[Group, list[Line]]]:
        """The lines under their headings, in the order of the page."""
        parts = groupby(self.rows, key=lambda row: row.group)
        return [(group, [self._line(row) for row in rows]) for group, rows in parts]

    def _line(self, row: Held) -> Line:
        return Line(row, self.labels[row.key], self[row.key] if row.takers else None)


def _is_at(mandate: Mandate, other: Mandate) -> bool:
    """The same person at the same dispositif, by whichever of her mandates."""
    return (mandate.user_id, mandate.office_id) == (other.user_id, other.office_id)


def _label(row: Held, seen: Mapping[UUID, CaseAccess]) -> str:
    if row.case is None:
        return row.what
    label = f"{row.case.number} · {row.what}" if row.what else row.case.number
    return f"{row.case.client} · {label}" if seen[row.case.pk].knows_person else label
