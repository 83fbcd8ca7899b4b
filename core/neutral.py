"""Values that may stand in a trace, an inbox entry or a job: codes, numbers and dates, no prose."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

CODE = re.compile(r"[A-Za-z0-9_.:/-]{0,64}")


def neutral(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values ready for JSON (domain P4, P9: nothing personal in traces and mails).

    Raises ValueError for free text: a name has a space or an accent sooner or later.
    """
    return {key: _neutral(value) for key, value in values.items()}


def _neutral(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_neutral(item) for item in value]
    if isinstance(value, str) and CODE.fullmatch(value):
        return str(value)
    raise ValueError(f"Not a neutral value: a {type(value).__name__} that is no code.")
