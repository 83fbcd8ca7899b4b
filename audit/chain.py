"""The chain of seals: what a digest is made of, and whether every link still holds (P4, QN10).

A digest is SHA-256 over the digest before and the canonical form of a trace with its cases.
Whoever changes a row has to change every digest after it, and those were anchored elsewhere.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection

from audit.anchors import Anchor, read_anchors
from audit.models import Trace, TraceCase, TraceSeal

START = "0" * 64
CHUNK = 2000
# Longer than any transaction lasts: who commits later than this was put in afterwards.
PATIENCE = timedelta(minutes=10)

TRACE = ("id", "at", "actor", "job", "event", "kind", "object_id", "details")
CASE = ("trace", "id", "case_id", "role", "mandate_id", "procuration_id")
Link = tuple[int, int, str, datetime]


def digest_of(previous: str, form: str) -> str:
    """The digest of a link, from the digest before it and the canonical form of its trace."""
    return sha256(f"{previous}{form}".encode()).hexdigest()


def canonical_forms(trace_ids: Iterable[int]) -> dict[int, str]:
    """The canonical form of each of these traces, its cases included; the same on any database."""
    wanted = list(trace_ids)
    cases = defaultdict(list)
    for trace_id, *case in (
        TraceCase.objects.filter(trace__in=wanted).order_by("id").values_list(*CASE)
    ):
        cases[trace_id].append(case)
    rows = Trace.objects.filter(pk__in=wanted).order_by().values_list(*TRACE)
    return {row[0]: _as_text([*row, cases[row[0]]]) for row in rows}


def _as_text(values: list[Any]) -> str:
    return json.dumps(values, default=_plain, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def patience() -> timedelta:
    """How long a trace may stay uncommitted while others with a higher id are sealed.

    SQLite hands out ids under the lock of the one writer: there nobody commits late.
    """
    return timedelta(0) if connection.vendor == "sqlite" else PATIENCE


# --- verification -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Report:
    """What a verification found; `fault` names the first bad row and is blank for a sound chain."""

    sealed: int
    fault: str
    unsealed: int
    waiting_since: datetime | None
    last_anchor: Anchor | None


def verify() -> Report:
    """Walk the whole chain, compare it with its anchors, and look for traces put in afterwards."""
    # Read first: what is sealed meanwhile only makes the chain longer than its anchors.
    anchors = read_anchors()
    walk = _Walk({anchor.position: anchor for anchor in anchors}, _Order(patience()))
    fault = next(walk.faults(), "")
    unsealed = Trace.objects.unsealed()
    return Report(
        sealed=TraceSeal.objects.count(),
        fault=fault,
        unsealed=unsealed.count(),
        waiting_since=unsealed.order_by("at").values_list("at", flat=True).first(),
        last_anchor=anchors[-1] if anchors else None,
    )


@dataclass
class _Order:
    """Tells a trace that was committed late from one put in afterwards.

    Ids are handed out in order, and every sealing takes all that is committed. A trace that is
    still missing in a sealing a good while after a higher id was sealed, did not exist then.
    """

    patience: timedelta
    highest: list[int] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    open_at: datetime | None = None
    open_highest: int = 0

    def is_too_late(self, trace_id: int) -> bool:
        place = bisect_right(self.highest, trace_id)
        if place == len(self.highest):
            return False
        return self.moments[-1] >= self.moments[place] + self.patience

    def add(self, trace_id: int, sealed_at: datetime) -> None:
        if sealed_at != self.open_at:
            self.close()
            self.open_at = sealed_at
        self.open_highest = max(self.open_highest, trace_id)

    def close(self) -> None:
        """Count the sealing that was being read."""
        if self.open_at is not None:
            self.highest.append(self.open_highest)
            self.moments.append(self.open_at)
            self.open_at = None


@dataclass
class _Walk:
    """One walk along the chain, from its start to its head."""

    anchors: dict[int, Anchor]
    order: _Order
    position: int = 0
    digest: str = START

    def faults(self) -> Iterator[str]:
        """Each fault in the order of the chain; what follows the first one is only its echo."""
        for links in _chunks():
            forms = canonical_forms(trace_id for _position, trace_id, *_rest in links)
            for link in links:
                yield from self._faults_of(link, forms.get(link[1]))
        yield from self._faults_of_head()
        for trace_id in Trace.objects.unsealed().values_list("pk", flat=True).iterator():
            if self.order.is_too_late(trace_id):
                yield f"trace {trace_id} was put in after its neighbours had been sealed"

    def _faults_of(self, link: Link, form: str | None) -> Iterator[str]:
        position, trace_id, digest, sealed_at = link
        row = f"trace {trace_id} (seal {position})"
        if position != self.position + 1:
            yield f"seal {self.position + 1} is missing"
        if form is None:
            yield f"{row} is missing"
        elif digest != digest_of(self.digest, form):
            yield f"{row} is not what was sealed"
        anchor = self.anchors.get(position)
        if anchor and anchor.digest != digest:
            yield f"{row} is not what was anchored on {anchor.at}"
        if self.order.is_too_late(trace_id):
            yield f"{row} was put in after its neighbours had been sealed"
        self.position, self.digest = position, digest
        self.order.add(trace_id, sealed_at)

    def _faults_of_head(self) -> Iterator[str]:
        self.order.close()
        anchored = max(self.anchors, default=0)
        if anchored > self.position:
            yield f"seal {self.position + 1} is missing: the chain was anchored up to {anchored}"
        if self.position and not anchored:
            yield "seal 1 is anchored nowhere: nothing tells whether the end of the chain is whole"


def _chunks() -> Iterator[list[Link]]:
    """The seals in the order of the chain."""
    last = None
    while True:
        seals = TraceSeal.objects.order_by("position")
        if last is not None:
            seals = seals.filter(position__gt=last)
        links = list(seals.values_list("position", "trace", "digest", "sealed_at")[:CHUNK])
        if not links:
            return
        yield links
        last = links[-1][0]
