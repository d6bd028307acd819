"""Days and spans of days, without the database: cutting a dated history, and the most that holds at once.

A span is (first day, last day or None for no end, amount). Both ends are inside it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DAY = timedelta(days=1)
Span = tuple[date, date | None, Decimal]


@dataclass(frozen=True)
class Piece:
    """A part of a dated row after a cut: which row it is from, its days, and whether it lies inside the cut."""

    row: object
    starts_on: date
    ends_on: date | None
    inside: bool


def splice(rows: Iterable, starts_on: date, ends_on: date | None) -> list[Piece]:
    """Cut dated rows (`starts_on`, `ends_on`) where a change begins and ends; the pieces cover the same days as before.

    ends_on  the last day of the change; None: until the row that holds on `starts_on` ends
    """
    rows = sorted(rows, key=lambda row: row.starts_on)
    if ends_on is None:
        holding = [row for row in rows if covers(row, starts_on)]
        ends_on = holding[0].ends_on if holding else None
    pieces = []
    for row in rows:
        first, last = row.starts_on, row.ends_on
        cut_first, cut_last = max(first, starts_on), earliest(last, ends_on)
        if cut_last is not None and cut_first > cut_last:
            pieces.append(Piece(row, first, last, False))
            continue
        if first < cut_first:
            pieces.append(Piece(row, first, cut_first - DAY, False))
        pieces.append(Piece(row, cut_first, cut_last, True))
        if cut_last is not None and (last is None or cut_last < last):
            pieces.append(Piece(row, cut_last + DAY, last, False))
    return pieces


def covers(row, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)


def earliest(*days: date | None) -> date | None:
    """The earliest of these last days, where None means no end."""
    known = [day for day in days if day is not None]
    return min(known) if known else None


def levels(spans: Iterable[Span]) -> list[tuple[date, Decimal]]:
    """The sum of the spans from each day on which it changes, in order."""
    steps: dict[date, Decimal] = defaultdict(Decimal)
    for first, last, amount in spans:
        steps[first] += amount
        if last is not None and last < date.max:
            steps[last + DAY] -= amount
    level, found = Decimal(0), []
    for day in sorted(steps):
        level += steps[day]
        found.append((day, level))
    return found


def most(spans: Iterable[Span], starts_on: date, ends_on: date | None) -> Decimal:
    """The largest sum of the spans on any day from `starts_on` to `ends_on`; 0 where there is none."""
    before, highest = Decimal(0), None
    for day, level in levels(spans):
        if day <= starts_on:
            before = level
        elif ends_on is None or day <= ends_on:
            highest = level if highest is None else max(highest, level)
    return before if highest is None else max(before, highest)


def excess(held: Iterable[Span], budget: Iterable[Span], starts_on: date, ends_on: date | None) -> Decimal:
    """By how much `held` goes past `budget` on the worst day of the period; 0 or less when it never does."""
    return most([*held, *((first, last, -amount) for first, last, amount in budget)], starts_on, ends_on)


def joined(spans: Iterable[tuple[date, date | None]], gap: int = 1) -> list[tuple[date, date | None]]:
    """Spans of days with those that meet, overlap or lie within `gap` days of each other made one."""
    found: list[tuple[date, date | None]] = []
    for first, last in sorted(spans, key=lambda span: (span[0], span[1] or date.max)):
        if found and (found[-1][1] is None or (first - found[-1][1]).days <= gap):
            before = found[-1]
            found[-1] = (before[0], None if before[1] is None or last is None else max(before[1], last))
        else:
            found.append((first, last))
    return found
