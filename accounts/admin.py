"""Reference data, kept by the bureau and the technical administration; never a case (QN9)."""

from allauth.account import admin as account_admin
from allauth.mfa import admin as mfa_admin
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

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
    User,
)
from accounts.permissions import keeps_reference
from accounts.querysets import DEFAULTS

admin.site.site_header = admin.site.site_title = _("CII Valais – données de référence")
admin.site.index_title = _("Données de référence")
# Rights follow from mandates, never from groups; second factors are nobody else's business.
for model in (Group, account_admin.EmailAddress, mfa_admin.Authenticator):
    admin.site.unregister(model)


class KeptRows:
    """Opened by a live mandate; rows are ended, never deleted (G1)."""

    def has_module_permission(self, request) -> bool:
        return keeps_reference(request.scope)

    def has_view_permission(self, request, obj=None) -> bool:
        return keeps_reference(request.scope)

    def has_add_permission(self, request, obj=None) -> bool:
        return keeps_reference(request.scope)

    def has_change_permission(self, request, obj=None) -> bool:
        return keeps_reference(request.scope)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class PartnershipInline(KeptRows, admin.TabularInline):
    model = Partnership
    extra = 0


@admin.register(Institution)
class InstitutionAdmin(KeptRows, admin.ModelAdmin):
    list_display = ["code", "name_fr", "name_de", "valid_from", "valid_until"]
    inlines = [PartnershipInline]


@admin.register(Region)
class RegionAdmin(KeptRows, admin.ModelAdmin):
    list_display = ["code", "name_fr", "name_de"]


@admin.register(Commune)
class CommuneAdmin(KeptRows, admin.ModelAdmin):
    list_display = ["name", "district", "region"]
    list_filter = ["region", "district"]
    search_fields = ["name"]


@admin.register(Office)
class OfficeAdmin(KeptRows, admin.ModelAdmin):
    list_display = ["code", "name_fr", "kind", "institution", "region", "is_confirmed"]
    list_filter = ["kind", "region", "is_confirmed"]
    search_fields = ["code", "name_fr", "name_de"]


@admin.register(Body)
class BodyAdmin(KeptRows, admin.ModelAdmin):
    list_display = ["kind", "name_fr", "region", "valid_from", "valid_until"]


@admin.register(CoordinationPost)
class CoordinationPostAdmin(KeptRows, admin.ModelAdmin):
    list_display = ["code", "name_fr", "region", "theme", "is_lead", "designated_by"]


class SettingForm(forms.ModelForm):
    """Only keys that the product reads; a typing error would set nothing."""

    key = forms.ChoiceField(label=_("clé"), choices=[(key, key) for key in DEFAULTS])

    class Meta:
        model = Setting
        fields = ["key", "value", "valid_from", "note"]


@admin.register(Setting)
class SettingAdmin(KeptRows, admin.ModelAdmin):
    form = SettingForm
    list_display = ["key", "value", "valid_from", "note"]


@admin.register(Closure)
class ClosureAdmin(KeptRows, admin.ModelAdmin):
    list_display = ["day", "name"]


@admin.register(User)
class UserAdmin(KeptRows, admin.ModelAdmin):
    """People enter without a password: they choose one by the link of the login page."""

    list_display = ["last_name", "first_name", "email", "is_active", "is_staff"]
    list_filter = ["is_active", "language"]
    search_fields = ["last_name", "first_name", "email"]
    fields = ["email", "first_name", "last_name", "phone", "language", "is_active", "is_staff"]

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
