"""Reference data of the cases: catalogue, grid, wording; never a case (QN9)."""

from django.contrib import admin

from accounts.admin import KeptRows
from cases.models import CatalogueMeasure, GridVersion, ProcurationTemplate


@admin.register(CatalogueMeasure)
class CatalogueMeasureAdmin(KeptRows, admin.ModelAdmin):
    list_display = ["code", "name_fr", "name_de", "legal_basis", "normal_payer", "valid_until"]
    search_fields = ["code", "name_fr", "name_de"]


class FrozenVersions(KeptRows, admin.ModelAdmin):
    """Never changed, because answers and signatures refer to it; a new wording is a new row."""

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(GridVersion)
class GridVersionAdmin(FrozenVersions):
    list_display = ["version", "valid_from"]


@admin.register(ProcurationTemplate)
class ProcurationTemplateAdmin(FrozenVersions):
    list_display = ["version", "language", "valid_from"]
