"""Advice of the year: questions, answers, and guidance that was released and replaced (C17)."""

from datetime import datetime
from functools import partial

from accounts.models import CoordinationPost, Office
from cii.demo.advice_texts import EARLY_NOTICE, LANGUAGE_COURSE, STILL_OPEN, TWO_BODIES
from cii.demo.days import earlier, hour
from cii.demo.places import COORDINATORS, OFFICER
from cii.demo.stage import Stage
from governance.actions.advice import (
    answer_advice,
    ask_advice,
    draft_guidance,
    release_guidance,
)
from governance.models import Advice, Guidance

CENTRAL, UPPER = COORDINATORS["valais-central"], COORDINATORS["haut-valais"]
WORKER, REPONDANTE = "anna_orp_sion", "claire_orp_sion"
Place = Office | CoordinationPost


def plan_advice(stage: Stage) -> None:
    today, office = stage.year.today, stage.offices["orp-sion"]
    central, upper = stage.posts["valais-central"], stage.posts["haut-valais"]
    course = partial(advise, stage, WORKER, office, REPONDANTE, LANGUAGE_COURSE, CENTRAL)
    stage.plan(hour(earlier(today, 90), 9), course)
    notice = partial(advise, stage, "urs_orp_haut_valais", upper, UPPER, EARLY_NOTICE, OFFICER)
    stage.plan(hour(earlier(today, 60), 10), notice)
    stage.plan(hour(earlier(today, 20), 14), partial(say_better, stage))
    bodies = partial(advise, stage, "ines_cms_sierre", central, CENTRAL, TWO_BODIES, "")
    stage.plan(hour(earlier(today, 6), 11), bodies)
    stage.plan(hour(earlier(today, 2), 15), partial(ask, stage, WORKER, central, STILL_OPEN))


def ask(stage: Stage, asker: str, to: Place, question: str, at: datetime) -> Advice:
    advice: Advice = stage.do(ask_advice, question=question, to=to, by=asker, at=at)
    return advice


def advise(
    stage: Stage,
    asker: str,
    to: Place,
    adviser: str,
    words: tuple[str, ...],
    second: str,
    at: datetime,
) -> None:
    """A question, its answer and a general text, released where a second person looks at it."""
    question, answer, general, guidance = words[:4]
    advice = ask(stage, asker, to, question, at)
    stage.do(answer_advice, advice, answer=answer, by=adviser, at=at)
    text = {"question": general, "answer": guidance}
    draft = stage.do(draft_guidance, advice, **text, by=adviser, at=at)
    if second:
        stage.do(release_guidance, draft, by=second, at=at)


def say_better(stage: Stage, at: datetime) -> None:
    """A released text is replaced by a fuller one."""
    older = Guidance.objects.released().get(question=LANGUAGE_COURSE[2])
    text = {"question": older.question, "answer": LANGUAGE_COURSE[4]}
    draft = stage.do(draft_guidance, older.advice, **text, by=CENTRAL, at=at)
    stage.do(release_guidance, draft, by=OFFICER, at=at)
