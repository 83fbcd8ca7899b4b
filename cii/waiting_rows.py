"""What one waiting thing is, and of which kind (C15)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case


class WaitingKind(TextChoices):
    """What sort of act something waits for."""

    CONFIRM = "confirm", _("signalements à confirmer")
    ANNOUNCE = "announce", _("situations à annoncer")
    TRIAGE = "triage", _("annonces à trier")
    MATCH = "match", _("correspondances à examiner")
    ENTER = "enter", _("prises en charge à mettre en route")
    CONVENE = "convene", _("dossiers à mettre à l’ordre du jour")
    ASSESS = "assess", _("assessments à organiser")
    REVIEW = "review", _("suivis trimestriels")
    RENEW = "renew", _("procurations à renouveler")
    REQUEST = "request", _("demandes de collaboration")
    INVITATION = "invitation", _("invitations à une séance")
    MINUTES = "minutes", _("procès-verbaux à adopter")
    DECISION = "decision", _("décisions à exécuter")
    MATTER = "matter", _("affaires et litiges")
    HANDOVER = "handover", _("passations")
    ADVICE = "advice", _("conseils et repères")
    FILE = "file", _("dossiers à remettre à la personne")
    AID = "aid", _("demandes d’aide sociale à transmettre")
    RESULT = "result", _("résultats après la clôture")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its name and page, why it is here, until when.

    `post_id` is the coordination post through which alone it waits for her; `for_whom` the absent
    holder of that post.
    """

    title: str
    url: str
    why: str | Promise
    due_on: date | None = None
    case_id: UUID | None = None
    post_id: UUID | None = None
    kind: str = ""
    for_whom: str = ""

    @property
    def kind_label(self) -> str:
        return str(WaitingKind(self.kind).label)


def case_row(
    case: Case, why: str, due_on: date | None = None, post_id: UUID | None = None
) -> Waiting:
    """A case that waits: its number leads to it."""
    return Waiting(case.number, reverse("dossier", args=[case.pk]), why, due_on, case.pk, post_id)
