import pytest
from django.db import models
from django.utils import translation

from core.refusal import Refusal
from core.workflow import Move, Workflow


class State(models.TextChoices):
    DRAFT = "draft", "en préparation"
    SENT = "sent", "envoyé"
    DONE = "done", "terminé"


LETTER = Workflow(
    name="letter",
    states=State,
    initial=State.DRAFT,
    moves=(
        Move("send", (State.DRAFT,), State.SENT, "C", "letter.sent"),
        Move("close", (State.DRAFT, State.SENT), State.DONE, "C O", "letter.closed"),
    ),
)


def test_move_that_starts_in_the_state_is_returned_with_its_event():
    assert LETTER.check("sent", "close").event == "letter.closed"


def test_move_from_another_state_is_refused_with_both_states_named():
    with translation.override("fr"), pytest.raises(Refusal) as caught:
        LETTER.check("done", "close")
    assert "« terminé »" in str(caught.value.reason)
    assert "en préparation / envoyé" in str(caught.value.reason)


def test_possible_moves_of_a_state():
    assert [move.name for move in LETTER.possible("draft")] == ["send", "close"]
    assert LETTER.possible("done") == ()


def test_unknown_move_is_a_programming_error():
    with pytest.raises(KeyError):
        LETTER.check("draft", "burn")


def test_table_with_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="unknown states"):
        Workflow("x", State, State.DRAFT, (Move("go", (State.DRAFT,), "moon", "C", "x.gone"),))


def test_table_that_names_a_move_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        Workflow("x", State, State.DRAFT, (LETTER.moves[0], LETTER.moves[0]))


def test_diagram_shows_every_move_with_its_actor():
    assert LETTER.mermaid() == (
        "stateDiagram-v2\n"
        "    [*] --> draft\n"
        "    draft --> sent : send (C)\n"
        "    draft --> done : close (C O)\n"
        "    sent --> done : close (C O)\n"
        "    done --> [*]\n"
    )
