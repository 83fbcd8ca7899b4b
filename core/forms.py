from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind, for the gallery."""

    subject = forms.CharField(label=_("Objet"), help_text=_("Sans nom de personne."))
    meeting_on = forms.DateField(
        label=_("Date de la séance"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    region = forms.ChoiceField(
        label=_("Région"),
        choices=[
            ("", "—"),
            ("haut", _("Haut-Valais")),
            ("central", _("Valais central")),
            ("bas", _("Bas-Valais")),
        ],
    )
    form = forms.ChoiceField(
        label=_("Forme de la collaboration"),
        widget=forms.RadioSelect,
        choices=[
            ("bilateral", _("Demande de collaboration bilatérale")),
            ("tro", _("Séance avec plusieurs dispositifs")),
        ],
    )
    categories = forms.MultipleChoiceField(
        label=_("Catégories de données"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("identity", _("Identité")), ("work", _("Travail")), ("health", _("Santé"))],
    )
    scan = forms.FileField(label=_("Procuration signée (PDF ou image)"), required=False)
    remark = forms.CharField(
        label=_("Remarque"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    is_informed = forms.BooleanField(label=_("La personne concernée a été informée"))
