"""One line for each case of a synthetic canton: who takes part in it, and what became of it."""

from hashlib import md5
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from core import clock

# A dispositif takes part in 500 cases, half of them of adults, three dispositifs in a case.
CASES_A_DISPOSITIF = 500
# Of each kind, this many share the cases of a dispositif.
COLLEAGUES = 3
KINDS = ("worker", "manager", "executing", "expert")
# How many of a hundred cases each post coordinates.
POSTS = {"tenth": 10, "third": 35, "rest": 55}
# Of so many first cases the rest are those of one more post: as many in a canton of any size.
FEW = 600

# One line a case. The id of a synthetic row is the MD5 of its name (`key`).
PLAN = """
CREATE TEMPORARY TABLE plan AS
SELECT *,
  md5('case' || i)::uuid AS id,
  md5('client' || i)::uuid AS client,
  md5('scan' || i)::uuid AS scan,
  md5('consent' || i)::uuid AS consent,
  md5('office' || first)::uuid AS home,
  md5('office' || second)::uuid AS manages,
  md5('office' || third)::uuid AS helps,
  md5('worker' || first || '-' || round % {colleagues})::uuid AS worker,
  md5('manager' || second || '-' || round % {colleagues})::uuid AS manager,
  md5('executing' || second || '-' || round % {colleagues})::uuid AS executing,
  md5('expert' || third || '-' || round % {colleagues})::uuid AS expert,
  md5('post' || CASE WHEN i % 100 < {tenth} THEN 'tenth'
                     WHEN i % 100 < {tenth} + {third} THEN 'third'
                     WHEN i < {few} THEN 'few' ELSE 'rest' END)::uuid AS post,
  CASE round % 2 WHEN 0 THEN 'adult' ELSE 'youth' END AS population,
  i % 25 <> 11 AS is_announced,
  i % 10 = 9 AS is_closed,
  i % 50 = 13 AS is_withdrawn,
  i % 2 = 0 AND i % 25 <> 11 AS is_noted,
  flagged_at + interval '2 days' AS announced_at,
  flagged_at + interval '5 days' AS triaged_at,
  CASE WHEN i % 10 = 9 THEN flagged_at + interval '40 days' END AS closed_at,
  CASE WHEN i % 5 = 4 THEN flagged_at + interval '30 days' END AS helped_until,
  CASE WHEN i % 50 = 13 THEN flagged_at + interval '20 days' END AS withdrawn_at,
  (flagged_at + interval '1 day')::date AS valid_from,
  {today} + CASE i % 20 WHEN 7 THEN -1 ELSE 30 + i % 700 END AS valid_until,
  CASE WHEN i % 10 <> 9 AND i % 25 <> 11 THEN {today} + i % 180 * 7919 % 180 - 30 END AS due_on
FROM (
  SELECT i, i / {offices} AS round, i % {offices} AS first,
    (i % {offices} + 1 + i / {offices} % ({offices} - 1)) % {offices} AS second,
    (i % {offices} + 1 + (i / {offices} + 1) % ({offices} - 1)) % {offices} AS third,
    {now} - interval '1 day' * (60 + i % 700) AS flagged_at
  FROM generate_series(0, {cases} - 1) AS i
) AS rounds;
ANALYZE plan
"""


def key(name: str) -> UUID:
    """The id of a synthetic row, in PostgreSQL `md5(name)::uuid`."""
    return UUID(md5(name.encode(), usedforsecurity=False).hexdigest())


def offices_of(cases: int) -> int:
    """How many dispositifs share so many cases."""
    return max(3, 3 * cases // CASES_A_DISPOSITIF)


def draw(cases: int) -> None:
    """Make the temporary table `plan` of so many cases."""
    now = clock.now().replace(microsecond=0)
    values: dict[str, Any] = {
        "cases": cases,
        "offices": offices_of(cases),
        "colleagues": COLLEAGUES,
        "tenth": POSTS["tenth"],
        "third": POSTS["third"],
        "few": FEW,
        "now": now,
        "today": clock.day_of(now),
    }
    statement = sql.SQL(PLAN).format(**{name: sql.Literal(value) for name, value in values.items()})
    with connection.cursor() as cursor:
        cursor.execute(statement)
