"""A random life of two files of one person: what she allows, who takes part, who comes and goes.

Each rule is an act or a day that passes. Where the application refuses, the model stays as it was.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from accounts.models import Absence, CoordinationPost, Mandate
from cases.actions.assignments import assign, designate_case_manager, end_assignment
from cases.actions.coordination import transfer_case
from cases.actions.engagements import end_engagements, engage
from cases.actions.flags import hand_over
from cases.actions.notes import add_note
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.choices import AssignmentKind, EngagementKind
from cases.models import Assignment, Case, Grant, Procuration
from core import clock
from core.choices import Category
from core.refusal import Refusal
from governance.actions.mandates import begin_mandate, end_mandate, record_absence
from tests.access.model import BUREAU, COMMISSION, Consent, File, Model, Seat
from tests.access.scene import HAUT
from tests.factories import ORP_SION, Cast, consent, office

SION, BRIG, CMS, OAI = "orp-sion", "orp-haut-valais", "cms-sierre", "oai-sion"
RECIPIENTS = (BUREAU, COMMISSION, SION, BRIG, CMS, OAI)
WHO = {SION: ORP_SION, BRIG: HAUT}
HOLDERS = {
    "valais-central": "isabelle_coord_central",
    "valais-central-oai": "julien_coord_oai",
    "haut-valais": "markus_coord_haut",
}
OFFICER, SECRETARY = "valerie_chargee", "monique_secretariat"
SEATS = {
    "anna_orp_sion": {Seat("worker", SION)},
    "marc_orp_sion": {Seat("worker", SION)},
    "claire_orp_sion": {Seat("repondant", SION)},
    "urs_orp_haut_valais": {Seat("worker", BRIG)},
    "kurt_orp_haut_valais": {Seat("repondant", BRIG)},
    "mireille_cms_sierre": {Seat("repondant", CMS)},
    "ines_cms_sierre": {Seat("worker", CMS)},
    "wilma_oai_sion": {Seat("repondant", OAI)},
    "isabelle_coord_central": {Seat("coordinator", "valais-central")},
    "julien_coord_oai": {
        Seat("deputy", "valais-central"),
        Seat("coordinator", "valais-central-oai"),
    },
    "markus_coord_haut": {Seat("coordinator", "haut-valais")},
    OFFICER: {Seat("officer")},
    SECRETARY: {Seat("secretariat")},
    "didier_droit_sict": {Seat("commission")},
    "rita_droit_oai": {Seat("commission")},
    "pierre_resp_cms_sierre": {Seat("manager", CMS)},
    "laurent_resp_orp_sion": {Seat("manager", SION)},
    "christian_copil_sict": {Seat("member")},
}
# Whoever keeps mandates goes on keeping them; the others hold one that may end.
LEAVERS = sorted(SEATS.keys() - {OFFICER, SECRETARY, "julien_coord_oai", "laurent_resp_orp_sion"})
files = st.sampled_from([SION, BRIG])
recipients, categories = st.sampled_from(RECIPIENTS), st.sampled_from(list(Category))
# Those who act in a file, and the members who see it and never may.
ROLES = {"worker", "repondant", "coordinator", "commission"}
active = st.sampled_from([who for who in SEATS if {seat.role for seat in SEATS[who]} <= ROLES])
managers = st.sampled_from([("mireille_cms_sierre", CMS), ("claire_orp_sion", SION)])
granted = st.dictionaries(recipients, st.sets(categories, min_size=1), min_size=1)


class Life(RuleBasedStateMachine):
    """The files are named after their home dispositif."""

    def __init__(self, cast: Cast, cases: dict[str, Case], accepted: Counter[str]) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.cast, self.cases, self.accepted = cast, cases, accepted
        self.now: datetime = clock.now()
        self.model = Model(
            day=clock.day_of(self.now),
            seats={who: set(seats) for who, seats in SEATS.items()},
            files={
                SION: File(SION, "valais-central", "anna_orp_sion"),
                BRIG: File(BRIG, "haut-valais", "urs_orp_haut_valais"),
            },
        )

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def tick(self) -> datetime:
        self.accepted["steps"] += 1
        self.now += timedelta(minutes=1)
        self.model.step += 1
        self.model.day = clock.day_of(self.now)
        return self.now

    @contextmanager
    def attempt(self, act: str) -> Iterator[datetime]:
        """An act at the next moment; what is refused in the middle was never begun."""
        at = self.tick()
        with suppress(Refusal, Http404), clock.at(at), transaction.atomic():
            yield at
            self.accepted[act] += 1

    @initialize()
    def the_first_consents(self) -> None:
        for name, file in self.model.files.items():
            signed = Procuration.objects.get(case=self.cases[name])
            given: dict[str, set[int]] = {}
            for grant in Grant.objects.filter(procuration=signed).select_related("recipient"):
                given.setdefault(grant.recipient.code, set()).add(grant.category)
            file.consent = Consent(given, signed.valid_from, signed.valid_until)

    # --- what the person allows -------------------------------------------------------------------
    @rule(name=files, wanted=granted, days=st.sampled_from([1, 30, 300, 900]))
    def sign(self, name: str, wanted: dict[str, set[Category]], days: int) -> None:
        with self.attempt("sign") as at:
            last_day = self.model.day + timedelta(days=days)
            consent(
                self.cases[name],
                self.cast,
                who=WHO[name],
                recipients={office(code): kinds for code, kinds in wanted.items()},
                valid_until=last_day,
                at=at,
            )
            given = {code: set(map(int, kinds)) for code, kinds in wanted.items()}
            self.model.files[name].consent = Consent(
                given, self.model.day, last_day, self.model.step
            )

    @rule(name=files)
    def sign_all(self, name: str) -> None:
        self.sign(name, {code: set(Category) for code in RECIPIENTS}, 900)
        self.accepted["sign_all"] += 1

    @rule(name=files, who=active, recipient=recipients, category=categories)
    def narrow(self, name: str, who: str, recipient: str, category: Category) -> None:
        file, seen = self.model.files[name], self.sees(name, who)
        with self.attempt("narrow") as at:
            withdrawn = {office(recipient): {category}}
            narrow_procuration(
                self.cases[name], withdrawn=withdrawn, note="—", by=self.cast[who], at=at
            )
            assert seen, who
            file.take_back(recipient, category, self.model.step)

    @rule(name=files, who=active)
    def withdraw(self, name: str, who: str) -> None:
        file, seen = self.model.files[name], self.sees(name, who)
        with self.attempt("withdraw") as at:
            withdraw_procuration(self.cases[name], note="—", by=self.cast[who], at=at)
            assert seen, who
            file.consent, file.taken_back = None, self.model.step

    @rule(days=st.sampled_from([1, 20, 100, 400]))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.tick()
        self.accepted["days_pass"] += 1

    # --- who takes part ---------------------------------------------------------------------------
    @rule(name=files, recipient=recipients.filter(lambda code: code != COMMISSION))
    def begin_to_take_part(self, name: str, recipient: str) -> None:
        if self.model.files[name].is_open:
            source = uuid4()
            with self.attempt("begin_to_take_part") as at:
                engage(
                    self.cases[name],
                    office(recipient),
                    EngagementKind.DECISION,
                    source_id=source,
                    by=self.cast[OFFICER],
                    at=at,
                )
                self.model.files[name].engage(recipient, str(source))

    @rule(name=files, recipient=recipients.filter(lambda code: code != COMMISSION))
    def cease_to_take_part(self, name: str, recipient: str) -> None:
        file = self.model.files[name]
        decided = [one for one in file.engaged.get(recipient, ()) if is_decision(one, file)]
        for source in sorted(decided)[:1]:
            with self.attempt("cease_to_take_part") as at:
                end_engagements(source_id=UUID(source), by=self.cast[OFFICER], at=at)
                file.release(source)

    @rule(name=files, chosen=managers)
    def designate(self, name: str, chosen: tuple[str, str]) -> None:
        file = self.model.files[name]
        with self.attempt("designate") as at:
            designate_case_manager(
                self.cases[name],
                user=self.cast[chosen[0]],
                office=office(chosen[1]),
                reason="—",
                by=self.cast[HOLDERS[file.post]],
                at=at,
            )
            file.designate(*chosen)

    @rule(name=files)
    def let_a_colleague_execute(self, name: str) -> None:
        file, who = self.model.files[name], ("ines_cms_sierre", CMS)
        user, by = self.cast[who[0]], self.cast[OFFICER]
        if who in file.executing and file.is_open:
            with self.attempt("let_a_colleague_execute") as at:
                open_rows = Assignment.objects.open().filter(kind=AssignmentKind.EXECUTING)
                end_assignment(open_rows.get(case=self.cases[name], user=user), by=by, at=at)
                file.executing.discard(who)
                file.former.add(who)
        elif self.model.seats[who[0]] and file.is_open:
            with self.attempt("let_a_colleague_execute") as at:
                named = {"office": office(CMS), "reason": "—", "by": by, "at": at}
                assign(self.cases[name], user, AssignmentKind.EXECUTING, **named)
                file.executing.add(who)

    @rule(to=st.sampled_from(["anna_orp_sion", "marc_orp_sion"]))
    def hand_over(self, to: str) -> None:
        by = self.cast["claire_orp_sion"]
        with self.attempt("hand_over") as at:
            hand_over(self.cases[SION], to=self.cast[to], reason="—", by=by, at=at)
            self.model.files[SION].worker = to

    @rule(name=files, post=st.sampled_from(sorted(HOLDERS)))
    def pass_on(self, name: str, post: str) -> None:
        by = self.cast[OFFICER]
        with self.attempt("pass_on") as at:
            there = CoordinationPost.objects.get(code=post)
            transfer_case(self.cases[name], post=there, reason="—", by=by, at=at)
            self.model.files[name].post = post

    @rule(name=files, place=st.integers(0, len(SEATS)), category=categories)
    def write(self, name: str, place: int, category: Category) -> None:
        """Somebody who sees the file, or the worker of the other one."""
        file = self.model.files[name]
        seers = [who for who in SEATS if self.sees(name, who)]
        who = ["urs_orp_haut_valais", "anna_orp_sion", *seers][place % (len(seers) + 2)]
        with self.attempt("write") as at:
            by = self.cast[who]
            note = add_note(self.cases[name], category=category, text="—", by=by, at=at)
            assert who in seers, who
            file.notes[str(note.pk)] = who, note.office.code, int(category)

    # --- who comes and goes -----------------------------------------------------------------------
    @rule(who=st.sampled_from(LEAVERS))
    def leave(self, who: str) -> None:
        held = Mandate.objects.of(self.cast[who]).live(self.model.day)
        for mandate in held.filter(valid_from__lt=self.model.day):
            with self.attempt("leave") as at:
                end_mandate(mandate, by=self.cast[OFFICER], at=at)
                self.model.seats[who] = set()

    @precondition(lambda self: self.gone())
    @rule()
    def return_(self) -> None:
        who = self.gone()[0]
        former = Mandate.objects.of(self.cast[who]).order_by("valid_from").last()
        assert former is not None
        with self.attempt("return_") as at:
            names = ("user", "role", "office", "body", "post", "population", "capacity")
            again = {name: getattr(former, name) for name in names}
            mandate = Mandate(**again, valid_from=self.model.day)
            begin_mandate(mandate, by=self.cast[OFFICER], at=at)
            self.model.seats[who] = set(SEATS[who])

    def gone(self) -> list[str]:
        return [who for who, seats in self.model.seats.items() if not seats]

    @precondition(lambda self: not self.model.absent)
    @rule(days=st.integers(1, 30))
    def be_absent(self, days: int) -> None:
        who = self.cast["isabelle_coord_central"]
        with self.attempt("be_absent") as at:
            first, last = self.model.day, self.model.day + timedelta(days=days)
            absence = Absence(user=who, valid_from=first, valid_until=last)
            record_absence(absence, by=self.cast[OFFICER], at=at)

    def sees(self, name: str, who: str) -> bool:
        return self.model.sight(who, self.model.files[name]).is_visible


def is_decision(source: str, file: File) -> bool:
    """Whether it is neither a lasting tie nor one that another rule ends."""
    return source not in {"flag", "announcement", "manager", "merge"} | file.matters.keys()
