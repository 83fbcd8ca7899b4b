"""A domain is weighed as barrier or resource (C9)."""

from datetime import datetime

from accounts.models import User
from cases.actions.notes import add_note
from cases.appraisals import CATEGORIES
from cases.choices import Domain, NoteKind, Weight
from cases.models import Case, CaseNote


def appraise(
    case: Case, *, domain: Domain, weight: Weight, text: str, by: User, at: datetime
) -> CaseNote:
    """State how much a domain hinders or helps; it replaces the former appraisal, which stays.

    The category follows from the domain. Raises as `add_note`.
    """
    return add_note(
        case,
        kind=NoteKind.APPRAISAL,
        category=CATEGORIES[domain],
        text=text,
        domain=domain,
        weight=weight,
        by=by,
        at=at,
    )
