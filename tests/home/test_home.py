"""Everybody's first page and menu: short, in order of need, and nothing in it that does not open."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from peerwork.home import navigation
from peerwork.kit import tasks
from peerwork.kit.access import Policy, request_memo
from peerwork.kit.models import Message
from peerwork.kit.tasks import Task
from peerwork.people.reach import ROLE_WORDS, TIES
from tests import make
from tests.system import routes


def test_every_menu_is_short_and_everything_in_it_opens(world):
    walked, faults = routes.walked(), []
    for member, user in world.members().items():
        if member == "system":
            continue
        with request_memo():
            lines = navigation.menu(user, None)
            pages = [page["url"] for _part, pages in navigation.everything(user) for page in pages]
        if user.kind == "link":
            assert not lines
            continue
        if not 2 <= len(lines) <= 6:
            faults.append(f"{member}: {len(lines)} lines")
        for url in {line["url"] for line in lines} | set(pages):
            name = resolve(url).view_name
            if name in walked and walked[name].finds(member) != routes.LET_IN:
                faults.append(f"{member}: {name}")
    assert not faults, "\n".join(faults)


def test_every_page_somebody_had_in_the_menu_is_one_step_from_home(world):
    """What is not in the menu itself is on "More", and "More" is in every menu that leaves something out."""
    for member in ("hr", "administrator", "team_lead", "training_lead", "hr_worker", "senior"):
        with request_memo():
            user = getattr(world.cast, member)
            top = {line["url"] for line in navigation.menu(user, None)}
            pages = {page["url"] for _part, pages in navigation.everything(user) for page in pages}
        assert pages <= top or reverse("home:more") in top, member


def waits(monkeypatch, *found):
    monkeypatch.setattr(tasks, "_sources", {"training": lambda user: iter(found)})


def test_the_home_is_one_list_overdue_first_then_by_consequence(world, monkeypatch):
    day = make.today()
    waits(
        monkeypatch, Task("Read a note", "/a/", weight=9), Task("Pay somebody", "/b/", day, weight=1),
        Task("Take the register", "/c/", day - timedelta(days=9), "Overdue", "over", weight=8),
        Task("Answer of a colleague", "/d/", tag="Waiting for Sam", kind="info", mine=False),
    )  # fmt: skip
    client = world.client("training_lead")
    page = client.get("/").content.decode()
    places = [page.index(words) for words in ("Take the register", "Pay somebody", "Read a note", "Waiting for others")]
    assert places == sorted(places) and page.index("Answer of a colleague") > places[-1]
    assert "3 things wait for you, 1 is overdue, 1 is due within a week." in page
    assert "Due today" in page
    # What waits stands beside the menu, here and on other pages.
    for address in ("/", reverse("training:curricula")):
        assert re.search(r"Training(</strong>)?<span class=\"app-count\">3<", client.get(address).content.decode()), (
            address
        )


def test_a_long_list_is_cut_and_narrowed(world, monkeypatch):
    many = [Task(f"Do number {n}", f"/{n}/") for n in range(60)]
    monkeypatch.setattr(
        tasks, "_sources", {"training": lambda user: iter(many), "mix": lambda user: [Task("One of figures", "/x/")]}
    )
    client = world.client("hr")
    first = client.get("/").content.decode()
    assert first.count("Do number") == 8 and "All 51 of them" in first  # fifty of a source at most
    assert client.get("/?all=1").content.decode().count("Do number") == 50
    narrowed = client.get("/?part=mix").content.decode()
    assert "One of figures" in narrowed and "Do number" not in narrowed
    assert client.get("/?part=nonsense").status_code == 200


def test_a_home_costs_the_same_for_one_task_and_for_fifty(world, monkeypatch):
    def asked(count):
        waits(monkeypatch, *[Task(f"Do {n}", "/") for n in range(count)])
        client = world.client("hr")
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    assert asked(50) == asked(1)


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("hr", ["People on the way to joining", "Open vacancies"]), ("director", ["The share, month by month"]),
        ("supervisor", ["My supervisees"]), ("team_lead", ["Starting soon in your team"]),
        ("training_lead", ["Next training days"]), ("oh_adviser", ["All referrals"]),
        ("administrator", ["Set-up", "Last files"]), ("panel_coordinator", ["All panels"]),
        ("lived_experience_lead", ["The share, month by month"]), ("senior", ["My supervisees"]),
    ],
)  # fmt: skip
def test_each_role_finds_its_own_on_the_first_page(member, words, world):
    page = world.client(member).get("/").content.decode()
    assert all(word in page for word in words)


def test_administrators_see_whose_mail_was_refused_among_their_own_people(world):
    for who in ("colleague", "other_colleague"):
        user = getattr(world.cast, who)
        Message.objects.create(
            rule="x", subject_key="x", on=make.today(), to=user, template="x", message_id=f"<{who}@x>",
            status="refused", why_not="No such mailbox",
        )  # fmt: skip
    page = world.client("administrator").get("/").content.decode()
    assert world.cast.colleague.email in page and world.cast.other_colleague.email not in page


def test_somebody_with_several_roles_has_one_page_with_a_section_for_each(world):
    make.role(world.cast.hr, "training_lead", world.row("people.Unit/organisation"))
    page = world.client("hr").get("/").content.decode()
    assert 'id="role-hr"' in page and 'id="role-training_lead"' in page
    assert page.count('id="waiting"') == 1


def test_every_reader_a_policy_names_is_called_something():
    """ "Who can see this" is made of these words: one that is missing would stand there as the code writes it."""
    roles = {grant.role for policy in Policy.registry.values() for grant in policy.grants}
    assert not {role for role in roles if role not in TIES and role.replace(" ", "_") not in ROLE_WORDS}
