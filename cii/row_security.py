"""Row-level security of PostgreSQL: the second line of need to know (QN8, access-policy).

Even a query without `visible_to` finds no row of a foreign case. The conditions are those of
`cases.querysets`, written a second time and in SQL, so that one mistake doesn't open both.

What the mandates of a person open is read once, when her transaction begins (`cii_enter`), and kept
in settings of that transaction; policies compare rows with these and the clock. To plan a policy
costs more than to answer it: sub-selects stand in functions, whose plans PostgreSQL keeps.
"""

from django.conf import settings


def _said(name: str, kind: str) -> str:
    """A setting of the present transaction; null where it holds nothing."""
    return f"nullif(current_setting('cii.{name}', true), '')::{kind}"


def _holds(name: str, key: str) -> str:
    """A setting that lists keys, as text, lists this one."""
    return f"strpos(current_setting('cii.{name}', true), {key}) > 0"


# A job of the closed list in `core.context`.
JOB = "current_setting('cii.context', true) LIKE 'job:%'"
STATISTICS = "current_setting('cii.context', true) = 'statistics'"
IS_PERSON = "current_setting('cii.context', true) = 'user'"
PERSON = _said("person", "uuid")
AT = _said("at", "timestamptz")
DAY = _said("day", "date")


def acted_on(column: str) -> str:
    """The case, client or agenda is under the lock of the present act (`core.context.act_on`)."""
    return _holds("acting_on", f"{column}::text")


def has_role(role: str) -> str:
    return _holds("roles", f"'{role}'")


# --- conditions on a gate, as in cases.querysets; its columns stand without a prefix ------------
_PAIR = "case_id || ':' || recipient_id"
_AS_REPONDANT = _holds("repondant", "recipient_id || ':' || population")
_AS_NAMED = _holds("named", _PAIR)
# She is or was named there, and wrote something.
_AS_AUTHOR = _holds("author", _PAIR)
_ENGAGED = f"engaged_at <= {AT}"
_LIVE = (
    f"{_ENGAGED} AND (released_at IS NULL OR released_at > {AT})"
    f" AND valid_from <= {DAY} AND valid_until >= {DAY} AND categories > 0"
)
_AS_COORDINATOR = _holds("posts", "post_id::text")
_AS_OFFICER = f"(post_id IS NOT NULL AND {has_role('cantonal_officer')})"
_AS_SECRETARIAT = f"(post_id IS NOT NULL AND {has_role('secretariat')})"
_AS_MEMBER = (
    f"(recipient_id = {_said('commission', 'uuid')} AND NOT {_holds('recused', 'case_id::text')})"
)
_AS_MANAGER = f"(disputed_since <= {AT} AND {_holds('managed', 'recipient_id::text')})"
_AS_OWNER = f"(own_since <= {AT} AND ({_AS_REPONDANT} OR {_holds('worker', _PAIR)}))"
OPENING = (
    f"({_ENGAGED} AND ({_AS_COORDINATOR} OR {_AS_OFFICER} OR {_AS_SECRETARIAT} OR {_AS_MEMBER}))"
    f" OR ({_LIVE} AND ({_AS_REPONDANT} OR {_AS_NAMED}))"
    f" OR {_AS_OWNER} OR {_AS_AUTHOR} OR {_AS_MANAGER}"
)


def _shared(category: str) -> str:
    """The shared part: a live consent covers the category for who she is there."""
    reads = (
        f"{_AS_REPONDANT} OR {_AS_NAMED} OR {_AS_COORDINATOR} OR {_AS_MEMBER}"
        f" OR ({_AS_OFFICER} AND officer_since <= {AT}) OR ({_AS_SECRETARIAT} AND {category} = 1)"
    )
    return f"({_LIVE} AND (categories & {category}) > 0 AND ({reads}))"


