"""Everything that is kept about one person, as they may read it: each app hands in its part, one engine gathers it.

What comes back is one document of plain values (docs/record.md says how it is made, docs/record.schema.json checks it).
Who else is in it is decided here, once, and by default nobody is: a link to another record is named only where an app
has said how (`name_by`), and a link to somebody's own record never is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Field, Model, Q
from django.utils import timezone

from peerwork.kit import files, readlog
from peerwork.kit.access import Policy
from peerwork.kit.errors import NotHere
from peerwork.kit.models import StoredFile

Names = Callable[[set[int]], dict[int, str]]
File = tuple[str, bytes]  # its name, and what it holds


@dataclass(frozen=True)
class Kind:
    """One kind of record of somebody's own.

    path       from the row to their account: "person__user"; or the rule itself, `rule(user)`
    leave_out  fields that say something of others, or nothing to anybody
    private    the person's alone: in the copy they take themselves, never gathered for a case
    words      row -> its sealed texts, by label; what is sealed is never gathered for a case
    files      row -> the files that belong to it
    """

    policy: Policy
    path: str | Callable[[object], Q]
    leave_out: frozenset[str] = frozenset()
    private: bool = False
    words: Callable[[object, Model], dict[str, str]] | None = None
    files: Callable[[object, Model], Iterable[File]] | None = None

    @property
    def label(self) -> str:
        return self.policy.model._meta.label

    @property
    def name(self) -> str:
        return str(self.policy.model._meta.verbose_name)

    def rows(self, user) -> list[Model]:
        """The person's own rows, each opened where it is confidential."""
        rule = Q(**{self.path: user.pk}) if isinstance(self.path, str) else self.path(user)
        rows = list(self.policy.visible(user).filter(rule).order_by("pk"))
        if self.policy.outline is None:
            return rows
        return [readlog.opened(self.policy, user, what=self.name, person_id=None, pk=row.pk)
                if self._own(row) else row for row in rows]  # fmt: skip

    def _own(self, row) -> bool:
        """Opening one's own leaves no line; a row that is not one's own to open stays an outline."""
        return any(grant.own for grant in self.policy.granting(row))


@dataclass(frozen=True)
class Part:
    name: str
    heading: str
    kinds: tuple[Kind, ...]
    order: int


_parts: dict[str, Part] = {}
_names: dict[type[Model], Names] = {}


def register(name: str, heading, *kinds: Kind, order: int = 50) -> None:
    """Hand in an app's part: what it is called, and the kinds of record in it."""
    _parts[name] = Part(name, heading, kinds, order)


def parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda part: (part.order, part.name))


def name_by(model: type[Model], names: Names) -> None:
    """Say how links to this model are named: `names(ids)` gives words by id; an id without words is left out."""
    _names[model] = names


def named_as_they_are(*models: type[Model]) -> None:
    """Links to these are named as everywhere: units, posts, courses, and one's own rows, which name nobody."""
    for model in models:
        name_by(model, lambda ids, model=model: {r.pk: str(r) for r in model._default_manager.filter(pk__in=ids)})


# Gathering ----------------------------------------------------------------------------------------------------------
def gather(
    user, *, only: Iterable[str] | None = None, for_case: bool = False, progress: Callable[[int], None] = lambda n: None
) -> tuple[list[dict], list[File]]:
    """The sections of somebody's record as they read it, and the files that belong to it.

    only      the names of the parts; all of them unless told
    for_case  without what is theirs alone, and without what is sealed: somebody else will look at it
    progress  told how many parts are done
    """
    wanted = [part for part in parts() if only is None or part.name in set(only)]
    sections, kept = [], []
    for number, part in enumerate(wanted, 1):
        tables = []
        for kind in part.kinds:
            if for_case and kind.private:
                continue
            table, found = _table(user, kind, sealed=not for_case)
            if table["rows"]:
                tables.append(table)
            kept += [(f"{part.name}/{name}", content) for name, content in found]
        if tables:
            sections.append({"name": part.name, "heading": str(part.heading), "tables": tables})
        progress(number)
    return sections, _told_apart(kept)


