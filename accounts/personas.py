"""The invented cast of the demonstration and of the tests; every name is made up.

A line is key, first name, last name, language and the mandates she holds.
"""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import Capacity, Population, Role

ADULT, YOUTH = Population.ADULT, Population.YOUTH


@dataclass(frozen=True)
class Seat:
    """One mandate of a persona, its place given by code; `has_ended` leaves her without it.

    `released` is the share of her working time for the CII, in percent.
    """

    role: Role
    office: str = ""
    post: str = ""
    body: str = ""
    population: str = ""
    capacity: Capacity = Capacity.MEMBER
    has_ended: bool = False
    released: int = 0


@dataclass(frozen=True)
class Persona:
    """A person of the cast; `does` replaces the sentence of her role on the login page."""

    key: str
    first_name: str
    last_name: str
    language: str
    seats: tuple[Seat, ...]
    does: str | Promise = ""
    is_staff: bool = False

    @property
    def email(self) -> str:
        """Her login, at a domain that can't exist (RFC 2606)."""
        return f"{self.key}@demo.invalid"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def role(self) -> Role:
        """The role under which the login page shows her."""
        return self.seats[0].role


def worker(office: str) -> Seat:
    return Seat(Role.FIELD_WORKER, office=office)


def repondant(office: str, population: Population) -> Seat:
    # In the tandem of Sion, ORP and CMS released 20 % each; the rest is invented.
    released = 20 if office.startswith(("orp", "cms")) else 10
    return Seat(Role.REPONDANT, office=office, population=population, released=released)


def coordinator(post: str) -> Seat:
    return Seat(Role.COORDINATOR, post=post)


def deputy(post: str) -> Seat:
    return Seat(Role.COORDINATOR, post=post, capacity=Capacity.DEPUTY)


def manager(office: str) -> Seat:
    return Seat(Role.REGIONAL_MANAGER, office=office)


def expert(office: str) -> Seat:
    return Seat(Role.EXPERT, office=office)


def member(body: str, capacity: Capacity = Capacity.MEMBER) -> Seat:
    return Seat(Role.BODY_MEMBER, body=body, capacity=capacity)


# What the login page says of a person: her role in one sentence.
DOES = {
    Role.FIELD_WORKER: _("Signale une personne avec la grille et suit son dossier sur le terrain."),
    Role.REPONDANT: _(
        "Confirme les signalements de son dispositif, enregistre la procuration, annonce le "
        "dossier et entre en matière sur les demandes."
    ),
    Role.COORDINATOR: _(
        "Trie les annonces, convoque et conduit les TRO, garantit le suivi trimestriel."
    ),
    Role.CANTONAL_OFFICER: _(
        "Répond du bureau CII, prend position dans les cas litigieux, tient les réglages."
    ),
    Role.SECRETARIAT: _(
        "Organise les séances, vérifie que les données sont à jour, tient les données de référence."
    ),
    Role.EXPERT: _("Donne une appréciation dans les dossiers pour lesquels on l’invite."),
    Role.REGIONAL_MANAGER: _(
        "Met les ressources à disposition dans son dispositif ; voit les délais dépassés, jamais "
        "le contenu d’un dossier."
    ),
    Role.BODY_MEMBER: _("Siège dans un organe de la CII ; ne lit aucun dossier à ce titre."),
    Role.DPO_REVIEWER: _("Contrôle les traces d’accès : qui, quand, pourquoi, jamais le contenu."),
    Role.TECHNICAL_ADMIN: _(
        "Tient les comptes, les mandats et les données de référence ; ne voit aucun dossier."
    ),
}

DECIDES = _(
    "Décide à la Commission « droit » ; lit ce que la procuration ouvre, le temps d’une affaire."
)

BUREAU = "bureau-cii"
OFFICER = Seat(Role.CANTONAL_OFFICER, office=BUREAU)
SECRETARY = Seat(Role.SECRETARIAT, office=BUREAU)

