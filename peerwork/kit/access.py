"""Who may see which rows, read and write which fields, and do which verbs: one Policy per model, deny by default.

A person holds several roles at once, so access to a row is the union of the grants *whose row rule covers that row*.
`visible` marks each row, in the same query, with the grants that reach it; everything else reads those marks.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured, ValidationError
from django.db.models import BooleanField, Case, Model, Q, QuerySet, Value, When

from peerwork.kit.errors import Conflict, NotAllowed, NotHere

EVERY_ROW = Q()
Rows = Callable[[object], Q | None]

_memo: ContextVar[dict | None] = ContextVar("memo", default=None)


@contextmanager
def request_memo():
    """Answers about a user's roles are asked once per request and never outlive it."""
    token = _memo.set({})
    try:
        yield
    finally:
        _memo.reset(token)


def remembered(key, ask: Callable):
    """What `ask()` says, asked once within a request; outside one (commands, tests) asked every time."""
    kept = _memo.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    return kept[key]


def forget() -> None:
    """After a change to roles, links or units: what was remembered in this request no longer holds."""
    if (kept := _memo.get()) is not None:
        kept.clear()


class Hidden(AttributeError):
    """A field this reader may not read; a template prints nothing for it."""

    silent_variable_failure = True


@dataclass(frozen=True)
class Grant:
    """What one role opens on the rows its own rule covers; `rows(user)` is None for somebody without the role.

    `own` grants stay open where `Policy.closed` shuts the others (a person's own record is never closed to them).
    """

    role: str
    rows: Rows
    reads: Iterable[str] = frozenset()
    writes: Iterable[str] = frozenset()
    verbs: Iterable[str] = frozenset()
    own: bool = False


class Ref:
    """A link to another record: its name and number, and nothing else of it."""

    __slots__ = ("label", "pk")

    def __init__(self, row: Model):
        self.pk, self.label = row.pk, str(row)

    def __str__(self) -> str:
        return self.label

    def __eq__(self, other) -> bool:
        return isinstance(other, Ref) and (self.pk, self.label) == (other.pk, other.label)

    def __hash__(self) -> int:
        return hash((self.pk, self.label))


class Seen:
    """A row as one reader may see it: any attribute not granted raises Hidden, which a template shows as nothing."""

    __slots__ = ("_policy", "_row", "readable")
    ALWAYS = frozenset({"pk", "id", "version"})

    def __init__(self, policy: "Policy", row: Model):
        self._policy, self._row, self.readable = policy, row, policy.readable(row)

    def __getattr__(self, name: str):
        row = self._row
        if name in self.readable:
            value = getattr(row, name)
            return Ref(value) if isinstance(value, Model) else value
        if name in self.ALWAYS or name in self._policy.public:
            return getattr(row, name)
        if name.startswith("get_") and name.endswith("_display") and name[4:-8] in self.readable:
            return getattr(row, name)
        if name.endswith("_id") and name[:-3] in self.readable:
            return getattr(row, name)
        raise Hidden(name)

    def __str__(self) -> str:
        return str(self._row)

    @property
    def policy(self) -> "Policy":
        return self._policy

    @property
    def offers(self) -> frozenset[str]:
        return self._policy.offers(self._row)

    @property
    def model(self) -> str:
        return self._row._meta.verbose_name


