"""What holds the content of a case, declared once, and how all of it is deleted (P7).

A test walks every model with a path to a case or a person and fails for one that stands neither in
`CONTENT` nor in `STAYS`: put a new table into the first, children before what they point at, or
into the second with the reason why it may outlive the case.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import Q

from cases.models import Case, InsertionPlan, Match
from documents.models import Document
from messaging.actions.mails import mail_id_of
from messaging.actions.notify import mail_key
from messaging.models import InboxEntry


@dataclass(frozen=True)
class Trail:
    """The keys by which the rows of one case are found; `person` is None while another case of
    hers is kept."""

    case: UUID
    person: UUID | None
    plans: list[UUID]
    # The case and its matches: what leads to their pages told of it.
    pages: list[UUID]
    mails: list[UUID]

    @classmethod
    def of(cls, case: Case) -> "Trail":
        is_last = not Case.objects.filter(client=case.client_id).exclude(pk=case.pk).exists()
        past_plans = apps.get_model("cases", "HistoricalInsertionPlan").objects
        plans = InsertionPlan.objects.filter(case=case).values_list("pk", flat=True)
        matches = Match.objects.filter(Q(older=case) | Q(newer=case))
        pages = [case.pk, *matches.values_list("pk", flat=True)]
        entries = InboxEntry.objects.filter(_told_of(pages)).values_list("pk", flat=True)
        return cls(
            case=case.pk,
            person=case.client_id if is_last else None,
            plans=[*plans, *past_plans.filter(case=case.pk).values_list("id", flat=True)],
            pages=pages,
            mails=[mail_id_of(mail_key(entry)) for entry in entries],
        )


def _told_of(pages: list[UUID]) -> Q:
    """Entries about the case, those included that only lead to one of its pages."""
    return reduce(or_, (Q(url__contains=str(page)) for page in pages), Q(case_id=pages[0]))


def of_case(path: str) -> Callable[[Trail], Q]:
    """The rows whose field leads to the case."""
    return lambda trail: Q(**{path: trail.case})


def of_person(path: str) -> Callable[[Trail], Q]:
    """The rows of the person, unless another case of hers is kept."""
    return lambda trail: Q(**{path: trail.person}) if trail.person else Q(pk__in=[])


# In the order of deletion: no row is deleted while another one points at it.
CONTENT: dict[str, Callable[[Trail], Q]] = {
    "governance.Excerpt": of_case("item__case"),
    "governance.Correction": of_case("item__case"),
    "governance.Decision": of_case("item__case"),
    "governance.Paragraph": of_case("item__case"),
    "governance.ItemInvitation": of_case("item__case"),
    "governance.AgendaItem": of_case("case"),
    "cases.FollowUpReminder": of_case("follow_up__case"),
    "cases.FollowUp": of_case("case"),
    "cases.PlanHandout": of_case("plan__case"),
    "cases.PlanMeasure": of_case("plan__case"),
    "cases.InsertionPlan": of_case("case"),
    "cases.HiddenPassage": of_case("case"),
    "cases.DocumentDecision": of_case("case"),
    "cases.CaseNote": of_case("case"),
    "cases.StageReminder": of_case("stage__matter__case"),
    "cases.DisputeStage": of_case("matter__case"),
    "cases.Position": of_case("case"),
    "cases.Matter": of_case("case"),
    "cases.AidReminder": of_case("request__case"),
    "cases.AidRequest": of_case("case"),
    "cases.RequestReminder": of_case("request__case"),
    "cases.CollaborationRequest_documents": of_case("collaborationrequest__case"),
    "cases.CollaborationRequest": of_case("case"),
    "cases.Recusal": of_case("case"),
    "cases.Reopening": of_case("case"),
    "cases.DurableResult": of_case("case"),
    "cases.Flag": of_case("case"),
    "cases.CaseGate": of_case("case"),
    "cases.ProcurationReminder": of_case("procuration__case"),
    "cases.Grant": of_case("procuration__case"),
    "cases.Receipt": of_case("procuration__case"),
    "cases.Procuration": of_case("case"),
    "cases.CaseUserObjectPermission": of_case("content_object"),
    "cases.Assignment": of_case("case"),
    "cases.Coordination": of_case("case"),
    "cases.Engagement": of_case("case"),
    "cases.Merge": lambda trail: (
        Q(match__older=trail.case)
        | Q(match__newer=trail.case)
        | Q(kept=trail.case)
        | Q(merged=trail.case)
    ),
    "cases.MatchStep": lambda trail: (
        Q(match__older=trail.case) | Q(match__newer=trail.case) | Q(case=trail.case)
    ),
    "cases.Match": lambda trail: Q(older=trail.case) | Q(newer=trail.case),
    "cases.Fingerprint": of_case("case"),
    "cases.LegalHold": of_case("case"),
    "cases.AccessRequest": of_case("case"),
    "documents.Document": of_case("case_id"),
    "messaging.Mail": lambda trail: Q(pk__in=trail.mails),
    "messaging.InboxEntry": lambda trail: _told_of(trail.pages),
    "cases.Case": of_case("pk"),
    "cases.AvsNumber": of_person("client"),
    "cases.Client": of_person("pk"),
    # Last: deleting a row writes its last line of history.
    "cases.HistoricalFollowUp": of_case("case"),
    "cases.HistoricalDurableResult": of_case("case"),
    "cases.HistoricalPlanMeasure": lambda trail: Q(plan__in=trail.plans),
    "cases.HistoricalInsertionPlan": of_case("case"),
    "cases.HistoricalCase": of_case("id"),
    "cases.HistoricalClient": of_person("id"),
}
# What may outlive the case, and why.
STAYS = {
    "audit.TraceCase": "who read and did what, under the opaque key of the case (P4)",
    "cases.Destruction": "how the destruction was decided: number, dates and who approved",
    "cases.Certificate": "what was destroyed: counts and hashes",
    "governance.Minutes": "the sealed paper holds no case content (S5)",
}


@dataclass
class Erased:
    """What was there: rows by table, and the hashes of the papers and files."""

    counts: dict[str, int] = field(default_factory=dict)
    papers: list[str] = field(default_factory=list)

    def as_facts(self) -> dict[str, object]:
        return {"counts": self.counts, "papers": self.papers}


def erase(case: Case) -> Erased:
    """Delete every row and file of the case, in the caller's transaction; files go on commit.

    A file whose worker dies before that has lost its row: the orphan sweep removes it.
    """
    trail = Trail.of(case)
    documents = Document.objects.filter(case_id=case.pk)
    erased = Erased(papers=sorted(documents.values_list("sha256", flat=True)))
    names = list(documents.values_list("storage_name", flat=True))
    keys: set[UUID] = set()
    tables = rows_held(trail)
    for model, found in tables.items():
        erased.counts[model._meta.db_table] = found.count()
        if isinstance(model._meta.pk, models.UUIDField):
            keys.update(found.values_list("pk", flat=True))
    for found in tables.values():
        found.delete()
    # What was still to be done with any of it: mails to send, papers to make.
    apps.get_model("messaging", "Job").objects.filter(object_id__in=keys).delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
    # The rows are gone in any case: a reader who keeps the file locked only delays this.
    transaction.on_commit(forget_pages, robust=True)
    return erased


def rows_held(trail: Trail) -> dict[type[models.Model], models.QuerySet[Any]]:
    """What is held of the case, table by table, in the order of deletion."""
    return {model: model._default_manager.filter(rows(trail)) for model, rows in _tables()}


def _tables() -> list[tuple[type[models.Model], Callable[[Trail], Q]]]:
    return [(apps.get_model(label), rows) for label, rows in CONTENT.items()]


def forget_pages() -> None:
    """Let SQLite's file and log hold no page of before; PostgreSQL's vacuum does it by itself.

    What is deleted is overwritten, but not the copy of a row that a page left when it was divided.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
