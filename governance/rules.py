"""Is it possible now? Pure checks over what the action has read; each raises Refusal."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Office
from cases.models import Case
from cases.reading import CaseAccess
from core.choices import Category
from core.refusal import Refusal
from governance.choices import ItemState, MeetingState
from governance.models import AgendaItem, Correction, Meeting


def check_times(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """A meeting ends after it starts, and not in the past."""
    if ends_at <= starts_at:
        raise Refusal(_("La séance doit finir après avoir commencé."), "ends_at")
    if ends_at <= at:
        raise Refusal(_("Cette date est passée : choisissez une date à venir."), "starts_at")


def check_video_link(link: str) -> None:
    """The link goes out by mail: a plain https address."""
    if link and urlsplit(link).scheme != "https":
        raise Refusal(_("Le lien vidéo doit commencer par https://."), "video_link")


def check_planned(meeting: Meeting) -> None:
    """The agenda changes only before the invitations went out."""
    if meeting.state != MeetingState.PLANNED:
        raise Refusal(
            _("L’ordre du jour est fixé : la séance est %(state)s.")
            % {"state": meeting.get_state_display()}
        )


def check_running(meeting: Meeting) -> None:
    """Discussion and decisions are written between convening and adoption."""
    if meeting.state != MeetingState.CONVENED:
        raise Refusal(
            _("Rien ne peut être consigné : la séance est %(state)s.")
            % {"state": meeting.get_state_display()}
        )


def check_begun(meeting: Meeting, at: datetime) -> None:
    """What a meeting decides can't be known before it begins."""
    if at < meeting.starts_at:
        raise Refusal(
            _("La séance n’a pas encore commencé : elle débute le %(moment)s.")
            % {"moment": date_format(localtime(meeting.starts_at), "SHORT_DATETIME_FORMAT")}
        )


def check_invitable(case: Case, offices: Iterable[Office], covered: Iterable[Office]) -> None:
    """Only whom a procuration valid on the meeting's day covers is invited to a case (S2)."""
    allowed = set(covered) | {case.home_office}
    left_out = [str(office) for office in offices if office not in allowed]
    if left_out:
        raise Refusal(
            _(
                "Dossier %(number)s : aucune procuration valable le jour de la séance ne couvre "
                "%(offices)s. Faites étendre la procuration par le dispositif annonceur, ou "
                "retirez l’invitation."
            )
            % {"number": case.number, "offices": ", ".join(left_out)},
            "invitations",
        )


def check_responsible(
    case: Case, office: Office, category: int | None, allowed: Mapping[Office, int]
) -> None:
    """A decision binds who may take part in the case and read what she is to do (S2, C2)."""
    if office not in allowed:
        raise Refusal(
            _(
                "%(office)s n’est pas couvert par une procuration en vigueur pour le dossier "
                "%(number)s : cette tâche ne peut pas lui être confiée. Faites étendre la "
                "procuration, ou choisissez un autre responsable."
            )
            % {"office": office, "number": case.number},
            "office",
        )
    if category and not allowed[office] & category:
        raise Refusal(
            _(
                "%(office)s n’est pas autorisé à lire la catégorie « %(category)s » et ne verrait "
                "pas la décision. Choisissez une autre catégorie ou un autre responsable."
            )
            % {"office": office, "category": Category(category).label},
            "category",
        )


def check_category(access: CaseAccess | None, category: int | None) -> None:
    """What concerns a case is written in one category that the writer may read (P1)."""
    if access is None:
        return
    if not category:
        raise Refusal(_("Choisissez la catégorie de données de ce texte."), "category")
    if not access.reads(category):
        raise Refusal(
            _(
                "La procuration ne vous permet pas de lire la catégorie « %(category)s » de ce "
                "dossier ; vous ne pouvez donc pas y écrire. Faites étendre la procuration."
            )
            % {"category": Category(category).label},
            "category",
        )


def check_adoptable(items: Iterable[AgendaItem], unsettled: int) -> None:
    """Minutes are complete when each item is treated or postponed, each correction settled (S5).

    `items` are those that the reader sees, in their order: her page numbers them so.
    """
    undecided = [
        str(number) for number, item in enumerate(items, 1) if item.state == ItemState.OPEN
    ]
    if undecided:
        raise Refusal(
            ngettext(
                "Le point %(numbers)s n’est pas encore traité : consignez une décision ou "
                "reportez-le avant d’adopter le procès-verbal.",
                "Les points %(numbers)s ne sont pas encore traités : consignez une décision ou "
                "reportez-les avant d’adopter le procès-verbal.",
                len(undecided),
            )
            % {"numbers": ", ".join(undecided)}
        )
    if unsettled:
        raise Refusal(
            ngettext(
                "Une demande de correction n’est pas encore réglée.",
                "%(count)d demandes de correction ne sont pas encore réglées.",
                unsettled,
            )
            % {"count": unsettled}
        )


def check_nothing_waits_unseen(meeting: Meeting) -> None:
    """The same of the points that are shut to who adopts, without a number of theirs."""
    if meeting.items.filter(state=ItemState.OPEN).exists():
        raise Refusal(
            _(
                "Un point que vous ne voyez pas est encore ouvert : demandez au secrétariat du "
                "bureau ou au chargé cantonal de le traiter ou de le reporter."
            )
        )
    if Correction.objects.filter(item__meeting=meeting, settled_at=None).exists():
        raise Refusal(
            _(
                "Une correction d’un point que vous ne voyez pas n’est pas encore réglée : "
                "adressez-vous au secrétariat du bureau ou au chargé cantonal."
            )
        )
