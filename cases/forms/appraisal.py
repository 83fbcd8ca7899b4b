"""What is asked for when a domain is weighed (C9)."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.appraisals import CATEGORIES
from cases.choices import Domain, Weight
from cases.forms.widgets import text_field


class AppraisalForm(forms.Form):
    domain = forms.TypedChoiceField(
        label=_("Domaine"),
        coerce=Domain,
        widget=forms.RadioSelect,
        help_text=_("Entre parenthèses : la catégorie de données, qui décide de qui pourra lire."),
    )
    weight = forms.TypedChoiceField(
        label=_("Aujourd’hui, sur le chemin du travail"),
        choices=Weight.choices,
        coerce=lambda value: Weight(int(value)),
        widget=forms.RadioSelect,
    )
    text = text_field(
        _("En quelques mots"), rows=3, help_text=_("Ce que vous avez constaté, et depuis quand.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = [  # type: ignore[attr-defined]
            (domain.value, f"{capfirst(domain.label)} ({category.label})")
            for domain, category in CATEGORIES.items()
        ]
