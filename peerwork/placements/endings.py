"""What every app does when somebody has died: each registers its part, and all of it happens in one transaction."""

from collections.abc import Callable

from peerwork.people.models import Person

_parts: list[Callable] = []


def register(part: Callable[..., None]):
    """Make a part known (also as a decorator): `part(person, by=)` seals what was private, stops what was planned."""
    _parts.append(part)
    return part


def seal(person: Person, *, by) -> None:
    for part in _parts:
        part(person, by=by)
