"""From the offer to the first day in a real browser, as HR, the starter, the referee, and the team lead."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from peerwork.kit import outbox
from peerwork.kit.models import Message
from peerwork.recruitment.starting import actions
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.models import Starter
from tests import make
from tests.browser import Window, chromium, follow, served
from tests.recruitment.starting import world as rows

pytestmark = pytest.mark.browser
PHONE = 390
PATIENCE = 60_000  # milliseconds: on a busy machine a first page takes long


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


def opened(browser, site, *args, **kwargs) -> Window:
    window = Window(browser, site, *args, **kwargs)
    window.page.set_default_timeout(PATIENCE)
    return window


def letters_to(address: str) -> list[str]:
    """What has been sent to an address, after everything that waits was sent."""
    Message.objects.filter(status="waiting").update(send_after=timezone.now() - timedelta(minutes=1), urgent=True)
    outbox.send_due()
    return [letter.body for letter in mail.outbox if address in letter.to]


def when_they_come_by_their_link(window: Window, address: str) -> None:
    link = re.search(r"https?://\S+(/l/\S+)", letters_to(address)[-1])[1]
    window.page.goto(window.site + link)
    follow(window.page.get_by_role("button", name="Send me the code"))
    code = re.search(r"\b\d{6}\b", letters_to(address)[-1])[0]
    window.page.locator("input[name=code]").fill(code)
    follow(window.page.get_by_role("button", name="Go on"))


def test_given_an_offer_when_all_do_their_part_then_they_start(browser, trust, world):
    Message.objects.all().delete()
    lead = world.cast.team_lead
    starter = trust.to("offered", line_manager=lead)
    address = starter.person.home_email
    with served() as site:
        # The starter, on a phone, by a link in a letter.
        phone = opened(browser, site, width=PHONE)
        when_they_come_by_their_link(phone, address)
        phone.page.get_by_role("button", name="Yes, I accept").click()
        phone.page.get_by_text("We begin with the checks now").wait_for()
        phone.page.get_by_role("button", name="Name somebody").click()
        phone.page.get_by_label("Name of the referee").fill("Ana Reyes")
        phone.page.get_by_label("Their email address").fill("ana@example.org")
        phone.page.get_by_label("How they know you").fill("Tutor")
        phone.page.get_by_role("button", name="Save").click()
        phone.page.get_by_text("We write to them").wait_for()
        assert phone.look() == []
        # HR asks the referee.
        hr = opened(browser, site, world.cast.hr)
        hr.page.goto(site + starter.get_absolute_url())
        assert hr.look() == []
        follow(hr.page.get_by_role("link", name="Ana Reyes"))
        hr.page.get_by_role("button", name="Ask them").click()
        hr.page.get_by_text("We have written to them").wait_for()
        # The referee, by a link of their own.
        referee = opened(browser, site, width=PHONE)
        when_they_come_by_their_link(referee, "ana@example.org")
        referee.page.get_by_label("What they do well").fill("Patient, and turns up")
        referee.page.get_by_label("Yes", exact=True).last.check()
        assert referee.look() == []
        referee.page.get_by_role("button", name="Send the reference").click()
        referee.page.get_by_role("heading", name="Thank you").wait_for()
        # A reference that gives concern; the other checks are held elsewhere.
        rows.settle_all(starter, by=trust.hr, leave=("references",))
        checking.raise_concern(rows.check_of(starter, "references"), by=trust.hr)
        checking.propose_start(
            by=trust.hr, employment_check=rows.check_of(starter, "references"), decider=lead, plan="Beside a senior"
        )
        other = opened(browser, site, lead)
        other.page.goto(site + reverse("home:home"))
        follow(other.page.get_by_role("link", name="Sign or decline a start with a plan"))
        follow(other.page.get_by_role("button", name="Sign it", exact=True))
        other.page.get_by_role("button", name="Sign it").click()
        other.page.get_by_text("Signed.").wait_for()
        # A second person checks the file; HR agrees the date.
        actions.clear(Starter.objects.get(pk=starter.pk), by=trust.second)
        hr.page.goto(site + starter.get_absolute_url())
        hr.page.get_by_role("button", name="Agree the start date").click()
        day = make.today()
        hr.page.get_by_label("Day", exact=True).fill(str(day.day))
        hr.page.get_by_label("Month", exact=True).fill(str(day.month))
        hr.page.get_by_label("Year", exact=True).fill(str(day.year))
        hr.page.get_by_role("button", name="Agree the date").click()
        hr.page.get_by_text("Agreed, and told to them").wait_for()
        for task in starter.tasks.filter(before=True, status="open"):
            hr.page.goto(site + task.get_absolute_url())
            hr.page.get_by_role("button", name="It is done").click()
            hr.page.get_by_text("Done. Thank you.").wait_for()
        hr.page.goto(site + starter.get_absolute_url())
        follow(hr.page.get_by_role("button", name="They have started"))
        follow(hr.page.get_by_role("button", name="They have started"))
        hr.page.get_by_text("Their placement is open").wait_for()
        starter.refresh_from_db()
        assert (starter.status, starter.placement.status) == ("started", "started")
        assert phone.faults + hr.faults + referee.faults + other.faults == []
        for window in (phone, hr, referee, other):
            window.close()


def test_given_no_javascript_when_hr_opens_the_board_then_it_works_all_the_same(browser, trust, world):
    with served() as site:
        window = Window(browser, site, world.cast.hr, javascript=False)
        window.page.goto(site + reverse("starting:board"))
        follow(window.page.get_by_role("link", name="the starter", exact=False).first)
        assert "move=applicant" in window.page.url
        window.close()
