"""What else belongs to a piece of evidence or a goal: said by the floors above, which know sessions and courses.

A tie is `source(user, row)`: it gives lines, and, for the owner, where they can add one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from peerwork.development.models import Evidence, Goal


@dataclass(frozen=True)
class Line:
    """One thing that belongs to it.

    url       where it is; "" for somebody who may know of it and not open it
    take_off  where its owner takes it off again
    """

    label: str
    url: str = ""
    take_off: str = ""
    version: int = 0


@dataclass(frozen=True)
class Tie:
    """A kind of thing that can belong to it: what it is called, what is there, and where to add one ("": not now)."""

    heading: str
    lines: list[Line]
    add_words: str = ""
    add_url: str = ""


Source = Callable[[object, Evidence | Goal], Iterable[Tie]]
_sources: dict[type, list[Source]] = {Evidence: [], Goal: []}


def register(model: type, source: Source) -> None:
    """Make a kind of tie known: for `Evidence` or for `Goal`."""
    _sources[model].append(source)


def of(user, row: Evidence | Goal) -> list[Tie]:
    """Everything tied to a row that came through its policy, for one reader."""
    return [tie for source in _sources[type(row)] for tie in source(user, row)]
