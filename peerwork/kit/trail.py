"""The audit trail: what administrators changed about users, roles, imports, exports and settings, in one list.

Apps register the models it is made of; a line is read only where the reader reaches the record by a role that keeps it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, F, Model, QuerySet, Value
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from peerwork.kit import chain
from peerwork.kit.access import Policy

KINDS = {
    "users": _("Users"),
    "roles": _("Roles"),
    "settings": _("Settings"),
    "imports": _("Imports"),
    "exports": _("Exports"),
}


@dataclass(frozen=True)
class Source:
    """A table of the trail: whose policy, which kind of line, which roles read it, and what its lines call things."""

    policy: Policy
    kind: str
    roles: frozenset[str]
    table: type[Model]
    number: str
    when: str
    by: str
    record: str


_sources: dict[str, Source] = {}


def register(policy: Policy, kind: str, roles: Iterable[str] = ("administrator",)) -> None:
    """Make the history of a model, or the lines of a log (with `at` and `by`), part of the trail and of its chain."""
    model = policy.model
    kept = (
        (model.history.model, "history_id", "history_date", "history_user", "id")
        if hasattr(model, "history")
        else (model, "id", "at", "by", "id")
    )
    _sources[model._meta.label] = Source(policy, kind, frozenset(roles), *kept)
    chain.register(model, when=kept[2])


@dataclass(frozen=True)
class Line:
    """One line: when, who, which verb on what, and where its whole history is."""

    when: datetime
    who: str
    verb: str
    what: str
    record: str
    model: str
    row: int
    kind: str


def _kept_by(source: Source, user) -> QuerySet:
    """The rows this user reaches by one of the roles that keep the trail."""
    rows = source.policy.visible(user)
    marks = [f"_grant_{n}" for n, grant in enumerate(source.policy.grants) if grant.role in source.roles]
    marks = [mark for mark in marks if mark in rows.query.annotations]
    if not marks:
        return rows.none()
    kept = rows.filter(**{marks[0]: True})
    for mark in marks[1:]:
        kept = kept | rows.filter(**{mark: True})
    return kept


def lines(user, *, kind: str = "", who: str = "", first: date | None = None, last: date | None = None) -> QuerySet:
    """The trail as one query, newest first: (model, number, when) of each line within reach."""
    parts = []
    for label, source in _sources.items():
        if kind and source.kind != kind:
            continue
        rows = source.table._base_manager.filter(**{f"{source.record}__in": _kept_by(source, user).values("pk")})
        if who:
            rows = rows.filter(**{f"{source.by}__name__icontains": who})
        if first:
            rows = rows.filter(**{f"{source.when}__date__gte": first})
        if last:
            rows = rows.filter(**{f"{source.when}__date__lte": last})
        rows = rows.order_by().annotate(label=Value(label, CharField()), number=F(source.number), moment=F(source.when))
        parts.append(rows.values_list("label", "number", "moment"))
    if not parts:
        return chain.ChainLink.objects.none()
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return found.order_by("-moment", "-number")


def told(keys: Iterable[tuple[str, int, datetime]]) -> list[Line]:
    """The lines in words: one query for each kind of record among them."""
    keys = list(keys)
    found: dict[tuple[str, int], Model] = {}
    names: dict[tuple[str, int], str] = {}
    for label in {key[0] for key in keys}:
        source, wanted = _sources[label], [number for other, number, _when in keys if other == label]
        rows = source.table._base_manager.filter(pk__in=wanted).select_related(source.by)
        found |= {(label, row.pk): row for row in rows}
        ids = {getattr(row, source.record) for row in rows}
        names |= {(label, row.pk): str(row) for row in source.policy.model._base_manager.filter(pk__in=ids)}
    return [_in_words(_sources[label], found[label, number], names, when) for label, number, when in keys]


def _in_words(source: Source, row: Model, names: dict, when: datetime) -> Line:
    label, logged = source.policy.model._meta.label, source.table is source.policy.model
    record = getattr(row, source.record)
    return Line(
        when,
        str(getattr(row, source.by) or ""),
        str(_("took away") if logged else (row.history_change_reason or "").replace("_", " ")),
        capfirst(str(source.policy.model._meta.verbose_name)),
        row.what if logged else names.get((label, record), ""),
        "" if logged else label,
        record,
        str(KINDS[source.kind]),
    )
