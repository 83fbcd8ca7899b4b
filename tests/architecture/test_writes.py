import ast

from simple_history.models import registered_models

from core.history import Clocked
from tests.architecture.tree import ROOT, modules

BULK = {"bulk_create", "bulk_update", "abulk_create", "abulk_update"}
HISTORISED = {model.__name__ for model in registered_models.values()}


def calls():
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.func


def root_name(node: ast.expr) -> str:
    """The name at the left end of a chain: `Case` for `Case.objects.filter(…).update`."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return ""
    return node.id


def test_there_is_history_to_lose():
    assert HISTORISED


def test_a_history_row_bears_the_moment_of_the_one_clock():
    assert [
        model.__name__ for model in registered_models.values() if not issubclass(model, Clocked)
    ] == []


def test_bulk_writes_never_touch_a_model_with_history():
    wrong = [
        place
        for place, method in calls()
        if method.attr in BULK | {"update", "aupdate"} and root_name(method.value) in HISTORISED
    ]
    assert wrong == []


def test_guardians_lists_are_used_nowhere():
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("guardian")
        and {alias.name for alias in node.names} & {"get_objects_for_user", "get_objects_for_group"}
    ]
    assert wrong == []
