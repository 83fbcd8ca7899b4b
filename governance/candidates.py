"""Who may be invited, made responsible, named or chair: the choices of forms and of actions."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.choices import OfficeKind, Role
from accounts.models import CoordinationPost, Mandate, Office, User
from cases.coverage import covered_offices
from cases.models import Case

# Recipients that take part by other acts than an invitation.
NOT_INVITED = {OfficeKind.BUREAU, OfficeKind.COMMISSION}


def invitable(case: Case, day: date) -> list[Office]:
    """The dispositifs, besides the home office, that a procuration covers on a day (S2)."""
    covered = covered_offices(case, day)
    return sorted(
        (
            office
            for office in covered
            if office.kind not in NOT_INVITED and office != case.home_office
        ),
        key=str,
    )


def responsibles(case: Case, day: date) -> dict[Office, int]:
    """Who may be given something to do in a case, with the categories each reads; 0 for none.

    Covered dispositifs, the bureau and the home office.
    """
    covered = {
        office: mask
        for office, mask in covered_offices(case, day).items()
        if office.kind != OfficeKind.COMMISSION
    }
    bureau = Office.objects.filter(kind=OfficeKind.BUREAU)
    return dict.fromkeys([case.home_office, *bureau], 0) | covered


def chairs(posts: QuerySet[CoordinationPost], day: date) -> QuerySet[User]:
    """Who may chair the meetings of these posts: their coordination and the cantonal officer."""
    holders = Mandate.objects.live(day).filter(
        Q(role=Role.COORDINATOR, post__in=posts) | Q(role=Role.CANTONAL_OFFICER)
    )
    return User.objects.filter(pk__in=holders.values("user"), is_active=True)
