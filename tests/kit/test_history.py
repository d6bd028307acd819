"""The history of a record, in the fields its reader may read."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from peerwork.kit.access import Grant, Policy
from peerwork.kit.history import changes
from peerwork.kit.records import acting, creating
from peerwork.people.models import Person
from tests.kit import people

NAMES = {"given_name", "family_name"}
ALL = NAMES | {"organisation", "home_phone", "date_of_birth"}


@pytest.fixture
def policy(db, monkeypatch):
    monkeypatch.setattr(Policy, "registry", {})
    return Policy(
        Person,
        [
            Grant("hr", lambda user: Q() if user.name == "Hana Roy" else None, ALL, ALL, {"register", "edit"}),
            Grant("lead", lambda user: Q() if user.name == "Max Stone" else None, NAMES),
        ],
    )


@pytest.fixture
def hana(policy):
    return people.user("Hana Roy")


@pytest.fixture
def pia(policy, hana):
    with creating(
        policy, "register", by=hana, organisation=people.organisation(), given_name="Pia", family_name="Lund"
    ) as row:
        pass
    with acting(policy, "edit", row, by=hana, home_phone="0111 canary"):
        pass
    with acting(
        policy, "edit", row, by=hana, family_name="Lund-Roy", organisation=people.organisation("STH", "Southmere")
    ):
        pass
    return row


def test_history_says_when_who_by_which_verb_and_what(policy, hana, pia):
    found = changes(policy, policy.find(hana, pk=pia.pk))
    assert [(change.who, change.verb) for change in found] == [
        ("Hana Roy", "edit"),
        ("Hana Roy", "edit"),
        ("Hana Roy", "register"),
    ]
    assert set(found[0].fields) == {("last name", "Lund", "Lund-Roy"), ("organisation", "Northmere", "Southmere")}
    assert found[1].fields == [("home phone", "", "0111 canary")]
    assert ("first name", "", "Pia") in found[2].fields
    assert found[0].when > found[2].when


def test_history_hidden_fields_leave_no_trace(policy, pia):
    found = changes(policy, policy.find(people.user("Max Stone"), pk=pia.pk))
    assert [change.verb for change in found] == ["edit", "register"]
    assert found[0].fields == [("last name", "Lund", "Lund-Roy")]
    assert "canary" not in str(found)
    assert "mere" not in str(found)


def test_history_of_a_row_out_of_reach_is_empty(policy, pia):
    assert all(not change.fields for change in changes(policy, Person.objects.get(pk=pia.pk)))


def test_history_costs_the_same_whatever_its_length(policy, hana, pia):
    row = policy.find(hana, pk=pia.pk)
    with CaptureQueriesContext(connection) as few:
        changes(policy, row)
    for number in range(10):
        with acting(policy, "edit", row, by=hana, home_phone=f"0{number}"):
            pass
    row = policy.find(hana, pk=pia.pk)
    with CaptureQueriesContext(connection) as many:
        assert len(changes(policy, row)) == 13
    assert len(many) == len(few)
    assert len(changes(policy, row, limit=4)) == 4