# --- functions ----------------------------------------------------------------------------------
ENTER = f"""
CREATE OR REPLACE FUNCTION cii_enter(person uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    today date := (moment AT TIME ZONE '{settings.TIME_ZONE}')::date;
    roles text[]; repondant text[]; offices uuid[]; posts uuid[];
    named text[]; worker text[]; author text[]; commission uuid; recused text[]; managed uuid[];
BEGIN
    -- What opens doors to her is read behind them all.
    PERFORM set_config('cii.context', 'job:enter', true);
    SELECT array_agg(m.role),
        array_agg(m.office_id || ':' || m.population) FILTER (WHERE m.role = 'repondant'),
        array_agg(m.office_id) FILTER (WHERE m.role <> 'regional_manager'),
        array_agg(m.office_id) FILTER (WHERE m.role = 'regional_manager'),
        array_agg(m.post_id) FILTER (
            WHERE m.role = 'coordinator' AND (m.capacity <> 'deputy' OR EXISTS (
                SELECT FROM accounts_mandate h JOIN accounts_absence a ON a.user_id = h.user_id
                WHERE h.post_id = m.post_id AND h.role = 'coordinator' AND h.capacity <> 'deputy'
                    AND h.valid_from <= today
                    AND (h.valid_until IS NULL OR h.valid_until >= today)
                    AND a.valid_from <= today
                    AND (a.valid_until IS NULL OR a.valid_until >= today)
                    -- Whom the holder chose acts alone, while she is a deputy of the post.
                    AND (a.deputy_id IS NULL OR a.deputy_id = person OR NOT EXISTS (
                        SELECT FROM accounts_mandate d JOIN accounts_user c ON c.id = d.user_id
                        WHERE d.user_id = a.deputy_id AND d.post_id = m.post_id
                            AND d.role = 'coordinator' AND d.capacity = 'deputy' AND c.is_active
                            AND d.valid_from <= today
                            AND (d.valid_until IS NULL OR d.valid_until >= today))))))
    INTO roles, repondant, offices, managed, posts
    FROM accounts_mandate m JOIN accounts_user u ON u.id = m.user_id
    WHERE m.user_id = person AND u.is_active AND m.valid_from <= today
        AND (m.valid_until IS NULL OR m.valid_until >= today);
    SELECT array_agg(pair), array_agg(pair) FILTER (WHERE codename = 'work_on_case')
    INTO named, worker
    FROM (
        SELECT p.content_object_id || ':' || p.office_id AS pair, t.codename
        FROM cases_caseuserobjectpermission p JOIN auth_permission t ON t.id = p.permission_id
        WHERE p.user_id = person AND p.office_id = ANY (offices)
    ) AS rows;
    -- Who is or was named there keeps what she wrote.
    SELECT array_agg(pair) INTO author
    FROM (
        SELECT n.case_id || ':' || n.office_id AS pair FROM cases_casenote n
        WHERE n.written_by_id = person AND n.office_id = ANY (offices)
        UNION
        SELECT d.case_id || ':' || d.office_id FROM documents_document d
        WHERE d.uploaded_by_id = person AND d.office_id = ANY (offices)
    ) AS wrote
    WHERE pair = ANY (named) OR pair IN (
        SELECT a.case_id || ':' || a.office_id FROM cases_assignment a
        WHERE a.user_id = person AND a.office_id = ANY (offices) AND a.kind <> 'work_on_case');
    -- Who sits in the Commission with a voice reads for it.
    SELECT o.id INTO commission FROM accounts_office o
    WHERE o.kind = 'commission' AND EXISTS (
        SELECT FROM accounts_mandate m
        JOIN accounts_body b ON b.id = m.body_id JOIN accounts_user u ON u.id = m.user_id
        WHERE m.user_id = person AND u.is_active AND m.role = 'body_member'
            AND b.kind = 'commission' AND m.capacity IN ('member', 'chair')
            AND m.valid_from <= today AND (m.valid_until IS NULL OR m.valid_until >= today));
    -- But for the cases from which she is excluded by name, and what was merged into them.
    SELECT array_agg(c.id) INTO recused FROM cases_recusal r
    JOIN cases_case c ON c.id = r.case_id OR c.merged_into_id = r.case_id
    WHERE r.user_id = person AND r.lifted_at IS NULL;
    PERFORM set_config('cii.person', person::text, true),
        set_config('cii.at', moment::text, true),
        set_config('cii.day', today::text, true),
        set_config('cii.acting_on', '', true),
        set_config('cii.roles', coalesce(roles::text, ''), true),
        set_config('cii.repondant', coalesce(repondant::text, ''), true),
        set_config('cii.posts', coalesce(posts::text, ''), true),
        set_config('cii.named', coalesce(named::text, ''), true),
        set_config('cii.worker', coalesce(worker::text, ''), true),
        set_config('cii.author', coalesce(author::text, ''), true),
        set_config('cii.managed', coalesce(managed::text, ''), true),
        set_config('cii.recused', coalesce(recused::text, ''), true),
        set_config('cii.commission', coalesce(commission::text, ''), true),
        set_config('cii.context', 'user', true);
END $$
"""  # noqa: S608  (our own settings)

_STABLE = "LANGUAGE plpgsql STABLE AS $$ BEGIN"
FUNCTIONS = [
    ENTER,
    # The gate opens to her by itself; the names are those of its columns.
    f"""
    CREATE OR REPLACE FUNCTION cii_is_open(case_id uuid, recipient_id uuid, population text,
        categories integer, valid_from date, valid_until date, engaged_at timestamptz,
        released_at timestamptz, own_since timestamptz, post_id uuid,
        disputed_since timestamptz) RETURNS boolean {_STABLE}
        RETURN {IS_PERSON} AND ({acted_on("case_id")} OR {OPENING});
    END $$
    """,
    # The case opens to her, by any gate; the policy of the gate decides.
    f"""
    CREATE OR REPLACE FUNCTION cii_opens(asked uuid) RETURNS boolean {_STABLE}
        RETURN {IS_PERSON} AND asked IS NOT NULL AND (coalesce({acted_on("asked")}, false)
            OR EXISTS (SELECT FROM cases_casegate WHERE case_id = asked));
    END $$
    """,
    # She reads what a dispositif wrote in one category: shared, own part, or her own entry.
    f"""
    CREATE OR REPLACE FUNCTION cii_reads(asked uuid, kind integer, office uuid, author uuid)
    RETURNS boolean {_STABLE}
        RETURN {IS_PERSON} AND asked IS NOT NULL AND (coalesce({acted_on("asked")}, false)
            OR EXISTS (SELECT FROM cases_casegate WHERE case_id = asked AND ({_shared("kind")}
                OR (recipient_id = office
                    AND ({_AS_OWNER} OR (author = {PERSON} AND {_AS_AUTHOR}))))));
    END $$
    """,
    # What is said about an item: of a case, in the categories that she reads there.
    f"""
    CREATE OR REPLACE FUNCTION cii_reads_of(item uuid, kind integer) RETURNS boolean {_STABLE}
        RETURN {IS_PERSON} AND EXISTS (SELECT FROM governance_agendaitem a WHERE a.id = item
            AND (a.case_id IS NULL OR cii_reads(a.case_id, kind, NULL, NULL)));
    END $$
    """,
]
