"""Ordinary legal remedies against decisions of each institution (convention 5.8, C8).

A starting set, to be confirmed by the bureau: which authority, which term, which law. It points at
what every decision states itself, and prevails over nothing. Federal social insurance follows LPGA
(opposition 52, appeal 56 and 60) with the preliminary decision of the AI (LAI 57a); what the canton
decides follows its law of administrative procedure (LPJA).
"""

COURT = "Tribunal cantonal", "Kantonsgericht"
DECIDED = (
    "l’autorité qui a rendu la décision",
    "die Behörde, welche die Verfügung erlassen hat",
)
COUNCIL = "Conseil d’État", "Staatsrat"
NAMED = (
    "l’autorité que la décision indique",
    "die in der Verfügung genannte Behörde",
)
DAYS = (
    "30 jours dès la notification",
    "30 Tage ab Eröffnung",
)
OPPOSITION = "Opposition", "Einsprache"
APPEAL = "Recours", "Beschwerde"
LPGA_52 = "LPGA 52", "ATSG 52"
LPGA_56 = "LPGA 56 et 60", "ATSG 56 und 60"
LPJA = "LPJA", "VVRG"

# institution, order, name, authority, term, law; each in French and German
REMEDIES = [
    ("sict", 1, OPPOSITION, DECIDED, DAYS, LPGA_52),
    ("sict", 2, APPEAL, COURT, DAYS, LPGA_56),
    (
        "oai",
        1,
        ("Observations sur le projet de décision (préavis)", "Einwand gegen den Vorbescheid"),
        ("Office cantonal AI", "kantonale IV-Stelle"),
        ("30 jours dès le préavis", "30 Tage ab Vorbescheid"),
        ("LAI 57a", "IVG 57a"),
    ),
    ("oai", 2, APPEAL, COURT, DAYS, ("LAI 69, LPGA 56 et 60", "IVG 69, ATSG 56 und 60")),
    ("suva", 1, OPPOSITION, ("Suva", "Suva"), DAYS, LPGA_52),
    ("suva", 2, APPEAL, COURT, DAYS, LPGA_56),
    (
        "sas",
        1,
        ("Réclamation, où la décision l’ouvre", "Einsprache, wo die Verfügung sie vorsieht"),
        DECIDED,
        DAYS,
        LPJA,
    ),
    ("sas", 2, APPEAL, COUNCIL, DAYS, LPJA),
    ("sfop", 1, APPEAL, NAMED, DAYS, LPJA),
    ("she", 1, APPEAL, NAMED, DAYS, LPJA),
]
