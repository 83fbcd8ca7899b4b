"""What opens questions of advice and the guidance that comes of them; no case is behind them."""

from datetime import timedelta

from accounts.scope import Scope
from governance.actions.advice import (
    answer_advice,
    ask_advice,
    draft_guidance,
    release_guidance,
)
from tests.access.doors import FORBIDDEN, HIDDEN, OK, Door, Target
from tests.access.policy import COORDINATION, SION_POST
from tests.access.scene import WALK, Scene

ASKER = "anna_orp_sion"


class OfAdvice(Door):
    """For who asked and for the post that is asked; `acts`: for the post alone."""

    targets = [Target("advice", "open"), Target("advice", "answered")]

    def __init__(self, acts: bool = False) -> None:
        self.acts = acts

    def inside(self, persona: str, target: Target) -> str:
        if persona in SION_POST:
            return OK
        if persona == ASKER:
            return FORBIDDEN if self.acts else OK
        return HIDDEN


class OfGuidance(Door):
    """Released: for everybody. The draft, and every act: for C and O."""

    targets = [Target("guidance", "draft"), Target("guidance", "released")]

    def __init__(self, acts: bool = False, posts: bool = False) -> None:
        self.acts, self.posts = acts, posts

    def inside(self, persona: str, target: Target) -> str:
        if persona in COORDINATION:
            return OK
        if target.key == "draft":
            return HIDDEN
        return FORBIDDEN if self.acts else OK


def advised(scene: Scene) -> None:
    """Two questions to a post: one open, one answered, with a released text and its successor."""
    cast, holder = scene.cast, scene.cast["isabelle_coord_central"]
    post = next(iter(Scope.of(holder, WALK).posts.values())).post
    before = WALK - timedelta(hours=1)
    asked = [
        ask_advice(question="Qui paie ?", to=post, by=cast[ASKER], at=before) for _ in range(2)
    ]
    done = answer_advice(asked[1], answer="La mesure.", by=holder, at=WALK)
    words = {"question": "Qui paie ?", "answer": "La mesure."}
    first = draft_guidance(done, **words, by=holder, at=WALK)
    released = release_guidance(first, by=cast["markus_coord_haut"], at=WALK)
    draft = draft_guidance(done, **words, by=holder, at=WALK)
    scene.keep("advice", open=asked[0], answered=done)
    scene.keep("guidance", draft=draft, released=released)
