"""From rows and rules to figures: who counts since when, each person once, the tree as it was, versions that stay."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerwork.kit.errors import Invalid
from peerwork.mix import actions, rollups
from peerwork.mix.models import CountingRule, Snapshot, StaffLine, clean_text
from peerwork.people.actions import move_unit
from tests import make
from tests.mix.files import line, load_fte, load_list, peer, say, sums

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def trust():
    return make.organisation("Fellside", "RAA")


@pytest.fixture
def service(trust):
    return make.service(trust, code="COM")


@pytest.fixture
def team(service):
    return make.team(service, code="HILL")


def figure(unit, month=OCTOBER, basis="wte") -> Snapshot:
    return Snapshot.objects.get(unit=unit, month=month, basis=basis, current=True)


def wte(unit, month=OCTOBER) -> tuple:
    return tuple(map(float, sums(figure(unit, month))))


def heads(unit, month=OCTOBER) -> tuple:
    return tuple(map(int, sums(figure(unit, month, "headcount"))))


def test_wte_adds_up_lines_and_headcount_counts_people(tmp_path, trust, service, team):
    make.team(service, code="DALE")
    load_list(tmp_path, trust, [
        peer("P1", "HILL", wte="0.6"),
        peer("P1", "DALE", wte="0.6"),  # two posts, together more than one
        line("N1", "HILL"),
        line("N2", "DALE", wte="0.5"),
        line("P2", "DALE", wte="0.5"),  # a nurse in one post, a peer worker in another
        peer("P2", "HILL", wte="0.25"),
        line("E1", "HILL", role="Porter", group="Estates", wte="1"),
        line("X1", "HILL", role="Gardener", group="Grounds", wte="0.4"),
    ])  # fmt: skip
    say(trust)
    assert wte(trust) == wte(service) == (1.45, 3.45, 1.0, 0.4)
    assert heads(trust) == (2, 4, 1, 1)
    assert heads(team) == (2, 3, 1, 1)
    assert figure(team).peers == 2
    row = figure(trust)
    assert rollups.coverage(row.denominator, row.excluded, row.not_attributed) == Decimal("4.45") / Decimal("4.85")


def test_the_closest_rule_wins_and_an_organisations_own_before_everybodys(tmp_path, trust, team):
    load_list(tmp_path, trust, [line(f"S{n}", "HILL", role=role, group="Support") for n, role in
                                enumerate(["A", "B", "C", "C"])])  # fmt: skip
    say(None, ("staff_group", "support", "clinical"), ("job_role", "b", "excluded"))
    assert wte(trust) == (0, 3, 1, 0)
    say(trust, ("job_role", "  C ", "peer"), ("staff_group", "SUPPORT", "excluded"))
    assert wte(trust) == (2, 2, 2, 0)
    rule = actions.classify(by=make.system(), organisation=trust, answers=[("staff_id", "S0", "peer")],
                            starts_on=date(2020, 1, 1))[0]  # fmt: skip
    assert rule.status == "suggested"
    assert wte(trust) == (2, 2, 2, 0)
    actions.approve(rule, by=make.holder("hr", trust))
    assert wte(trust) == (3, 3, 1, 0)


def test_a_change_of_mapping_makes_a_new_version_and_the_old_figures_stay(tmp_path, trust):
    load_fte(tmp_path, trust, [["2017-SEP", "RAA", "F", "Nurses", "10"], ["2017-SEP", "RAA", "F", "Support", "5"]])
    assert not Snapshot.objects.exists()  # nobody has said who counts
    say(trust, ("staff_group", "Nurses", "clinical"), starts_on=date(2017, 1, 1))
    say(trust, ("staff_group", "Support", "peer"), starts_on=date(2017, 1, 1))
    versions = list(Snapshot.objects.order_by("number"))
    assert [(row.number, row.current, *map(int, sums(row))) for row in versions] == [
        (1, False, 0, 10, 0, 5), (2, True, 5, 15, 0, 0),
    ]  # fmt: skip
    assert versions[0].mapping_version < versions[1].mapping_version
    assert actions.freeze() == 0
    assert Snapshot.objects.count() == 2


def test_a_rule_holds_from_its_day_and_ends_the_one_before(tmp_path, trust, team):
    load_list(tmp_path, trust, [line("S1", "HILL", start="2026-01-01")])
    say(trust, ("staff_group", "Nursing", "clinical"))
    say(trust, ("staff_group", "Nursing", "peer"), starts_on=date(2026, 9, 15))
    assert wte(trust, date(2026, 8, 1)) == (0, 1, 0, 0)
    assert wte(trust, date(2026, 9, 1)) == (1, 1, 0, 0)
    first, second = CountingRule.objects.filter(told_by="staff_group").order_by("starts_on")
    assert (first.ends_on, second.ends_on) == (date(2026, 9, 14), None)
    # An earlier day sets aside what was to follow.
    say(trust, ("staff_group", "Nursing", "excluded"), starts_on=date(2026, 3, 1))
    second.refresh_from_db()
    assert second.status == "replaced"
    assert wte(trust, date(2026, 9, 1)) == (0, 0, 1, 0)
    assert CountingRule.history.filter(history_user__isnull=True).count() == 0


def test_an_ended_rule_leaves_staff_not_attributed(tmp_path, trust, team):
    load_list(tmp_path, trust, [line("S1", "HILL")])
    [rule] = say(trust, ("staff_group", "Nursing", "clinical"))
    say(trust, ("job_role", "Other", "clinical"))
    actions.end(rule, by=make.system(), ends_on=date(2026, 9, 30))
    assert wte(trust, date(2026, 9, 1)) == (0, 1, 0, 0)
    assert wte(trust) == (0, 0, 0, 1)


def test_a_rule_that_ends_is_not_made_to_end_later(tmp_path, trust, team):
    """The answer that follows it would then stand beside it."""
    load_list(tmp_path, trust, [line("S1", "HILL")])
    [first] = say(trust, ("staff_group", "Nursing", "peer"))
    say(trust, ("staff_group", "Nursing", "clinical"), starts_on=date(2026, 9, 1))
    first.refresh_from_db()
    with pytest.raises(Invalid):
        actions.end(first, by=make.system(), ends_on=date(2026, 12, 31))
    first.refresh_from_db()
    assert first.ends_on == date(2026, 8, 31)
    assert wte(trust) == (0, 1, 0, 0)


def test_past_months_roll_up_as_the_tree_was(tmp_path, trust, service, team):
    elsewhere = make.service(trust, code="CRI")
    move_unit(team, elsewhere, by=make.system(), starts_on=date(2026, 9, 10))
    load_list(tmp_path, trust, [peer("P1", "HILL", start="2026-08-01")])
    say(trust)
    assert wte(service, date(2026, 8, 1)) == (1, 1, 0, 0)
    assert not Snapshot.objects.filter(unit=elsewhere, month=date(2026, 8, 1)).exists()
    assert wte(elsewhere, date(2026, 9, 1)) == wte(trust, date(2026, 9, 1)) == (1, 1, 0, 0)
    assert not Snapshot.objects.filter(unit=service, month=date(2026, 9, 1)).exists()


def test_a_month_is_counted_at_its_last_day(tmp_path, trust, team):
    load_list(tmp_path, trust, [
        peer("P1", "HILL", start="2026-09-30"), peer("P2", "HILL", start="2026-10-01"),
        peer("P3", "HILL", start="2026-01-01", end="2026-09-29"),
        peer("P4", "HILL", start="2026-01-01", end="2026-09-30"),
    ])  # fmt: skip
    say(trust)
    assert heads(trust, date(2026, 9, 1))[0] == 2  # P1 and P4
    assert heads(trust, date(2026, 8, 1))[0] == 2  # P3 and P4
    assert heads(trust)[0] == 2  # P1 and P2


def test_months_before_the_first_list_say_they_are_worked_back(tmp_path, trust, team):
    load_list(tmp_path, trust, [peer("P1", "HILL", start="2020-01-01")], as_at=date(2026, 9, 30))
    say(trust)
    sources = dict(Snapshot.objects.filter(unit=trust, basis="wte").values_list("month", "source"))
    assert sources[date(2026, 9, 1)] == "staff_list"
    assert sources[date(2026, 8, 1)] == "worked_back"
    assert min(sources) == date(2023, 9, 1)
    assert OCTOBER not in sources  # no list was made after its end


def test_the_month_that_runs_is_never_fixed(tmp_path, trust, team):
    today = make.today()
    load_list(tmp_path, trust, [peer("P1", "HILL")], as_at=today)
    say(trust)
    assert not Snapshot.objects.filter(month__gte=today.replace(day=1)).exists()


def test_nobody_to_count_is_no_share(tmp_path, trust, team):
    load_list(tmp_path, trust, [line("E1", "HILL", group="Estates")])
    say(trust)
    row = figure(trust)
    assert rollups.share(row.numerator, row.denominator) is None


# Against a slow, separately written count ---------------------------------------------------------------------------
ROLES, GROUPS = ["Peer support worker", "Nurse", "Porter"], ["Nursing", "Estates", "Other"]
people = st.lists(
    st.tuples(
        st.integers(0, 6),  # who
        st.integers(0, 3),  # where: three teams or none
        st.sampled_from(ROLES),
        st.sampled_from(GROUPS),
        st.integers(0, 200).map(lambda hundredths: Decimal(hundredths) / 100),
        st.integers(1, 9),  # first month of 2026
        st.integers(0, 9),  # how many months, 0 for open
    ),
    max_size=25,
)
mapping = st.lists(
    st.tuples(
        st.sampled_from([("job_role", role) for role in ROLES] + [("staff_group", group) for group in GROUPS]),
        st.sampled_from(["peer", "clinical", "excluded"]),
        st.integers(1, 10),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=people, mapping=mapping, month=st.integers(1, 10))
def test_rollup_equals_a_count_by_hand(trust, service, people, mapping, month):
    units = _units(trust, service)
    day = rollups.last_day(date(2026, month, 1))
    staff = rollups.Staff(trust.pk, _rules(trust, mapping), [(date(2026, 10, 31), 1)])
    staff.above = {
        units[0].pk: [(service.pk, date(2000, 1, 1), None)],
        units[1].pk: [(service.pk, date(2026, 5, 1), None)],
    }
    staff.lines = {1: [_line(units, row) for row in people]}
    found = staff.count(date(2026, month, 1))

    at_work = [row for row in people if _from(row) <= day and (not row[6] or day <= _until(row))]
    expected = defaultdict(lambda: defaultdict(Decimal))
    persons = defaultdict(lambda: defaultdict(set))
    for row in at_work:
        answer = _by_hand(row, mapping, day)
        where = {trust.pk, units[row[1]].pk}
        if row[1] == 0 or (row[1] == 1 and day >= date(2026, 5, 1)):
            where.add(service.pk)
        for unit in where:
            expected[unit][answer] += row[4]
            persons[unit][row[0]].add(answer)
    assert {unit for unit, _basis in found} == set(expected)
    for unit, amounts in expected.items():
        tally = found[unit, "wte"]
        assert tally.numerator == amounts["peer"]
        assert tally.denominator == amounts["peer"] + amounts["clinical"]
        assert (tally.excluded, tally.not_attributed) == (amounts["excluded"], amounts[None])
        kinds = [
            next(k for k in ("peer", "clinical", None, "excluded") if k in each) for each in persons[unit].values()
        ]
        tally = found[unit, "headcount"]
        assert tally.numerator == tally.peers == kinds.count("peer")
        assert tally.denominator == kinds.count("peer") + kinds.count("clinical")
        assert (tally.excluded, tally.not_attributed) == (kinds.count("excluded"), kinds.count(None))


def _units(trust, service):
    codes = ("HILL", "DALE", "CRAG")
    teams = [trust.units.filter(code=code).first() or make.team(service, code=code) for code in codes]
    return [*teams, trust]


def _from(row) -> date:
    return date(2026, row[5], 15)


def _until(row) -> date:
    return rollups.last_day(rollups.add_months(date(2026, row[5], 1), row[6]))


def _line(units, row):
    who, where, role, group, wte, _first, months = row
    keys = {"staff_id": str(who), "role": clean_text(role), "staff_group": clean_text(group)}
    return units[where].pk, str(who), keys, wte, _from(row), _until(row) if months else None


def _rules(trust, mapping):
    """The rules as actions would leave them: for one value, the one written last ends those from its day on."""
    rules = {}
    for (told_by, value), counts_as, month in mapping:
        rules[told_by, value, month] = CountingRule(
            organisation=trust, told_by=told_by, value=value, key=clean_text(value), counts_as=counts_as,
            starts_on=date(2026, month, 1),
        )  # fmt: skip
    return list(rules.values())


def _by_hand(row, mapping, day):
    for told_by, value in (("job_role", row[2]), ("staff_group", row[3])):
        days = {}
        for key, counts_as, month in mapping:
            if key == (told_by, value) and date(2026, month, 1) <= day:
                days[month] = counts_as
        if days:
            return days[max(days)]
    return None


def test_what_was_loaded_is_what_is_counted(tmp_path, trust, team):
    rows = [peer(f"P{n}", "HILL", wte="0.33333") for n in range(300)]
    load_list(tmp_path, trust, rows)
    say(trust)
    assert figure(trust).numerator == sum(StaffLine.objects.values_list("wte", flat=True)) == Decimal("99.999")
