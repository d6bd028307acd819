"""No start date before the checks allow it, by any path; a start is done once, by whomever and however often asked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.people import actions as people
from peerwork.people.models import PersonMatch, StartingNeed, Worker
from peerwork.placements import actions as placements
from peerwork.placements.models import Placement
from peerwork.recruitment.before.models import Support
from peerwork.recruitment.starting import actions
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.checks.models import Check
from peerwork.recruitment.starting.models import Starter
from peerwork.recruitment.starting.onboarding import actions as onboarding
from tests import make
from tests.recruitment import recipes as recruiting
from tests.recruitment.starting import world as rows


def all_done(starter: Starter) -> Starter:
    for task in starter.tasks.filter(before=True, status="open"):
        onboarding.do_task(task, by=make.system())
    return Starter.objects.get(pk=starter.pk)


def test_from_an_offer_to_the_first_day(trust):
    starter = trust.to("offered")
    assert starter.person.given_name in starter.letter and "{{" not in starter.letter
    starter = actions.accept(starter, by=starter.person.user)
    assert {check.kind for check in starter.checks.all()} == set(Check.NHS)
    with pytest.raises(Conflict):
        actions.clear(starter, by=trust.second)
    trust.settle_all(starter, by=trust.hr)
    with pytest.raises(Conflict, match="second person"):
        actions.clear(starter, by=trust.hr)
    starter = actions.set_date(actions.clear(starter, by=trust.second), by=trust.hr, starts_on=trust.today)
    assert starter.tasks.get(title="Team welcome").due_on == trust.today - timedelta(days=3)
    with pytest.raises(Conflict, match="Badge"):
        actions.start(starter, by=trust.hr)
    starter = actions.start(all_done(starter), by=trust.hr)
    assert (starter.status, starter.placement.status, starter.placement.starts_on) == (
        "started",
        "started",
        trust.today,
    )


def test_no_path_sets_a_date_before_the_checks(trust, world):
    """Page, API, action, import: every one is refused, and leaves nothing behind."""
    starter = trust.to("accepted")
    person, post, by = starter.person, trust.post, make.system()
    page, api = reverse("starting:set_date", args=[starter.pk]), f"/api/v1/starters/{starter.pk}/set_date/"
    client = world.client("hr")
    day = {"starts_on_day": "1", "starts_on_month": "2", "starts_on_year": "2027"}
    assert client.post(page, day).status_code == 409
    assert client.post(api, {"starts_on": "2027-02-01"}, content_type="application/json").status_code == 409
    with pytest.raises(Conflict):
        actions.set_date(starter, by=trust.hr, starts_on=trust.today)
    with pytest.raises(NotAllowed):
        actions.edit_starter(starter, by=trust.hr, starts_on=trust.today)
    placing = {"person": person, "post": post, "wte": "0.5", "starts_on": trust.today, "despite": "Quickly"}
    for user in (trust.hr, by):
        with pytest.raises(Conflict, match="getting ready to start"):
            placements.propose_placement(by=user, **placing)
    answer = client.post(
        "/api/v1/placements/propose/",
        {
            "person": person.pk,
            "post": post.pk,
            "team": post.team_id,
            "employer": trust.root.pk,
            "host": trust.root.pk,
            "wte": "0.5",
            "contract": "permanent",
            "starts_on": str(trust.today),
            "despite": "Quickly",
        },
        content_type="application/json",
    )
    assert answer.status_code == 409, answer.content
    # The staff system sends a person it knows by another number: the name and the post give them away.
    sent = make.person(person.organisation, given_name=person.given_name, family_name=person.family_name)
    with pytest.raises(Conflict):
        placements.propose_placement(by=by, **placing | {"person": sent})
    assert not Placement.objects.filter(person__in=[person, sent]).exists()
    # And the database itself refuses one.
    with pytest.raises(IntegrityError), transaction.atomic():
        Starter.objects.filter(pk=starter.pk).update(starts_on=trust.today)


def test_somebody_new_starts_only_through_an_offer(trust):
    """Unless the organisation says that it is still bringing in people who worked there before."""
    person = make.person(trust.root)
    row = make.placement(person, trust.post, "proposed")
    actions.set_rules(by=trust.hr, organisation=trust.root, offers_first=True)
    with pytest.raises(Conflict, match="Make them an offer"):
        placements.agree_placement(row, by=trust.hr)
    worked = make.person(trust.root)
    make.placement(worked, trust.post, "ended", ends_on=trust.today - timedelta(days=3))
    again = make.placement(worked, trust.post, "proposed", starts_on=trust.today)
    assert placements.agree_placement(again, by=trust.hr).status == "agreed"


def test_a_check_that_is_open_again_takes_the_date_away(trust):
    starter = trust.to("dated")
    check = trust.check(starter, "identity")
    checking.raise_concern(check, by=trust.hr)
    starter.refresh_from_db()
    assert (starter.status, starter.starts_on, starter.cleared_on) == ("accepted", None, None)


def test_a_check_that_runs_out_before_the_day_stands_in_the_way(trust):
    starter = trust.to("accepted")
    rows.settle_all(starter, by=trust.hr, leave=("right_to_work",))
    check = checking.receive_check(trust.check(starter, "right_to_work"), by=trust.hr)
    checking.pass_check(check, by=trust.hr, expires_on=trust.today + timedelta(days=5))
    starter = actions.clear(Starter.objects.get(pk=starter.pk), by=trust.second)
    with pytest.raises(Conflict, match="Right to work"):
        actions.set_date(starter, by=trust.hr, starts_on=trust.today + timedelta(days=6))
    assert actions.set_date(starter, by=trust.hr, starts_on=trust.today + timedelta(days=4)).status == "dated"


def test_a_team_that_is_not_ready_is_the_leads_overdue_task_unless_it_is_a_gate(trust, world):
    make.ready(trust.post.team, answer="not_yet", reason="Nobody trained")
    make.placements.edit_post(trust.post, by=make.system(), lived_experience_essential=True)
    trust.post.refresh_from_db()
    starter = trust.to("cleared", line_manager=world.cast.team_lead)
    task = starter.tasks.get(topic="readiness")
    assert task.owner == world.cast.team_lead and task.due_on < trust.today
    assert actions.set_date(starter, by=trust.hr, starts_on=trust.today).status == "dated"
    actions.set_rules(by=trust.hr, organisation=trust.root, ready_team_first=True)
    other = trust.to("cleared")
    with pytest.raises(Conflict, match="not ready"):
        actions.set_date(other, by=trust.hr, starts_on=trust.today)
    make.ready(trust.post.team)
    assert onboarding.team_is_ready([trust.post.team_id]) == 2


def test_a_start_pressed_twice_by_two_people_is_done_once(trust):
    make.placements.edit_post(trust.post, by=make.system(), lived_experience_essential=True)
    trust.post.refresh_from_db()
    starter = all_done(trust.to("dated"))
    with pytest.raises(Invalid, match="another look"):
        actions.start(starter, by=trust.hr)  # a supervisor is missing: going on needs a reason
    assert not Placement.objects.filter(person=starter.person).exists()
    assert not Worker.objects.filter(person=starter.person).exists()
    first = actions.start(starter, by=trust.hr, despite="Named next week")
    second = actions.start(starter, by=trust.second, despite="Named next week")
    assert first.placement_id == second.placement_id
    assert Placement.objects.filter(person=starter.person).count() == 1
    assert Worker.objects.filter(person=starter.person).count() == 1


def test_what_the_staff_system_sent_is_taken_up_and_not_doubled(trust):
    starter = all_done(trust.to("dated"))
    values = {"person": starter.person, "post": starter.post, "wte": starter.wte, "starts_on": trust.today}
    row = placements.propose_placement(by=make.system(), **values)
    row = placements.start_placement(placements.agree_placement(row, by=make.system()), by=make.system())
    assert actions.start(starter, by=trust.hr).placement == row


def test_an_existing_person_is_matched_before_they_start(trust):
    known = rows.newcomer(trust.root)
    twin = make.person(trust.root)
    twin.work_email = known.home_email
    make.keep(twin, "edit", by=make.system())
    starter = trust.to("offered", person=known)
    match = PersonMatch.objects.get(duplicate=known)
    starter = actions.accept(starter, by=known.user)
    trust.settle_all(starter, by=trust.hr)
    starter = actions.clear(Starter.objects.get(pk=starter.pk), by=trust.second)
    starter = all_done(actions.set_date(starter, by=trust.hr, starts_on=trust.today))
    with pytest.raises(Conflict, match="duplicate"):
        actions.start(starter, by=trust.hr)
    people.merge(match, by=trust.hr)
    starter = actions.start(Starter.objects.get(pk=starter.pk), by=trust.hr)
    assert starter.placement.person == twin and starter.checks.count() == 6


def test_only_what_was_agreed_is_carried_over(trust):
    starter = trust.to("accepted")
    mine = starter.person.user
    actions.give_consent(by=mine, starter=starter, kind="needs", words="A quiet room")
    health = checking.ask_health(by=trust.hr, employment_check=trust.check(starter, "work_health"))
    checking.give_health(health, by=trust.hr, outcome="adjustments")
    taken = actions.give_consent(by=mine, starter=starter, kind="programme", words="A course")
    actions.take_back_consent(taken, by=mine)
    trust.settle_all(starter, by=trust.hr)
    starter = actions.clear(Starter.objects.get(pk=starter.pk), by=trust.second)
    starter = all_done(actions.set_date(starter, by=trust.hr, starts_on=trust.today))
    actions.start(starter, by=trust.hr)
    needs = StartingNeed.objects.filter(person=starter.person)
    assert [(need.kind, need.words) for need in needs] == [("needs", "A quiet room")]


def test_an_offer_ends_with_the_application_it_belongs_to(trust):
    """Nobody is offered what the decision did not choose."""
    draft = trust.world.row("recruitment.Application/sent")
    with pytest.raises(Conflict):
        actions.offer(by=trust.hr, template=trust.template, application=draft, post=trust.post, wte=1)


def test_with_an_offer_comes_a_benefits_check_before_they_answer(trust, world):
    application = recruiting.offered(world)
    Support.objects.filter(application=application).delete()
    starter = actions.offer(by=trust.hr, template=trust.template, application=application, post=trust.post, wte=1)
    help_offered = Support.objects.get(application=application, kind="benefits")
    assert (help_offered.status, help_offered.offered_by) == ("offered", make.system())
    page = world.client(None)
    page.force_login(starter.person.user)
    assert "notional earnings" in page.get(reverse("starting:mine", args=[starter.pk])).content.decode()
