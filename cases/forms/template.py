"""A new wording of the consent, in both languages at once (P1)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import ProcurationTemplate
from cases.rules import check_template
from core import clock
from core.choices import Language
from core.refusal import refusals_into

BLANKS_TOLD = _(
    "Les champs entre accolades sont remplis pour chaque personne ; ils doivent tous figurer."
)


class TemplateForm(forms.ModelForm):
    """Starts from the last version; the version before stays as it was signed."""

    text_fr = forms.CharField(
        label=_("texte français"), widget=forms.Textarea(attrs={"rows": 40}), help_text=BLANKS_TOLD
    )
    text_de = forms.CharField(
        label=_("texte allemand"), widget=forms.Textarea(attrs={"rows": 40}), help_text=BLANKS_TOLD
    )

    class Meta:
        model = ProcurationTemplate
        fields = ["valid_from"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in Language:
            last = ProcurationTemplate.objects.filter(language=language).first()
            self.initial.setdefault(f"text_{language}", last.text if last else "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"valid_from", "text_fr", "text_de"} <= cleaned.keys():
            with refusals_into(self):
                check_template(**cleaned, today=clock.today())
        return cleaned
