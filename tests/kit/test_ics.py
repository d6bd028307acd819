"""Calendar entries: stable, private, and at the right hour whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerwork.kit import ics
from peerwork.kit.ics import Event

EVENT = Event(
    "session-12",
    "Supervision",
    datetime(2026, 11, 25, 14, tzinfo=UTC),
    place="Room 2, Hope House; 1st floor",
    url="/s/12/",
)


def only(text) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return event


def test_ics_an_invitation_says_when_and_where_and_nothing_else():
    text = ics.invitation(EVENT, to="sam@example.org")
    event = only(text)
    assert "METHOD:REQUEST" in text
    assert event["UID"].startswith("session-12@")
    assert event["CLASS"] == "PRIVATE"
    assert event["SUMMARY"] == "Supervision"
    assert event["LOCATION"] == "Room 2, Hope House; 1st floor"
    assert event["ATTENDEE"] == "mailto:sam@example.org"
    assert "DESCRIPTION" not in event
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_ics_a_change_keeps_the_uid_and_raises_the_sequence_and_a_cancellation_says_so():
    moved = only(ics.invitation(Event(**vars(EVENT) | {"sequence": 3, "minutes": 30}), to="sam@example.org"))
    assert (moved["UID"], moved["SEQUENCE"]) == (only(ics.invitation(EVENT, to="x@example.org"))["UID"], 3)
    assert moved.end - moved.start == timedelta(minutes=30)
    text = ics.invitation(Event(**vars(EVENT) | {"sequence": 4, "cancelled": True}), to="sam@example.org")
    assert "METHOD:CANCEL" in text
    assert only(text)["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("starts", "local", "offset"),
    [
        (datetime(2026, 3, 27, 14, tzinfo=UTC), "20260327T140000", 0),
        (datetime(2026, 3, 30, 13, tzinfo=UTC), "20260330T140000", 1),  # two days on, after the clocks went forward
        (datetime(2026, 10, 23, 13, tzinfo=UTC), "20261023T140000", 1),
        (datetime(2026, 10, 26, 14, tzinfo=UTC), "20261026T140000", 0),
        (datetime(2028, 2, 29, 9, tzinfo=UTC), "20280229T090000", 0),
    ],
)
def test_ics_two_in_the_afternoon_stays_two_in_the_afternoon(starts, local, offset):
    text = ics.invitation(Event("a", "Supervision", starts), to="sam@example.org")
    assert f"DTSTART;TZID=Europe/London:{local}" in text
    assert "BEGIN:VTIMEZONE" in text
    assert only(text).start.utcoffset() == timedelta(hours=offset)
    assert only(text).start == starts


@pytest.mark.parametrize(
    "starts",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ],
)
def test_ics_an_hour_is_an_hour_in_the_night_the_clocks_change(starts):
    event = only(ics.invitation(Event("a", "On call", starts), to="sam@example.org"))
    assert event.start.astimezone(UTC) == starts
    assert event.end.astimezone(UTC) - event.start.astimezone(UTC) == timedelta(hours=1)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_ics_a_start_comes_back_as_it_was(starts):
    starts = starts.replace(microsecond=0)
    back = only(ics.invitation(Event("a", "Supervision", starts), to="sam@example.org")).start
    assert back.astimezone(UTC) == starts


def test_ics_a_feed_holds_many_and_is_small():
    events = [Event(f"s-{n}", "Supervision", EVENT.starts_at + timedelta(days=n), cancelled=n == 1) for n in range(3)]
    text = ics.feed(events, name="My week").decode()
    calendar = icalendar.Calendar.from_ical(text)
    assert [event["STATUS"] for event in calendar.walk("VEVENT")] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert "METHOD:PUBLISH" in text
    assert len(text) < 4000
    assert icalendar.Calendar.from_ical(ics.feed([], name="Nothing")).walk("VEVENT") == []
    assert date(2026, 11, 25) == calendar.walk("VEVENT")[0].start.date()


def test_ics_a_title_cannot_add_lines():
    text = ics.invitation(
        Event("a", "Supervision\r\nATTENDEE:mailto:x@example.org", EVENT.starts_at), to="sam@example.org"
    )
    assert [line for line in text.split("\r\n") if line.startswith("ATTENDEE")] == [
        line for line in text.split("\r\n") if "sam@example.org" in line and line.startswith("ATTENDEE")
    ]
