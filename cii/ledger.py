"""The ledger of destructions: a file outside the database that a backup doesn't bring back (QR5).

One line a destruction: position, case as an opaque UUID, digest of its certificate's facts, moment,
and a digest that chains it to the line before. Put the file where a restored backup does not
overwrite it (README, backup). A last line without its end is one whose writer died before its
transaction counted: it is no line.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

START = "0" * 64


class LedgerBroken(Exception):
    """A line was edited, removed, added or moved; carries the position of the first bad one."""


@dataclass(frozen=True)
class Line:
    """One destruction."""

    position: int
    case_id: UUID
    facts_sha256: str
    at: datetime
    digest: str

    def written(self) -> bytes:
        values = {
            "position": self.position,
            "case": str(self.case_id),
            "facts": self.facts_sha256,
            "at": self.at.isoformat(),
            "digest": self.digest,
        }
        return json.dumps(values).encode() + b"\n"


def append(case_id: UUID, facts_sha256: str, at: datetime) -> Line:
    """Add a destruction and force it to the disk; the line that stands already is given back.

    Call it last in the transaction that destroys: a commit that fails leaves a line which the next
    attempt finds. Raises LedgerBroken, OSError.
    """
    settings.DESTRUCTION_LEDGER.parent.mkdir(parents=True, exist_ok=True)
    with _opened() as file:
        lines = list(_lines(file))
        standing = next((line for line in lines if line.case_id == case_id), None)
        if standing:
            return standing
        line = _next(lines, case_id, facts_sha256, at)
        file.seek(sum(len(known.written()) for known in lines))
        file.truncate()
        file.write(line.written())
        file.flush()
        os.fsync(file.fileno())
    return line


def read() -> list[Line]:
    """Every line, in order; none where there is no file. Raises LedgerBroken."""
    if not settings.DESTRUCTION_LEDGER.exists():
        return []
    with settings.DESTRUCTION_LEDGER.open("rb") as file:
        return list(_lines(file))


@contextmanager
def _opened() -> Iterator[BinaryIO]:
    """The file, locked against other workers."""
    descriptor = os.open(settings.DESTRUCTION_LEDGER, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _next(lines: list[Line], case_id: UUID, facts_sha256: str, at: datetime) -> Line:
    previous = lines[-1].digest if lines else START
    position = len(lines) + 1
    digest = _digest(previous, position, case_id, facts_sha256, at)
    return Line(position, case_id, facts_sha256, at, digest)


def _lines(file: BinaryIO) -> Iterator[Line]:
    previous = START
    for position, row in enumerate(file, 1):
        if not row.endswith(b"\n"):
            return
        line = _parsed(row, position)
        known = line.position, line.case_id, line.facts_sha256, line.at
        if line.position != position or line.digest != _digest(previous, *known):
            raise LedgerBroken(position)
        yield line
        previous = line.digest


def _parsed(row: bytes, position: int) -> Line:
    try:
        values = json.loads(row)
        line = Line(
            values["position"],
            UUID(values["case"]),
            values["facts"],
            datetime.fromisoformat(values["at"]),
            values["digest"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerBroken(position) from error
    if line.written() != row:
        raise LedgerBroken(position)
    return line


def _digest(previous: str, position: int, case_id: UUID, facts_sha256: str, at: datetime) -> str:
    text = " ".join([previous, str(position), str(case_id), facts_sha256, at.isoformat()])
    return hashlib.sha256(text.encode()).hexdigest()
