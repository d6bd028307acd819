"""What waits for somebody in communities: the next meeting, what they took on."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit.tasks import Task
from peerwork.readiness.communities.policy import actions, meetings
from peerwork.readiness.communities.reach import coordinated, my_communities

SOON = timedelta(days=7)


def for_user(user) -> Iterator[Task]:
    """What this person can do now: three queries at most."""
    belongs, keeps = my_communities(user), coordinated(user)
    if not belongs and not keeps:
        return
    today, now = timezone.localdate(), timezone.now()
    mine = actions.visible(user).filter(
        owner__user=user.pk, owner__left_on__isnull=True, status="open", due_on__lte=today + SOON
    )
    for row in mine.order_by("due_on", "pk"):
        late = row.due_on < today
        yield Task(
            row.what,
            row.get_absolute_url(),
            row.due_on,
            _("Overdue") if late else _("Due this week"),
            "over" if late else "due",
            _("You took this on in a community."),
        )
    coming = meetings.visible(user).filter(
        community__in=belongs, status="planned", starts_at__gt=now, starts_at__lte=now + SOON
    )
    for row in coming.select_related("community").order_by("starts_at"):
        yield Task(
            _("Meet with %(community)s") % {"community": row.community},
            row.get_absolute_url(),
            row.day,
            date_format(timezone.localtime(row.starts_at), "j F"),
            "info",
            _("See what is on the agenda, and what to read before."),
            weight=8,
        )
    past = meetings.visible(user).filter(community__in=keeps, status="planned", starts_at__lte=now)
    for row in past.select_related("community").order_by("starts_at")[:10]:
        yield Task(
            _("Note who came: %(community)s, %(day)s")
            % {"community": row.community, "day": date_format(row.day, "j F")},
            row.get_absolute_url(),
            row.day,
            weight=7,
        )
