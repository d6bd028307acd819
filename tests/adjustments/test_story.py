"""In a real browser: ask, agree, in place, another manager; and a referral whose report is kept private."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from peerwork.adjustments.health import actions as health
from peerwork.adjustments.health.models import Referral, Report
from peerwork.adjustments.models import Adjustment
from peerwork.adjustments.own.actions import notice_new_managers
from peerwork.placements import actions as placements
from peerwork.placements.models import Away
from tests import make
from tests.browser import Window, chromium, follow, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


def go(window, address: str) -> None:
    window.page.goto(window.site + address)


def press(window, name: str) -> None:
    follow(window.page.get_by_role("button", name=name, exact=True))


def test_given_a_worker_who_asks_when_it_is_agreed_and_in_place_then_it_goes_along_to_a_new_manager(browser, around):
    Away.objects.update(cancelled_on=around.today)
    with served() as site:
        worker = Window(browser, site, around.worker, width=390)
        go(worker, reverse("adjustments:ask"))
        worker.page.get_by_label("What would help?").fill("A chair by the window")
        worker.page.get_by_label("Why, in your own words").fill("Light helps me")
        press(worker, "Ask for this")
        worker.page.get_by_text("Asked. There will be an answer by").wait_for()
        row = Adjustment.objects.get(what="A chair by the window")
        lead = Window(browser, site, around.lead)
        go(lead, reverse("adjustments:queue"))
        follow(lead.page.get_by_role("link", name="A chair by the window"))
        assert "Light helps me" not in lead.page.content()
        press(lead, "Agree")
        press(lead, "Agree")
        lead.page.get_by_text("Agreed. Now it has to come about").wait_for()
        press(lead, "It is in place")
        lead.page.get_by_text("In place. It is looked at again in time.").wait_for()
        placements.change_placement(
            around.world.row("placements.Placement/worker"), by=around.hr, starts_on=around.today,
            team=around.world.row("people.Unit/next_team"), despite="The team moves",
        )  # fmt: skip
        notice_new_managers(by=make.system())
        new = Window(browser, site, around.cast.next_team_lead)
        go(new, reverse("adjustments:person", args=[around.person.pk]))
        new.page.get_by_role("link", name="A chair by the window").wait_for()
        press(new, "Take them on")
        new.page.get_by_text("Taken on. The worker has been told.").wait_for()
        assert "Light helps me" not in new.page.content()
        go(new, row.get_absolute_url())
        assert new.page.get_by_role("button", name="End it", exact=True).count() == 0
        assert worker.faults == lead.faults == new.faults == []
        for window in (worker, lead, new):
            window.close()


def test_given_a_referral_when_the_worker_keeps_the_report_private_then_nobody_else_can_open_it(browser, around):
    Away.objects.update(cancelled_on=around.today)
    with served() as site:
        lead, worker = Window(browser, site, around.lead), Window(browser, site, around.worker, width=390)
        go(lead, reverse("adjustments:propose_referral", args=[around.person.pk]))
        lead.page.get_by_label("Why are you asking?").fill("Tired in the afternoons")
        lead.page.get_by_label("What do you want to know?").fill("Would other hours help?")
        press(lead, "Save")
        press(lead, "I have talked this through with them")
        lead.page.get_by_text("They have been asked").wait_for()
        row = Referral.objects.get(why="Tired in the afternoons")
        go(worker, row.get_absolute_url())
        press(worker, "Yes, I agree to be referred")
        worker.page.get_by_text("You said yes.").wait_for()
        row = health.refer(row, by=around.hr, adviser=around.adviser)
        row = health.offer_appointment(row, by=around.adviser, appointment_at=timezone.now() + timedelta(hours=1))
        health.assess(row, by=around.adviser, consent_again=True)
        adviser = Window(browser, site, around.adviser)
        go(adviser, row.get_absolute_url())
        press(adviser, "Write the report")
        adviser.page.get_by_label("Fit for the work").select_option("adjusted")
        adviser.page.get_by_label("Advice to the employer").fill("Zqadvice: shorter afternoons")
        adviser.page.get_by_label("Clinical part").fill("Zqclinical between us")
        press(adviser, "Save")
        press(adviser, "Give it to the worker")
        adviser.page.get_by_text("The worker reads it first").wait_for()
        report = Report.objects.get(referral=row)
        go(worker, report.get_absolute_url())
        worker.page.get_by_text("Zqadvice").wait_for()
        press(worker, "Keep it private")
        worker.page.get_by_text("Kept private.").wait_for()
        for window in (lead, adviser):
            go(window, report.get_absolute_url())
            assert "Zqadvice" not in window.page.content()
        go(lead, row.get_absolute_url())
        assert "Closed" in lead.page.content() and "private" not in lead.page.inner_text("main").lower()
        for window in (lead, worker, adviser):
            window.close()
