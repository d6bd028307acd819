"""What waits for a person, from every app, in one order."""

from datetime import date

import pytest

from peerwork.kit import tasks
from peerwork.kit.tasks import Task


@pytest.fixture(autouse=True)
def sources(monkeypatch):
    monkeypatch.setattr(tasks, "_sources", {})


def test_tasks_the_most_pressing_and_then_the_earliest_come_first():
    tasks.register(
        "supervision", lambda user: [Task("Agree the record", "/a/", due=date(2026, 12, 1)), Task("Plan", "/b/")]
    )
    tasks.register("checks.urgent", lambda user: [Task("Look at the check", "/c/", due=date(2026, 12, 9), weight=0)])
    tasks.register("training", lambda user: [Task("Book module 3", "/d/", due=date(2026, 11, 24))])
    found = tasks.for_user("sam")
    assert [task.url for task in found] == ["/c/", "/d/", "/a/", "/b/"]
    assert [task.app for task in found] == ["checks", "training", "supervision", "supervision"]
    assert tasks.counts("sam") == {"supervision": 2, "checks": 1, "training": 1}


def test_tasks_of_others_are_kept_apart():
    tasks.register("x", lambda user: [Task("Mine", "/m/"), Task("Theirs", "/t/", mine=False)])
    assert [task.title for task in tasks.for_user("sam")] == ["Mine"]
    assert [task.title for task in tasks.for_user("sam", mine=False)] == ["Theirs"]
    assert len(tasks.for_user("sam", mine=None)) == 2


def test_tasks_a_source_is_asked_about_this_person_and_is_bounded():
    asked = []

    def endless(user):
        asked.append(user)
        while True:
            yield Task("Again", "/")

    tasks.register("x", endless)
    assert len(tasks.for_user("sam")) == tasks.MOST
    assert asked == ["sam"]


def test_tasks_show_as_a_due_list_wants_them():
    task = Task("Agree", "/a/", consequence="Sam waits for it.")
    assert (task.href, task.text) == ("/a/", "Sam waits for it.")
