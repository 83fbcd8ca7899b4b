"""What is possible with mandates and absences; pure, raises `Refusal`."""

from collections.abc import Container, Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.choices import OfficeKind, Role
from accounts.models import Absence, Mandate
from core.refusal import Refusal

# Where a role is held; the others are held for the whole canton.
PLACES = {
    Role.FIELD_WORKER: "office",
    Role.REPONDANT: "office",
    Role.EXPERT: "office",
    Role.REGIONAL_MANAGER: "office",
    Role.CANTONAL_OFFICER: "office",
    Role.SECRETARIAT: "office",
    Role.COORDINATOR: "post",
    Role.BODY_MEMBER: "body",
}
OF_THE_BUREAU = (Role.CANTONAL_OFFICER, Role.SECRETARIAT)


def check_mandate(mandate: Mandate, rivals: Iterable[Mandate]) -> None:
    """A new mandate has its place, its days, and nobody in it already (G1, G2)."""
    _check_place(mandate)
    _check_days(mandate)
    for rival in rivals:
        if overlap(mandate, rival):
            if rival.user_id == mandate.user_id:
                raise Refusal(_("Cette personne exerce déjà ce mandat pendant cette période."))
            raise Refusal(
                _("Ce poste a déjà une personne titulaire pendant cette période."), field="post"
            )


def _check_place(mandate: Mandate) -> None:
    role = Role(mandate.role)
    for field in ("office", "post", "body"):
        is_given = getattr(mandate, field) is not None
        if is_given and PLACES.get(role) != field:
            raise Refusal(_("Cette fonction ne s’exerce pas ici : laissez vide."), field=field)
        if not is_given and PLACES.get(role) == field:
            raise Refusal(_("Indiquez où cette fonction s’exerce."), field=field)
    if mandate.office and not _suits(role, OfficeKind(mandate.office.kind)):
        raise Refusal(_("Cette fonction ne s’exerce pas dans ce dispositif."), field="office")
    if role == Role.REPONDANT and not mandate.population:
        raise Refusal(_("Indiquez le public : adultes ou jeunes."), field="population")


def _suits(role: Role, kind: OfficeKind) -> bool:
    if role in OF_THE_BUREAU:
        return kind == OfficeKind.BUREAU
    return kind not in (OfficeKind.BUREAU, OfficeKind.COMMISSION)


def _check_days(mandate: Mandate) -> None:
    if mandate.valid_until is not None and mandate.valid_until < mandate.valid_from:
        raise Refusal(_("La fin précède le début."), field="valid_until")
    place = mandate.office or mandate.post or mandate.body
    if place is None:
        return
    is_too_early = mandate.valid_from < place.valid_from
    is_too_late = place.valid_until is not None and place.valid_until < mandate.valid_from
    if is_too_early or is_too_late:
        raise Refusal(_("Ce lieu n’existe pas à cette date."), field="valid_from")


def check_absence(absence: Absence, others: Iterable[Absence], deputies: Container[UUID]) -> None:
    """Two absences of a person don't overlap, and who acts is a deputy of a post of hers (C15)."""
    if absence.valid_until is not None and absence.valid_until < absence.valid_from:
        raise Refusal(_("La fin précède le début."), field="valid_until")
    if any(overlap(absence, other) for other in others):
        raise Refusal(_("Une absence est déjà saisie pendant cette période."), field="valid_from")
    if absence.deputy_id and absence.deputy_id not in deputies:
        raise Refusal(
            _("Cette personne n’est suppléante d’aucun poste de la personne absente."),
            field="deputy",
        )


def check_end(row: Mandate | Absence, last_day: date) -> None:
    """An end is fixed once; it may come sooner, never later, and not before the beginning."""
    if last_day < row.valid_from:
        raise Refusal(_("La fin précède le début."), field="valid_until")
    if row.valid_until is not None and row.valid_until <= last_day:
        raise Refusal(_("La fin est déjà fixée, au plus tard à ce jour."), field="valid_until")


def overlap(one: Mandate | Absence, other: Mandate | Absence) -> bool:
    """Two dated rows share a day; first and last days count."""
    return one.valid_from <= (other.valid_until or date.max) and other.valid_from <= (
        one.valid_until or date.max
    )
