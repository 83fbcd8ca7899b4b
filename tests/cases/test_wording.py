from datetime import date
from hashlib import sha256

import pytest

from accounts.models import Office
from cases.reference.procuration import TEXTS
from cases.wording import render_procuration
from core.choices import Category


def render(language="fr", purpose="Retrouver un emploi {à 80 %}.", recipients=()):
    return render_procuration(
        TEXTS[language],
        language,
        person="Zoé Exemple",
        birth_date=date(1990, 2, 3),
        purpose=purpose,
        recipients=recipients,
        valid_from=date(2026, 11, 21),
        valid_until=date(2028, 11, 20),
        kept={"job": 60},
    )


@pytest.mark.parametrize("language", TEXTS)
def test_the_text_states_person_purpose_and_dates(language):
    text, _digest = render(language)
    for words in (
        "Zoé Exemple",
        "03.02.1990",
        "Retrouver un emploi {à 80 %}.",
        "21.11.2026",
        "20.11.2028",
    ):
        assert words in text


def test_the_fingerprint_is_that_of_the_exact_text():
    text, digest = render()
    assert digest == sha256(text.encode()).hexdigest()
    assert render(purpose="Autre but.")[1] != digest


@pytest.mark.parametrize(("language", "name"), [("fr", "ORP Sion : "), ("de", "RAV Sitten: ")])
def test_recipients_are_named_in_the_language_of_the_text(language, name):
    office = Office(name_fr="ORP Sion", name_de="RAV Sitten")
    text, _digest = render(language, recipients=[(office, [Category.IDENTITY, Category.WORK])])
    line = next(line for line in text.splitlines() if line.startswith("–"))
    assert line.startswith(f"– {name}")
    assert line.count(", ") >= 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["But", "Durée", "Conservation et sécurité", "retirer", "LACI (art. 85f)"]),
        ("de", ["Zweck", "Dauer", "Aufbewahrung und Sicherheit", "widerrufen", "AVIG (Art. 85f)"]),
    ],
)
def test_the_wording_holds_what_a_consent_must_say(language, words):
    assert all(word in TEXTS[language] for word in words)
