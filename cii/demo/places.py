"""Where the invented people live, and which dispositif serves them there."""

from dataclasses import dataclass
from random import Random

from accounts.choices import Population, Role
from accounts.personas import PERSONAS


@dataclass(frozen=True)
class Area:
    """Communes that the same ORP, CMS and Office AI serve; weights give their share of cases."""

    region: str
    language: str
    weight: int
    offices: dict[str, str]
    towns: dict[str, str]


EVERYWHERE = {"oasi": "oasi", "ocps": "ocps", "lmmt": "lmmt", "t1": "t1"}
ROMAND = EVERYWHERE | {"osp": "osp"}

AREAS = (
    Area(
        "valais-central",
        "fr",
        26,
        ROMAND | {"orp": "orp-sion", "cms": "cms-sion", "oai": "oai-sion"},
        {
            "Sion": "1950 Sion",
            "Savièse": "1965 Savièse",
            "Conthey": "1964 Conthey",
            "Vétroz": "1963 Vétroz",
            "Nendaz": "1996 Basse-Nendaz",
            "Ayent": "1966 Ayent",
            "Evolène": "1983 Evolène",
            "Chamoson": "1955 Chamoson",
        },
    ),
    Area(
        "valais-central",
        "fr",
        18,
        ROMAND | {"orp": "orp-sierre", "cms": "cms-sierre", "oai": "oai-sion"},
        {
            "Sierre": "3960 Sierre",
            "Chalais": "3966 Chalais",
            "Crans-Montana": "3963 Crans-Montana",
            "Anniviers": "3961 Vissoie",
            "Lens": "1978 Lens",
            "Grône": "3979 Grône",
        },
    ),
    Area(
        "bas-valais",
        "fr",
        18,
        ROMAND | {"orp": "orp-martigny", "cms": "cms-martigny", "oai": "oai-martigny"},
        {
            "Martigny": "1920 Martigny",
            "Fully": "1926 Fully",
            "Saxon": "1907 Saxon",
            "Leytron": "1912 Leytron",
            "Val de Bagnes": "1934 Le Châble",
            "Orsières": "1937 Orsières",
            "Riddes": "1908 Riddes",
        },
    ),
    Area(
        "bas-valais",
        "fr",
        14,
        ROMAND | {"orp": "orp-monthey", "cms": "cms-bas-valais", "oai": "oai-martigny"},
        {
            "Monthey": "1870 Monthey",
            "Collombey-Muraz": "1868 Collombey",
            "Saint-Maurice": "1890 Saint-Maurice",
            "Vouvry": "1896 Vouvry",
            "Troistorrents": "1872 Troistorrents",
            "Evionnaz": "1902 Evionnaz",
        },
    ),
    Area(
        "haut-valais",
        "de",
        24,
        EVERYWHERE
        | {"orp": "orp-haut-valais", "cms": "cms-haut-valais", "oai": "oai-brig", "osp": "bsl"},
        {
            "Brig-Glis": "3900 Brig",
            "Naters": "3904 Naters",
            "Visp": "3930 Visp",
            "Leuk": "3953 Leuk Stadt",
            "Raron": "3942 Raron",
            "Steg-Hohtenn": "3940 Steg",
            "Gampel-Bratsch": "3945 Gampel",
            "St. Niklaus": "3924 St. Niklaus",
            "Zermatt": "3920 Zermatt",
            "Fiesch": "3984 Fiesch",
        },
    ),
)

ROOMS = {
    "valais-central": ("Sion, avenue de la Gare, salle 3", "Sierre, Hôtel de Ville, salle 1"),
    "bas-valais": ("Martigny, rue du Léman, salle 2", "Monthey, avenue du Crochetan, salle 4"),
    "haut-valais": ("Brig, Kantonsstrasse, Saal 2", "Visp, Bahnhofstrasse, Saal 1"),
    "jeunes-t1": ("Sion, Plateforme T1, salle 5",),
}

# The cast by place, in its fixed order; who has left no longer acts.
_SEATS = [(p.key, seat) for p in PERSONAS for seat in p.seats if not seat.has_ended]


def workers(office: str) -> list[str]:
    """Who works in the field for an office."""
    return [key for key, s in _SEATS if s.role == Role.FIELD_WORKER and s.office == office]


def repondants(office: str, population: Population) -> list[str]:
    """The répondants of an office for a population."""
    return [
        key
        for key, s in _SEATS
        if s.role == Role.REPONDANT and (s.office, s.population) == (office, population)
    ]


COORDINATORS = {
    "valais-central": "isabelle_coord_central",
    "bas-valais": "sabine_coord_bas",
    "haut-valais": "markus_coord_haut",
    "jeunes-t1": "camille_coord_t1",
}
OFFICER = "valerie_chargee"
SECRETARIES = {"fr": "monique_secretariat", "de": "daniela_secretariat"}


def some_area(chance: Random) -> Area:
    return chance.choices(AREAS, [area.weight for area in AREAS])[0]
