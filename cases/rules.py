"""Is it possible now? No writes; a refusal says what to do next."""

from collections.abc import Collection
from datetime import date
from string import Formatter

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.choices import OfficeKind
from accounts.models import Office, User
from cases.choices import (
    ENDED,
    AssignmentKind,
    CaseState,
    DisputeState,
    EngagementKind,
    MatterKind,
    StageResult,
    Tie,
)
from cases.coverage import covered_offices
from cases.models import (
    Assignment,
    Case,
    CollaborationRequest,
    Destruction,
    DisputeStage,
    Engagement,
    InsertionPlan,
    LegalHold,
    Matter,
    Procuration,
)
from cases.retention import Term, term_of
from cases.wording import BLANKS
from cases.workflow import DISPUTE
from core.choices import Category
from core.refusal import Refusal

# The own part of the home dispositif and the stub of the bureau outlast the case.
LASTING = (EngagementKind.HOME, EngagementKind.ANNOUNCEMENT)


def may_be_ended(engagement: Engagement) -> bool:
    """Whether the coordination may end it by hand; a case manager is relieved, a matter
    settled, a request completed or withdrawn."""
    lasting = (
        *LASTING,
        EngagementKind.CASE_MANAGEMENT,
        EngagementKind.REQUEST,
        *MatterKind.values,
    )
    return engagement.kind not in lasting


def require_cover(case: Case, office: Office, *, day: date) -> None:
    """Raises Refusal unless a live procuration covers the office."""
    if office not in covered_offices(case, day):
        raise Refusal(
            _(
                "Aucune procuration en vigueur ne couvre %(office)s pour le dossier %(number)s. "
                "Faites d’abord compléter la procuration par la personne concernée."
            )
            % {"office": office, "number": case.number},
            "office",
        )


def check_open_case(case: Case) -> None:
    """What has ended is not written to any more."""
    if case.state in ENDED:
        raise Refusal(
            _("Le dossier %(number)s est terminé (%(state)s) : rien ne s’y ajoute.")
            % {"number": case.number, "state": case.get_state_display()}
        )


def check_followed(case: Case) -> None:
    """Raises Refusal unless the coordination has the case, and it is open."""
    if case.state not in (CaseState.ANNOUNCED, CaseState.TRIAGED):
        raise Refusal(
            _("Le dossier %(number)s n’est pas en suivi CII (%(state)s) : rien ne s’y décide ici.")
            % {"number": case.number, "state": case.get_state_display()}
        )


def require_settled(case: Case) -> None:
    """Raises Refusal while something submitted waits for its ruling, or a request for its end."""
    if CollaborationRequest.objects.open().filter(case=case).exists():
        raise Refusal(
            _("Une demande du dossier %(number)s est encore ouverte : mettez-y fin d’abord.")
            % {"number": case.number}
        )
    if Matter.objects.open().filter(case=case).exists():
        raise Refusal(
            _("Une affaire du dossier %(number)s est encore ouverte : réglez-la d’abord.")
            % {"number": case.number}
        )


def check_open(matter: Matter) -> None:
    """Raises Refusal when somebody has settled it."""
    if matter.settled_at:
        raise Refusal(
            _("%(who)s l’a déjà réglée. Rien n’a été modifié.") % {"who": matter.settled_by}
        )


def check_result(matter: Matter, stage: DisputeStage, result: str, reason: str) -> None:
    """Raises Refusal where a stage of a dispute can't end like this (C8)."""
    DISPUTE.check(stage.step, result)
    if result == StageResult.AGREED:
        return
    if stage.step == DisputeState.OFFICER and matter.kind == MatterKind.MONEY_DISPUTE:
        raise Refusal(
            _("De l’argent est en jeu : transmettez le litige à la Commission « droit »."),
            "result",
        )
    if not reason.strip():
        raise Refusal(_("Motivez ce qui est tranché : les deux dispositifs le liront."), "reason")


def require_live_procuration(case: Case, *, day: date) -> None:
    """Raises Refusal unless the bureau may read something of the case today (C2)."""
    if not any(office.kind == OfficeKind.BUREAU for office in covered_offices(case, day)):
        raise Refusal(
            _(
                "Aucune procuration en vigueur ne couvre le bureau CII. Enregistrez d’abord une "
                "procuration signée qui désigne le bureau CII."
            )
        )


def require_destroyable(case: Case, *, day: date) -> Term:
    """The term of the case. Raises Refusal before it is over and while a hold stands (P7)."""
    term = term_of(case, day)
    if term is None:
        raise Refusal(_("Ce dossier est en cours : sa conservation commence avec sa clôture."))
    if not term.is_over(day):
        raise Refusal(
            _("Ce dossier se conserve jusqu’au %(day)s : rien n’est à faire avant.")
            % {"day": date_format(term.due_on, "SHORT_DATE_FORMAT")}
        )
    holds = LegalHold.objects.filter(Q(case=case) | Q(case__merged_into=case), lifted_at=None)
    if holds.exists():
        raise Refusal(
            _(
                "La destruction de ce dossier est suspendue. La ou le chargé·e cantonal·e doit "
                "d’abord lever la suspension."
            )
        )
    return term


def check_kept(case: Case) -> None:
    """Raises Refusal once the case is on its way to its destruction (P7)."""
    if Destruction.objects.filter(case_id=case.pk).exists():
        raise Refusal(
            _(
                "La destruction de ce dossier est en cours. Signalez à nouveau la personne ; un "
                "nouveau dossier s’ouvrira."
            )
        )


