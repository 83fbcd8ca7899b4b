import uuid
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.models import (  # type: ignore[attr-defined]
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
    _user_has_perm,
)
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.choices import Language
from core.names import SortKeyField


class UserManager(BaseUserManager["User"]):
    """Creates people by their mail address, which is their login."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A professional. What she may see follows from her mandates, never from flags here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("adresse électronique"), unique=True)
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80)
    sort_key = SortKeyField()
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=Language, default=Language.FR)
    is_active = models.BooleanField(_("actif"), default=True)
    is_staff = models.BooleanField(_("accès aux données de référence"), default=False)

    # What `request.scope` read for the request of which this is the user.
    request_scope: Any = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_full_name(self) -> str:
        return str(self)

    def has_perm(self, perm, obj=None) -> bool:
        """Ask the backends even for a superuser when an object is named.

        Django lets a superuser pass before any backend is asked; on a case nobody may.
        """
        if obj is not None:
            return _user_has_perm(self, perm, obj)
        return super().has_perm(perm, obj)

    async def ahas_perm(self, perm, obj=None) -> bool:
        return await sync_to_async(self.has_perm)(perm, obj)

    def get_all_permissions(self, obj=None) -> set[str]:
        """What she may on an object, each asked of the backends: guardian names a superuser all."""
        found = super().get_all_permissions(obj)
        if obj is None:
            return found
        app = obj._meta.app_label
        return {name for name in found if self.has_perm(f"{app}.{name}", obj)}

    async def aget_all_permissions(self, obj=None) -> set[str]:
        return await sync_to_async(self.get_all_permissions)(obj)
