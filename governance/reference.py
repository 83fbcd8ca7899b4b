"""The kinds of meeting that the sources name; code that treats cases equals its path (S1)."""

from django.db import transaction

from cases.choices import Path
from governance.models import MeetingKind

# Code, French, German, usual minutes, treats cases. No source expands the letters TRO.
KINDS = [
    (Path.TRO.value, "TRO", "TRO", 120, True),
    (Path.ASSESSMENT.value, "Assessment", "Assessment", 120, True),
    ("coordination", "Séance de coordination", "Koordinationssitzung", 120, True),
    ("copil", "Comité de pilotage", "Lenkungsausschuss", 120, False),
    (
        "cdc",
        "Comité de développement et de coordination",
        "Entwicklungs- und Koordinationsausschuss",
        120,
        False,
    ),
    ("commission", "Commission « droit »", "Kommission «Recht»", 90, False),
    (
        "repondants",
        "Rencontre annuelle des répondants",
        "Jährliches Treffen der Ansprechpersonen",
        240,
        False,
    ),
    (
        "managers",
        "Groupe des responsables régionaux",
        "Gruppe der Regionalverantwortlichen",
        120,
        False,
    ),
    (
        "avip_strategic",
        "AVIP, séance stratégique annuelle",
        "AVIP, jährliche strategische Sitzung",
        120,
        False,
    ),
    ("avip_quarterly", "AVIP, séance trimestrielle", "AVIP, vierteljährliche Sitzung", 90, False),
    ("sas_cms", "Séance annuelle SAS–CMS", "Jährliche Sitzung DSW–SMZ", 120, False),
    ("working_group", "Groupe de travail", "Arbeitsgruppe", 90, False),
]


@transaction.atomic
def load_meeting_kinds() -> int:
    """Add the kinds that are missing; returns how many. Labels changed since then stay (S1)."""
    added = 0
    for code, name_fr, name_de, minutes, has_cases in KINDS:
        _kind, created = MeetingKind.objects.get_or_create(
            code=code,
            defaults={
                "name_fr": name_fr,
                "name_de": name_de,
                "minutes": minutes,
                "has_cases": has_cases,
            },
        )
        added += created
    return added