def approving_side(destruction: Destruction, ties: Collection[Tie], *, by: User) -> Tie:
    """The side on which she approves: somebody who neither proposed nor approved it, of the side
    that has not approved yet. Raises Refusal (F8).
    """
    if by.pk == destruction.proposed_by_id:
        raise Refusal(
            _("Vous avez proposé cette destruction : deux autres personnes l’approuvent.")
        )
    if by.pk == destruction.approved_by_id:
        raise Refusal(_("Vous avez déjà approuvé : une autre personne doit approuver aussi."))
    sides = [tie for tie in ties if tie != destruction.approved_as]
    if not sides:
        missing = Tie.HOME if destruction.approved_as == Tie.OFFICER else Tie.OFFICER
        raise Refusal(
            _("Il manque l’approbation de l’autre côté : %(who)s.") % {"who": missing.label}
        )
    return sides[0]


def check_procuration(
    *,
    recipients: dict[Office, set[Category]],
    valid_from: date,
    valid_until: date,
    signed_on: date,
    is_informed: bool,
    today: date,
) -> None:
    """Raises Refusal when the consent lacks something it must say (C4, P1)."""
    if not any(recipients.values()):
        raise Refusal(
            _(
                "Choisissez au moins un destinataire et, pour lui, au moins une catégorie "
                "de données."
            ),
            "recipients",
        )
    if valid_until < valid_from:
        raise Refusal(
            _("La fin (%(end)s) précède le début (%(start)s). Corrigez l’une des deux dates.")
            % {
                "end": date_format(valid_until, "SHORT_DATE_FORMAT"),
                "start": date_format(valid_from, "SHORT_DATE_FORMAT"),
            },
            "valid_until",
        )
    if valid_until < today:
        raise Refusal(
            _("Cette procuration est déjà échue. Faites-en signer une nouvelle."), "valid_until"
        )
    if signed_on > today:
        raise Refusal(_("La date de signature est dans le futur."), "signed_on")
    if not is_informed:
        raise Refusal(
            _("Confirmez que la personne a été informée de ses droits avant de signer."),
            "is_informed",
        )


def check_next_review(on: date, *, today: date, latest: date) -> None:
    """Raises Refusal for a next review that is no later one, or later than a quarter (C12)."""
    if on <= today:
        raise Refusal(_("Le prochain suivi vient après aujourd’hui."), "next_on")
    if on > latest:
        raise Refusal(
            _("Un dossier se suit tous les trois mois : choisissez au plus tard le %(day)s.")
            % {"day": date_format(latest, "SHORT_DATE_FORMAT")},
            "next_on",
        )


def check_signable(case: Case) -> None:
    """Raises Refusal unless the case is confirmed (C2, C4); signed anew, a closed one may be
    reopened."""
    if case.state in (CaseState.FLAGGED, CaseState.DROPPED):
        raise Refusal(_("Confirmez d’abord le signalement ; la procuration s’enregistre ensuite."))
    if case.state == CaseState.CLOSED:
        check_kept(case)


def check_template(text_fr: str, text_de: str, *, valid_from: date, today: date) -> None:
    """Raises Refusal for a wording of the consent that could not be filled in, or comes too late.

    Every blank must stand in both languages, and no other (P1).
    """
    if valid_from < today:
        raise Refusal(
            _("Une nouvelle version ne vaut pas pour le passé : choisissez aujourd’hui ou après."),
            "valid_from",
        )
    for field, text in (("text_fr", text_fr), ("text_de", text_de)):
        try:
            found = {
                name for _text, name, _spec, _how in Formatter().parse(text) if name is not None
            }
        except ValueError:
            found = set()
        if wrong := found ^ BLANKS:
            raise Refusal(
                _("Vérifiez ces champs, à écrire entre accolades : %(names)s.")
                % {"names": ", ".join(sorted(f"{{{name}}}" for name in wrong))},
                field,
            )


def check_replacing(former: Procuration | None, *, valid_from: date, today: date) -> None:
    """Raises Refusal where a new consent would leave a gap: it replaces the old one at once."""
    if former and former.valid_from <= today <= former.valid_until and valid_from > today:
        raise Refusal(
            _(
                "La nouvelle procuration remplace aussitôt celle en vigueur : faites-la commencer "
                "aujourd’hui, ou enregistrez-la le jour où elle commence."
            ),
            "valid_from",
        )


def check_same_text(read: str, signed: str) -> None:
    """Raises Refusal when the text isn't the one that the person read on screen (P1)."""
    if read and read != signed:
        raise Refusal(
            _(
                "Le texte a changé depuis que la personne l’a lu. Faites-le relire ci-dessus, puis "
                "signer à nouveau."
            )
        )


def check_plan(plan: InsertionPlan) -> None:
    """Raises Refusal when the plan lacks what makes it binding (C10)."""
    if (
        not Assignment.objects.open()
        .filter(case=plan.case_id, kind=AssignmentKind.CASE_MANAGER)
        .exists()
    ):
        raise Refusal(_("Désignez d’abord un·e case manager : le plan doit avoir un responsable."))
    if not plan.measures.exists():
        raise Refusal(_("Ajoutez au moins une mesure au plan."))
    if not plan.has_client_agreement:
        raise Refusal(
            _("Le plan ne peut être adopté sans l’accord de la personne concernée. Consignez-le."),
            "has_client_agreement",
        )


def may_write(category: int, *, mask: int, is_home: bool) -> None:
    """Raises Refusal when she may not read what she is about to write in a foreign file."""
    if not is_home and not mask & category:
        raise Refusal(
            _("La procuration ne vous ouvre pas cette catégorie. Choisissez-en une autre."),
            "category",
        )
