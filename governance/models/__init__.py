from governance.models.advice import Advice, Guidance
from governance.models.agenda import AgendaItem, Correction, Decision, ItemInvitation, Paragraph
from governance.models.meeting import Attendance, Invitation, Meeting, MeetingKind
from governance.models.minutes import Excerpt, Minutes

__all__ = [
    "Advice",
    "AgendaItem",
    "Attendance",
    "Correction",
    "Decision",
    "Excerpt",
    "Guidance",
    "Invitation",
    "ItemInvitation",
    "Meeting",
    "MeetingKind",
    "Minutes",
    "Paragraph",
]
