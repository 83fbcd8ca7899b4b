"""State machines as tables: each app's `workflow.py` holds its own."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from core.refusal import Refusal


@dataclass(frozen=True)
class Move:
    """One move: from which states, to which, by whom (letters of the access policy), its event."""

    name: str
    sources: tuple[str, ...]
    target: str
    by: str
    event: str


@dataclass(frozen=True)
class Workflow:
    """A state machine over a TextChoices. Raises ValueError when a move names an unknown state."""

    name: str
    states: type[models.TextChoices]
    initial: str
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        named = {self.initial}.union(*({move.target, *move.sources} for move in self.moves))
        if unknown := named - set(self.states.values):
            raise ValueError(f"{self.name}: unknown states {sorted(unknown)}")
        if len({move.name for move in self.moves}) < len(self.moves):
            raise ValueError(f"{self.name}: a move is named twice")

    def move(self, name: str) -> Move:
        """The move of that name. Raises KeyError."""
        for move in self.moves:
            if move.name == name:
                return move
        raise KeyError(name)

    def possible(self, state: str) -> tuple[Move, ...]:
        """The moves that start in this state."""
        return tuple(move for move in self.moves if state in move.sources)

    def check(self, state: str, name: str, row: models.Model | None = None) -> Move:
        """The move, when it starts in this state. Raises Refusal otherwise.

        With the row in this state the refusal says who was faster.
        """
        move = self.move(name)
        if state not in move.sources:
            who = getattr(row, f"{state}_by", None)
            if who and state != self.initial:
                raise self.decided(state, who)
            raise Refusal(
                _(
                    "Cette étape n’est pas possible : l’état actuel est « %(state)s », "
                    "il faudrait « %(needed)s »."
                )
                % {
                    "state": self.label(state),
                    "needed": " / ".join(self.label(source) for source in move.sources),
                }
            )
        return move

    def decided(self, state: str, who: Any) -> Refusal:
        """What the slower one is told: who brought the row into the state in which it is."""
        return Refusal(
            _("%(who)s a déjà décidé : « %(state)s ». Rien n’a été modifié.")
            % {"who": who, "state": self.label(state)}
        )

    def label(self, state: str) -> str:
        """The state in the language of the reader."""
        member: Any = self.states(state)
        return str(member.label)

    def mermaid(self) -> str:
        """The diagram, with identifiers only, so that it is the same in every language."""
        targets = {source for move in self.moves for source in move.sources}
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for move in self.moves:
            lines += [
                f"    {source} --> {move.target} : {move.name} ({move.by})"
                for source in move.sources
            ]
        lines += [f"    {state} --> [*]" for state in self.states.values if state not in targets]
        return "\n".join(lines) + "\n"
