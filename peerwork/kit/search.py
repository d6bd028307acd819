"""Search: within each policy's reach, and only in fields the person may read on that very row.

On PostgreSQL names are found through trigram indexes, made after each migration from what is registered here, longer
texts by their words as well, and where nothing matches what is spelt nearly so. SQLite compares letter by letter.
"""

import logging
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from operator import and_, or_

from django.db import DatabaseError, connection, transaction
from django.db.models import CharField, Q, TextField
from django.db.models.functions import Upper

from peerwork.kit.access import Policy

logger = logging.getLogger(__name__)
TERMS = 6


@dataclass(frozen=True)
class Hit:
    """`close` where it is only spelt like what was looked for."""

    title: str
    url: str
    kind: str
    close: bool = False


@dataclass(frozen=True)
class Place:
    policy: Policy
    fields: tuple[str, ...]
    label: str
    url: object


_places: dict[Policy, Place] = {}


def register(policy: Policy, fields, label=None, url=None) -> None:
    """Make rows findable.

    fields  columns, or paths through a readable link ("person__family_name")
    label   what kind of thing it is, in words; the model's name unless told
    url     url(row) is its page; `get_absolute_url` unless told
    """
    label = label or policy.model._meta.verbose_name
    _places[policy] = Place(policy, tuple(fields), label, url or (lambda row: row.get_absolute_url()))


def find(user, words: str, limit: int = 30) -> list[Hit]:
    """The rows in which every word is found somewhere, ten of a kind and `limit` in all; close ones where none is."""
    terms = words.replace("\x00", "").split()[:TERMS]
    if not terms:
        return []
    matches = _exactly if connection.vendor != "postgresql" else _by_words
    hits = _hits(user, terms, matches)
    if not hits and connection.vendor == "postgresql" and trigrams_are_there():
        hits = _hits(user, terms, _closely, close=True)
    return hits[:limit]


def _hits(user, terms: list[str], matches, *, close: bool = False) -> list[Hit]:
    hits = []
    for place in _places.values():
        rows = place.policy.visible(user)
        grants = [(n, grant) for n, grant in enumerate(place.policy.grants) if f"_grant_{n}" in rows.query.annotations]
        open_to = [_readable(place, n, grant, terms, matches) for n, grant in grants]
        if rules := [rule for rule in open_to if rule is not None]:
            for row in rows.filter(reduce(or_, rules)).distinct()[:10]:
                hits.append(Hit(str(row), place.url(row), str(place.label), close))
    return hits


def _readable(place: Place, number: int, grant, terms: list[str], matches) -> Q | None:
    """Rows this grant reaches in which all words stand in fields the same grant reads; None where it reads none."""
    reads = frozenset(grant.reads) if place.policy.outline is None else frozenset(grant.reads) & place.policy.outline
    fields = [path for path in place.fields if path.partition("__")[0] in reads]
    if not fields:
        return None
    found = (reduce(or_, (matches(place.policy.model, path, term) for path in fields)) for term in terms)
    return Q(**{f"_grant_{number}": True}) & reduce(and_, found)


# How a word is looked for ------------------------------------------------------------------------------------------
def _exactly(_model, path: str, term: str) -> Q:
    return Q(**{f"{path}__icontains": term})


def _by_words(model, path: str, term: str) -> Q:
    """The letters as they stand, and in longer texts any form of the word ("groups" finds "group")."""
    _lookups()
    found = _exactly(model, path, term)
    return found | Q(**{f"{path}__search": term}) if isinstance(column(model, path), TextField) else found


def _closely(model, path: str, term: str) -> Q:
    _lookups()
    if isinstance(column(model, path), TextField):
        return Q(pk__in=[])
    return Q(**{f"{path}__upper__trigram_word_similar": term.upper()})


def column(model, path: str):
    """The field at the end of a path of links."""
    *links, name = path.split("__")
    for link in links:
        model = model._meta.get_field(link).related_model
    return model._meta.get_field(name)


def _lookups() -> None:
    """PostgreSQL's own lookups, made known once; importing them needs its driver."""
    if "trigram_word_similar" not in CharField.get_class_lookups():
        from django.contrib.postgres.lookups import SearchLookup, TrigramWordSimilar

        CharField.register_lookup(Upper)
        CharField.register_lookup(TrigramWordSimilar)
        TextField.register_lookup(SearchLookup)


# Indexes ------------------------------------------------------------------------------------------------------------
def trigrams_are_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def index(**_kwargs) -> None:
    """Make the trigram indexes that are missing; where the extension may not be made, search does without."""
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            there = set(connection.introspection.table_names(cursor))
            for table, name in sorted(_columns()):
                if table in there:
                    key = f"found_{sha256(f'{table}.{name}'.encode()).hexdigest()[:16]}"
                    quoted = connection.ops.quote_name(name)
                    cursor.execute(
                        f"CREATE INDEX IF NOT EXISTS {key} ON {connection.ops.quote_name(table)} "
                        f"USING gin (UPPER({quoted}::text) gin_trgm_ops)"
                    )
    except DatabaseError as problem:
        logger.warning("search goes without indexes: %s", type(problem).__name__)


def _columns() -> set[tuple[str, str]]:
    """(table, column) of every short field that is searched."""
    found = (column(place.policy.model, path) for place in _places.values() for path in place.fields)
    return {(field.model._meta.db_table, field.column) for field in found if not isinstance(field, TextField)}
