"""The attacker of quality.md section 1: knows the rules and everything published, and learns nothing to within one."""

import random
from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerwork.kit import release
from peerwork.kit.release import Breakdown, Rules, fold, pct, pub, publish, rules

STRICT = Rules(7, 5, 5)


def solve(values, sums, by=STRICT):
    """The attacker: for every published figure, the lowest and highest count that some whole world allows.

    Every variable is an interval of whole numbers, every total an equation; it narrows until nothing moves. It is
    written apart from `release._known` (which narrows sums at once): one pair of total and part at a time.
    """
    worlds = {
        key: {n for n in range((value or by.hide_up_to) + 8) if pub(n, by) == value} for key, value in values.items()
    }
    moved = True
    while moved:
        moved = False
        for total, parts in sums:
            reach = {0}
            prefixes = [reach]
            for key in parts:
                reach = {a + b for a in reach for b in worlds[key]}
                prefixes.append(reach)
            totals = worlds[total] & reach
            suffix = totals
            narrowed = {total: totals}
            for position in range(len(parts) - 1, -1, -1):
                key, before = parts[position], prefixes[position]
                narrowed[key] = {n for n in worlds[key] if any(s - n in before for s in suffix)}
                suffix = {s - n for s in suffix for n in worlds[key] if s - n in before}
            for key, possible in narrowed.items():
                if possible != worlds[key]:
                    worlds[key], moved = possible, True
    return worlds


def learned(published, breakdowns, counts, by=STRICT):
    """What the attacker knows exactly, and what to within one."""
    sums = [(b.total, list(b.parts)) for b in breakdowns if published.shows(b)]
    worlds = solve(published.values, sums, by)
    for key, possible in worlds.items():
        assert counts[key] in possible, "the attacker's reasoning is wrong"
    exact = [key for key, possible in worlds.items() if len(possible) == 1]
    within_one = [key for key, possible in worlds.items() if max(possible) - min(possible) <= 2]
    return exact, within_one


def organisation(rng):
    """Services and teams, and the same people by band, as a director's page breaks them down."""
    counts, breakdowns = {"all": 0}, []
    services = [f"s{n}" for n in range(rng.randint(2, 5))]
    for service in services:
        teams = [f"{service}t{n}" for n in range(rng.randint(2, 6))]
        for team in teams:
            counts[team] = rng.choice([rng.randint(0, 9), rng.randint(0, 30), rng.randint(5, 80)])
        counts[service] = sum(counts[team] for team in teams)
        counts["all"] += counts[service]
        breakdowns.append(Breakdown(service, tuple(teams)))
    left, bands = counts["all"], []
    for band in ("band3", "band4", "band5"):
        counts[band] = rng.randint(0, left)
        left -= counts[band]
        bands.append(band)
    counts["band6"] = left
    return counts, [Breakdown("all", tuple(services)), Breakdown("all", (*bands, "band6")), *breakdowns]


def test_release_the_attacker_learns_nothing_exactly_and_nothing_within_one():
    rng, shown, all_figures = random.Random(2026), 0, 0
    for _month in range(400):
        counts, breakdowns = organisation(rng)
        published = publish(counts, breakdowns, STRICT)
        assert learned(published, breakdowns, counts) == ([], [])
        shown += sum(published.shows(b) for b in breakdowns)
        all_figures += len(breakdowns)
    assert shown > all_figures / 4, "a release that shows nothing is safe and useless"


def test_release_the_attacker_is_strong_enough_to_break_the_naive_rule():
    """With nothing withheld beside rounded totals the same attacker finds counts: so the test above means something."""
    rng, found = random.Random(2026), 0
    for _month in range(200):
        counts, breakdowns = organisation(rng)
        naive = release.Published({key: pub(n, STRICT) for key, n in counts.items()})
        found += len(learned(naive, breakdowns, counts)[1])
    assert found > 20
    counts = {"all": 13, "a": 6, "b": 7}
    _exact, within = learned(
        release.Published({k: pub(n, STRICT) for k, n in counts.items()}), [Breakdown("all", ("a", "b"))], counts
    )
    assert set(within) >= {"a", "b"}


@pytest.mark.parametrize(("parts", "top"), [(2, 60), (3, 26)])
def test_release_what_is_withheld_tells_nothing_either(parts, top):
    """Every possible table, sorted by what is published of it: each answer, also a withheld one, fits many tables."""
    keys = tuple(range(parts))
    table = Breakdown("all", keys)
    worlds = defaultdict(lambda: [[10**9, -1] for _ in range(parts + 1)])
    for numbers in product(range(top + 13), repeat=parts):
        counts = dict(zip(keys, numbers, strict=True)) | {"all": sum(numbers)}
        published = publish(counts, [table], STRICT)
        for limits, n in zip(
            worlds[tuple(sorted(published.values.items(), key=str))], (*numbers, sum(numbers)), strict=True
        ):
            limits[0], limits[1] = min(limits[0], n), max(limits[1], n)
    for answer, limits in worlds.items():
        if any(high > top for _low, high in limits[:-1]):
            continue  # the edge of the enumeration, not of the world
        assert all(high - low > 2 for low, high in limits), (answer, limits)


