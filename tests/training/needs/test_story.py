"""A lead sees who is due; the training lead hands in a spreadsheet, maps its columns, and finds whose a line is."""

import pytest
from django.urls import reverse

from peerwork.training.needs import queries
from peerwork.training.needs.models import Completion
from tests.browser import Window, chromium, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


def test_given_a_team_when_the_lead_looks_then_they_see_who_is_due(browser, world):
    with served() as site:
        desk = Window(browser, site, world.cast.team_lead)
        desk.page.goto(site + reverse("training:needs_team"))
        desk.page.get_by_role("button", name="What falls due").click()
        desk.page.get_by_text("Was due by").first.wait_for()
        late = {row.person_id for row in queries.falling_due(world.cast.team_lead)}
        assert late and world.row("people.Person/worker").pk not in late, "what the worker has done is not due"
        assert not desk.look()
        desk.close()


def test_given_a_spreadsheet_when_its_columns_are_mapped_then_it_is_loaded_and_a_stray_line_finds_its_person(
    browser, world
):
    number = world.row("people.Identifier/worker").value
    colleague = world.row("people.Person/colleague")
    text = f"No,Learned,When,Who\n{number},Fire safety,01/03/2026,\nX-9,Fire safety,02/03/2026,Somebody\n"
    with served() as site:
        desk = Window(browser, site, world.cast.training_lead)
        page = desk.page
        page.goto(site + reverse("training:needs_hand_in_sheet"))
        page.set_input_files("#id_file", {"name": "l.csv", "mimeType": "text/csv", "buffer": text.encode()})
        page.get_by_role("button", name="Continue").click()
        for ours, theirs in {"staff_id": "no", "course": "learned", "done_on": "when", "hint": "who"}.items():
            page.select_option(f"#id_column_{ours}", theirs)
        page.uncheck("#id_dry_run")
        page.fill("#id_save_as", "The old list")
        page.get_by_role("button", name="Hand it in").click()
        page.get_by_text("The file was loaded.").wait_for()
        assert Completion.objects.filter(done_on="2026-03-01").exists()
        page.goto(site + reverse("training:needs_waiting"))
        page.get_by_role("link", name="Whose is it? X-9").click()
        page.fill("#id_q", colleague.family_name)
        page.get_by_role("button", name="Update").click()
        page.select_option("#id_person", str(colleague.pk))
        page.get_by_role("button", name="It is theirs").click()
        page.get_by_text("Matched, with every other line of this number").wait_for()
        assert Completion.objects.get(done_on="2026-03-02").person == colleague
        desk.close()
