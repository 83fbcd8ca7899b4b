"""Code as it begins in production: in no context, so that what it forgets to name is found."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from cii.row_policies import TABLES
from core import context

SECURED = re.compile(f'"({"|".join(TABLES)})"')


class NoContext(AssertionError):
    """A table with client data was asked in nobody's name: in production it would seem empty."""


@contextmanager
def unbound() -> Iterator[None]:
    """Outside of any context, until the code inside names one."""
    token = context._nested.set(())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('cii.context', '', false)")
    try:
        with connection.execute_wrapper(_asks_in_a_name):
            yield
    finally:
        context._nested.reset(token)
        if connection.vendor == "postgresql" and connection.connection:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('cii.context', 'job:test', false)")


def _asks_in_a_name(execute: Callable[..., Any], sql: str, params: Any, many: bool, more: Any):
    if context.current() is None and (found := SECURED.search(str(sql))):
        raise NoContext(found[1])
    return execute(sql, params, many, more)
