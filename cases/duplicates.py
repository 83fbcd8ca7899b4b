"""The same person flagged twice inside one dispositif; across dispositifs nothing is compared
before a procuration (C5)."""

from datetime import date

from accounts.models import Office
from cases.models import Case
from cases.querysets import CaseQuerySet, Reader
from core.names import sort_key


def homonyms(
    reader: Reader, office: Office, *, last_name: str, first_name: str, birth_date: date
) -> CaseQuerySet:
    """The dispositif's own cases of that name and birth date whose person she knows."""
    return Case.objects.identified_to(reader).filter(
        home_office=office,
        client__sort_key=sort_key(f"{last_name} {first_name}"),
        client__birth_date=birth_date,
    )
