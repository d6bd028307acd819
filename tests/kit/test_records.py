"""The frame of every write: allowed, in the right state, on the newest version, and in the history exactly once."""

import threading

import pytest
from django.db import connection
from django.db.models import Q

from peerwork.kit.access import EVERY_ROW, Grant, Policy
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.records import acting, creating
from peerwork.people.models import Invitation, Unit
from tests.kit import people

FIELDS = {"email", "name", "unit", "role"}


@pytest.fixture
def cast(db):
    return make()


def make():
    here, elsewhere = people.organisation(), people.organisation("STH", "Southmere")
    return people.user("Ada Quinn"), people.user("Max Stone"), here, elsewhere


@pytest.fixture
def invitations(monkeypatch):
    monkeypatch.setattr(Policy, "registry", {})
    return Policy(
        Invitation,
        [
            Grant(
                "administrator",
                lambda user: Q(unit__code="NTH") if user.name.startswith("Ada") else None,
                reads=FIELDS,
                writes=FIELDS,
                verbs={"invite", "withdraw", "resend"},
            ),
            Grant("reader", lambda user: EVERY_ROW, reads={"name"}),
        ],
    )


def invite(invitations, by, unit, **values):
    values = {"email": "new@example.org", "name": "New Person", "unit": unit} | values
    with creating(invitations, "invite", by=by, **values) as row:
        pass
    return row


def lines(row=None):
    history = Invitation.history.all() if row is None else row.history.all()
    return [(line.history_user.name, line.history_change_reason) for line in history.order_by("history_id")]


def test_records_a_first_verb_leaves_one_line_with_its_actor(invitations, cast):
    ada, _max, here, _elsewhere = cast
    row = invite(invitations, ada, here)
    assert (row.status, row.version) == ("sent", 1)
    assert lines(row) == [("Ada Quinn", "invite")]
    assert invitations.offers(row) == {"withdraw", "resend"}, "the new row knows what may be done with it"


def test_records_each_verb_leaves_one_line_more(invitations, cast):
    ada, _max, here, _elsewhere = cast
    row = invite(invitations, ada, here)
    with acting(invitations, "resend", row, by=ada, version=1, name="Newer Person") as row:
        pass
    assert (row.status, row.version, row.name) == ("sent", 2, "Newer Person")
    with acting(invitations, "withdraw", row, by=ada) as row:
        pass
    assert row.status == "withdrawn"
    assert lines(row) == [("Ada Quinn", "invite"), ("Ada Quinn", "resend"), ("Ada Quinn", "withdraw")]


def test_records_a_row_outside_ones_reach_is_refused_and_not_there(invitations, cast):
    ada, max_, here, elsewhere = cast
    for by, unit in ((ada, elsewhere), (max_, here)):
        with pytest.raises(NotAllowed):
            invite(invitations, by, unit)
    assert not Invitation.objects.exists()
    assert lines() == []


def test_records_a_row_its_maker_could_not_see_is_refused_too(invitations, cast):
    ada, _max, _here, elsewhere = cast
    invitations.grants = invitations.grants[:1]
    with pytest.raises(NotAllowed):
        invite(invitations, ada, elsewhere)
    assert not Invitation.objects.exists()


def test_records_a_field_that_is_not_theirs_is_refused_with_all_the_rest(invitations, cast):
    ada, _max, here, _elsewhere = cast
    with pytest.raises(NotAllowed):
        invite(invitations, ada, here, accepted_by=ada)
    assert not Invitation.objects.exists()
    row = invite(invitations, ada, here)
    with pytest.raises(NotAllowed), acting(invitations, "resend", row, by=ada, name="X", status="accepted"):
        pass
    row.refresh_from_db()
    assert (row.status, row.name) == ("sent", "New Person")
    assert len(lines(row)) == 1


def test_records_a_refused_verb_leaves_no_line(invitations, cast):
    ada, max_, here, _elsewhere = cast
    row = invite(invitations, ada, here)
    with pytest.raises(NotAllowed), acting(invitations, "withdraw", row, by=max_):
        pytest.fail("the body of a refused verb must not run")
    with pytest.raises(NotAllowed), acting(invitations, "accept", row, by=ada):
        pass
    with acting(invitations, "withdraw", row, by=ada):
        pass
    for verb in ("withdraw", "resend"):
        with pytest.raises(Conflict), acting(invitations, verb, row, by=ada):
            pass
    assert lines(row) == [("Ada Quinn", "invite"), ("Ada Quinn", "withdraw")]


def test_records_an_older_version_is_told_of_the_newer(invitations, cast):
    ada, _max, here, _elsewhere = cast
    row = invite(invitations, ada, here)
    with acting(invitations, "resend", row, by=ada, version=1, name="First"):
        pass
    with pytest.raises(Conflict) as refused, acting(invitations, "resend", row, by=ada, version=1, name="Second"):
        pass
    assert refused.value.details["current"].name == "First"
    row.refresh_from_db()
    assert (row.name, row.version) == ("First", 2)


def test_records_bad_values_are_refused_by_field_and_nothing_is_half_written(invitations, cast):
    ada, _max, here, _elsewhere = cast
    with pytest.raises(Invalid) as refused:
        invite(invitations, ada, here, email="not an address", name="")
    assert set(refused.value.fields) == {"email", "name"}
    row = invite(invitations, ada, here)
    with pytest.raises(Invalid), acting(invitations, "resend", row, by=ada, email="nonsense"):
        pass
    with pytest.raises(Invalid, match="look"):
        invite(invitations, ada, here)  # the same open invitation again: a constraint, in words
    assert Invitation.objects.count() == len(lines()) == 1


def test_records_what_the_body_of_a_verb_did_goes_with_it(invitations, cast):
    ada, _max, here, _elsewhere = cast
    row = invite(invitations, ada, here)
    with pytest.raises(RuntimeError), acting(invitations, "withdraw", row, by=ada):
        Unit.objects.filter(pk=here.pk).update(name="Changed")
        raise RuntimeError
    here.refresh_from_db()
    row.refresh_from_db()
    assert (here.name, row.status, len(lines(row))) == ("Northmere", "sent", 1)


def test_records_a_row_that_left_ones_reach_is_not_here(invitations, cast):
    ada, _max, here, elsewhere = cast
    row = invite(invitations, ada, here)
    invitations.grants = invitations.grants[:1]
    Invitation.objects.update(unit=elsewhere)
    with pytest.raises(NotHere), acting(invitations, "withdraw", row, by=ada):
        pass


@pytest.mark.django_db(transaction=True)
def test_records_of_many_edits_of_one_version_exactly_one_wins(invitations):
    ada, _max, here, _elsewhere = make()
    row, start, won, told = invite(invitations, ada, here), threading.Barrier(8), [], []

    def edit(number):
        try:
            start.wait()
            with acting(invitations, "resend", row, by=ada, version=1, name=f"Edit {number}"):
                pass
            won.append(number)
        except Conflict:
            told.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()
    assert (len(won), len(told)) == (1, 7)
    assert (row.name, row.version, len(lines(row))) == (f"Edit {won[0]}", 2, 2)
