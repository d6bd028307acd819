"""A worker adds evidence on their phone and asks for a review; the supervisor confirms it."""

import pytest
from django.urls import reverse

from peerwork.development.models import Evidence
from tests.browser import Window, chromium, follow, served
from tests.development.world import PNG

pytestmark = pytest.mark.browser
PHONE = 390


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


def test_given_a_phone_when_a_worker_asks_for_a_review_then_the_supervisor_can_confirm(browser, world):
    with served() as site:
        phone = Window(browser, site, world.cast.worker, width=PHONE)
        page = phone.page
        page.goto(site + reverse("development:mine"))
        page.get_by_role("button", name="Add evidence", exact=True).click()
        page.select_option("#id_competence", label="1.2 Competence 1.2")
        page.fill("#id_title", "The Thursday group")
        page.fill("#id_text", "I ran it alone, and two people stayed behind")
        page.set_input_files("#id_file", {"name": "poster.png", "mimeType": "image/png", "buffer": PNG})
        page.get_by_role("button", name="Keep it").click()
        page.get_by_text("Only you can see it, until you ask for a review").wait_for()
        page.get_by_role("button", name="Ask for a review").click()
        page.get_by_text("Your supervisors and leads can read it now").wait_for()
        piece = Evidence.objects.get(title="The Thursday group")
        assert (piece.status, piece.file_name) == ("asked", "poster.png")
        desk = Window(browser, site, world.cast.supervisor)
        desk.page.goto(site + piece.get_absolute_url())
        follow(desk.page.get_by_role("button", name="Confirm", exact=True))
        desk.page.get_by_role("heading", name="Confirm this evidence").wait_for()
        desk.page.get_by_role("button", name="Confirm", exact=True).click()
        desk.page.get_by_text("Confirmed. They are told.").wait_for()
        piece.refresh_from_db()
        assert (piece.status, piece.confirmed_by) == ("confirmed", world.cast.supervisor)
        assert not phone.faults and not desk.faults
        phone.close()
        desk.close()


def test_given_no_javascript_when_a_goal_is_shared_and_taken_back_then_it_works_all_the_same(browser, world):
    goal = world.row("development.Goal/private")
    with served() as site:
        phone = Window(browser, site, world.cast.worker, width=PHONE, javascript=False)
        page = phone.page
        page.goto(site + goal.get_absolute_url())
        page.get_by_role("link", name="Share it").click()
        page.select_option("#id_stream", label="Practice supervision")
        page.get_by_role("button", name="Share", exact=True).click()
        page.get_by_text("Your supervisor in Practice supervision").wait_for()
        page.get_by_role("button", name="Take it back").click()
        page.get_by_text("Nobody else can read it from now on").wait_for()
        phone.close()
