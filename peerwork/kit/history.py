"""What changed on a record, when, by whom and by which verb: only in the fields its reader may read."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import ForeignKey
from django.utils.formats import localize
from django.utils.translation import gettext as _

from peerwork.kit.access import Policy


class Field(NamedTuple):
    label: str
    before: str
    after: str


class Change(NamedTuple):
    when: datetime
    who: str
    verb: str
    fields: list[Field]

    @property
    def verb_words(self) -> str:
        return self.verb.replace("_", " ")


def changes(policy: Policy, row, limit: int = 200) -> list[Change]:
    """The history of a row that came through the policy, newest first, in a constant number of queries.

    A change of nothing but hidden fields is left out: that something hidden was touched is hidden too.
    """
    readable = policy.readable(row)
    tracked = {field.name for field in policy.model.history.model.tracked_fields}
    fields = [f for f in policy.model._meta.concrete_fields if f.name in tracked and f.name not in policy.BASE_INTERNAL]
    kept = policy.model.history.filter(**{policy.model._meta.pk.attname: row.pk})
    entries = list(kept.select_related("history_user").order_by("-history_date", "-history_id")[: limit + 1])
    names = _names([field for field in fields if field.name in readable], entries)
    found = []
    for place, entry in enumerate(entries[:limit]):
        before = entries[place + 1] if place + 1 < len(entries) else None
        changed = [f for f in fields if _value(entry, f) != (_value(before, f) if before else _empty(f))]
        fields_shown = (
            Field(str(f.verbose_name), _words(f, before, names) if before else "", _words(f, entry, names))
            for f in changed
            if f.name in readable
        )
        shown = [field for field in fields_shown if field.before or field.after]  # from empty to empty says nothing
        if shown or not changed or before is None:
            who = str(entry.history_user) if entry.history_user else ""
            found.append(Change(entry.history_date, who, entry.history_change_reason or "", shown))
    return found


def _value(entry, field):
    return getattr(entry, field.attname)


def _empty(field):
    return None if field.null else field.get_default() if not callable(field.default) else None


def _names(fields, entries) -> dict:
    """The names of what links pointed to, one query for each model."""
    names = {}
    for field in fields:
        if isinstance(field, ForeignKey):
            keys = {_value(entry, field) for entry in entries} - {None}
            names |= {(field.name, row.pk): str(row) for row in field.related_model._base_manager.filter(pk__in=keys)}
    return names


def _words(field, entry, names) -> str:
    value = _value(entry, field)
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        return names.get((field.name, value), _("something no longer here"))
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(localize(value))
