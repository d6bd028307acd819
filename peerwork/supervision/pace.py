"""When the next session is due: days and intervals only, without the database.

Time away does not run: a day away after the last session moves the due day by one. When the interval changes, a shorter
one gives at least its own length from the day of the change, so that nobody is overdue because a rule changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
Span = tuple[date, date | None]  # first day, last day (None: no end), both inside


@dataclass(frozen=True)
class Pace:
    """An interval between sessions."""

    every: int
    unit: str = "weeks"

    def after(self, day: date) -> date:
        """The day one interval later; a month later is the same day, or the last of a shorter month."""
        if self.unit == "weeks":
            return day + timedelta(weeks=self.every)
        year, month = divmod(day.year * 12 + day.month - 1 + self.every, 12)
        following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
        return date(year, month + 1, min(day.day, (following - DAY).day))


@dataclass(frozen=True)
class Rule:
    """How often, from a day to a day; starters meet every `first_every` weeks for their first `first_weeks` weeks."""

    starts_on: date
    ends_on: date | None
    pace: Pace
    first_weeks: int = 0
    first_every: int = 1
    tolerance: int = 0

    def pace_on(self, day: date, began: date) -> Pace:
        starting = self.first_weeks and day < began + timedelta(weeks=self.first_weeks)
        return Pace(self.first_every) if starting else self.pace


def rule_on(rules: Sequence[Rule], day: date) -> Rule | None:
    return next((r for r in rules if r.starts_on <= day and (r.ends_on is None or day <= r.ends_on)), None)


def pace_on(rules: Sequence[Rule], day: date, began: date) -> Pace | None:
    rule = rule_on(rules, day)
    return rule.pace_on(day, began) if rule else None


def days_away(away: Sequence[Span], after: date, until: date) -> int:
    """How many days of this time away lie after one day, up to and including another."""
    total = 0
    for first, last in away:
        begins, ends = max(first, after + DAY), until if last is None else min(last, until)
        total += max(0, (ends - begins).days + 1)
    return total


def is_away(away: Sequence[Span], day: date) -> Span | None:
    return next((span for span in away if span[0] <= day and (span[1] is None or day <= span[1])), None)


@dataclass(frozen=True)
class Due:
    """Where somebody stands on a day.

    on        the day the next session is due, time away reckoned in as far as it is known; None: nothing is due
    late      days past the due day, time away left out (0: not late)
    overdue   late by more than the rule tolerates, and not away
    paused    away that day
    until     the last day of the time away, where it is known
    """

    on: date | None
    late: int = 0
    overdue: bool = False
    paused: bool = False
    until: date | None = None


def due(rules: Sequence[Rule], began: date, last: date | None, away: Sequence[Span], day: date) -> Due:
    """Where somebody stands at the end of `day` who began on one day and last met on another (None: not yet)."""
    anchor = max(began, last) if last else began
    target = _target(rules, began, anchor, away, day)
    span = is_away(away, day)
    pause = {"paused": span is not None, "until": span[1] if span else None}
    if target is None:
        return Due(None, **pause)
    clock = day - DAY * days_away(away, anchor, day)
    late = max(0, (clock - target).days)
    rule = rule_on(rules, day)
    return Due(
        _reached(target, anchor, away),
        late,
        overdue=span is None and late > (rule.tolerance if rule else 0),
        **pause,
    )


def _target(rules, began, anchor, away, day) -> date | None:
    """The due day as if nobody was ever away: the interval, taken through each change of it."""
    changes = {r.starts_on for r in rules} | {r.ends_on + DAY for r in rules if r.ends_on}
    changes |= {began + timedelta(weeks=r.first_weeks) for r in rules if r.first_weeks}
    pace = pace_on(rules, anchor, began)
    target = pace.after(anchor) if pace else None
    for change in sorted(c for c in changes if anchor < c <= day):
        new = pace_on(rules, change, began)
        if new == pace:
            continue
        pace = new
        if new is None:
            target = None
            continue
        from_here = new.after(change - DAY * days_away(away, anchor, change))
        target = from_here if target is None else max(new.after(anchor), min(target, from_here))
    return target


def _reached(target: date, anchor: date, away: Sequence[Span]) -> date | None:
    """The real day on which so many days not away have passed; None while somebody is away with no end known."""
    day = target
    while True:
        moved = target + DAY * days_away(away, anchor, day)
        if moved == day:
            return day
        if any(last is None and first <= moved for first, last in away):
            return None
        day = moved
