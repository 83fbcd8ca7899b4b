"""Every URL with what opens it, written by hand from the access policy; an unlisted one fails."""

import re

from audit.choices import Purpose
from core.choices import Category
from tests.access.advice_doors import OfAdvice, OfGuidance
from tests.access.aid_doors import OF_CMS, OfAid
from tests.access.dispute_doors import OfColleague, OfDispute, OfPosition
from tests.access.doors import (
    AGENDA,
    AHEAD,
    BY_STATE,
    DUE_TOO,
    FOLLOWED,
    FORBIDDEN,
    HIDDEN,
    LOGIN,
    METHOD,
    OK,
    PARTNERS,
    Absent,
    AbsentInside,
    Door,
    For,
    OfAgenda,
    OfCase,
    OfCertificate,
    OfDecision,
    OfExcerpt,
    OfInbox,
    OfItem,
    OfMatch,
    OfMeeting,
    SignedIn,
)
from tests.access.own_doors import OfAbsence, OfFeed
from tests.access.packages import Account, Admin, PublicAccount
from tests.access.plan_doors import OfHandout, OfMeasure
from tests.access.policy import (
    CENTRAL_STAFF,
    CONVENERS,
    COORDINATION,
    FLAGGERS,
    HEALTH,
    IDENTITY,
    KEEPERS,
    PROPOSER,
    REVIEWERS,
    WORK,
)
from tests.access.request_doors import HOME_OFFICES, OfRequest
from tests.access.scene import START, WALK

DOCUMENTS = (
    ("document_work", WORK, "home"),
    ("document_finance", Category.FINANCE, "home"),
    ("document_partner", WORK, "partner"),
    ("scan", IDENTITY, "home"),
    # A sealed excerpt opens through its own door alone.
    ("excerpt_document", None, ""),
)
PARAGRAPHS = [
    ("live", "running_paragraph_work", "running"),
    ("live", "held_paragraph_work", "held"),
    ("withdrawn", "held_paragraph_work", "held"),
    ("foreign", "away_paragraph_work", "away"),
]
DECISIONS = [
    ("live", "running_decision_cms-sierre", "running"),
    ("withdrawn", "held_decision_cms-sierre", "held"),
    ("foreign", "away_decision_cms-haut-valais", "away"),
]
HEALED = ["no", *FOLLOWED]  # where a draft of a plan and an open review exist, and where nothing is
organiser = {"acts": "organiser"}
organiser_posts = {"acts": "organiser", "posts": True}
papers = {"key": "minutes", "names": ("held", "running", "away")}

