"""Figures as the canton writes them, for pages and papers, in both languages alike."""

from decimal import Decimal

from django.utils.formats import number_format

NO_BREAK = "\u00a0"


def number(value: int | float | Decimal | None, places: int = 0) -> str:
    """A number as the canton writes it: 5’660."""
    if value is None:
        return ""
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def percent(value: float | Decimal | None, places: int = 1) -> str:
    """A ratio as a percentage: 0.023 becomes 2.3 %."""
    if value is None:
        return ""
    return f"{number(value * 100, places)}{NO_BREAK}%"


def chf(value: int | Decimal | None) -> str:
    """An amount in Swiss francs: Decimal in francs, int in centimes."""
    if value is None:
        return ""
    francs = Decimal(value) / 100 if isinstance(value, int) else value
    return f"CHF{NO_BREAK}{number(francs, 2)}"
