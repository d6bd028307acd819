"""What waits for somebody in training: a register to take, a catch-up without a plan, a certificate to issue."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit.tasks import Task
from peerwork.training.cohorts import queries
from peerwork.training.cohorts.policy import meetings
from peerwork.training.pathways.queries import to_sign


def for_user(user) -> Iterator[Task]:
    """What this person can do now about the groups they plan or teach."""
    if waiting := to_sign(user):
        words = ngettext(
            "Sign the supervised hours of %d period", "Sign the supervised hours of %d periods", len(waiting)
        )
        yield Task(words % len(waiting), reverse("training:my_hours"), min(row.ends_on for row in waiting), weight=6)
    if queries.trains(user):
        yield from _as_trainer(user)


def _as_trainer(user) -> Iterator[Task]:
    today = timezone.localdate()
    late = meetings.visible(user).filter(status="planned", cohort__status="open", starts_at__date__lte=today)
    for meeting in late.select_related("module", "cohort__edition__curriculum").order_by("starts_at")[:10]:
        if "hold" not in meetings.offers(meeting):
            continue
        on = timezone.localdate(meeting.starts_at)
        yield Task(
            _("Take the register of %(day)s") % {"day": date_format(on, "j F")},
            meeting.get_absolute_url(),
            on,
            _("Today") if on == today else _("Overdue"),
            "due" if on == today else "over",
            str(meeting.cohort),
        )
    open_plans = [row for row in queries.catch_ups(user) if row.made_up_on is None]
    if open_plans:
        words = ngettext("%d person needs a catch-up plan", "%d people need a catch-up plan", len(open_plans))
        yield Task(words % len(open_plans), reverse("training:home"), weight=6)
    ready = queries.to_certify(user).count()
    if ready:
        words = ngettext("%d certificate can be issued", "%d certificates can be issued", ready)
        yield Task(words % ready, reverse("training:certificates"), weight=6)
