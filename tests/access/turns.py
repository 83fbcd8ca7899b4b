"""Turns of a life: submitted and settled, recused, merged and parted, closed and destroyed."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.models import User
from cases.actions.destructions import approve_destruction
from cases.actions.disputes import pass_on
from cases.actions.holds import lift_hold, set_hold
from cases.actions.matters import open_matter, settle_matter
from cases.actions.merges import approve_merge, propose_merge, propose_undo, undo_merge
from cases.actions.recusals import lift_recusal, recuse
from cases.actions.triage import close_case
from cases.choices import MatterKind, Outcome
from cases.models import Destruction, Match, Matter, Recusal
from cases.workflow import DISPUTES
from cii.destruction import destroy
from core.choices import Category
from tests.access.life import BRIG, CMS, HOLDERS, OFFICER, SECRETARY, SION, WHO, Life, files
from tests.access.model import BUREAU, File
from tests.endings import proposed
from tests.factories import office

KEPT_FOR = timedelta(days=5 * 366)
members = st.sampled_from(["didier_droit_sict", "rita_droit_oai"])


class Turns(Life):
    """Two people merge, part and destroy; whoever submits, settles and recuses does it alone."""

    def teardown(self) -> None:
        super().teardown()
        # It stands outside the database, and what it tells of is there again.
        settings.DESTRUCTION_LEDGER.unlink(missing_ok=True)

    # --- submitted and settled --------------------------------------------------------------------
    @rule(name=files, kind=st.sampled_from(list(MatterKind)), touched=st.sampled_from([SION, CMS]))
    def submit(self, name: str, kind: MatterKind, touched: str) -> None:
        file = self.model.files[name]
        is_officers = kind in (MatterKind.PREFINANCING, MatterKind.SPECIAL)
        with self.attempt("submit") as at:
            matter = open_matter(
                self.cases[name],
                kind=kind,
                category=Category.WORK,
                question="—",
                office=office(touched) if kind in DISPUTES else None,
                asking=office(CMS if touched == SION else SION) if kind in DISPUTES else None,
                by=self.cast[OFFICER if is_officers else HOLDERS[file.post]],
                at=at,
            )
            file.submit(str(matter.pk), kind.value, touched)

    @precondition(lambda self: self.first("matters"))
    @rule(by=st.sampled_from([OFFICER, SECRETARY]))
    def settle(self, by: str) -> None:
        file = self.model.files[self.first("matters")]
        key = min(file.matters)
        with self.attempt("settle") as at:
            settle_matter(Matter.objects.get(pk=key), outcome="—", by=self.cast[by], at=at)
            file.settle(key)

    @precondition(lambda self: self.first("matters"))
    @rule()
    def go_on(self) -> None:
        file = self.model.files[self.first("matters")]
        for key, (kind, _office) in list(file.matters.items()):
            if kind in DISPUTES:
                with self.attempt("go_on") as at:
                    stage = Matter.objects.get(pk=key).stage
                    after = pass_on(stage, reason="—", by=self.cast[OFFICER], at=at)
                    file.pass_on(key, after.step)

    @rule(name=files, who=members, by=st.sampled_from([OFFICER, SECRETARY]))
    def recuse(self, name: str, who: str, by: str) -> None:
        file, case = self.model.files[name], self.cases[name]
        if who in file.recused:
            with self.attempt("recuse") as at:
                standing = Recusal.objects.filter(case=case, lifted_at=None)
                recusal = get_object_or_404(standing, user=self.cast[who])
                lift_recusal(recusal, by=self.cast[by], at=at)
                self.model.readmit(file, who)
        else:
            with self.attempt("recuse") as at:
                recuse(case, user=self.cast[who], reason="—", by=self.cast[by], at=at)
                file.recused.add(who)

    # --- one file, and two again ------------------------------------------------------------------
    @precondition(lambda self: not self.first("merged_into"))
    @rule(keep=files, is_officer=st.booleans())
    def merge(self, keep: str, is_officer: bool) -> None:
        merged, kept = self.model.files[BRIG if keep == SION else SION], self.model.files[keep]
        first, second = self.two_people(merged, kept, is_officer)
        for match in Match.objects.all():
            with self.attempt("merge") as at:
                propose_merge(match, keep=self.cases[keep], reason="—", by=first, at=at)
                approve_merge(match, by=second, at=at)
                assert first != second
                self.model.merge(merged, kept)

    @precondition(lambda self: self.first("merged_into"))
    @rule(is_officer=st.booleans())
    def part(self, is_officer: bool) -> None:
        merged = self.model.files[self.first("merged_into")]
        assert merged.merged_into is not None
        first, second = self.two_people(merged, merged.merged_into, is_officer)
        with self.attempt("part") as at:
            match = Match.objects.get()
            propose_undo(match, reason="—", by=first, at=at)
            undo_merge(match, by=second, at=at)
            assert first != second
            self.model.part(merged)

    def two_people(self, merged: File, kept: File, is_officer: bool) -> tuple[User, User]:
        """Who coordinates the one and the other file; it may be the same person."""
        second = OFFICER if is_officer else HOLDERS[kept.post]
        return self.cast[HOLDERS[merged.post]], self.cast[second]

    # --- the end ----------------------------------------------------------------------------------
    @rule(name=files)
    def close(self, name: str) -> None:
        file = self.model.files[name]
        with self.attempt("close") as at:
            by = self.cast[HOLDERS[file.post]]
            close_case(self.cases[name], outcome=Outcome.JOB, by=by, at=at)
            file.close()
            self.due = self.now + KEPT_FOR

    @rule(name=files)
    def hold(self, name: str) -> None:
        file = self.model.files[name]
        with self.attempt("hold") as at:
            act = lift_hold if file.is_held else set_hold
            act(self.cases[name], reason="—", by=self.cast[OFFICER], at=at)
            file.is_held = not file.is_held

    @precondition(lambda self: self.first("is_closed"))
    @rule(name=files)
    def order_destruction(self, name: str) -> None:
        file, case = self.model.files[name], self.cases[name]
        if file.is_closed and not file.is_ordered:
            self.now = max(self.now, self.due)
            with self.attempt("order_destruction") as at:
                proposed(case, self.cast, at=at)
                for who in (OFFICER, WHO[name].home):
                    approve_destruction(case, by=self.cast[who], at=at)
                file.is_ordered = True

    @precondition(lambda self: self.first("is_ordered"))
    @rule()
    def destroy(self) -> None:
        name = self.first("is_ordered")
        with self.attempt("destroy") as at:
            destroy(Destruction.objects.get(case_id=self.cases[name].pk).pk, at)
            self.model.destroy(self.model.files[name])

    def first(self, mark: str) -> str:
        """The first file that stands and bears a mark; none where it is empty."""
        standing = ((name, f) for name, f in self.model.files.items() if not f.is_destroyed)
        return next((name for name, file in standing if getattr(file, mark)), "")


EVERY_TURN: list[tuple[Any, ...]] = [
    ("days_pass", 20),
    ("sign_all", BRIG),
    ("recuse", BRIG, "rita_droit_oai", OFFICER),
    ("submit", BRIG, MatterKind.SPECIAL, CMS),
    ("settle", SECRETARY),
    ("sign_all", SION),
    ("submit", SION, MatterKind.PREFINANCING, CMS),
    ("hand_over", "marc_orp_sion"),
    ("let_a_colleague_execute", SION),
    ("begin_to_take_part", SION, CMS),
    ("submit", SION, MatterKind.DISPUTE, SION),
    ("go_on",),
    ("go_on",),
    *[("write", SION, place, Category.HEALTH) for place in range(12)],
    ("merge", SION, False),
    ("narrow", BRIG, "urs_orp_haut_valais", CMS, Category.HEALTH),
    ("sign", SION, {CMS: {Category.HEALTH}, BUREAU: {Category.WORK}}, 300),
    ("designate", SION, ("mireille_cms_sierre", CMS)),
    ("withdraw", BRIG, "urs_orp_haut_valais"),
    ("sign_all", SION),
    ("be_absent", 20),
    ("part", True),
    ("recuse", BRIG, "rita_droit_oai", SECRETARY),
    ("settle", OFFICER),
    ("settle", SECRETARY),
    ("let_a_colleague_execute", SION),
    ("cease_to_take_part", SION, CMS),
    ("sign_all", BRIG),
    ("merge", BRIG, True),
    ("leave", "claire_orp_sion"),
    ("days_pass", 20),
    ("part", False),
    ("return_",),
    ("pass_on", SION, "valais-central-oai"),
    ("close", SION),
    ("order_destruction", SION),
    ("hold", SION),
    ("destroy",),
    ("hold", SION),
    ("destroy",),
]
