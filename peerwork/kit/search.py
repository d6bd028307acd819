"""Search: within each policy's reach, and only in fields the person may read on that very row."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from peerwork.kit.access import Policy

TERMS = 6


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    kind: str


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
    """The rows in which every word is found somewhere, ten of a kind and `limit` in all."""
    terms = words.replace("\x00", "").split()[:TERMS]
    if not terms:
        return []
    hits = []
    for place in _places.values():
        rows = place.policy.visible(user)
        grants = [(n, grant) for n, grant in enumerate(place.policy.grants) if f"_grant_{n}" in rows.query.annotations]
        open_to = [_readable(place, n, grant, terms) for n, grant in grants]
        if rules := [rule for rule in open_to if rule is not None]:
            for row in rows.filter(reduce(or_, rules)).distinct()[:10]:
                hits.append(Hit(str(row), place.url(row), str(place.label)))
    return hits[:limit]


def _readable(place: Place, number: int, grant, terms: list[str]) -> Q | None:
    """Rows this grant reaches in which all words stand in fields the same grant reads; None where it reads none."""
    reads = frozenset(grant.reads) if place.policy.outline is None else frozenset(grant.reads) & place.policy.outline
    fields = [path for path in place.fields if path.partition("__")[0] in reads]
    if not fields:
        return None
    found = (reduce(or_, (Q(**{f"{path}__icontains": term}) for path in fields)) for term in terms)
    return Q(**{f"_grant_{number}": True}) & reduce(and_, found)