class Policy:
    """The access rules of one model.

    model         the model; it names its verbs in `moves` (a state table) or `verbs` (a set)
    grants        what each role opens; a misspelt field or verb raises ImproperlyConfigured at import
    internal      fields nobody is ever shown; a test fails for a field neither granted nor internal
    derived       readable names that are properties or annotations, not columns
    public        attributes any reader of the row may use (`get_absolute_url`)
    closed        rows shut to this user whatever else they hold (all grants but their own)
    bars          verb -> rows on which this user may not do it (nobody approves for themselves)
    outline       confidential models only: what may be shown without opening (and so logging) the row
    """

    registry: dict[type[Model], "Policy"] = {}
    BASE_INTERNAL = frozenset({"id", "version", "history"})

    def __init__(
        self,
        model,
        grants,
        *,
        internal=(),
        derived=(),
        public=("get_absolute_url",),
        closed=None,
        bars=None,
        outline=None,
    ):
        self.model, self.grants = model, tuple(grants)
        self.internal, self.derived = self.BASE_INTERNAL | set(internal), frozenset(derived)
        self.public, self.closed, self.bars = frozenset(public), closed, dict(bars or {})
        self.frozen: Rows | None = None
        self.thawed: frozenset[str] = frozenset()
        self.outline = None if outline is None else frozenset(outline)
        self.moves = getattr(model, "moves", None)
        self.verbs = frozenset(self.moves if self.moves is not None else getattr(model, "verbs", ()))
        self._check()
        Policy.registry[model] = self

    def add(self, *grants: Grant) -> None:
        """A higher floor opens this model to its own roles: placements says which people a supervisor reaches."""
        self.grants += grants
        self._check()

    def freeze(self, rule: Rows, *, but: Iterable[str]) -> None:
        """Rows that have become read-only: of all verbs only `but` are left (what ends or removes something)."""
        if unknown := set(but) - self.verbs:
            raise ImproperlyConfigured(f"{self.model.__name__} policy, frozen: no verb {sorted(unknown)}")
        self.frozen, self.thawed = rule, frozenset(but)

    def close(self, rule: Rows) -> None:
        """A higher floor shuts rows to some users (private wishes, a seat on a panel), beside what is shut already."""
        before = self.closed

        def both(user) -> Q | None:
            shut = [found for found in (before and before(user), rule(user)) if found is not None]
            return reduce(or_, shut) if shut else None

        self.closed = both

    def _check(self) -> None:
        self._marks = tuple(f"_grant_{n}" for n in range(len(self.grants)))
        self._unions: dict[tuple, tuple[frozenset[str], ...]] = {}
        for grant in self.grants:
            for name in (*grant.reads, *grant.writes):
                if name not in self.derived:
                    try:
                        self.model._meta.get_field(name)
                    except FieldDoesNotExist:
                        raise ImproperlyConfigured(
                            f"{self.model.__name__} policy, {grant.role}: no field {name!r}"
                        ) from None
            for verb in grant.verbs:
                if verb not in self.verbs:
                    raise ImproperlyConfigured(f"{self.model.__name__} policy, {grant.role}: no verb {verb!r}")
        if unknown := set(self.bars) - self.verbs:
            raise ImproperlyConfigured(f"{self.model.__name__} policy bars unknown verbs {sorted(unknown)}")

    # Rows ---------------------------------------------------------------------------------------------------------
    def _active(self, user, role: str = "") -> list[tuple[int, Q]]:
        if user is None or not user.is_active:
            return []
        asked = ((number, grant) for number, grant in enumerate(self.grants) if role in ("", grant.role))
        rules = ((number, grant.rows(user)) for number, grant in asked)
        return [(number, rule) for number, rule in rules if rule is not None]

    def visible(self, user, rows: QuerySet | None = None, *, role: str = "") -> QuerySet:
        """The rows this user may reach (by one role alone if named), each marked with the grants that reach it."""
        given = rows = self.model._default_manager.all() if rows is None else rows
        active = self._active(user, role)
        if not active:
            return rows.none()
        shut = self.closed(user) if self.closed else None
        if shut is not None:  # an empty Q is "every row", and stays empty when it is negated
            own = {n for n, _rule in active if self.grants[n].own}
            active = [(n, rule if n in own else rule & ~shut) for n, rule in active if shut or n in own]
            if not active:
                return rows.none()
        if all(rule for _n, rule in active):  # an empty Q is "every row" and would vanish in an OR
            rows = rows.filter(reduce(or_, (rule for _n, rule in active)))
        marks = {f"_grant_{n}": _true_where(rule) for n, rule in active}
        for verb, barred in self.bars.items():
            if (rule := barred(user)) is not None:
                marks[f"_bar_{verb}"] = _true_where(rule)
        if self.frozen is not None and (rule := self.frozen(user)) is not None:
            marks["_frozen"] = _true_where(rule)
        marked = rows.annotate(**marks)
        self._check_joins(given, marked)
        return marked

    def _check_joins(self, given: QuerySet, marked: QuerySet) -> None:
        """Through a to-many link a row would come back several times, each with other marks."""
        for alias, join in marked.query.alias_map.items():
            link = getattr(join, "join_field", None)
            if link is not None and (link.one_to_many or link.many_to_many) and alias not in given.query.alias_map:
                name = self.model.__name__
                raise ImproperlyConfigured(f"{name} policy: a row rule joins {link.name!r}, to many; use a subquery.")

    def narrow(self, user, rows: QuerySet | None = None) -> QuerySet:
        """The choices a form may offer this user."""
        return self.visible(user, rows)

    def find(self, user, **lookup) -> Model:
        """The one row asked for; raises NotHere when it is out of reach or not there."""
        try:
            return self.visible(user).get(**lookup)
        except (self.model.DoesNotExist, ValidationError, ValueError, OverflowError):
            raise NotHere() from None

    # Fields and verbs of a row ------------------------------------------------------------------------------------
    def granting(self, row: Model) -> list[Grant]:
        """The grants that reach this row; empty for a row that did not come through `visible`."""
        return [grant for n, grant in enumerate(self.grants) if row.__dict__.get(f"_grant_{n}")]

    def roles(self, row: Model) -> list[str]:
        return list(dict.fromkeys(grant.role for grant in self.granting(row)))

    def readable(self, row: Model) -> frozenset[str]:
        names = self._union(row)[0]
        return names if self.outline is None or row.__dict__.get("_opened") else names & self.outline

    def writable(self, row: Model) -> frozenset[str]:
        return self._union(row)[1]

    def granted(self, row: Model) -> frozenset[str]:
        """The verbs granted on this row, whatever its state."""
        verbs = self._union(row)[2]
        if self.frozen is not None and row.__dict__.get("_frozen"):
            verbs &= self.thawed
        barred = [verb for verb in self.bars if row.__dict__.get(f"_bar_{verb}")] if self.bars else ()
        return verbs.difference(barred) if barred else verbs

    def _union(self, row: Model) -> tuple[frozenset[str], ...]:
        """Reads, writes and verbs of the grants that reach a row; rows of a list share a few such sets."""
        reach = tuple(map(row.__dict__.get, self._marks))
        if reach not in self._unions:
            grants = [grant for grant, reached in zip(self.grants, reach, strict=True) if reached]
            self._unions[reach] = tuple(
                frozenset().union(*(getattr(grant, part) for grant in grants)) for part in ("reads", "writes", "verbs")
            )
        return self._unions[reach]

    def offers(self, row: Model) -> frozenset[str]:
        """The verbs this user may do now: granted, and allowed by the state."""
        granted = self.granted(row)
        return granted if self.moves is None else granted & self.moves.allowed(row.status)

    def show(self, row: Model) -> Seen:
        return Seen(self, row)

    def may_start(self, user, verb: str) -> bool:
        """Whether any of the user's roles holds this verb at all; ask before reading what they sent."""
        return any(verb in self.grants[n].verbs for n, _rule in self._active(user))

    def fields_to_start(self, user, verb: str) -> frozenset[str]:
        """The fields a form for a first verb may show this user."""
        return frozenset().union(
            *(self.grants[n].writes for n, _r in self._active(user) if verb in self.grants[n].verbs)
        )

    def lock(self, by, row: Model, version: int | None = None) -> Model:
        """The row as it now stands, locked; raises NotHere out of reach, Conflict when another edit came first."""
        rows = self.visible(by, self.model._default_manager.select_for_update(of=("self",)))
        try:
            current = rows.get(pk=row.pk)
        except self.model.DoesNotExist:
            raise NotHere() from None
        if version is not None and int(version) != current.version:
            raise Conflict(current=current)
        return current

    def require(self, by, verb: str, row: Model, fields: Iterable[str] = ()) -> None:
        """The law, asked inside every action; raises NotAllowed. `row` comes from `lock` or `visible`."""
        if verb not in self.verbs:
            raise ImproperlyConfigured(f"{self.model.__name__} has no verb {verb!r}")
        if verb not in self.granted(row):
            raise NotAllowed()
        if hidden := set(fields) - self.writable(row):
            raise NotAllowed(fields=sorted(hidden))

    # For people ---------------------------------------------------------------------------------------------------
    def readers(self, *fields: str) -> list[str]:
        """The roles that can read all of these fields on some row: what every "who can see this" line is made from."""
        wanted = set(fields)
        return list(dict.fromkeys(grant.role for grant in self.grants if wanted <= set(grant.reads)))


def _true_where(rule: Q):
    if not rule:
        return Value(True, output_field=BooleanField())
    return Case(When(rule, then=Value(True)), default=Value(False), output_field=BooleanField())


def policy_of(model) -> Policy:
    """The policy of a model or row; raises KeyError for a model without one."""
    return Policy.registry[model if isinstance(model, type) else type(model)]


def system(user) -> Q | None:
    """Every row, for jobs, imports and commands that act as the system user."""
    return EVERY_ROW if getattr(user, "is_system", False) else None
