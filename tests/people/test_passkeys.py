"""The second step in a real browser: an app, a passkey, and the strict content policy holding all the while."""

import re
import shutil

import pytest
from django.core.cache import cache
from playwright.sync_api import sync_playwright

from tests import make
from tests.browser import follow
from tests.people.conftest import PASSWORD, code_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def site(live_server, transactional_db, settings, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.MFA_REQUIRED, settings.ALLOWED_HOSTS = True, ["localhost"]
    cache.clear()
    user = make.account("Pat Lee", make.organisation("Fellside Trust", "FELL"), email="pat@example.org")
    user.set_password(PASSWORD)
    user.save()
    return live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number


@pytest.fixture
def page(site):
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu", "--no-first-run"])
        page = browser.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith((site, "data:")) else said.append(asked.url))
        yield page
        browser.close()
    assert said == []


def sign_in(page, site):
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email address").fill("pat@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_passkey_is_set_up_and_then_signs_in_alone(page, site):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    sign_in(page, site)
    page.wait_for_url("**/account/second-step/**")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/**")
    follow(page.get_by_role("button", name="Sign out"))
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site}/")
    follow(page.get_by_role("button", name="Sign out"))
    sign_in(page, site)
    page.wait_for_url("**/2fa/authenticate/**")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{site}/")


def test_app_is_set_up_by_keyboard_alone(page, site):
    sign_in(page, site)
    page.wait_for_url("**/account/second-step/**")
    page.get_by_role("button", name="Use an authenticator app").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/totp/activate/**")
    key = re.search(r"[A-Z2-7=]{16,}", page.locator("code").inner_text())[0]
    page.get_by_label("Code").focus()
    page.keyboard.type(code_of(key))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/**")
    assert page.locator("code.app-code").count() == 10
    page.get_by_role("button", name="I have kept them, go on").click()
    page.wait_for_url(f"{site}/")
