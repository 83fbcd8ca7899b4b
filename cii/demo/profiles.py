"""Typical situations of the CII, after what the sources name; the words stand in `texts_*`."""

from dataclasses import dataclass, field

from cases.choices import Path
from core.choices import Category

IDENTITY, WORK, SOCIAL = Category.IDENTITY, Category.WORK, Category.SOCIAL
FINANCE, HEALTH, JUSTICE = Category.FINANCE, Category.HEALTH, Category.JUSTICE

# What a dispositif of each kind is granted at most; a case grants no more than it holds.
READS = {
    "orp": {IDENTITY, WORK, SOCIAL},
    "cms": {IDENTITY, WORK, SOCIAL, FINANCE},
    "oai": {IDENTITY, WORK, HEALTH},
    "oasi": {IDENTITY, WORK, SOCIAL, FINANCE},
    "ocps": {IDENTITY, FINANCE},
    "osp": {IDENTITY, WORK},
    "t1": {IDENTITY, WORK, SOCIAL},
    "lmmt": {IDENTITY, WORK},
    "commission": {IDENTITY, WORK, FINANCE},
}

# Catalogue code → kind of dispositif responsible, institution that pays, months.
MEASURES = {
    "tandem": ("orp", "sict", 6),
    "coaching_orp_cms": ("cms", "sas", 6),
    "case_management": ("cms", "sas", 9),
    "placement": ("orp", "sict", 6),
    "course": ("orp", "sict", 3),
    "training_placement": ("orp", "sict", 2),
    "practice_firm": ("lmmt", "sict", 4),
    "pet": ("lmmt", "sict", 6),
    "professional_internship": ("orp", "sict", 4),
    "semo": ("t1", "sict", 6),
    "ait": ("orp", "sict", 6),
    "afo": ("orp", "sict", 24),
    "self_employment": ("orp", "sict", 3),
    "ai_early": ("oai", "oai", 4),
    "ai_reintegration": ("oai", "oai", 6),
    "ai_professional": ("oai", "oai", 12),
    "social_integration": ("cms", "sas", 6),
    "professional_integration": ("cms", "sas", 6),
    "pre_apprenticeship": ("t1", "sfop", 10),
}


@dataclass(frozen=True)
class Profile:
    """One kind of situation: who detects it, what the grid says, who is needed, where it leads."""

    code: str
    weight: int
    homes: tuple[str, ...]
    ages: tuple[int, int]
    # The first answer is always given; of the others, chance takes one each time.
    answers: dict[str, tuple[str, ...]]
    partners: tuple[str, ...]
    paths: dict[Path, int]
    measures: tuple[str, ...]
    is_justice_known: bool = False
    is_often_from_abroad: bool = False
    extras: tuple[str, ...] = field(default=())


