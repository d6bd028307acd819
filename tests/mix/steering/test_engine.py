"""The simulation against answers known otherwise, its interval against simulated pasts, plans against trying all."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from peerwork.mix.steering.planning import Limits, least
from peerwork.mix.steering.simulation import (
    Assumptions,
    Hires,
    Rate,
    Stage,
    Team,
    expected_peers,
    judged,
    middle_path,
    simulate,
)

SURE = Assumptions(ramp=())
HARBOUR = Team("Harbour", peers=10, settled=10, hours=50, others=1500)


def test_nothing_changes_where_nobody_comes_or_goes():
    found = simulate([HARBOUR], SURE, months=6, runs=20)
    assert found.share == pytest.approx(np.full((6, 3), 0.25))
    assert found.people == pytest.approx(np.full((6, 3), 10))


def test_growth_season_and_ramp_are_as_worked_out_by_hand():
    given = Assumptions(ramp=(0.5,), growth=(0.1, 0.0), season=(1.0, 0.5) * 6)
    team = replace(HARBOUR, peers=0, settled=0)
    found = simulate([team], given, plan=(Hires("Harbour", 1, 4),), months=3, runs=5)
    assert found.peers[:, 1] == pytest.approx([0, 100, 200])
    assert found.others[:, 1] == pytest.approx([1650, 1500 * 1.21 * 0.5, 1500 * 1.331])


def test_those_on_the_way_start_as_often_and_when_they_should():
    """Two stages with known chances: the mean of many futures is n × p, spread as the months say."""
    stages = (Stage("interview", Rate(sure=0.5), {2: 1}), Stage("offer", Rate(sure=0.9), {0: 1, 1: 3}))
    team = Team("Harbour", peers=0, settled=0, hours=1, others=100, waiting={"interview": 40, "offer": 20})
    given = Assumptions(ramp=(), stages=stages)
    expected = np.array([4.5, 18, 38])
    assert expected_peers([team], given, 3)[:, 0] == pytest.approx(expected)
    found = simulate([team], given, months=3, runs=4000)
    assert found.people[:, 1] == pytest.approx(expected, abs=0.6)
    sigma = np.sqrt(40 * 0.5 * 0.5 + 20 * 0.9 * 0.1)  # of two sums of independent chances
    assert found.people[2, 2] - found.people[2, 0] == pytest.approx(2 * 1.2816 * sigma, abs=1.1)


def test_people_leave_at_the_rate_they_are_said_to():
    given = Assumptions(ramp=(1.0, 1.0), leaves_new=Rate(sure=0.2), leaves=Rate(sure=0.05))
    teams = [Team("Harbour", peers=400, settled=300, hours=1, others=1), Team("Hill", 0, 0, 1, 1)]
    plan = (Hires("Hill", 0, 100),)
    found = simulate(teams, given, plan=plan, months=4, runs=400)
    by_hand = 300 * 0.95**4 + 50 * (0.8**2 * 0.95**2 + 0.8 * 0.95**3) + 100 * 0.8**2 * 0.95
    assert found.people[3, 1] == pytest.approx(by_hand, rel=0.01)
    assert expected_peers(teams, given, 4)[3].sum() == pytest.approx(by_hand - 100 * 0.8**2 * 0.95)


def test_the_average_path_is_the_mean_of_the_futures():
    given = Assumptions(
        ramp=(0.3, 0.6), leaves_new=Rate(sure=0.1), leaves=Rate(sure=0.02), growth=(0.01, 0.0),
        stages=(Stage("offer", Rate(sure=0.8), {1: 1}),),
    )  # fmt: skip
    teams = [Team("Harbour", 60, 41, 50, 9000, {"offer": 30}), Team("Hill", 20, 20, 70, 4000)]
    found = simulate(teams, given, months=12, runs=3000)
    peers, others = middle_path(teams, given, 12)
    assert found.peers[:, 1] == pytest.approx(peers.sum(axis=1), rel=0.02)
    assert found.others[:, 1] == pytest.approx(others.sum(axis=1), rel=1e-5)


def test_the_same_question_has_the_same_answer_and_another_seed_another():
    given = Assumptions(leaves=Rate(3, 100), noise=0.05)
    one, same, other = (simulate([HARBOUR], given, months=6, runs=500, seed=seed) for seed in (7, 7, 8))
    assert (one.share == same.share).all()
    assert (one.share != other.share).any()


def test_four_in_five_simulated_pasts_lie_in_the_interval():
    """Histories drawn with true rates the forecast does not know; it sees 40 people's leaving and 30 applications."""
    rng, past = np.random.default_rng(3), []
    for number in range(60):
        leaves, starts = rng.uniform(0.01, 0.06), rng.uniform(0.3, 0.8)
        seen_leaving, seen_starting = rng.binomial(300, leaves), rng.binomial(30, starts)
        team = Team("Harbour", 40, 40, 50, 9000, {"offer": 12})
        truth = Assumptions(
            ramp=(), leaves=Rate(sure=leaves), noise=0.03, stages=(Stage("offer", Rate(sure=starts), {1: 1, 2: 1}),)
        )
        came = simulate([team], truth, months=6, runs=1, seed=100 + number).share[:, 1]
        known = replace(
            truth, leaves=Rate(seen_leaving, 300), stages=(Stage("offer", Rate(seen_starting, 30), {1: 1, 2: 1}),)
        )
        past.append(((team, known), came))
    found = judged(past, lambda known: simulate([known[0]], known[1], months=6, runs=400))
    assert found["judged"] == 360
    assert 0.74 <= found["held"] <= 0.86


