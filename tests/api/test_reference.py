"""The reference page, in a real browser: for everybody, at every width, from this host alone."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

AXE = Path(__file__).resolve().parents[1] / "assets" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUIET = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


@pytest.mark.browser
@pytest.mark.slow
def test_the_reference_is_read_at_320_pixels_by_everybody(standing, live_server):
    client = Client()
    client.force_login(standing.cast.worker)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        context = browser.new_context(viewport={"width": 320, "height": 800})
        context.add_cookies([cookie | {"url": live_server.url}])
        page, said, asked = context.new_page(), [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{live_server.url}/api/v1/")
        page.evaluate(
            "document.querySelectorAll('section:nth-of-type(-n+3) details').forEach(each => each.open = true)"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
        browser.close()
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    assert said == []
    assert asked
    assert all(url.startswith(live_server.url) for url in asked)
