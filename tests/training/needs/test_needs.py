"""Rules say who needs what; the matrix is read from what is stored; reminders go once; trained is a dated fact."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peerwork.kit.errors import NotAllowed
from peerwork.kit.models import Message
from peerwork.placements.models import Qualified
from peerwork.placements.queries import TRAINED, appropriately_trained
from peerwork.training.needs import actions, figures, queries
from peerwork.training.needs.models import Completion, Standing
from tests import make
from tests.training.needs import world as rows

A_DAY = timedelta(days=1)


@pytest.fixture
def place(db):
    """An organisation with one team, a lead, and a peer worker in post for 300 days."""
    organisation = make.organisation()
    team = make.team(organisation)
    person = make.person(organisation, make.account("Pia", organisation))
    make.placement(person, make.post(team))
    lead = make.holder("training_lead", organisation)
    return organisation, team, person, lead


def standing(person, course) -> Standing | None:
    return Standing.objects.filter(person=person, course=course).first()


def test_due_counts_from_the_start_and_renewal_from_the_last_time(place):
    organisation, _team, person, lead = place
    fire = rows.course(organisation)
    rows.rule(fire)
    row = standing(person, fire)
    started = make.today() - make.LONG_AGO
    assert (row.needed_from, row.due_on) == (started, started + timedelta(days=90))
    assert queries.state_of(row, make.today()) == "late"
    day = make.today() - timedelta(days=30)
    actions.note_completion(by=lead, person=person, course=fire, done_on=day)
    row = standing(person, fire)
    assert (row.done_on, row.valid_until) == (day, day.replace(year=day.year + 1))
    assert queries.state_of(row, make.today()) == "done"


def test_rules_are_for_a_role_a_team_a_band_or_those_who_supervise(place):
    organisation, team, person, _lead = place
    elsewhere = make.team(organisation)
    nurse = make.person(organisation, make.account("Nurse", organisation))
    make.placement(nurse, make.post(elsewhere, family="nursing", band="6"))
    make.supervised(person, nurse.user, make.stream(organisation))
    wanted = {
        "peers": {"family": "peer"}, "here": {"unit": team}, "six": {"band": "6"}, "supervise": {"stage": "supervises"},
    }  # fmt: skip
    courses = {name: rows.course(organisation, name, name=name) for name in wanted}
    for name, values in wanted.items():
        rows.rule(courses[name], **values)
    needs = lambda who: {row.course.code for row in Standing.objects.filter(person=who).select_related("course")}
    assert needs(person) == {"peers", "here"}
    assert needs(nurse) == {"six", "supervise"}


def test_before_the_first_day_means_by_the_first_day(place):
    organisation, team, _person, _lead = place
    starter = make.person(organisation)
    starts = make.today() + timedelta(days=20)
    make.placement(starter, make.post(team), "agreed", starts_on=starts)
    fire = rows.course(organisation)
    rows.rule(fire, stage="before")
    assert standing(starter, fire).due_on == starts


def test_a_rule_that_ends_asks_nothing_more_and_an_exemption_rests_it(place):
    organisation, _team, person, lead = place
    fire = rows.course(organisation)
    rule = rows.rule(fire)
    free = actions.exempt(by=lead, person=person, course=fire, why="elsewhere", ends_on=make.today() + 5 * A_DAY)
    row = standing(person, fire)
    assert queries.state_of(row, make.today()) == "exempt" and row.next_on == free.ends_on
    actions.end_rule(rule, by=lead, ends_on=make.today() - A_DAY)
    assert standing(person, fire) is None


def test_nobody_notes_or_exempts_for_themselves(place):
    organisation, team, _person, lead = place
    mine = make.person(organisation, lead)
    make.placement(mine, make.post(team))
    fire = rows.course(organisation)
    for act in (
        lambda: actions.note_completion(by=lead, person=mine, course=fire),
        lambda: actions.exempt(by=lead, person=mine, course=fire, why="elsewhere"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_unconfirmed_rule_is_shown_and_reminds_and_counts_for_nothing(place):
    organisation, _team, person, lead = place
    core = rows.course(organisation, "core", kind="core")
    rule = rows.rule(core, counts=True, every_months=None, confirmed=False, within_days=330)
    actions.note_completion(by=lead, person=person, course=core)
    assert not standing(person, core).confirmed
    assert not Qualified.objects.filter(person=person).exists()
    actions.confirm_rule(rule, by=lead)
    assert Qualified.objects.get(person=person).starts_on == make.today()


# Appropriately trained ------------------------------------------------------------------------------------------------
def test_appropriately_trained_is_written_down_and_reproducible_for_any_past_month(place):
    organisation, _team, person, lead = place
    core = rows.course(organisation, "core", kind="core")
    rows.rule(core, counts=True, family="peer", every_months=6)
    first = make.today() - timedelta(days=290)
    done = actions.note_completion(by=lead, person=person, course=core, done_on=first)
    fact = Qualified.objects.get(person=person)
    assert fact.requirement == f"{TRAINED} (peer)"
    holds = fact.ends_on
    assert person.pk in set(appropriately_trained(holds).values_list("person", flat=True))
    assert person.pk not in set(appropriately_trained(holds + A_DAY).values_list("person", flat=True))
    known = Qualified.history.latest("history_date").history_date
    # A renewal in time leaves one stretch; late, it begins another.
    actions.note_completion(by=lead, person=person, course=core, done_on=holds + 10 * A_DAY)
    found = list(Qualified.objects.filter(person=person, cancelled_on=None).order_by("starts_on"))
    assert [row.starts_on for row in found] == [first, holds + 10 * A_DAY]
    # What was noted by mistake is taken back for past months too, and what was known before still can be told.
    actions.withdraw_completion(done, by=lead)
    assert person.pk not in set(appropriately_trained(holds).values_list("person", flat=True))
    assert person.pk in set(appropriately_trained(holds, known_at=known).values_list("person", flat=True))
    assert actions.refresh(organisation) == 0, "the same again changes something"


def test_facts_noted_by_people_are_left_alone(place):
    organisation, _team, person, _lead = place
    make.qualified(person)
    core = rows.course(organisation, "core", kind="core")
    rows.rule(core, counts=True)
    assert Qualified.objects.get(person=person).requirement == "Safeguarding"


# Reminders ------------------------------------------------------------------------------------------------------------
def test_what_falls_due_is_told_once_in_the_quarter_and_once_in_the_last_week(place):
    organisation, _team, person, lead = place
    fire = rows.course(organisation)
    rows.rule(fire, every_months=12)
    done = actions.note_completion(by=lead, person=person, course=fire, done_on=make.today() - timedelta(days=300))
    due = standing(person, fire).next_on
    said = lambda: list(Message.objects.filter(template="training/due").values_list("rule", "on").order_by("pk"))
    for day in range(100):  # a hundred mornings in a row
        today = make.today() + timedelta(days=day)
        if today <= due:
            actions.remind(organisation, today=today)
    assert said() == [("training.quarter", due), ("training.week", due)]
    message = Message.objects.filter(template="training/due").first()
    assert message.to == person.user and message.context["url"].startswith("/training/needs/mine/")
    assert done.pk


def test_nobody_is_reminded_of_what_is_booked_exempt_or_while_away(place):
    organisation, _team, person, lead = place
    fire = rows.course(organisation)
    rows.rule(fire, within_days=330)
    make.away(person)
    assert actions.remind(organisation) == 0
    person.away.update(starts_on=make.today() - 9 * A_DAY, ends_on=make.today() - A_DAY)
    Standing.objects.filter(person=person).update(booked_on=make.today() + A_DAY)
    assert actions.remind(organisation) == 0
    Standing.objects.filter(person=person).update(booked_on=None)
    assert actions.remind(organisation) == 1
    assert actions.remind(organisation) == 0
    assert lead.pk


# Reading --------------------------------------------------------------------------------------------------------------
def test_the_matrix_costs_the_same_for_five_people_and_for_forty(place):
    organisation, team, person, lead = place
    for number in range(4):
        rows.rule(rows.course(organisation, f"course-{number}", name=f"Course {number}"))
    people = [person]
    for _n in range(40):
        someone = make.person(organisation)
        make.placement(someone, make.post(team))
        people.append(someone)
    actions.refresh(organisation)

    def cost(some) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = queries.matrix(lead, some)
        assert len(found.rows) == len(some) and all(len(cells) == 4 for _p, _t, cells in found.rows)
        return len(captured)

    assert cost(people[:5]) == cost(people) <= 9
    counts = queries.counts_by_state(lead)
    assert sum(counts.values()) == 41 * 4 and counts["late"] == 41 * 4


def test_counts_in_the_database_are_those_of_each_line(world):
    lead = world.cast.training_lead
    today = make.today()
    by_line = {}
    for row in Standing.objects.filter(course__organisation=world.row("people.Unit/organisation")):
        state = queries.state_of(row, today)
        by_line[state] = by_line.get(state, 0) + 1
    counts = queries.counts_by_state(lead)
    assert {name: count for name, count in counts.items() if count} == by_line


def test_a_lead_sees_who_is_due_and_a_colleague_does_not(world):
    address = reverse("training:needs_due")
    page = world.client("team_lead").get(address).content.decode()
    assert "Was due by" in page
    assert world.client("worker").get(address).status_code == 403
    assert "Fire safety" in world.client("worker").get(reverse("training:needs_mine")).content.decode()


def test_a_director_sees_recovery_training_only_as_released_figures(world):
    organisation = world.row("people.Unit/organisation")
    exact = figures.coverage(world.cast.training_lead, organisation)
    assert exact["whole"]["people"] == sum(row["people"] for row in exact["rows"]) < 8
    told = figures.coverage(world.cast.director, organisation)
    assert told["rows"] == [] and told["whole"]["people"] == "[c]"
    assert told["on"].month != make.today().month


def test_out_goes_a_row_for_each_completion_with_the_staff_number_and_a_line_of_who_took_it(world):
    client, trust = world.client("training_lead"), world.row("people.Unit/organisation")
    said = client.post(reverse("training:needs_take"), {"organisation": trust.pk, "reason": "Load into ESR"})
    text = b"".join(said.streaming_content).decode("utf-8-sig")
    head, *lines = text.splitlines()
    assert head == "Employee Number,Competence Name,Date From,Date To"
    done = world.row("training.Completion/worker")
    number = world.row("people.Identifier/worker").value
    until = Standing.objects.get(person=done.person, course=done.course).valid_until
    assert f"{number},Fire safety,{done.done_on},{until}" in lines
    assert client.post(reverse("training:needs_take"), {"organisation": trust.pk}).status_code == 400
    assert Completion.objects.count() >= 1
