"""What holds for one person at the gates of some cases, each read once."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, UUIDField

from accounts.scope import Scope
from cases.choices import AssignmentKind
from cases.models import Case, CaseGate
from cases.querysets import (
    as_coordinator,
    as_manager,
    as_officer,
    as_once_named,
    as_repondant,
    as_secretariat,
    engaged,
    holds,
    live,
    own,
    recipients,
    recused,
    sits,
    within_reach,
    wrote,
)

# What is asked of each gate, by the name under which it carries the answer.
CONDITIONS: dict[str, Callable[[Scope], Q]] = {
    "is_live": live,
    "is_own": own,
    "is_engaged": engaged,
    "as_repondant": as_repondant,
    "as_coordinator": as_coordinator,
    "as_officer": as_officer,
    "as_secretariat": as_secretariat,
    "as_member": sits,
    "as_manager": as_manager,
}
# The gates of some cases at the places where she acts, once for each kind as which she is named
# there. Written by hand, because every page and every act ask it: building it from querysets took
# longer than answering it. The few permissions are read once, not once for each gate.
GATES = """SELECT {columns}, hers.codename AS kind
FROM cases_casegate gate
LEFT JOIN (
    WITH names AS MATERIALIZED (
        SELECT content_object_id, office_id, codename FROM cases_caseuserobjectpermission named
        JOIN auth_permission kind ON kind.id = named.permission_id WHERE named.user_id = %s
    ) SELECT * FROM names
) hers ON hers.content_object_id = gate.case_id AND hers.office_id = gate.recipient_id
WHERE gate.case_id IN ({cases}) AND (gate.recipient_id IN ({places}) {bureau})
"""


def gates_of(cases: Iterable[UUID], scope: Scope) -> list[Any]:
    """The gates that may open to her, each with its recipient and with all that holds for her."""
    asked = {name: condition(scope) for name, condition in CONDITIONS.items()}
    gates = _within_reach(list(cases), scope)
    offices = scope.named_offices({gate.recipient_id for gate in gates})
    for gate in gates:
        gate.recipient = offices[gate.recipient_id]
        for name, condition in asked.items():
            setattr(gate, name, holds(condition, gate))
    kept = _kept([gate for gate in gates if _may_keep(gate, scope)], scope)
    for gate in gates:
        # Where she is named otherwise than as worker she reads at least what she writes herself.
        is_named = bool(set(gate.kinds) - {AssignmentKind.WORKER})
        gate.is_hers = is_named and (gate.is_live or gate.pk in kept)
        # She was named there before and keeps what she wrote.
        gate.is_former = not gate.kinds and gate.pk in kept
    _leave_out_recused([gate for gate in gates if gate.as_member], scope)
    return gates


def _may_keep(gate: Any, scope: Scope) -> bool:
    """Nothing but what she once wrote herself could open the gate to her."""
    if gate.kinds:
        return not gate.is_live
    return gate.recipient_id in scope.offices and not gate.as_repondant


def _kept(asked: list[Any], scope: Scope) -> set[Any]:
    """The gates at which she is or was named otherwise than as worker, and wrote something."""
    if not asked:
        return set()
    rows = CaseGate.objects.filter(pk__in=[gate.pk for gate in asked])
    return set(rows.filter(as_once_named(scope) & wrote(scope)).values_list("pk", flat=True))


def _leave_out_recused(gates: list[Any], scope: Scope) -> None:
    """A member of the Commission may be excluded by name; nobody else is asked."""
    if not gates:
        return
    shut = Case.objects.filter(pk__in={gate.case_id for gate in gates}).filter(recused(scope))
    out = set(shut.values_list("pk", flat=True))
    for gate in gates:
        gate.as_member = gate.case_id not in out


def _within_reach(cases: list[UUID], scope: Scope) -> list[Any]:
    """The gates of the places where she acts, each with the kinds as which she is named there."""
    if not cases or not scope.mandates:
        return []
    reach = within_reach(scope)
    found: dict[int, Any] = {}
    rows: Iterable[Any] = CaseGate.objects.raw(*_question(cases, scope))
    for row in rows:
        gate = found.setdefault(row.pk, row)
        if gate is row:
            gate.kinds = []
        # An assignment counts only while she has a mandate there.
        if row.kind and gate.recipient_id in scope.offices:
            gate.kinds.append(AssignmentKind(row.kind))
    gates = [gate for gate in found.values() if holds(reach, gate)]
    for gate in gates:
        gate.kinds.sort(key=list(AssignmentKind).index)
    return gates


def _question(cases: list[UUID], scope: Scope) -> tuple[str, list[Any]]:
    places, is_of_bureau = recipients(scope)
    columns = (f"gate.{field.column}" for field in CaseGate._meta.concrete_fields)
    question = GATES.format(
        columns=", ".join(columns),
        cases=", ".join(["%s"] * len(cases)),
        places=", ".join(["%s"] * len(places)) or "NULL",
        bureau="OR gate.post_id IS NOT NULL" if is_of_bureau else "",
    )
    keys = [scope.user.pk, *cases, *places]
    return question, [UUIDField().get_db_prep_value(key, connection) for key in keys]
