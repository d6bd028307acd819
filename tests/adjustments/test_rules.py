"""Asked, answered, in place, ended: who may, what waits for nobody, and what a new manager takes on."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from peerwork.adjustments import actions, jobs
from peerwork.adjustments import around as day
from peerwork.adjustments.models import Adjustment, CarryOver, Share, Step
from peerwork.adjustments.own import actions as own
from peerwork.adjustments.own.policy import plans
from peerwork.adjustments.policy import adjustments, reasons
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Message
from peerwork.placements import actions as placements
from peerwork.placements.models import Away
from tests import make
from tests.adjustments import world as rows


def test_asking_needs_no_reason_and_the_clock_starts(around):
    row = rows.asked(around.person)
    assert (row.status, row.days_to_answer) == ("asked", 0)
    assert row.answer_by == around.today + timedelta(days=14)
    assert not hasattr(row, "reason")


def test_nobody_answers_their_own(around):
    both = around.cast.hr_worker
    person = around.world.row("people.Person/hr_worker")
    row = rows.asked(person)
    for answer in (actions.agree, actions.decline, actions.put_in_place):
        with pytest.raises(NotAllowed):
            answer(row, by=both)
    assert actions.agree(row, by=around.hr).status == "agreed"


def test_less_than_asked_needs_a_reason_and_something_else(around):
    row = rows.asked(around.person)
    with pytest.raises(Invalid) as told:
        actions.decline(row, by=around.lead, decision="No room")
    assert "alternatives" in told.value.fields
    row = actions.decline(row, by=around.lead, decision="No room", alternatives="Headphones")
    row = actions.ask_again(row, by=around.worker)
    assert (row.status, row.decided_on) == ("asked", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.filter(pk=row.pk).update(status="declined", decision="")


@pytest.mark.parametrize("who", ["worker", "lived_experience_lead"])
def test_what_was_asked_on_behalf_is_confirmed_by_the_worker_or_whom_they_named(who, around):
    row = around.world.row("adjustments.Adjustment/provisional")
    with pytest.raises((NotAllowed, NotHere)):
        actions.confirm(row, by=around.supervisor)
    row = actions.confirm(row, by=getattr(around.cast, who))
    assert (row.status, row.confirmed_by) == ("asked", getattr(around.cast, who))


def test_what_was_asked_on_behalf_stands_after_ten_days_and_not_before(around):
    row = around.world.row("adjustments.Adjustment/provisional")
    with pytest.raises(Conflict), day.as_at(around.today + timedelta(days=9)):
        actions.stand(row, by=make.system())
    with day.as_at(around.today + timedelta(days=10)):
        jobs.daily(around.today + timedelta(days=10))
    row.refresh_from_db()
    assert (row.status, row.confirmed_by) == ("asked", None)


def test_nothing_ends_without_a_review_nor_by_one_person_alone(around):
    row = around.world.row("adjustments.Adjustment/in_place")
    with pytest.raises(Conflict):
        actions.end(row, by=around.lead)
    row = actions.review(row, by=around.lead, outcome="keep")
    with pytest.raises(NotAllowed):
        actions.end(row, by=around.lead)  # whoever looked at it does not end it alone
    with pytest.raises(Conflict):
        actions.end(row, by=around.hr)  # it was found to be needed
    row = actions.review(row, by=around.lead, outcome="end")
    assert actions.end(row, by=around.hr).status == "ended"
    again = actions.review(rows.in_place(around.person, around.lead), by=around.worker, outcome="end")
    assert actions.end(again, by=around.worker).ended_on == around.today


def test_a_new_manager_takes_on_what_holds_and_reads_no_words(around):
    row, new = around.world.row("adjustments.Adjustment/in_place"), around.cast.next_team_lead
    with pytest.raises(NotHere):
        adjustments.find(new, pk=row.pk)
    placement = around.world.row("placements.Placement/worker")
    placements.change_placement(
        placement, by=around.hr, starts_on=around.today, team=around.world.row("people.Unit/next_team"), despite="Moves"
    )
    assert own.notice_new_managers(by=make.system()) >= 1
    assert own.notice_new_managers(by=make.system()) == 0
    found = CarryOver.objects.get(person=around.person, manager=new)
    assert Message.objects.filter(to=new, rule="adjustments.carried").count() == 1
    kept = adjustments.find(new, pk=row.pk)
    assert kept.status == "in_place" and "end" in adjustments.granted(kept)
    with pytest.raises(NotHere):
        reasons.find(new, pk=around.world.row("adjustments.Reason/why").pk)
    plan = plans.find(new, pk=around.world.row("adjustments.Plan/agreed").pk)
    assert not {"harder_day", "good_day"} & plans._union(plan)[0]
    assert own.accept(found, by=new).accepted_on == around.today
    with pytest.raises(NotHere):
        adjustments.find(around.lead, pk=row.pk)  # the earlier manager no longer manages


def test_a_line_supervisor_answers_and_one_of_another_kind_does_not(around):
    row = rows.asked(around.person)
    with pytest.raises(NotHere):
        actions.agree(row, by=around.supervisor)
    line = make.stream(around.person.organisation, "line", "Line management")
    make.supervised(around.person, around.supervisor, line)
    assert actions.agree(row, by=around.supervisor).status == "agreed"


def test_taking_a_share_back_closes_it_with_the_next_request(around):
    why, client = around.world.row("adjustments.Reason/why"), around.world.client("supervisor")
    address = reverse("adjustments:reason", args=[why.pk])
    assert client.get(address).status_code == 200
    own.unshare(around.world.row("adjustments.Share/why"), by=around.worker)
    assert client.get(address).status_code == 404
    assert Share.objects.filter(reason=why, ended_on=around.today).exists()


def test_somebody_outside_opens_one_step_by_one_link_and_nothing_else(around):
    step = around.world.row("adjustments.Step/outside")
    message = Message.objects.filter(template="adjustments/step", about_id=step.pk).latest("pk")
    client = Client()
    page = client.get(message.context["url"])
    assert page.status_code == 200 and step.what not in page.content.decode()
    client.post(message.context["url"], {"send": "1"})
    code = Message.objects.filter(rule="code").latest("pk").context["code"]
    page = client.post(message.context["url"], {"code": code}, follow=True)
    said = page.content.decode()
    assert step.what in said and str(around.person) in said
    row = step.adjustment
    for other in (row.get_absolute_url(), reverse("adjustments:queue"), reverse("people:person", args=[1]),
                  reverse("adjustments:step", args=[around.world.row("adjustments.Step/step").pk])):  # fmt: skip
        assert client.get(other).status_code in (403, 404), other
    assert row.barrier not in said and row.agreed_what not in said
    done = client.post(reverse("adjustments:do_step", args=[step.pk]), {"version": step.version + 0}, follow=True)
    assert done.status_code == 200
    assert Step.objects.get(pk=step.pk).status == "done"


def test_what_is_late_goes_to_its_owner_then_the_manager_then_hr_once_each(around):
    step = around.world.row("adjustments.Step/step")
    Away.objects.update(cancelled_on=around.today)

    def told(after: int) -> set[str]:
        jobs.steps_late(step.due_on + timedelta(days=after))
        jobs.steps_late(step.due_on + timedelta(days=after))
        rules = Message.objects.filter(about_model=step._meta.label, about_id=step.pk, rule__contains="late")
        return set(rules.values_list("rule", flat=True))

    assert told(0) == set()
    assert told(1) == {"adjustments.step_late_owner"}
    assert told(8) == {"adjustments.step_late_owner", "adjustments.step_late_manager"}
    assert told(15) == {f"adjustments.step_late_{who}" for who in ("owner", "manager", "hr")}
    sent = Message.objects.filter(about_id=step.pk, rule="adjustments.step_late_owner")
    assert sent.count() == 1
    assert not re.search(r"dictation|quiet|desk", str(sent.get().context), re.IGNORECASE)


def test_a_late_answer_is_seen_on_the_page_of_those_who_answer_and_by_hr_in_time(around):
    row = rows.asked(around.person, what="Dictation software")
    Adjustment.objects.filter(pk=row.pk).update(answer_by=around.today - timedelta(days=20))
    said = around.world.client("team_lead").get(reverse("adjustments:queue")).content.decode()
    assert "Answer overdue" in said and "Dictation software" in said
    home = around.world.client("hr").get(reverse("home:home")).content.decode()
    assert f"Answer what {around.person} asked for" in home


def test_both_agree_a_version_and_the_one_before_becomes_earlier(around):
    proposed = around.world.row("adjustments.Plan/proposed")
    with pytest.raises(NotAllowed):
        own.agree_plan(proposed, by=around.worker)
    agreed = own.agree_plan(proposed, by=around.lead)
    before = around.world.row("adjustments.Plan/agreed")
    before.refresh_from_db()
    assert (agreed.status, agreed.number, before.status) == ("agreed", 2, "replaced")
    assert {line["what"] for line in agreed.lines} >= {"A desk upstairs"}
    assert agreed.review_on is not None


def test_a_card_is_opened_with_a_reason_and_the_worker_is_told(around):
    card = around.world.row("adjustments.Card/card")
    address = reverse("adjustments:open_card", args=[card.pk])
    client = around.world.client("on_call_manager")
    assert "My sister" not in client.get(address).content.decode()
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 400 and "My sister" not in refused.content.decode()
    assert "My sister" in client.post(address, {"reason": "Found them faint"}).content.decode()
    assert Message.objects.filter(to=around.worker, rule="adjustments.card").count() == 2
    mine = around.world.client("worker").get(reverse("adjustments:my_card")).content.decode()
    assert "Found them faint" in mine
    opening = around.world.row("adjustments.CardOpening/opened")
    assert opening.review_by == around.today + timedelta(days=2)
    with pytest.raises((NotAllowed, NotHere)):
        own.review_opening(opening, by=around.supervisor)


def test_a_typed_answer_is_kept_when_it_is_refused(around):
    row = rows.asked(around.person)
    client = around.world.client("team_lead")
    page = client.post(reverse("adjustments:agree_partly", args=[row.pk]), {"agreed_what": "Fridays, upstairs"})
    said = page.content.decode()
    assert page.status_code == 400 and "Fridays, upstairs" in said and "Say why not all of it" in said
    page = around.world.client("worker").post(reverse("adjustments:ask"), {"barrier": "It is loud here", "trial": "on"})
    said = page.content.decode()
    assert page.status_code == 400 and "It is loud here" in said and "Say what would help" in said


def test_given_up_by_death_nothing_is_shared_and_no_card_opens(around):
    placements.record_death(around.person, by=around.hr, died_on=around.today)
    assert not Share.objects.filter(person=around.person, ended_on__isnull=True).exists()
    with pytest.raises(NotHere):
        own.open_card(around.world.row("adjustments.Card/card"), by=around.supervisor, reason="Why not")
