from cases.models.access_request import AccessRequest, DocumentDecision, HiddenPassage
from cases.models.aid import AidReminder, AidRequest
from cases.models.avs import AvsNumber
from cases.models.case import Case, Client, NumberSeries
from cases.models.collaboration import CollaborationRequest, RequestReminder
from cases.models.dispute import DisputeStage, Position, StageReminder
from cases.models.durable_result import DurableResult
from cases.models.flag import Flag, GridVersion
from cases.models.follow_up import FollowUp, FollowUpReminder
from cases.models.gate import CaseGate
from cases.models.match import Fingerprint, Match, MatchStep, Merge
from cases.models.matter import Matter
from cases.models.note import CaseNote, NoteTemplate
from cases.models.plan import CatalogueMeasure, InsertionPlan, PlanHandout, PlanMeasure
from cases.models.procuration import (
    Grant,
    Procuration,
    ProcurationReminder,
    ProcurationTemplate,
    Receipt,
)
from cases.models.recusal import Recusal
from cases.models.remedy import Remedy
from cases.models.reopening import Reopening
from cases.models.retention import Certificate, Destruction, LegalHold, Remainder
from cases.models.ties import Assignment, CaseUserObjectPermission, Coordination, Engagement

__all__ = [
    "AccessRequest",
    "AidReminder",
    "AidRequest",
    "Assignment",
    "AvsNumber",
    "Case",
    "CaseGate",
    "CaseNote",
    "CaseUserObjectPermission",
    "CatalogueMeasure",
    "Certificate",
    "Client",
    "CollaborationRequest",
    "Coordination",
    "Destruction",
    "DisputeStage",
    "DocumentDecision",
    "DurableResult",
    "Engagement",
    "Fingerprint",
    "Flag",
    "FollowUp",
    "FollowUpReminder",
    "Grant",
    "GridVersion",
    "HiddenPassage",
    "InsertionPlan",
    "LegalHold",
    "Match",
    "MatchStep",
    "Matter",
    "Merge",
    "NoteTemplate",
    "NumberSeries",
    "PlanHandout",
    "PlanMeasure",
    "Position",
    "Procuration",
    "ProcurationReminder",
    "ProcurationTemplate",
    "Receipt",
    "Recusal",
    "Remainder",
    "Remedy",
    "Reopening",
    "RequestReminder",
    "StageReminder",
]
