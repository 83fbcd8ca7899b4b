"""What a reader of a case may do now: the acts her ties allow and the state makes possible."""

from dataclasses import dataclass

from django.urls import reverse

from cases.models import FollowUp
from cases.permissions import may
from cases.reading import CaseAccess
from cii.acts import ACTS, Facts
from governance.next_steps import next_step


@dataclass(frozen=True)
class Offer:
    """An act as it is offered: its page, or its button where `is_post`; why not yet."""

    label: str
    url: str
    is_post: bool
    is_step: bool
    refusal: str
    # Of the meeting on whose agenda the button puts the case.
    kind: str = ""


def offers(access: CaseAccess, due: FollowUp | None) -> list[Offer]:
    """The acts open to the reader, the next step first; `due` is the open review of the case."""
    facts = Facts.of(access, due)
    found = [
        Offer(
            str(act.label),
            reverse(act.url_name, args=[access.case.pk] if act.is_of_case else []),
            act.is_post,
            act.is_step,
            facts.missing_cover if act.needs_cover else "",
        )
        for act in ACTS
        if may(act.permission, access) and act.when(facts)
    ]
    step = next_step(access)
    if step is None:
        return found
    first = Offer(step.label, step.url, bool(step.kind), True, "", step.kind)
    return [first, *(offer for offer in found if offer.url != step.url)]
