"""The words of one writer on one case, in her language, always the same for the same case."""

from random import Random
from types import ModuleType
from typing import Any

from cii.demo import situations_de, situations_fr, texts_de, texts_fr
from core.choices import Category

LANGUAGES: dict[str, ModuleType] = {"fr": texts_fr, "de": texts_de}
SITUATIONS = {"fr": situations_fr, "de": situations_de}


class Words:
    """Draws sentences of one language and fills in what is particular to one case."""

    def __init__(self, language: str, chance: Random) -> None:
        self.language, self.chance = language, chance
        self.texts = LANGUAGES[language]
        self.situations = SITUATIONS[language]
        self.particulars: dict[str, object] = {
            "job": chance.choice(self.situations.JOBS),
            "months": chance.randint(3, 9),
            "percent": chance.choice([40, 50, 60, 70, 80]),
        }

    def fill(self, text: str) -> str:
        return text.format(**self.particulars)

    def one_of(self, name: str, *keys: Any) -> str:
        """One sentence of a table of the texts, under these keys."""
        table = getattr(self.texts, name)
        for key in keys:
            table = table[key]
        return self.fill(table if isinstance(table, str) else self.chance.choice(table))

    def situation(self, answers: dict[str, str]) -> list[tuple[Category, str]]:
        """What the answers of a grid mean, one entry for each that says something."""
        entries = []
        for answer in answers.items():
            if answer in self.situations.SITUATION:
                category, sentences = self.situations.SITUATION[answer]
                entries.append((category, self.fill(self.chance.choice(sentences))))
        return entries

    def profile(self, code: str) -> tuple[str, str, str]:
        """Announcement, objective and her own words for one kind of situation."""
        announcement, objective, words = self.texts.PROFILES[code]
        return self.fill(announcement), self.fill(objective), self.fill(words)
