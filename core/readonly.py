"""A page that reads does not write: what a GET changes, a prefetch or a crawler changes too."""

import re

from django.conf import settings
from django.db import connection

READS = re.compile(
    r"[\s(]*(SELECT|VALUES|EXPLAIN|SHOW|SET|PRAGMA|BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)\b", re.I
)
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.I)


class GetMayNotWrite(RuntimeError):
    """A GET or HEAD request tried to change a table outside `settings.GET_MAY_WRITE`."""


class ReadOnlyGetMiddleware:
    """Lets a GET write what records the reading itself, and nothing else (architecture, audit)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with connection.execute_wrapper(only_reads):
            return self.get_response(request)


def only_reads(execute, sql, params, many, context):
    """Refuse every statement that is neither a read nor a write to an allowed table."""
    statement = str(sql)
    if not READS.match(statement):
        write = WRITES.match(statement)
        if write is None or write[1] not in settings.GET_MAY_WRITE:
            raise GetMayNotWrite(statement[:80])
    return execute(sql, params, many, context)
