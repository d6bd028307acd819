"""The arithmetic of a panel: averages, places and agreement, whatever the scores are."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerwork.recruitment.panels.models import Question
from peerwork.recruitment.panels.scoring import results, sums

SCORES = st.integers(1, 5)
RATERS = st.lists(st.dictionaries(st.integers(0, 6), SCORES, min_size=2, max_size=6), min_size=2, max_size=6)


@given(st.dictionaries(st.integers(), SCORES, max_size=8))
def test_places_follow_the_averages_and_equals_share(values):
    found = sums.places(values)
    assert set(found) == set(values)
    for one in values:
        for other in values:
            assert (found[one] < found[other]) == (values[one] > values[other])
    assert not values or min(found.values()) == 1


@given(RATERS)
def test_agreement_lies_between_none_and_all(raters):
    found = sums.agreement(raters)
    assert found is None or 0 <= found <= 1


@given(st.lists(st.integers(1, 100), min_size=2, max_size=6, unique=True), st.integers(2, 5))
def test_the_same_order_by_everybody_is_full_agreement(values, raters):
    assert sums.agreement([dict(enumerate(values))] * raters) == 1


def test_agreement_by_hand_with_ties():
    """Three raters, four people; W worked out by hand from the ranks (1 2.5 2.5 4), (1 2 3 4), (2 1 3 4)."""
    raters = [{"a": 1, "b": 2, "c": 2, "d": 3}, {"a": 1, "b": 2, "c": 3, "d": 4}, {"a": 2, "b": 1, "c": 3, "d": 4}]
    sums_of_ranks = [Fraction(4), Fraction(11, 2), Fraction(17, 2), Fraction(12)]
    squares = sum((r - Fraction(15, 2)) ** 2 for r in sums_of_ranks)
    assert sums.agreement(raters) == 12 * squares / (9 * 60 - 3 * 6)


def test_agreement_needs_two_raters_and_two_people():
    assert sums.agreement([{"a": 1, "b": 2}]) is None
    assert sums.agreement([{"a": 1}, {"a": 5}]) is None
    assert sums.agreement([{"a": 3, "b": 3}, {"a": 2, "b": 2}]) is None


@pytest.mark.parametrize(("value", "words"), [(Fraction(17, 4), "4.3"), (Fraction(1), "1.0")])
def test_averages_are_rounded_half_up(value, words):
    assert sums.shown(value) == Decimal(words)


def scores(rows):
    """Given(score, seat, application, question, side, first, value) from (seat, side, application, question, value)."""
    return [results.Given(n, seat, app, q, side, value, value) for n, (seat, side, app, q, value) in enumerate(rows)]


def questions(*numbers):
    return [Question(pk=number, number=number, text=f"Question {number}") for number in numbers]


def test_a_member_counts_once_however_many_questions_they_scored():
    rows = scores([(1, "service_user", 7, 1, 5), (1, "service_user", 7, 2, 5), (2, "staff", 7, 1, 1)])
    line = results.work_out(rows, questions(1, 2), Fraction(1)).line(7)
    assert (line.lived, line.staff, line.everybody) == (5, 1, 3)
    assert line.questions[0].is_apart and not line.questions[1].is_apart


def test_the_weight_of_service_users_moves_the_result_and_not_their_own_average():
    rows = scores([(1, "carer", 7, 1, 5), (2, "staff", 7, 1, 2)])
    light, heavy = (results.work_out(rows, questions(1), Fraction(weight)).line(7) for weight in (1, 2))
    assert (light.everybody, heavy.everybody) == (Fraction(7, 2), 4)
    assert light.lived == heavy.lived == 5


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), SCORES), min_size=1, max_size=24))
def test_every_average_lies_between_the_lowest_and_the_highest_score(given_scores):
    sides = {1: "service_user", 2: "carer", 3: "staff", 4: "staff"}
    unique = {(seat, app): value for seat, app, value in given_scores}
    rows = scores([(seat, sides[seat], app, 1, value) for (seat, app), value in unique.items()])
    for line in results.work_out(rows, questions(1), Fraction(1)).lines:
        mine = [row.value for row in rows if row.application == line.application]
        assert min(mine) <= line.everybody <= max(mine)
        assert line.members == len(mine)
