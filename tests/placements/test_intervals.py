"""Cutting dated rows, and the most that holds at once, compared with counting day by day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from peerwork.placements.intervals import excess, joined, most, splice

FIRST = date(2026, 1, 1)
DAYS = 60
day_numbers = st.integers(0, DAYS - 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@dataclass(frozen=True)
class Row:
    starts_on: date
    ends_on: date | None
    value: int


@st.composite
def histories(draw):
    """Rows one after another, perhaps with gaps, the last perhaps without an end."""
    cuts = sorted(draw(st.sets(day_numbers, min_size=2, max_size=8)))
    rows = [Row(day(a), day(b - 1), n) for n, (a, b) in enumerate(pairwise(cuts))]
    rows = [row for row in rows if draw(st.booleans())] or rows[:1]
    return [*rows[:-1], replace(rows[-1], ends_on=None)] if draw(st.booleans()) else rows


def value_on(rows, on):
    found = [row.value for row in rows if row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)]
    assert len(found) <= 1, "two rows hold on one day"
    return found[0] if found else None


@given(histories(), day_numbers, st.none() | day_numbers)
def test_a_cut_changes_the_days_inside_and_no_other(rows, first, last):
    last = None if last is None else max(first, last)
    pieces = splice(rows, day(first), None if last is None else day(last))
    after = [Row(p.starts_on, p.ends_on, 99 if p.inside else p.row.value) for p in pieces]
    holding = next((r for r in rows if value_on([r], day(first)) is not None), None)
    until = day(last) if last is not None else (holding.ends_on if holding else None)
    for number in range(DAYS + 5):
        on, before = day(number), value_on(rows, day(number))
        inside = before is not None and on >= day(first) and (until is None or on <= until)
        assert value_on(after, on) == (99 if inside else before)


spans = st.lists(
    st.tuples(day_numbers, st.none() | st.integers(0, 30), st.integers(-3, 5)).map(
        lambda s: (day(s[0]), None if s[1] is None else day(s[0] + s[1]), Decimal(s[2]))
    ),
    max_size=8,
)


def brute(found, on) -> Decimal:
    return sum((a for f, last, a in found if f <= on and (last is None or on <= last)), Decimal(0))


@given(spans, day_numbers, st.none() | st.integers(0, 40))
def test_the_most_at_once_is_what_counting_each_day_gives(found, first, length):
    last = day(DAYS + 60) if length is None else day(first + length)
    each = [brute(found, day(n)) for n in range(first, (last - FIRST).days + 1)]
    assert most(found, day(first), None if length is None else last) == max(each)


@given(spans, spans, day_numbers, st.integers(0, 40))
def test_the_excess_is_the_worst_day(held, budget, first, length):
    each = [brute(held, day(n)) - brute(budget, day(n)) for n in range(first, first + length + 1)]
    assert excess(held, budget, day(first), day(first + length)) == max(each)


@given(st.lists(st.tuples(day_numbers, st.none() | st.integers(0, 20)), max_size=8))
def test_joined_spans_hold_the_same_days_and_never_touch(found):
    raw = [(day(a), None if b is None else day(a + b)) for a, b in found]
    made = joined(raw)
    for number in range(DAYS + 30):
        on = day(number)

        def holds(spans, on=on):
            return any(f <= on and (last is None or on <= last) for f, last in spans)

        assert holds(raw) == holds(made)
    for (_f, last), (first, _l) in pairwise(made):
        assert last is not None and (first - last).days > 1
