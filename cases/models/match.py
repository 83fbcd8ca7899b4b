import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.choices import CaseState, FingerprintKind, MatchAct, MatchState, MergeState
from cases.match_queries import MatchQuerySet
from cases.models.case import Case
from core.constraints import stated


class Fingerprint(models.Model):
    """What a person is compared by across dispositifs: a keyed hash, never a name (C5).

    Made when a procuration is recorded, one row for each kind and each key in use; it goes with
    its case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=4, choices=FingerprintKind)
    key_version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("empreinte")
        indexes = [models.Index(fields=["digest", "kind", "key_version"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "key_version"], name="one_fingerprint_a_kind_and_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind} {self.key_version}"


class Match(models.Model):
    """Two cases that seem to be of one person; known to the coordinators concerned alone (C5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    older = models.ForeignKey(Case, models.CASCADE, related_name="+")
    newer = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(_("comparé par"), max_length=4, choices=FingerprintKind)
    found_at = models.DateTimeField()
    state = models.CharField(_("état"), max_length=10, choices=MatchState, default=MatchState.OPEN)
    engaged_at = models.DateTimeField(null=True, blank=True)
    engaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("correspondance")
        ordering = ["-found_at", "pk"]
        constraints = [
            stated("match", "engaged", MatchState.ENGAGED),
            stated("match", "merged", MatchState.MERGED, only=True),
            stated("match", "dismissed", MatchState.DISMISSED, only=True),
            models.UniqueConstraint(fields=["older", "newer"], name="one_match_a_pair"),
            models.CheckConstraint(condition=~Q(older=F("newer")), name="match_of_two_cases"),
        ]

    def __str__(self) -> str:
        return f"{self.older} – {self.newer}"

    def other(self, case: Case) -> Case:
        """The other case of the pair."""
        return self.newer if case.pk == self.older_id else self.older


class MatchStep(models.Model):
    """What the coordination did with a match, why and when; only ever added."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10, choices=MatchAct)
    # Into which a dispositif was engaged, whose procuration was to be completed, which is kept.
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    reason = models.TextField(_("motif"), blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("suite donnée à une correspondance")
        ordering = ["taken_at", "pk"]

    def __str__(self) -> str:
        return f"{self.match} {self.act}"


class Merge(models.Model):
    """Two files of one person become one, and two again: each proposed by one person and approved
    by another (F8).

    Nothing is moved: the merged case keeps its rows, and its gate follows the kept one
    (`cases.actions.gates`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, models.CASCADE, related_name="merges")
    kept = models.ForeignKey(Case, models.CASCADE, related_name="+")
    merged = models.ForeignKey(Case, models.CASCADE, related_name="+")
    state = models.CharField(
        _("état"), max_length=10, choices=MergeState, default=MergeState.PROPOSED
    )
    # Where the merged case stood, so that undoing restores it.
    stood = models.CharField(max_length=12, choices=CaseState, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # It stays one file until a second person agrees to undo it.
    undoing_at = models.DateTimeField(null=True, blank=True)
    undoing_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("réunion de dossiers")
        ordering = ["-proposed_at", "pk"]
        constraints = [
            stated(
                "merge",
                "approved",
                *(MergeState.APPROVED, MergeState.UNDOING, MergeState.UNDONE),
                only=True,
            ),
            stated("merge", "undoing", MergeState.UNDOING, MergeState.UNDONE, only=True),
            stated("merge", "declined", MergeState.DECLINED, only=True),
            stated("merge", "undone", MergeState.UNDONE, only=True),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                name="merge_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(undone_by=None) | ~Q(undone_by=F("undoing_by")),
                name="undoing_needs_two_people",
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two_cases"),
            models.UniqueConstraint(
                fields=["match"],
                condition=Q(
                    state__in=[MergeState.PROPOSED, MergeState.APPROVED, MergeState.UNDOING]
                ),
                name="one_merge_a_match",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
