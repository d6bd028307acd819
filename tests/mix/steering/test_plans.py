"""Plans through the page and the API: what is observed, what is shown, who may."""

from datetime import timedelta
from decimal import Decimal

import pytest

from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.mix.models import Snapshot
from peerwork.mix.rollups import add_months, first_of
from peerwork.mix.steering import actions, inputs, queries
from peerwork.mix.steering.models import Scenario
from tests import make


@pytest.fixture
def trust(world):
    return world.row("people.Unit/organisation")


@pytest.fixture
def history(trust, world):
    """Thirty months of contracted time that grows by one in a hundred, with as many peers as stand in the last one."""
    last = Snapshot.objects.filter(unit=trust, basis="wte", current=True).latest("month")
    rows = [
        Snapshot(
            unit=trust, organisation=trust, month=add_months(last.month, -n), basis="wte", peers=30, number=1,
            numerator=Decimal(24), denominator=Decimal(24) + Decimal(100 * 1.01 ** (30 - n)).quantize(Decimal("0.001")),
            source="staff_list", definition=last.definition, mapping_version=1,
        )
        for n in range(30, 0, -1)
    ]  # fmt: skip
    months = [row.month for row in rows]
    Snapshot.objects.filter(unit=trust, basis="wte", month__in=months, current=True).update(current=False)
    for row in rows:
        row.number = Snapshot.objects.filter(unit=trust, basis="wte", month=row.month).count() + 1
    return Snapshot.objects.bulk_create(rows)


def plan(world, **values):
    values = {"basis": "wte", "name": "Two a month", "months": 12} | values
    return actions.make_plan(by=world.cast.director, unit=world.row("people.Unit/organisation"), **values)


def test_growth_of_others_is_read_from_the_past(trust, history):
    seen = inputs.observed(trust, "wte", history[-1].month)
    middle, error = seen.given.growth
    assert middle == pytest.approx(0.01, abs=0.002) and error < 0.002
    assert seen.month == history[-1].month and len(seen.past) == 24


def test_a_plan_is_played_and_shown_with_its_finding_cost_and_assumptions(world, trust):
    start = first_of(make.today() + timedelta(days=120))
    made = plan(world, hires_a_month=2, hires_from=start, fewer_leave=Decimal("0.5"), cost_a_year=Decimal(30000))
    made = Scenario.objects.get(pk=made.pk)
    assert made.result["starters"] > 0 and made.result["cost_by_year"] and made.result["at"]
    with_plan, without = made.result["share"][-1][1], made.result["unchanged"][-1][1]
    assert with_plan > without
    low, middle, high = made.result["share"][-1]
    assert low <= middle <= high
    page = world.client("director").get(f"/mix/plans/{made.pk}/").content.decode()
    assert queries.told(world.cast.director, made)["finding"] in page.replace("&#x27;", "'")
    assert "What it would take" in page and "What was assumed" in page
    listed = world.client("director").get("/mix/plans/").content.decode()
    assert "Two a month" in listed and str(made.result["starters"]) in listed


def test_the_same_plan_has_the_same_answer(world):
    one, other = plan(world), plan(world)
    one, other = (Scenario.objects.get(pk=row.pk).result for row in (one, other))
    assert {**one, "at": ""} == {**other, "at": ""}


def test_a_unit_with_few_peers_is_not_played(world):
    made = plan(world)
    Scenario.objects.filter(pk=made.pk).update(unit=world.row("people.Unit/next_team"), result={})
    actions.play.call(made.pk)
    assert Scenario.objects.get(pk=made.pk).result["none"] == "too_few"


def test_heads_are_not_planned_and_steps_need_their_month(world):
    with pytest.raises(Invalid) as refusal:
        plan(world, basis="headcount")
    assert "basis" in refusal.value.fields
    with pytest.raises(Invalid) as refusal:
        plan(world, hires_a_month=2)
    assert "hires_from" in refusal.value.fields
    with pytest.raises(Invalid) as refusal:
        plan(world, cohort=10)
    assert "cohort_on" in refusal.value.fields


