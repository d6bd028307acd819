"""What has happened for somebody, and what is coming up: each app says its part, one page tells it in order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

MOST = 200  # of one source: a story is read, not searched


@dataclass(frozen=True)
class Event:
    """One thing that happened, or will.

    key         what it is, for good: by it the person pins or hides it ("supervision.session:12")
    on          the day
    title       a few words
    text        one line more
    href, link  where it is kept, and the words of that link
    starts_at   of what is still to come, with minutes and place: `calls` is what a calendar may say of it
    """

    key: str
    on: date
    title: str
    text: str = ""
    href: str = ""
    link: str = ""
    starts_at: datetime | None = None
    minutes: int = 60
    place: str = ""
    calls: str = ""


Source = Callable[[object], Iterable[Event]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source: `source(user)` gives the user's own events in a constant number of queries, newest first."""
    _sources[name] = source


def of(user) -> list[Event]:
    """Everything every app knows of this person's own story, newest first."""
    found = [event for source in _sources.values() for event in islice(source(user), MOST)]
    return sorted(found, key=lambda event: (event.on, event.key), reverse=True)
