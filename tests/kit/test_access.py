"""Who sees which rows and fields: deny by default, the union of grants row by row, and nothing by any side door."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Q
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from peerwork.kit import access
from peerwork.kit.access import EVERY_ROW, Grant, Hidden, Policy, Ref
from peerwork.kit.errors import Conflict, NotAllowed, NotHere
from peerwork.people.models import Person
from tests.kit import people

CANARY = "0111 canary"
NAMES = {"given_name", "family_name"}


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(Policy, "registry", {})


@pytest.fixture
def cast(db):
    """Sue leads Pia and is herself in the list; Hana sees everybody; Max holds nothing."""
    users = {name: people.user(name) for name in ("Pia Lund", "Sue Hart", "Hana Roy", "Max Stone")}
    rows = {}
    for name in ("Pia Lund", "Sue Hart"):
        given, family = name.split()
        rows[given] = Person.objects.create(
            organisation=people.organisation(),
            user=users[name],
            given_name=given,
            family_name=family,
            home_phone=CANARY,
            pronouns="she/her",
        )
    return {name.split()[0]: user for name, user in users.items()}, rows


def policy(cast, **options):
    users, rows = cast
    return Policy(
        Person,
        [
            Grant(
                "worker",
                lambda user: Q(user=user),
                reads=NAMES | {"home_phone", "organisation"},
                writes={"home_phone"},
                verbs={"correct"},
                own=True,
            ),
            Grant(
                "lead",
                lambda user: Q(pk=rows["Pia"].pk) if user == users["Sue"] else None,
                reads=NAMES,
                writes={"pronouns"},
                verbs={"edit"},
            ),
            Grant(
                "hr",
                lambda user: EVERY_ROW if user == users["Hana"] else None,
                reads=NAMES | {"pronouns"},
                verbs={"edit"},
            ),
        ],
        **options,
    )


# Rows ---------------------------------------------------------------------------------------------------------------
def test_access_nobody_sees_anything_without_a_grant(cast):
    from django.contrib.auth.models import AnonymousUser

    users, _rows = cast
    rules = policy(cast)
    for nobody in (None, AnonymousUser(), users["Max"]):
        assert list(rules.visible(nobody)) == []
    users["Hana"].is_active = False
    assert list(rules.visible(users["Hana"])) == []


def test_access_what_one_role_opens_stays_shut_on_rows_another_role_reaches(cast):
    users, _rows = cast
    rules = policy(cast)
    seen = {row.given_name: row for row in rules.visible(users["Sue"])}
    assert rules.readable(seen["Sue"]) == NAMES | {"home_phone", "organisation"}
    assert rules.readable(seen["Pia"]) == NAMES, "her own phone's openness says nothing about Pia's"
    assert rules.roles(seen["Sue"]) == ["worker"]
    assert rules.roles(seen["Pia"]) == ["lead"]
    assert rules.writable(seen["Pia"]) == {"pronouns"}
    assert rules.offers(seen["Pia"]) == {"edit"}
    assert rules.offers(seen["Sue"]) == {"correct"}


def test_access_grants_on_the_same_row_add_up(cast):
    users, rows = cast
    rows["Pia"].user = None
    rows["Pia"].save()
    rows["Sue"].user = users["Hana"]
    rows["Sue"].save()
    rules = policy(cast)
    row = rules.find(users["Hana"], pk=rows["Sue"].pk)
    assert rules.readable(row) == NAMES | {"home_phone", "organisation", "pronouns"}
    assert set(rules.roles(row)) == {"worker", "hr"}


def test_access_by_one_role_alone_is_no_more_than_that_role_opens(cast):
    users, rows = cast
    seen = policy(cast)
    as_lead = seen.visible(users["Sue"], role="lead").get()  # her own row is reached as a worker only
    assert as_lead == rows["Pia"] and seen.readable(as_lead) == NAMES
    assert list(seen.visible(users["Pia"], role="lead")) == []
    assert list(seen.visible(users["Max"], role="hr")) == []


def test_access_is_one_query_whatever_the_roles(cast):
    users, _rows = cast
    rules = policy(cast, bars={"edit": lambda user: Q(user=user)}, closed=lambda user: Q(given_name="Nobody"))
    with CaptureQueriesContext(connection) as asked:
        for row in rules.visible(users["Sue"]):
            rules.readable(row), rules.offers(row), rules.roles(row)
    assert len(asked) == 1


def test_access_a_row_from_elsewhere_opens_nothing(cast):
    _users, rows = cast
    rules = policy(cast)
    row = Person.objects.get(pk=rows["Pia"].pk)
    assert rules.readable(row) == rules.writable(row) == rules.offers(row) == frozenset()


@pytest.mark.parametrize(
    "lookup", [{"pk": 0}, {"pk": "x"}, {"pk": 10**30}, {"pk": None}, {"uuid": "x"}, {"given_name": "Pia"}]
)
def test_access_out_of_reach_and_nonsense_are_the_same_answer(cast, lookup):
    users, _rows = cast
    with pytest.raises(NotHere):
        policy(cast).find(users["Max"], **lookup)


@pytest.mark.parametrize("lookup", [{"pk": 0}, {"pk": "x"}, {"pk": 10**30}, {"pk": None}, {"uuid": "x"}])
def test_access_nonsense_is_not_here_for_those_who_see_everything(cast, lookup):
    users, _rows = cast
    with pytest.raises(NotHere):
        policy(cast).find(users["Hana"], **lookup)


def test_access_closed_rows_are_shut_to_all_but_their_own(cast):
    users, _rows = cast
    rules = policy(cast, closed=lambda user: Q(given_name="Pia"))
    assert [row.given_name for row in rules.visible(users["Hana"])] == ["Sue"]
    assert [row.given_name for row in rules.visible(users["Sue"])] == ["Sue"]
    assert [row.given_name for row in rules.visible(users["Pia"])] == ["Pia"]


def test_access_everything_closed_is_everything(cast):
    users, _rows = cast
    rules = policy(cast, closed=lambda user: EVERY_ROW)
    assert list(rules.visible(users["Hana"])) == []
    assert [row.given_name for row in rules.visible(users["Pia"])] == ["Pia"]


def test_access_a_bar_takes_one_verb_away_on_its_rows_only(cast):
    users, rows = cast
    rows["Sue"].user = users["Hana"]
    rows["Sue"].save()
    rules = policy(cast, bars={"edit": lambda user: Q(user=user)})
    mine, other = rules.find(users["Hana"], pk=rows["Sue"].pk), rules.find(users["Hana"], pk=rows["Pia"].pk)
    assert rules.offers(mine) == {"correct"}
    assert rules.offers(other) == {"edit"}
    with pytest.raises(NotAllowed):
        rules.require(users["Hana"], "edit", mine)
    rules.require(users["Hana"], "edit", other)


def test_access_a_confidential_row_shows_its_outline_until_it_is_opened(cast):
    users, rows = cast
    rules = policy(cast, outline={"given_name"})
    row = rules.find(users["Pia"], pk=rows["Pia"].pk)
    assert rules.readable(row) == {"given_name"}
    row._opened = True
    assert "home_phone" in rules.readable(row)


def test_access_changes_with_the_next_request(cast):
    users, _rows = cast
    asked = []

    def rows_of(user):
        return access.remembered(("hr", user.pk), lambda: asked.append(1) or EVERY_ROW)

    rules = Policy(Person, [Grant("hr", rows_of, reads=NAMES)])
    with access.request_memo():
        rules.visible(users["Max"]), rules.visible(users["Max"])
        assert len(asked) == 1
        access.forget()
        rules.visible(users["Max"])
        assert len(asked) == 2
    with access.request_memo():
        rules.visible(users["Max"])
    rules.visible(users["Max"]), rules.visible(users["Max"])
    assert len(asked) == 5


# Fields -------------------------------------------------------------------------------------------------------------
def test_access_a_template_prints_nothing_of_a_hidden_field(cast):
    users, rows = cast
    rules = policy(cast)
    seen = rules.show(rules.find(users["Sue"], pk=rows["Pia"].pk))
    page = Template(
        "{{ seen }}|{{ seen.given_name }}|{{ seen.home_phone }}|{% if seen.home_phone %}yes{% endif %}|{{ seen.user }}|"
        "{{ seen.user.email }}|{{ seen.user_id }}|{{ seen.organisation.people.all }}|{{ seen.delete }}|"
        "{{ seen.history.all }}"
    ).render(Context({"seen": seen}))
    assert page == "Pia Lund|Pia||||||||"
    assert Person.objects.count() == 2


def test_access_a_readable_link_is_a_name_and_a_number(cast):
    users, rows = cast
    rules = policy(cast)
    seen = rules.show(rules.find(users["Pia"], pk=rows["Pia"].pk))
    assert seen.organisation == Ref(people.organisation())
    assert str(seen.organisation) == "Northmere"
    assert not hasattr(seen.organisation, "code")
    assert seen.organisation_id == people.organisation().pk
    assert (seen.pk, seen.version) == (rows["Pia"].pk, 0)
    for hidden in ("pronouns", "user", "user_id", "save", "_meta", "get_absolute_uri"):
        with pytest.raises(Hidden):
            getattr(seen, hidden)


@pytest.mark.parametrize("grant", [{"reads": {"home_fone"}}, {"writes": {"home_fone"}}, {"verbs": {"edti"}}])
def test_access_a_misspelt_field_or_verb_stops_the_start(grant):
    with pytest.raises(ImproperlyConfigured):
        Policy(Person, [Grant("hr", lambda user: EVERY_ROW, **grant)])


def test_access_a_bar_on_an_unknown_verb_stops_the_start():
    with pytest.raises(ImproperlyConfigured):
        Policy(Person, [], bars={"edti": lambda user: EVERY_ROW})


def test_access_a_rule_that_would_repeat_rows_is_refused(cast):
    """Through a to-many link one row comes back several times, each with other marks."""
    users, _rows = cast
    rules = Policy(Person, [Grant("hr", lambda user: Q(identifiers__value="1"), reads=NAMES)])
    with pytest.raises(ImproperlyConfigured, match="identifiers"):
        list(rules.visible(users["Max"]))


# Verbs --------------------------------------------------------------------------------------------------------------
def test_access_require_asks_for_the_verb_and_each_field(cast):
    users, rows = cast
    rules = policy(cast)
    row = rules.find(users["Sue"], pk=rows["Pia"].pk)
    rules.require(users["Sue"], "edit", row, {"pronouns"})
    with pytest.raises(NotAllowed) as refused:
        rules.require(users["Sue"], "edit", row, {"pronouns", "home_phone"})
    assert refused.value.details == {"fields": ["home_phone"]}
    with pytest.raises(NotAllowed):
        rules.require(users["Sue"], "correct", row)
    with pytest.raises(ImproperlyConfigured):
        rules.require(users["Sue"], "edti", row)


def test_access_lock_knows_an_older_version_and_a_row_out_of_reach(cast):
    users, rows = cast
    rules = policy(cast)
    assert rules.lock(users["Sue"], rows["Pia"], version=0) == rows["Pia"]
    with pytest.raises(Conflict) as refused:
        rules.lock(users["Sue"], rows["Pia"], version=1)
    assert refused.value.details["current"] == rows["Pia"]
    with pytest.raises(NotHere):
        rules.lock(users["Max"], rows["Pia"])


def test_access_says_who_may_start_and_read(cast):
    users, _rows = cast
    rules = policy(cast)
    assert rules.may_start(users["Sue"], "edit")
    assert not rules.may_start(users["Pia"], "edit")
    assert rules.fields_to_start(users["Sue"], "edit") == {"pronouns"}
    assert rules.readers("given_name") == ["worker", "lead", "hr"]
    assert rules.readers("given_name", "home_phone") == ["worker"]
