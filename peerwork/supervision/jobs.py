"""What supervision does by itself, once a day: remind, let unanswered records stand, erase notes, fix the month.

Everything here may run twice, or not for a week, without a second message: each is keyed by rule, subject and date.
"""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit.jobs import due
from peerwork.people.actions import system_user
from peerwork.people.models import Person, User, live
from peerwork.placements.models import Away, Stream, SupervisorLink
from peerwork.supervision import actions, mail
from peerwork.supervision.due import OVERDUE, SOON, facts
from peerwork.supervision.models import AgreedAction, Booking, Session
from peerwork.supervision.practice.actions import gather

A_WEEK = timedelta(days=7)
NOTES_KEPT = timedelta(days=30)


@due(every=24 * 60, name="supervision.daily")
def daily(now: datetime | None = None) -> None:
    now = now or timezone.now()
    today, by = timezone.localdate(now), system_user()
    sessions_due(today)
    records_waiting(today, by=by)
    actions_due(today)
    bookings_follow(now, by=by)
    for booking in Booking.objects.filter(status="booked", starts_at__gt=now, starts_at__lte=now + mail.AHEAD):
        mail.invite(booking)
    actions.erase_notes(by=by, before=now - NOTES_KEPT)
    gather(by=by, today=today)
    actions.freeze(today)


def bookings_follow(now: datetime, *, by) -> int:
    """What is booked with somebody who no longer supervises goes to whoever does now; how many sessions."""
    ahead = Booking.objects.filter(Q(status="asked") | Q(status="booked", starts_at__gt=now))
    links, moved = SupervisorLink.objects.filter(live()), 0
    for booking in ahead.select_related("held_by", "person", "stream"):
        here = links.filter(stream=booking.stream_id)
        if booking.person_id:
            here = here.filter(person=booking.person_id)
        else:
            members = SupervisorLink.objects.filter(stream=booking.stream_id, supervisor=booking.held_by_id)
            here = here.filter(person__in=members.values("person"))
        if here.filter(supervisor=booking.held_by_id).exists():
            continue
        successors = {link.supervisor for link in here.filter(cover=False).select_related("supervisor")}
        if len(successors) == 1:
            actions.rehome(booking, by=by, supervisor=successors.pop())
            moved += 1
    return moved


def sessions_due(today: date) -> int:
    """Tell supervisors of sessions due within a week that nobody has booked, and again a week late."""
    standing = [fact for fact in facts(today) if fact.supervisor_id and fact.due_on and fact.state != "paused"]
    wanted = [fact for fact in standing if fact.state == OVERDUE or fact.due_on - SOON <= today]
    ids = {fact.person_id for fact in wanted}
    people = {p.pk: p for p in Person.objects.filter(pk__in=ids, died_on__isnull=True)} if ids else {}
    users = User.objects.in_bulk({fact.supervisor_id for fact in wanted})
    streams = Stream.objects.in_bulk({fact.stream_id for fact in wanted})
    coming = Booking.objects.filter(status="booked", starts_at__gte=timezone.now(), person__in=ids)
    booked = set(coming.values_list("person", "stream")) if ids else set()
    told = 0
    for fact in wanted:
        person, late = people.get(fact.person_id), today - fact.due_on >= A_WEEK
        if person is None or ((fact.person_id, fact.stream_id) in booked and not late):
            continue
        on = date_format(fact.due_on, "j F")
        title = _("A session was due by %(day)s") if late else _("A session is due by %(day)s")
        told += mail.tell(
            users[fact.supervisor_id],
            "late" if late else "due",
            f"{fact.person_id}:{fact.stream_id}",
            on=fact.due_on,
            title=title % {"day": on},
            about=person,
            url=f"/supervision/people/{person.pk}/",
            words=_("%(stream)s with %(name)s.") % {"stream": streams[fact.stream_id], "name": person},
        )
    return told


def records_waiting(today: date, *, by) -> None:
    """One reminder after a week; a week after it the record stands as not answered. Time away stops both."""
    week = today - A_WEEK
    lately = Away.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=week), starts_on__lte=today)
    away = lately.filter(cancelled_on__isnull=True).values("person")
    waiting = Session.objects.filter(status="proposed").exclude(person__in=away).select_related("person__user")
    for session in waiting:
        if session.reminded_on is None and timezone.localdate(session.proposed_at) <= week:
            actions.remind(session, by=by)
        elif session.reminded_on is not None and session.reminded_on <= week:
            actions.lapse(session, by=by)


def actions_due(today: date) -> None:
    """Tell the owner on the day and a week later; after two weeks the supervisor it was agreed with is told instead."""
    rows = AgreedAction.objects.filter(status="open", due_on__lte=today).exclude(
        session__status__in=("draft", "withdrawn")
    )
    for action in rows.select_related("owner", "person__user", "session__held_by"):
        owners = [action.person.user, action.session.held_by] if action.both else [action.owner]
        late = today - action.due_on
        url = action.get_absolute_url()
        if late >= 2 * A_WEEK:
            if action.session.held_by not in owners:
                mail.tell(
                    action.session.held_by,
                    "action_told",
                    f"action:{action.pk}",
                    on=action.due_on,
                    about=action,
                    url=url,
                    title=_("Something agreed in supervision is not done yet"),
                    words=_("It was due on %(day)s, and we have reminded them twice.")
                    % {"day": date_format(action.due_on)},
                )
            continue
        for owner in owners:
            mail.tell(
                owner,
                "action_late" if late >= A_WEEK else "action",
                f"action:{action.pk}",
                on=action.due_on,
                about=action,
                url=url,
                title=_("Something you agreed to do is due"),
                words=_("It was agreed in supervision, for %(day)s.") % {"day": date_format(action.due_on)},
            )