# The planner ----------------------------------------------------------------------------------------------------------
def tried_out(teams, given, limits: Limits, target: float, by: int) -> int | None:
    """The fewest starters, by trying every plan; for small questions only."""
    months, best = by + 1, None
    cells = [(n, m) for n in range(len(teams)) for m in range(limits.first_month, months)]
    for numbers in product(range(4), repeat=len(cells)):
        plan = tuple(Hires(teams[n].name, m, number) for (n, m), number in zip(cells, numbers, strict=True) if number)
        if limits.a_month is not None and any(
            sum(hire.number for hire in plan if hire.month == m) > limits.a_month for m in range(months)
        ):
            continue
        if limits.in_team is not None and any(
            sum(hire.number for hire in plan if hire.team == team.name) > limits.in_team.get(team.name, 0)
            for team in teams
        ):
            continue
        found = simulate(teams, given, plan=plan, months=months, runs=1)
        if limits.supervised is not None and (found.people[:, 1] > limits.supervised).any():
            continue
        if found.share[by, 1] >= target - 1e-6 and (best is None or sum(numbers) < best):
            best = sum(numbers)
    return best


TEAMS = [Team("Harbour", 2, 2, 40, 400), Team("Hill", 0, 0, 60, 300)]


@pytest.mark.parametrize("target", [0.2, 0.3, 0.45])
@pytest.mark.parametrize(
    "limits",
    [Limits(first_month=1), Limits(a_month=2, first_month=0), Limits(in_team={"Harbour": 3, "Hill": 2}, first_month=1),
     Limits(supervised=5, first_month=1), Limits(a_month=1, supervised=6, first_month=0)],
)  # fmt: skip
def test_the_plan_is_as_small_as_any_that_does_it(target, limits):
    given = Assumptions(ramp=(0.5,))
    best = tried_out(TEAMS, given, limits, target, by=2)
    found = least(TEAMS, given, limits, target=target, by=2)
    if best is None:
        assert not found.possible or found.starters > 3  # more than were tried out
    else:
        assert found.possible and found.starters == best
        played = simulate(TEAMS, given, plan=found.hires, months=3, runs=1)
        assert played.share[2, 1] == pytest.approx(found.share, abs=1e-6) and found.share >= target - 1e-6


def test_what_stands_in_the_way_is_named():
    tight = Limits(in_team={"Harbour": 1, "Hill": 0}, a_month=50, first_month=1)
    found = least(TEAMS, SURE, tight, target=0.4, by=6)
    assert not found.possible and found.binding == ("in_team",)
    assert found.starters == 1 and found.share == pytest.approx(120 / 820)
    free = least(TEAMS, SURE, Limits(a_month=50, first_month=1), target=0.4, by=6)
    assert free.possible and free.binding == ()


def test_money_and_training_places_hold():
    costs = {"Harbour": 2000.0, "Hill": 2500.0}
    found = least(TEAMS, SURE, Limits(budget=12_000, cost_a_month=costs, first_month=1), target=0.25, by=3)
    assert found.cost <= 12_000 and found.possible
    none = least(TEAMS, SURE, Limits(trained=dict.fromkeys(range(4), 0), first_month=1), target=0.4, by=3)
    assert not none.possible and none.starters == 0 and none.binding == ("trained",)


def test_a_team_counts_from_the_month_it_opens_and_nobody_is_planned_into_it_before():
    teams = [Team("a", 4, 4, 10.0, 100.0), Team("new", 0, 0, 10.0, 50.0, opens=3)]
    played = simulate(teams, Assumptions(ramp=()), plan=(Hires("new", 3, 2),), months=6, runs=10)
    assert played.others[:, 1].tolist() == [100] * 3 + [150] * 3
    assert played.share[:, 1] == pytest.approx([40 / 140] * 3 + [60 / 210] * 3)
    found = least(teams, Assumptions(ramp=()), Limits(first_month=0, in_team={"new": 9, "a": 0}), target=0.3, by=4)
    assert found.possible and {hire.team for hire in found.hires} == {"new"}
    assert all(hire.month >= 3 for hire in found.hires)


def test_supervisors_trained_later_let_people_start_later():
    team, late = [Team("a", 4, 4, 10.0, 100.0)], (4, 4, 10, 10, 10)
    found = least(team, Assumptions(ramp=()), Limits(first_month=0, supervised=late), target=0.4, by=4)
    assert found.possible and min(hire.month for hire in found.hires) >= 2
    assert not least(team, Assumptions(ramp=()), Limits(first_month=0, supervised=4), target=0.4, by=4).possible
