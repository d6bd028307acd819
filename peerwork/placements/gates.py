"""What must be settled before somebody is placed: apps above say what, and no path goes round it."""

from collections.abc import Callable

from peerwork.people.models import Person
from peerwork.placements.models import Post

_gates: list[Callable[..., None]] = []


def register(gate: Callable[..., None]):
    """Make a gate known (also as a decorator): `gate(person, post, verb, by)` raises Conflict where it holds."""
    _gates.append(gate)
    return gate


def ask(person: Person, post: Post, verb: str, by) -> None:
    """Asked when a placement is proposed, agreed or started, whoever asks and by whatever path."""
    for gate in _gates:
        gate(person, post, verb, by)
