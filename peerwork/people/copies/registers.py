"""What copies and cases make known: mail, what waits for whom, how long they are kept, what is taken away by itself."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peerwork.kit import jobs, outbox, retention, tasks
from peerwork.kit.tasks import Task
from peerwork.people.copies import actions
from peerwork.people.copies.models import Copy, RecordsCase
from peerwork.people.copies.queries import cases_for, my_copies
from peerwork.people.reach import reach_of


def still_there(user, message) -> bool:
    """Asked again just before sending: the copy is theirs and not yet fetched."""
    return user is not None and my_copies(user).filter(pk=message.about_id, status="ready").exists()


def waiting(user) -> Iterator[Task]:
    """For the records officer: the cases, the first due first."""
    if "records_officer" in reach_of(user):
        today = timezone.localdate()
        for case in cases_for(user).exclude(status="sent")[:20]:
            late, soon = case.due_on < today, case.due_on <= today + timedelta(days=7)
            yield Task(
                _("Answer: %(case)s, %(name)s") % {"case": case.get_kind_display(), "name": case.person},
                case.get_absolute_url(), case.due_on, _("Overdue") if late else _("Due soon") if soon else "",
                "over" if late else "due" if soon else "", _("The law gives one month."), weight=1 if soon else 4,
            )  # fmt: skip


def old_copies(organisation, day):
    gone = ("fetched", "failed", "ended")
    return Copy.objects.filter(person__organisation=organisation, asked_at__date__lte=day, status__in=gone)


def old_cases(organisation, day):
    return RecordsCase.objects.filter(person__organisation=organisation, closed_on__lte=day)


def remove_case(row) -> None:
    """A case with what was left out of it; its copies go first, as a class of their own."""
    for left_out in row.redactions.all():
        retention.remove(left_out)
    retention.remove(row)


outbox.register("people/copy", still_there)
tasks.register("people.copies", waiting)
jobs.due(every=60, name="people.copies")(actions.sweep)
DECISION = gettext_lazy("Organisation’s decision; to be confirmed")
retention.register(
    "record_copy", label=gettext_lazy("That a copy of a record was taken"),
    trigger=gettext_lazy("the day it was asked for"), default_months=12, source=DECISION, due=old_copies,
)  # fmt: skip
retention.register(
    "records_case", label=gettext_lazy("Requests for one’s own data, and other records cases"),
    trigger=gettext_lazy("the day it was closed"), default_months=36, source=DECISION, due=old_cases, purge=remove_case,
)  # fmt: skip
