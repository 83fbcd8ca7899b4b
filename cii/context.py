"""What the frame of every page shows: the ways open to the person, her offices, the demo label."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.scope import Scope
from cases.permissions import may_flag
from cases.retention import keeps_retention
from cii.home import role_line
from cii.waiting import inbox
from core.context import acting
from governance.permissions import may_coordinate

# Roles to which a case may be open.
OF_CASES = (
    Role.FIELD_WORKER,
    Role.REPONDANT,
    Role.COORDINATOR,
    Role.CANTONAL_OFFICER,
    Role.SECRETARIAT,
    Role.REGIONAL_MANAGER,
)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; an error page may come before anybody is known."""
    context: dict[str, Any] = {"is_demo": settings.DEMO}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "scope"):
        return context
    scope = request.scope
    context["navigation"] = list(_navigation(request, scope))
    context["role_line"] = role_line(scope.mandates)
    return context


def _navigation(request: HttpRequest, scope: Scope) -> Any:
    yield _way(request, "home", _("Accueil"), SimpleLazyObject(lambda: _waiting(scope)))
    if any(scope.holds(role) for role in OF_CASES):
        yield _way(request, "cases:case_list", _("Mes dossiers"))
    if may_flag(scope):
        yield _way(request, "cases:flag", _("Signaler"))
    if any(scope.holds(role) for role in (*OF_CASES, Role.BODY_MEMBER)):
        yield _way(request, "governance:meetings", _("Séances"))
    yield _way(request, "governance:guidance_list", _("Conseils"))
    if may_coordinate(scope):
        yield _way(request, "governance:triage_board", _("Tri"))
    if scope.holds(Role.DPO_REVIEWER):
        yield _way(request, "cases:oversight", _("Contrôle des accès"))
    if keeps_retention(scope):
        yield _way(request, "cases:retention", _("Conservation"))
    if scope.user.is_staff:
        yield _way(request, "admin:index", _("Données de référence"))


def _waiting(scope: Scope) -> int:
    """Asked for by the page that shows it; a refusal doesn't, and answers the faster."""
    # Some pages are written outside of any view.
    with acting(scope.user.pk):
        return inbox(scope).count()


def _way(request: HttpRequest, name: str, label: str, count: Any = 0) -> dict[str, Any]:
    match = request.resolver_match
    is_current = match is not None and match.view_name == name
    return {"label": label, "url": reverse(name), "is_current": is_current, "count": count}
