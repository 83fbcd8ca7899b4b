"""Who keeps reference data: the bureau and the technical administration; never a case (QN9).

What they keep is registered above, where each change is traced.
"""

from allauth.account import admin as account_admin
from allauth.mfa import admin as mfa_admin
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.permissions import keeps_reference

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
