"""The institutions of the CII and the circles in which they were partners (G1).

Sources: communiqué of 20 August 2012, convention signed on 23 March 2022.
"""

from datetime import date

CONVENTION_2012 = date(2012, 5, 31)
CONVENTION_2022 = date(2022, 7, 1)

# code, French name, German name, known to the CII from
INSTITUTIONS = [
    (
        "sict",
        "Service de l’industrie, du commerce et du travail (SICT)",
        "Dienststelle für Industrie, Handel und Arbeit (DIHA)",
        CONVENTION_2012,
    ),
    (
        "sas",
        "Service de l’action sociale (SAS)",
        "Dienststelle für Sozialwesen (DSW)",
        CONVENTION_2012,
    ),
    (
        "sfop",
        "Service de la formation professionnelle (SFOP)",
        "Dienststelle für Berufsbildung (DB)",
        CONVENTION_2012,
    ),
    (
        "she",
        "Service des hautes écoles (SHE)",
        "Dienststelle für Hochschulwesen (DH)",
        CONVENTION_2022,
    ),
    ("oai", "Office cantonal AI (OAI)", "Kantonale IV-Stelle", CONVENTION_2012),
    ("suva", "Suva", "Suva", CONVENTION_2012),
    ("addiction", "Addiction Valais", "Sucht Wallis", CONVENTION_2012),
]

# The convention of 2022 replaces every earlier one (its article 8).
# institutions, from, until, basis
CIRCLES = [
    (
        ["sict", "sas", "sfop", "oai", "addiction", "suva"],
        CONVENTION_2012,
        date(2022, 6, 30),
        "Convention CII-Valais ratifiée le 31 mai 2012",
    ),
    (
        ["sict", "sas", "sfop", "she", "oai"],
        CONVENTION_2022,
        None,
        "Convention CII-Valais du 23 mars 2022, en vigueur dès le 1er juillet 2022",
    ),
]
