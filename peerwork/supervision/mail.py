"""What is told to whom: nothing of what was said, one link, and nothing at all to somebody who is away."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit import ics, outbox
from peerwork.people.models import User, live
from peerwork.placements.models import Away, SupervisorLink
from peerwork.supervision.models import Booking

AHEAD = timedelta(weeks=5)  # an invitation goes out this long before, so that a series is not a heap of mail
CLOSE = timedelta(hours=48)


def is_away(user: User) -> bool:
    return Away.objects.filter(live(), person__user=user, cancelled_on__isnull=True).exists()


def tell(user: User | None, rule: str, key: str, *, title: str, words: str, url: str, about, on=None) -> bool:
    """One message to one person, once for this rule, key and day; False for somebody without an account, or away."""
    if user is None or not user.is_active or is_away(user):
        return False
    outbox.send(
        rule=f"supervision.{rule}",
        subject_key=key,
        to=user,
        on=on,
        template="supervision/news",
        context={"title": title, "words": words, "url": url},
        about=about,
    )
    return True


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{date_format(local, 'l j F')}, {local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def event(booking: Booking) -> ics.Event:
    return ics.Event(
        uid=f"supervision-{booking.uid}",
        title=_("Supervision"),
        starts_at=booking.starts_at,
        minutes=booking.minutes,
        place=booking.place,
        url=booking.get_absolute_url(),
        sequence=booking.sequence,
        cancelled=booking.status == Booking.Status.CANCELLED,
    )


def invited(booking: Booking) -> list[User]:
    """The supervisor and the worker, or everybody in the group."""
    if booking.person_id:
        people = [booking.person.user] if booking.person.user_id else []
    else:
        links = SupervisorLink.objects.filter(live(), stream=booking.stream_id, supervisor=booking.held_by_id)
        people = list(User.objects.filter(person__in=links.values("person")))
    return [user for user in [booking.held_by, *people] if user.is_active]


def uninvite(booking: Booking, user: User) -> None:
    """Take a booked session out of the calendar of somebody who no longer holds it."""
    if booking.starts_at is None or not user.is_active:
        return
    title = _("No longer yours: supervision on %(when)s") % {"when": moment(booking.starts_at)}
    outbox.send(
        rule="supervision.uninvited",
        subject_key=f"{booking.uid}:{booking.sequence}",
        to=user,
        on=timezone.localdate(booking.starts_at),
        template="supervision/uninvited",
        context={"title": title, "words": _("Somebody else supervises them now."), "url": "/"},
        calendar=ics.invitation(replace(event(booking), cancelled=True), to=user.email),
    )


def invite(booking: Booking, *, changed_from: datetime | None = None) -> None:
    """Send the invitation, its change or its end to everybody invited; at once when it is less than 48 hours away."""
    if booking.starts_at is None:
        return
    now = timezone.now()
    first = min(filter(None, (booking.starts_at, changed_from)))
    if first < now - timedelta(days=1) or (booking.starts_at > now + AHEAD and booking.sequence == 0):
        return
    told = booking.sequence > 0
    close = told and first - now < CLOSE
    ended = booking.status == Booking.Status.CANCELLED
    words = _("This session will not take place.") if ended else _("The invitation for your calendar is attached.")
    title = _("Supervision on %(when)s") % {"when": moment(booking.starts_at)}
    if ended:
        title = _("Cancelled: supervision on %(when)s") % {"when": moment(booking.starts_at)}
    elif told:
        title = _("Moved: supervision on %(when)s") % {"when": moment(booking.starts_at)}
    for user in invited(booking):
        outbox.send(
            rule="supervision.invitation",
            subject_key=f"{booking.uid}:{booking.sequence}",
            to=user,
            on=timezone.localdate(booking.starts_at),
            template="supervision/invitation",
            urgent=close,
            context={"title": title, "words": words, "url": booking.get_absolute_url()},
            about=booking,
            calendar=ics.invitation(event(booking), to=user.email),
        )
