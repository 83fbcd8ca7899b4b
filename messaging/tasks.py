"""What the schedule runs."""

from messaging.sweeper import sweep


def run_due_jobs() -> int:
    """Run what is due in the outbox; a bounded number, so that the schedule goes on."""
    return sweep(limit=500)
