"""When the next session is due, against a calendar walked day by day: leap days, month ends, leave, changes."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from peerwork.supervision.pace import DAY, Due, Pace, Rule, due

MONTHLY, WEEKLY, SIX_WEEKS = Pace(1, "months"), Pace(1), Pace(6)
FIRST = date(2023, 11, 1)  # a leap day, month ends and two changes of the clock lie within reach
days = st.integers(0, 500).map(lambda n: FIRST + timedelta(days=n))
paces = st.one_of(st.builds(Pace, st.integers(1, 9)), st.builds(Pace, st.integers(1, 4), st.just("months")))


def one_rule(pace, **values):
    return [Rule(date(2020, 1, 1), None, pace, **values)]


@st.composite
def histories(draw):
    """Rules one after the other (with a gap now and then), a start, sessions, time away, and a day to ask about."""
    rules, begins = [], FIRST - timedelta(days=400)
    for _number in range(draw(st.integers(1, 4))):
        length = draw(st.one_of(st.none(), st.integers(1, 300)))
        last = None if length is None else begins + timedelta(days=length)
        starting = draw(st.integers(0, 20)), draw(st.integers(1, 3))
        rules.append(Rule(begins, last, draw(paces), *starting, draw(st.integers(0, 10))))
        if length is None:
            break
        begins += timedelta(days=length + 1 + draw(st.sampled_from([0, 0, 0, 9])))
    began, spans, after = draw(days), [], FIRST
    for _number in range(draw(st.integers(0, 3))):
        starts = after + timedelta(days=draw(st.integers(1, 120)))
        ends = starts + timedelta(days=draw(st.integers(0, 90)))
        spans.append((starts, ends))
        after = ends
    if draw(st.booleans()) and spans:
        spans[-1] = (spans[-1][0], None)
    asked = began + timedelta(days=draw(st.integers(0, 400)))
    last = draw(st.one_of(st.none(), st.integers(0, (asked - began).days).map(lambda n: began + timedelta(days=n))))
    return rules, began, last, spans, asked


def plus(pace: Pace, day: date) -> date:
    """An interval later, found by counting: in months by the first day of each, never by dividing."""
    if pace.unit == "weeks":
        for _n in range(7 * pace.every):
            day += DAY
        return day
    year, month = day.year, day.month
    for _n in range(pace.every):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def walked(rules, began, last, away, asked) -> tuple[int, bool, bool, bool]:
    """Late by, overdue, paused, nothing due: from one day to the next, with a clock that stands still while away."""

    def rule_of(day):
        found = [r for r in rules if r.starts_on <= day <= (r.ends_on or date.max)]
        return found[0] if found else None

    def pace_of(day):
        rule = rule_of(day)
        if rule is None:
            return None
        return Pace(rule.first_every) if day < began + timedelta(days=7 * rule.first_weeks) else rule.pace

    def gone(day):
        return any(first <= day <= (end or date.max) for first, end in away)

    day = clock = last or began
    pace = pace_of(day)
    target = plus(pace, day) if pace else None
    start = day
    while day < asked:
        day += DAY
        clock += timedelta(days=0 if gone(day) else 1)
        if pace_of(day) != pace:
            pace = pace_of(day)
            if pace is None:
                target = None
            elif target is None:
                target = plus(pace, clock)
            else:
                target = max(plus(pace, start), min(target, plus(pace, clock)))
    if target is None:
        return 0, False, gone(asked), True
    late = max(0, (clock - target).days)
    rule = rule_of(asked)
    return late, late > (rule.tolerance if rule else 0) and not gone(asked), gone(asked), False


@settings(max_examples=400, deadline=None)
@given(histories())
@example((one_rule(MONTHLY), date(2024, 1, 31), None, [], date(2024, 2, 29)))
@example((one_rule(MONTHLY), date(2023, 12, 31), date(2024, 1, 31), [(date(2024, 2, 1), None)], date(2024, 6, 1)))
def test_where_somebody_stands_is_what_walking_the_calendar_finds(history):
    stands = due(*history)
    late, overdue, paused, nothing = walked(*history)
    assert (stands.late, stands.overdue, stands.paused) == (late, overdue, paused)
    if nothing:
        assert stands.on is None


@settings(max_examples=300, deadline=None)
@given(histories())
def test_the_day_told_is_the_last_on_which_nobody_is_late(history):
    """While the same rule goes on: on that day it is not late, and on the next day that counts it is by one."""
    rules, began, last, away, asked = history
    stands = due(*history)
    holding = [r for r in rules if r.starts_on <= asked <= (r.ends_on or date.max)]
    if stands.on is None or stands.on < asked or not holding:
        return
    (rule,) = holding
    if rule.first_weeks and asked < began + timedelta(weeks=rule.first_weeks):
        return
    on = [r for r in rules if r.starts_on < rule.starts_on]
    on.append(Rule(rule.starts_on, None, rule.pace, rule.first_weeks, rule.first_every))
    assert due(on, began, last, away, stands.on).late == 0
    after = stands.on + DAY
    while any(first <= after <= (end or after) for first, end in away):
        if any(first <= after and end is None for first, end in away):
            return
        after += DAY
    assert due(on, began, last, away, after).late == 1


@settings(max_examples=200, deadline=None)
@given(histories())
def test_nobody_away_is_overdue(history):
    stands = due(*history)
    assert not (stands.paused and stands.overdue)


@pytest.mark.parametrize(
    ("pace", "last", "expected"),
    [
        (MONTHLY, date(2024, 1, 31), date(2024, 2, 29)),
        (MONTHLY, date(2023, 1, 31), date(2023, 2, 28)),
        (MONTHLY, date(2024, 2, 29), date(2024, 3, 29)),
        (Pace(12, "months"), date(2024, 2, 29), date(2025, 2, 28)),
        (Pace(2, "months"), date(2026, 11, 30), date(2027, 1, 30)),
        (WEEKLY, date(2026, 3, 24), date(2026, 3, 31)),  # over the change of the clock: days, not hours
        (SIX_WEEKS, date(2026, 10, 20), date(2026, 12, 1)),
    ],
)
def test_the_due_day_at_month_ends_and_changes_of_the_clock(pace, last, expected):
    assert due(one_rule(pace), date(2020, 1, 1), last, [], last).on == expected


def test_a_fortnight_away_moves_the_day_by_a_fortnight_and_an_open_end_has_no_day():
    rules, last = one_rule(Pace(4)), date(2026, 9, 1)
    away = [(date(2026, 9, 10), date(2026, 9, 23))]
    assert due(rules, date(2026, 1, 1), last, away, last).on == date(2026, 10, 13)
    open_end = due(rules, date(2026, 1, 1), last, [(date(2026, 9, 10), None)], date(2027, 9, 1))
    assert open_end == Due(None, 0, overdue=False, paused=True)


def test_a_shorter_interval_gives_its_own_length_from_the_day_it_begins():
    change = date(2026, 9, 21)
    rules = [Rule(date(2020, 1, 1), change - DAY, MONTHLY), Rule(change, None, WEEKLY)]
    stands = due(rules, date(2026, 1, 1), date(2026, 9, 1), [], change)
    assert (stands.on, stands.overdue) == (date(2026, 9, 28), False)


def test_starters_meet_weekly_and_then_monthly():
    rules = one_rule(MONTHLY, first_weeks=12, first_every=1)
    began = date(2026, 6, 1)
    assert due(rules, began, None, [], began).on == date(2026, 6, 8)
    assert due(rules, began, date(2026, 8, 20), [], date(2026, 8, 23)).on == date(2026, 8, 27)
    assert due(rules, began, date(2026, 8, 20), [], date(2026, 8, 24)).on == date(2026, 9, 20)


def test_days_of_grace_are_late_and_not_overdue():
    rules = one_rule(Pace(4), tolerance=7)
    at = [due(rules, date(2026, 1, 1), date(2026, 9, 1), [], day) for day in (date(2026, 10, 6), date(2026, 10, 7))]
    assert [stands.overdue for stands in at] == [False, True]
    assert at[0].late == 7
