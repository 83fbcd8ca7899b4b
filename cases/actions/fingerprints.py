"""Fingerprints: made with the procuration, kept up to date, made anew under a new key (C5)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cases import fingerprint
from cases.choices import FingerprintKind
from cases.models import AvsNumber, Case, Client, Fingerprint
from messaging.actions.jobs import queue_job

COMPARE = "match.compare"
REFINGERPRINT = "match.refingerprint"


def compare_later(case: Case, *, at: datetime) -> None:
    """Make the fingerprints of a case and queue the comparison, in the caller's transaction.

    What the caller does and how long it takes is the same whether or not somebody matches.
    """
    make_fingerprints(case)
    queue_job(COMPARE, case.pk, key=f"{COMPARE}:{case.pk}:{at:%Y%m%d%H%M%S%f}", due_at=at)


def compare_corrected(case: Case, *, at: datetime) -> None:
    """After a correction of the person's data; before a procuration nothing is compared."""
    if Fingerprint.objects.filter(case=case).exists():
        compare_later(case, at=at)


def make_fingerprints(case: Case) -> None:
    """Write the fingerprints of the person as she is known now, under every key in use."""
    wanted = {
        (kind, version): fingerprint.digest(secret, kind, message)
        for kind, message in _messages(case.client).items()
        for version, secret in fingerprint.keys().items()
    }
    rows = {(row.kind, row.key_version): row for row in Fingerprint.objects.filter(case=case)}
    for gone in rows.keys() - wanted.keys():
        rows[gone].delete()
    for (kind, version), digest in wanted.items():
        Fingerprint.objects.update_or_create(
            case=case, kind=kind, key_version=version, defaults={"digest": digest}
        )


def _messages(client: Client) -> dict[FingerprintKind, str]:
    """What is hashed of a person, by kind."""
    named = fingerprint.name_message(client.last_name, client.first_name, client.birth_date)
    messages = {FingerprintKind.NAME: named}
    kept = AvsNumber.objects.filter(client=client).first()
    if kept and client.office.avs_basis:
        messages[FingerprintKind.AVS] = kept.number
    return messages


@transaction.atomic
def rotate_key(*, at: datetime) -> tuple[int, int]:
    """Queue what the keys in use still lack and remove what was made by keys no longer listed.

    Returns how many cases wait for their new fingerprints and how many rows were removed.
    """
    versions = list(fingerprint.keys())
    made = Fingerprint.objects.filter(key_version=versions[0]).values("case")
    waiting = Fingerprint.objects.exclude(case__in=made).values_list("case", flat=True).distinct()
    cases = list(waiting.order_by("case"))
    for case_id in cases:
        key = f"{REFINGERPRINT}:{versions[0]}:{case_id}"
        queue_job(REFINGERPRINT, case_id, key=key, due_at=at)
    # A case that waits keeps its old rows until the new ones are there.
    retired = Fingerprint.objects.exclude(key_version__in=versions).exclude(case__in=cases)
    removed, _by_model = retired.delete()
    return len(cases), removed


def refingerprint(case_id: UUID, at: datetime) -> None:
    """Job: the fingerprints of one case under the keys in use."""
    case = Case.objects.select_for_update().select_related("client").filter(pk=case_id).first()
    if case is None:
        return
    make_fingerprints(case)
