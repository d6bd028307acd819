"""Logging a session on a phone, with the connection cut while typing: nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peerwork.placements.models import Away
from peerwork.supervision.models import Session
from tests.browser import Window, chromium, follow, served

pytestmark = pytest.mark.browser
PHONE = 390


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


def test_given_a_phone_when_the_connection_is_cut_while_typing_then_no_word_is_lost(browser, world, pair):
    Away.objects.update(cancelled_on=pair.today)
    address = reverse("supervision:log", args=[pair.person.pk, pair.stream.pk])
    with served() as site:
        phone = Window(browser, site, world.cast.supervisor, width=PHONE)
        page = phone.page
        page.goto(site + address)
        page.get_by_text("What you talked about", exact=True).first.click()
        page.fill("#id_gone_well", "She ran the group")
        page.locator("[data-words]", has_text="Draft saved at").wait_for()
        phone.context.set_offline(True)
        page.fill("#id_gone_well", "She ran the group alone, and two people stayed behind")
        page.locator("[data-words]", has_text="could not save").wait_for()
        phone.context.set_offline(False)  # the words that waited in the window are sent at once
        page.locator("[data-words]", has_text="Draft saved at").wait_for()
        page.reload()
        page.get_by_text("Your draft is back.").wait_for()
        assert "two people stayed behind" in page.input_value("#id_gone_well")
        page.get_by_role("button", name=f"Share with {pair.person} to agree").click()
        page.wait_for_url("**/supervision/sessions/**")
        session = Session.objects.latest("pk")
        assert (session.status, session.gone_well) == (
            "proposed", "She ran the group alone, and two people stayed behind",
        )  # fmt: skip
        assert session.held_on == pair.today
        # The worker agrees it on their own phone, in two taps.
        other = Window(browser, site, world.cast.worker, width=PHONE)
        other.page.goto(site + session.get_absolute_url())
        follow(other.page.get_by_role("button", name="Agree", exact=True))
        follow(other.page.get_by_role("button", name="Agree", exact=True))
        other.page.get_by_text("Agreed. The record is closed").wait_for()
        session.refresh_from_db()
        assert session.status == "agreed"
        phone.close()
        other.close()


def test_given_no_javascript_when_a_session_is_logged_then_it_works_all_the_same(browser, world, pair):
    with served() as site:
        phone = Window(browser, site, world.cast.supervisor, width=PHONE, javascript=False)
        phone.page.goto(site + reverse("supervision:log", args=[pair.person.pk, pair.stream.pk]))
        phone.page.get_by_role("button", name="Save draft").click()
        phone.page.get_by_text("Only you can see what you wrote").wait_for()
        assert Session.objects.latest("pk").status == "draft"
        assert Session.objects.latest("pk").held_on >= pair.today - timedelta(days=1)
        phone.close()


def test_given_a_session_that_ended_while_typing_when_it_is_sent_then_the_words_wait(browser, world, pair):
    address = reverse("supervision:log", args=[pair.person.pk, pair.stream.pk])
    with served() as site:
        phone = Window(browser, site, world.cast.supervisor, width=PHONE)
        page = phone.page
        page.goto(site + address)
        page.get_by_text("What you talked about", exact=True).first.click()
        phone.context.clear_cookies()
        page.fill("#id_gone_well", "Words written after the session had ended")
        page.get_by_role("button", name=f"Share with {pair.person} to agree").click()
        page.wait_for_load_state()
        assert not Session.objects.filter(gone_well__startswith="Words written").exists()
        page.goto(f"{site}/accounts/login/")
        again = Window(browser, site, world.cast.supervisor)
        phone.context.add_cookies(again.context.cookies())
        page.goto(site + address)
        page.wait_for_function("document.querySelector('#id_gone_well').value.startsWith('Words written')")
        for window in (phone, again):
            window.close()
