from cases.models.case import Case, Client, NumberSeries
from cases.models.flag import Flag, GridVersion
from cases.models.follow_up import FollowUp, FollowUpReminder
from cases.models.gate import CaseGate
from cases.models.note import CaseNote
from cases.models.plan import CatalogueMeasure, InsertionPlan, PlanMeasure
from cases.models.procuration import Grant, Procuration, ProcurationTemplate
from cases.models.ties import Assignment, CaseUserObjectPermission, Engagement

__all__ = [
    "Assignment",
    "Case",
    "CaseGate",
    "CaseNote",
    "CaseUserObjectPermission",
    "CatalogueMeasure",
    "Client",
    "Engagement",
    "Flag",
    "FollowUp",
    "FollowUpReminder",
    "Grant",
    "GridVersion",
    "InsertionPlan",
    "NumberSeries",
    "PlanMeasure",
    "Procuration",
    "ProcurationTemplate",
]
