import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import Closure
from core.readonly import READS, GetMayNotWrite, ReadOnlyGetMiddleware

pytestmark = pytest.mark.django_db


def through(method, work):
    def view(request):
        work()
        return HttpResponse()

    return ReadOnlyGetMiddleware(view)(RequestFactory().generic(method, "/"))


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_request_may_read(method):
    assert through(method, lambda: list(Closure.objects.all())).status_code == 200


def test_a_union_in_parentheses_reads():
    assert READS.match("(SELECT 1) UNION (SELECT 2)")


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO accounts_closure (day, name) VALUES ('2026-01-01', 'x')",
        "  update accounts_closure set name = ''",
        "DELETE FROM accounts_closure",
        "DROP TABLE accounts_closure",
        "(DELETE FROM accounts_closure)",
        "WITH gone AS (SELECT 1) DELETE FROM accounts_closure",
        "INSERT INTO accounts_audit_trace VALUES (1)",
    ],
)
def test_reading_request_may_not_write(sql):
    with pytest.raises(GetMayNotWrite):
        through("GET", lambda: run(sql))


def test_reading_request_may_write_what_records_the_reading(settings):
    settings.GET_MAY_WRITE = {"accounts_closure"}
    through("GET", lambda: Closure.objects.create(day="2026-01-02", name="pont"))
    assert Closure.objects.count() == 1


def test_posting_request_may_write():
    through("POST", lambda: Closure.objects.create(day="2026-01-02", name="pont"))
    assert Closure.objects.count() == 1


def test_guard_ends_with_the_request():
    through("GET", lambda: None)
    Closure.objects.create(day="2026-01-02", name="pont")
    assert Closure.objects.count() == 1
