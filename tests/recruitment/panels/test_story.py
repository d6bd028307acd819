"""A service-user member scores on a phone; a full run in which the service users put somebody else first."""

import pytest
from django.urls import reverse

from peerwork.recruitment.panels.scoring.models import Decision, Score, ScoreSheet
from tests.browser import Window, chromium, served
from tests.recruitment.panels import make as panels

pytestmark = pytest.mark.browser
PHONE = 390


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


def test_given_a_phone_when_a_service_user_scores_then_they_go_page_by_page_and_send_once(browser, found):
    seat, application = found.seats[0], found.applications[0]
    with served() as site:
        phone = Window(browser, site, seat.panellist.user, width=PHONE)
        page = phone.page
        phone.open(seat.get_absolute_url())
        page.locator(".app-due").get_by_role("button", name="Start").first.click()
        page.get_by_role("heading", name="Do you know Robin Quillfeather?").wait_for()
        page.get_by_label("No, I don’t know this person").check()
        page.get_by_role("button", name="Go on").click()
        page.get_by_text("question 1 of 2").wait_for()
        assert phone.look() == []
        phone.resize(PHONE)
        page.get_by_role("button", name="Save and go to question 2").click()
        page.get_by_text("Choose a score, or come back to this one later").first.wait_for()
        box = page.locator(".app-score label").nth(3).bounding_box()
        assert box["height"] >= 60
        page.locator(".app-score label").nth(3).click()
        page.get_by_label("Anything you want to remember?").fill("Took time")
        page.locator("[data-words]", has_text="Saved at").wait_for()  # saved before any button is pressed
        assert Score.objects.get(sheet__seat=seat).value == 4
        phone.context.set_offline(True)
        page.get_by_label("Anything you want to remember?").fill("Took time, and listened")
        page.wait_for_timeout(2500)
        phone.context.set_offline(False)
        page.get_by_role("button", name="Save and go to question 2").click()
        page.get_by_text("question 2 of 2").wait_for()
        assert Score.objects.get(sheet__seat=seat).note == "Took time, and listened"
        page.get_by_label("I could not tell").check()
        page.get_by_role("button", name="Save and check your scores").click()
        page.get_by_role("heading", name="Check your scores for Robin").wait_for()
        assert phone.look("status of 400", "ERR_INTERNET") == []
        page.get_by_role("button", name="Send my scores").click()
        page.get_by_text("Your scores for Robin are sent").wait_for()
        assert phone.look() == []
        sent = ScoreSheet.objects.get(seat=seat, application=application)
        assert sent.status == "submitted"
        phone.close()


def test_given_the_service_users_put_another_first_when_hr_decides_then_a_reason_is_asked_for(browser, found, world):
    panel = panels.all_scored(found, [[5, 5, 3, 3], [2, 3, 5, 5]])
    first, second = found.applications
    with served() as site:
        desk = Window(browser, site, world.cast.hr)
        page = desk.page
        desk.open(panel.get_absolute_url())
        assert desk.look() == []
        rows = page.locator("#result + table tbody tr, table:has-text('place 1') tbody tr")
        assert "place 1" in rows.first.inner_text()
        desk.open(reverse("panels:outcome", args=[panel.pk, second.pk]))
        assert page.get_by_text("Scores differ by 3").count() >= 1
        assert desk.look() == []
        page.get_by_label("Offer a post").check()
        page.get_by_label("Feedback").fill(panels.FEEDBACK)
        page.get_by_role("button", name="Continue").click()
        page.locator(".nhsuk-error-summary").wait_for()
        assert "higher" in page.locator(".nhsuk-error-summary").inner_text()
        assert page.get_by_label("Feedback").input_value() == panels.FEEDBACK
        page.get_by_label("Why", exact=False).first.fill("The post needs a licence to drive, and only they have one")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("heading", name="Check before you send").wait_for()
        assert desk.look("status of 400") == []
        page.get_by_role("button", name="Send it now").click()
        page.get_by_text("They have the answer").wait_for()
        made = Decision.objects.get(application=second)
        assert (made.status, made.passes_over, made.service_users_place) == ("told", True, 2)
        member = Window(browser, site, found.seats[0].panellist.user, width=PHONE)
        member.open(reverse("panels:results", args=[found.seats[0].pk]))
        member.page.get_by_text("licence to drive").wait_for()
        assert member.look() == []
        member.close()
        desk.close()
    assert first.vacancy.overrides.filter(rule="passed_over").count() == 1
