"""What waits for somebody about ready teams: their own actions, and what should be looked at again."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.tasks import Task
from peerwork.readiness.policy import actions, assessments
from peerwork.readiness.queries import own_units

SOON = timedelta(days=7)


def for_user(user) -> Iterator[Task]:
    """What this person can do now: two queries."""
    today = timezone.localdate()
    mine = actions.visible(user).filter(owner=user.pk, status="open", due_on__lte=today + SOON)
    for row in mine.order_by("due_on", "pk"):
        late = row.due_on < today
        yield Task(
            row.what,
            row.get_absolute_url(),
            row.due_on,
            _("Overdue") if late else _("Due this week"),
            "over" if late else "due",
            _("You said you would see to it."),
        )
    again = assessments.visible(user).filter(unit__in=own_units(user), status="agreed", review_on__lte=today + SOON)
    for row in again.select_related("unit").order_by("review_on", "pk"):
        yield Task(
            _("Look back at the ten challenges: %(unit)s") % {"unit": row.unit},
            reverse("readiness:assessment", args=[row.pk]),
            row.review_on,
            _("Look again"),
            "due",
            weight=7,
        )
