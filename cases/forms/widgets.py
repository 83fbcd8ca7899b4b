"""Form fields that several forms of a case share."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate
from core.choices import Category


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date, picked on a phone, typed on a keyboard."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


def text_field(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def file_field(label: Any, **options: Any) -> forms.FileField:
    """A PDF or a photo; the content is checked by the action that stores it."""
    return forms.FileField(
        label=label,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=_("PDF, PNG ou JPEG, 10 Mo au plus."),
        **options,
    )


def category_field(**options: Any) -> forms.TypedChoiceField:
    """The one data category of an entry, which decides who reads it (P1)."""
    return forms.TypedChoiceField(
        label=_("Catégorie de données"),
        choices=[("", "—"), *Category.choices],
        coerce=lambda value: Category(int(value)),
        help_text=_("Seules les personnes autorisées pour cette catégorie liront l’entrée."),
        **options,
    )


class MandateChoice(forms.ModelChoiceField):
    """A person in an office, by one of her mandates."""

    def label_from_instance(self, mandate: Mandate) -> str:  # type: ignore[override]
        return f"{mandate.user} · {mandate.office}"


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of the form choose among these rows."""
    cast("forms.ModelChoiceField", form.fields[name]).queryset = rows


class ReasonForm(forms.Form):
    """An act that asks for nothing but its reason."""

    reason = text_field(_("Motif"), rows=3)
