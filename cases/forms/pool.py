"""The choice of a case manager from the pool, with what each has in hand (C10)."""

from datetime import date
from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Mandate
from cases.forms.widgets import offer
from cases.models import Case
from cases.pool import Candidate, candidates


def offer_pool(form: forms.BaseForm, name: str, case: Case, day: date) -> None:
    """Let a field of the form choose from the pool of a case, the least loaded first."""
    found = candidates(case, day)
    offer(form, name, Mandate.objects.filter(pk__in=[one.mandate.pk for one in found]))
    field = cast("forms.ModelChoiceField", form.fields[name])
    rows = [(one.mandate.pk, _label(one)) for one in found]
    field.choices = [("", field.empty_label), *rows]
    field.help_text = _(
        "Entre parenthèses : les dossiers ouverts que la personne conduit, et sa décharge pour la "
        "CII. La moins chargée vient d’abord."
    )


def _label(one: Candidate) -> str:
    load = ngettext("%(count)d dossier", "%(count)d dossiers", one.load) % {"count": one.load}
    if one.percent is not None:
        load = _("%(load)s, décharge %(percent)d %%") % {"load": load, "percent": one.percent}
    return f"{one.mandate.user} · {one.mandate.office} ({load})"
