"""The scene of the matrix: one case in each state of the procuration, and a foreign one.

Every sensitive text is a canary: a token that says whose it is and in which category it stands.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.models import Commune, Institution, Mandate
from cases.actions.access_requests import receive_request, store_file
from cases.actions.announcements import announce
from cases.actions.assignments import designate_case_manager
from cases.actions.follow_ups import review
from cases.actions.matters import open_matter, settle_matter
from cases.actions.notes import add_document, add_note
from cases.actions.participation import assign_colleague, invite_expert
from cases.actions.passages import hide_passage
from cases.actions.plans import add_measure, adopt_plan, draft_plan
from cases.actions.recusals import recuse
from cases.actions.triage import triage
from cases.choices import AssignmentKind, FollowUpResult, MatterKind, Path
from cases.handing_out import marks_of
from cases.models import (
    AccessRequest,
    Assignment,
    Case,
    CatalogueMeasure,
    Engagement,
    Flag,
    FollowUp,
    Procuration,
)
from core import clock
from core.choices import Category, Language
from tests.access.asking import asked_for_aid, disputed, in_force, requested
from tests.factories import (
    ALL,
    ORP_SION,
    Cast,
    Who,
    confirmed,
    consent,
    documents_given,
    office,
    scan,
)

START = datetime(2026, 3, 12, 9, tzinfo=UTC)
WALK = START + timedelta(days=40)

ABOUT_OTHERS = "Sa sœur aide."
HOME = {Category.IDENTITY, Category.WORK, Category.SOCIAL}
CMS = ALL - {Category.JUSTICE}
OAI = {Category.WORK, Category.HEALTH}
BUREAU = ALL - {Category.FINANCE}
COMMISSION = {Category.IDENTITY, Category.WORK}

HAUT = Who(
    worker="urs_orp_haut_valais",
    home="kurt_orp_haut_valais",
    coordinator="markus_coord_haut",
    manager="ursula_cms_haut_valais",
    manager_office="cms-haut-valais",
)
HOMES = {"claire_orp_sion": "orp-sion", "kurt_orp_haut_valais": "orp-haut-valais"}
POSTS = {"isabelle_coord_central": "valais-central", "markus_coord_haut": "haut-valais"}


def day(number: int, hour: int = 0) -> datetime:
    return START + timedelta(days=number, hours=hour)


@dataclass(frozen=True)
class Canary:
    """A token: of which case, in which category, written by which office and person."""

    token: str
    state: str
    # None where nothing is said of the person: it opens to the ties alone.
    category: Category | None
    office: str = ""
    author: str = ""
    # The ties that alone may read it; empty where it is everybody who reads the category.
    letters: str = ""
    # Said from one coordination to the other: on their match both read it, and who approves.
    is_of_match: bool = False


@dataclass
class Scene:
    """The objects of the scene: for each state of the procuration, by kind of object."""

    cast: Cast
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)

    def states(self) -> dict[UUID, str]:
        """The state of each case of the scene."""
        return {rows["case"]: state for state, rows in self.objects.items() if "case" in rows}

    def plant(self, state: str, source: str, category: Category, **of: str) -> str:
        # Without hyphens, at which a paper would break the line.
        token = f"canari_{state}_{source}_{category.name.lower()}".replace("-", "_")
        self.canaries.append(Canary(token, state, category, **of))
        return token

    def keep(self, state: str, **objects: Any) -> None:
        named = {name: row.pk for name, row in objects.items() if row is not None}
        self.objects.setdefault(state, {}).update(named)


def confirmed_only(scene: Scene) -> None:
    """No procuration: nothing has left the dispositif."""
    with clock.at(START):
        name = scene.plant("no", "name", Category.IDENTITY, office="orp-sion")
        case = confirmed(scene.cast, at=START, last_name=name)
        remark(scene, "no", case)
        own_notes(scene, "no", case, ORP_SION)
    scene.keep("no", case=case)


def announced_only(scene: Scene) -> Case:
    """Covered and announced: it waits for its triage, and stands on a planned agenda."""
    cast = scene.cast
    name = scene.plant("announced", "name", Category.IDENTITY, office="orp-sion")
    with clock.at(START):
        case = confirmed(cast, at=START, last_name=name)
        recipients = {office("bureau-cii"): BUREAU, office("orp-sion"): HOME}
        consent(case, cast, recipients=recipients, at=START)
        text = scene.plant("announced", "announcement", Category.WORK, office="orp-sion")
        case = announce(case, path=Path.TRO, text=text, by=cast[ORP_SION.home], at=START)
    scene.keep("announced", case=case)
    return case


def remark(scene: Scene, state: str, case: Case) -> None:
    """What the worker noted on the grid belongs to the own part of his dispositif."""
    home = case.home_office.code
    flag = Flag.objects.get(case=case)
    flag.remark = scene.plant(state, "remark", Category.WORK, office=home)
    flag.save()


def own_notes(scene: Scene, state: str, case: Case, who: Who) -> None:
    """The home dispositif wrote an entry in every category, and attached two documents."""
    home = case.home_office.code
    for category in Category:
        text = scene.plant(state, "home-note", category, office=home, author=who.worker)
        text = f"{text} {ABOUT_OTHERS}"
        note = add_note(case, category=category, text=text, by=scene.cast[who.worker], at=START)
        scene.keep(state, **{f"note_{category.name.lower()}": note})
    for category in (Category.WORK, Category.FINANCE):
        title = scene.plant(state, "home-document", category, office=home, author=who.home)
        row = add_document(
            case, file=scan(), title=title, category=category, by=scene.cast[who.home], at=START
        )
        scene.keep(state, **{f"document_{category.name.lower()}": row})


def followed(scene: Scene, state: str, who: Who) -> Case:
    """A case on its way: engaged partners, plan in force, a new draft, entries of everybody."""
    cast, partner = scene.cast, office(who.manager_office)
    c = {"by": cast[who.coordinator], "at": START}
    with clock.at(START):
        commune = Commune.objects.get(name="Sion" if who is ORP_SION else "Brig-Glis")
        name = scene.plant(state, "name", Category.IDENTITY, office=HOMES[who.home])
        case = confirmed(cast, who=who, at=START, last_name=name, commune=commune)
        recipients = {
            office("bureau-cii"): BUREAU,
            case.home_office: HOME,
            partner: CMS,
            office("oai-sion"): OAI,
        }
        # Of the foreign case the Commission sees the number alone.
        if who is ORP_SION:
            recipients[office("commission-droit")] = COMMISSION
        until = day(20 if state == "expired" else 730).date()
        purpose = scene.plant(state, "purpose", Category.IDENTITY, office=case.home_office.code)
        terms = {"recipients": recipients, "valid_until": until, "purpose": purpose}
        consent(case, cast, who=who, at=START, **terms)
        text = scene.plant(state, "announcement", Category.WORK, office=case.home_office.code)
        announce(case, path=Path.TRO, text=text, by=cast[who.home], at=START)
        why = scene.plant(state, "triage", Category.WORK, office=case.home_office.code)
        triage(case, path=Path.TRO, reason=why, due_on=day(30).date(), **c)
        designate_case_manager(
            case, user=cast[who.manager], office=partner, reason="Choix du pool.", **c
        )
        remark(scene, state, case)
        own_notes(scene, state, case, who)
        partners_notes(scene, state, case, who)
        plans(scene, state, case, who)
        submitted(scene, state, case)
        requested(scene, state, case, who, START)
        asked_for_aid(scene, state, case, who, START)
        asked = receive_request(
            case,
            language=Language.FR,
            asked_on=START.date(),
            is_identified=True,
            by=cast[who.home],
            at=START,
        )
        prepared(scene, state, asked, who)
    manager = Assignment.objects.get(case=case, kind=AssignmentKind.CASE_MANAGER)
    scene.keep(state, assignment=manager, engagement=Engagement.objects.filter(case=case).first())
    procuration = Procuration.objects.get(case=case)
    receipt = procuration.receipts.get()
    signed = {"procuration": procuration, "scan": procuration.scan, "receipt": receipt}
    scene.keep(state, case=case, **signed)
    return Case.objects.get(pk=case.pk)


def prepared(scene: Scene, state: str, asked: AccessRequest, who: Who) -> None:
    """A passage about somebody else is marked, every document is hers, and the file is made."""
    home = {"by": scene.cast[who.home], "at": START}
    text = f"cases.casenote:{scene.objects[state]['note_work']}"
    passage = hide_passage(asked, text=text, words=ABOUT_OTHERS, reason="Vie d’un tiers.", **home)
    documents_given(asked, **home)
    store_file(asked.pk, START, (b"PK", marks_of(asked.case_id)))
    scene.keep(state, access_request=asked, passage=passage)


def partners_notes(scene: Scene, state: str, case: Case, who: Who) -> None:
    """The case manager writes; at Sierre an executing colleague too; an expert only reads."""
    cast, code = scene.cast, who.manager_office
    for category in (Category.WORK, Category.HEALTH):
        text = scene.plant(state, "partner-note", category, office=code, author=who.manager)
        add_note(case, category=category, text=text, by=cast[who.manager], at=START)
    title = scene.plant(state, "partner-document", Category.WORK, office=code, author=who.manager)
    row = add_document(
        case, file=scan(), title=title, category=Category.WORK, by=cast[who.manager], at=START
    )
    scene.keep(state, document_partner=row)
    if who is not ORP_SION:
        return
    by = {"by": cast[who.coordinator], "at": START}
    ines = Mandate.objects.get(user=cast["ines_cms_sierre"])
    assign_colleague(case, mandate=ines, reason="Exécute une mesure.", **by)
    text = scene.plant(
        state, "executing-note", Category.SOCIAL, office=code, author="ines_cms_sierre"
    )
    add_note(case, category=Category.SOCIAL, text=text, by=ines.user, at=START)
    for key in ("remy_oai_sion", "leo_expert_oai"):
        expert = Mandate.objects.get(user=cast[key])
        invite_expert(case, mandate=expert, reason="Avis médical.", **by)


def submitted(scene: Scene, state: str, case: Case) -> None:
    """Before the Commission; a prefinancing opens the foreign case to the cantonal officer, too."""
    officer = {"by": scene.cast["valerie_chargee"], "at": START}
    asked = {"category": Category.WORK, "question": scene.plant(state, "advice", Category.WORK)}
    advice = open_matter(case, kind=MatterKind.ADVICE, **asked, **officer)
    settle_matter(advice, outcome=scene.plant(state, "ruling", Category.WORK), **officer)
    matter = open_matter(
        case,
        kind=MatterKind.PREFINANCING if state == "foreign" else MatterKind.SPECIAL,
        category=Category.WORK,
        question=scene.plant(state, "matter", Category.WORK),
        **officer,
    )
    if state == "foreign":
        disputed(scene, state, case, HAUT, START)
    recusal = recuse(case, user=scene.cast["rita_droit_oai"], reason="Parente.", **officer)
    scene.keep(state, matter=matter, recusal=recusal)


def plans(scene: Scene, state: str, case: Case, who: Who) -> None:
    """A plan in force and the draft of the next one, each with a measure."""
    by = {"by": scene.cast[who.coordinator], "at": START}
    for version in ("plan", "draft"):
        plan = draft_plan(
            case,
            objective=scene.plant(state, f"{version}-objective", Category.WORK),
            client_words=scene.plant(state, f"{version}-words", Category.WORK),
            has_client_agreement=True,
            **by,
        )
        measure = add_measure(
            plan,
            measure=CatalogueMeasure.objects.get(code="coaching_orp_cms"),
            detail=scene.plant(state, f"{version}-measure", Category.HEALTH),
            category=Category.HEALTH,
            responsible=office(who.manager_office),
            payer=Institution.objects.get(code="sict"),
            starts_on=START.date(),
            **by,
        )
        scene.keep(state, **{version: plan, f"{version}_measure": measure})
        if version == "plan":
            adopt_plan(plan, **by)
            in_force(scene, state, plan, measure, who)


def reviewed(scene: Scene, case: Case) -> None:
    """A quarterly review with something to say; the next one is open."""
    with clock.at(day(35)):
        review(
            FollowUp.objects.open().get(case=case),
            result=FollowUpResult.ADAPT,
            summary=scene.plant("live", "review", Category.HEALTH),
            category=Category.HEALTH,
            by=scene.cast[ORP_SION.coordinator],
            at=day(35),
        )
