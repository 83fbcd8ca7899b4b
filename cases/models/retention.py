"""What ends the life of a case, and what stays when it is gone (P7)."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.choices import ENDINGS, ArchiveAnswer, DestructionState, Lasting, Path, Sex, Tie
from cases.models.case import Case
from cases.retention_queries import CertificateQuerySet
from core.choices import Language
from core.constraints import paired, stated

APPROVERS = [(Tie.OFFICER.value, Tie.OFFICER.label), (Tie.HOME.value, Tie.HOME.label)]
S = DestructionState


class LegalHold(models.Model):
    """While it stands, nothing brings the case nearer to its destruction (P7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="holds")
    reason = models.TextField(_("motif de la suspension"))
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_reason = models.TextField(_("motif de la levée"), blank=True)

    class Meta:
        verbose_name = _("suspension de la destruction")
        ordering = ["-set_at", "pk"]
        constraints = [
            paired("hold", "lifted"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at=None), name="one_standing_hold_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.set_at:%Y-%m-%d}"


class Destruction(models.Model):
    """The way of one case to its destruction. It holds nothing of the case but its number.

    `case_id` is opaque because the row outlives the case. Who approves is neither who proposed nor
    who approved before, and one approves as cantonal officer, the other as répondant of the home
    dispositif (access-policy, F8): the database says so too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField(unique=True)
    number = models.CharField(_("numéro"), max_length=20)
    ending = models.CharField(_("issue"), max_length=16, choices=ENDINGS)
    ended_on = models.DateField(_("terminé le"))
    due_on = models.DateField(_("échéance de la conservation"))
    state = models.CharField(
        _("état"), max_length=10, choices=DestructionState, default=DestructionState.DUE
    )
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(_("réponse"), max_length=10, choices=ArchiveAnswer, blank=True)
    archive_day = models.DateField(_("date de la réponse"), null=True, blank=True)
    reference = models.CharField(_("référence"), max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_as = models.CharField(max_length=16, choices=APPROVERS, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seconded_as = models.CharField(max_length=16, choices=APPROVERS, blank=True)
    seconded_at = models.DateTimeField(null=True, blank=True)
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    executed_at = models.DateTimeField(null=True, blank=True)
    # On whose order the job destroyed it: who gave the second approval.
    executed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("destruction")
        ordering = ["due_on", "number", "pk"]
        constraints = [
            stated(
                "destruction",
                "offered",
                *(S.OFFERED, S.ANSWERED, S.PROPOSED, S.APPROVED, S.SECONDED, S.EXECUTED),
                only=True,
            ),
            stated(
                "destruction",
                "answered",
                *(S.ANSWERED, S.PROPOSED, S.APPROVED, S.SECONDED, S.EXECUTED),
                only=True,
            ),
            stated(
                "destruction",
                "proposed",
                *(S.PROPOSED, S.APPROVED, S.SECONDED, S.EXECUTED),
                only=True,
            ),
            stated("destruction", "approved", S.APPROVED, S.SECONDED, S.EXECUTED, only=True),
            stated("destruction", "seconded", S.SECONDED, S.EXECUTED, only=True),
            stated("destruction", "executed", S.EXECUTED, only=True),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", archive_day=None)
                | Q(answered_at__isnull=False, archive_day__isnull=False) & ~Q(answer=""),
                name="archive_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | ~Q(approved_by=F("proposed_by")) & ~Q(approved_as=""),
                name="nobody_approves_his_own_proposal",
            ),
            models.CheckConstraint(
                condition=Q(seconded_by=None)
                | ~Q(seconded_by=F("proposed_by"))
                & ~Q(seconded_by=F("approved_by"))
                & ~Q(seconded_as=F("approved_as"))
                & ~Q(seconded_as=""),
                name="two_other_people_approve",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Certificate(models.Model):
    """What was destroyed, when, and the line of the ledger that says so outside the database.

    A case that was merged goes with the one that was kept, by the same destruction. None stands
    there where the ledger took away again what a restored backup had brought back. `facts` hold
    counts and hashes, nothing of a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField(unique=True)
    number = models.CharField(_("numéro"), max_length=20)
    destruction = models.ForeignKey(
        Destruction, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    facts = models.JSONField()
    facts_sha256 = models.CharField(max_length=64)
    destroyed_at = models.DateTimeField()
    position = models.PositiveIntegerField(unique=True)
    ledger_digest = models.CharField(max_length=64)
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificat de destruction")
        ordering = ["-destroyed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.destroyed_at:%Y-%m-%d}"


def _some_key() -> int:
    # Drawn at random: a counted key would stand in the order of the certificates.
    return secrets.randbits(62)


class Remainder(models.Model):
    """What statistics keep of a destroyed case: coarse, without number, key or day (P7).

    Durations are whole months; a quarter is written `2026-Q1`; blank where it never came to it.
    """

    id = models.BigIntegerField(primary_key=True, default=_some_key, editable=False)
    announced_in = models.CharField(_("trimestre de l’annonce"), max_length=7, blank=True)
    ended_in = models.CharField(_("trimestre de la fin"), max_length=7)
    institution = models.SlugField(_("institution"), max_length=20)
    region = models.SlugField(_("région"), max_length=20)
    age_group = models.CharField(_("groupe d’âge"), max_length=5)
    sex = models.CharField(_("sexe"), max_length=1, choices=Sex, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    path = models.CharField(_("prise en charge"), max_length=16, choices=Path, blank=True)
    ending = models.CharField(_("issue"), max_length=16, choices=ENDINGS)
    lasting = models.CharField(
        _("résultat après la clôture"), max_length=8, choices=Lasting, blank=True
    )
    months_to_triage = models.PositiveSmallIntegerField(_("mois jusqu’au triage"), null=True)
    months_to_end = models.PositiveSmallIntegerField(_("mois jusqu’à la fin"))

    class Meta:
        verbose_name = _("reste statistique")
        ordering = ["ended_in", "id"]

    def __str__(self) -> str:
        return f"{self.ended_in} {self.ending}"
