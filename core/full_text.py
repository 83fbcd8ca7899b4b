"""Search by words in free texts: French or German, whatever the endings and the accents."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q, QuerySet

from core.names import sort_key

# Text search configurations of the database (cases.migrations.0028_full_text).
CONFIGURATIONS = ("cii_fr", "cii_de")


def holding(rows: QuerySet[Any], words: str, *fields: str) -> QuerySet[Any]:
    """The rows whose texts hold all the words, be it in one field or over several.

    No index serves it: PostgreSQL looks for words only in rows that their policy let through, so
    the caller narrows the rows first. SQLite knows no grammar: there a word is found as written,
    accents and capitals apart.
    """
    # PostgreSQL knows no NUL.
    if not (asked := words.replace("\0", " ").strip()):
        return rows.none()
    if connection.vendor != "postgresql":
        wanted = sort_key(asked).split()
        texts = ((pk, sort_key(" ".join(said))) for pk, *said in rows.values_list("pk", *fields))
        found = [pk for pk, text in texts if all(word in text for word in wanted)]
        return rows.filter(pk__in=found)
    vectors = {name: SearchVector(*fields, config=name) for name in CONFIGURATIONS}
    said = (
        Q(**{name: SearchQuery(asked, config=name, search_type="websearch")})
        for name in CONFIGURATIONS
    )
    return rows.alias(**vectors).filter(reduce(or_, said))
