"""Files of a case: uploads and sealed papers. The doors to them stand in the layers above."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from core.choices import Language
from documents.choices import DocumentKind


class Document(models.Model):
    """One stored file. It never changes: a correction is a new document, which may replace it.

    `category` is one bit of `core.choices.Category`, 0 where the paper holds no case content.
    `template_version` says from which state of the templates a paper was made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField(null=True, blank=True, db_index=True)
    category = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=DocumentKind)
    # Blank where the kind says it all.
    title = models.CharField(_("titre"), max_length=150, blank=True)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=80, unique=True)
    # The index below begins with it.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    # Of the same case, dispositif and category: whoever reads the newer version reads this one.
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    created_at = models.DateTimeField()
    language = models.CharField(max_length=2, choices=Language, blank=True)
    template = models.CharField(max_length=80, blank=True)
    template_version = models.CharField(max_length=12, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        ordering = ["-created_at", "id"]
        # Where she wrote something is asked on each of her pages, the row's policy with it.
        indexes = [
            models.Index(
                fields=["uploaded_by", "case_id", "office"],
                include=["category"],
                name="uploaded_in_a_case",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.PAPER, sealed_at__isnull=False)
                & ~Q(template="")
                & ~Q(template_version="")
                | ~Q(kind=DocumentKind.PAPER) & Q(sealed_at__isnull=True),
                name="documents_document_paper_is_sealed",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What people call it: its own title, or its kind in their language."""
        return self.title or str(capfirst(self.get_kind_display()))
