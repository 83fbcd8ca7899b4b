"""Who takes over what a colleague has in hand."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate
from cases.forms.widgets import MandateChoice
from cases.handover import Held
from cases.reading import CaseAccess


class HandoverForm(forms.Form):
    """One colleague for everything, and another one where a line says so."""

    reason = forms.CharField(label=_("Motif"), max_length=200)

    def __init__(
        self,
        *args: Any,
        rows: list[Held],
        seen: Mapping[UUID, CaseAccess],
        takers: QuerySet[Mandate],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.fields["to_all"] = MandateChoice(
            label=_("Tout transmettre à"), queryset=takers, required=False
        )
        for row in rows:
            label = f"{row.case.number} · {row.what}"
            if seen[row.case.pk].knows_person:
                label = f"{row.case.client} · {label}"
            self.fields[row.key] = MandateChoice(
                label=label, queryset=takers, required=False, empty_label=_("comme ci-dessus")
            )

    @property
    def chosen(self) -> dict[str, Mandate]:
        """Under the key of each line, who takes it."""
        to_all = self.cleaned_data["to_all"]
        named = {row.key: self.cleaned_data[row.key] or to_all for row in self.rows}
        return {key: mandate for key, mandate in named.items() if mandate}
