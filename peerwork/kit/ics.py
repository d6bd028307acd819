"""Calendar feeds and invitations: "Supervision" or "Appointment", when and where, and nothing else about anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

import icalendar
from django.conf import settings
from django.utils import timezone


@dataclass(frozen=True)
class Event:
    """One appointment.

    uid        stable for ever: "session-12" (the installation's name is added)
    title      general words only
    starts_at  an aware time; written in the organisation's time zone, so that it stays 2pm when the clocks change
    sequence   goes up with every change, such as the record's version
    """

    uid: str
    title: str
    starts_at: datetime
    minutes: int = 60
    place: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


def feed(events: Iterable[Event], *, name: str) -> bytes:
    """A calendar to subscribe to; what was cancelled stays in it, marked, until its day has passed."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    return _written(calendar, list(events))


def invitation(event: Event, *, to: str) -> str:
    """An invitation to attach to one person's message, or the news that it is cancelled."""
    calendar = _calendar("CANCEL" if event.cancelled else "REQUEST")
    return _written(calendar, [event], to).decode()


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Peerwork//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _written(calendar: icalendar.Calendar, events: list[Event], to: str = "") -> bytes:
    organiser = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    for each in events:
        times = [each.starts_at, each.starts_at.astimezone(UTC) + timedelta(minutes=each.minutes)]
        starts, ends = map(timezone.localtime, times)
        if starts.fold or ends.fold:  # in the hour that comes twice local time names no moment
            starts, ends = (time.astimezone(UTC) for time in times)
        entry = icalendar.Event()
        entry.add("uid", f"{each.uid}@{organiser.rpartition('@')[2] or 'localhost'}")
        entry.add("dtstamp", timezone.now().astimezone(UTC))
        entry.add("sequence", each.sequence)
        entry.add("dtstart", starts)
        entry.add("dtend", ends)
        entry.add("summary", each.title)
        entry.add("class", "PRIVATE")
        entry.add("status", "CANCELLED" if each.cancelled else "CONFIRMED")
        if each.place:
            entry.add("location", each.place)
        if each.url:
            entry.add("url", settings.SITE_URL + each.url)
        if to:
            entry.add("organizer", f"mailto:{organiser}")
            entry.add("attendee", f"mailto:{to}", parameters={"RSVP": "FALSE", "PARTSTAT": "NEEDS-ACTION"})
        calendar.add_component(entry)
    if events:
        days = [each.starts_at.date() for each in events]
        # Only the changes of the clock near these days: without limits the file lists every one since 1970.
        calendar.add_missing_timezones(min(days) - timedelta(days=366), max(days) + timedelta(days=366))
    return calendar.to_ical()