DOORS: dict[str, Door] = {
    "home": SignedIn(),
    "waiting": SignedIn(),
    "dossier": OfCase(by_number=True),
    "merged_file": OfCase(),
    "cases:case_list": SignedIn(),
    "cases:case_search": SignedIn(),
    "cases:grid_try": For(KEEPERS),
    "cases:flag": For(FLAGGERS),
    "cases:case_confirm": OfCase("H", posts=True),
    "cases:cms_duties": For(OF_CMS),
    "cases:aid_requests": OfCase(),
    "cases:aid_move": OfAid(),
    "cases:grid_again": OfCase("HW"),
    "cases:grids": OfCase(),
    "cases:case_drop": OfCase("H"),
    "cases:case_hand_over": OfCase("HW"),
    "cases:client_edit": OfCase("WHMCS", part=IDENTITY),
    "cases:client_avs": OfCase("WH"),
    "cases:client_avs_show": OfCase("WH", posts=True),
    "cases:client_avs_remove": OfCase("WH", posts=True),
    "cases:client_check": OfCase("S", part=IDENTITY, posts=True),
    "cases:procuration_record": OfCase("WHMC"),
    "cases:procuration_narrow": OfCase(),
    "cases:procuration_withdraw": OfCase(),
    "cases:procuration": OfCase(states=FOLLOWED, key="procuration"),
    "cases:receipt": OfCase(states=FOLLOWED, key="receipt"),
    "cases:case_announce": OfCase("H"),
    "governance:handovers": SignedIn(),
    "governance:handover": OfColleague(),
    "governance:triage_board": For(COORDINATION),
    "governance:blocked_cases": For(COORDINATION),
    "governance:case_on_agenda": OfCase("COS", posts=True),
    "governance:case_triage": OfCase("CO"),
    "governance:case_close": OfCase("CO"),
    "cases:case_reopen": OfCase("CO"),
    "cases:result_answer": OfCase("HW"),
    "cases:case_manager_designate": OfCase("C"),
    "cases:office_engage": OfCase("CO"),
    "cases:engagement_end": OfCase("CO", states=FOLLOWED, key="engagement"),
    "cases:expert_invite": OfCase("CO"),
    "cases:colleague_assign": OfCase("CO"),
    "cases:assignment_end": OfCase("CO", states=FOLLOWED, key="assignment"),
    "governance:case_transfer": OfCase("CO"),
    "cases:journal": OfCase(),
    "cases:note_add": OfCase("WHEMXC"),
    "cases:appraisal_add": OfCase("WHEMXC"),
    "cases:document_add": OfCase("WHEMXC"),
    "cases:document": OfItem(*DOCUMENTS),
    # A signed procuration is signed anew.
    "cases:document_replace": OfItem(*DOCUMENTS[:3], acts="WHEMXC"),
    "cases:plan": OfCase("MC"),
    "cases:plan_compare": OfCase(part=WORK, states=FOLLOWED),
    "cases:plan_handouts": OfCase("WHMC", part=WORK, states=HEALED),
    "cases:plan_handout_pdf": OfHandout(),
    "cases:plan_handout_calendar": OfHandout(),
    "cases:measure_update": OfMeasure(),
    "cases:plan_adopt": OfCase("C", part=WORK, states=HEALED, landing=True),
    "cases:plan_measure_add": OfCase("MC", part=WORK, states=HEALED, landing=True),
    "cases:plan_measure_remove": OfItem(("draft_measure", HEALTH, ""), acts="MC", posts=True),
    "governance:follow_up_review": OfCase("MC", states=HEALED),
    "cases:case_why": OfCase(by_number=True),
    "cases:request_send": OfCase("HEMC"),
    "cases:request": OfCase(states=FOLLOWED, key="request"),
    "cases:request_take_up": OfRequest("HE", PARTNERS),
    "cases:request_answer": OfRequest("HE", PARTNERS),
    "cases:request_withdraw": OfRequest("HEMC", HOME_OFFICES),
    "cases:request_complete": OfRequest("HEMC", HOME_OFFICES | PARTNERS),
    "cases:matter_open": OfCase("WHEMXCOS"),
    "cases:dispute": OfDispute(),
    "cases:position_state": OfPosition(),
    "cases:stage_pass_on": OfDispute(acts="CO", key="dispute_stage"),
    "cases:recusal_add": OfCase("OSD", by_number=True),
    "cases:recusal_lift": OfCase("OS", states=FOLLOWED, key="recusal"),
    "cases:matter_settle": OfCase("OS", states=FOLLOWED, key="matter"),
    "cases:case_traces": OfCase("WHCOS"),
    "cases:matches": SignedIn(),
    "cases:match": OfMatch(),
    "cases:match_engage": OfMatch(),
    "cases:match_extend": OfMatch(),
    "cases:match_dismiss": OfMatch(),
    "cases:merge_propose": OfMatch(),
    "cases:merge_approve": OfMatch(posts=True, barred=PROPOSER),
    "cases:merge_decline": OfMatch(),
    "cases:merge_undo": OfMatch(),
    "cases:merge_undo_approve": OfMatch(posts=True),
    "cases:merge_undo_decline": OfMatch(),
    "cases:case_traces_print": OfCase("WHCOS"),
    "cases:oversight": For(REVIEWERS),
    "cases:oversight_case": For(
        REVIEWERS, BY_STATE, f"?day={WALK.date()}&purpose={Purpose.RANDOM}"
    ),
    "cases:oversight_traces": For(
        REVIEWERS,
        query=f"?since={START.date()}&until={WALK.date()}&purpose={Purpose.RANDOM}",
    ),
    "cases:retention": For(CENTRAL_STAFF),
    "cases:destruction": OfCase("HOS", states=DUE_TOO),
    "cases:destruction_offer": OfCase("OS", posts=True, states=DUE_TOO),
    "cases:destruction_answer": OfCase("OS", posts=True, states=DUE_TOO),
    "cases:destruction_propose": OfCase("OS", posts=True, states=DUE_TOO),
    "cases:destruction_approve": OfCase("HO", posts=True, states=DUE_TOO),
    "cases:hold_set": OfCase("O", posts=True, states=DUE_TOO),
    "cases:hold_lift": OfCase("O", posts=True, states=DUE_TOO),
    "cases:certificate": OfCertificate(),
    "cases:access_requests": OfCase("WHCOS"),
    "cases:person_file": OfCase("WHCOS", states=FOLLOWED, key="access_request"),
    "cases:passage_hide": OfCase("WHCOS", states=FOLLOWED, key="access_request"),
    "cases:passage_lift": OfItem(("passage", WORK, "home"), acts="WHCOS", posts=True),
    "cases:documents_give": OfCase("WHCOS", states=FOLLOWED, key="access_request"),
    "cases:person_file_hand_over": OfCase(
        "WHCOS", states=FOLLOWED, key="access_request", posts=True
    ),
    "cases:access_request_end": OfCase("WHCOS", states=FOLLOWED, key="access_request", posts=True),
    "absences": SignedIn(),
    "absence_end": OfAbsence(),
    "mails": SignedIn(),
    "calendar": SignedIn(),
    "calendar_revoke": SignedIn(posts=True),
    "calendar_feed": OfFeed(),
    "inbox_open": OfInbox(),
    "inbox_done": OfInbox(),
    "governance:meetings": SignedIn(),
    "governance:plan_meeting": For(CONVENERS),
    "governance:meeting": OfMeeting(),
    "governance:invitation_answer": OfMeeting(posts=True),
    "governance:meeting_cancel": OfMeeting(**organiser_posts),
    "governance:agenda": OfMeeting(**organiser),
    "governance:item_add": OfMeeting(**organiser_posts),
    "governance:item_add_case": OfMeeting(**organiser_posts),
    "governance:item_remove": OfAgenda(posts=True),
    "governance:item_move_up": OfAgenda(posts=True),
    "governance:convene": OfMeeting(**organiser),
    "governance:desk": OfMeeting(**organiser),
    "governance:attendance": OfMeeting(**organiser_posts),
    "governance:item": OfAgenda(items=AGENDA + AHEAD),
    "governance:paragraph_write": OfAgenda(posts=True),
    "governance:paragraph_edit": OfAgenda(items=PARAGRAPHS, part=WORK),
    "governance:paragraph_delete": OfAgenda(items=PARAGRAPHS, part=WORK, posts=True),
    "governance:item_decide": OfAgenda(posts=True),
    "governance:case_manager": OfAgenda(posts=True),
    "governance:item_close": OfAgenda(posts=True),
    "governance:item_postpone": OfAgenda(posts=True),
    "governance:item_reopen": OfAgenda(posts=True),
    "governance:minutes_draft": OfMeeting(**organiser_posts),
    "governance:minutes": OfMeeting(**papers),
    "governance:minutes_circulate": OfMeeting(**organiser_posts, **papers),
    "governance:minutes_adopt": OfMeeting(acts="chair", posts=True, **papers),
    "governance:minutes_pdf": OfMeeting(key="minutes", names=("held", "away")),
    "governance:correction_ask": OfAgenda(acts="", items=AGENDA),
    "governance:correction_settle": OfAgenda(
        posts=True, items=[("live", "correction", "running")], part=WORK
    ),
    "governance:excerpt": OfExcerpt(),
    "governance:excerpt_pdf": OfExcerpt(whole=True),
    "governance:decision": OfDecision(),
    "governance:decision_drop": OfAgenda(posts=True, items=DECISIONS, part=WORK),
    "governance:decision_finish": OfDecision(is_act=True),
    "governance:advice_list": SignedIn(),
    "governance:advice_ask": SignedIn(),
    "governance:advice": OfAdvice(),
    "governance:advice_answer": OfAdvice(acts=True),
    "governance:guidance_draft": OfAdvice(acts=True),
    "governance:guidance_list": SignedIn(),
    "governance:guidance": OfGuidance(),
    "governance:guidance_release": OfGuidance(acts=True, posts=True),
    "governance:guidance_replace": OfGuidance(acts=True),
    "governance:guidance_withdraw": OfGuidance(acts=True, posts=True),
    "accounts:personas": Absent(),
    "accounts:enter": Absent(),
    "core:gallery": AbsentInside(),
}


