"""Every write about learning and awards from outside."""

from peerwork.development.cpd.models import CpdEntry
from peerwork.development.cpd.policy import entries
from peerwork.kit.records import acting, creating
from peerwork.people.models import Person


def note_cpd(*, by, person: Person, **values) -> CpdEntry:
    """Note something learned, taught, made or awarded elsewhere."""
    with creating(entries, "note", by=by, person=person, **values) as entry:
        pass
    return entry


def edit_cpd(entry: CpdEntry, *, by, version: int | None = None, **changes) -> CpdEntry:
    """Change what one noted."""
    with acting(entries, "edit", entry, by=by, version=version, **changes) as entry:
        pass
    return entry


def remove_cpd(entry: CpdEntry, *, by, version: int | None = None) -> CpdEntry:
    """Take it out again."""
    with acting(entries, "remove", entry, by=by, version=version) as entry:
        pass
    return entry
