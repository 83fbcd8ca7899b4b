"""The policy of each table with client data: which rows a context sees, and alone may write.

A new table of cases says here whose rows it shows, or a test fails.
"""

from django.db.backends.utils import CursorWrapper

from cii.row_security import FUNCTIONS, IS_PERSON, JOB, PERSON, STATISTICS, acted_on, has_role


def _mine(condition: str) -> str:
    return f"({IS_PERSON} AND ({condition}))"


def _of_case(column: str = "case_id") -> str:
    return f"{JOB} OR cii_opens({column})"


def _part_of(parent: str, key: str) -> str:
    """Seen with the row to which it belongs, whose own policy decides."""
    return f"{JOB} OR EXISTS (SELECT FROM {parent} p WHERE p.id = {key})"


def _written(author: str) -> str:
    return f"{JOB} OR cii_reads(case_id, category, office_id, {author})"


_CLIENTS_CASE = "EXISTS (SELECT FROM cases_case p WHERE p.client_id = {table}.id)"
_CLIENT = f"{JOB} OR {_mine(acted_on('id') + ' OR ' + _CLIENTS_CASE)}"
_PART_OF_ITEM = f"{JOB} OR cii_reads_of(item_id, category)"
_GATE = (
    "cii_is_open(case_id, recipient_id, population, categories, valid_from, valid_until,"
    " engaged_at, released_at, own_since, post_id, disputed_since)"
)
_ON_AGENDA = f"case_id IS NULL OR {acted_on('meeting_id')}"
_IN_HER_INBOX = f"user_id = {PERSON} AND (case_id IS NULL OR cii_opens(case_id))"
_REVIEWER = has_role("dpo_reviewer")

# Each row is one of a case.
OF_ONE_CASE = """
    accessrequest documentdecision legalhold destruction flag procuration assignment
    coordination collaborationrequest matter recusal reopening durableresult
    historicaldurableresult insertionplan historicalinsertionplan followup historicalfollowup
"""
# The rows of a table that a context sees, and the only ones that it writes; a gate opens by itself.
TABLES = {
    **{f"cases_{name}": _of_case() for name in OF_ONE_CASE.split()},
    "cases_casegate": f"{JOB} OR {_GATE}",
    "cases_case": f"{JOB} OR cii_opens(id) OR {STATISTICS}",
    "cases_historicalcase": _of_case("id"),
    "cases_client": _CLIENT,
    "cases_historicalclient": _CLIENT,
    # Whoever doesn't read the text doesn't read the words either.
    "cases_hiddenpassage": _written("hidden_by_id"),
    # The case is gone, and with it everybody's tie to it.
    "cases_certificate": JOB,
    "cases_avsnumber": _part_of("cases_client", "client_id"),
    "cases_procurationreminder": _part_of("cases_procuration", "procuration_id"),
    "cases_receipt": _part_of("cases_procuration", "procuration_id"),
    "cases_grant": _part_of("cases_procuration", "procuration_id"),
    "cases_engagement": f"{JOB} OR cii_opens(case_id) OR {STATISTICS}",
    # That she is named somewhere was said to her; the row holds nothing else.
    "cases_caseuserobjectpermission": (
        f"{JOB} OR {_mine(f'user_id = {PERSON}')} OR cii_opens(content_object_id)"
    ),
    "cases_collaborationrequest_documents": _part_of(
        "cases_collaborationrequest", "collaborationrequest_id"
    ),
    "cases_requestreminder": _part_of("cases_collaborationrequest", "request_id"),
    "cases_disputestage": _part_of("cases_matter", "matter_id"),
    "cases_stagereminder": _part_of("cases_disputestage", "stage_id"),
    "cases_position": _written("stated_by_id"),
    "cases_planhandout": _part_of("cases_insertionplan", "plan_id"),
    "cases_planmeasure": _part_of("cases_insertionplan", "plan_id"),
    "cases_historicalplanmeasure": _part_of("cases_insertionplan", "plan_id"),
    "cases_followupreminder": _part_of("cases_followup", "follow_up_id"),
    # Compared by a job alone; the coordinators concerned get a match through one (C5).
    "cases_fingerprint": f"{JOB} OR {_mine(acted_on('case_id'))}",
    "cases_match": f"{JOB} OR {_mine(acted_on('id'))}",
    "cases_merge": _part_of("cases_match", "match_id"),
    "cases_matchstep": _part_of("cases_match", "match_id"),
    "cases_aidrequest": _written("filed_by_id"),
    "cases_aidreminder": _part_of("cases_aidrequest", "request_id"),
    "cases_casenote": _written("written_by_id"),
    # An item bears no word of its case; the whole agenda is open to who holds its lock.
    "governance_agendaitem": f"{JOB} OR cii_opens(case_id) OR {_mine(_ON_AGENDA)}",
    "governance_iteminvitation": _part_of("governance_agendaitem", "item_id"),
    "governance_paragraph": _PART_OF_ITEM,
    "governance_decision": _PART_OF_ITEM,
    "governance_correction": _PART_OF_ITEM,
    "governance_excerpt": _part_of("governance_agendaitem", "item_id"),
    # Sealed papers have no category: the door to them is their excerpt or their plan.
    "documents_document": (
        f"{_written('uploaded_by_id')} OR (category = 0 AND cii_opens(case_id))"
        f" OR {_mine('case_id IS NULL')}"
    ),
    "messaging_inboxentry": f"{JOB} OR {_mine(_IN_HER_INBOX)}",
    # Nobody reads the outbox but what sends it.
    **dict.fromkeys(("messaging_mail", "messaging_job"), JOB),
    # Traces are added by a job, and changed by nobody (cii.database).
    "audit_trace": (
        f"{JOB} OR {_mine(f'actor_id = {PERSON} OR {_REVIEWER}')}"
        " OR EXISTS (SELECT FROM audit_tracecase p WHERE p.trace_id = audit_trace.id)"
    ),
    "audit_tracecase": f"{JOB} OR cii_opens(case_id) OR {_mine(_REVIEWER)}",
    "audit_traceseal": JOB,
}


def secure_rows(cursor: CursorWrapper) -> None:
    """Put the functions, and the policies of every table of ours.

    Idempotent; runs as the owner of the tables, in one transaction. Does nothing before the first
    migration and after the last one was taken back.
    """
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    if not TABLES.keys() <= {name for (name,) in cursor.fetchall()}:
        return
    for function in FUNCTIONS:
        cursor.execute(function)
    for table, rows in TABLES.items():
        for statement in _statements(table, rows):
            cursor.execute(statement)


def _statements(table: str, rows: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS need_to_know ON {table}",
        f"CREATE POLICY need_to_know ON {table} USING ({rows.replace('{table}', table)})",
    ]
