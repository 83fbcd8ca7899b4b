"""The detection grid, version 1: short questions of domain C1 and what each answer speaks for.

The criteria are those that cantons publish (domain 4); weights and thresholds are our assumption
[I]. The first answer of a question is the inconspicuous one and weighs nothing, so that a form may
start from it. The age group is computed from the date of birth, not asked.
"""

from typing import Any

from cases.choices import Path
from core.choices import Category

BILATERAL, TANDEM, TRO = Path.BILATERAL.value, Path.TANDEM.value, Path.TRO.value
ASSESSMENT, AI_NOTICE = Path.ASSESSMENT.value, Path.AI_NOTICE.value


def question(code: str, category: Category, fr: str, de: str, *answers: dict) -> dict[str, Any]:
    return {"code": code, "category": category.value, "fr": fr, "de": de, "answers": list(answers)}


def answer(value: str, fr: str, de: str, **weights: int) -> dict[str, Any]:
    return {"value": value, "fr": fr, "de": de, "weights": weights}


THRESHOLDS = {BILATERAL: 2, AI_NOTICE: 3, TANDEM: 4, TRO: 6, ASSESSMENT: 8}

QUESTIONS = [
    question(
        "age_group",
        Category.IDENTITY,
        "Groupe d’âge",
        "Altersgruppe",
        answer("from_25_to_54", "de 25 à 54 ans", "25 bis 54 Jahre"),
        answer("under_25", "moins de 25 ans", "unter 25 Jahre", tro=1),
        answer("from_55", "55 ans et plus", "55 Jahre und älter", tro=1, assessment=1),
    ),
    question(
        "work_capacity",
        Category.WORK,
        "La capacité de travail est-elle connue ?",
        "Ist die Arbeitsfähigkeit bekannt?",
        answer("full", "entière", "voll"),
        answer("reduced", "réduite", "eingeschränkt", bilateral=1, tro=1, assessment=1),
        answer("unclear", "à clarifier", "zu klären", tro=1, assessment=3),
    ),
    question(
        "incapacity",
        Category.HEALTH,
        "Incapacité de travail de 30 jours de suite, ou absences répétées sur un an ?",
        "30 Tage am Stück arbeitsunfähig oder wiederholte Absenzen innert eines Jahres?",
        answer("no", "non", "nein"),
        answer("yes", "oui, l’AI n’est pas informée", "ja, die IV weiss nichts davon", ai_notice=3),
        answer("announced", "oui, l’AI est informée", "ja, die IV ist informiert", bilateral=1),
    ),
    question(
        "health",
        Category.HEALTH,
        "La santé freine-t-elle le retour au travail ?",
        "Behindert die Gesundheit die Rückkehr zur Arbeit?",
        answer("no", "non", "nein"),
        answer("some", "un peu", "etwas", tro=1, assessment=1),
        answer("much", "nettement", "deutlich", bilateral=1, tro=2, assessment=3),
    ),
    question(
        "addiction",
        Category.HEALTH,
        "Une consommation pose-t-elle problème ?",
        "Ist ein Konsumverhalten problematisch?",
        answer("no", "non", "nein"),
        answer("perhaps", "peut-être", "möglicherweise", tro=1, assessment=1),
        answer("yes", "oui", "ja", tro=2, assessment=2),
    ),
    question(
        "training",
        Category.WORK,
        "Où en est la formation ?",
        "Wie steht es um die Ausbildung?",
        answer("done", "diplôme reconnu", "anerkannter Abschluss"),
        answer("none", "sans diplôme reconnu", "ohne anerkannten Abschluss", tandem=1, tro=1),
        answer("at_risk", "en cours, menacée", "im Gang, gefährdet", bilateral=2, tro=2),
    ),
    question(
        "language",
        Category.WORK,
        "La langue permet-elle de travailler ?",
        "Reicht die Sprache zum Arbeiten?",
        answer("yes", "oui", "ja"),
        answer("no", "non, c’est un obstacle", "nein, sie ist ein Hindernis", tandem=1, tro=1),
    ),
    question(
        "family_housing",
        Category.SOCIAL,
        "Famille et logement",
        "Familie und Wohnen",
        answer("stable", "situation stable", "stabile Lage"),
        answer("burdened", "situation pesante", "belastende Lage", tro=1, assessment=1),
        answer("crisis", "situation de crise", "Krise", bilateral=1, tro=2, assessment=2),
    ),
    question(
        "debts_income",
        Category.FINANCE,
        "Revenu et dettes",
        "Einkommen und Schulden",
        answer("secure", "revenu assuré", "gesichertes Einkommen"),
        answer("debts", "dettes ou poursuites", "Schulden oder Betreibungen", bilateral=1, tro=1),
        answer(
            "ending", "fin de droit proche", "Anspruch endet bald", bilateral=1, tandem=2, tro=1
        ),
    ),
    question(
        "two_bodies",
        Category.SOCIAL,
        "Combien d’institutions suivent la personne ?",
        "Wie viele Institutionen begleiten die Person?",
        answer("one", "une seule", "nur eine"),
        answer("soon", "bientôt deux", "bald zwei", bilateral=2, tandem=2, tro=1),
        answer("several", "deux ou plus", "zwei oder mehr", bilateral=2, tandem=2, tro=2),
    ),
    question(
        "lost",
        Category.WORK,
        "Est-il clair qui conduit le suivi ?",
        "Ist klar, wer die Begleitung führt?",
        answer("clear", "oui", "ja"),
        answer("unclear", "pas vraiment", "nicht wirklich", bilateral=1, tro=1),
        answer(
            "lost",
            "non, renvois d’un guichet à l’autre",
            "nein, sie wird weitergereicht",
            bilateral=1,
            tro=2,
            assessment=1,
        ),
    ),
    question(
        "motivation",
        Category.WORK,
        "La personne s’engage-t-elle dans ses démarches ?",
        "Engagiert sich die Person in ihren Bemühungen?",
        answer("yes", "oui", "ja"),
        answer("varying", "de façon inégale", "unterschiedlich", tandem=2, tro=1),
        answer("hardly", "difficilement", "kaum", tandem=1, tro=2, assessment=1),
    ),
]
