"""The forecast: a damped trend, an interval judged by its own past, and none where the past is too short."""

from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerwork.mix.forecast import AHEAD, FEWEST, fit, forecast
from peerwork.mix.rollups import add_months

FIRST = date(2024, 1, 1)


def months(values) -> list[tuple[date, float | None]]:
    return [(add_months(FIRST, n), value) for n, value in enumerate(values)]


@pytest.mark.parametrize("known", [0, 1, FEWEST - 1])
def test_under_twelve_months_there_is_none_and_it_says_how_many_there_are(known):
    found = forecast(months([0.1] * known))
    assert not found and found.known == known and found.coverage is None


def test_a_gap_or_a_change_in_counting_begins_the_count_anew():
    values = [0.1] * 20
    assert forecast(months(values))
    assert not forecast(months([*values[:10], None, *values[11:]]))
    assert not forecast(months(values), breaks=[add_months(FIRST, 15)])
    assert forecast(months(values), breaks=[add_months(FIRST, 4)])
    holed = [each for each in months(values) if each[0] != add_months(FIRST, 12)]
    assert not forecast(holed)


def test_a_share_that_stands_still_stays_where_it_is():
    found = forecast(months([0.07] * 24))
    assert len(found.months) == AHEAD and found.months[0][0] == add_months(FIRST, 24)
    assert all(abs(middle - 0.07) < 1e-9 and low <= middle <= high for _m, middle, low, high in found.months)
    assert found.coverage == 1.0


def test_a_rise_goes_on_and_slows():
    found = forecast(months([0.02 + 0.002 * n for n in range(36)]))
    middles = [middle for _month, middle, _low, _high in found.months]
    steps = [after - before for before, after in pairwise(middles)]
    assert middles[0] > 0.02 + 0.002 * 35 and all(step > 0 for step in steps)
    assert all(after < before for before, after in pairwise(steps))


def test_the_smoothing_is_the_one_written_out_by_hand():
    values = [0.10, 0.12, 0.11, 0.15]
    best = fit(values)
    level, trend = values[0], (values[3] - values[0]) / 3
    for value in values[1:]:
        said = level + best.phi * trend
        miss = value - said
        level, trend = said + best.alpha * miss, best.phi * trend + best.alpha * best.beta * miss
    assert best.ahead(1)[0] == pytest.approx(level + best.phi * trend)
    assert best.ahead(2)[0] == pytest.approx(level + (best.phi + best.phi**2) * trend)
    assert best.ahead(6)[1] > best.ahead(1)[1]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=12, max_size=40))
def test_whatever_the_past_a_share_stays_a_share_and_the_interval_holds_its_middle(values):
    found = forecast(months(values))
    assert len(found.months) == AHEAD and 0 <= found.held <= found.judged
    for _month, middle, low, high in found.months:
        assert 0 <= low <= middle <= high <= 1


def test_over_many_pasts_about_four_in_five_forecasts_hold_what_came():
    """Random walks of a share: the interval is judged on months it has not seen."""
    dice, held, judged = Random(5), 0, 0
    for _run in range(25):
        level, values = 0.08, []
        for _month in range(36):
            level = min(0.6, max(0.001, level + 0.0008 + dice.gauss(0, 0.002)))
            values.append(level)
        found = forecast(months(values[:30]))
        for (_month, _middle, low, high), real in zip(found.months, values[30:], strict=False):
            judged += 1
            held += low <= real <= high
    assert judged == 25 * 6
    assert 0.65 <= held / judged <= 0.95, held / judged
