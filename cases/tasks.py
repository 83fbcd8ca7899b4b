"""What the schedule runs."""

from cases.actions.aid_ladder import remind_aid
from cases.actions.destructions import queue_ordered, remind_of_due
from cases.actions.dispute_ladder import remind_late
from cases.actions.expiry import announce_expiries
from cases.actions.follow_ups import send_reminders
from cases.actions.request_ladder import climb
from cases.actions.result_questions import ask_results
from core import clock


def remind_follow_ups() -> int:
    """Send the reminders that are due; harmless when run twice."""
    return send_reminders(clock.now())


def remind_requests() -> int:
    """Tell the next rung of the requests that wait; harmless when run twice."""
    return climb(clock.now())


def remind_aid_requests() -> int:
    """Tell the next rung of the files that a CMS has still to send; harmless when run twice."""
    return remind_aid(clock.now())


def ask_for_results() -> int:
    """Ask whether the results of closed cases hold; harmless when run twice."""
    return ask_results(clock.now())


def remind_disputes() -> int:
    """Tell of the stages of disputes that are late; harmless when run twice."""
    return remind_late(clock.now())


def announce_ending_consents() -> int:
    """Tell of the consents that end soon; harmless when run twice."""
    return announce_expiries(clock.now())


def watch_retention() -> int:
    """Tell the bureau, once a month, whose term is over; queue what was ordered and held up."""
    at = clock.now()
    return remind_of_due(at) + queue_ordered(at)
