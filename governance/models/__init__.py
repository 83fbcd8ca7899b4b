from governance.models.agenda import AgendaItem, Correction, Decision, ItemInvitation, Paragraph
from governance.models.meeting import Attendance, Invitation, Meeting, MeetingKind
from governance.models.minutes import Excerpt, Minutes

__all__ = [
    "AgendaItem",
    "Attendance",
    "Correction",
    "Decision",
    "Excerpt",
    "Invitation",
    "ItemInvitation",
    "Meeting",
    "MeetingKind",
    "Minutes",
    "Paragraph",
]
