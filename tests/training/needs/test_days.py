"""Expiry, renewal and being appropriately trained, against a calendar walked day by day."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from peerwork.training.needs.days import (
    BOOKED,
    DONE,
    DUE,
    EXEMPT,
    EXPIRED,
    LATE,
    Need,
    held_until,
    latest,
    months_after,
    next_due,
    state,
    strictest,
)
from peerwork.training.needs.qualifying import Asks, Had, Spell, intervals, trained_on

FIRST = date(2023, 11, 20)
A_DAY = timedelta(days=1)
days = st.integers(0, 900).map(lambda n: FIRST + timedelta(days=n))
HORIZON = FIRST + timedelta(days=2600)


def walked(day: date, months: int) -> date:
    """So many months later, by walking: month by month to the same day, or the last there is."""
    year, month = day.year, day.month
    for _step in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    last = day.day
    while True:
        try:
            return date(year, month, last)
        except ValueError:
            last -= 1


@given(days, st.integers(1, 60))
def test_months_are_counted_as_a_calendar_counts_them(day, months):
    assert months_after(day, months) == walked(day, months)


def test_the_ends_of_months():
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert months_after(date(2025, 12, 31), 36) == date(2028, 12, 31)


@given(days, st.none() | st.integers(1, 36), st.none() | days, days)
def test_what_is_done_holds_up_to_and_including_its_last_day(done, months, expires, today):
    expires = max(expires, done) if expires else None
    until = held_until(done, months, expires)
    said = state(today, due_on=done, done_on=done, valid_until=until)
    if today >= done:
        holds = until is None or today in {until - A_DAY * n for n in range(4000)} or today <= until
        assert (said == DONE) == holds
    if until is not None:
        assert state(until, due_on=done, done_on=done, valid_until=until) == DONE
        assert state(until + A_DAY, due_on=done, done_on=done, valid_until=until) == EXPIRED
        assert next_due(done, done, until, None) == until


@given(st.lists(st.tuples(days, st.none() | st.integers(0, 500)), max_size=5), st.none() | st.integers(1, 24), days)
def test_of_several_completions_the_one_that_holds_longest_counts(given_, months, today):
    completions = [(done, done + timedelta(days=n) if n is not None else None) for done, n in given_]
    best = latest(completions, months)
    any_holds = any(
        (until := held_until(done, months, expires)) is None or today <= until for done, expires in completions
    )
    said = state(today, due_on=FIRST, done_on=best[0] if best else None, valid_until=best[1] if best else None)
    assert (said == DONE) == any_holds


def test_states_come_in_their_order():
    today, before, later = date(2026, 5, 5), date(2026, 5, 1), date(2026, 6, 1)
    assert state(today, due_on=before) == LATE and state(today, due_on=today) == DUE
    assert state(today, due_on=before, booked_on=later) == BOOKED
    assert state(today, due_on=before, booked_on=before) == LATE
    assert state(today, due_on=before, done_on=before, valid_until=before, booked_on=later) == BOOKED
    assert state(today, due_on=before, exempt_until=today) == EXEMPT
    assert state(today, due_on=before, exempt_until=before) == LATE


def test_several_rules_for_one_course_leave_the_strictest_of_each():
    needs = [
        Need(date(2026, 1, 1), date(2026, 4, 1), 36, False, True),
        Need(date(2026, 2, 1), date(2026, 3, 1), 12, True, False),
        Need(date(2026, 2, 1), date(2026, 9, 1), None, False, False),
    ]
    assert strictest(needs) == Need(date(2026, 1, 1), date(2026, 3, 1), 12, True, True)


# Appropriately trained ------------------------------------------------------------------------------------------------
spans = st.tuples(days, st.none() | st.integers(0, 500)).map(
    lambda span: (span[0], None if span[1] is None else span[0] + timedelta(days=span[1]))
)
spells = st.lists(
    st.tuples(spans, st.sampled_from(["peer", "nursing"])).map(lambda s: Spell(s[0][0], s[0][1], s[1])), max_size=3
)
asks = st.lists(
    st.tuples(st.sampled_from([1, 2]), spans, st.none() | st.integers(1, 14), st.sampled_from(["", "peer"])), max_size=3
)
completed = st.dictionaries(
    st.sampled_from([1, 2]), st.lists(st.tuples(days, st.none() | st.integers(0, 300)), max_size=3)
)
exempted = st.dictionaries(st.sampled_from([1, 2]), st.lists(spans, max_size=2))


@settings(max_examples=80, deadline=None)
@given(spells, asks, completed, exempted)
def test_stretches_of_being_trained_are_those_of_a_calendar_walked_day_by_day(held, wanted, done, free):
    rules = [
        Asks(course, first, last, months, lambda spell, family=family: family in ("", spell.family))
        for course, (first, last), months, family in wanted
    ]
    completions = {
        course: [(day, day + timedelta(days=n) if n is not None else None) for day, n in some]
        for course, some in done.items()
    }
    had = Had(completions, free)
    found = intervals("peer", held, rules, had)
    assert all(a[1] is not None and a[1] + A_DAY < b[0] for a, b in pairwise(found)), "whole"
    day = FIRST
    while day < HORIZON:
        told = any(first <= day and (last is None or day <= last) for first, last in found)
        assert told == trained_by_hand(day, held, rules, completions, free), day
        assert told == trained_on(day, "peer", held, rules, had)
        day += timedelta(days=3)


def trained_by_hand(day, held, rules, completions, free) -> bool:
    """The definition again, in other words: in the role, something asked for, and nothing of it missing."""
    spells_today = [s for s in held if s.family == "peer" and s.first <= day and not (s.last and s.last < day)]
    courses = []
    for rule in rules:
        if rule.first <= day and not (rule.last and rule.last < day) and any(rule.is_for(s) for s in spells_today):
            courses.append((rule.course, rule.every_months))
    if not courses:
        return False
    for course, months in courses:
        ok = any(first <= day and not (last and last < day) for first, last in free.get(course, []))
        for done, expires in completions.get(course, []):
            end = expires or (walked(done, months) if months else None)
            ok = ok or (done <= day and not (end and end < day))
        if not ok:
            return False
    return True
