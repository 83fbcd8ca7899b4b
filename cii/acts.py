"""The table of acts on a case: which permission, which page, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cases.aid import aid_offices
from cases.choices import ENDED, CaseState
from cases.models import FollowUp, Procuration
from cases.reading import CaseAccess
from cases.rules import require_live_procuration
from cases.workflow import CASE
from core import clock
from core.refusal import Refusal

# A review is offered from the day of its first reminder on.
REVIEW_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Facts:
    """What the offers ask of one case, read once."""

    access: CaseAccess
    moves: frozenset[str]
    has_procuration: bool
    review_is_near: bool
    # Why the case can't be announced or planned yet; empty when it can.
    missing_cover: str

    @classmethod
    def of(cls, access: CaseAccess, due: FollowUp | None) -> "Facts":
        case = access.case
        return cls(
            access=access,
            moves=frozenset(move.name for move in CASE.possible(case.state)),
            has_procuration=Procuration.objects.standing().filter(case=case).exists(),
            review_is_near=due is not None and due.due_on <= clock.today() + REVIEW_AHEAD,
            missing_cover=_missing_cover(access),
        )

    @property
    def is_open(self) -> bool:
        return self.access.case.state not in ENDED

    @property
    def is_past_flag(self) -> bool:
        return self.is_open and self.access.case.state != CaseState.FLAGGED

    @property
    def is_coordinated(self) -> bool:
        return self.access.case.state in (CaseState.ANNOUNCED, CaseState.TRIAGED)

    @property
    def is_followed(self) -> bool:
        return self.access.case.state == CaseState.TRIAGED


def _missing_cover(access: CaseAccess) -> str:
    try:
        require_live_procuration(access.case, day=clock.today())
    except Refusal as refusal:
        return str(refusal.reason)
    return ""


@dataclass(frozen=True)
class Act:
    """One row of the table."""

    permission: str
    label: Promise
    url_name: str
    when: Callable[[Facts], bool]
    is_post: bool = False
    needs_cover: bool = False
    is_of_case: bool = True
    # A step that brings the case further; the first one offered stands out.
    is_step: bool = False


ACTS = (
    Act(
        "case.confirm",
        gettext_lazy("Confirmer le signalement"),
        "cases:case_confirm",
        lambda facts: "confirm" in facts.moves,
        is_post=True,
        is_step=True,
    ),
    Act(
        "procuration.record",
        gettext_lazy("Enregistrer une procuration"),
        "cases:procuration_record",
        lambda facts: facts.is_past_flag and bool(facts.missing_cover),
        is_step=True,
    ),
    Act(
        "case.announce",
        gettext_lazy("Annoncer à la coordination"),
        "cases:case_announce",
        lambda facts: "announce" in facts.moves,
        needs_cover=True,
        is_step=True,
    ),
    Act(
        "case.triage",
        gettext_lazy("Trier l’annonce"),
        "governance:case_triage",
        lambda facts: "triage" in facts.moves,
        is_step=True,
    ),
    Act(
        "follow_up.review",
        gettext_lazy("Faire le suivi trimestriel"),
        "governance:follow_up_review",
        lambda facts: facts.review_is_near,
        is_step=True,
    ),
    Act(
        "result.answer",
        gettext_lazy("Dire si le résultat tient"),
        "cases:result_answer",
        lambda facts: "reopen" in facts.moves and facts.access.case.results.open().exists(),
        is_step=True,
    ),
    Act(
        "plan.draft",
        gettext_lazy("Rédiger le plan d’insertion"),
        "cases:plan",
        lambda facts: facts.is_followed and not facts.missing_cover,
        is_step=True,
    ),
    Act(
        "case_manager.designate",
        gettext_lazy("Désigner un·e case manager"),
        "cases:case_manager_designate",
        lambda facts: facts.is_followed and not facts.missing_cover,
    ),
    Act(
        "note.add",
        gettext_lazy("Écrire dans le journal"),
        "cases:note_add",
        lambda facts: facts.is_open and not facts.access.is_stub,
    ),
    Act(
        "document.add",
        gettext_lazy("Joindre un document"),
        "cases:document_add",
        lambda facts: facts.is_open and not facts.access.is_stub,
    ),
    Act(
        "client.edit",
        gettext_lazy("Compléter les données de la personne"),
        "cases:client_edit",
        lambda facts: facts.is_open and facts.access.knows_person,
    ),
    Act(
        "note.add",
        gettext_lazy("Apprécier un frein ou une ressource"),
        "cases:appraisal_add",
        lambda facts: facts.is_open and not facts.access.is_stub,
    ),
    Act(
        "aid.follow",
        gettext_lazy("Suivre une demande d’aide sociale"),
        "cases:aid_requests",
        lambda facts: facts.is_open and bool(aid_offices(facts.access)),
    ),
    Act(
        "grid.ask_again",
        gettext_lazy("Remplir à nouveau la grille"),
        "cases:grid_again",
        lambda facts: facts.is_open,
    ),
    Act(
        "avs.keep",
        gettext_lazy("Tenir le numéro AVS"),
        "cases:client_avs",
        lambda facts: facts.is_open and bool(facts.access.case.home_office.avs_basis),
    ),
    Act(
        "file.hand_out",
        gettext_lazy("Remettre son dossier à la personne"),
        "cases:access_requests",
        lambda facts: True,
    ),
    Act(
        "client.check",
        gettext_lazy("Marquer les données comme vérifiées"),
        "cases:client_check",
        lambda facts: facts.is_open and facts.access.knows_person,
        is_post=True,
    ),
    Act(
        "procuration.record",
        gettext_lazy("Renouveler ou élargir la procuration"),
        "cases:procuration_record",
        lambda facts: facts.is_past_flag and not facts.missing_cover,
    ),
    Act(
        "procuration.withdraw",
        gettext_lazy("Restreindre la procuration"),
        "cases:procuration_narrow",
        lambda facts: facts.has_procuration,
    ),
    Act(
        "procuration.withdraw",
        gettext_lazy("Retirer la procuration"),
        "cases:procuration_withdraw",
        lambda facts: facts.has_procuration,
    ),
    Act(
        "case.hand_over",
        gettext_lazy("Transmettre à une ou un collègue"),
        "cases:case_hand_over",
        lambda facts: facts.is_open,
    ),
    Act(
        "case.drop",
        gettext_lazy("Classer sans suite"),
        "cases:case_drop",
        lambda facts: "drop" in facts.moves,
    ),
    Act(
        "case.engage",
        gettext_lazy("Engager un dispositif"),
        "cases:office_engage",
        lambda facts: facts.is_coordinated and not facts.missing_cover,
    ),
    Act(
        "person.assign",
        gettext_lazy("Inviter un·e expert·e"),
        "cases:expert_invite",
        lambda facts: facts.is_coordinated and not facts.missing_cover,
    ),
    Act(
        "person.assign",
        gettext_lazy("Désigner un·e collègue"),
        "cases:colleague_assign",
        lambda facts: facts.is_coordinated and not facts.missing_cover,
    ),
    Act(
        "request.send",
        gettext_lazy("Demander une collaboration"),
        "cases:request_send",
        lambda facts: facts.is_coordinated and not facts.missing_cover,
    ),
    Act(
        "matter.ask",
        gettext_lazy("Soumettre une affaire"),
        "cases:matter_open",
        lambda facts: facts.is_coordinated and not facts.missing_cover,
    ),
    Act(
        "recusal.add",
        gettext_lazy("Récuser un membre de la Commission"),
        "cases:recusal_add",
        lambda facts: facts.is_coordinated,
    ),
    Act(
        "case.transfer",
        gettext_lazy("Passer à un autre poste de coordination"),
        "governance:case_transfer",
        lambda facts: facts.is_coordinated,
    ),
    Act(
        "case.close",
        gettext_lazy("Clôturer le dossier"),
        "governance:case_close",
        lambda facts: "close" in facts.moves,
    ),
    Act(
        "procuration.record",
        gettext_lazy("Enregistrer une procuration pour rouvrir le dossier"),
        "cases:procuration_record",
        lambda facts: "reopen" in facts.moves and bool(facts.missing_cover),
    ),
    Act(
        "case.reopen",
        gettext_lazy("Rouvrir le dossier"),
        "cases:case_reopen",
        lambda facts: "reopen" in facts.moves,
        needs_cover=True,
    ),
    Act(
        "retention.read",
        gettext_lazy("Conservation et destruction"),
        "cases:destruction",
        lambda facts: not facts.is_open,
    ),
)
