"""Reference data in the admin site, each change of them traced (P4, QN9)."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import KeptRows
from accounts.models import (
    Body,
    Closure,
    Commune,
    CoordinationPost,
    Institution,
    Office,
    Partnership,
    Region,
    Setting,
)
from accounts.querysets import DEFAULTS
from audit.actions.reference import keep_row
from core import clock


class TracedRows(KeptRows, admin.ModelAdmin):
    """What is added or changed goes through the action that traces it, rows inside too."""

    def save_model(self, request, obj, form, change) -> None:
        keep_row(obj, fields=form.changed_data, by=request.user, at=clock.now())

    def save_formset(self, request, form, formset, change) -> None:
        formset.save(commit=False)
        changed = dict(formset.changed_objects)
        new = {row: [field.name for field in row._meta.fields] for row in formset.new_objects}
        for row, fields in (changed | new).items():
            keep_row(row, fields=fields, by=request.user, at=clock.now())


class PartnershipInline(KeptRows, admin.TabularInline):
    model = Partnership
    extra = 0


@admin.register(Institution)
class InstitutionAdmin(TracedRows):
    list_display = ["code", "name_fr", "name_de", "valid_from", "valid_until"]
    inlines = [PartnershipInline]


@admin.register(Region)
class RegionAdmin(TracedRows):
    list_display = ["code", "name_fr", "name_de"]


@admin.register(Commune)
class CommuneAdmin(TracedRows):
    list_display = ["name", "district", "region"]
    list_filter = ["region", "district"]
    search_fields = ["name"]


@admin.register(Office)
class OfficeAdmin(TracedRows):
    list_display = ["code", "name_fr", "kind", "institution", "region", "is_confirmed"]
    list_filter = ["kind", "region", "is_confirmed"]
    search_fields = ["code", "name_fr", "name_de"]


@admin.register(Body)
class BodyAdmin(TracedRows):
    list_display = ["kind", "name_fr", "region", "valid_from", "valid_until"]


@admin.register(CoordinationPost)
class CoordinationPostAdmin(TracedRows):
    list_display = ["code", "name_fr", "region", "theme", "is_lead", "designated_by"]


class SettingForm(forms.ModelForm):
    """Only keys that the product reads; a typing error would set nothing."""

    key = forms.ChoiceField(label=_("clé"), choices=[(key, key) for key in DEFAULTS])

    class Meta:
        model = Setting
        fields = ["key", "value", "valid_from", "note"]


@admin.register(Setting)
class SettingAdmin(TracedRows):
    form = SettingForm
    list_display = ["key", "value", "valid_from", "note"]


@admin.register(Closure)
class ClosureAdmin(TracedRows):
    list_display = ["day", "name"]
