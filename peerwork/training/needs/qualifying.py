"""Appropriately trained: from which day to which day somebody had everything their role asked for.

A day counts when they were in the role, at least one rule asked for something, and everything asked for that day was
completed and still held, or they were exempt. Time to complete it ("within 90 days") is not yet trained.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from peerwork.training.needs.days import A_DAY, held_until

END = date.max


@dataclass(frozen=True)
class Spell:
    """Somebody in a role from a day to a day (None: still), with what rules look at."""

    first: date
    last: date | None
    family: str
    band: str = ""
    units: frozenset[int] = frozenset()
    supervises: bool = False


@dataclass(frozen=True)
class Asks:
    """One rule that counts: which course, from when to when, how long it holds, and whom it is for."""

    course: int
    first: date
    last: date | None
    every_months: int | None
    is_for: Callable[[Spell], bool]


@dataclass(frozen=True)
class Had:
    """What one person completed and was exempt from, by course."""

    completions: dict[int, list[tuple[date, date | None]]]
    exemptions: dict[int, list[tuple[date, date | None]]]


def covers(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def has(had: Had, ask: Asks, day: date) -> bool:
    """Whether what a rule asks for was there on a day."""
    for first, last in had.exemptions.get(ask.course, ()):
        if covers(first, last, day):
            return True
    return any(
        covers(done, held_until(done, ask.every_months, expires), day)
        for done, expires in had.completions.get(ask.course, ())
    )


def trained_on(day: date, family: str, spells: list[Spell], asks: list[Asks], had: Had) -> bool:
    """Whether somebody was appropriately trained for a role on one day."""
    here = [spell for spell in spells if spell.family == family and covers(spell.first, spell.last, day)]
    wanted = [ask for ask in asks if covers(ask.first, ask.last, day) and any(ask.is_for(spell) for spell in here)]
    return bool(wanted) and all(has(had, ask, day) for ask in wanted)


def intervals(family: str, spells: list[Spell], asks: list[Asks], had: Had) -> list[tuple[date, date | None]]:
    """The days somebody was appropriately trained for a role, as whole stretches, the earliest first."""
    marks = set()
    for spell in spells:
        if spell.family == family:
            marks |= {spell.first, after(spell.last)}
    relevant = [ask for ask in asks if any(ask.is_for(spell) for spell in spells if spell.family == family)]
    for ask in relevant:
        marks |= {ask.first, after(ask.last)}
        for done, expires in had.completions.get(ask.course, ()):
            marks |= {done, after(held_until(done, ask.every_months, expires))}
        for first, last in had.exemptions.get(ask.course, ()):
            marks |= {first, after(last)}
    days = sorted(marks - {END})
    found: list[tuple[date, date | None]] = []
    for place, day in enumerate(days):
        if not trained_on(day, family, spells, relevant, had):
            continue
        last = days[place + 1] - A_DAY if place + 1 < len(days) else None
        if found and found[-1][1] is not None and found[-1][1] + A_DAY == day:
            found[-1] = (found[-1][0], last)
        else:
            found.append((day, last))
    return found


def after(day: date | None) -> date:
    """The first day after; END for what has no end."""
    return END if day is None or day == END else day + A_DAY