# --- packages -----------------------------------------------------------------------------------
PUBLIC = {
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "set_language",
}
# What the keepers of reference data keep; nothing else stands in the admin site (QN9).
REFERENCE = {
    "accounts_institution",
    "accounts_region",
    "accounts_commune",
    "accounts_office",
    "accounts_body",
    "accounts_coordinationpost",
    "accounts_setting",
    "accounts_closure",
    "accounts_user",
    "accounts_mandate",
    "accounts_absence",
    "accounts_release",
    "governance_meetingkind",
    "cases_cataloguemeasure",
    "cases_gridversion",
    "cases_procurationtemplate",
    "cases_notetemplate",
    "cases_remedy",
}
# What people answered or signed stays as it was: a new version is added instead.
VERSIONED = {"cases_gridversion", "cases_procurationtemplate"}
ADMIN_PAGE = re.compile(r"admin:([a-z]+_[a-z]+)_(changelist|add|history|change|delete)$")


def door_of(name: str, route: str) -> Door | None:
    """The door of a URL; None for one that nobody thought about."""
    if name in PUBLIC:
        return PublicAccount()
    if name.startswith(("account_", "mfa_")):
        return Account()
    if page := ADMIN_PAGE.match(name):
        is_kept = page[1] in REFERENCE and page[2] != "delete"
        if page[1] in VERSIONED and page[2] == "change":
            return Admin(f"{OK}|{FORBIDDEN}")
        return Admin(OK if is_kept else FORBIDDEN)
    if name == "admin:login":
        return PublicAccount(f"{OK}|{LOGIN}|{FORBIDDEN}")
    if name == "admin:logout":
        return PublicAccount()
    if name.startswith("admin:"):
        return Admin(f"{OK}|{HIDDEN}|{FORBIDDEN}|{METHOD}|{LOGIN}")
    return DOORS.get(name)