PROFILES = (
    Profile(
        "end_of_rights",
        17,
        ("orp",),
        (34, 57),
        {
            "work_capacity": ("reduced", "unclear"),
            "health": ("some", "much"),
            "debts_income": ("ending",),
            "two_bodies": ("soon",),
        },
        ("cms", "oai"),
        {Path.TRO: 6, Path.TANDEM: 2, Path.ASSESSMENT: 1, Path.NONE: 1},
        ("coaching_orp_cms", "pet", "ai_early"),
        extras=("lmmt",),
    ),
    Profile(
        "long_social_aid",
        12,
        ("cms",),
        (28, 52),
        {
            "training": ("none",),
            "motivation": ("varying",),
            "debts_income": ("debts",),
            "two_bodies": ("several", "soon"),
            "family_housing": ("stable", "burdened"),
        },
        ("orp",),
        {Path.TRO: 4, Path.TANDEM: 5, Path.ASSESSMENT: 1},
        ("tandem", "professional_integration", "course"),
    ),
    Profile(
        "exhaustion",
        11,
        ("orp", "oai", "orp"),
        (31, 54),
        {
            "incapacity": ("yes", "announced"),
            "work_capacity": ("unclear",),
            "health": ("much",),
            "two_bodies": ("soon",),
        },
        ("oai", "cms"),
        {Path.ASSESSMENT: 2, Path.TRO: 3, Path.AI_NOTICE: 2, Path.BILATERAL: 2},
        ("ai_early", "ai_reintegration", "placement"),
    ),
    Profile(
        "youth_without_solution",
        17,
        ("t1", "osp", "orp", "t1"),
        (16, 20),
        {
            "training": ("at_risk", "none"),
            "motivation": ("varying", "hardly"),
            "family_housing": ("burdened", "stable"),
            "lost": ("unclear",),
        },
        ("t1", "orp", "osp"),
        {Path.TRO: 7, Path.BILATERAL: 2, Path.ASSESSMENT: 1},
        ("semo", "pre_apprenticeship", "placement"),
    ),
    Profile(
        "youth_break_off",
        12,
        ("orp", "cms", "t1"),
        (17, 24),
        {
            "training": ("at_risk",),
            "health": ("some", "much"),
            "work_capacity": ("unclear",),
            "two_bodies": ("several",),
        },
        ("t1", "oai", "orp"),
        {Path.TRO: 5, Path.ASSESSMENT: 2, Path.AI_NOTICE: 1},
        ("semo", "ai_professional", "pre_apprenticeship"),
    ),
    Profile(
        "asylum",
        8,
        ("oasi",),
        (22, 45),
        {
            "language": ("no",),
            "training": ("none",),
            "family_housing": ("burdened", "stable"),
            "two_bodies": ("soon",),
        },
        ("orp", "cms"),
        {Path.TRO: 5, Path.BILATERAL: 3, Path.TANDEM: 1},
        ("course", "training_placement", "social_integration"),
        is_often_from_abroad=True,
    ),
    Profile(
        "single_parent",
        11,
        ("orp", "cms"),
        (25, 44),
        {
            "family_housing": ("burdened", "crisis"),
            "debts_income": ("debts",),
            "training": ("none",),
            "two_bodies": ("several",),
        },
        ("cms", "orp", "ocps"),
        {Path.TRO: 6, Path.TANDEM: 3, Path.BILATERAL: 1, Path.NONE: 1},
        ("tandem", "social_integration", "training_placement"),
        is_justice_known=True,
    ),
    Profile(
        "older_worker",
        11,
        ("orp",),
        (55, 62),
        {
            "health": ("some",),
            "work_capacity": ("reduced",),
            "debts_income": ("ending",),
            "motivation": ("yes", "varying"),
        },
        ("cms", "oai"),
        {Path.TRO: 5, Path.ASSESSMENT: 1, Path.CASE_MANAGEMENT: 2, Path.BILATERAL: 1},
        ("ait", "professional_internship", "coaching_orp_cms"),
        extras=("lmmt",),
    ),
    Profile(
        "fragile_stability",
        8,
        ("cms", "orp"),
        (27, 50),
        {
            "addiction": ("yes", "perhaps"),
            "health": ("some",),
            "family_housing": ("crisis", "burdened"),
            "debts_income": ("debts",),
            "lost": ("lost", "unclear"),
        },
        ("cms", "oai", "orp"),
        {Path.ASSESSMENT: 3, Path.TRO: 3, Path.CASE_MANAGEMENT: 2},
        ("social_integration", "case_management", "pet"),
        is_justice_known=True,
        extras=("lmmt",),
    ),
    Profile(
        "self_employed",
        7,
        ("orp", "cms"),
        (36, 58),
        {
            "debts_income": ("debts",),
            "family_housing": ("burdened",),
            "two_bodies": ("soon", "several"),
        },
        ("cms", "orp", "ocps"),
        {Path.TANDEM: 5, Path.TRO: 3, Path.BILATERAL: 2, Path.NONE: 1},
        ("tandem", "placement", "professional_internship"),
    ),
    Profile(
        "after_accident",
        9,
        ("oai", "orp"),
        (26, 53),
        {
            "health": ("much",),
            "work_capacity": ("reduced",),
            "incapacity": ("announced",),
            "training": ("done", "none"),
        },
        ("oai", "orp", "cms"),
        {Path.TRO: 5, Path.ASSESSMENT: 1, Path.CASE_MANAGEMENT: 2, Path.BILATERAL: 1},
        ("ai_professional", "placement", "ait"),
    ),
    Profile(
        "without_diploma",
        10,
        ("orp",),
        (26, 47),
        {
            "language": ("no",),
            "training": ("none",),
            "debts_income": ("ending", "secure"),
            "two_bodies": ("soon",),
        },
        ("cms",),
        {Path.TANDEM: 5, Path.TRO: 4, Path.BILATERAL: 1},
        ("tandem", "course", "afo"),
        is_often_from_abroad=True,
    ),
)
