"""Form fields that several forms of a case share."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.text import format_lazy
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


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, as a list; they may be dropped on it."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files]


def files_field(label: Any, most: int) -> FilesField:
    """PDFs or photos. What each is, and that it isn't empty, the action says file by file."""
    return FilesField(
        label=label,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg", "class": "dropzone"}),
        help_text=format_lazy(
            _(
                "PDF, PNG ou JPEG, 10 Mo au plus chacun, {most} fichiers à la fois. Vous pouvez "
                "les déposer sur ce champ."
            ),
            most=most,
        ),
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


def category_radios() -> forms.TypedChoiceField:
    """The same with all categories in sight, for what is written often."""
    field = category_field(widget=forms.RadioSelect)
    field.choices = Category.choices
    return field


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
