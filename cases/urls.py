from django.urls import path

from cases.views import (
    clients,
    coordination,
    flags,
    follow_ups,
    lists,
    notes,
    plans,
    procurations,
    reading,
)

app_name = "cases"

CASE = "<uuid:pk>/"

urlpatterns = [
    path("", lists.case_list, name="case_list"),
    path("recherche/", lists.case_search, name="case_search"),
    path("signaler/", flags.flag, name="flag"),
    path(CASE + "confirmer/", flags.case_confirm, name="case_confirm"),
    path(CASE + "classer/", flags.case_drop, name="case_drop"),
    path(CASE + "transmettre/", flags.case_hand_over, name="case_hand_over"),
    path(CASE + "personne/", clients.client_edit, name="client_edit"),
    path(CASE + "personne/verifiee/", clients.client_check, name="client_check"),
    path(
        CASE + "procuration/enregistrer/",
        procurations.procuration_record,
        name="procuration_record",
    ),
    path(
        CASE + "procuration/restreindre/",
        procurations.procuration_narrow,
        name="procuration_narrow",
    ),
    path(
        CASE + "procuration/retirer/",
        procurations.procuration_withdraw,
        name="procuration_withdraw",
    ),
    path("procurations/<uuid:pk>/", procurations.procuration, name="procuration"),
    path(CASE + "annoncer/", coordination.case_announce, name="case_announce"),
    path(CASE + "trier/", coordination.case_triage, name="case_triage"),
    path(CASE + "cloturer/", coordination.case_close, name="case_close"),
    path(
        CASE + "case-manager/", coordination.case_manager_designate, name="case_manager_designate"
    ),
    path(CASE + "journal/ajouter/", notes.note_add, name="note_add"),
    path(CASE + "documents/ajouter/", notes.document_add, name="document_add"),
    path("documents/<uuid:pk>/", notes.document, name="document"),
    path(CASE + "plan/", plans.plan, name="plan"),
    path(CASE + "plan/adopter/", plans.plan_adopt, name="plan_adopt"),
    path(CASE + "plan/mesures/ajouter/", plans.plan_measure_add, name="plan_measure_add"),
    path("mesures/<uuid:pk>/retirer/", plans.plan_measure_remove, name="plan_measure_remove"),
    path(CASE + "suivi/", follow_ups.follow_up_review, name="follow_up_review"),
    path(CASE + "pourquoi/", reading.case_why, name="case_why"),
    path(CASE + "acces/", reading.case_traces, name="case_traces"),
]
