"""Opening a confidential record leaves a line before anything of it is returned."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

from peerwork.kit.access import Grant, Policy
from peerwork.kit.errors import NotHere
from peerwork.kit.models import ReadLine
from peerwork.kit.readlog import lines_for, opened
from peerwork.people.models import Person
from tests.kit import people


@pytest.fixture
def cards(db, monkeypatch):
    """Person records treated as confidential: HR opens them, their owner opens their own, a lead sees the outline."""
    monkeypatch.setattr(Policy, "registry", {})
    hr, pia, stranger = people.user("Hana Roy"), people.user("Pia Lund"), people.user("Max Stone")
    row = Person.objects.create(
        organisation=people.organisation(), user=pia, given_name="Pia", family_name="Lund", home_phone="0111 canary"
    )
    fields = {"given_name", "home_phone"}
    policy = Policy(
        Person,
        [
            Grant("worker", lambda user: Q(user=user), reads=fields, own=True),
            Grant("hr", lambda user: Q() if user == hr else None, reads=fields),
        ],
        outline={"given_name"},
    )
    return policy, row, hr, pia, stranger


def test_readlog_nothing_but_the_outline_shows_before_opening(cards):
    policy, row, hr, *_rest = cards
    assert policy.readable(policy.find(hr, pk=row.pk)) == {"given_name"}


def test_readlog_opening_leaves_one_line_and_then_shows_the_record(cards):
    policy, row, hr, *_rest = cards
    seen = opened(policy, hr, what="emergency card", person_id=row.pk, reason=" Unwell at work ", pk=row.pk)
    assert policy.show(seen).home_phone == "0111 canary"
    (line,) = lines_for(row.pk)
    assert (line.reader, line.role, line.what, line.reason) == (hr, "hr", "emergency card", "Unwell at work")
    assert (line.about_model, line.about_id) == ("people.Person", row.pk)


def test_readlog_the_owner_leaves_no_line(cards):
    policy, row, _hr, pia, _stranger = cards
    assert policy.show(opened(policy, pia, what="card", person_id=row.pk, pk=row.pk)).home_phone
    assert not ReadLine.objects.exists()


def test_readlog_out_of_reach_opens_nothing_and_writes_nothing(cards):
    policy, row, *_people, stranger = cards
    with pytest.raises(NotHere):
        opened(policy, stranger, what="card", person_id=row.pk, pk=row.pk)
    assert not ReadLine.objects.exists()


def test_readlog_no_line_no_data(cards, monkeypatch):
    policy, row, hr, *_rest = cards

    def full(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(ReadLine.objects, "create", full)
    with pytest.raises(DatabaseError):
        opened(policy, hr, what="card", person_id=row.pk, pk=row.pk)


def test_readlog_a_delayed_line_shows_from_its_day(cards):
    policy, row, hr, *_rest = cards
    tomorrow = timezone.localdate() + timedelta(days=1)
    opened(policy, hr, what="card", person_id=row.pk, pk=row.pk, shown_from=tomorrow)
    assert not lines_for(row.pk).exists()
    assert lines_for(row.pk, on=tomorrow).count() == 1
    assert not lines_for(row.pk + 1, on=tomorrow).exists()


def test_readlog_row_and_line_are_one_transaction(cards, monkeypatch):
    policy, row, hr, *_rest = cards
    kept, create = [], ReadLine.objects.create

    def watched(**values):
        kept.append(len(connection.savepoint_ids))
        return create(**values)

    monkeypatch.setattr(ReadLine.objects, "create", watched)
    before = len(connection.savepoint_ids)
    opened(policy, hr, what="card", person_id=row.pk, pk=row.pk)
    assert kept == [before + 1]
