"""What waits for somebody in supervision: little, in words, and never what is nobody's turn."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit.tasks import MOST, Task
from peerwork.people.reach import has_record
from peerwork.placements.reach import supervises_somebody
from peerwork.supervision.policy import actions, agreements, bookings, sessions
from peerwork.supervision.practice.policy import observations
from peerwork.supervision.queries import supervisees


def for_user(user) -> Iterator[Task]:
    """What this person can do now about their own supervision and that of people they supervise."""
    if has_record(user):
        yield from _mine(user)
    if supervises_somebody(user):
        yield from _as_supervisor(user)
    soon = timezone.localdate() + timedelta(days=7)
    owned = actions.visible(user).filter(
        Q(owner=user) | Q(both=True, person__user=user), status="open", due_on__lte=soon
    )
    for action in owned.order_by("due_on"):
        late = action.due_on < timezone.localdate()
        yield Task(
            action.what,
            action.get_absolute_url(),
            action.due_on,
            _("Overdue") if late else _("Due this week"),
            "over" if late else "due",
            _("You agreed to do this in supervision."),
        )


def _mine(user) -> Iterator[Task]:
    for session in sessions.visible(user).filter(person__user=user, status="proposed"):
        yield Task(
            _("Read and agree the record of %(day)s") % {"day": date_format(session.held_on, "j F")},
            session.get_absolute_url(),
            None,
            _("Waiting for you"),
            "info",
            _("You can agree it, comment, or ask for a change."),
        )
    for agreement in agreements.visible(user).filter(person__user=user, status="proposed", change_wanted=""):
        yield Task(
            _("Read and agree your supervision agreement"),
            agreement.get_absolute_url(),
            None,
            _("Waiting for you"),
            "info",
        )
    for seen in observations.visible(user).filter(person__user=user, status="recorded")[:5]:
        yield Task(_("Add your view to an observation"), seen.get_absolute_url(), weight=7)


def _as_supervisor(user) -> Iterator[Task]:
    mine = sessions.visible(user).filter(held_by=user, status__in=("draft", "queried")).select_related("person")
    for session in mine:
        words = {
            "draft": _("Finish the record with %(name)s, %(day)s"),
            "queried": _("%(name)s asks for a change to the record of %(day)s"),
        }[session.status]
        yield Task(
            words % {"name": session.person, "day": date_format(session.held_on, "j F")}, session.get_absolute_url()
        )
    now = timezone.now()
    begun = bookings.visible(user).filter(held_by=user, status="booked", starts_at__lt=now - timedelta(hours=1))
    for booking in begun.select_related("person", "stream").order_by("starts_at"):
        about = {
            "name": booking.person or booking.stream,
            "day": date_format(timezone.localtime(booking.starts_at), "j F"),
        }
        yield Task(
            _("Log the session with %(name)s, %(day)s, or say that it did not happen") % about,
            reverse("supervision:log", args=[booking.person_id, booking.stream_id])
            if booking.person_id
            else reverse("supervision:log_group", args=[booking.stream_id]),
            timezone.localdate(booking.starts_at),
        )
    for agreement in agreements.visible(user).filter(supervisor=user, status__in=("proposed", "agreed")):
        if agreement.status == "proposed" and agreement.change_wanted:
            words = _("%(name)s asks for a change to the agreement") % {"name": agreement.person}
            yield Task(words, agreement.get_absolute_url())
        elif agreement.status == "agreed" and agreement.review_on <= timezone.localdate() + timedelta(days=14):
            words = _("Look at the agreement with %(name)s again") % {"name": agreement.person}
            yield Task(words, agreement.get_absolute_url(), agreement.review_on)
    for booking in bookings.visible(user).filter(held_by=user, status="asked").select_related("person"):
        yield Task(
            _("%(name)s asks for an extra session") % {"name": booking.person},
            booking.get_absolute_url(),
            booking.asked_on,
            _("Book a time"),
            "due",
        )
    sent = sessions.visible(user).filter(held_by=user, status="proposed").select_related("person")
    for session in sent.order_by("proposed_at", "pk")[:MOST]:
        yield Task(
            _("Record of %(day)s") % {"day": date_format(session.held_on, "j F")},
            session.get_absolute_url(),
            tag=_("Waiting for %(name)s") % {"name": session.person},
            kind="info",
            consequence=_("They agree it, comment, or ask for a change."),
            mine=False,
        )
    late = [line for line in supervisees(user) if line.kind == "over"]
    if late:
        words = ngettext("%d session is overdue", "%d sessions are overdue", len(late)) % len(late)
        yield Task(words, reverse("supervision:home"), min(line.fact.due_on for line in late), _("Overdue"), "over")
