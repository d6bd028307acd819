"""What JavaScript adds, in a real browser that can reach nothing: drafts, a warning before time runs out, focus."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string

from peerwork.kit import gallery

pytestmark = pytest.mark.browser
STATIC = Path(__file__).parents[2] / "peerwork" / "static"
AXE = (Path(__file__).parents[1] / "assets" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOST = "http://house.test"
PAGE = """{% load static %}<!DOCTYPE html>
<html lang="en-GB"><head><title>T</title>
<link rel="stylesheet" href="{% static "peerwork/app.css" %}">
<script type="module" src="{% static "peerwork/app.js" %}"></script></head>
<body{% if idle %} data-idle-seconds="{{ idle }}" data-keep-url="/keep/"{% endif %}><main><h1>T</h1>{% if form %}
<form method="post" data-draft-url="/draft/" class="app-form" novalidate>
<input type="hidden" name="csrfmiddlewaretoken" value="T0KEN">
{{ form }}{% draft_status %}{% button "Save" %}</form>{% endif %}
<form method="post" action="/out/" data-sign-out><button>Sign out</button></form>
<dialog data-timeout aria-labelledby="t"><h2 id="t">Still there?</h2>
<button type="button" data-stay>Stay</button></dialog>
</main></body></html>"""


class House:
    """A page, the files it asks for, and what was sent to it."""

    def __init__(self, page):
        self.page, self.sent, self.strays, self.pages, self.online = page, [], [], {}, True
        self.keep = page_of(idle=4)
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())
        self.errors = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route("**/*", self.answer)

    def answer(self, route):
        request = route.request
        path = request.url.removeprefix(HOST)
        if path == request.url:
            self.strays.append(request.url)
            route.abort()
        elif path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        elif path in ("/draft/", "/keep/"):
            if not self.online:
                route.abort()
                return
            self.sent.append((path, request.post_data or ""))
            if path == "/keep/":
                route.fulfill(content_type="text/html", body=self.keep)
                return
            route.fulfill(content_type="application/json", body=json.dumps({"message": "Draft saved at 2:52pm."}))
        else:
            headers = {"Content-Security-Policy": self.policy}
            route.fulfill(content_type="text/html", body=self.pages.get(path, "<title>x</title>"), headers=headers)

    def open(self, markup, path="/page/"):
        self.pages[path] = markup
        self.page.goto(HOST + path)
        self.page.locator("body.nhsuk-frontend-supported").wait_for(state="attached")

    def wait_for(self, words):
        self.page.locator("[data-words]", has_text=words).wait_for()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))),
            args=["--disable-gpu", "--no-first-run", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def house(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    house = House(context.new_page())
    yield house
    context.close()
    assert not house.strays


def page_of(**context):
    return Template(PAGE).render(Context(context))


def test_a_draft_saves_itself_with_its_token_and_says_so(house):
    house.open(page_of(form=gallery.Session()))
    house.page.fill("#id_well", "Ran the group alone")
    status = house.page.locator("[data-draft-status]")
    house.wait_for("saved")
    assert status.inner_text() == "Draft saved at 2:52pm."
    assert status.get_attribute("role") == "status"
    (path, body), *_more = house.sent
    assert path == "/draft/"
    assert "Ran the group alone" in body
    assert "T0KEN" in body
    assert house.page.evaluate("document.activeElement.id") == "id_well"


def test_offline_the_words_wait_in_the_window_and_come_back(house):
    house.open(page_of(form=gallery.Session()))
    house.online = False
    house.page.fill("#id_well", "Two people stayed behind")
    house.page.check("#id_kind_2")
    house.wait_for("could not save")
    house.page.reload()
    house.wait_for("are back")
    assert house.page.input_value("#id_well") == "Two people stayed behind"
    assert house.page.is_checked("#id_kind_2")
    house.online = True
    house.wait_for("saved at")
    assert house.page.evaluate("sessionStorage.length") == 0


def test_a_token_is_never_kept_and_signing_out_leaves_no_words_behind(house):
    house.open(page_of(form=gallery.Session()))
    house.online = False
    house.page.fill("#id_well", "Private words")
    house.wait_for("could not save")
    assert "T0KEN" not in house.page.evaluate("JSON.stringify(sessionStorage)")
    house.page.click("text=Sign out")
    house.page.wait_for_url("**/out/")
    assert house.page.evaluate("sessionStorage.length") == 0


def test_one_click_stays_signed_in(house):
    house.open(page_of(idle=4))
    house.page.wait_for_selector("dialog[open]")
    assert house.page.evaluate("document.activeElement.textContent") == "Stay"
    house.page.click("text=Stay")
    house.page.wait_for_selector("dialog:not([open])", state="attached")
    assert [path for path, _body in house.sent] == ["/keep/"]


def test_when_the_session_has_ended_elsewhere_the_page_is_asked_for_again(house):
    house.keep = page_of()
    house.open(page_of(idle=4))
    house.page.wait_for_selector("dialog[open]")
    with house.page.expect_navigation():
        house.page.click("text=Stay")


def test_focus_goes_to_the_problems_and_a_click_leads_to_the_day(house):
    house.open(page_of(form=gallery.Session({})))
    assert "nhsuk-error-summary" in house.page.evaluate("document.activeElement.className")
    house.page.click(".nhsuk-error-summary a >> nth=0")
    assert house.page.evaluate("document.activeElement.id") == "id_met_on_day"


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_gallery_is_accessible_and_keeps_to_the_policy_at_every_width(house, width, rf):
    house.page.set_viewport_size({"width": width, "height": 900})
    markup = render_to_string("home/gallery.html", gallery.context() | {"request": rf.get("/")})
    house.open(markup, "/gallery/")
    assert house.page.evaluate("document.documentElement.scrollWidth") <= width
    house.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    house.page.evaluate(AXE)
    found = house.page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    assert not [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in found["violations"]]
    assert not house.errors


def test_every_control_can_be_reached_and_its_focus_seen(house, rf):
    markup = render_to_string("home/gallery.html", gallery.context() | {"request": rf.get("/")})
    house.open(markup, "/gallery/")
    seen = (
        "const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'"
    )
    for _press in range(60):
        house.page.keyboard.press("Tab")
        outlined = house.page.evaluate(f"() => {{ {seen} }}")
        inside = house.page.evaluate("!!document.activeElement.closest('.app-board, .app-score')")
        assert outlined or inside, house.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
