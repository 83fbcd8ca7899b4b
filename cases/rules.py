"""Is it possible now? No writes; a refusal says what to do next."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.choices import OfficeKind
from accounts.models import Office
from cases.choices import AssignmentKind
from cases.coverage import covered_offices
from cases.models import Assignment, Case, InsertionPlan
from core.choices import Category
from core.refusal import Refusal


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


def require_live_procuration(case: Case, *, day: date) -> None:
    """Raises Refusal unless the bureau may read something of the case today (C2)."""
    if not any(office.kind == OfficeKind.BUREAU for office in covered_offices(case, day)):
        raise Refusal(
            _(
                "Aucune procuration en vigueur ne couvre le bureau CII. Enregistrez d’abord une "
                "procuration signée qui désigne le bureau CII."
            )
        )


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
