from django import forms
from django.utils.translation import gettext_lazy as _


class AvsForm(forms.Form):
    """The number as it stands on the card; the action checks it."""

    number = forms.CharField(
        label=_("Numéro AVS"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_(
            "756.XXXX.XXXX.XX. Pour reconnaître une personne déjà suivie ; il reste chiffré et "
            "votre dispositif seul peut l’afficher."
        ),
    )
