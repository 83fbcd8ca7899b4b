"""State machines of meetings, minutes and advice. Letters as in the access policy."""

from core.workflow import Move, Workflow
from governance.choices import (
    AdviceState,
    GuidanceState,
    ItemState,
    MeetingState,
    MinutesState,
)

MEETING = Workflow(
    "meeting",
    MeetingState,
    MeetingState.PLANNED,
    (
        Move(
            "convene", (MeetingState.PLANNED,), MeetingState.CONVENED, "C O S", "meeting.convened"
        ),
        Move("close", (MeetingState.CONVENED,), MeetingState.CLOSED, "chair", "meeting.closed"),
        Move(
            "cancel",
            (MeetingState.PLANNED, MeetingState.CONVENED),
            MeetingState.CANCELLED,
            "C O S",
            "meeting.cancelled",
        ),
    ),
)

ITEM = Workflow(
    "agenda_item",
    ItemState,
    ItemState.OPEN,
    (
        Move("decide", (ItemState.OPEN,), ItemState.DECIDED, "C O S", "item.decided"),
        Move("postpone", (ItemState.OPEN,), ItemState.POSTPONED, "C O S", "item.postponed"),
        Move("withdraw", (ItemState.OPEN,), ItemState.WITHDRAWN, "C O", "item.withdrawn"),
        Move(
            "reopen",
            (ItemState.DECIDED, ItemState.POSTPONED),
            ItemState.OPEN,
            "C O S",
            "item.reopened",
        ),
    ),
)

MINUTES = Workflow(
    "minutes",
    MinutesState,
    MinutesState.DRAFT,
    (
        Move(
            "circulate",
            (MinutesState.DRAFT,),
            MinutesState.CIRCULATED,
            "C O S",
            "minutes.circulated",
        ),
        Move(
            "adopt",
            (MinutesState.DRAFT, MinutesState.CIRCULATED),
            MinutesState.ADOPTED,
            "chair",
            "minutes.adopted",
        ),
    ),
)

ADVICE = Workflow(
    "advice",
    AdviceState,
    AdviceState.OPEN,
    (Move("answer", (AdviceState.OPEN,), AdviceState.ANSWERED, "H C O", "advice.answered"),),
)

GUIDANCE = Workflow(
    "guidance",
    GuidanceState,
    GuidanceState.DRAFT,
    (
        Move(
            "release",
            (GuidanceState.DRAFT,),
            GuidanceState.RELEASED,
            "C O, not who drafted it",
            "guidance.released",
        ),
        Move(
            "withdraw",
            (GuidanceState.DRAFT, GuidanceState.RELEASED),
            GuidanceState.WITHDRAWN,
            "C O",
            "guidance.withdrawn",
        ),
    ),
)
