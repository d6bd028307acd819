"""What panels and applicants are told: what happened, when, one link; never a name of a third person, never a score."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit import ics, links, outbox
from peerwork.kit.models import Message
from peerwork.people.models import User
from peerwork.recruitment import mail as recruitment_mail
from peerwork.recruitment.models import Application
from peerwork.recruitment.panels.models import InterviewDay, Seat, Slot

PURPOSE = "panel"
LONGEST_LINK = 200  # days


def moment(at) -> str:
    local = timezone.localtime(at)
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{date_format(local, 'l j F')}, {local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def tell(user: User | None, rule: str, key: str, *, title: str, words: str, url: str, about, on=None) -> None:
    """One message to one person, once for this rule, key and day; to a member without a password with a way in."""
    if user is None or not user.is_active:
        return
    on, template = on or timezone.localdate(), "panels/news"
    if user.kind == User.Kind.LINK and isinstance(about, Seat):
        if Message.objects.filter(rule=f"panels.{rule}", subject_key=key, on=on, to=user).exists():
            return
        url, template = _fresh(about), "panels/link"
    outbox.send(
        rule=f"panels.{rule}",
        subject_key=key,
        to=user,
        on=on,
        template=template,
        context={"title": title, "words": words, "url": url},
        about=about,
    )


def _fresh(seat: Seat) -> str:
    """A new one-use link to a member's page, which ends with their access."""
    days = max(1, min(LONGEST_LINK, (seat.access_until - timezone.localdate()).days + 1))
    token = links.issue(PURPOSE, days=days, user=seat.panellist.user, about=seat)
    return reverse("people:link", args=[token])


def send_link(seat: Seat, *, words: str, key: str) -> None:
    """The way in for a member: their own page for those with an account, else a one-use link that ends by itself."""
    user, url, template = seat.panellist.user, seat.get_absolute_url(), "panels/news"
    if user.kind == User.Kind.LINK:
        url, template = _fresh(seat), "panels/link"
    outbox.send(
        rule="panels.way_in",
        subject_key=f"{seat.pk}:{key}",
        to=user,
        template=template,
        context={"title": _("The panel you are asked to join"), "words": words, "url": url},
        about=seat,
    )


def event(day: InterviewDay) -> ics.Event:
    return ics.Event(
        uid=f"panel-{day.uid}",
        title=_("Appointment"),
        starts_at=day.starts_at,
        minutes=day.minutes,
        place=day.place or day.link,
        sequence=day.sequence,
        cancelled=day.cancelled_on is not None,
    )


def invite(day: InterviewDay, seats: list[Seat] | None = None) -> None:
    """Put the day into the members' diaries: the first time, after a change, and when it is called off."""
    rows = day.panel.seats.filter(status="on").select_related("panellist__user") if seats is None else seats
    title = _("Panel on %(when)s") % {"when": moment(day.starts_at)}
    if day.cancelled_on:
        title = _("Cancelled: panel on %(when)s") % {"when": moment(day.starts_at)}
    elif day.sequence:
        title = _("Changed: panel on %(when)s") % {"when": moment(day.starts_at)}
    for seat in rows:
        user = seat.panellist.user
        if not user.is_active or day.starts_at < timezone.now():
            continue
        outbox.send(
            rule="panels.day",
            subject_key=f"{day.uid}:{day.sequence}",
            to=user,
            on=timezone.localdate(day.starts_at),
            template="panels/invitation",
            context={
                "title": title,
                "words": _("The invitation for your calendar is attached."),
                "url": reverse("panels:ask_for_link") if user.kind == User.Kind.LINK else seat.get_absolute_url(),
            },
            about=seat,
            calendar=ics.invitation(event(day), to=user.email),
        )


def slot_event(slot: Slot, *, cancelled: bool = False) -> ics.Event:
    return ics.Event(
        uid=f"interview-{slot.pk}-{slot.application_id}",
        title=_("Appointment"),
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        place=slot.day.place or slot.day.link,
        sequence=slot.sequence,
        cancelled=cancelled,
    )


def _to_interview(application: Application) -> str:
    """An applicant's page about the interview; for somebody without a password by a one-use link."""
    if application.user.kind != User.Kind.LINK:
        return reverse("panels:interview", args=[application.pk])
    token = links.issue(recruitment_mail.PURPOSE, days=recruitment_mail.LINK_DAYS, user=application.user,
                        about=application)  # fmt: skip
    return reverse("people:link", args=[token])


def booked(slot: Slot, application: Application, *, cancelled: bool = False) -> None:
    """Tell an applicant of the time they chose, or that it is no longer theirs."""
    user = application.user
    if user is None or not user.is_active:
        return
    title = _("Interview on %(when)s") if not cancelled else _("No longer: interview on %(when)s")
    words = _("The time is kept for you. The invitation for your calendar is attached.")
    if cancelled:
        words = _("This time is free again. Choose another one on your page.")
    outbox.send(
        rule="panels.interview",
        subject_key=f"{slot.pk}:{slot.sequence}:{'off' if cancelled else 'on'}",
        to=user,
        on=timezone.localdate(slot.starts_at),
        template="panels/interview",
        context={
            "title": title % {"when": moment(slot.starts_at)},
            "words": words,
            "url": _to_interview(application),
        },
        about=application,
        calendar=ics.invitation(slot_event(slot, cancelled=cancelled), to=user.email),
    )


def day_before(now) -> int:
    """Remind the members of a day of meeting people, once, the day before; how many days."""
    soon = InterviewDay.objects.filter(
        cancelled_on__isnull=True, starts_at__gt=now, starts_at__lte=now + timedelta(hours=36)
    ).exclude(panel__status="cancelled")
    soon = list(soon.select_related("panel"))
    for day in soon:
        for seat in day.panel.seats.filter(status="on", reserve=False).select_related("panellist__user"):
            tell(
                seat.panellist.user,
                "day_before",
                f"{day.uid}",
                on=timezone.localdate(day.starts_at),
                title=_("Panel on %(when)s") % {"when": moment(day.starts_at)},
                words=_("Where: %(place)s. If you need anything, ring: %(help)s.")
                % {
                    "place": day.place or day.link,
                    "help": " ".join(filter(None, [day.panel.help_name, day.panel.help_phone])) or "–",
                },
                url=seat.get_absolute_url(),
                about=seat,
            )
    return len(soon)
