from django.urls import path

from governance.views import (
    advice,
    agendas,
    board,
    coordination,
    desk,
    excerpts,
    follow_ups,
    guidance,
    handover,
    items,
    meetings,
    minutes,
)

app_name = "governance"

CASE = "dossiers/<uuid:pk>/"
MEETING = "<uuid:pk>/"
ITEM = "points/<uuid:pk>/"
MINUTES = "proces-verbaux/<uuid:pk>/"
EXCERPT = "extraits/<uuid:pk>/"
DECISION = "decisions/<uuid:pk>/"
ADVICE = "conseils/<uuid:pk>/"
GUIDANCE = "reperes/<uuid:pk>/"

urlpatterns = [
    path("", meetings.meetings, name="meetings"),
    path("planifier/", meetings.plan_meeting, name="plan_meeting"),
    path("dossiers/tri/", board.triage_board, name="triage_board"),
    path("dossiers/bloques/", board.blocked_cases, name="blocked_cases"),
    path("passations/", handover.handovers, name="handovers"),
    path("passations/<uuid:pk>/", handover.handover, name="handover"),
    path(CASE + "ordre-du-jour/", board.case_on_agenda, name="case_on_agenda"),
    path(CASE + "trier/", coordination.case_triage, name="case_triage"),
    path(CASE + "passer/", coordination.case_transfer, name="case_transfer"),
    path(CASE + "cloturer/", coordination.case_close, name="case_close"),
    path(CASE + "suivi/", follow_ups.follow_up_review, name="follow_up_review"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(MEETING + "repondre/", meetings.invitation_answer, name="invitation_answer"),
    path(MEETING + "annuler/", meetings.meeting_cancel, name="meeting_cancel"),
    path(MEETING + "ordre-du-jour/", agendas.agenda, name="agenda"),
    path(MEETING + "ordre-du-jour/point/", agendas.item_add, name="item_add"),
    path(MEETING + "ordre-du-jour/dossier/", agendas.item_add_case, name="item_add_case"),
    path(ITEM + "retirer/", agendas.item_remove, name="item_remove"),
    path(ITEM + "monter/", agendas.item_move_up, name="item_move_up"),
    path(MEETING + "convoquer/", agendas.convene, name="convene"),
    path(MEETING + "conduite/", desk.desk, name="desk"),
    path(MEETING + "presences/", desk.attendance, name="attendance"),
    path(ITEM, items.item, name="item"),
    path(ITEM + "discussion/", items.paragraph_write, name="paragraph_write"),
    path("paragraphes/<uuid:pk>/", items.paragraph_edit, name="paragraph_edit"),
    path("paragraphes/<uuid:pk>/supprimer/", items.paragraph_delete, name="paragraph_delete"),
    path(ITEM + "decider/", items.item_decide, name="item_decide"),
    path(ITEM + "case-manager/", items.case_manager, name="case_manager"),
    path(ITEM + "traiter/", desk.item_close, name="item_close"),
    path(ITEM + "reporter/", desk.item_postpone, name="item_postpone"),
    path(ITEM + "rouvrir/", desk.item_reopen, name="item_reopen"),
    path(MEETING + "proces-verbal/ouvrir/", minutes.minutes_draft, name="minutes_draft"),
    path(MINUTES, minutes.minutes, name="minutes"),
    path(MINUTES + "relecture/", minutes.minutes_circulate, name="minutes_circulate"),
    path(MINUTES + "adopter/", minutes.minutes_adopt, name="minutes_adopt"),
    path(MINUTES + "pdf/", minutes.minutes_pdf, name="minutes_pdf"),
    path(ITEM + "correction/", minutes.correction_ask, name="correction_ask"),
    path("corrections/<uuid:pk>/regler/", minutes.correction_settle, name="correction_settle"),
    path(EXCERPT, excerpts.excerpt, name="excerpt"),
    path(EXCERPT + "pdf/", excerpts.excerpt_pdf, name="excerpt_pdf"),
    path(DECISION, excerpts.decision, name="decision"),
    path(DECISION + "retirer/", items.decision_drop, name="decision_drop"),
    path(DECISION + "terminer/", excerpts.decision_finish, name="decision_finish"),
    path("conseils/", advice.advice_list, name="advice_list"),
    path("conseils/demander/", advice.advice_ask, name="advice_ask"),
    path(ADVICE, advice.advice, name="advice"),
    path(ADVICE + "repondre/", advice.advice_answer, name="advice_answer"),
    path(ADVICE + "repere/", guidance.guidance_draft, name="guidance_draft"),
    path("reperes/", guidance.guidance_list, name="guidance_list"),
    path(GUIDANCE, guidance.guidance, name="guidance"),
    path(GUIDANCE + "publier/", guidance.guidance_release, name="guidance_release"),
    path(GUIDANCE + "remplacer/", guidance.guidance_replace, name="guidance_replace"),
    path(GUIDANCE + "retirer/", guidance.guidance_withdraw, name="guidance_withdraw"),
]
