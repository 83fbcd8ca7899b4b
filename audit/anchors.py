"""Where the head of the chain is noted outside the database: one line of JSON each time (P4).

The file is only ever added to. Kept on another machine, or where nothing can be rewritten, it tells
what the database was made to forget: the end of the chain, or a chain made anew.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Anchor:
    """The head of the chain at a moment (ISO, UTC)."""

    position: int
    digest: str
    at: str


def read_anchors() -> list[Anchor]:
    """All anchors in the order of their writing; none where there is no file.

    A line torn by a power cut is passed over: the sealer writes it anew.
    """
    path = _file()
    if not path.exists():
        return []
    lines = path.read_text().splitlines()
    return [anchor for line in lines if (anchor := _parsed(line))]


def last_anchor() -> Anchor | None:
    """The newest anchor, without reading the whole file."""
    path = _file()
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 4096))
        lines = file.read().decode().splitlines()
    return next((anchor for line in reversed(lines) if (anchor := _parsed(line))), None)


def append_anchor(anchor: Anchor) -> None:
    """Add a line and wait until the disk has it. Raises OSError where the file can't be written."""
    line = f"{json.dumps(asdict(anchor))}\n".encode()
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)


def _file() -> Path:
    return Path(settings.AUDIT_ANCHOR_FILE)


def _parsed(line: str) -> Anchor | None:
    try:
        values = json.loads(line)
        return Anchor(int(values["position"]), str(values["digest"]), str(values["at"]))
    except (ValueError, KeyError, TypeError):
        return None
