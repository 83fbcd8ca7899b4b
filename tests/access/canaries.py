"""A canary in every free text that the scene holds of a case (QN3).

What the acts of the scene leave empty or write in plain words is filled here, by SQL, because only
who may read it is asked. Whose each text is stands in the table, written from the access policy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from cases.models import Case
from cii.erasure import CONTENT, Trail
from core.choices import Category
from tests.access.scene import Canary, Scene

HOME = "home"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Text:
    """Free fields of a table: their category or the field that holds it, whose own part they are,
    and which ties alone read them, where it is not everybody who reads the category.

    `is_of_match`: whom the match concerns reads it on its page too, as the reason put to her.
    """

    fields: tuple[str, ...]
    category: Category | str | None = "category"
    own: str = ""
    author: str = ""
    letters: str = ""
    is_of_match: bool = False


REASONS = Text(("reason", "end_reason"), Category.WORK, HOME)
# Handed out on her request by W H C O S, who see what they may read of it.
ON_REQUEST = "WHCOS"
TEXTS: dict[str, Text] = {
    "governance.Correction": Text(("text",)),
    "governance.Decision": Text(("what",)),
    "governance.Paragraph": Text(("text",)),
    "cases.FollowUp": Text(("summary",)),
    "cases.PlanMeasure": Text(("detail", "break_reason")),
    "cases.InsertionPlan": Text(("objective", "client_words")),
    "cases.HiddenPassage": Text(("reason",), own="office", letters=ON_REQUEST),
    "cases.DocumentDecision": Text(("reason",), Category.IDENTITY, HOME, letters=ON_REQUEST),
    "cases.CaseNote": Text(("text",), own="office", author="written_by"),
    "cases.AidRequest": Text(("reason",), own="office", author="filed_by"),
    "cases.Matter": Text(("question", "outcome")),
    "cases.Position": Text(("text",), own="office", author="stated_by"),
    "cases.DisputeStage": Text(("reason",)),
    "cases.CollaborationRequest": Text(
        ("question", "service", "answer", "conclusion"), own="asking"
    ),
    # Of a member of the Commission, kept by who recuses.
    "cases.Recusal": Text(("reason",), None, letters="OS"),
    "cases.Reopening": Text(("reason",), Category.WORK, HOME),
    "cases.DurableResult": Text(("remark",), Category.WORK, HOME),
    "cases.Flag": Text(("remark",), "remark_category", "office"),
    "cases.Grant": Text(("withdrawal_note",), Category.IDENTITY, HOME),
    "cases.Procuration": Text(
        ("purpose", "signed_place", "withdrawal_note"), Category.IDENTITY, HOME
    ),
    "cases.Assignment": REASONS,
    "cases.Coordination": Text(("reason",), Category.WORK, HOME),
    "cases.Engagement": REASONS,
    "cases.MatchStep": Text(("reason",), Category.IDENTITY, letters="CO", is_of_match=True),
    "cases.LegalHold": Text(("reason", "lift_reason"), Category.IDENTITY, HOME, letters="HOS"),
    "documents.Document": Text(("title",), own="office", author="uploaded_by"),
    "cases.Case": Text(("drop_reason", "announcement", "triage_reason"), Category.WORK, HOME),
    "cases.Client": Text(
        ("last_name", "first_name", "street", "place", "phone", "email"), Category.IDENTITY, HOME
    ),
}
# Written by no person as free words, or under the key of another field: what each is instead.
STRUCTURE = {
    "governance.Excerpt": {"number": "drawn at random"},
    # The passage repeats words of an entry, which are hidden in what is handed out.
    "cases.HiddenPassage": {"text": "the key of an entry", "words": "a part of that entry"},
    "cases.Flag": {"answers": "codes", "suggested_because": "codes"},
    "cases.Procuration": {"text": "filled in from the other fields", "text_sha256": "a hash"},
    "cases.Fingerprint": {"key_version": "a version", "digest": "a keyed hash"},
    "documents.Document": {
        "content_type": "found by content",
        "sha256": "a hash",
        "storage_name": "a UUID",
        "template": "a name of ours",
        "template_version": "a version",
    },
    "messaging.Mail": dict.fromkeys(
        (
            "to_address",
            "subject",
            "body",
            "calendar",
            "calendar_method",
            "message_id",
        ),
        "looked at as a whole (test_matrix.told_outside)",
    ),
    "messaging.InboxEntry": dict.fromkeys(
        ("key", "notice", "params", "url"), "looked at as a whole (test_matrix.told_outside)"
    ),
    "cases.Case": {"number": "travels everywhere (P9)"},
    "cases.AvsNumber": {"number": "digits alone: tests/cases/test_avs.py"},
    "cases.Client": {"sort_key": "made from the name"},
    # The title of a point without a case; a point of a case has none.
    "governance.AgendaItem": {"title": "of no case"},
}
# What the database refuses to hold yet: the field stays empty until the row says it has ended.
EMPTY_UNTIL_ENDED = {
    ("cases.Matter", "outcome"): "settled_at",
    ("cases.DisputeStage", "reason"): "ended_at",
    ("cases.PlanMeasure", "break_reason"): "broken_off_at",
    ("cases.Case", "drop_reason"): "",
}


def mark(scene: Scene) -> None:
    """Put a canary into every free text of the scene's cases that bears none."""
    numbers = count()
    for state, case in _cases(scene):
        for label, text, row in _rows(case):
            for name in text.fields:
                ended = EMPTY_UNTIL_ENDED.get((label, name))
                is_early = ended is not None and not (ended and getattr(row, ended))
                if "canari" not in str(getattr(row, name)).lower() and not is_early:
                    _plant(scene, state, case, row, text, name, _word(next(numbers)))


