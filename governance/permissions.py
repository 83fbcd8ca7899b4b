"""May she? Meetings are organised by C, O and S, minutes adopted by the chair (access-policy)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import CoordinationPost, User
from accounts.scope import Scope
from core.refusal import Forbidden
from governance.models import Advice, Meeting
from governance.querysets import coordinates, is_central, seats


def may_plan(scope: Scope) -> bool:
    """She holds a coordination post, or belongs to the central staff of the bureau."""
    return is_central(scope) or bool(scope.posts)


def may_coordinate(scope: Scope) -> bool:
    """C of some post or O, today."""
    return coordinates(scope)


def organises_for(scope: Scope, post: CoordinationPost) -> bool:
    """She convenes the meetings of this post."""
    return is_central(scope) or post.pk in scope.posts


def may_chair(scope: Scope, post: CoordinationPost) -> bool:
    """C of this post or O, today."""
    return scope.holds(Role.CANTONAL_OFFICER) or post.pk in scope.posts


def may_organise(scope: Scope, meeting: Meeting) -> bool:
    """She convenes the meetings of its post, or chairs it under a live mandate there."""
    if organises_for(scope, meeting.post):
        return True
    return meeting.chair_id == scope.user.pk and meeting.post_id in seats(scope)


def may_adopt(scope: Scope, meeting: Meeting) -> bool:
    """She chairs this meeting."""
    return meeting.chair_id == scope.user.pk and may_chair(scope, meeting.post)


def require_coordination(scope: Scope) -> None:
    """Raises Forbidden unless she holds a coordination post, or is the cantonal officer."""
    if not may_coordinate(scope):
        raise Forbidden(_("Cette page est tenue par les postes de coordination."))


def require_planner(post: CoordinationPost, *, by: User, at: datetime) -> Scope:
    """Raises Forbidden unless she convenes the meetings of this post."""
    scope = Scope.of(by, at)
    if not organises_for(scope, post):
        raise Forbidden(
            _("Seuls le poste « %(post)s », le chargé cantonal et le secrétariat y convoquent.")
            % {"post": post}
        )
    return scope


def require_organiser(meeting: Meeting, *, by: User, at: datetime) -> Scope:
    """Raises Forbidden unless she organises this meeting."""
    scope = Scope.of(by, at)
    if not may_organise(scope, meeting):
        raise Forbidden(
            _(
                "Cet acte revient à qui organise la séance : coordination, chargé cantonal ou "
                "secrétariat."
            )
        )
    return scope


def require_chair(meeting: Meeting, *, by: User, at: datetime) -> Scope:
    """Raises Forbidden unless she chairs this meeting."""
    scope = Scope.of(by, at)
    if not may_adopt(scope, meeting):
        raise Forbidden(
            _("Le procès-verbal est adopté par la présidence de la séance : %(chair)s.")
            % {"chair": meeting.chair}
        )
    return scope


def may_answer(scope: Scope, advice: Advice) -> bool:
    """The question is addressed to an office that she holds, and is not her own."""
    if advice.asked_by_id == scope.user.pk:
        return False
    return Advice.objects.addressed_to(scope).filter(pk=advice.pk).exists()


def require_answerer(advice: Advice, *, by: User, at: datetime) -> Scope:
    """Raises Forbidden unless the question is addressed to her."""
    scope = Scope.of(by, at)
    if not may_answer(scope, advice):
        raise Forbidden(
            _("La réponse revient à la personne à qui la question est posée : %(whom)s.")
            % {"whom": advice.whom}
        )
    return scope


def require_guidance_keeper(*, by: User, at: datetime) -> Scope:
    """Raises Forbidden unless she is C of some post or O."""
    scope = Scope.of(by, at)
    if not may_coordinate(scope):
        raise Forbidden(
            _("Un repère est publié, remplacé ou retiré par la coordination ou le chargé cantonal.")
        )
    return scope
