"""What each reader gets: directors released and folded figures, others in reach the figures as they are."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from peerwork.kit.access import request_memo
from peerwork.kit.errors import NotHere
from peerwork.mix import actions
from peerwork.mix.models import FixedThresholds, Snapshot
from peerwork.mix.queries import mix
from peerwork.mix.shown import amount, percentage, points
from peerwork.mix.trees import Month, Sums
from peerwork.people.models import Settings, UnitLink
from tests import make
from tests.mix.files import line, load_fte, load_list, peer, say

OCTOBER = date(2026, 10, 1)
TEAMS = {  # service -> team -> peers, others
    "COM": {"HILL": (9, 20), "RIVE": (7, 20), "PERI": (2, 10), "OLDE": (0, 12)},
    "CRI": {"CRHT": (8, 25), "ROWA": (3, 14)},
    "REC": {"OAK": (12, 12)},
}


@pytest.fixture
def place(db, tmp_path):
    """A trust of three services and seven teams, with ten months of a staff list."""
    trust = make.organisation("Fellside", "RAA")
    units, rows = {"RAA": trust}, []
    for service, teams in TEAMS.items():
        units[service] = make.service(trust, f"Service {service}", code=service)
        for team, (peers, others) in teams.items():
            units[team] = make.team(units[service], f"Team {team}", code=team)
            rows += [peer(f"P{team}{n}", team, wte="0.6", start=f"2026-{1 + n % 9:02}-01") for n in range(peers)]
            rows += [line(f"N{team}{n}", team, start="2025-12-01") for n in range(others)]
    load_list(tmp_path, trust, rows)
    say(trust)
    return units


def holder(role, unit):
    return make.holder(role, unit)


def rows_of(found) -> dict:
    return {row.name: row for row in found.heat}


def test_a_director_sees_small_teams_together(place):
    found = mix(holder("director", place["RAA"]), basis="wte")
    rows = rows_of(found)
    assert {name for name, row in rows.items() if row.cells[-1].why == "shown"} == {
        "Team HILL", "Team OAK", "All teams", "Small teams together, Service COM", "Small teams together, Service CRI",
    }  # fmt: skip
    assert not {"Team PERI", "Team OLDE", "Team ROWA"} & set(rows)
    small = rows["Small teams together, Service COM"]
    assert small.sub == "Team OLDE, Team PERI, Team RIVE"
    assert "Team RIVE" not in rows  # 7 peer workers: apart, a hidden count would give them away
    assert small.cells[-1].share == Decimal("5.4") / Decimal("47.4")
    assert rows["Small teams together, Service CRI"].sub == "Team CRHT, Team ROWA"
    assert found.released


def test_hr_the_lead_and_the_teams_own_lead_see_every_team_as_it_is(place):
    for role in ("hr", "lived_experience_lead"):
        found = mix(holder(role, place["RAA"]), basis="wte")
        assert not found.released
        rows = rows_of(found)
        assert len(rows) == 8
        assert rows["Team PERI"].cells[-1].share == Decimal("1.2") / Decimal("11.2")
        assert rows["Team OLDE"].cells[-1].share == 0
    own = mix(holder("team_lead", place["PERI"]), basis="headcount")
    assert (own.unit, own.share, [figure.value for figure in own.figures[:2]]) == (
        place["PERI"], Decimal(2) / 12, ["16.7", "2"],
    )  # fmt: skip
    with pytest.raises(NotHere):
        mix(holder("team_lead", place["PERI"]), unit=place["HILL"])


def test_a_director_does_not_see_a_small_team_apart(place):
    found = mix(holder("director", place["RAA"]), unit=place["PERI"], basis="wte")
    assert found.share is None
    assert "not shown" in found.finding
    assert not any(point.actual or point.peers for point in found.series)
    assert {row.none for row in found.four} == {"No data yet", "Not shown: too few peer workers"}
    assert "1.2" not in str(found)


def test_counts_of_people_for_a_director_are_hidden_or_rounded(place):
    found = mix(holder("director", place["RAA"]), basis="headcount")
    assert found.figures[1].value == "40"  # 41 people
    assert (found.definition.numerator, found.definition.denominator) == ("40", "not shown")
    assert found.share == Decimal("0.26")  # of the two rounded counts
    for point in found.series:
        assert all(value is None or value % 5 == 0 for value in (point.peers, point.others))
    early = found.series[0]
    assert early.peers is None or early.peers >= 10
    shares = [cell.share for row in found.heat for cell in row.cells if cell.share is not None]
    assert all(share * 100 == int(share * 100) for share in shares)


def test_a_month_keeps_the_thresholds_it_was_first_fixed_with(place, tmp_path):
    director = holder("director", place["RAA"])
    before = mix(director, basis="headcount")
    assert before.figures[1].value not in ("[c]", "–")
    Settings.objects.update_or_create(organisation=place["RAA"], defaults={"round_to": 40, "hide_up_to": 99})
    after = mix(director, basis="headcount")
    assert (after.figures[1], after.series, after.heat) == (before.figures[1], before.series, before.heat)
    # A correction of the same months is read with the same thresholds; months fixed from now on with those of now.
    load_list(tmp_path, place["RAA"], [line(f"M{n}", "HILL", start="2025-12-01") for n in range(150)])
    assert Snapshot.objects.filter(unit=place["RAA"], number=2).exists()
    kept = FixedThresholds.objects.values_list("thresholds", flat=True)
    assert kept and {tuple(each) for each in kept} == {(7, 5, 5)}
    FixedThresholds.objects.all().delete()
    assert mix(director, basis="headcount").figures[1].value == "[c]"


def test_nobody_can_be_worked_out_from_all_the_counts_of_people_a_director_can_see(place):
    """The attacker of quality.md section 1: every unit, month and basis asked for, the tree and the rules known."""
    director = holder("director", place["RAA"])
    whole = mix(director, basis="headcount")
    bounds: dict[tuple, list[int]] = {}
    parents = {link.unit_id: link.parent_id for link in UnitLink.objects.filter(ends_on=None)}
    for basis in ("headcount", "wte"):
        for choice in whole.units:
            found = mix(director, unit=choice.value, basis=basis)
            counted = {("peers", found.month): found.figures[1].value}
            if basis == "headcount":
                counted |= {(name, p.month): getattr(p, name) for p in found.series for name in ("peers", "others")}
            for (name, month), value in counted.items():
                known = bounds.setdefault((int(choice.value), name, month), [0, 10**6])
                if str(value).isdecimal():
                    known[:] = [max(known[0], int(value) - 2, 8), min(known[1], int(value) + 2)]
                apart = found.share is not None and int(choice.value) != place["RAA"].pk and name == "peers"
                if apart and month == found.month:  # the fold is known: a unit is shown apart from 8 peer workers on
                    known[0] = max(known[0], 8)
                    if value == "[c]":  # hidden alone, not with its neighbours, would be 7 at most
                        known[1] = min(known[1], max(7, known[0] + 3))
    assert any(high < 10**6 for _low, high in bounds.values())
    for _round in range(20):  # what parts say of their whole, and the whole of its parts
        for unit, name, month in list(bounds):
            parts = [bounds[key] for key in bounds if key[1:] == (name, month) and parents.get(key[0]) == unit]
            if len(parts) == sum(parent == unit for parent in parents.values()) and parts:
                total = bounds[unit, name, month]
                total[:] = [max(total[0], sum(p[0] for p in parts)), min(total[1], sum(p[1] for p in parts))]
                for part in parts:
                    rest_low = sum(p[0] for p in parts) - part[0]
                    rest_high = sum(p[1] for p in parts) - part[1]
                    part[:] = [max(part[0], total[0] - rest_high), min(part[1], total[1] - rest_low)]
    assert not {key: span for key, span in bounds.items() if span[1] - span[0] <= 2}


@pytest.mark.parametrize("role", ["administrator", "training_lead", "oh_adviser", "panel_coordinator"])
def test_other_roles_see_no_share(place, role):
    with pytest.raises(NotHere):
        mix(holder(role, place["RAA"]))


def test_nobody_sees_another_organisation(place):
    with pytest.raises(NotHere):
        mix(holder("director", make.organisation()), unit=place["RAA"])
    for unit, month, basis in (
        ("999999", "", ""),
        ("x", "", ""),
        ("", "2026-13", ""),
        ("", "1999-01", ""),
        ("", "", "z"),
    ):
        with pytest.raises(NotHere):
            mix(holder("director", place["RAA"]), unit=unit, month=month, basis=basis)


def test_the_finding_says_where_the_path_is(place):
    director = holder("director", place["RAA"])
    actions.set_target(
        by=director, unit=place["RAA"], basis="wte", value=Decimal("0.5"), starts_value=Decimal("0.1"),
        starts_on=date(2025, 10, 31), due_on=date(2027, 10, 31), milestones=[{"value": "0.15"}, {"value": "0.25"}],
        reason="The board",
    )  # fmt: skip
    found = mix(director, basis="wte")
    assert found.share == Decimal("24.6") / Decimal("137.6")
    assert found.finding == (
        "Peer workers were 17.9% of care staff in October 2026, by whole-time equivalent. That is past the 15% "
        "milestone and 12.1 points below the target path. The target is 50% by October 2027."
    )
    assert found.milestones == [(Decimal("0.15"), True), (Decimal("0.25"), False)]
    assert found.headline == "The share is rising, but is below the path"
    assert found.path[-1] == (date(2027, 10, 1), Decimal("0.5"))
    assert "replace" in found.target.offers


def test_nothing_yet_is_said_in_words(place):
    found = mix(holder("director", make.organisation("New")))
    assert (found.month, found.heat, found.series) == (None, [], [])
    assert "no figures" in found.finding
    assert "no data by care hours" in mix(holder("director", place["RAA"]), basis="hours").finding


def test_a_denominator_that_jumps_is_flagged(db, tmp_path):
    trust = make.organisation("Fellside", "RRE")
    rows = [("2017-SEP", 100, 10), ("2017-OCT", 101, 10), ("2018-JUN", 215, 10)]
    load_fte(tmp_path, trust, [[m, "RRE", "F", g, n] for m, a, b in rows for g, n in (("Nurses", a), ("Peers", b))])
    say(trust, ("staff_group", "Nurses", "clinical"), ("staff_group", "Peers", "peer"), starts_on=date(2017, 1, 1))
    found = mix(holder("director", trust))
    assert [flag.month for flag in found.flags] == [date(2018, 6, 1)]
    assert "+103%" in found.flags[0].words
    assert found.figures[1].value == "–"  # the file holds no count of people
    assert len(found.series) == 10


def test_frozen_figures_are_what_is_read(place):
    director = holder("director", place["RAA"])
    before = mix(director, basis="wte").share
    Snapshot.objects.update(current=False)
    assert mix(director).month is None
    Snapshot.objects.update(current=True)
    assert mix(director, basis="wte").share == before


def test_the_table_of_the_downloads_is_what_the_page_shows(place):
    found = mix(holder("director", place["RAA"]), basis="wte")
    table = found.table()
    assert all(len(row) == len(found.COLUMNS) for row in table)
    assert ("Fellside", "2026-10", "wte", found.share) == table[len(found.series) - 1][:4]
    assert not any("PERI" in str(row[0]) for row in table)


def test_the_number_of_queries_does_not_grow(place, tmp_path):
    small = make.organisation("Small")
    load_list(tmp_path, small, [peer("P1", "")])
    say(small)

    def cost(user):
        with (
            request_memo(),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            mix(user, basis="wte")
        return len(queries)

    assert cost(holder("director", place["RAA"])) == cost(holder("director", small)) <= 12


# The attacker of quality.md section 1 ---------------------------------------------------------------------------------
trees = st.recursive(st.integers(0, 9), lambda below: st.lists(below, min_size=1, max_size=4), max_leaves=14).filter(
    lambda tree: isinstance(tree, list)
)


def build(tree) -> Month:
    sums, children, numbers = {}, {}, iter(range(1, 1000))

    def lay(node) -> tuple[int, Sums]:
        unit = next(numbers)
        if isinstance(node, int):
            sums[unit] = Sums(Decimal(node), Decimal(node + 10), peers=node)
        else:
            parts = [lay(each) for each in node]
            children[unit] = [key for key, _each in parts]
            total = Sums()
            for _key, each in parts:
                total = total.plus(each)
            sums[unit] = total
        return unit, sums[unit]

    lay(tree)
    return Month(1, sums, children)


@given(trees)
def test_no_sum_or_difference_of_what_a_director_sees_is_a_small_team(tree):
    month = build(tree)
    apart, groups = month.folded(5)
    teams = month.teams(1)
    assert sorted(str(member) for group in groups for member in group.members) == sorted(map(str, teams))
    published = [set(group.members) for group in groups] + [set(month.teams(unit)) for unit in apart]
    vectors = [[Fraction(team in members) for team in teams] for members in published]
    for at, team in enumerate(teams):
        if month.peers(team) < 5 and len(teams) > 1:
            assert not spans(vectors, at), (team, published)
    for group in groups:
        assert len(groups) == 1 or group.sums.peers >= 5


def spans(vectors, at) -> bool:
    """Whether the figure of one team follows from the published ones by adding and subtracting."""
    rows = [row[:] for row in vectors]
    goal = [Fraction(place == at) for place in range(len(vectors[0]))]
    done = 0
    for column in range(len(goal)):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for row in [*rows[done + 1 :], goal]:
            factor = row[column] / rows[done][column]
            if factor:
                row[:] = [a - factor * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return not any(goal)


# Words ----------------------------------------------------------------------------------------------------------------
def test_numbers_are_readable_at_half_a_per_cent_and_at_half():
    assert [percentage(Decimal(x)) for x in ("0.0046", "0.00461", "0.05", "0.5", "0.2742", "1", "0")] == [
        "0.46%", "0.46%", "5%", "50%", "27.4%", "100%", "0%",
    ]  # fmt: skip
    assert points(Decimal("-0.0412"), signed=True) == "−4.1"
    assert amount(Decimal("18060.25")) == "18,060.3"
