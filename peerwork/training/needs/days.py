"""Days: when what somebody has runs out, when it must be done by, and where they stand on a day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

A_DAY = timedelta(days=1)
SOON = timedelta(days=91)  # "the next quarter"

DONE, BOOKED, DUE, LATE, EXPIRED, EXEMPT = "done", "booked", "due", "late", "expired", "exempt"
STATES = (DONE, BOOKED, DUE, LATE, EXPIRED, EXEMPT)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def held_until(done_on: date, every_months: int | None, expires_on: date | None = None) -> date | None:
    """The last day a completion holds: what it says itself, else so many months on; None: for good."""
    if expires_on is not None:
        return expires_on
    return None if every_months is None else months_after(done_on, every_months)


@dataclass(frozen=True)
class Need:
    """What a person needs of one course, by all the rules that apply to them: the strictest of each."""

    needed_from: date
    due_on: date
    every_months: int | None
    counts: bool
    confirmed: bool


def strictest(needs: list[Need]) -> Need:
    """Several rules for one course: the earliest day, the shortest interval."""
    months = [need.every_months for need in needs if need.every_months is not None]
    return Need(
        min(need.needed_from for need in needs),
        min(need.due_on for need in needs),
        min(months, default=None),
        any(need.counts for need in needs),
        any(need.confirmed for need in needs),
    )


def latest(completions: list[tuple[date, date | None]], every_months: int | None) -> tuple[date, date | None] | None:
    """Of several completions the one that holds longest, as (done, holds until)."""
    held = [(done, held_until(done, every_months, expires)) for done, expires in completions]
    return max(held, key=lambda each: (each[1] is None, each[1] or each[0], each[0]), default=None)


def state(
    today: date,
    *,
    due_on: date,
    done_on: date | None = None,
    valid_until: date | None = None,
    booked_on: date | None = None,
    exempt_until: date | None = None,
) -> str:
    """Where somebody stands today with a course they need (`exempt_until`: the last day of the exemption)."""
    if exempt_until is not None and today <= exempt_until:
        return EXEMPT
    if done_on is not None and (valid_until is None or today <= valid_until):
        return DONE
    if booked_on is not None and booked_on >= today:
        return BOOKED
    if done_on is not None:
        return EXPIRED
    return DUE if today <= due_on else LATE


def next_due(due_on: date, done_on: date | None, valid_until: date | None, exempt_until: date | None) -> date | None:
    """The day it falls due next: after an exemption at the earliest; None where once was enough."""
    day = due_on if done_on is None else valid_until
    if day is None:
        return None
    return max(day, exempt_until) if exempt_until is not None else day
