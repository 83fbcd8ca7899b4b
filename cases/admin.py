"""Reference data of the cases: catalogue, grid, wording, remedies; never a case (QN9)."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from audit.admin import TracedRows
from cases.actions.grids import prepare_grid
from cases.actions.templates import prepare_template
from cases.forms.grid import GridForm
from cases.forms.template import TemplateForm
from cases.models import (
    CatalogueMeasure,
    GridVersion,
    NoteTemplate,
    ProcurationTemplate,
    Remedy,
)
from core import clock


@admin.register(CatalogueMeasure)
class CatalogueMeasureAdmin(TracedRows):
    list_display = ["code", "name_fr", "name_de", "legal_basis", "normal_payer", "valid_until"]
    search_fields = ["code", "name_fr", "name_de"]


@admin.register(Remedy)
class RemedyAdmin(TracedRows):
    """A pointer to the ordinary law; a new wording is a row from a later day on."""

    list_display = ["institution", "step", "name_fr", "basis_fr", "valid_from", "is_confirmed"]
    list_filter = ["institution", "is_confirmed"]


@admin.register(NoteTemplate)
class NoteTemplateAdmin(TracedRows):
    """Offered to everybody who writes in a journal; ended by its last day."""

    list_display = ["position", "name_fr", "name_de", "category", "valid_from", "valid_until"]


class FrozenVersions(TracedRows):
    """Never changed, because answers and signatures refer to it; a new wording is a new row."""

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(GridVersion)
class GridVersionAdmin(FrozenVersions):
    list_display = ["version", "valid_from", "trial"]

    @admin.display(description=_("essai"))
    def trial(self, row: GridVersion) -> str:
        url = f"{reverse('cases:grid_try')}?version={row.version}"
        return format_html('<a href="{}">{}</a>', url, _("Essayer"))

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A new version is checked as a whole; one that exists is read as it is."""
        if obj is None:
            kwargs["form"] = GridForm
        return super().get_form(request, obj, change, **kwargs)

    def save_model(self, request, obj, form, change) -> None:
        row = prepare_grid(**form.cleaned_data, by=request.user, at=clock.now())
        obj.pk, obj.version = row.pk, row.version


@admin.register(ProcurationTemplate)
class ProcurationTemplateAdmin(FrozenVersions):
    list_display = ["version", "language", "valid_from"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A new version is prepared in both languages at once; one row is read as it is."""
        if obj is None:
            kwargs["form"] = TemplateForm
            kwargs["fields"] = ["valid_from", "text_fr", "text_de"]
        return super().get_form(request, obj, change, **kwargs)

    def save_model(self, request, obj, form, change) -> None:
        row = prepare_template(**form.cleaned_data, by=request.user, at=clock.now())
        obj.pk, obj.version, obj.language = row.pk, row.version, row.language
