from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import models
from django.db.models import Q

from accounts.models import User
from cii.management.commands.workflow_diagrams import workflows
from tests.architecture.tree import is_history, own_models

STATEFUL = [
    model
    for model in own_models()
    if not is_history(model) and any(field.name == "state" for field in model._meta.fields)
]

# Fields whose moment is another one of the same row, with the reason.
TOLD_ELSEWHERE = {
    "documents.Document.uploaded_by": "an upload is stored when it arrives: created_at",
}


def lookups(condition: Q) -> Iterator[str]:
    """Every lookup that a condition names, however deep."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from lookups(child)
        else:
            yield child[0]


def conditions(model: type[models.Model]) -> list[set[str]]:
    return [
        {lookup.split("__")[0] for lookup in lookups(constraint.condition)}
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q)
    ]


def fields(model: type[models.Model]) -> dict[str, models.Field]:
    return {field.name: field for field in model._meta.fields}


@pytest.mark.parametrize("model", STATEFUL, ids=lambda model: model._meta.label)
def test_the_database_ties_each_state_to_its_moment_and_its_author(model):
    state = fields(model)["state"]
    for value, _label in state.choices:
        if value != state.default:
            tied = {"state", f"{value}_at", f"{value}_by"}
            assert tied <= set(fields(model)), f"{value}: a field is missing"
            assert any(tied <= named for named in conditions(model)), f"{value}: no constraint"


@pytest.mark.parametrize("model", STATEFUL, ids=lambda model: model._meta.label)
def test_each_state_field_follows_a_table_of_moves(model):
    state = fields(model)["state"]
    tables = [
        table
        for app, table in workflows()
        if app == model._meta.app_label and list(table.states.choices) == list(state.choices)
    ]
    assert [table.initial for table in tables] == [state.default]


# Where a machine ends for good; any other state without a way out would be a dead end.
ENDS = {
    "meeting": {"closed", "cancelled"},
    "agenda_item": {"withdrawn"},
    "minutes": {"adopted"},
    "advice": {"answered"},
    "guidance": {"withdrawn"},
    "case": {"dropped"},
    "request": {"withdrawn", "completed"},
    "dispute": {"settled"},
    "plan": {"replaced"},
    "measure": {"completed", "broken_off"},
    "match": {"dismissed"},
    "merge": {"declined", "undone"},
    "destruction": {"executed"},
    "access_request": {"handed_over", "ended"},
    "aid_request": {"decided", "withdrawn"},
}


def reached(start: str, onward: dict[str, set[str]]) -> set[str]:
    """The states to which any number of moves lead, its own included."""
    found, ahead = {start}, [start]
    while ahead:
        new = onward[ahead.pop()] - found
        found |= new
        ahead += new
    return found


@pytest.mark.parametrize("table", [table for _app, table in workflows()], ids=lambda t: t.name)
def test_every_state_is_reached_and_leads_to_an_end(table):
    onward = {state: {m.target for m in table.possible(state)} for state in table.states.values}
    ends = {state for state, targets in onward.items() if not targets}
    assert ends == ENDS[table.name]
    assert reached(table.initial, onward) == set(onward)
    assert [state for state in onward if not reached(state, onward) & ends] == []


def test_who_did_it_stands_beside_when():
    wrong = []
    for model in own_models():
        for name, field in fields(model).items():
            label = f"{model._meta.label}.{name}"
            names_a_person = name.endswith("_by") and field.related_model is User
            if is_history(model) or not names_a_person or label in TOLD_ELSEWHERE:
                continue
            event = name.removesuffix("_by")
            moments = [f for n, f in fields(model).items() if n in (f"{event}_at", f"{event}_on")]
            if not moments or {moment.null for moment in moments} != {field.null}:
                wrong.append(f"{label}: no moment that is set with it")
            elif field.null and not any(
                {name, moments[0].name} <= named for named in conditions(model)
            ):
                wrong.append(f"{label}: no constraint pairs it")
    assert wrong == []


def test_the_diagrams_are_those_of_the_tables():
    call_command("workflow_diagrams", check=True)
