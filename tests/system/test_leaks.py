"""Nobody finds an address that is not theirs, and no page, endpoint or file holds a word its reader may not read."""

import re
from contextlib import suppress

import pytest
from django.urls import reverse

from peerwork.kit import outbox
from peerwork.kit.errors import Invalid
from peerwork.kit.models import Message
from tests.system import routes
from tests.system.answers import changed, check_headers, everything, own
from tests.system.matrix import HR, MODELS, TRUST
from tests.system.salt import MARK, MARKUP, Salt, words_of
from tests.system.test_history import RECIPES, recipe

MEMBERS = [
    "nobody", *TRUST.split(), "charity_worker", "charity_hr", "visitor",
    "other_administrator", "other_hr", "other_director", "other_worker", "other_team_lead",
]  # fmt: skip
# What mail may name: organisations and what they advertise, where to come, who it is written to.
IN_MAIL = {
    "people.Unit.name", "people.User.email", "people.Invitation.name", "recruitment.Vacancy.title",
    "readiness.Community.name", "supervision.Booking.place", "recruitment.InterviewDay.place",
}  # fmt: skip
HASHES = re.compile(r"(argon2\$|md5\$|pbkdf2_)", re.IGNORECASE)


@pytest.fixture(scope="module")
def salted(template, django_db_blocker):
    """The cast with a mark in every word."""
    salt = Salt()
    with django_db_blocker.unblock():
        salt.strew(template)
    return salt


@pytest.fixture
def world(salted, world):
    return world


def test_every_kind_of_row_holds_marks(salted, world):
    marked = {label for label, _name, _field in salted.marks.values()}
    assert {"people.Person", "people.User", "people.Unit", "placements.Post", "mix.StaffLine"} <= marked
    assert len(salted.marks) > 300


@pytest.mark.parametrize("member", MEMBERS)
def test_pages_and_endpoints_open_for_whom_the_matrix_says_and_hold_only_their_words(member, world, salted):
    """And every answer carries its headers, leads nowhere else, and leaves every table as it was."""
    allowed, seen, faults, read = salted.allowed(world, member), 0, [], set()
    client = world.client(member)  # who came when is noted; nothing else may be
    before = everything()
    for visit in routes.visits(world, member, client=client):
        seen += 1
        if not visit.is_right:
            faults.append(f"{visit}, not {visit.finds}")
        words = words_of(visit.response)
        if visit.route.name != "home:brand":  # a style sheet anybody may cache
            missing = check_headers(visit.response, signed_in=member != "nobody")
            faults += [f"{visit}: {fault}" for fault in missing]
        if not own(visit.response.headers.get("Location", "/")):
            faults.append(f"{visit} leads to {visit.response.headers['Location']}")
        found = {mark.lower() for mark in MARK.findall(words)}
        read |= found
        for mark in sorted(found - allowed - salted.told_at(visit.route.name, member)):
            label, row, column = salted.marks[mark]
            faults.append(f"{member} reads {column} of {label} {row} at {visit.url} ({visit.route.name})")
        if "html" in visit.response.headers.get("Content-Type", "") and (shown := MARKUP.search(words)):
            faults.append(f"{visit.url} shows words as markup: {salted.marks[shown[0][3:].lower()]}")
        if HASHES.search(words):
            faults.append(f"{visit.url} shows a password's hash")
    assert seen > 100 or routes.WALK
    assert not faults, "\n".join(dict.fromkeys(faults))
    assert changed(before) == set(), "reading changed them"
    if member in ("hr", "administrator", "worker"):
        assert len(read) > 20 or routes.WALK, "the crawl found hardly anything to read"


@pytest.mark.parametrize("member", [*HR.split(), "team_lead", "worker", "director", "administrator", "other_hr"])
def test_search_finds_only_what_its_asker_may_read(member, world, salted):
    allowed, client = salted.allowed(world, member), world.client(member)
    for query in ("zq", "example.org", "%", "_", "<b>"):
        found = {mark.lower() for mark in MARK.findall(words_of(client.get(reverse("home:search"), {"q": query})))}
        assert found <= allowed, [salted.marks[mark] for mark in found - allowed]
    own = {mark for mark, place in salted.marks.items() if place[0] == "people.Person" and mark not in allowed}
    for mark in sorted(own)[:10]:
        said = words_of(client.get(reverse("home:search"), {"q": mark[:-1]}))
        assert not {found.lower() for found in MARK.findall(said)} & own, salted.marks[mark]


@pytest.mark.parametrize("member", ["hr", "team_lead", "lived_experience_lead", "director", "charity_hr"])
def test_lists_cannot_be_asked_about_hidden_fields(member, world, salted):
    """Filtering or sorting by what one may not read would tell it, row by row (OWASP API3)."""
    client, asked = world.client(member), 0
    for name, route in routes.walked().items():
        if not route.is_api or not name.endswith("-row"):
            continue
        address, model = reverse(name.removesuffix("-row")), MODELS[route.model]
        reads = {row: model.table(row).get(member, [()])[0] for row in model.names()}
        if not any(reads.values()):
            continue  # there is no row to ask about
        for column in sorted(model.fields() - set().union(*reads.values())):
            asked += 1
            up, down = (ids(client.get(address, {"ordering": sign + column})) for sign in ("", "-"))
            assert up == down, f"{address} can be sorted by {column}"
            for row in [row for row in reads if reads[row]][:2]:
                found = world.row(f"{route.model}/{row}")
                value = str(getattr(found, column, ""))
                told = any(value in str(getattr(found, name, "")) for name in reads[row])  # a "2" is in many a number
                asks = [{column: value}, {f"{column}__startswith": value[:3]}, *([] if told else [{"search": value}])]
                for query in asks:
                    if value and found.pk in ids(client.get(address, query)):
                        raise AssertionError(f"{address} tells {column} of {row}: {query}")
    assert asked > 5 or routes.WALK


def ids(response) -> list[int]:
    """The rows of a list; none where the question is refused."""
    assert response.status_code in (200, 400)
    return [row["id"] for row in response.json()["results"]] if response.status_code == 200 else []


def test_a_director_reads_nobodys_name(world, salted):
    """But their own, and the names of units, of whoever works on a target with them, of who teaches an open group."""
    allowed = {salted.marks[mark][:2] for mark in salted.allowed(world, "director")}
    named = {"people.Person", "people.Worker", "placements.Placement", "mix.StaffLine"}
    assert {place for place in allowed if place[0] in named} == {("people.Person", "colleague")}
    assert world.row("training.Trainer/trainer").person == world.row("people.Person/colleague")


@pytest.mark.parametrize("path", sorted(RECIPES))
def test_mail_says_that_something_waits_and_nothing_of_what_was_said(path, world, salted):
    """Whatever is done: the messages it writes, with their calendar, hold no word but names of what is open to many."""
    by, do = recipe(path, world)
    last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with suppress(Invalid):  # a mark stands where an address or a number must
        do(world, by)
    for message in Message.objects.filter(pk__gt=last):
        said = " ".join([*outbox.render(message.template, message.context), message.context.get(outbox.CALENDAR, "")])
        told = {salted.marks[mark.lower()] for mark in MARK.findall(said)}
        assert {f"{label}.{column}" for label, _row, column in told} <= IN_MAIL, (message.template, told)
