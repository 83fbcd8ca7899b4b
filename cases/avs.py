"""The AVS number: thirteen digits of the EAN-13 kind that begin with 756 (P8)."""

import re

DIGITS = re.compile(r"756\d{10}", re.ASCII)
SEPARATORS = re.compile(r"[\s.\-]")


def plain_avs(typed: str) -> str:
    """The digits alone. Raises ValueError for what is no AVS number, without quoting it."""
    digits = SEPARATORS.sub("", typed)
    if not DIGITS.fullmatch(digits) or _check_digit(digits[:12]) != int(digits[12]):
        raise ValueError("Not an AVS number.")
    return digits


def _check_digit(digits: str) -> int:
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return -weighted % 10


def masked_avs(number: str) -> str:
    """What a page shows of it: country and the last two digits."""
    return f"756.XXXX.XXXX.{number[-2:]}"


def written_avs(number: str) -> str:
    """The number as it is written on the card."""
    return f"{number[:3]}.{number[3:7]}.{number[7:11]}.{number[11:]}"
