"""The mark of a database that holds the demo year and nothing else."""

from accounts.models import Setting, User
from cases.models import Client
from cii.demo.plot import Year
from core.context import acting

KEY = "demo"


def mark() -> Setting | None:
    """What the demo year left behind when it was loaded; None elsewhere."""
    return Setting.objects.filter(key=KEY).first()


def set_mark(year: Year) -> None:
    """Say that everything in this database is invented, and how to invent it again."""
    Setting.objects.create(
        key=KEY,
        value={"seed": year.seed, "today": f"{year.today}"},
        valid_from=year.today,
        note="Données inventées",
    )


def holds_real_data() -> bool:
    """Whether there are people or cases that the demo year didn't bring."""
    with acting("job:start"):
        return mark() is None and (User.objects.exists() or Client.objects.exists())
