"""What was done in the synthetic cases, as far as it says whether one of them is stuck."""

from audit.choices import Kind
from audit.models import Trace, TraceCase
from cases.models import Coordination
from core import clock
from tests.bench.rows import Sql, insert

# Beyond the traces that the product leaves while it is measured.
FIRST = 1_000_000_000
# One act of the beginning, and one of the last weeks; of twenty cases one has been silent since.
ACTS = {
    "case.flagged": ("flagged_at", "plan", 0),
    "note.added": ("{now} - interval '1 day' * (i % 60)", "plan WHERE i % 20 <> 3", 1),
}


def leave_traces() -> None:
    """The post that has each case, and the traces of two acts; one case in fifty was passed on."""
    coordinated = {"case_id": Sql("id"), "post_id": Sql("post"), "begun_by_id": Sql("worker")}
    announced = "plan WHERE is_announced"
    passed_on = f"{announced} AND i % 50 = 21"
    insert(
        Coordination,
        passed_on,
        **coordinated,
        begun_at=Sql("announced_at"),
        ended_at=Sql("triaged_at"),
        ended_by_id=Sql("worker"),
    )
    insert(Coordination, announced, **coordinated, begun_at=Sql("triaged_at"))
    now = f"TIMESTAMPTZ '{clock.now().isoformat()}'"
    for event, (moment, source, number) in ACTS.items():
        trace = Sql(f"{FIRST} + 2 * i + {number}")
        insert(
            Trace,
            source,
            id=trace,
            at=Sql(moment.format(now=now)),
            actor_id=Sql("worker"),
            event=event,
            kind=Kind.ACT,
            details={},
        )
        insert(TraceCase, source, trace_id=trace, case_id=Sql("id"))
