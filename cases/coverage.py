"""Whom a live procuration covers: the condition for inviting, engaging and assigning (C2, S2)."""

from datetime import date

from accounts.models import Office
from cases.models import Case, Grant


def covered_offices(case: Case, day: date) -> dict[Office, int]:
    """The recipients of the procuration in force on a day, each with its set of categories."""
    grants = (
        Grant.objects.standing()
        .filter(
            procuration__case=case,
            procuration__valid_from__lte=day,
            procuration__valid_until__gte=day,
        )
        .select_related("recipient")
    )
    covered: dict[Office, int] = {}
    for grant in grants:
        covered[grant.recipient] = covered.get(grant.recipient, 0) | grant.category
    return covered
