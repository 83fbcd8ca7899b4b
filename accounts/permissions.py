"""Who keeps mandates and reference data; raises `Forbidden` (access-policy, who may do what)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from core.refusal import Forbidden

KEEPERS = (Role.CANTONAL_OFFICER, Role.SECRETARIAT, Role.TECHNICAL_ADMIN)


def keeps_reference(scope: Scope) -> bool:
    """Bureau and technical administration keep it; a superuser makes the first mandates."""
    return scope.user.is_superuser or any(scope.holds(role) for role in KEEPERS)


def require_keeper(*, by: User, at: datetime) -> None:
    """Raises `Forbidden` unless she keeps mandates and reference data."""
    if not keeps_reference(Scope.of(by, at)):
        raise Forbidden(
            _("Seuls le bureau CII et l’administration technique tiennent les mandats.")
        )


def require_giver(user: User, *, by: User, at: datetime) -> None:
    """Raises `Forbidden` for her own mandate too: an office opens cases (access-policy)."""
    require_keeper(by=by, at=at)
    if user.pk == by.pk:
        raise Forbidden(_("Une autre personne que vous doit saisir votre mandat."))


def require_teller(user: User, *, by: User, at: datetime) -> None:
    """Everybody tells of her own absence, the keepers of everybody's."""
    if user.pk != by.pk:
        require_keeper(by=by, at=at)


def require_reviewer(scope: Scope) -> Mandate:
    """The mandate under which she reads traces. Raises `Forbidden` without one (access-policy)."""
    mandates = scope.in_role(Role.DPO_REVIEWER)
    if not mandates:
        raise Forbidden(
            _("Les traces de tous se consultent au titre du contrôle de la protection des données.")
        )
    return mandates[0]
