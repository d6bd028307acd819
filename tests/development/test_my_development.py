"""A worker's own front door, and their story: what is in it, what they choose, and that nobody else has it."""

import pytest
from django.urls import reverse

from peerwork.development.moments.queries import so_far, story_of
from peerwork.kit.models import Message
from peerwork.people.records import actions as records


def test_a_worker_finds_on_one_page_what_every_app_keeps_for_them(world):
    page = world.client("worker").get(reverse("home:my_development")).content.decode()
    asked = ("Run a group", "Ran the Thursday group alone", "Supervision with", "Certificate:", "Who has looked")
    for words in (*asked, reverse("adjustments:mine"), reverse("people:my_requests"), reverse("development:ladder")):
        assert words in page, words
    home = world.client("worker").get("/").content.decode()
    assert reverse("home:my_development") in home


def test_a_story_is_told_by_every_app_and_ordered_by_its_worker(world):
    worker, client = world.cast.worker, world.client("worker")
    keys = {line.event.key.partition(":")[0] for line in story_of(worker)}
    assert {"placement", "session", "certificate", "evidence", "adjustment", "moment"} <= keys
    chosen = next(line.event.key for line in reversed(story_of(worker)) if line.event.key.startswith("session:"))
    for how, shown in (("hide", False), ("show", True), ("pin", True)):
        client.post(reverse("home:mark"), {"key": chosen, "how": how})
        assert (chosen in [line.event.key for line in so_far(story_of(worker))]) is shown, how
    assert chosen in [line.event.key for line in so_far(story_of(worker))[:2]], "pinned comes first"
    assert client.post(reverse("home:mark"), {"key": "session:0", "how": "pin"}).status_code == 404


@pytest.mark.parametrize("member", ["supervisor", "hr", "team_lead", "administrator"])
def test_nobody_else_has_the_page_or_a_story_that_is_not_theirs(member, world):
    client = world.client(member)
    assert client.get(reverse("home:my_development")).status_code == 403
    told = {line.event.key for line in story_of(getattr(world.cast, member))}
    assert not told & {line.event.key for line in story_of(world.cast.worker)}


def test_hr_answers_what_a_worker_asks_and_they_are_told_without_its_words(world):
    row = world.row("people.RecordRequest/worker")
    page, client = reverse("people:answer_request", args=[row.pk]), world.client("hr")
    assert client.post(page, {"done": "put_right", "answer": ""}).status_code == 400
    assert client.post(page, {"done": "put_right", "answer": "Changed to 0.8 from May"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.answered_by) == ("put_right", world.cast.hr)
    mail = Message.objects.get(rule="people.request", subject_key=f"request:{row.pk}")
    assert mail.to == world.cast.worker and "0.8" not in str(mail.context)
    own = records.ask(
        by=world.cast.hr_worker, person=world.row("people.Person/hr_worker"), kind="question", about="job", words="Why?"
    )
    assert world.client("hr_worker").post(
        reverse("people:answer_request", args=[own.pk]), {"done": "answer", "answer": "So"}
    ).status_code == 403  # fmt: skip
