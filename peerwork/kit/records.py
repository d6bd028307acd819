"""The frame of every write: no action writes permission, lock, state, validation or history, so none is forgotten."""

from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from peerwork.kit.access import Policy
from peerwork.kit.errors import Conflict, Invalid, NotAllowed


class Versioned(models.Model):
    """A row people work on: its version catches two edits at once. Its model says which history it keeps."""

    version = models.PositiveIntegerField(default=0, editable=False)

    moves = None
    verbs: frozenset[str] = frozenset()

    class Meta:
        abstract = True


class Record(Versioned):
    """A row that keeps the whole of its history."""

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True


class Entry(models.Model):
    """A row that is only ever added (logs, derived tables, care activity): no history, no verbs after the first."""

    moves = None
    verbs: frozenset[str] = frozenset()

    class Meta:
        abstract = True


def keep(row: Model, verb: str, *, by) -> None:
    """Check and save a row, with one history row that says who and by which verb; raises Invalid, Conflict."""
    try:
        row.full_clean()
    except ValidationError as problem:
        raise Invalid(fields=messages(problem)) from problem
    if isinstance(row, Versioned):
        row.version += 1
        row._history_user, row._change_reason = by, verb
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        raise Conflict(_("Somebody else's change came first. Look at what is there now, then try again.")) from problem


def messages(problem: ValidationError) -> dict[str, list[str]]:
    """A validation error as field -> messages; what belongs to no field is under "__all__"."""
    return problem.message_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: problem.messages}


@contextmanager
def creating(policy: Policy, verb: str, /, *, by, settle=None, **values):
    """Frame the first verb of a new row: `with creating(units, "open", by=by, name=…) as unit: …`

    `values` are what the person gave: each must be a field they may write. The rule for the row is asked of the saved
    row in the same transaction, so nobody can make a row outside their own reach; `settle(row)` writes what that rule
    reads (a unit's paths) just before it is asked. Raises NotAllowed, Invalid, Conflict.
    """
    if not policy.may_start(by, verb):
        raise NotAllowed()
    with transaction.atomic():
        row = policy.model(**values)
        if policy.moves is not None:
            row.status = policy.moves.begin(verb)
        yield row
        keep(row, verb, by=by)
        if settle:
            settle(row)
        saved = policy.visible(by).filter(pk=row.pk).first()
        if saved is None:
            raise NotAllowed()
        policy.require(by, verb, saved, values)
        row.__dict__.update(
            {name: value for name, value in saved.__dict__.items() if name.startswith(("_grant_", "_bar_", "_frozen"))}
        )


@contextmanager
def acting(policy: Policy, verb: str, row: Model, /, *, by, version: int | None = None, **changes):
    """Frame a verb on an existing row: `with acting(sessions, "agree", session, by=by, version=3) as session: …`

    `changes` are what the person gave: each must be a field they may write on this row. Raises NotHere, NotAllowed,
    Conflict (wrong state, or another edit came first), Invalid.
    """
    with transaction.atomic():
        row = policy.lock(by, row, version)
        policy.require(by, verb, row, changes)
        if policy.moves is not None:
            row.status = policy.moves.reach(verb, row.status)
        for name, value in changes.items():
            setattr(row, name, value)
        yield row
        keep(row, verb, by=by)
