from collections.abc import Callable
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.urls import urlpatterns as account_urls
from allauth.mfa.urls import urlpatterns as mfa_urls
from django.conf.urls.i18n import urlpatterns as language_urls
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from cii import own_views, views
from core.access import access, guarded
from core.context import in_own_name

# One door for everybody.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

_admin_view = admin.site.admin_view


def _admin_view_in_own_name(view: Callable[..., Any], cacheable: bool = False) -> Any:
    return in_own_name(_admin_view(view, cacheable))


admin.site.admin_view = _admin_view_in_own_name  # type: ignore[method-assign,assignment]

urlpatterns = [
    path("", views.home, name="home"),
    path("ce-qui-m-attend/", views.waiting, name="waiting"),
    path("moi/absences/", own_views.absences, name="absences"),
    path("moi/absences/<uuid:pk>/fin/", own_views.absence_end, name="absence_end"),
    path("moi/courriels/", own_views.mails, name="mails"),
    path("moi/agenda/", own_views.calendar, name="calendar"),
    path("moi/agenda/fermer/", own_views.calendar_revoke, name="calendar_revoke"),
    path("agenda/<slug:token>.ics", own_views.calendar_feed, name="calendar_feed"),
    path("dossiers/<uuid:pk>/", views.dossier, name="dossier"),
    path("dossiers/<uuid:pk>/reuni/", views.merged_file, name="merged_file"),
    path("dossiers/", include("cases.urls")),
    path("messages/<uuid:pk>/ouvrir/", views.inbox_open, name="inbox_open"),
    path("messages/<uuid:pk>/fait/", views.inbox_done, name="inbox_done"),
    path("seances/", include("governance.urls")),
    path("", include("accounts.urls")),
    path("", include("core.urls")),
    # Addresses, by which people sign in, are kept by the bureau: nobody changes her own.
    path(
        "compte/email/",
        access("signed_in")(RedirectView.as_view(pattern_name="home")),
        name="account_email",
    ),
    path("compte/", include(guarded(account_urls))),
    path("compte/", include(guarded(mfa_urls))),
    path("langue/", include(language_urls)),
    path("admin/", admin.site.urls),
]

handler500 = "cii.views.server_error"