def test_release_successive_frozen_months_tell_nothing_more():
    """Two months with small changes: each is released alone, and every pair of worlds stays possible."""
    rng = random.Random(7)
    for _ in range(100):
        counts, breakdowns = organisation(rng)
        later = dict(counts)
        leaf = rng.choice([key for key in counts if "t" in key])
        for key in ("all", leaf.split("t")[0], leaf, "band6"):
            later[key] += 1
        for month in (counts, later):
            assert learned(publish(month, breakdowns, STRICT), breakdowns, month) == ([], [])


def test_release_percentages_add_nothing_to_the_rounded_figures():
    by_figures = {}
    for whole in range(8, 200):
        for part in range(whole + 1):
            figures = pub(part, STRICT), pub(whole, STRICT)
            by_figures.setdefault(figures, set()).add(pct(*figures))
    assert all(len(shares) == 1 for shares in by_figures.values())


@given(st.integers(0, 5000), st.integers(7, 40), st.integers(5, 25))
def test_release_one_person_moves_a_figure_by_at_most_one_step(n, hide, step):
    by = Rules(hide, step, 5)
    first = pub(by.hide_up_to + 1, by)
    before, after = pub(n, by), pub(n + 1, by)
    if before is None:
        assert after is None or after == first
    else:
        assert after - before in (0, step)


@given(st.integers(7, 60), st.integers(5, 25))
def test_release_no_threshold_leaves_part_of_a_step_showing(hide, step):
    by = Rules(hide, step, 5)
    assert by.hide_up_to >= hide
    stands_for = defaultdict(list)
    for n in range(by.hide_up_to + 1, 300):
        stands_for[pub(n, by)].append(n)
    for value, numbers in list(stands_for.items())[:-1]:
        assert len(numbers) == step
        assert (numbers[0], numbers[-1]) == release.span(value, by)


@pytest.mark.parametrize(
    ("n", "published"), [(0, None), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (1002, 1000)]
)
def test_release_counts(n, published):
    assert pub(n, STRICT) == published


def test_release_thresholds_can_be_raised_and_never_lowered():
    assert (rules().hide_up_to, rules().round_to, rules().fold_under) == (7, 5, 5)
    assert rules(hide_up_to=3, round_to=1, fold_under=2) == rules()
    assert rules(hide_up_to=10).hide_up_to == 12  # the whole step is hidden: 11 and 12 alone would be named by "10"
    assert rules(fold_under=8).fold_under == 8


def test_release_percentages_are_hidden_with_their_parts():
    assert pct(25, 100) == 25
    assert pct(None, 100) is None
    assert pct(25, None) is None
    assert pct(15, 15) is None  # everybody of a small group
    assert pct(20, 20) == 100


def test_release_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        pub(-1)


def test_release_parts_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="add up"):
        publish({"all": 50, "a": 20, "b": 20}, [Breakdown("all", ("a", "b"))])


def test_release_a_breakdown_that_would_be_mostly_hidden_is_dropped():
    table = Breakdown("all", ("a", "b", "c"))
    published = publish({"all": 42, "a": 2, "b": 3, "c": 37}, [table])
    assert not published.shows(table)
    assert published.values == {"all": 40}


def test_release_a_withheld_total_takes_its_parts_with_it():
    services, teams = Breakdown("all", ("s1", "s2")), Breakdown("s1", ("t1", "t2"))
    published = publish({"all": 44, "s1": 40, "s2": 4, "t1": 20, "t2": 20}, [services, teams])
    assert published.shows(services)
    counts = {"all": 13, "s1": 6, "s2": 7, "t1": 6, "t2": 0}
    assert publish(counts, [services, teams]).values == {"all": 15}


def test_release_hidden_figures_are_shown_with_their_mark():
    assert release.shown(None) == "[c]"
    assert release.shown(1250) == "1,250"


@given(st.lists(st.integers(0, 20), max_size=12))
def test_release_small_teams_fold_into_a_group_that_is_not_one_team(sizes):
    teams = list(enumerate(sizes))
    kept, folded = fold(teams, people=lambda team: team[1])
    assert sorted(kept + folded) == teams
    assert all(size >= 5 for _n, size in kept)
    if folded and kept:
        assert len(folded) >= 2
        assert sum(size for _n, size in folded) >= 5


def test_release_nothing_folds_where_no_team_is_small():
    assert fold([8, 9], people=int) == ([8, 9], [])
    assert fold([8, 3, 9], people=int) == ([9], [3, 8])
