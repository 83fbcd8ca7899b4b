"""The blind match: made at the procuration, told to the coordinators concerned alone (C5)."""

from datetime import date

import pytest
from django.http import Http404
from django.test import override_settings

from accounts.models import Commune, User
from audit.models import Trace, TraceCase
from cases import fingerprint
from cases.actions.clients import update_client
from cases.actions.matches import ask_extension, dismiss_match, engage_dispositif
from cases.choices import FingerprintKind, MatchState
from cases.models import Case, Engagement, Fingerprint, Match
from cases.reading import CaseAccess
from core import clock
from core.refusal import Forbidden, Refusal
from messaging.models import InboxEntry, Job, Mail
from messaging.sweeper import sweep
from tests.access.scene import HAUT
from tests.factories import ALL, Cast, announced, confirmed, consent, covered, office
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

SAME = {"last_name": "Rey-Favre", "first_name": "Zoé", "birth_date": date(1984, 2, 29)}


def in_haut(**changes):
    """What makes a case one of the Haut-Valais."""
    return {"who": HAUT, "commune": Commune.objects.get(name="Brig-Glis"), **SAME} | changes


def matched(cast: Cast) -> Match:
    """A followed case of Sion, and a person of that name announced in the Haut-Valais."""
    everybody = {
        office(code): ALL for code in ("bureau-cii", "orp-sion", "cms-sierre", "orp-haut-valais")
    }
    announced(cast, recipients=everybody, **SAME)
    announced(cast, **in_haut())
    sweep()
    return Match.objects.get()


def by(user: User) -> dict:
    return {"by": user, "at": clock.now()}


# --- the comparison ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "one, other",
    [
        ("Müller", "MULLER"),
        ("Müller", "Mueller"),
        ("Rey-Favre", "Favre Rey"),
        ("d’Angelo", "D Angelo"),
        ("Bœuf", "boeuf"),
        ("Étienne", "etienne"),
    ],
)
def test_writing_a_name_otherwise_makes_no_difference(one, other):
    born = date(1980, 1, 2)
    written = {fingerprint.name_message(name, "Zoé", born) for name in (one, other)}
    assert len(written) == 1


@pytest.mark.parametrize(
    "change", [{"last_name": "Rey"}, {"first_name": "Léa"}, {"birth_date": date(1984, 3, 1)}]
)
def test_another_name_or_birth_date_is_another_person(change):
    assert fingerprint.name_message(**SAME) != fingerprint.name_message(**(SAME | change))


def test_before_a_procuration_nothing_is_compared(cast):
    covered(cast, **SAME)
    case = confirmed(cast, **in_haut())
    sweep()
    assert not Fingerprint.objects.filter(case=case).exists()
    assert not Match.objects.exists()


def test_a_recorded_procuration_finds_the_person_already_in_cii(cast):
    older = covered(cast, **SAME)
    newer = confirmed(cast, **in_haut(last_name="FAVRE REY"))
    consent(newer, cast, who=HAUT)
    sweep()
    match = Match.objects.get()
    assert (match.older, match.newer) == (older, newer)
    assert match.kind == FingerprintKind.NAME


def test_a_consent_withdrawn_since_is_still_compared_and_one_pair_matches_once(cast):
    matched(cast)
    newer = Case.objects.get(home_office__code="orp-haut-valais")
    consent(newer, cast, who=HAUT)
    sweep()
    assert Match.objects.count() == 1


def test_a_corrected_name_is_compared_again(cast):
    covered(cast, **SAME)
    case = covered(cast, **in_haut(last_name="Rai-Favre"))
    sweep()
    assert not Match.objects.exists()
    update_client(case, changes={"last_name": "Rey-Favre"}, **by(cast[HAUT.worker]))
    sweep()
    assert Match.objects.exists()


def test_a_correction_before_the_procuration_makes_no_fingerprint(cast):
    case = confirmed(cast, **SAME)
    update_client(case, changes={"last_name": "Rey"}, **by(cast["anna_orp_sion"]))
    assert not Fingerprint.objects.exists()


