"""What a consent says and what of it still stands."""

from collections.abc import Mapping
from datetime import date

from accounts.models import Office
from cases.models import Case, Grant, ProcurationTemplate
from cases.wording import render_procuration
from core.choices import Category

Recipients = Mapping[Office, set[Category]]


def standing_grants(case: Case) -> dict[Office, set[Category]]:
    """What the standing procuration of a case grants, in force today or not yet."""
    granted: dict[Office, set[Category]] = {}
    rows = Grant.objects.standing().filter(procuration__case=case).select_related("recipient")
    for grant in rows.order_by("recipient__name_fr"):
        granted.setdefault(grant.recipient, set()).add(Category(grant.category))
    return granted


def procuration_text(
    case: Case,
    *,
    purpose: str,
    recipients: Recipients,
    language: str,
    valid_from: date,
    valid_until: date,
    day: date,
) -> tuple[ProcurationTemplate, str, str]:
    """The template in force, the text that the person reads and signs, and its SHA-256 (P1)."""
    template = ProcurationTemplate.objects.filter(language=language, valid_from__lte=day).latest(
        "version"
    )
    client = case.client
    text, sha256 = render_procuration(
        template.text,
        language,
        person=f"{client.first_name} {client.last_name}",
        birth_date=client.birth_date,
        purpose=purpose,
        recipients=[(office, sorted(kinds)) for office, kinds in recipients.items() if kinds],
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return template, text, sha256
