"""Somebody else saved first: what is stored now, beside what was typed (QR1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import stale


@dataclass(frozen=True)
class Difference:
    """One field in which the stored row and the form don't agree, in words."""

    label: str
    stored: str
    typed: str


def differences(form: forms.BaseForm, stored: Mapping[str, Any], found: str) -> list[Difference]:
    """Where a form that was sent differs from what is stored; empty when nobody came between.

    `found` is the fingerprint of what is stored.
    """
    if not form.is_bound or cast("QueryDict", form.data).get(stale.FIELD, "") == found:
        return []
    typed = form.cleaned_data
    return [
        Difference(str(field.label), _said(field, stored[name]), _said(field, typed[name]))
        for name, field in form.fields.items()
        if name in typed and name in stored and typed[name] != stored[name]
    ]


def _said(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(cast("Any", field.choices)).get(value, value))
    return str(value)
