"""What the schedule runs."""

from audit.actions.seals import seal_traces
from core import clock


def seal_new_traces() -> int:
    """Seal the traces of the last seconds; harmless when run twice."""
    return seal_traces(clock.now())
