"""Scoring alone, the reveal, the decision: who sees what when, and that nothing is passed over without a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Message
from peerwork.recruitment.models import Application, Override
from peerwork.recruitment.panels import actions, jobs, queries
from peerwork.recruitment.panels.models import Panel
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.panels.scoring.models import Decision, Score, ScoreSheet
from peerwork.recruitment.panels.scoring.policy import decisions, scores
from peerwork.recruitment.policy import answers, applications, contacts
from tests.recruitment.panels import make as panels

GOOD, FAIR = [[5, 5, 3, 3], [3, 3, 5, 5]], [[4, 4, 4, 4], [3, 3, 3, 3]]


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_a_panel_from_set_up_to_decision(found, world):
    hr = world.cast.hr
    panel = panels.all_scored(found, GOOD)
    assert panel.status == "revealed"
    first, second = (again(row) for row in found.applications)
    assert first.status == second.status == "interviewed"
    _result, lines = queries.result_lines(hr, panel)
    assert [line.line.lived_average for line in lines] == [5, 3]
    assert [line.line.lived_place for line in lines] == [1, 2]
    assert [line.line.staff_place for line in lines] == [2, 1]
    offered = scoring.send_decision(panels.decided(panel, first, by=hr), by=hr)
    assert (offered.status, offered.passes_over) == ("told", False)
    assert again(first).status == "offered"
    scoring.send_decision(panels.decided(panel, second, "not_this_time", by=hr), by=hr)
    assert (again(panel).status, again(second).status) == ("closed", "not_this_time")
    until = {seat.access_until for seat in again(panel).seats.all()}
    assert until == {timezone.localdate() + timedelta(days=14)}


def test_passing_over_the_service_users_choice_needs_a_reason_that_is_counted(found, world):
    panel = panels.all_scored(found, GOOD)
    with pytest.raises(Invalid) as refusal:
        panels.decided(panel, found.applications[1], by=world.cast.hr)
    assert "reason" in refusal.value.fields
    reason = "The post needs a driving licence, which only this person holds"
    decision = panels.decided(panel, found.applications[1], by=world.cast.hr, reason=reason)
    assert decision.passes_over and decision.service_users_place == 2
    counted = Override.objects.get(vacancy=found.vacancy, rule="passed_over")
    assert counted.application_number == found.applications[1].number


def test_nobody_sees_anothers_score_before_all_are_in(found, world):
    application = found.applications[0]
    panels.scored(found.seats[0], application, 4, 4)
    row = Score.objects.filter(sheet__seat=found.seats[0])
    for user in (world.cast.hr, world.cast.panel_coordinator, found.seats[1].panellist.user, world.cast.director):
        assert not scores.visible(user, row).exists()
        assert queries.result_lines(user, found.panel)[1] == []
    assert scores.visible(found.seats[0].panellist.user, row).count() == 2


def test_scores_are_sent_once_and_complete(found):
    seat, application = found.seats[0], found.applications[0]
    own = panels.scored(seat, application, 4, 4, send=False)
    sent = scoring.submit_sheet(own, by=seat.panellist.user)
    with pytest.raises(Conflict):
        scoring.save_score(sent, by=seat.panellist.user, question=seat.panel.questions.first(), value=5)
    with pytest.raises(Conflict):
        scoring.submit_sheet(sent, by=seat.panellist.user)
    other = panels.sheet(seat, found.applications[1])
    panels.declared(seat, found.applications[1])
    with pytest.raises(Invalid):
        scoring.submit_sheet(other, by=seat.panellist.user)


@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_score_out_of_range_is_refused_in_words(found, value):
    seat, application = found.seats[0], found.applications[0]
    panels.declared(seat, application)
    with pytest.raises(Invalid) as refusal:
        scoring.save_score(
            panels.sheet(seat, application), by=seat.panellist.user, question=seat.panel.questions.first(), value=value
        )
    assert refusal.value.fields["value"] == ["Choose a score from 1 to 5."]


def test_a_member_who_knows_an_applicant_cannot_score_them(found):
    seat, application = found.seats[0], found.applications[0]
    question = seat.panel.questions.first()
    own = panels.sheet(seat, application)
    with pytest.raises(Conflict, match="Say first"):
        scoring.save_score(own, by=seat.panellist.user, question=question, value=3)
    panels.declared(seat, application, "conflict")
    assert (again(own).status, again(own).reason) == ("excused", "Knows this applicant")
    with pytest.raises(Conflict):
        scoring.save_score(own, by=seat.panellist.user, question=question, value=3)


def test_late_scorers_are_excused_by_themselves_and_it_shows(found, world):
    for seat in found.seats[:3]:
        for application in found.applications:
            panels.scored(seat, application, 4, 4)
    own = panels.scored(found.seats[3], found.applications[0], 2, 2, send=False)
    with pytest.raises(Conflict):
        scoring.reveal(again(found.panel), by=world.cast.hr)
    Panel.objects.filter(pk=found.panel.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Conflict, match="time to send"):
        scoring.save_score(again(own), by=own.seat.panellist.user, question=found.panel.questions.first(), value=5)
    assert scoring.reveal_due() == 1 and scoring.reveal_due() == 0
    assert again(own).status == "late" and again(found.panel).status == "revealed"
    _result, lines = queries.result_lines(world.cast.hr, again(found.panel))
    assert {line.line.members for line in lines} == {3}
    with pytest.raises(Conflict):
        scoring.submit_sheet(again(own), by=own.seat.panellist.user)


def test_a_change_after_the_reveal_is_a_new_entry_with_a_reason(found, world):
    panel = panels.all_scored(found, [[5, 5, 5, 1], [3, 3, 3, 3]])
    seat, application = found.seats[3], found.applications[0]
    before = queries.result_lines(world.cast.hr, panel)[0].line(application.pk)
    assert before.apart == 2
    score = Score.objects.filter(sheet__seat=seat, sheet__application=application).first()
    with pytest.raises(NotAllowed):
        scoring.moderate(by=world.cast.hr, score=score, value=4, reason="I would like it higher")
    with pytest.raises(NotAllowed):
        scoring.moderate(by=found.seats[0].panellist.user, score=score, value=4, reason="It is not mine to change")
    scoring.moderate(by=seat.panellist.user, score=score, value=4, reason="I had not heard the second answer")
    assert again(score).value == 1
    after = queries.result_lines(world.cast.hr, panel)[0].line(application.pk)
    assert after.staff > before.staff and after.apart == 1


def test_a_seat_closes_what_its_holder_may_otherwise_see_until_the_decision(found, world):
    hr, team = world.cast.hr_worker, world.row("people.Unit/team")
    application = found.applications[0]
    assert "statement" in applications.readable(applications.find(hr, pk=application.pk))
    panels.sits(found.panel, panels.member(team.organisation, hr, "staff", by=world.cast.hr), by=world.cast.hr)
    seen = applications.find(hr, pk=application.pk)
    assert applications.readable(seen) == {"vacancy", "number"}
    assert not answers.visible(hr).filter(application=application).exists()
    assert "email" not in contacts.readable(contacts.find(hr, application=application))
    panel = Panel.objects.get(pk=found.panel.pk)
    Panel.objects.filter(pk=panel.pk).update(status="closed")
    assert "statement" in applications.readable(applications.find(hr, pk=application.pk))


def test_the_full_name_is_shown_once_and_then_the_first_name(found):
    seat, application = found.seats[0], found.applications[0]
    user = seat.panellist.user
    before = contacts.readable(contacts.find(user, application=application))
    assert before == {"given_name", "family_name", "known_as"}
    panels.declared(seat, application)
    assert contacts.readable(contacts.find(user, application=application)) == {"given_name", "known_as"}


def test_a_panel_that_breaks_a_rule_cannot_decide_before_a_counted_override(found, world):
    hr = world.cast.hr
    panel = panels.all_scored(found, FAIR)
    with pytest.raises(Conflict):  # a member cannot leave once the scores are in
        actions.step_down(found.seats[0], by=hr)
    actions.edit_rules(world.row("recruitment.PanelRule/rules"), by=hr, trained_only=True)
    type(found.seats[0].panellist).objects.filter(pk=found.seats[0].panellist_id).update(trained_on=None)
    with pytest.raises(Conflict, match="does not keep a rule"):
        panels.decided(panel, found.applications[0], by=hr)
    with pytest.raises(Invalid):
        actions.override_rules(again(panel), by=hr, override_reason="short")
    panel = actions.override_rules(again(panel), by=hr, override_reason="The training is booked for next week")
    assert panel.overridden == ["trained_only"]
    assert panels.decided(panel, found.applications[0], by=hr).status == "decided"
    assert Override.objects.filter(vacancy=found.vacancy, rule="panel").count() == 1


def test_a_reserve_list_ends_by_itself(found, world):
    hr = world.cast.hr
    panel = panels.all_scored(found, FAIR)
    first, second = found.applications
    scoring.send_decision(panels.decided(panel, first, by=hr), by=hr)
    waiting = scoring.send_decision(panels.decided(panel, second, "reserve", by=hr), by=hr)
    assert again(second).status == "reserve"
    assert scoring.expire_reserves(waiting.reserve_until) == 0
    assert scoring.expire_reserves(waiting.reserve_until + timedelta(days=1)) == 1
    assert again(second).status == "not_this_time"
    with pytest.raises(Conflict):
        scoring.offer_next(again(waiting), by=hr)


def test_feedback_is_sent_once_and_not_too_short(found, world):
    hr = world.cast.hr
    panel = panels.all_scored(found, FAIR)
    decision = scoring.decide(by=hr, panel=panel, application=again(found.applications[0]), outcome="offer")
    with pytest.raises(Invalid):
        scoring.send_decision(scoring.draft_feedback(decision, by=hr, feedback="Good."), by=hr)
    assert not decisions.visible(found.applicants[0]).exists()
    told = scoring.send_decision(scoring.draft_feedback(again(decision), by=hr, feedback=panels.FEEDBACK), by=hr)
    mine = decisions.find(found.applicants[0], pk=told.pk)
    assert decisions.readable(mine) == {
        "application", "outcome", "reserve_until", "reserve_ended_on", "feedback", "told_at",
    }  # fmt: skip
    with pytest.raises(Conflict):
        scoring.send_decision(again(told), by=hr)


def test_a_paper_sheet_is_typed_in_by_a_supporter_and_confirmed_by_the_member(found, world):
    seat, application = found.seats[0], found.applications[0]
    supporter = world.cast.panel_coordinator
    given = [{"question": q.pk, "value": 4, "note": "calm"} for q in found.panel.questions.all()]
    sheet = scoring.key_sheet(panels.sheet(seat, application), by=supporter, given=given)
    assert sheet.status == "keyed"
    assert "value" not in set().union(
        *(scores.readable(row) for row in scores.visible(supporter, scores.model.objects.filter(sheet=sheet)))
    )
    with pytest.raises(NotAllowed):
        scoring.confirm_sheet(sheet, by=supporter)
    panels.declared(seat, application)
    assert scoring.confirm_sheet(sheet, by=seat.panellist.user).status == "submitted"


def test_the_reserve_steps_in_and_a_drop_out_stops_nothing(found):
    seat = found.seats[0]
    gone = actions.step_down(seat, by=seat.panellist.user, ended_because="Not well")
    assert set(gone.sheets.values_list("status", flat=True)) == {"excused"}
    actions.step_in(found.reserve, by=found.by)
    assert ScoreSheet.objects.filter(seat=found.reserve, status="open").count() == 2


def test_a_members_access_ends_by_itself(found):
    seat = found.seats[0]
    type(seat).objects.filter(pk=seat.pk).update(access_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotHere):
        scoring.save_score(
            panels.sheet(seat, found.applications[0]),
            by=seat.panellist.user,
            question=found.panel.questions.first(),
            value=3,
        )
    assert not Decision.objects.filter(application__vacancy=found.vacancy).exists()
    assert Application.objects.filter(vacancy=found.vacancy).count() == 2


def test_somebody_asked_to_sit_who_has_not_answered_is_reminded_once_after_three_days(found, world):
    asked = panels.member(world.row("people.Unit/organisation"), by=world.cast.hr)
    seat = panels.sits(found.panel, asked, by=world.cast.hr, accepts=False, reserve=True)
    mine = Message.objects.filter(to=asked.user, rule="panels.asked")
    now = timezone.now()
    assert jobs.unanswered(now + timedelta(days=2)) == 0 and not mine.exists()
    for days in (4, 5):  # the job runs every hour, for as long as they have not answered
        assert jobs.unanswered(now + timedelta(days=days)) == 1
        assert mine.get().about_id == seat.pk
    actions.decline_seat(seat, by=asked.user)
    assert jobs.unanswered(now + timedelta(days=6)) == 0
