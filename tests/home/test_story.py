"""Each role's first five minutes in a real browser: the home, its own pages, and one thing done from the first list."""

import re

import pytest

from tests.browser import TOO_WIDE, Window, chromium, follow, served

pytestmark = pytest.mark.browser
PHONE, DESK = 390, 1280
# Who, how wide, what the menu leads to, the task on the home, what is done there, and what the page says then.
# What is done: "Field=words" fills, "Field=" chooses the first there is, "Choice" ticks, anything else is pressed.
MINUTES = [
    ("worker", PHONE, ["My development", "My supervision", "My training"], "Read and agree the record of",
     ["Agree", "Agree"], "Agreed. The record is closed"),
    ("senior", PHONE, ["My supervisees", "My development"], "Answer five questions about your role",
     ["Mostly", "Send"], "Thank you"),
    ("supervisor", PHONE, ["My supervisees", "Your panels"], "Finish the record with", ["Share to agree"],
     "Waiting for the worker"),
    ("hr", DESK, ["Vacancies", "Starters", "People", "Adjustments"], "Say that Given",
     ["They have started", "Save"], "Started."),
    ("team_lead", DESK, ["Supervision", "Adjustments", "Starters", "Ready teams"], "Take on the adjustments of",
     ["Take them on"], "Taken on. The worker has been told."),
    ("director", DESK, ["Workforce mix", "Supervision", "Adjustments"], "Answer the peer forum",
     ["Answer=We will come and listen.", "Send the answer"], "Sent, with today’s date"),
    ("training_lead", DESK, ["Training", "Courses", "Groups"], "1 completion waits for a person",
     ["Nobody here"], "Set aside: nobody here."),
    ("oh_adviser", DESK, ["Referrals", "Communities"], "Give the outcome of a work health assessment",
     ["Give the outcome", "Fit for the role", "Save"], "Given."),
    ("administrator", DESK, ["Users", "Units", "Set-up", "Imports"], "A second administrator",
     ["Email address=second@fellside.example", "Name=Second Person", "Where=", "Send the invitation"],
     "The invitation to Second Person is on its way."),
    ("panel_coordinator", DESK, ["Panels", "Vacancies"], "Scores for", [], "2 score sheets are still to come."),
    ("lived_experience_lead", DESK, ["Workforce mix", "Ready teams"], "Look at an emergency opening",
     ["I have looked at it", "What you found=All was well.", "Save"], "Noted. The worker can read it."),
    ("records_officer", DESK, ["How long records are kept"], "Confirm 1 retention rule", ["Confirm"],
     "Confirmed. Records of this class may now be removed"),
]  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


def opened(page) -> None:
    """A page of the product stands there, whole and no wider than the window."""
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1 and page.title()
    assert not page.evaluate(TOO_WIDE), page.url


def do(main, name: str, sign: str, words: str) -> None:
    fields = main.get_by_label(re.compile(f"^{name}"))
    if words:
        fields.fill(words)
    elif sign:
        fields.select_option(index=1)
    elif fields.count():
        for choice in fields.all():
            choice.check()
    else:
        named = {"name": re.compile(f"^{name}")}
        follow(main.get_by_role("button", **named).or_(main.get_by_role("link", **named)).first)


def from_the_menu(page, words: str) -> None:
    link = page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{words}"))
    if not link.first.is_visible():  # a narrow menu folds what does not fit
        page.locator("#toggle-menu").click()
    follow(link.first)


@pytest.mark.parametrize(("member", "width", "menu", "task", "steps", "said"), MINUTES, ids=[row[0] for row in MINUTES])
def test_the_first_five_minutes(member, width, menu, task, steps, said, browser, world):
    with served() as site:
        window = Window(browser, site, getattr(world.cast, member), width=width)
        page = window.page
        assert window.open("/") == 200
        for words in menu:
            from_the_menu(page, words)
            opened(page)
        from_the_menu(page, "Home")
        if not page.get_by_role("link", name=re.compile(task)).count():
            follow(page.get_by_role("link", name=re.compile("^All .* of them")).first)
        follow(page.get_by_role("main").get_by_role("link", name=re.compile(task)).first)
        opened(page)
        for step in steps:
            do(page.get_by_role("main"), *step.partition("="))
            opened(page)
        page.get_by_text(said).first.wait_for()

        assert not window.faults
        window.close()
