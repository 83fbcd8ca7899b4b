"""The kinds of meeting that the sources name; code that treats cases equals its path (S1)."""

from django.db import transaction

from cases.choices import Path
from governance.models import MeetingKind

# Code, French, German, treats cases. No source expands the letters TRO.
KINDS = [
    (Path.TRO.value, "TRO", "TRO", True),
    (Path.ASSESSMENT.value, "Assessment", "Assessment", True),
    ("coordination", "Séance de coordination", "Koordinationssitzung", True),
    ("copil", "Comité de pilotage", "Lenkungsausschuss", False),
    (
        "cdc",
        "Comité de développement et de coordination",
        "Entwicklungs- und Koordinationsausschuss",
        False,
    ),
    ("commission", "Commission « droit »", "Kommission «Recht»", False),
    (
        "repondants",
        "Rencontre annuelle des répondants",
        "Jährliches Treffen der Ansprechpersonen",
        False,
    ),
    (
        "managers",
        "Groupe des responsables régionaux",
        "Gruppe der Regionalverantwortlichen",
        False,
    ),
    (
        "avip_strategic",
        "AVIP, séance stratégique annuelle",
        "AVIP, jährliche strategische Sitzung",
        False,
    ),
    ("avip_quarterly", "AVIP, séance trimestrielle", "AVIP, vierteljährliche Sitzung", False),
    ("sas_cms", "Séance annuelle SAS–CMS", "Jährliche Sitzung DSW–SMZ", False),
    ("working_group", "Groupe de travail", "Arbeitsgruppe", False),
]


@transaction.atomic
def load_meeting_kinds() -> int:
    """Add the kinds that are missing; returns how many. Labels changed since then stay (S1)."""
    added = 0
    for code, name_fr, name_de, has_cases in KINDS:
        _kind, created = MeetingKind.objects.get_or_create(
            code=code,
            defaults={
                "name_fr": name_fr,
                "name_de": name_de,
                "has_cases": has_cases,
            },
        )
        added += created
    return added
