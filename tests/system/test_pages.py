"""Every page in a real browser, wide and narrow: axe-core finds nothing, nothing sticks out, no other host is asked."""

import pytest
from django.urls import reverse

from tests import make
from tests.browser import Window, chromium, follow, served
from tests.system import routes

pytestmark = pytest.mark.browser
# Who opens a page: the first of these who is let in, so that every page is seen once, by somebody it is for.
READERS = [
    "nobody", "director", "hr", "administrator", "worker", "supervisor", "team_lead", "training_lead",
    "lived_experience_lead", "panel_coordinator", "oh_adviser", "oh_lead", "records_officer", "on_call_manager",
    "senior", "starter", "proposed", "colleague", "hr_worker", "next_team_lead", "coming",
]  # fmt: skip
# Links of this kind open nothing here: their own tests walk them in the browser.
NO_PAGE = {"account_logout"}
DRAWN_BY_A_LIBRARY = {"api:reference"}  # the reference of the API comes with its own look
# What a one-use link that has ended answers, and a verb that this state does not offer: with a page all the same.
DEAD_LINKS = ("status of 404", "status of 401", "status of 409")


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


@pytest.fixture
def window(browser, world):
    opened = []

    def open_window(member=None, **how) -> Window:
        user = getattr(world.cast, member) if member and member != "nobody" else None
        opened.append(Window(browser, site, user, **how))
        return opened[-1]

    with served() as site:
        yield open_window
        for each in opened:
            each.close()


def is_page(client, address: str) -> bool:
    """Whether a page comes back: not a file, an endpoint's answer, or the way to another page."""
    response = client.get(address)
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and "Location" not in response.headers and response.status_code != 204


def pages_of(reader: str, world) -> list[tuple[str, str]]:
    """Name and address of each page that this reader is the first to be let in to."""
    found = []
    earlier = READERS[: READERS.index(reader)]
    client = world.client(reader)
    for route in routes.walked().values():
        if (
            "GET" not in route.methods
            or route.name in NO_PAGE
            or (route.is_api and route.name not in DRAWN_BY_A_LIBRARY)
        ):
            continue
        rows = routes.rows_of(world, route)
        if any(route.finds(other, row) == routes.LET_IN for other in earlier for row in rows):
            continue
        row = next((row for row in rows if route.finds(reader, row) == routes.LET_IN), None)
        if row is not None and is_page(client, routes.address(route, world, row)):
            found.append((route.name, routes.address(route, world, row)))
    return found


@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_clean_wide_and_narrow(reader, window, world):
    opened, faults = window(reader), []
    pages = pages_of(reader, world)
    assert pages or routes.WALK or READERS.index(reader) > 5, "nothing to look at"
    for name, address in pages:
        opened.open(address)
        if name in DRAWN_BY_A_LIBRARY:
            faults += [f"{name}: {fault}" for fault in opened.faults]
            opened.faults.clear()
            continue
        faults += [f"{name} {fault}" for fault in opened.look(*DEAD_LINKS)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["director", "hr", "administrator"])
def test_pages_with_nothing_in_them_yet_are_clean(role, window, world):
    """A new organisation's first day: every list is empty, and says what will be there."""
    newcomer = world.cast.newcomer = make.holder(role, make.organisation("Newly Begun"))
    opened, faults, seen, client = window("newcomer"), [], 0, world.client("newcomer")
    for name, route in routes.walked().items():
        listing = route.methods == ("GET",) and not (route.model or route.is_api or ("public",) in route.who)
        ours = ":" in name and name not in NO_PAGE | {"home:gallery"}
        if listing and ours and route.finds(role) == routes.LET_IN and is_page(client, routes.address(route, world)):
            opened.open(routes.address(route, world))
            faults += [f"{name} {fault}" for fault in opened.look()]
            seen += 1
    assert seen > 5 or routes.WALK, newcomer
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("reader", "name", "button"),
    [("nobody", "account_login", "Sign in"), ("hr", "people:register_person", "Add this person"),
     ("administrator", "people:invite", "Send the invitation")],
)  # fmt: skip
def test_a_form_that_needs_another_look_is_clean_and_says_where(reader, name, button, window, world):
    opened = window(reader)
    opened.open(reverse(name))
    opened.page.get_by_role("button", name=button, exact=True).click()
    opened.page.locator(".nhsuk-error-summary").wait_for()
    assert opened.page.title().startswith("Error")
    assert opened.look("status of 400") == []


@pytest.mark.parametrize(
    ("reader", "address"), [("hr", "/no-such-page/"), ("nobody", "/no-such-page/"), ("worker", "/users/")]
)
def test_the_page_for_what_is_not_there_is_clean(reader, address, window):
    opened = window(reader)
    assert opened.open(address) == 404
    assert opened.look("status of 404") == []


# Journeys -------------------------------------------------------------------------------------------------------------
def given_a_director(world):
    return world.cast.director


def when_they_sign_in(window: Window, user) -> None:
    window.open(reverse("account_login"))
    window.page.get_by_label("Email address").fill(user.email)
    window.page.get_by_label("Password", exact=True).fill(make.PASSWORD)
    window.page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_director_reads_and_takes_away_the_share_without_javascript(window, world):
    opened = window(javascript=False)
    when_they_sign_in(opened, given_a_director(world))
    follow(opened.page.get_by_role("link", name="Workforce mix").first)
    assert opened.page.locator("h1").inner_text() == "Workforce mix"
    opened.page.get_by_text("View this chart as a table").click()
    assert opened.page.get_by_role("table").first.is_visible()
    with opened.page.expect_download() as taken:
        opened.page.locator("a", has_text="CSV").first.click()
    assert taken.value.suggested_filename.endswith(".csv")
    assert opened.faults == []


def test_a_director_reads_and_takes_away_the_share_by_keyboard_alone(window, world):
    opened, user = window(), given_a_director(world)
    opened.open(reverse("account_login"))
    opened.page.keyboard.press("Tab")
    assert "Skip" in opened.focused()
    opened.tab_to("login")
    opened.page.keyboard.type(user.email)
    opened.tab_to("password")
    opened.page.keyboard.type(make.PASSWORD)
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_url(f"{opened.site}/")
    opened.tab_to("Workforce mix")
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_url("**/mix/**")
    opened.tab_to("View this chart as a table")
    opened.page.keyboard.press("Enter")
    assert opened.page.get_by_role("table").first.is_visible()
    opened.page.keyboard.press("Control+Home")
    opened.page.evaluate("() => document.activeElement.blur()")
    with opened.page.expect_download() as taken:
        opened.tab_to("CSV")
        opened.page.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".csv")
    assert opened.faults == []
