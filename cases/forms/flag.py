"""The early-detection grid on one screen: who, what stands out, which path (C1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.actions.flags import age_on
from cases.choices import Path
from cases.forms.widgets import day_field, text_field
from cases.grid import AGE_GROUP, age_group, asked, in_words, suggest
from cases.models import Client, GridVersion
from core import clock

# Weighs nothing in the grid: the suggestion before a date of birth is known.
UNKNOWN_AGE = 40


def _name(code: str) -> str:
    """The form field of a question; a question may bear the name of a field of the person."""
    return f"q_{code}"


@dataclass(frozen=True)
class Suggestion:
    """A path and the answers that led there, in the words of the form."""

    path: Path
    because: list[tuple[str, str]]


PERSON = ["last_name", "first_name", "birth_date", "language", "commune"]


def choice_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Votre choix"),
        choices=Path.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une suite : la grille suggère, vous décidez.")},
    )


class GridQuestions(forms.BaseForm):
    """The questions of a grid in a form, the suggestion they lead to, and the worker's choice."""

    grid: GridVersion

    def ask(self, grid: GridVersion, answers: Mapping[str, str] | None = None) -> None:
        """Add the questions; those asked before begin with what was answered then."""
        self.grid = grid
        self.spoken = (get_language() or "fr")[:2]
        self.questions = [question["code"] for question in asked(grid.questions)]
        # Somebody who only asks for the suggestion has chosen nothing yet.
        self.fields["chosen_path"].required = "save" in self.data
        for question in asked(grid.questions):
            offered = [(answer["value"], answer[self.spoken]) for answer in question["answers"]]
            before = (answers or {}).get(question["code"], "")
            self.fields[_name(question["code"])] = forms.ChoiceField(
                label=question[self.spoken],
                choices=offered,
                widget=forms.RadioSelect,
                required=False,
                initial=before if before in dict(offered) else "",
            )

    def question_fields(self) -> list[forms.BoundField]:
        return [self[_name(code)] for code in self.questions]

    @property
    def answers(self) -> dict[str, str]:
        """What was answered; a question left open is not an answer."""
        given = {code: self.cleaned_data.get(_name(code)) for code in self.questions}
        return {code: value for code, value in given.items() if value}

    def suggested(self, age: int) -> Suggestion:
        """What the grid makes of the answers given so far; asks for a bound, cleaned form."""
        path, codes = suggest(self.grid.questions, self.grid.thresholds, self.answers, age)
        given = {**self.answers, AGE_GROUP: age_group(age)}
        return Suggestion(path, in_words(self.grid.questions, given, codes, self.spoken))


class GridAgainForm(GridQuestions, forms.Form):
    """The questions once more, for a person who is known."""

    chosen_path = choice_field()
    remark = text_field(
        _("Ce qui a changé"),
        rows=2,
        help_text=_("En une phrase ; la lit qui peut lire la situation au travail."),
    )

    def __init__(
        self, *args: Any, grid: GridVersion, former: Mapping[str, str], age: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.age = age
        self.ask(grid, former)
        self.fields["remark"].required = "save" in self.data

    def suggestion(self, today: date) -> Suggestion:
        return self.suggested(self.age)

    @property
    def values(self) -> dict[str, Any]:
        """What the action needs; asks for a valid form."""
        return {
            "answers": self.answers,
            "chosen_path": Path(self.cleaned_data["chosen_path"]),
            "remark": self.cleaned_data["remark"],
        }


class FlagForm(GridQuestions, forms.ModelForm):
    """The few identity fields, the questions of the grid in force, and the worker's choice."""

    birth_date = day_field(
        _("Date de naissance"),
        help_text=_("Distingue les homonymes et les jeunes des adultes."),
    )
    chosen_path = choice_field()
    is_another = forms.BooleanField(
        label=_("C’est une autre personne, ou une nouvelle situation"), required=False
    )
    remark = text_field(
        _("Remarque"), rows=2, required=False, help_text=_("Ce que la grille ne dit pas.")
    )

    class Meta:
        model = Client
        fields = PERSON
        help_texts = {
            "last_name": _("Pour reconnaître la personne dans votre dispositif."),
            "first_name": _("Ne sort pas du dispositif sans procuration."),
        }
        widgets = {
            "last_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "first_name": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, grid: GridVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(grid)

    def clean_birth_date(self):
        birth_date = self.cleaned_data["birth_date"]
        if birth_date > clock.today():
            raise forms.ValidationError(_("Cette date est dans le futur. Vérifiez l’année."))
        return birth_date

    def person_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in PERSON]

    @property
    def client(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PERSON}

    @property
    def flag(self) -> dict[str, Any]:
        """What the action needs; asks for a valid form."""
        return {
            "client": self.client,
            "answers": self.answers,
            "chosen_path": Path(self.cleaned_data["chosen_path"]),
            "remark": self.cleaned_data["remark"],
        }

    def suggestion(self, today: date) -> Suggestion:
        birth_date = self.cleaned_data.get("birth_date")
        return self.suggested(age_on(birth_date, today) if birth_date else UNKNOWN_AGE)
