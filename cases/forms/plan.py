"""Which versions of a plan are laid side by side (C10)."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import InsertionPlan


class VersionsForm(forms.Form):
    """Of those that were in force, the last one first."""

    former = forms.TypedChoiceField(label=gettext_lazy("Version d’avant"), coerce=int)
    latter = forms.TypedChoiceField(label=gettext_lazy("Version d’après"), coerce=int)

    def __init__(self, *args: Any, versions: list[InsertionPlan], **kwargs: Any) -> None:
        self.versions = {row.version: row for row in versions}
        last = [row.version for row in versions[:2]]
        kwargs["initial"] = {"former": last[-1], "latter": last[0]}
        super().__init__(*args, **kwargs)
        for name in ("former", "latter"):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (row.version, _told(row)) for row in versions
            ]

    def chosen(self) -> tuple[InsertionPlan, InsertionPlan]:
        """The former one before the later one, whichever way they were asked for."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        former, latter = sorted((asked["former"], asked["latter"]))
        return self.versions[former], self.versions[latter]


def _told(row: InsertionPlan) -> str:
    day = date_format(localtime(row.adopted_at), "SHORT_DATE_FORMAT") if row.adopted_at else ""
    return _("version %(version)s, adoptée le %(day)s") % {"version": row.version, "day": day}
