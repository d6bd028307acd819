"""What learners are told: a place, a date, a change. Nothing of how they do, and one link."""

import secrets
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit import ics, links, outbox
from peerwork.kit.models import Message
from peerwork.people.models import User
from peerwork.training.cohorts.models import Enrolment, Learner, Meeting

CLOSE = timedelta(hours=48)
HOLDING = ("placed",)
PURPOSE = "training.place"
LINK_DAYS = 60


def account_of(learner: Learner) -> User | None:
    """Where a learner is written to: their account, or the address they come from by link."""
    user = learner.person.user or learner.visitor
    return user if user is not None and user.is_active else None


def tell(learner: Learner, rule: str, key: str, *, title: str, words: str, url: str, about, on=None, now=False) -> bool:
    """One message to a learner, once for this rule, key and day; False for somebody who can't be written to.

    now   sent at any hour: only for a link somebody waits for
    """
    user = account_of(learner)
    if user is None:
        return False
    by_link = user.kind == User.Kind.LINK
    if by_link and Message.objects.filter(rule=f"training.{rule}", subject_key=key, to=user).exists():
        return False  # a second link would take the place of the first
    outbox.send(
        rule=f"training.{rule}",
        subject_key=key,
        to=user,
        on=on,
        template="training/link" if by_link else "training/news",
        context={"title": title, "words": words} | (door(user, about) if by_link else {"url": url}),
        about=about,
        urgent=now or None,
    )
    return True


def door(user: User, enrolment: Enrolment) -> dict:
    """A one-use link to somebody's own place, and how long it stands."""
    token = links.issue(PURPOSE, days=LINK_DAYS, user=user, about=enrolment)
    return {"url": reverse("people:link", args=[token]), "days": LINK_DAYS}


def way_in(enrolment: Enrolment) -> bool:
    """The link to their place, for somebody without an account."""
    course = enrolment.cohort.edition.curriculum
    return tell(
        enrolment.learner,
        "way_in",
        f"place:{enrolment.pk}:{secrets.token_hex(4)}",
        title=_("Your place: %(course)s") % {"course": course},
        words=_("Here you find the dates, say what helps you take part, and later take your certificate away."),
        url=enrolment.get_absolute_url(),
        about=enrolment,
        now=True,
    )


def placed(enrolment: Enrolment) -> None:
    """Somebody has a place, or waits for one."""
    cohort, held = enrolment.cohort, enrolment.status == Enrolment.Status.PLACED
    title = _("You have a place: %(course)s") if held else _("You are on the waiting list: %(course)s")
    first = date_format(cohort.starts_on, "j F Y")
    words = (
        _("The group begins on %(day)s. You can give the place back at any time.") % {"day": first}
        if held
        else _("We will write to you as soon as a place is free. Places go in the order people asked.")
    )
    tell(
        enrolment.learner,
        "place",
        f"place:{enrolment.pk}:{enrolment.version}",
        title=title % {"course": cohort.edition.curriculum},
        words=words,
        url=enrolment.get_absolute_url(),
        about=enrolment,
    )


def ended(enrolment: Enrolment) -> None:
    """The group will not go on for somebody who had a place or waited for one."""
    tell(
        enrolment.learner,
        "ended",
        f"ended:{enrolment.pk}",
        title=_("About your place: %(course)s") % {"course": enrolment.cohort.edition.curriculum},
        words=_("This group is over or will not take place. The training team can tell you about the next one."),
        url=enrolment.get_absolute_url(),
        about=enrolment,
    )


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{date_format(local, 'j F')}, {local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def event(meeting: Meeting, url: str) -> ics.Event:
    return ics.Event(
        uid=f"training-{meeting.uid}",
        title=_("Training"),
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        place=meeting.place or meeting.cohort.place,
        url=url,
        sequence=meeting.sequence,
        cancelled=meeting.status == Meeting.Status.CANCELLED,
    )


def invite(meeting: Meeting) -> None:
    """Send a day, its change or its end to everybody with a place; nothing for a day that is over."""
    if meeting.starts_at < timezone.now():
        return
    ended = meeting.status == Meeting.Status.CANCELLED
    title = _("Cancelled: training on %(when)s") if ended else _("Training on %(when)s")
    words = _("This day will not take place.") if ended else _("The invitation for your calendar is attached.")
    places = meeting.cohort.enrolments.filter(status__in=HOLDING)
    for enrolment in places.select_related("learner__visitor", "learner__person__user"):
        user = account_of(enrolment.learner)
        if user is None:
            continue
        url, by_link = enrolment.get_absolute_url(), user.kind == User.Kind.LINK
        outbox.send(
            rule="training.day",
            subject_key=f"{meeting.uid}:{meeting.sequence}",
            to=user,
            on=timezone.localdate(meeting.starts_at),
            template="training/link" if by_link else "training/invitation",
            urgent=meeting.sequence > 0 and meeting.starts_at - timezone.now() < CLOSE,
            context={"title": title % {"when": moment(meeting.starts_at)}, "words": words}
            | (door(user, enrolment) if by_link else {"url": url}),
            about=enrolment,
            calendar=ics.invitation(event(meeting, url), to=user.email),
        )
