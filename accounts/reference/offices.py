"""Dispositifs, organs and coordination posts since the convention of 2022 (convention 2 and 3).

Which towns have an ORP or a CMS follows domain 4; what is not attested there waits for an
administrator (`is_confirmed`). Which dispositif designates which coordinator, and which post is
the lead one, is our assumption: no source names them.
"""

from accounts.choices import BodyKind, OfficeKind, Theme

CENTRAL, HIGH, LOW = "valais-central", "haut-valais", "bas-valais"

# code, kind, institution, region, French name, German name, attested
OFFICES = [
    ("bureau-cii", OfficeKind.BUREAU, "sict", None, "Bureau CII", "IIZ-Büro", True),
    (
        "commission-droit",
        OfficeKind.COMMISSION,
        None,
        None,
        "Commission « droit »",
        "Kommission «Recht»",
        True,
    ),
    ("orp-sierre", OfficeKind.ORP, "sict", CENTRAL, "ORP Sierre", "RAV Siders", True),
    ("orp-sion", OfficeKind.ORP, "sict", CENTRAL, "ORP Sion", "RAV Sitten", True),
    ("orp-martigny", OfficeKind.ORP, "sict", LOW, "ORP Martigny", "RAV Martinach", True),
    ("orp-haut-valais", OfficeKind.ORP, "sict", HIGH, "ORP Haut-Valais", "RAV Oberwallis", False),
    ("orp-monthey", OfficeKind.ORP, "sict", LOW, "ORP Monthey", "RAV Monthey", False),
    (
        "lmmt",
        OfficeKind.LMMT,
        "sict",
        None,
        "Logistique des mesures du marché du travail (LMMT)",
        "Logistik arbeitsmarktlicher Massnahmen (LAM)",
        True,
    ),
    (
        "cms-haut-valais",
        OfficeKind.CMS,
        "sas",
        HIGH,
        "CMS Haut-Valais (Brigue)",
        "SMZ Oberwallis (Brig)",
        True,
    ),
    ("cms-sierre", OfficeKind.CMS, "sas", CENTRAL, "CMS Sierre", "SMZ Siders", True),
    (
        "cms-sion",
        OfficeKind.CMS,
        "sas",
        CENTRAL,
        "CMS Sion-Hérens-Conthey",
        "SMZ Sitten-Ering-Gundis",
        True,
    ),
    (
        "cms-martigny",
        OfficeKind.CMS,
        "sas",
        LOW,
        "CMS Martigny et région",
        "SMZ Martinach und Region",
        True,
    ),
    (
        "cms-bas-valais",
        OfficeKind.CMS,
        "sas",
        LOW,
        "CMS Bas-Valais (Monthey)",
        "SMZ Unterwallis (Monthey)",
        True,
    ),
    (
        "ocps",
        OfficeKind.OCPS,
        "sas",
        None,
        "Office de coordination des prestations sociales (OCPS)",
        "Amt für die Koordination der Sozialleistungen (AKS)",
        True,
    ),
    ("oasi", OfficeKind.OASI, "sas", None, "Office de l’asile (OASI)", "Amt für Asylwesen", True),
    ("oai-sion", OfficeKind.OAI, "oai", CENTRAL, "Office AI, Sion", "IV-Stelle, Sitten", True),
    ("oai-brig", OfficeKind.OAI, "oai", HIGH, "Office AI, Brigue", "IV-Stelle, Brig", True),
    (
        "oai-martigny",
        OfficeKind.OAI,
        "oai",
        LOW,
        "Office AI, Martigny",
        "IV-Stelle, Martinach",
        True,
    ),
    (
        "osp",
        OfficeKind.OSP,
        "she",
        None,
        "Orientation scolaire, professionnelle et de carrière (OSP)",
        "Berufs-, Studien- und Laufbahnberatung (OSP, Unterwallis)",
        True,
    ),
    (
        "bsl",
        OfficeKind.OSP,
        "she",
        HIGH,
        "Orientation du Haut-Valais (BSL)",
        "Berufs-, Studien- und Laufbahnberatung Oberwallis (BSL)",
        True,
    ),
    ("t1", OfficeKind.T1, "sfop", None, "Plateforme T1", "Plattform T1", True),
]

# kind, French name, German name
BODIES = [
    (BodyKind.COPIL, "Comité de pilotage (COPIL)", "Lenkungsausschuss (COPIL)"),
    (
        BodyKind.CDC,
        "Comité de développement et de coordination (CDC)",
        "Entwicklungs- und Koordinationsausschuss (CDC)",
    ),
    (BodyKind.COMMISSION, "Commission « droit »", "Kommission «Recht»"),
]

# code, region, theme, designated by, lead, French name, German name
POSTS = [
    (
        "haut-valais",
        HIGH,
        "",
        "orp-haut-valais",
        True,
        "Coordination régionale Haut-Valais",
        "Regionale Koordination Oberwallis",
    ),
    (
        "haut-valais-cms",
        HIGH,
        "",
        "cms-haut-valais",
        False,
        "Coordination Haut-Valais, CMS",
        "Koordination Oberwallis, SMZ",
    ),
    (
        "valais-central",
        CENTRAL,
        "",
        "orp-sion",
        True,
        "Coordination régionale Valais central",
        "Regionale Koordination Mittelwallis",
    ),
    (
        "valais-central-oai",
        CENTRAL,
        "",
        "oai-sion",
        False,
        "Coordination Valais central, Office AI",
        "Koordination Mittelwallis, IV-Stelle",
    ),
    (
        "bas-valais",
        LOW,
        "",
        "orp-martigny",
        True,
        "Coordination régionale Bas-Valais",
        "Regionale Koordination Unterwallis",
    ),
    (
        "bas-valais-cms",
        LOW,
        "",
        "cms-bas-valais",
        False,
        "Coordination Bas-Valais, CMS",
        "Koordination Unterwallis, SMZ",
    ),
    (
        "jeunes-t1",
        None,
        Theme.YOUTH_T1,
        "t1",
        True,
        "Coordination thématique jeunes T1",
        "Thematische Koordination Jugendliche T1",
    ),
]