def test_a_fingerprint_says_nothing_without_the_key_and_goes_with_its_case(cast):
    case = covered(cast, **SAME)
    row = Fingerprint.objects.get(case=case)
    assert len(row.digest) == 64
    with override_settings(MATCH_KEYS=["9:another"]):
        message = fingerprint.name_message(**SAME)
        assert fingerprint.digest(fingerprint.keys()["9"], row.kind, message) != row.digest
    assert Fingerprint._meta.get_field("case").remote_field.on_delete.__name__ == "CASCADE"


# --- who is told ---------------------------------------------------------------------------------
def test_the_coordinators_of_both_posts_are_told_and_nobody_else(cast):
    match = matched(cast)
    told = InboxEntry.objects.filter(notice="match.found")
    keys = {key for key, user in cast.items() if told.filter(user=user).exists()}
    assert keys == {"isabelle_coord_central", "markus_coord_haut"}
    seeing = {k for k, user in cast.items() if Match.objects.visible_to(user).exists()}
    assert seeing == keys
    assert {row.case_id for row in told} == {None}
    for row in [*told, *Mail.objects.filter(body__contains=str(match.pk))]:
        assert "VS-" not in str(vars(row))


def test_the_recorder_gets_the_same_page_the_same_writes_and_no_word_of_a_match(cast):
    pages = []
    for case in (confirmed(cast, **SAME), confirmed(cast, **in_haut())):
        who = "claire_orp_sion" if not pages else "kurt_orp_haut_valais"
        Job.objects.all().delete()
        consent(case, cast | {"claire_orp_sion": cast[who]})
        pages.append(sorted(Job.objects.values_list("kind", flat=True)))
        assert not Match.objects.exists()
        sweep()
    assert Match.objects.count() == 1
    assert pages[0] == pages[1]
    assert "match.compare" in pages[0]


def test_the_registers_of_both_cases_stay_silent_about_the_finding(cast):
    match = matched(cast)
    found = Trace.objects.get(event="match.found")
    assert (found.object_id, found.job) == (match.pk, "match.compare")
    assert not TraceCase.objects.filter(trace=found).exists()
    compared = Trace.objects.filter(event="case.compared")
    assert [row.details for row in compared] == [{}, {}]


def test_a_lead_post_is_concerned_by_a_case_not_yet_announced(cast):
    covered(cast, **SAME)
    covered(cast, **in_haut())
    sweep()
    match = Match.objects.get()
    assert {row.user for row in InboxEntry.objects.filter(notice="match.found")} == {
        cast["isabelle_coord_central"],
        cast["markus_coord_haut"],
    }
    page = Visitor(cast["markus_coord_haut"]).get("cases:match", match.pk)
    assert match.older.number in text(page)
    assert "Favre" not in text(page)


# --- what the page shows -------------------------------------------------------------------------
def test_each_side_of_a_match_shows_what_the_readers_own_tie_opens(cast):
    match = matched(cast)
    match.newer.client.last_name = "Anders"
    match.newer.client.save()
    page = text(Visitor(cast["isabelle_coord_central"]).get("cases:match", match.pk))
    assert match.older.number in page and match.newer.number in page
    assert "Rey-Favre" in page
    assert "Anders" not in page
    trace = Trace.objects.filter(event="match.read").get()
    assert set(trace.cases.values_list("case_id", "role")) == {
        (match.older_id, "coordinator"),
        (match.newer_id, ""),
    }


# --- what the coordination does ------------------------------------------------------------------
def test_the_dispositif_is_engaged_in_the_existing_file_and_told_of_that_file_alone(cast):
    match = matched(cast)
    isabelle = by(cast["isabelle_coord_central"])
    engage_dispositif(match, into=match.older, reason="Même personne.", **isabelle)
    match.refresh_from_db()
    assert match.state == MatchState.ENGAGED
    assert Engagement.objects.open().get(source_id=match.pk).recipient == match.newer.home_office
    access = CaseAccess.of(match.older, cast["kurt_orp_haut_valais"])
    assert access.mask
    told = InboxEntry.objects.get(notice="match.engaged", user=cast["kurt_orp_haut_valais"])
    assert told.case_id == match.older_id
    assert not InboxEntry.objects.open().filter(notice="match.found").exists()
    step = match.steps.get()
    assert (step.reason, step.taken_by) == ("Même personne.", cast["isabelle_coord_central"])


