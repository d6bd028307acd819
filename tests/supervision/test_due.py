"""Who is in date: one query module for pages, figures and other floors, that reads past months as they were."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerwork.kit import release
from peerwork.people.models import Settings
from peerwork.placements import actions as placements
from peerwork.placements.models import Away
from peerwork.supervision import actions, due, figures, pace, queries
from peerwork.supervision.models import MonthFigure, Session, SupervisionRule
from tests import make
from tests.supervision import world as rows


def fact(pair, day=None, **values):
    found = due.facts(day, streams=[pair.stream.pk], people=[pair.person.pk], **values)
    return found[0] if found else None


@pytest.fixture
def alone(pair):
    """The worker with no session yet and no time away: what a test adds is all there is."""
    Session.objects.filter(person=pair.person).update(counts=False)
    Away.objects.filter(person=pair.person).update(cancelled_on=pair.today)
    return pair


def test_a_worker_in_date_late_and_away(alone):
    alone.log(10)
    stands = fact(alone)
    assert (stands.state, stands.last_on, stands.due_on) == (
        "in_date", alone.today - timedelta(days=10), alone.today + timedelta(days=18),
    )  # fmt: skip
    later = alone.today + timedelta(days=40)
    assert fact(alone, later).state == "overdue"
    make.away(alone.person, "parental", starts_on=alone.today + timedelta(days=1))
    assert fact(alone, later).state == "paused"


def test_a_session_too_short_or_that_did_not_happen_counts_for_nothing(alone):
    actions.set_rule(by=make.system(), stream=alone.stream, every=4, least_minutes=30, starts_on=alone.today)
    actions.log(by=alone.supervisor, person=alone.person, stream=alone.stream, held_on=alone.today, minutes=20)
    actions.miss(by=alone.supervisor, person=alone.person, stream=alone.stream, not_held_because="service")
    assert fact(alone).last_on is None
    actions.log(by=alone.supervisor, person=alone.person, stream=alone.stream, held_on=alone.today)
    assert fact(alone).last_on == alone.today


def test_a_new_supervisor_does_not_set_the_clock_back(alone, world):
    alone.log(10)
    before = fact(alone).due_on
    link = world.row("placements.SupervisorLink/worker")
    placements.end_supervisor(link, by=make.system(), ends_on=alone.today - timedelta(days=1))
    assert fact(alone).supervisor_id is None  # required by the rule all the same: never overdue unseen
    make.supervised(alone.person, world.cast.senior, alone.stream, starts_on=alone.today)
    stands = fact(alone)
    assert (stands.due_on, stands.supervisor_id) == (before, world.cast.senior.pk)


def test_a_role_has_its_own_interval_and_may_be_without(alone):
    alone.log(20)
    role = {"by": make.system(), "stream": alone.stream, "starts_on": alone.today}
    actions.set_rule(family="peer", every=1, **role)
    assert fact(alone).due_on == alone.today + timedelta(days=7)  # from the change, at least its own length
    actions.set_rule(family="peer", every=9, **role | {"starts_on": alone.today + timedelta(days=1)})
    assert fact(alone, alone.today + timedelta(days=1)).due_on == alone.today + timedelta(days=43)


def test_a_group_session_counts_for_those_who_came(world, pair):
    group = world.row("supervision.GroupSession/group")
    actions.set_rule(by=make.system(), stream=group.stream, every=1, unit="months", starts_on=date(2026, 1, 1))
    (stands,) = due.facts(streams=[group.stream_id], people=[pair.person.pk])
    assert stands.last_on == group.held_on
    actions.withdraw_group(group, by=pair.supervisor)
    (stands,) = due.facts(streams=[group.stream_id], people=[pair.person.pk])
    assert stands.last_on is None


def test_a_past_month_reads_as_it_was_read_whatever_is_logged_or_corrected_since(alone):
    month = alone.today.replace(day=1) - timedelta(days=1)
    known = timezone.now()
    before = fact(alone, month, known_at=known)
    held_on = month - timedelta(days=3)
    actions.log(by=alone.supervisor, person=alone.person, stream=alone.stream, held_on=held_on)
    make.away(alone.person, "leave", starts_on=month - timedelta(days=30), ends_on=month)
    rule = SupervisionRule.objects.get(stream=alone.stream)
    actions.end_rule(rule, by=make.system(), ends_on=alone.today)
    assert fact(alone, month, known_at=known) == before
    now = fact(alone, month)
    assert (now.last_on, now.state) == (held_on, "paused")


def test_the_facts_cost_the_same_for_one_worker_and_for_many(world, pair):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            due.facts()
        return len(seen)

    before = cost()
    for _n in range(5):
        person = make.person(world.row("people.Unit/organisation"))
        make.peer(person)
        make.placement(person, world.row("placements.Post/peer"), wte="0.1")
        make.supervised(person, pair.supervisor, pair.stream, despite="Many")
    assert cost() == before <= 12


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.lists(st.integers(0, 250), max_size=4),
    away=st.lists(st.tuples(st.integers(1, 100), st.integers(0, 40)), max_size=2),
    changed=st.integers(10, 240),
    handed_over=st.integers(10, 240),
    ago=st.integers(0, 250),
)
def test_what_the_tables_say_is_what_the_calendar_says(alone, world, held, away, changed, handed_over, ago):
    """Sessions, leave, another interval and another supervisor, written through the verbs, asked for any past day."""
    from django.db import transaction

    with transaction.atomic():
        by, day = make.system(), lambda n: alone.today - timedelta(days=n)
        for n in held:
            actions.log(by=alone.supervisor, person=alone.person, stream=alone.stream, held_on=day(n))
        spans, last = [], day(260)
        for gap, length in away:
            first = last + timedelta(days=gap)
            last = first + timedelta(days=length)
            make.away(alone.person, "leave", starts_on=first, ends_on=last)
            spans.append((first, last))
            last += timedelta(days=1)
        actions.set_rule(by=by, stream=alone.stream, every=1, unit="months", starts_on=day(changed), tolerance_days=3)
        link = world.row("placements.SupervisorLink/worker")
        placements.end_supervisor(link, by=by, ends_on=day(handed_over))
        make.supervised(alone.person, world.cast.senior, alone.stream, starts_on=day(handed_over - 1))
        asked = day(ago)
        stands = fact(alone, asked)
        listed = [
            pace.Rule(date(2020, 1, 1), day(changed + 1), pace.Pace(4)),
            pace.Rule(day(changed), None, pace.Pace(1, "months"), tolerance=3),
        ]
        before = [day(n) for n in held if day(n) <= asked]
        began = alone.today - make.LONG_AGO
        expected = pace.due(listed, began, max(before, default=None), spans, asked)
        transaction.set_rollback(True)
    assert stands.late == expected.late
    assert stands.due_on == expected.on
    assert (stands.state == "overdue", stands.state == "paused") == (expected.overdue, expected.paused)


# Words and figures ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ago", "words", "kind"),
    [
        (10, "Up to date", ""), (22, "Due this week", "due"), (27, "Due tomorrow", "due"), (28, "Due now", "due"),
        (30, "Overdue by 2 days", "over"), (36, "Overdue by 1 week", "over"), (43, "Overdue by 2 weeks", "over"),
    ],
)  # fmt: skip
def test_how_it_stands_is_said_in_words(alone, ago, words, kind):
    alone.log(ago)
    assert queries.stands(fact(alone)) == (words, kind)


def test_a_month_is_fixed_once_and_directors_read_it_through_the_release_rules(world, alone, cast):
    MonthFigure.objects.all().delete()
    assert actions.freeze(alone.today) > 0
    assert actions.freeze(alone.today) == 0
    unit = world.row("people.Unit/organisation")
    row = MonthFigure.objects.get(unit=unit, stream=alone.stream)
    assert row.people == row.in_date + row.paused + sum(row.late.get(s, 0) for s in due.LATE[1:4])
    page = world.client("director").get("/supervision/figures/").content.decode()
    assert "[c]" in page and str(alone.person) not in page
    MonthFigure.objects.filter(pk=row.pk).update(
        people=63, in_date=41, paused=2, late={"on_time": 41, "up_to_1_week": 9, "up_to_4_weeks": 8, "over_4_weeks": 3}
    )
    row.refresh_from_db()
    line = figures.line(row, release.rules())
    assert (line["people"], line["share"]) == ("60", "67%")
    assert [value for _words, value in line["steps"]] in ([], ["40", "10", "10", "[c]"])


def test_compliance_holds_dates_and_no_content(world, alone):
    alone.log(3, gone_well="zqcontent", send=True)
    for member in ("team_lead", "hr", "lived_experience_lead"):
        page = world.client(member).get("/supervision/in-date/").content.decode()
        assert str(alone.person) in page and "zqcontent" not in page
    answer = world.client("hr").get("/api/v1/supervision-in-date/", {"on": str(alone.today)}).json()
    assert {"person", "stream", "state", "required", "last_on", "due_on", "late"} == set(answer[0])
    assert rows.RECORD["minutes"] == 60


def test_a_group_session_too_short_counts_for_nobody(world, pair):
    group = world.row("supervision.GroupSession/group")
    actions.set_rule(by=make.system(), stream=group.stream, every=4, least_minutes=60, starts_on=date(2020, 1, 1))
    assert group.counts
    actions.edit_group(group, by=pair.supervisor, minutes=30)
    stands = due.facts(streams=[group.stream_id], people=[pair.person.pk])
    assert [fact.last_on for fact in stands] == [None]
    group.refresh_from_db()
    actions.edit_group(group, by=pair.supervisor, minutes=60)
    assert [f.last_on for f in due.facts(streams=[group.stream_id], people=[pair.person.pk])] == [group.held_on]


def test_months_missed_while_nothing_ran_are_fixed_later(world, pair):
    MonthFigure.objects.all().delete()
    today = make.today().replace(day=3)
    assert actions.freeze(today)
    later = (today + timedelta(days=95)).replace(day=3)
    actions.freeze(later)
    months = sorted(set(MonthFigure.objects.values_list("month", flat=True)))
    assert len(months) == (later.year - today.year) * 12 + later.month - today.month + 1


def test_a_fixed_month_keeps_the_thresholds_it_was_fixed_with(world, cast):
    row = world.row("supervision.MonthFigure/organisation")
    root = row.unit
    MonthFigure.objects.filter(pk=row.pk).update(
        people=48, paused=1, in_date=37, late={"on_time": 37, "up_to_1_week": 10, "paused": 1}, thresholds=[7, 5, 5]
    )

    def people():
        return figures.released(cast.director, root, row.month)["lines"][0]["people"]

    assert people() == "45"
    Settings.objects.update_or_create(organisation=root, defaults={"round_to": 20, "hide_up_to": 29})
    assert people() == "45"
    MonthFigure.objects.filter(pk=row.pk).update(thresholds=[])  # from before they were fixed: today's
    assert people() == "40"
