from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from core.choices import Category
from core.names import sort_key
from core.neutral import neutral


def test_names_sort_without_case_and_accents():
    names = ["Zuber", "élodie", "Écoffey", "Eco", "de Werra", "Ähnlich"]
    assert sorted(names, key=sort_key) == [
        "Ähnlich",
        "de Werra",
        "Eco",
        "Écoffey",
        "élodie",
        "Zuber",
    ]


def test_sort_key_ignores_spare_spaces():
    assert sort_key("  Fux   Imboden ") == "fux imboden"


def test_neutral_values_become_json():
    assert neutral(
        {
            "number": "VS-2026-00042",
            "due_on": date(2026, 1, 2),
            "at": datetime(2026, 1, 2, tzinfo=UTC),
            "id": UUID(int=1),
            "count": 3,
            "none": None,
            "live": True,
            "path": ["cases:detail", 1],
        }
    ) == {
        "number": "VS-2026-00042",
        "due_on": "2026-01-02",
        "at": "2026-01-02T00:00:00+00:00",
        "id": "00000000-0000-0000-0000-000000000001",
        "count": 3,
        "none": None,
        "live": True,
        "path": ["cases:detail", 1],
    }


@pytest.mark.parametrize("value", ["Jean Dupont", "Favre, à Sion", "é", {"a": 1}, 1.5, "x" * 65])
def test_prose_is_not_neutral(value):
    with pytest.raises(ValueError, match="neutral"):
        neutral({"detail": value})


def test_refused_value_is_not_repeated_in_the_error():
    with pytest.raises(ValueError) as caught:
        neutral({"detail": "Jean Dupont"})
    assert "Dupont" not in str(caught.value)


def test_categories_are_bits_of_one_integer():
    mask = Category.mask([Category.WORK, Category.HEALTH])
    assert mask == 18
    assert Category.of(mask) == [Category.WORK, Category.HEALTH]