# Who takes a file from the flag to the review, in order.
JOURNEY = {
    "anna_orp_sion": _("Signale une personne avec la grille de détection."),
    "claire_orp_sion": _("Confirme, enregistre la procuration signée et annonce le dossier."),
    "isabelle_coord_central": _("Trie l’annonce, convoque et conduit la TRO, revoit le suivi."),
    "wilma_oai_sion": _("Participe à la TRO pour l’Office AI : ne lit que ce qui la concerne."),
}

PERSONAS = [
    # --- field workers ---------------------------------------------------------------------------
    Persona("anna_orp_sion", "Anna", "Zufferey", "fr", (worker("orp-sion"),)),
    Persona("marc_orp_sion", "Marc", "Dayer", "fr", (worker("orp-sion"),)),
    Persona("chloe_orp_sierre", "Chloé", "Salamin", "fr", (worker("orp-sierre"),)),
    Persona("bruno_orp_martigny", "Bruno", "Gay-Crosier", "fr", (worker("orp-martigny"),)),
    Persona("lara_orp_monthey", "Lara", "Donnet", "fr", (worker("orp-monthey"),)),
    Persona("urs_orp_haut_valais", "Urs", "Imhof", "de", (worker("orp-haut-valais"),)),
    Persona("ines_cms_sierre", "Inès", "Antille", "fr", (worker("cms-sierre"),)),
    Persona("paul_cms_sion", "Paul", "Fournier", "fr", (worker("cms-sion"),)),
    Persona("nora_cms_martigny", "Nora", "Terrettaz", "fr", (worker("cms-martigny"),)),
    Persona("eric_cms_bas_valais", "Eric", "Borgeaud", "fr", (worker("cms-bas-valais"),)),
    Persona("silvia_cms_haut_valais", "Silvia", "Schnydrig", "de", (worker("cms-haut-valais"),)),
    Persona("remy_oai_sion", "Rémy", "Sermier", "fr", (worker("oai-sion"),)),
    Persona("karin_oai_brig", "Karin", "Wyssen", "de", (worker("oai-brig"),)),
    Persona("tania_t1", "Tania", "Crettaz", "fr", (worker("t1"),)),
    Persona("samir_oasi", "Samir", "Haddad", "fr", (worker("oasi"),)),
    # --- répondants, one for adults and one for young people in each main dispositif -------------
    Persona("claire_orp_sion", "Claire", "Bonvin", "fr", (repondant("orp-sion", ADULT),)),
    Persona("david_orp_sion", "David", "Héritier", "fr", (repondant("orp-sion", YOUTH),)),
    Persona("elise_orp_sierre", "Elise", "Rion", "fr", (repondant("orp-sierre", ADULT),)),
    Persona("fabio_orp_sierre", "Fabio", "Caloz", "fr", (repondant("orp-sierre", YOUTH),)),
    Persona("gaelle_orp_martigny", "Gaëlle", "Arlettaz", "fr", (repondant("orp-martigny", ADULT),)),
    Persona("hugo_orp_martigny", "Hugo", "Saudan", "fr", (repondant("orp-martigny", YOUTH),)),
    Persona("irene_orp_monthey", "Irène", "Rouiller", "fr", (repondant("orp-monthey", ADULT),)),
    Persona("jonas_orp_monthey", "Jonas", "Vannay", "fr", (repondant("orp-monthey", YOUTH),)),
    Persona(
        "kurt_orp_haut_valais", "Kurt", "Zenhäusern", "de", (repondant("orp-haut-valais", ADULT),)
    ),
    Persona("lena_orp_haut_valais", "Lena", "Bregy", "de", (repondant("orp-haut-valais", YOUTH),)),
    Persona("mireille_cms_sierre", "Mireille", "Epiney", "fr", (repondant("cms-sierre", ADULT),)),
    Persona("nicolas_cms_sierre", "Nicolas", "Vianin", "fr", (repondant("cms-sierre", YOUTH),)),
    Persona("odile_cms_sion", "Odile", "Pralong", "fr", (repondant("cms-sion", ADULT),)),
    Persona("pascal_cms_sion", "Pascal", "Mayoraz", "fr", (repondant("cms-sion", YOUTH),)),
    Persona("quentin_cms_martigny", "Quentin", "Rausis", "fr", (repondant("cms-martigny", ADULT),)),
    Persona(
        "rachel_cms_martigny", "Rachel", "Darbellay", "fr", (repondant("cms-martigny", YOUTH),)
    ),
    Persona(
        "sonia_cms_bas_valais", "Sonia", "Marclay", "fr", (repondant("cms-bas-valais", ADULT),)
    ),
    Persona("theo_cms_bas_valais", "Théo", "Granger", "fr", (repondant("cms-bas-valais", YOUTH),)),
    Persona(
        "ursula_cms_haut_valais", "Ursula", "Heldner", "de", (repondant("cms-haut-valais", ADULT),)
    ),
    Persona(
        "viktor_cms_haut_valais", "Viktor", "Amherd", "de", (repondant("cms-haut-valais", YOUTH),)
    ),
    Persona("wilma_oai_sion", "Wilma", "Favre", "fr", (repondant("oai-sion", ADULT),)),
    Persona("xavier_oai_sion", "Xavier", "Nanchen", "fr", (repondant("oai-sion", YOUTH),)),
    Persona(
        "yann_oai_martigny",
        "Yann",
        "Lugon",
        "fr",
        (repondant("oai-martigny", ADULT), repondant("oai-martigny", YOUTH)),
    ),
    Persona(
        "zita_oai_brig",
        "Zita",
        "Ruppen",
        "de",
        (repondant("oai-brig", ADULT), repondant("oai-brig", YOUTH)),
    ),
    Persona("alain_osp", "Alain", "Devanthéry", "fr", (repondant("osp", ADULT),)),
    Persona("beatrice_osp", "Béatrice", "Moulin", "fr", (repondant("osp", YOUTH),)),
    Persona(
        "carlo_bsl", "Carlo", "Furrer", "de", (repondant("bsl", ADULT), repondant("bsl", YOUTH))
    ),
    Persona("delphine_t1", "Delphine", "Luyet", "fr", (repondant("t1", YOUTH),)),
    Persona("erwin_t1", "Erwin", "Karlen", "de", (repondant("t1", YOUTH),)),
    Persona(
        "fanny_oasi", "Fanny", "Bruchez", "fr", (repondant("oasi", ADULT), repondant("oasi", YOUTH))
    ),
    Persona("gilles_ocps", "Gilles", "Moix", "fr", (repondant("ocps", ADULT),)),
    Persona("helene_lmmt", "Hélène", "Rudaz", "fr", (repondant("lmmt", ADULT),)),
    # --- coordination: the holder of a lead post is stood in for by her neighbour -----------------
    Persona("isabelle_coord_central", "Isabelle", "Praz", "fr", (coordinator("valais-central"),)),
    Persona(
        "julien_coord_oai",
        "Julien",
        "Lathion",
        "fr",
        (coordinator("valais-central-oai"), deputy("valais-central")),
        _(
            "Deux mandats : coordonne pour l’Office AI et remplace, pendant ses absences, la "
            "titulaire du poste principal du Valais central."
        ),
    ),
    Persona("markus_coord_haut", "Markus", "Williner", "de", (coordinator("haut-valais"),)),
    Persona(
        "petra_coord_haut",
        "Petra",
        "Kreuzer",
        "de",
        (coordinator("haut-valais-cms"), deputy("haut-valais")),
    ),
    Persona("sabine_coord_bas", "Sabine", "Tornay", "fr", (coordinator("bas-valais"),)),
    Persona(
        "olivier_coord_bas",
        "Olivier",
        "Chervaz",
        "fr",
        (coordinator("bas-valais-cms"), deputy("bas-valais")),
    ),
    Persona("camille_coord_t1", "Camille", "Fardel", "fr", (coordinator("jeunes-t1"),)),
    Persona(
        "ruth_coord_t1",
        "Ruth",
        "Escher",
        "de",
        (deputy("jeunes-t1"), repondant("t1", YOUTH)),
    ),
    # --- bureau ----------------------------------------------------------------------------------
    Persona(
        "valerie_chargee",
        "Valérie",
        "Roduit",
        "fr",
        (
            OFFICER,
            member("copil", Capacity.CONSULTATIVE),
        ),
        is_staff=True,
    ),
    Persona(
        "stefan_charge_suppleant",
        "Stefan",
        "Bumann",
        "de",
        (replace(OFFICER, capacity=Capacity.DEPUTY),),
        is_staff=True,
    ),
    Persona("monique_secretariat", "Monique", "Filliez", "fr", (SECRETARY,), is_staff=True),
    Persona("daniela_secretariat", "Daniela", "Jossen", "de", (SECRETARY,), is_staff=True),
    # --- experts ---------------------------------------------------------------------------------
    Persona("leo_expert_oai", "Léo", "Gaspoz", "fr", (expert("oai-sion"),)),
    Persona("heidi_expert_oai", "Heidi", "Gattlen", "de", (expert("oai-brig"),)),
    # --- regional managers -----------------------------------------------------------------------
    Persona(
        "laurent_resp_orp_sion",
        "Laurent",
        "Dussex",
        "fr",
        (manager("orp-sion"), member("cdc", Capacity.GUEST)),
    ),
    Persona("pierre_resp_cms_sierre", "Pierre", "Zuber", "fr", (manager("cms-sierre"),)),
    Persona("brigitte_resp_cms_martigny", "Brigitte", "Giroud", "fr", (manager("cms-martigny"),)),
    Persona("rolf_resp_orp_haut_valais", "Rolf", "Kalbfuss", "de", (manager("orp-haut-valais"),)),
    # --- organs ----------------------------------------------------------------------------------
    Persona(
        "christian_copil_sict", "Christian", "Métrailler", "fr", (member("copil", Capacity.CHAIR),)
    ),
    Persona("nadine_copil_sas", "Nadine", "Clivaz", "fr", (member("copil"),)),
    Persona("beat_copil_oai", "Beat", "Summermatter", "de", (member("copil"),)),
    Persona("corinne_copil_she", "Corinne", "Barras", "fr", (member("copil"),)),
    Persona("thomas_copil_sfop", "Thomas", "Eyholzer", "de", (member("copil"),)),
    Persona(
        "florence_cdc",
        "Florence",
        "Rapillard",
        "fr",
        (member("cdc", Capacity.CHAIR), member("copil", Capacity.CONSULTATIVE)),
    ),
    Persona("guido_cdc", "Guido", "Theler", "de", (member("cdc"),)),
    Persona("sophie_cdc", "Sophie", "Carruzzo", "fr", (member("cdc"),)),
    Persona("didier_droit_sict", "Didier", "Vergères", "fr", (member("commission"),), DECIDES),
    Persona("rita_droit_oai", "Rita", "Zurbriggen", "de", (member("commission"),), DECIDES),
    Persona("joel_droit_sas", "Joël", "Michellod", "fr", (member("commission"),), DECIDES),
    # --- control and technique -------------------------------------------------------------------
    Persona("agnes_dpo", "Agnès", "Perruchoud", "fr", (Seat(Role.DPO_REVIEWER),)),
    Persona("martin_dpo", "Martin", "Lochmatter", "de", (Seat(Role.DPO_REVIEWER),)),
    Persona("luc_technique", "Luc", "Emery", "fr", (Seat(Role.TECHNICAL_ADMIN),), is_staff=True),
    Persona("eva_technique", "Eva", "Gsponer", "de", (Seat(Role.TECHNICAL_ADMIN),), is_staff=True),
    # --- gone ------------------------------------------------------------------------------------
    Persona(
        "yvan_parti",
        "Yvan",
        "Coppey",
        "fr",
        (replace(repondant("orp-sion", ADULT), has_ended=True),),
        _("A quitté l’ORP Sion : son mandat a pris fin, plus aucun dossier ne lui est ouvert."),
    ),
]
