"""Measures of the CII catalogue of benefits (F1), after the cantonal catalogue of 2020 (domain 4).

`tandem` and `coaching_orp_cms` are two codes, because that they are one measure is only likely.
Where no source names the article, the law alone stands; the payers of the three CII measures are
our assumption: each dispositif releases its own people.
"""

# code, French name, German name, legal basis, normal payer
MEASURES = [
    ("tandem", "Mesure tandem", "Tandem-Massnahme", "LEMC, LIAS", None),
    ("coaching_orp_cms", "Coaching ORP-CMS", "Coaching RAV-SMZ", "LEMC, LIAS", None),
    ("case_management", "Case management CII", "Case Management IIZ", "Convention CII 5", None),
    (
        "placement",
        "Conseil et service de placement",
        "Beratung und Stellenvermittlung",
        "LACI 85",
        "sict",
    ),
    ("course", "Cours individuel ou collectif", "Einzel- oder Kollektivkurs", "LACI 60", "sict"),
    ("training_placement", "Stage de formation", "Ausbildungspraktikum", "LACI 60", "sict"),
    ("practice_firm", "Entreprise d’entraînement", "Übungsfirma", "LACI 60", "sict"),
    (
        "pet",
        "Programme d’emploi temporaire (PET)",
        "Programm zur vorübergehenden Beschäftigung (PvB)",
        "LACI 64a",
        "sict",
    ),
    ("professional_internship", "Stage professionnel", "Berufspraktikum", "LACI 64a", "sict"),
    ("semo", "Semestre de motivation (SeMo)", "Motivationssemester (SEMO)", "LACI 64a", "sict"),
    (
        "ait",
        "Allocation d’initiation au travail (AIT)",
        "Einarbeitungszuschuss (EAZ)",
        "LACI 65",
        "sict",
    ),
    ("afo", "Allocation de formation (AFO)", "Ausbildungszuschuss (AZ)", "LACI 66a", "sict"),
    (
        "self_employment",
        "Soutien à l’activité indépendante",
        "Förderung der selbstständigen Erwerbstätigkeit",
        "LACI 71a",
        "sict",
    ),
    ("ai_early", "Intervention précoce de l’AI", "Frühintervention der IV", "LAI 7d", "oai"),
    (
        "ai_reintegration",
        "Mesure de réinsertion de l’AI",
        "Integrationsmassnahme der IV",
        "LAI 14a",
        "oai",
    ),
    (
        "ai_professional",
        "Mesure d’ordre professionnel de l’AI",
        "Massnahme beruflicher Art der IV",
        "LAI 15-18d",
        "oai",
    ),
    (
        "social_integration",
        "Mesure d’insertion sociale",
        "Massnahme zur sozialen Integration",
        "LIAS",
        "sas",
    ),
    (
        "professional_integration",
        "Mesure d’insertion professionnelle de l’aide sociale",
        "Massnahme zur beruflichen Integration der Sozialhilfe",
        "LIAS",
        "sas",
    ),
    (
        "pre_apprenticeship",
        "Préparation à la formation professionnelle initiale",
        "Vorbereitung auf die berufliche Grundbildung",
        "LFPr 12",
        "sfop",
    ),
]
