"""Forms of what the coordination does with a match (C5)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.widgets import text_field
from cases.models import Case, Match


class MatchReasonForm(forms.Form):
    """An act on a match, with its reason."""

    reason = text_field(
        _("Motif"), rows=3, help_text=_("Reste entre les coordinations des deux dossiers.")
    )


class MatchCaseForm(MatchReasonForm):
    """An act on one of the two cases of a match."""

    case = forms.ChoiceField(label=_("Dossier"), widget=forms.RadioSelect)
    field_order = ["case", "reason"]

    def __init__(self, *args: Any, match: Match, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {str(case.pk): case for case in (match.older, match.newer)}
        field = self.fields["case"]
        field.label = label
        field.choices = [  # type: ignore[attr-defined]
            (pk, f"{case.number} · {case.home_office}") for pk, case in self.cases.items()
        ]

    @property
    def chosen(self) -> Case:
        """The case that was chosen; asks for a valid form."""
        return self.cases[self.cleaned_data["case"]]
