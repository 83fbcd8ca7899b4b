"""A new version of the detection grid, and what a version makes of some answers (C1)."""

import json
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.forms.flag import Suggestion
from cases.grid import AGE_GROUP, in_words, suggest_from
from cases.grid_check import check_grid
from cases.models import GridVersion
from core import clock
from core.refusal import refusals_into


class Legible(json.JSONEncoder):
    """One line for each value."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"indent": 1})


class GridForm(forms.ModelForm):
    """Starts from the last version; the versions before stay as they were answered."""

    questions = forms.JSONField(
        label=_("questions"),
        encoder=Legible,
        widget=forms.Textarea(attrs={"rows": 40, "spellcheck": "false"}),
        help_text=_(
            "Chaque question : code, category, fr, de, answers ; chaque réponse : value, fr, de, "
            "weights (poids par prise en charge), asks (dispositifs à qui demander)."
        ),
    )
    thresholds = forms.JSONField(
        label=_("seuils"),
        encoder=Legible,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Le poids dès lequel une prise en charge est suggérée."),
    )

    class Meta:
        model = GridVersion
        fields = ["valid_from", "questions", "thresholds"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if last := GridVersion.objects.first():
            self.initial.setdefault("questions", last.questions)
            self.initial.setdefault("thresholds", last.thresholds)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"valid_from", "questions", "thresholds"} <= cleaned.keys():
            with refusals_into(self):
                check_grid(**cleaned, today=clock.today())
        return cleaned


class TryForm(forms.Form):
    """The answers of an invented person, the age group among them."""

    def __init__(self, *args: Any, grid: GridVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        self.spoken = (get_language() or "fr")[:2]
        for question in grid.questions:
            self.fields[question["code"]] = forms.ChoiceField(
                label=question[self.spoken],
                choices=[(answer["value"], answer[self.spoken]) for answer in question["answers"]],
                widget=forms.RadioSelect,
                required=question["code"] == AGE_GROUP,
            )

    def suggestion(self) -> Suggestion:
        """What this version makes of the answers; asks for a valid form."""
        answers = {code: value for code, value in self.cleaned_data.items() if value}
        path, codes = suggest_from(self.grid.questions, self.grid.thresholds, answers)
        return Suggestion(path, in_words(self.grid.questions, answers, codes, self.spoken))
