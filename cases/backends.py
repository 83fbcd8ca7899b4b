from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.scope import Scope
from cases.models import Case, CaseUserObjectPermission
from cases.reading import CaseAccess


class CaseGateBackend(BaseBackend):
    """Stands first and decides alone about cases, superusers included (architecture, need to know).

    Raises `PermissionDenied` for a case whose gate is shut, so that no later backend is asked.
    """

    def get_user(self, user_id: Any) -> User | None:
        # Standing first, it is the one Django takes where a login names no backend.
        return User.objects.filter(pk=user_id, is_active=True).first()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Case):
            return False
        scope = getattr(user_obj, "request_scope", None) or Scope.of(user_obj)
        if not CaseAccess.of(obj, scope).grounds:
            raise PermissionDenied
        codename = perm.partition(".")[2]
        if codename == "view_case":
            return True
        named = CaseUserObjectPermission.objects.filter(
            user=user_obj, content_object=obj, permission__codename=codename
        )
        if not named.exists():
            raise PermissionDenied
        return True
