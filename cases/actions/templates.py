"""A new wording of the consent: prepared in both languages, in force from a day on (P1)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from accounts.permissions import require_keeper
from audit.choices import Kind
from audit.record import record
from cases.models import ProcurationTemplate
from cases.rules import check_template
from core import clock
from core.choices import Language


@transaction.atomic
def prepare_template(
    *, valid_from: date, text_fr: str, text_de: str, by: User, at: datetime
) -> ProcurationTemplate:
    """Add the next version; consents signed before keep theirs. Returns the French row.

    Raises Forbidden for who keeps no reference data, Refusal for a text without one of its blanks
    or with an unknown one, and for a day in the past.
    """
    require_keeper(by=by, at=at)
    check_template(text_fr, text_de, valid_from=valid_from, today=clock.day_of(at))
    last = ProcurationTemplate.objects.aggregate(last=Max("version"))["last"] or 0
    rows = [
        ProcurationTemplate.objects.create(
            version=last + 1, language=language, valid_from=valid_from, text=text
        )
        for language, text in ((Language.FR, text_fr), (Language.DE, text_de))
    ]
    record(
        "procuration_template.prepared",
        kind=Kind.ACT,
        by=by,
        at=at,
        version=last + 1,
        valid_from=valid_from,
    )
    return rows[0]
