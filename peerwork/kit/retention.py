"""How long each class of record is kept. Nothing is purged until the organisation has confirmed the rule for it.

Each app registers its classes, with a default and the source of it; defaults are suggestions until confirmed. A purge
takes the rows, their history, their files and their sealed texts, and leaves one line: which class, how many.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet

from peerwork.kit import chain, files, sealed
from peerwork.kit.models import Hold, Link, Message, Purge, StoredFile

BATCH = 500


@dataclass(frozen=True)
class RecordClass:
    name: str
    label: str
    trigger: str
    default_months: int
    source: str
    due: Callable[[object, date], QuerySet]
    person: str
    purge: Callable[[Model], None]


@dataclass(frozen=True)
class Outcome:
    """What a run did, or would do, to one class."""

    record_class: RecordClass
    months: int | None  # None: not confirmed, so nothing is due
    rows: int = 0
    held: int = 0
    in_use: int = 0  # still needed by records that are kept longer


def remove(row: Model) -> None:
    """A row with everything the system holds about it: history, files, sealed texts, messages, links."""
    about = {"about_model": row._meta.label, "about_id": row.pk}
    for stored in StoredFile.objects.filter(**about):
        files.erase(stored)
    Message.objects.filter(**about).delete()
    Link.objects.filter(**about).delete()
    if uuid := getattr(row, "uuid", None):
        sealed.erase(uuid)
    key = row.pk
    if not hasattr(type(row), "history"):
        chain.forget(type(row), [key])
    row.delete()  # which itself adds a last line of history
    if hasattr(type(row), "history"):
        lines = type(row).history.filter(**{type(row)._meta.pk.attname: key})
        chain.forget(type(row).history.model, lines.values_list("history_id", flat=True))
        lines.delete()


def remove_whole(apps: Iterable[str]) -> Callable[[Model], None]:
    """As `remove`, with the rows of these apps that belong to it (its sessions, their actions…) before it.

    What a row of any other app still points at stays, and with it the whole: that record is kept longer.
    """
    ours = frozenset(apps)

    def take(row: Model) -> None:
        for link in row._meta.related_objects:
            child = link.related_model
            if child._meta.app_label in ours and not link.many_to_many and not child.__name__.startswith("Historical"):
                for other in child._base_manager.filter(**{link.field.name: row.pk}):
                    take(other)
        remove(row)

    return take


_classes: dict[str, RecordClass] = {}


@dataclass(frozen=True)
class Keeper:
    """Where the organisations, their confirmed rules and the system user are: the app that keeps them says so."""

    organisations: Callable[[], Iterable]
    confirmed: Callable[[object], dict[str, int]]  # class -> months
    system: Callable[[], object]


_keeper: list[Keeper] = []


def register(name, *, label, trigger, default_months, source, due, person="person_id", purge=remove) -> None:
    """Add a class of records.

    due      due(organisation, day): the rows whose trigger was on or before that day
    person   the path to the person a row is about, asked for legal holds; "" where it is about nobody
    purge    how one row goes, where `remove` does not know all of it
    """
    _classes[name] = RecordClass(name, label, trigger, default_months, source, due, person, purge)


def connect(*, organisations, confirmed, system) -> None:
    """Called once, by the app that keeps organisations and their retention rules (see Keeper)."""
    _keeper[:] = [Keeper(organisations, confirmed, system)]


def keeper() -> Keeper:
    if not _keeper:
        raise ImproperlyConfigured("No app has called retention.connect: nothing is known of organisations.")
    return _keeper[0]


def classes() -> list[RecordClass]:
    """Every registered class, for the page on which an organisation confirms its schedule."""
    return sorted(_classes.values(), key=lambda each: str(each.label))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def dry_run(organisation, today: date) -> list[Outcome]:
    """What a purge would take today, by class; nothing is changed."""
    return [_outcome(each, organisation, today)[0] for each in classes()]


def look(name: str, organisation, today: date) -> tuple[Outcome, QuerySet | None]:
    """What a purge of one class would take today: how many, and which rows; no rows for an unconfirmed class."""
    return _outcome(_classes[name], organisation, today)


def purge(organisation, today: date, *, by, only: Iterable[str] | None = None) -> list[Outcome]:
    """Take what is due, class by class, in batches that each commit whole; one line is kept for each batch.

    only  the names of the classes to look at; all of them unless told
    """
    outcomes = []
    for each in classes() if only is None else [_classes[name] for name in only]:
        plan, rows = _outcome(each, organisation, today)
        done, in_use, last = 0, 0, 0
        while rows is not None:
            with transaction.atomic():
                batch = list(rows.filter(pk__gt=last).select_for_update(of=("self",)).order_by("pk")[:BATCH])
                last = batch[-1].pk if batch else last
                gone = sum(_gone(each, row) for row in batch)
                if gone:
                    Purge.objects.create(record_class=each.name, organisation_id=organisation.pk, rows=gone, by=by)
            done, in_use = done + gone, in_use + len(batch) - gone
            if len(batch) < BATCH:
                break
        outcomes.append(Outcome(each, plan.months, done, plan.held, in_use))
    return outcomes


def _gone(each: RecordClass, row: Model) -> bool:
    try:
        with transaction.atomic():
            each.purge(row)
    except ProtectedError:
        return False
    return True


def _outcome(each: RecordClass, organisation, today: date) -> tuple[Outcome, QuerySet | None]:
    months = keeper().confirmed(organisation).get(each.name)
    if months is None:
        return Outcome(each, None), None
    due = each.due(organisation, months_before(today, months))
    free = due
    if each.person:
        held = Hold.objects.filter(held_on__lte=today, lifted_on__isnull=True).values("person_id")
        free = due.exclude(**{f"{each.person}__in": held})
    taken = free.count()
    return Outcome(each, months, taken, due.count() - taken), free