def test_only_the_coordination_of_a_case_engages_into_it(cast):
    match = matched(cast)
    with pytest.raises(Forbidden):
        engage_dispositif(match, into=match.older, reason="Oui.", **by(cast["markus_coord_haut"]))


def test_a_dispositif_that_the_procuration_does_not_cover_is_not_engaged(cast):
    match = matched(cast)
    markus = by(cast["markus_coord_haut"])
    with pytest.raises(Refusal, match="Aucune procuration"):
        engage_dispositif(match, into=match.newer, reason="Oui.", **markus)
    match.refresh_from_db()
    assert match.state == MatchState.OPEN
    assert not match.steps.exists()


def test_a_completed_procuration_is_asked_of_who_keeps_it(cast):
    match = matched(cast)
    markus = by(cast["markus_coord_haut"])
    ask_extension(match, case=match.newer, reason="Nommer le CMS.", **markus)
    told = InboxEntry.objects.filter(notice="procuration.extension_asked")
    assert {row.user for row in told} == {
        cast["urs_orp_haut_valais"],
        cast["kurt_orp_haut_valais"],
    }
    assert {row.case_id for row in told} == {match.newer_id}
    assert all(match.older.number not in row.title for row in told)
    match.refresh_from_db()
    assert match.state == MatchState.OPEN


def test_two_persons_stay_apart_and_the_decision_is_dated(cast):
    match = matched(cast)
    markus = by(cast["markus_coord_haut"])
    dismiss_match(match, reason="Jumelles.", **markus)
    match.refresh_from_db()
    assert (match.state, match.dismissed_by) == (MatchState.DISMISSED, cast["markus_coord_haut"])
    with pytest.raises(Refusal):
        dismiss_match(match, reason="Encore.", **markus)


def test_every_suite_needs_its_reason(cast):
    match = matched(cast)
    isabelle = by(cast["isabelle_coord_central"])
    for act in (
        lambda: engage_dispositif(match, into=match.older, reason=" ", **isabelle),
        lambda: ask_extension(match, case=match.older, reason="", **isabelle),
        lambda: dismiss_match(match, reason="", **isabelle),
    ):
        with pytest.raises(Refusal):
            act()


def test_nobody_else_acts_on_a_match(cast):
    match = matched(cast)
    for key in ("claire_orp_sion", "valerie_chargee", "monique_secretariat", "agnes_dpo"):
        with pytest.raises(Http404):
            dismiss_match(match, reason="Non.", **by(cast[key]))


def test_the_pages_of_a_match_do_what_they_say(cast):
    match = matched(cast)
    browser = Visitor(cast["isabelle_coord_central"])
    assert "Correspondance du" in text(browser.get("home"))
    assert str(match) in text(browser.get("cases:matches"))
    empty = browser.post("cases:match_engage", match.pk, data={"reason": "Même personne."})
    assert "Même personne." in text(empty)
    case = str(match.older_id)
    browser.post("cases:match_extend", match.pk, data={"case": case, "reason": "Nommer l’ORP."})
    browser.post("cases:match_engage", match.pk, data={"case": case, "reason": "Même personne."})
    page = text(browser.get("cases:match", match.pk))
    assert "Nommer l’ORP." in page and "Même personne." in page
    other = matched_again(cast)
    browser.post("cases:match_dismiss", other.pk, data={"reason": "Jumelles."})
    assert "Jumelles." in text(browser.get("cases:match", other.pk))


def matched_again(cast: Cast) -> Match:
    """Another pair."""
    twins = {"last_name": "Zen Ruffinen", "birth_date": date(1990, 1, 1)}
    covered(cast, **SAME | twins)
    covered(cast, **in_haut(**twins))
    sweep()
    return Match.objects.get(state=MatchState.OPEN)
