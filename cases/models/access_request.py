import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.access_queries import AccessRequestQuerySet, PassageQuerySet
from cases.choices import AccessRequestEnd, AccessRequestState, HandedHow
from cases.models.case import Case
from core.choices import Language
from core.constraints import paired, stated


class AccessRequest(models.Model):
    """The person asks what is held about her and who read it: her right of access (P6).

    The file is made in the background and deleted once it is handed over: a second copy of
    everything must not stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="access_requests")
    state = models.CharField(
        _("état"),
        max_length=12,
        choices=AccessRequestState,
        default=AccessRequestState.RECEIVED,
    )
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    asked_on = models.DateField(_("demandée le"))
    due_on = models.DateField(_("à remettre jusqu’au"))
    is_identified = models.BooleanField(_("identité vérifiée"))
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    handed_over_how = models.CharField(_("remise"), max_length=8, choices=HandedHow, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_because = models.CharField(
        _("motif"), max_length=12, choices=AccessRequestEnd, blank=True
    )

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande d’accès")
        verbose_name_plural = _("demandes d’accès")
        ordering = ["-received_at", "pk"]
        constraints = [
            stated("accessrequest", "handed_over", AccessRequestState.HANDED_OVER, only=True),
            stated("accessrequest", "ended", AccessRequestState.ENDED, only=True),
            models.CheckConstraint(
                condition=Q(state=AccessRequestState.RECEIVED) | Q(file=None),
                name="an_answered_request_keeps_no_file",
            ),
            models.CheckConstraint(condition=Q(is_identified=True), name="who_asks_was_identified"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=AccessRequestState.RECEIVED),
                name="one_open_access_request_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.asked_on}"


class HiddenPassage(models.Model):
    """Words about a third person that a text keeps, and the person's copy of it does not (P6).

    They are hidden from every copy made while the passage stands; lifted, they are hers again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    # Table and key of the row (`cases.texts.key_of`): some of them stand in layers above.
    text = models.CharField(_("texte"), max_length=100)
    # Those of the text: who doesn't read it doesn't read these words.
    category = models.PositiveSmallIntegerField()
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+")
    words = models.TextField(_("mots à masquer"))
    reason = models.CharField(_("motif"), max_length=200)
    hidden_at = models.DateTimeField()
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage masqué")
        verbose_name_plural = _("passages masqués")
        ordering = ["hidden_at", "pk"]
        constraints = [
            paired("passage", "lifted"),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(reason=""), name="a_hidden_passage_says_what_and_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.hidden_at:%Y-%m-%d}"


class DocumentDecision(models.Model):
    """Whether the person gets a document as it is, or who hands out holds it back (P6).

    The last one of a document counts, for later requests too: a document never changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="+", verbose_name=_("document")
    )
    is_withheld = models.BooleanField(_("retenu : contient des données de tiers"))
    reason = models.CharField(_("motif"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("décidé"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("décision de remise")
        verbose_name_plural = _("décisions de remise")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_withheld=False) | ~Q(reason=""),
                name="a_withheld_document_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.decided_at:%Y-%m-%d}"
