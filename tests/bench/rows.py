"""Rows written by one INSERT … SELECT a table, straight into the product's tables."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import NOT_PROVIDED
from psycopg import sql


@dataclass(frozen=True)
class Sql:
    """A piece of SQL over the columns of the source; every other value is a literal."""

    text: str


def insert(model: type[models.Model], source: str, **values: Any) -> int:
    """Write one row for each row of `source` (what follows FROM), and say how many.

    A field that isn't named gets its default. Raises TypeError for one that has none, so that a
    field added to the product is thought of here, and for a name that is no column.
    """
    columns = {}
    for field in model._meta.concrete_fields:
        if field.attname in values:
            columns[field.column] = _expression(values.pop(field.attname), field)
        elif not (field.null or isinstance(field, models.AutoField)):
            columns[field.column] = _expression(_default(field), field)
    if values:
        raise TypeError(f"{model.__name__} has no columns {sorted(values)}")
    statement = sql.SQL("INSERT INTO {table} ({columns}) SELECT {values} FROM {source}").format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(columns.values()),
        source=sql.SQL(source),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def _default(field: models.Field) -> Any:
    if isinstance(field, models.UUIDField) and field.primary_key:
        return Sql("gen_random_uuid()")
    if field.default is NOT_PROVIDED and not field.empty_strings_allowed:
        raise TypeError(f"{field} has no default")
    return field.get_default()


def _expression(value: Any, field: models.Field) -> sql.Composable:
    if isinstance(value, Sql):
        return sql.SQL(value.text)
    return sql.Literal(field.get_db_prep_save(value, connection))
