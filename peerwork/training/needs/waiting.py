"""What waits for somebody about training that is needed: their own, and what the training team decides."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit.tasks import MOST, Task
from peerwork.people.reach import has_record, reach_of
from peerwork.training.needs import queries
from peerwork.training.needs.policy import rules, standings

A_MONTH = timedelta(days=30)


def for_user(user) -> Iterator[Task]:
    today = timezone.localdate()
    mine = standings.visible(user).filter(person__user=user.pk, confirmed=True, next_on__lte=today + A_MONTH)
    for row in mine.select_related("course")[:MOST] if has_record(user) else ():
        words, kind = queries.in_words(row, today)
        if kind in ("over", "due"):
            yield Task(
                _("Renew %(course)s") % {"course": row.course} if row.done_on else str(row.course),
                f"{reverse('training:needs_mine')}#course-{row.course_id}",
                row.next_on,
                words,
                kind,
                weight=5,
            )
    if "training_lead" in reach_of(user):
        yield from _for_leads(user)


def _for_leads(user) -> Iterator[Task]:
    count = queries.waiting_lines(user).count()
    if count:
        yield Task(
            ngettext("%d completion waits for a person", "%d completions wait for a person", count) % count,
            reverse("training:needs_waiting"),
            consequence=_("Until somebody says whose they are, they count for nobody."),
            weight=6,
        )
    proposed = rules.visible(user).filter(confirmed_on=None, ends_on=None).count()
    if proposed:
        yield Task(
            ngettext("Confirm %d training rule", "Confirm %d training rules", proposed) % proposed,
            reverse("training:needs_rules"),
            consequence=_("Until a rule is confirmed nobody is reminded by it, and it counts for nothing."),
            weight=7,
        )
