""" "Waiting for you": each app says what waits for a person; home pages show it in one list."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

MOST = 50  # of one source: a longer list is a page of its own


@dataclass(frozen=True)
class Task:
    """One thing to do.

    title        verb first: "Agree the record of 12 November"
    url          where it is done
    due          the day, if there is one
    tag, kind    a word or two and its colour: done info due over quiet private
    consequence  what happens if it waits: one sentence
    mine         False where others do it and this person keeps an eye on it
    weight       0 is the most pressing; what is overdue comes before all else, among equals the earliest due
    app          filled in by the registry
    """

    title: str
    url: str
    due: date | None = None
    tag: str = ""
    kind: str = ""
    consequence: str = ""
    mine: bool = True
    weight: int = 5
    app: str = ""

    @property
    def href(self) -> str:
        return self.url

    @property
    def text(self) -> str:
        return self.consequence


Source = Callable[[object], Iterable[Task]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source: `source(user)` gives tasks in a constant number of queries; its name is "app" or "app.what"."""
    _sources[name] = source


def for_user(user, *, mine: bool | None = True) -> list[Task]:
    """What waits for this person, the most pressing first; `mine=False` what waits for others, None both."""
    found = []
    for name, source in _sources.items():
        for task in islice(source(user), MOST):
            if mine is None or task.mine == mine:
                found.append(task if task.app else _in(name, task))
    return sorted(found, key=lambda task: (task.kind != "over", task.weight, task.due or date.max, str(task.title)))


def counts(user, found: Iterable[Task] | None = None) -> Counter[str]:
    """How many things wait for this person, by app; `found` where they have been asked for already."""
    return Counter(task.app for task in (for_user(user) if found is None else found))


def _in(name: str, task: Task) -> Task:
    object.__setattr__(task, "app", name.partition(".")[0])
    return task