def _table(user, kind: Kind, *, sealed: bool) -> tuple[dict, list[File]]:
    rows, policy = kind.rows(user), kind.policy
    columns = {field.name: field for field in policy.model._meta.concrete_fields}
    hidden = {"id", "version", "uuid", *policy.internal, *kind.leave_out}
    names = [name for name in (*columns, *sorted(policy.derived)) if name not in hidden]
    names = [name for name in names if not _is_link(columns.get(name)) or columns[name].related_model in _names]
    links = {name: _linked(user, columns[name], rows) for name in names if _is_link(columns.get(name))}
    found, kept = [], []
    for row in rows:
        readable = policy.readable(row)
        values = {}
        for name in names:
            if name not in readable:
                continue
            if name in links:
                pk = getattr(row, columns[name].attname)
                value = {"id": pk, "name": links[name][pk]} if pk in links[name] else None
            else:
                value = plain(getattr(row, name, None))
            if value not in (None, "", [], {}):
                values[name] = value
        words = kind.words(user, row) if sealed and kind.words else {}
        found.append({"id": row.pk, "values": values} | ({"texts": words} if words else {}))
        kept += list(kind.files(user, row)) if kind.files else []
    used = {name for row in found for name in row["values"]}
    fields = {name: _field(policy.model, name, columns.get(name)) for name in names if name in used}
    return {"kind": kind.label, "heading": kind.name, "fields": fields, "rows": found}, kept


def _is_link(field: Field | None) -> bool:
    return field is not None and field.is_relation


def _linked(user, field: Field, rows: list[Model]) -> dict[int, str]:
    ids = {getattr(row, field.attname) for row in rows} - {None}
    found = {pk: words for pk, words in _names[field.related_model](ids).items() if words} if ids else {}
    return found | ({user.pk: str(user)} if isinstance(user, field.related_model) else {})


def _field(model: type[Model], name: str, field: Field | None) -> dict:
    """What a column is called, and which kind of value is in it."""
    if field is None:
        return {"label": name.replace("_", " "), "type": "text"}
    kinds = {"DateField": "date", "DateTimeField": "moment", "BooleanField": "yes_no", "JSONField": "list"}
    kind = kinds.get(field.get_internal_type(), "text")
    if field.is_relation:
        kind = "link"
    elif field.choices:
        kind = "choice"
    elif field.get_internal_type() in ("DecimalField", "FloatField") or "Integer" in field.get_internal_type():
        kind = "number"
    said = {"label": str(field.verbose_name), "type": kind}
    if field.is_relation:
        said["to"] = field.related_model._meta.label
    return said | ({"choices": {str(key): str(words) for key, words in field.flatchoices}} if kind == "choice" else {})


def plain(value):
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, UUID | memoryview | bytes | Model):
        return None
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def content_of(stored: StoredFile) -> Iterator[File]:
    """A file that belongs to a record, under its own name; nothing where it is no longer on the disk."""
    try:
        with files.open_file(stored) as opened:
            yield stored.name, opened.read()
    except NotHere:
        return


def _told_apart(kept: list[File]) -> list[File]:
    """Two files of one name get a number each."""
    seen: dict[str, int] = {}
    found = []
    for name, content in kept:
        number = seen[name] = seen.get(name, 0) + 1
        stem, dot, ending = name.rpartition(".")
        found.append((f"{stem}-{number}{dot}{ending}" if number > 1 else name, content))
    return found


def document(name: str, sections: list[dict], names: list[str], **about) -> dict:
    """The whole record as one document, as docs/record.schema.json has it."""
    made = timezone.localtime().isoformat(timespec="seconds")
    head = {"format": "peerwork-record", "version": 1, "made_at": made, "name": name}
    return head | about | {"sections": sections, "files": sorted(names)}
