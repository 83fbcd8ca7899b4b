"""Forms of a request for social aid (C14)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.forms.widgets import day_field, offer


class AidForm(forms.Form):
    """The day on which the person asked; nothing else is needed for the clock."""

    office = forms.ModelChoiceField(label=_("CMS"), queryset=Office.objects.none())
    asked_on = day_field(
        _("Demandée par la personne le"),
        help_text=_("Le délai de la commune court dès ce jour."),
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", Office.objects.filter(pk__in=[office.pk for office in offices]))
        self.initial.setdefault("office", offices[0].pk if len(offices) == 1 else None)


class WithdrawAidForm(forms.Form):
    reason = forms.CharField(label=_("Motif du retrait"), max_length=200)
