"""What the data-protection reviewer asks for, and for which purpose (P4, P5)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.choices import Kind, Purpose
from cases.forms.widgets import day_field
from cases.models import Case
from cases.oversight import Question, find_case
from core import clock

PERIOD = timedelta(days=30)
UNKNOWN = "?"


def number_field(**options: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Numéro du dossier"),
        max_length=20,
        help_text=_("Comme dans les lettres, par exemple VS-2026-00042."),
        **options,
    )


def case_of(number: str) -> Case:
    """The case of this number. Raises ValidationError when there is none."""
    case = find_case(number__iexact=number.strip())
    if case is None:
        raise forms.ValidationError(
            _("Aucun dossier ne porte ce numéro. Vérifiez-le sur la lettre ou l’extrait.")
        )
    return case


class OversightForm(forms.Form):
    """What every question gives: the purpose, known before anything is shown."""

    purpose = forms.ChoiceField(
        label=_("Motif du contrôle"),
        choices=[("", "—"), *Purpose.choices],
        help_text=_("Il figure dans la trace que laisse votre propre consultation."),
    )

    def clean_purpose(self) -> Purpose:
        return Purpose(self.cleaned_data["purpose"])


class CaseDayForm(OversightForm):
    """Who could see one case on one day."""

    number = number_field()
    day = day_field(_("Jour"), initial=clock.today)
    field_order = ["number", "day", "purpose"]

    def clean_number(self) -> Case:
        return case_of(self.cleaned_data["number"])

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError(_("Ce jour est dans le futur. Choisissez un jour passé."))
        return day


class TracesForm(OversightForm):
    """The traces of a period, perhaps of one person, one case, one kind."""

    since = day_field(_("Du"))
    until = day_field(_("Au"))
    person = forms.ModelChoiceField(
        label=_("Personne qui a agi"), queryset=User.objects.all(), required=False
    )
    number = number_field(required=False)
    kind = forms.ChoiceField(
        label=_("Genre de trace"), choices=[("", _("tous")), *Kind.choices], required=False
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        today = clock.today()
        super().__init__(data, initial={"since": today - PERIOD, "until": today})

    @classmethod
    def of_query(cls, asked: Mapping[str, Any]) -> "TracesForm":
        """The form as it was sent, from an address that names the case by its id."""
        named = asked.get("case", "")
        try:
            case = find_case(pk=UUID(named)) if named else None
        except ValueError:
            case = None
        # An id of no case is refused by the form, never left out of the question.
        number = case.number if case else UNKNOWN if named else ""
        return cls({**asked, "number": number})

    def query(self) -> str:
        """What was asked, as an address may carry it (P9)."""
        asked = self.question
        parts = {"since": asked.since, "until": asked.until, "kind": asked.kind}
        parts |= {"purpose": self.cleaned_data["purpose"].value}
        parts |= {"person": asked.person.pk} if asked.person else {}
        parts |= {"case": asked.case.pk} if asked.case else {}
        return urlencode(parts)

    @property
    def question(self) -> Question:
        asked = self.cleaned_data
        return Question(
            since=asked["since"],
            until=asked["until"],
            person=asked["person"],
            case=asked["number"],
            kind=asked["kind"],
        )

    def clean_number(self) -> Case | None:
        number = self.cleaned_data["number"]
        return case_of(number) if number else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("La fin précède le début. Corrigez l’une des deux dates."))
        return data
