"""Reminders come once, at most twice for a thing, never to somebody away, and whatever the clocks and the server do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from peerwork.kit import outbox
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.models import Message
from peerwork.placements.models import Away, SupervisorLink
from peerwork.supervision import actions, jobs, queries
from peerwork.supervision.models import AgreedAction, Booking, Session
from tests import make

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def quiet(pair):
    """Nothing waits yet, nobody is away, nothing is booked."""
    Session.objects.filter(person=pair.person).update(counts=False)
    Session.objects.filter(status="proposed").update(status="not_answered")
    Away.objects.update(cancelled_on=pair.today)
    Booking.objects.update(status="cancelled")
    AgreedAction.objects.update(status="dropped")
    Message.objects.all().delete()
    return pair


def told(rule, to, about=None):
    found = Message.objects.filter(rule=f"supervision.{rule}", to=to)
    return found.filter(subject_key__startswith=f"{about.pk}:") if about else found


def run(days=0, times=1):
    """The daily work, so many days from now; other days are lived through by the tables as they are."""
    for _n in range(times):
        jobs.daily(timezone.now() + timedelta(days=days))


def test_a_session_due_is_told_once_and_once_more_when_it_is_a_week_late(quiet):
    quiet.log(24)  # due in four days
    run(times=3)
    assert told("due", quiet.supervisor, quiet.person).count() == 1
    message = told("due", quiet.supervisor, quiet.person).get()
    assert message.on == quiet.today + timedelta(days=4)
    run(days=5, times=2)  # late by a day: nothing new
    assert told("late", quiet.supervisor, quiet.person).count() == 0
    run(days=12, times=2)
    run(days=60, times=2)
    assert told("late", quiet.supervisor, quiet.person).count() == 1
    assert Message.objects.filter(to=quiet.supervisor, subject_key=message.subject_key).count() == 2


def test_a_week_without_the_server_loses_no_reminder(quiet):
    quiet.log(20)
    run(days=14)  # the first time it runs it is late already
    assert (
        told("due", quiet.supervisor, quiet.person).count() + told("late", quiet.supervisor, quiet.person).count() == 1
    )


def test_a_booked_session_needs_no_reminder(quiet):
    quiet.log(24)
    at = timezone.now() + timedelta(days=3)
    actions.book(by=quiet.supervisor, person=quiet.person, stream=quiet.stream, starts_at=at)
    run()
    assert told("due", quiet.supervisor, quiet.person).count() == 0


def test_nobody_away_is_reminded_and_nothing_is_said_about_somebody_away(quiet, world):
    quiet.log(24)
    own = world.row("people.Person/supervisor")
    holiday = make.away(own, "leave", ends_on=quiet.today + timedelta(days=3))
    run()
    assert told("due", quiet.supervisor, quiet.person).count() == 0
    Away.objects.filter(pk=holiday.pk).update(cancelled_on=quiet.today)
    make.away(quiet.person, "sickness")
    run()
    assert told("due", quiet.supervisor, quiet.person).count() == 0


def test_an_unanswered_record_gets_one_reminder_and_then_stands_as_not_answered(quiet):
    session = quiet.log(send=True)
    run(days=3)
    assert told("reminder", quiet.worker).count() == 0
    Session.objects.filter(pk=session.pk).update(proposed_at=timezone.now() - timedelta(days=8))
    run(times=2)
    assert told("reminder", quiet.worker).count() == 1
    session.refresh_from_db()
    assert session.status == "proposed"
    with pytest.raises(Conflict):
        actions.remind(session, by=quiet.supervisor)
    Session.objects.filter(pk=session.pk).update(reminded_on=quiet.today - timedelta(days=7))
    run()
    session.refresh_from_db()
    assert (session.status, bool(session.closed_at)) == ("not_answered", True)
    assert told("lapsed", quiet.supervisor).count() == 1  # the sender is told instead
    from peerwork.kit.tasks import for_user

    for person in (quiet.worker, quiet.supervisor):
        assert session.get_absolute_url() not in {task.url for task in for_user(person)}
    assert actions.agree(session, by=quiet.worker).status == "agreed"  # late is fine


def test_a_record_waits_while_its_worker_is_away(quiet):
    session = quiet.log(send=True)
    make.away(quiet.person, "leave", ends_on=quiet.today + timedelta(days=20))
    run(days=9)
    assert told("reminder", quiet.worker).count() == 0
    session.refresh_from_db()
    assert session.status == "proposed"


def test_an_action_is_told_twice_to_its_owner_and_then_to_the_supervisor(quiet):
    due = quiet.today + timedelta(days=1)
    session = quiet.log(send=True, agreed=[{"what": "Call", "owner": quiet.worker, "due_on": due}])
    for days in (0, 1, 2, 8, 9, 15, 16, 40):
        run(days=days)
    assert [m.rule for m in Message.objects.filter(to=quiet.worker, rule__contains="action").order_by("pk")] == [
        "supervision.action",
        "supervision.action_late",
    ]
    assert told("action_told", quiet.supervisor).count() == 1
    assert session.actions.get().status == "open"


def test_single_reminders_are_gathered_into_one_weekly_summary(quiet, world):
    quiet.log(24, agreed=[{"what": "Call", "owner": quiet.supervisor, "due_on": quiet.today}], send=True)
    run()
    waiting = Message.objects.filter(to=quiet.supervisor, status="waiting")
    assert waiting.count() >= 2 and quiet.supervisor.digest
    mail.outbox.clear()
    monday = outbox.monday(max(message.send_after for message in waiting))
    outbox.send_due(now=lambda: monday + timedelta(hours=1))
    mine = [message for message in mail.outbox if message.to == [quiet.supervisor.email]]
    assert len(mine) == 1


# Invitations ----------------------------------------------------------------------------------------------------------
def invitations(booking) -> list[icalendar.Event]:
    sent = Message.objects.filter(rule="supervision.invitation", about_id=booking.pk).order_by("pk")
    return [icalendar.Calendar.from_ical(message.context["_calendar"]).walk("VEVENT")[0] for message in sent]


def test_a_session_booked_moved_and_cancelled_keeps_its_uid_and_raises_its_sequence(quiet):
    at = timezone.now() + timedelta(days=9)
    (booking,) = actions.book(by=quiet.supervisor, person=quiet.person, stream=quiet.stream, starts_at=at)
    booking = actions.move(booking, by=quiet.supervisor, starts_at=at + timedelta(days=1))
    booking = actions.cancel(booking, by=quiet.worker, cancelled_because="service")
    assert (booking.cancelled_by, booking.cancelled_because) == (quiet.worker, "service")
    events = invitations(booking)
    assert len(events) == 6 and len({event["UID"] for event in events}) == 1  # two people, three times
    assert [int(event["SEQUENCE"]) for event in events] == [0, 0, 1, 1, 2, 2]
    assert [str(event["STATUS"]) for event in events][-2:] == ["CANCELLED"] * 2
    again = actions.book(
        by=quiet.supervisor,
        person=quiet.person,
        stream=quiet.stream,
        starts_at=at + timedelta(days=3),
        replaces=booking,
    )
    assert again[0].replaces_id == booking.pk


def test_only_a_session_moved_within_two_days_is_told_at_once(quiet):
    near, far = timezone.now() + timedelta(hours=30), timezone.now() + timedelta(days=9)
    for at, urgent in ((near, True), (far, False)):
        (booking,) = actions.book(by=quiet.supervisor, person=quiet.person, stream=quiet.stream, starts_at=at)
        actions.move(booking, by=quiet.supervisor, starts_at=at + timedelta(hours=3))
        sent = Message.objects.filter(rule="supervision.invitation", about_id=booking.pk).order_by("pk")
        assert [message.urgent for message in sent] == [False, False, urgent, urgent]


def test_a_series_stays_at_two_when_the_clocks_change_and_is_invited_as_it_comes_near(quiet):
    now = timezone.localtime()
    year = now.year if (now.month, now.day) < (3, 1) else now.year + 1
    at = datetime(year, 3, 10, 14, tzinfo=LONDON).astimezone(UTC)
    made = actions.book(
        by=quiet.supervisor, person=quiet.person, stream=quiet.stream, starts_at=at, repeat_weeks=2, times=4
    )
    assert {timezone.localtime(booking.starts_at).hour for booking in made} == {14}
    assert len({booking.starts_at.astimezone(UTC).hour for booking in made}) == 2  # the clocks changed in between
    assert len({booking.uid for booking in made}) == 4
    assert not invitations(made[-1])
    jobs.daily(made[-1].starts_at - timedelta(days=20))
    with pytest.raises(Invalid):
        actions.book(by=quiet.supervisor, person=quiet.person, stream=quiet.stream, starts_at=at, times=99)


def test_a_worker_asks_for_an_extra_session_and_the_cover_can_book_it(quiet, world):
    asked = actions.ask_session(by=quiet.worker, person=quiet.person, stream=quiet.stream)
    assert told("asked", quiet.supervisor).count() == 1
    with pytest.raises(Conflict):
        actions.ask_session(by=quiet.worker, person=quiet.person, stream=quiet.stream)
    cover = world.cast.senior
    make.supervised(
        quiet.person, cover, quiet.stream, starts_on=quiet.today, cover=True, ends_on=quiet.today + quiet.week
    )
    page = world.client("senior").get(reverse("supervision:home")).content.decode()
    assert "covering" in page
    booked = actions.book_asked(asked, by=cover, starts_at=timezone.now() + timedelta(days=2))
    assert (booked.status, booked.held_by) == ("booked", cover)


def test_a_death_stops_it_all_in_silence(quiet, world):
    from peerwork.placements import actions as placements

    at = timezone.now() + timedelta(days=9)
    (booking,) = actions.book(by=quiet.supervisor, person=quiet.person, stream=quiet.stream, starts_at=at)
    before = Message.objects.count()
    placements.record_death(quiet.person, by=world.cast.hr, died_on=quiet.today)
    booking.refresh_from_db()
    assert booking.status == "cancelled"
    assert Message.objects.filter(rule__startswith="supervision").count() <= before


def test_what_is_booked_goes_with_the_worker_to_a_new_supervisor(quiet, world):
    booking = actions.book(
        by=quiet.supervisor, person=quiet.person, stream=quiet.stream, starts_at=timezone.now() + timedelta(days=9)
    )[0]
    Message.objects.all().delete()
    run()
    booking.refresh_from_db()
    assert (booking.held_by, booking.sequence) == (quiet.supervisor, 0)
    SupervisorLink.objects.filter(person=quiet.person, stream=quiet.stream).update(supervisor=world.cast.senior)
    run(times=2)
    booking.refresh_from_db()
    assert (booking.held_by, booking.sequence) == (world.cast.senior, 1)
    moved = Message.objects.filter(rule="supervision.invitation", subject_key=f"{booking.uid}:1")
    assert {message.to for message in moved} == {world.cast.senior, quiet.worker}
    gone = Message.objects.get(rule="supervision.uninvited", to=quiet.supervisor)
    assert "METHOD:CANCEL" in gone.context["_calendar"] and str(quiet.person) not in str(gone.context)
    assert booking in queries.diary_of(world.cast.senior) and booking not in queries.diary_of(quiet.supervisor)
