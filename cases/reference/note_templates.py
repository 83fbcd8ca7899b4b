"""Beginnings of entries that are written often in the journal de bord (C11).

A starting set: an administrator adds, changes and ends them in the product.
"""

from cases.choices import NoteKind
from core.choices import Category

# code, kind, category, names and texts; each in French and German
NOTE_TEMPLATES = [
    (
        "conversation",
        NoteKind.JOURNAL,
        Category.WORK,
        ("Entretien", "Gespräch"),
        (
            "Entretien du \nPrésents : \nCe qui a été dit : \nConvenu, par qui et jusqu’à quand : ",
            "Gespräch vom \nAnwesend: \nWas gesagt wurde: \nVereinbart, durch wen und bis wann: ",
        ),
    ),
    (
        "phone",
        NoteKind.JOURNAL,
        Category.WORK,
        ("Téléphone", "Telefon"),
        (
            "Téléphone avec \nObjet : \nSuite : ",
            "Telefon mit \nGegenstand: \nWie weiter: ",
        ),
    ),
    (
        "missed",
        NoteKind.JOURNAL,
        Category.WORK,
        ("Rendez-vous manqué", "Verpasster Termin"),
        (
            "Rendez-vous manqué du \nExcusé·e : oui / non\nMotif donné : \nNouveau rendez-vous : ",
            "Verpasster Termin vom \nEntschuldigt: ja / nein\nGenannter Grund: \nNeuer Termin: ",
        ),
    ),
    (
        "measure",
        NoteKind.JOURNAL,
        Category.WORK,
        ("Point sur une mesure", "Stand einer Massnahme"),
        (
            "Mesure : \nPrésence : \nCe qui va bien : \nCe qui est difficile : \nSuite : ",
            "Massnahme: \nAnwesenheit: \nWas gut läuft: \nWas schwierig ist: \nWie weiter: ",
        ),
    ),
    (
        "housing",
        NoteKind.SITUATION,
        Category.SOCIAL,
        ("Logement et famille", "Wohnen und Familie"),
        (
            "Changement dans le logement ou la famille : \nDès le : \nConséquence pour le suivi : ",
            "Änderung beim Wohnen oder in der Familie: \nAb: \nFolge für die Begleitung: ",
        ),
    ),
    (
        "income",
        NoteKind.SITUATION,
        Category.FINANCE,
        ("Revenu et dettes", "Einkommen und Schulden"),
        (
            "Changement de revenu ou de dettes : \nDès le : \nConséquence pour le suivi : ",
            "Änderung bei Einkommen oder Schulden: \nAb: \nFolge für die Begleitung: ",
        ),
    ),
    (
        "capacity",
        NoteKind.APPRAISAL,
        Category.HEALTH,
        ("Certificat médical", "Arztzeugnis"),
        (
            "Certificat du \nCapacité de travail : % dès le , jusqu’au \nÀ ménager : ",
            "Arztzeugnis vom \nArbeitsfähigkeit: % ab , bis \nZu schonen: ",
        ),
    ),
]
