"""What waits for somebody in recruitment."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit.tasks import Task
from peerwork.people.reach import reach_of
from peerwork.recruitment import policy
from peerwork.recruitment.deciding.queries import my_shortlisting
from peerwork.recruitment.reach import vacancies_i_shortlist


def for_user(user) -> Iterator[Task]:
    """Applications to shortlist, one's own to finish, and for HR vacancies that wait for a decision of theirs."""
    if vacancies_i_shortlist(user):
        for line in my_shortlisting(user):
            if line["left"]:
                words = ngettext("Shortlist %d application", "Shortlist %d applications", line["left"]) % line["left"]
                yield Task(words, line["url"], consequence=str(line["vacancy"]))
    for row in policy.applications.visible(user).filter(user=user.pk, status="draft").select_related("vacancy"):
        if row.vacancy.closes_at and row.vacancy.closes_at > timezone.now():
            yield Task(
                _("Finish your application: %(title)s") % {"title": row.vacancy},
                reverse("recruitment:mine", args=[row.pk]),
                timezone.localdate(row.vacancy.closes_at),
                consequence=_("It can be sent until the vacancy closes."),
            )
    if "hr" in reach_of(user):
        yield from _as_hr(user)


def _as_hr(user) -> Iterator[Task]:
    rows = policy.vacancies.visible(user).filter(status="closed").order_by("closed_at")
    for row in rows[:10]:
        yield Task(
            _("Finish shortlisting: %(title)s") % {"title": row},
            row.get_absolute_url(),
            consequence=_("People who applied are waiting to hear."),
        )
