"""Convening: who is invited, for which office, with a mail and a calendar entry (S2, S3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Mandate, Office, User
from accounts.scope import Scope
from cases.actions.engagements import end_engagements, engage
from cases.choices import AssignmentKind, EngagementKind
from cases.coverage import covered_offices
from cases.models import Assignment
from cases.permissions import require
from core import clock
from core.refusal import Forbidden, Refusal
from governance.actions.base import lock, lock_cases, record_act
from governance.calendar import CANCEL, REQUEST, calendar_of
from governance.choices import Answer, MeetingState
from governance.models import AgendaItem, Invitation, ItemInvitation, Meeting, Minutes
from governance.permissions import require_organiser
from governance.rules import check_invitable
from governance.workflow import MEETING
from messaging.actions.mails import queue_mail
from messaging.actions.notify import mark_done, notify
from messaging.models import Mail

INVITED_BY_NAME = [AssignmentKind.WORKER, AssignmentKind.CASE_MANAGER]
Invitations = Mapping[AgendaItem, Iterable[Office]]


@transaction.atomic
def convene(meeting: Meeting, *, invitations: Invitations, by: User, at: datetime) -> Meeting:
    """Invite offices to each item; from now on they take part in its case (S2, S3).

    The home office of a case is always invited. Raises Refusal for an office that no procuration
    valid on the meeting's day covers, for an empty agenda, and once the meeting is over.
    """
    meeting = lock(meeting)
    lock_cases(meeting)
    scope = require_organiser(meeting, by=by, at=at)
    move = MEETING.check(meeting.state, "convene")
    items = list(meeting.items.select_related("case__home_office"))
    if not items:
        raise Refusal(_("L’ordre du jour est vide : ajoutez au moins un point avant de convoquer."))
    if meeting.ends_at <= at:
        raise Refusal(_("Cette séance est déjà passée : planifiez-en une nouvelle."))
    people: dict[tuple[User, Office], None] = {}
    for item in items:
        offices = list(dict.fromkeys(invitations.get(item, ())))
        people |= _invite_to(item, offices, meeting=meeting, by=by, at=at)
    meeting.state, meeting.convened_at, meeting.convened_by = move.target, at, by
    meeting.save()
    _write_invitations(meeting, list(people), by=by, at=at)
    record_act(
        move.event,
        scope,
        object_id=meeting.pk,
        cases=[item.case for item in items],
        people=len({user for user, _office in people}),
    )
    return meeting


def _invite_to(
    item: AgendaItem, offices: list[Office], *, meeting: Meeting, by: User, at: datetime
) -> dict[tuple[User, Office], None]:
    """Let the offices into one item; returns whom to invite for which office, in order."""
    today = clock.day_of(at)
    if item.case is None:
        mandates = Mandate.objects.filter(office__in=offices)
    else:
        case = item.case
        require("meeting.convene", case, by=by, at=at)
        check_invitable(case, offices, covered_offices(case, clock.day_of(meeting.starts_at)))
        for office in offices:
            if office != case.home_office:
                engage(case, office, EngagementKind.INVITATION, source_id=meeting.pk, by=by, at=at)
        offices = list(dict.fromkeys([case.home_office, *offices]))
        mandates = Mandate.objects.filter(office__in=offices, population=case.population)
    for office in offices:
        ItemInvitation.objects.create(item=item, office=office)
    repondants = (
        mandates.live(today)
        .filter(role=Role.REPONDANT, user__is_active=True)
        .select_related("user", "office")
    )
    people = {(row.user, row.office): None for row in repondants if row.office}
    named = Assignment.objects.open().filter(
        case=item.case_id, kind__in=INVITED_BY_NAME, office__in=offices, user__is_active=True
    )
    return people | {(row.user, row.office): None for row in named.select_related("user", "office")}


def _write_invitations(
    meeting: Meeting, people: Sequence[tuple[User, Office]], *, by: User, at: datetime
) -> None:
    mails = {user: _mail(meeting, user, REQUEST, at) for user, _office in people}
    for user, office in people:
        Invitation.objects.create(
            meeting=meeting,
            user=user,
            office=office,
            invited_at=at,
            invited_by=by,
            mail=mails[user],
        )
    for user in mails:
        _tell_invited(meeting, user, at=at)
    if meeting.chair not in mails:
        _mail(meeting, meeting.chair, REQUEST, at)


def _tell_invited(meeting: Meeting, user: User, *, at: datetime) -> None:
    notify(
        user,
        "meeting.convened",
        key=_key(meeting),
        at=at,
        url=reverse("governance:meeting", args=[meeting.pk]),
        params={"meeting_on": clock.day_of(meeting.starts_at)},
        due_on=clock.day_of(meeting.starts_at),
    )


def _key(meeting: Meeting) -> str:
    return f"meeting:{meeting.pk}:invitation"


def _mail(meeting: Meeting, user: User, method: str, at: datetime) -> Mail:
    """The mail in the language of its reader; neutral, whatever the agenda holds (P9)."""
    link = settings.BASE_URL + reverse("governance:meeting", args=[meeting.pk])
    with translation.override(user.language):
        when = date_format(localtime(meeting.starts_at), "SHORT_DATETIME_FORMAT")
        facts = {"kind": meeting.kind, "when": when, "place": meeting.place, "link": link}
        if method == CANCEL:
            subject = _("CII Valais : séance annulée (%(kind)s, %(when)s)") % facts
            text = _("La séance « %(kind)s » du %(when)s est annulée.\n\n%(link)s") % facts
        else:
            subject = _("CII Valais : invitation à une séance (%(kind)s, %(when)s)") % facts
            text = (
                _(
                    "Séance : %(kind)s\nDate : %(when)s\nLieu : %(place)s\n\n"
                    "Ordre du jour et réponse, après connexion :\n%(link)s"
                )
                % facts
            )
        if meeting.video_link and method == REQUEST:
            text += "\n\n" + _("Participation par vidéo : %(video)s") % {
                "video": meeting.video_link
            }
        title = f"CII Valais – {meeting.kind}"
        return queue_mail(
            to=user.email,
            user=user,
            language=user.language,
            subject=subject,
            body=text
            + "\n\n"
            + _("Ce message est automatique et ne contient aucune donnée personnelle.")
            + "\n",
            calendar=calendar_of(meeting, method=method, to=user, title=title, text=text, at=at),
            calendar_method=method,
            key=f"meeting:{meeting.pk}:{user.pk}:{method}",
            at=at,
        )


@transaction.atomic
def answer_invitation(meeting: Meeting, *, answer: Answer, by: User, at: datetime) -> None:
    """Say whether one comes (S3); may be changed until the meeting is over.

    Raises Forbidden to who isn't invited.
    """
    meeting = lock(meeting)
    invitations = meeting.invitations.filter(user=by)
    if not invitations:
        raise Forbidden(_("Vous n’êtes pas invité·e à cette séance."))
    if meeting.state != MeetingState.CONVENED or meeting.ends_at <= at:
        raise Refusal(_("Cette séance n’attend plus de réponse."))
    if answer not in Answer.values:
        raise Refusal(_("Choisissez une réponse."), "answer")
    invitations.update(answer=answer, answered_at=at)
    mark_done(key=_key(meeting), at=at, user=by)
    record_act("meeting.answered", Scope.of(by, at), object_id=meeting.pk, answer=answer)


@transaction.atomic
def invite_instead(invitation: Invitation, *, user: User, by: User, at: datetime) -> None:
    """Another person of the dispositif comes to the meeting in place of who was invited (S3).

    Raises Forbidden to who doesn't organise it, Refusal once it is over.
    """
    meeting = lock(invitation.meeting)
    scope = require_organiser(meeting, by=by, at=at)
    if meeting.state != MeetingState.CONVENED or meeting.ends_at <= at:
        raise Refusal(_("Cette séance n’attend plus personne."))
    mark_done(key=_key(meeting), at=at, user=invitation.user)
    if meeting.invitations.filter(user=user, office=invitation.office).exists():
        invitation.delete()
    else:
        invitation.user, invitation.answer, invitation.answered_at = user, "", None
        invitation.invited_at, invitation.invited_by = at, by
        invitation.mail = _mail(meeting, user, REQUEST, at)
        invitation.save()
        _tell_invited(meeting, user, at=at)
    record_act("meeting.invited_instead", scope, object_id=meeting.pk, person=user.pk)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Call a meeting off: who was let into its cases is out again, and told so (S3)."""
    meeting = lock(meeting)
    scope = require_organiser(meeting, by=by, at=at)
    move = MEETING.check(meeting.state, "cancel")
    if Minutes.objects.filter(meeting=meeting).exists():
        raise Refusal(_("Cette séance a déjà un procès-verbal : elle ne s’annule plus."))
    lock_cases(meeting)
    was_convened = meeting.state == MeetingState.CONVENED
    meeting.state, meeting.cancelled_at, meeting.cancelled_by = move.target, at, by
    meeting.save()
    end_engagements(source_id=meeting.pk, by=by, at=at)
    mark_done(key=_key(meeting), at=at)
    if was_convened:
        _tell_cancelled(meeting, at)
    cases = [item.case for item in meeting.items.select_related("case")]
    record_act(move.event, scope, object_id=meeting.pk, cases=cases)
    return meeting


def _tell_cancelled(meeting: Meeting, at: datetime) -> None:
    invited = {row.user for row in meeting.invitations.select_related("user")}
    for user in invited | {meeting.chair}:
        _mail(meeting, user, CANCEL, at)
    for user in invited:
        notify(
            user,
            "meeting.cancelled",
            key=f"meeting:{meeting.pk}:cancelled",
            at=at,
            url=reverse("governance:meeting", args=[meeting.pk]),
            params={"meeting_on": clock.day_of(meeting.starts_at)},
        )
