"""The one place where cases are compared across dispositifs (C5)."""

from collections import defaultdict
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from cases.choices import FingerprintKind
from cases.models import Case, Fingerprint


def same_person(case: Case) -> dict[UUID, FingerprintKind]:
    """The other cases with a fingerprint of this one, and by which kind they agree.

    The AVS number decides where both have one: of two that share name and birth date but not the
    number nothing is said.
    """
    mine = list(Fingerprint.objects.filter(case=case))
    if not mine:
        return {}
    others = Fingerprint.objects.exclude(case=case)
    found: dict[UUID, set[str]] = defaultdict(set)
    for row in others.filter(reduce(or_, (_like(print_) for print_ in mine))):
        found[row.case_id].add(row.kind)
    versions = [row.key_version for row in mine if row.kind == FingerprintKind.AVS]
    numbered = set(
        others.filter(
            case__in=found, kind=FingerprintKind.AVS, key_version__in=versions
        ).values_list("case", flat=True)
    )
    return {
        case_id: FingerprintKind.AVS if FingerprintKind.AVS in kinds else FingerprintKind.NAME
        for case_id, kinds in found.items()
        if FingerprintKind.AVS in kinds or case_id not in numbered
    }


def _like(row: Fingerprint) -> Q:
    return Q(kind=row.kind, key_version=row.key_version, digest=row.digest)
