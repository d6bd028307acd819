"""Employment checks: who signs what, what is never waived, references by link, a start with a plan."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerwork.kit import outbox
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere, Refused
from peerwork.kit.models import Message
from peerwork.recruitment.starting import actions, gate
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.checks.models import Check, Reference
from peerwork.recruitment.starting.models import Starter
from tests.recruitment.starting import world as rows

STEPS = [
    "request_check",
    "receive_check",
    "pass_check",
    "raise_concern",
    "waive_check",
    "not_need_check",
    "assure_check",
    "renew_check",
]
MORE = {
    "waive_check": {"reason": "Known"},
    "not_need_check": {"reason": "No need"},
    "assure_check": {"held": "trac", "held_by": "The service"},
}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(Check.NHS), st.sampled_from(STEPS)), max_size=18))
def test_whatever_is_done_to_checks_no_date_is_set_while_one_is_open(trust, steps):
    starter = trust.to("accepted")
    for kind, step in steps:
        with suppress(Refused):
            getattr(checking, step)(trust.check(starter, kind), by=trust.hr, **MORE.get(step, {}))
    starter = Starter.objects.get(pk=starter.pk)
    is_open = any(check.status not in ("satisfactory", "waived", "not_required") for check in starter.checks.all())
    try:
        starter = actions.clear(starter, by=trust.second)
        actions.set_date(starter, by=trust.hr, starts_on=trust.today)
    except Refused:
        assert is_open
    else:
        assert not is_open


def test_the_law_is_not_waived_and_a_waiver_says_why(trust):
    starter = trust.to("accepted")
    for kind in ("identity", "right_to_work"):
        for act in (checking.waive_check, checking.not_need_check):
            with pytest.raises(Invalid):
                act(trust.check(starter, kind), by=trust.hr, reason="In a hurry")
    with pytest.raises(Invalid):
        checking.waive_check(trust.check(starter, "references"), by=trust.hr, reason="  ")
    done = checking.waive_check(trust.check(starter, "references"), by=trust.hr, reason="Known for years")
    assert (done.decided_by, done.reason) == (trust.hr, "Known for years")


def test_nobody_signs_off_for_themselves(trust, world):
    own = rows.accepted(trust.post, by=trust.hr, template=trust.template, person=world.row("people.Person/hr_worker"))
    check = checking.receive_check(rows.check_of(own, "identity"), by=trust.hr)
    with pytest.raises(NotAllowed):
        checking.pass_check(check, by=trust.second)  # `second` is that very person
    with pytest.raises(NotAllowed):
        actions.clear(own, by=trust.second)


def test_what_is_held_elsewhere_is_not_asked_for_again(trust):
    check = trust.check(trust.to("accepted"), "registration")
    with pytest.raises(Invalid):
        checking.assure_check(check, by=trust.hr, held="assurance")
    done = checking.assure_check(check, by=trust.hr, held="assurance", held_by="Harbour Lights", held_reference="7")
    assert done.status == "satisfactory"
    with pytest.raises(Conflict):
        checking.request_check(done, by=trust.hr)


def test_a_check_of_ones_own_counts_like_the_six(trust):
    starter = trust.to("accepted")
    checking.add_check(by=trust.hr, starter=starter, title="Driving licence")
    rows.settle_all(starter, by=trust.hr, leave=("own",))
    assert [str(check) for check in gate.not_settled(starter)] == ["Driving licence"]


def test_nothing_is_noted_on_the_confidential_checks(trust):
    check = trust.check(trust.to("accepted"), "criminal_record")
    with pytest.raises(Invalid):
        checking.receive_check(check, by=trust.hr, note="Two things of 1999")


# References ---------------------------------------------------------------------------------------------------------
def by_link(text: str) -> str:
    return re.search(r"/l/[\w-]+/", text)[0]


def arrive(address: str) -> Client:
    """Somebody opens their link, asks for the code and types it."""
    client = Client()
    client.post(address)
    outbox.send_due()
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    assert client.post(address, {"code": code}).status_code == 302
    return client


def test_a_referee_comes_by_a_one_use_link_and_sees_nothing_else(trust):
    starter = trust.to("accepted")
    mine = starter.person.user
    named = checking.name_referee(by=mine, starter=starter, name="Ana Reyes", email="ana@example.org", relation="Tutor")
    with pytest.raises(Invalid):
        checking.name_referee(by=mine, starter=starter, name="Me", email=starter.person.home_email, relation="I")
    Message.objects.all().delete()
    checking.ask_referee(named, by=trust.hr)
    Message.objects.update(send_after=timezone.now(), urgent=True)
    outbox.send_due()
    address = by_link(mail.outbox[-1].body)
    client = arrive(address)
    assert Client().get(address).status_code == 404  # used up
    page = reverse("starting:answer", args=[named.pk])
    assert str(starter.person) in client.get(page).content.decode()
    for other in (reverse("starting:mine", args=[starter.pk]), reverse("starting:board"), "/people/"):
        assert client.get(other).status_code == 404
    assert client.post(page, {"strengths": "", "again": ""}).status_code == 400
    answer = client.post(page, {"strengths": "Patient and kind", "again": "yes", "dates_right": "yes"})
    assert answer.status_code == 302
    assert "Thank you" in client.get(answer.url).content.decode()
    named.refresh_from_db()
    assert (named.status, named.strengths) == ("answered", "Patient and kind")
    with pytest.raises(NotHere):
        checking.answer_reference(named, by=trust.world.cast.director, strengths="No", again="no")


def test_references_are_complete_once_as_many_as_asked_for_are_taken(trust):
    starter = trust.to("accepted")
    actions.set_rules(by=trust.hr, organisation=trust.root, references=1)
    check = checking.receive_check(trust.check(starter, "references"), by=trust.hr)
    with pytest.raises(Conflict, match="0 of 1"):
        checking.pass_check(check, by=trust.hr)
    named = checking.name_referee(by=trust.hr, starter=starter, name="Ana", email="ana@example.org", relation="Tutor")
    named = checking.ask_referee(named, by=trust.hr)
    Reference.objects.filter(pk=named.pk).update(status="answered")
    checking.take_reference(Reference.objects.get(pk=named.pk), by=trust.hr)
    assert checking.pass_check(Check.objects.get(pk=check.pk), by=trust.hr).status == "satisfactory"


# A start with a plan ------------------------------------------------------------------------------------------------
def test_a_concern_is_settled_by_a_plan_that_another_named_person_signs(trust, world):
    starter = trust.to("accepted")
    rows.settle_all(starter, by=trust.hr, leave=("references",))
    check = checking.request_check(trust.check(starter, "references"), by=trust.hr)
    check = checking.raise_concern(check, by=trust.hr)
    values = {"employment_check": check, "plan": "Beside a senior for six weeks"}
    with pytest.raises(Invalid):
        checking.propose_start(by=trust.hr, decider=trust.hr, **values)
    plan = checking.propose_start(by=trust.hr, decider=world.cast.director, **values)
    for other in (trust.hr, trust.second):
        with pytest.raises(NotAllowed):
            checking.agree_start(plan, by=other)
    with pytest.raises(Conflict):
        actions.clear(Starter.objects.get(pk=starter.pk), by=trust.second)
    checking.agree_start(plan, by=world.cast.director)
    starter = actions.clear(Starter.objects.get(pk=starter.pk), by=trust.second)
    starter = actions.set_date(starter, by=trust.hr, starts_on=trust.today)
    checking.end_start(type(plan).objects.get(pk=plan.pk), by=trust.hr)
    starter.refresh_from_db()
    assert (starter.status, starter.starts_on) == ("accepted", None)


def test_no_plan_goes_round_the_right_to_work(trust, world):
    check = checking.request_check(trust.check(trust.to("accepted"), "right_to_work"), by=trust.hr)
    with pytest.raises(Conflict):
        checking.propose_start(by=trust.hr, employment_check=check, decider=world.cast.director, plan="Soon")


# Whose move ---------------------------------------------------------------------------------------------------------
def test_the_board_says_who_is_stuck_on_whose_move_since_when(trust, world):
    starter = trust.to("accepted")
    rows.settle_all(starter, by=trust.hr, leave=("right_to_work",))
    checking.request_check(trust.check(starter, "right_to_work"), by=trust.hr)
    starter.refresh_from_db()
    assert (starter.move, starter.waits_for) == ("applicant", "Right to work")
    checking.say_done(trust.check(starter, "right_to_work"), by=starter.person.user)
    starter.refresh_from_db()
    assert starter.move == "hr"
    Starter.objects.filter(pk=starter.pk).update(move_since=trust.today - timedelta(days=90))
    page = world.client("hr").get(reverse("starting:board"), {"move": "hr"}).content.decode()
    assert str(starter.person) in page and "Right to work" in page
    lead = world.client("team_lead").get(reverse("starting:board")).content.decode()
    assert str(starter.person) in lead and "Not ready yet" in lead and "Right to work" not in lead
    moves = world.client("hr").get("/api/v1/whose-move/").json()
    assert {row["move"] for row in moves} >= {"hr", "applicant"}
