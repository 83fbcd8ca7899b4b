"""Forms of what a person keeps herself: absences, daily digest."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.forms.widgets import day_field, offer
from messaging.choices import Topic


class AbsenceForm(forms.Form):
    valid_from = day_field(_("Premier jour"))
    valid_until = day_field(
        _("Dernier jour"), required=False, help_text=_("Vide : jusqu’à nouvel avis.")
    )

    deputy = forms.ModelChoiceField(
        label=_("Qui vous remplace"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("toutes vos suppléances ensemble"),
        help_text=_("Une seule personne tient alors les postes dont elle est suppléante."),
    )

    def __init__(self, *args: Any, today: date, deputies: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("valid_from", today)
        offer(self, "deputy", deputies)
        if not deputies.exists():
            del self.fields["deputy"]

    def clean_valid_from(self) -> date:
        day = self.cleaned_data["valid_from"]
        # What was open to a deputy on a past day is a matter of record.
        if day < self.today:
            raise forms.ValidationError(_("Une absence commence au plus tôt aujourd’hui."))
        return day


class AbsenceEndForm(forms.Form):
    last_day = day_field(_("Dernier jour d’absence"))


class MailsForm(forms.Form):
    """Which topics the digest counts; the model keeps those that are left out."""

    counted = forms.MultipleChoiceField(
        label=_("Le résumé compte"),
        choices=Topic,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ce qui vous lie et ce qui est urgent vous parvient dans tous les cas."),
    )

    @property
    def left_out(self) -> set[str]:
        return set(Topic.values) - set(self.cleaned_data["counted"])
