"""Forms on the way to a destruction (P7)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import ArchiveAnswer
from cases.forms.widgets import day_field, text_field


class ArchiveAnswerForm(forms.Form):
    """What the State Archives answered to the offer."""

    answer = forms.ChoiceField(
        label=_("Réponse des Archives de l’État"),
        choices=ArchiveAnswer.choices,
        widget=forms.RadioSelect,
    )
    answered_on = day_field(_("Date de la réponse"))
    reference = forms.CharField(
        label=_("Référence"),
        max_length=60,
        required=False,
        help_text=_("Celle des Archives, sans nom de personne ; elle figure sur le certificat."),
    )


class HoldForm(forms.Form):
    """Why the destruction is suspended, or goes on."""

    reason = text_field(
        _("Motif"),
        rows=3,
        help_text=_("Lu par qui traite la destruction ; sans donnée personnelle."),
    )
