"""What a consent says, what of it still stands, and who may know that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Office
from cases.choices import ReceiptKind
from cases.models import Case, Grant, Procuration, ProcurationTemplate, Receipt
from cases.permissions import may
from cases.reading import CaseAccess
from cases.retention import months_kept
from cases.wording import render_procuration
from core.choices import Category

Recipients = Mapping[Office, set[Category]]
Grants = Mapping[Office, Iterable[Category]]


def standing(case: Case) -> Procuration | None:
    """The consent that was neither withdrawn nor replaced, whatever its dates."""
    return Procuration.objects.standing().filter(case=case).first()


def standing_grants(case: Case) -> dict[Office, set[Category]]:
    """What the standing procuration of a case grants, in force today or not yet."""
    rows = Grant.objects.standing().filter(procuration__case=case).select_related("recipient")
    return _sets(rows.order_by("recipient__name_fr", "pk"))


def keeps_consent(access: CaseAccess) -> bool:
    """Whether she keeps the consent, and so knows all of it: who may renew it and reads the case.

    Anybody else knows what it gives to the recipients she acts for.
    """
    is_home = access.case.home_office_id in access.own_offices
    return may("procuration.record", access) and (bool(access.mask) or is_home)


def known_grants(access: CaseAccess) -> dict[Office, set[Category]]:
    """What stands of the consent, as far as the reader may know it."""
    granted = standing_grants(access.case)
    if keeps_consent(access):
        return granted
    hers = {ground.recipient for ground in access.grounds if ground.mask}
    return {office: categories for office, categories in granted.items() if office in hers}


def grants_in_force(access: CaseAccess, day: date) -> dict[Office, set[Category]]:
    """The same, without what has expired: what a change of the consent takes from people."""
    procuration = standing(access.case)
    is_over = procuration is None or procuration.valid_until < day
    return {} if is_over else known_grants(access)


@dataclass(frozen=True)
class Line:
    """What a change of the consent means for one recipient."""

    office: Office
    gained: list[Category]
    lost: list[Category]
    kept: list[Category]


def compare(before: Grants, after: Grants) -> list[Line]:
    """For each recipient of either consent what it gains, loses and keeps."""
    offices = {office for grants in (before, after) for office in grants if list(grants[office])}
    lines = []
    for office in sorted(offices, key=str):
        had, has = (Category.mask(grants.get(office, ())) for grants in (before, after))
        parts = (Category.of(mask) for mask in (has & ~had, had & ~has, had & has))
        lines.append(Line(office, *parts))
    return lines


def told_by(receipt: Receipt) -> list[Line]:
    """What the person allowed or took back by one change of her consent."""
    granted = receipt.procuration.grants.select_related("recipient")
    if receipt.kind == ReceiptKind.RECORDED:
        return compare({}, _sets(granted))
    if receipt.kind == ReceiptKind.RENEWED and receipt.former:
        former = receipt.former.grants.filter(withdrawn_at=None).select_related("recipient")
        return compare(_sets(former), _sets(granted))
    if receipt.kind == ReceiptKind.WITHDRAWN:
        return compare(_sets(granted.filter(withdrawn_at=None)), {})
    ended = set(receipt.grants.values_list("pk", flat=True))
    still = Q(withdrawn_at=None) | Q(withdrawn_at__gt=receipt.issued_at)
    before = granted.filter(still | Q(taken_back=receipt))
    return compare(_sets(before), _sets(grant for grant in before if grant.pk not in ended))


def _sets(grants: Iterable[Grant]) -> dict[Office, set[Category]]:
    sets: dict[Office, set[Category]] = {}
    for grant in grants:
        sets.setdefault(grant.recipient, set()).add(Category(grant.category))
    return sets


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
    template = (
        ProcurationTemplate.objects.filter(language=language, valid_from__lte=day)
        .order_by("-valid_from", "-version")
        .first()
    )
    if template is None:
        raise ProcurationTemplate.DoesNotExist(f"No procuration template in force on {day}")
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
        kept=months_kept(day),
    )
    return template, text, sha256
