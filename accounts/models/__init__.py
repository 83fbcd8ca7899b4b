from accounts.models.calendars import CalendarKey
from accounts.models.mandates import Absence, Mandate, Release
from accounts.models.partners import (
    Body,
    Commune,
    CoordinationPost,
    Institution,
    Office,
    Partnership,
    Region,
)
from accounts.models.settings import Closure, Setting
from accounts.models.submissions import Submission
from accounts.models.users import User

__all__ = [
    "Absence",
    "Body",
    "CalendarKey",
    "Closure",
    "Commune",
    "CoordinationPost",
    "Institution",
    "Mandate",
    "Office",
    "Partnership",
    "Region",
    "Release",
    "Setting",
    "Submission",
    "User",
]
