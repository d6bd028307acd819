"""What somebody holds that must not stop when they leave: each app says what, and how it is passed on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from peerwork.people.models import Unit, User


@dataclass(frozen=True)
class Holding:
    """One thing somebody holds, in words, and the action `pass_on(successor, last_day=, by=)` that hands it over."""

    words: str
    pass_on: Callable


_kinds: list[Callable[[User, Unit], Iterable[Holding]]] = []


def register(kind: Callable[[User, Unit], Iterable[Holding]]):
    """Make a kind of holding known (also as a decorator): `kind(user, organisation)` yields what they hold there."""
    _kinds.append(kind)
    return kind


def holdings_of(user: User, organisation: Unit) -> list[Holding]:
    return [holding for kind in _kinds for holding in kind(user, organisation)]