def test_a_plan_says_where_who_supervises_and_what_it_asks_of_others(world, trust):
    team, start = world.row("people.Unit/team"), first_of(make.today() + timedelta(days=120))
    made = plan(world, hires_a_month=3, hires_from=start, hire_in=[team.pk], supervisors=1, per_supervisor=2,
                more_supervisors=1, more_supervisors_on=start)  # fmt: skip
    result = Scenario.objects.get(pk=made.pk).result
    assert result["places"]["most"] == 3 and result["places"]["all"] == result["starters"] > 8
    assert result["too_few_supervisors"]["short"] >= 1 and not result["alone"]
    page = world.client("director").get(f"/mix/plans/{made.pk}/").content.decode()
    assert "Training places needed" in page and "too few supervisors" in page
    actions.edit_plan(Scenario.objects.get(pk=made.pk), by=world.cast.director, supervisors=90)
    assert not Scenario.objects.get(pk=made.pk).result["too_few_supervisors"]
    other = world.row("people.Unit/other_team")
    for wrong in ([other.pk], ["1"], [trust.pk], "all"):
        with pytest.raises(Invalid) as refusal:
            plan(world, hires_a_month=1, hires_from=start, hire_in=wrong)
        assert "hire_in" in refusal.value.fields


def test_a_team_that_opens_adds_its_care_and_whoever_starts_there_alone_is_pointed_out(world):
    opens = {"opens": "Street team", "opens_on": first_of(make.today() + timedelta(days=90))}
    plain, more = plan(world), plan(world, **opens, opens_care=Decimal(50), opens_peers=1)
    plain, more = (Scenario.objects.get(pk=row.pk).result for row in (plain, more))
    assert more["others"][0] == plain["others"][0] and more["others"][-1][1] > plain["others"][-1][1] + 25
    assert more["unchanged"] == plain["unchanged"]  # without the plan there is no such team
    assert more["alone"] == 1 and more["starters"] == 1
    page = world.client("director").get(f"/mix/plans/{Scenario.objects.latest('pk').pk}/").content.decode()
    assert "would be the only peer worker" in page
    for field, values in {"opens_on": {"opens": "Street team"}, "opens": {"opens_peers": 2}}.items():
        with pytest.raises(Invalid) as refusal:
            plan(world, **values)
        assert field in refusal.value.fields


def test_the_form_keeps_what_was_typed_and_makes_a_plan(world, trust):
    client = world.client("director")
    given = {"unit": trust.pk, "basis": "wte", "name": "Spring", "months": 12, "hires_a_month": 3, "cohort": 0,
             "fills": "90", "on_costs": "25", "per_supervisor": 8, "first_month": 4, "growth": "-1.5"}  # fmt: skip
    refused = client.post("/mix/plans/make/", given)
    assert refused.status_code == 400 and "Say from which month" in refused.content.decode()
    assert 'value="Spring"' in refused.content.decode()
    day = make.today() + timedelta(days=90)
    dated = {"hires_from_0": day.day, "hires_from_1": day.month, "hires_from_2": day.year}
    dated |= {"hires_from_day": day.day, "hires_from_month": day.month, "hires_from_year": day.year}
    made = client.post("/mix/plans/make/", given | dated)
    assert made.status_code == 302, made.content.decode()[:2000]
    row = Scenario.objects.get(name="Spring")
    assert row.growth == Decimal("-0.015") and row.fills == Decimal("0.9")


def test_a_plan_is_for_directors_of_the_unit_to_make(world, trust):
    for member in ("hr", "team_lead", "worker", "other_director", "administrator"):
        with pytest.raises(NotAllowed):
            actions.make_plan(by=getattr(world.cast, member), unit=trust, basis="wte", name="X", months=12)
