from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Population
from cases.models.case import Case
from cases.querysets import CaseGateQuerySet

NEXT = "next_follow_up_on"
# What is compared with the clock and the mandates of who asks, in queries and in policies.
ASKED = [
    *("categories", "valid_from", "valid_until", "engaged_at", "released_at"),
    *("own_since", "disputed_since"),
]


class CaseGate(models.Model):
    """Today's reading of grants and engagements, one row per case and recipient.

    Written by the action that changes a fact, in its transaction; compared with the clock in every
    query; rebuilt from the facts by `access_rebuild` (need-to-know-at-scale, the shape).
    """

    # The indexes below begin with each of the three keys.
    case = models.ForeignKey(Case, models.CASCADE, related_name="gates", db_index=False)
    recipient = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", db_index=False
    )
    population = models.CharField(max_length=8, choices=Population)
    procuration = models.ForeignKey(
        "cases.Procuration", models.CASCADE, null=True, related_name="+"
    )
    categories = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    engaged_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    own_since = models.DateTimeField(
        null=True, help_text=_("Dès quand le dispositif a une part propre dans le dossier.")
    )
    post = models.ForeignKey(
        "accounts.CoordinationPost", models.PROTECT, null=True, related_name="+", db_index=False
    )
    officer_since = models.DateTimeField(null=True)
    disputed_since = models.DateTimeField(null=True)
    # That of the case, for lists: stale, it misorders and misdates one; it cannot leak.
    next_follow_up_on = models.DateField(default=date.max)

    objects = CaseGateQuerySet.as_manager()

    class Meta:
        verbose_name = _("accès au dossier")
        constraints = [
            models.UniqueConstraint(fields=["case", "recipient"], name="one_gate_a_recipient")
        ]
        # One for each walk along a list, in its order, and one for what is asked of a case; each
        # holds all that is asked of a gate (need-to-know-at-scale, the shape).
        indexes = [
            models.Index(
                fields=["recipient", "population", NEXT, "case"],
                include=[*ASKED, "post"],
                name="gate_of_a_recipient",
            ),
            models.Index(
                fields=["post", NEXT, "case"],
                include=[*ASKED, "recipient", "population"],
                condition=Q(post__isnull=False),
                name="gate_of_a_post",
            ),
            models.Index(
                fields=[NEXT, "case"],
                include=[*ASKED, "recipient", "population", "post"],
                condition=Q(post__isnull=False),
                name="gate_of_the_bureau",
            ),
            models.Index(
                fields=["case", "recipient"],
                include=[*ASKED, "population", "post", NEXT],
                name="gate_of_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.recipient}"
