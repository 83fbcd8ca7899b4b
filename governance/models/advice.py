import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.constraints import stated
from governance.choices import AdviceState, GuidanceState
from governance.querysets import AdviceQuerySet, GuidanceQuerySet


class Advice(models.Model):
    """A question of a professional before there is a case, without personal data (C17).

    Put to the répondants of a dispositif, to a coordination post, or, where neither is named, to
    the cantonal officer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        "accounts.CoordinationPost", models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.TextField(_("question"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(
        _("état"), max_length=10, choices=AdviceState, default=AdviceState.OPEN
    )
    answer = models.TextField(_("réponse"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de conseil")
        ordering = ["-asked_at", "pk"]
        constraints = [
            stated("advice", "answered", AdviceState.ANSWERED, only=True),
            models.CheckConstraint(
                condition=Q(office=None) | Q(post=None), name="advice_of_one_addressee"
            ),
        ]

    def __str__(self) -> str:
        return self.whom

    @property
    def whom(self) -> str:
        """Whom it is put to."""
        return str(self.office or self.post or _t("chargé·e cantonal·e CII"))


class Guidance(models.Model):
    """A question and its answer in general words, looked at by a second person (C17).

    One draft and one released text at most come of a question: releasing the draft withdraws the
    text that it replaces.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    advice = models.ForeignKey(Advice, models.PROTECT, related_name="guidance")
    question = models.CharField(_("question"), max_length=200)
    answer = models.TextField(_("réponse"))
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(
        _("état"), max_length=10, choices=GuidanceState, default=GuidanceState.DRAFT
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = GuidanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("repère")
        ordering = ["-released_at", "pk"]
        constraints = [
            stated("guidance", "released", GuidanceState.RELEASED),
            stated("guidance", "withdrawn", GuidanceState.WITHDRAWN, only=True),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("drafted_by")),
                name="guidance_looked_at_by_another",
            ),
            models.UniqueConstraint(
                fields=["advice"],
                condition=Q(state=GuidanceState.DRAFT),
                name="guidance_one_draft",
            ),
            models.UniqueConstraint(
                fields=["advice"],
                condition=Q(state=GuidanceState.RELEASED),
                name="guidance_one_released",
            ),
        ]

    def __str__(self) -> str:
        return self.question
