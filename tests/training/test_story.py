"""A trainer takes a register on a phone, and a carer without an account finds their place by a link."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from peerwork.kit import outbox
from peerwork.training.cohorts import actions
from peerwork.training.cohorts.models import Attendance
from tests import make
from tests.browser import Window, chromium, served
from tests.training import world as rows

pytestmark = pytest.mark.browser
PHONE = 390


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


def test_given_a_phone_when_a_trainer_takes_the_register_then_late_and_away_are_kept(browser, world):
    cohort = world.row("training.Cohort/group")
    robin = actions.enrol(cohort, rows.learner(make.person(cohort.organisation, given_name="Robin")), by=make.system())
    noor = actions.enrol(cohort, rows.learner(make.person(cohort.organisation, given_name="Noor")), by=make.system())
    day = rows.day(cohort, 1, days_ago=0)
    with served() as site:
        phone = Window(browser, site, world.cast.colleague, width=PHONE)
        page = phone.page
        page.goto(site + reverse("training:home"))
        page.get_by_role("link", name=re.compile("Module 1")).last.click()
        page.get_by_role("heading", level=1, name=re.compile("Register")).wait_for()
        page.get_by_role("group", name=str(robin.learner)).get_by_label("Came late").check()
        page.get_by_role("group", name=str(noor.learner)).get_by_label("Did not come").check()
        page.get_by_role("button", name="Save the register").click()
        page.get_by_text(f"Enter how many minutes {robin.learner} missed").first.wait_for()
        page.fill(f"#id_missed_{robin.pk}", "20")
        page.get_by_role("button", name="Save the register").click()
        page.get_by_text("The register is kept").wait_for()
        assert not [fault for fault in phone.faults if "status of 400" not in fault]  # the refusal, on its way
        phone.close()
    came = dict(Attendance.objects.filter(meeting=day).values_list("enrolment", "came"))
    assert came == {
        robin.pk: "late", noor.pk: "away", world.row("training.Enrolment/carer").pk: "came",
        world.row("training.Enrolment/worker").pk: "came",
    }  # fmt: skip
    assert Attendance.objects.get(enrolment=robin).minutes_missed == 20


def test_given_no_account_when_a_carer_follows_their_link_then_they_find_their_place_and_nothing_else(browser, world):
    place = world.row("training.Enrolment/carer")
    actions.invite(place, by=world.cast.training_lead, email="ash@example.org")
    outbox.send_due()
    sent = next(each for each in mail.outbox if each.to == ["ash@example.org"])
    address = re.search(r"https?://[^/\s]+(/\S+)", sent.body)[1]
    assert place.learner.person.family_name not in sent.subject
    with served() as site:
        phone = Window(browser, site, None, width=PHONE)
        page = phone.page
        page.goto(site + address)
        page.get_by_role("button", name="Send me the code").click()
        page.get_by_role("button", name="Go on").wait_for()
        outbox.send_due()
        code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
        page.get_by_label(re.compile("code", re.I)).fill(code)
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("heading", level=1, name="Course peer-basics").wait_for()
        page.get_by_role("button", name="What helps me take part").click()
        page.get_by_label(re.compile("What helps you take part")).fill("A seat near the door")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Your trainers can see it").wait_for()
        for shut in ("training:catalogue", "training:curricula", "home:home"):
            assert page.goto(site + reverse(shut)).status == 404
        other = reverse("training:place", args=[world.row("training.Enrolment/worker").pk])
        assert page.goto(site + other).status == 404
        phone.close()
    world.row("training.Learner/carer").refresh_from_db()
    assert world.row("training.Learner/carer").access_needs == "A seat near the door"
