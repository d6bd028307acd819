"""First-time hints, the page of messages, and the calendar file of a worker's days ahead."""

import icalendar
import pytest
from django.urls import NoReverseMatch, reverse

from peerwork.home.hints import HINTS
from peerwork.kit import outbox
from peerwork.people.models import User


def test_a_hint_is_shown_until_it_is_put_away_and_again_when_asked_for(world):
    client = world.client("worker")
    hint = str(HINTS["home:home"])
    assert hint in client.get("/").content.decode()
    answer = client.post(reverse("home:hint-away"), {"key": "home:home"})
    assert answer.status_code == 302 and answer.url == "/"
    assert hint not in client.get("/").content.decode()
    assert str(HINTS["supervision:mine"]) in client.get(reverse("supervision:mine")).content.decode()
    assert User.objects.get(pk=world.cast.worker.pk).hints_gone == ["home:home"]
    assert hint in world.client("hr").get("/").content.decode()  # each person's own
    client.post(reverse("home:hints-again"))
    assert hint in client.get("/").content.decode()
    assert client.post(reverse("home:hint-away"), {"key": "made:up"}).url == "/"
    assert User.objects.get(pk=world.cast.worker.pk).hints_gone == []


def test_every_hint_stands_on_a_page_that_is_there():
    for name in HINTS:
        try:
            reverse(name)
        except NoReverseMatch:
            pytest.fail(name)


def test_the_page_of_messages_shows_ones_own_and_home_says_how_many_are_new(world):
    others = outbox.unseen(world.cast.colleague)
    mine = {"template": "supervision/news", "rule": "test", "subject_key": "x"}
    outbox.send(to=world.cast.worker, context={"title": "A record waits for your word", "url": "/supervision/"}, **mine)
    client = world.client("worker")
    before = outbox.unseen(world.cast.worker)
    assert before and "new message" in client.get("/").content.decode()
    page = client.get(reverse("home:messages")).content.decode()
    assert "New" in page and "/supervision/" in page
    assert outbox.unseen(world.cast.colleague) == others
    client.post(reverse("home:messages-seen"))
    assert outbox.unseen(world.cast.worker) == 0 and "new message" not in client.get("/").content.decode()


def test_the_days_ahead_go_into_a_calendar_that_tells_nothing(world):
    answer = world.client("worker").get(reverse("home:dates"))
    assert answer["Content-Type"].startswith("text/calendar")
    entries = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert entries and {str(entry["summary"]) for entry in entries} <= {"Supervision", "Course"}
    assert all(str(entry["class"]) == "PRIVATE" for entry in entries)
