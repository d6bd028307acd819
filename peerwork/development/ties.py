"""What else belongs to a piece of evidence or a goal: said by the floors above, which know sessions and courses.

A tie is `source(user, row)`: it gives lines, and, for the owner, where they can add one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from peerwork.development.models import Evidence, Goal
from peerwork.people.models import Person
from peerwork.placements.models import Post


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


# What a post asks for beside competences ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Ask:
    """One thing a post asks for, and whether the person has it today."""

    label: str
    has: bool


Asks = Callable[[object, Person, list[Post]], dict[int, list[Ask]]]
_asks: list[Asks] = []


def register_asks(source: Asks) -> None:
    """Make known what posts ask for: `source(user, person, posts)` by post, in a fixed number of queries."""
    _asks.append(source)


def asks_of(user, person: Person, posts: list[Post]) -> dict[int, list[Ask]]:
    """Everything posts ask for beside competences, by post."""
    found: dict[int, list[Ask]] = {post.pk: [] for post in posts}
    for source in _asks:
        for post, lines in source(user, person, posts).items():
            found[post] += lines
    return found


# What lies beside a year that two people look back on ------------------------------------------------------------
Beside = Callable[[object, Person, date], Iterable[Tie]]
_beside: list[Beside] = []


def register_beside(source: Beside) -> None:
    """Make known what an app can say of somebody's year: `source(user, person, since)`, as the reader may see it."""
    _beside.append(source)


def beside(user, person: Person, since: date) -> list[Tie]:
    """Everything the apps above can say of a year, for one reader."""
    return [tie for source in _beside for tie in source(user, person, since)]


def of(user, row: Evidence | Goal) -> list[Tie]:
    """Everything tied to a row that came through its policy, for one reader."""
    return [tie for source in _sources[type(row)] for tie in source(user, row)]