def _word(number: int) -> str:
    """A number in letters: tokens hold no digit."""
    high, low = divmod(number, len(LETTERS))
    return LETTERS[high // len(LETTERS)] + LETTERS[high % len(LETTERS)] + LETTERS[low]


def _plant(
    scene: Scene, state: str, case: Case, row: Any, text: Text, name: str, word: str
) -> None:
    token = f"canari_{state}_{word}_{name}"
    office = case.home_office if text.own == HOME else getattr(row, text.own) if text.own else None
    category = getattr(row, text.category) if isinstance(text.category, str) else text.category
    scene.canaries.append(
        Canary(
            token,
            state,
            None if category is None else Category(category),
            office=office.code if office else "",
            author=_key_of(scene, getattr(row, text.author)) if text.author else "",
            letters=text.letters,
            is_of_match=text.is_of_match,
        )
    )
    limit = row._meta.get_field(name).max_length
    said = f"{token} {getattr(row, name)}".strip()[:limit]
    if name == "email":
        said = f"{token}@demo.invalid"
    type(row)._base_manager.filter(pk=row.pk).update(**{name: said})


def _key_of(scene: Scene, user: Any) -> str:
    return next((key for key, one in scene.cast.items() if one == user), "")


def _cases(scene: Scene) -> Iterator[tuple[str, Case]]:
    for pk, state in scene.states().items():
        yield state, Case.objects.select_related("home_office", "client").get(pk=pk)


def _rows(case: Case) -> Iterator[tuple[str, Text, Any]]:
    trail = Trail.of(case)
    for label, text in TEXTS.items():
        model = apps.get_model(label)
        for row in model._base_manager.filter(CONTENT[label](trail)):
            # A sealed paper has no category, and its title is a number.
            if text.category != "category" or row.category:
                yield label, text, row


def unmarked() -> list[str]:
    """The written fields of tables with content that neither bear a canary nor are explained."""
    found = []
    for label in CONTENT:
        model = apps.get_model(label)
        if "Historical" in model.__name__:
            continue
        told = set(TEXTS[label].fields if label in TEXTS else ()) | set(STRUCTURE.get(label, ()))
        found += [f"{label}.{field.name}" for field in _written(model) if field.name not in told]
    return found


def _written(model: type[models.Model]) -> Iterator[Any]:
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    for field in model._meta.concrete_fields:
        if isinstance(field, kinds) and not field.choices:
            yield field
