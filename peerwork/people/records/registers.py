"""What people's own records make known: what waits for HR, mail that may be read, how long it is kept."""

from collections.abc import Iterator

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from peerwork.kit import outbox, retention, tasks
from peerwork.kit.access import policy_of
from peerwork.kit.tasks import Task
from peerwork.people.reach import reach_of
from peerwork.people.records.models import RecordRequest
from peerwork.people.records.queries import requests_for
from peerwork.people.retention import CODE, LEFT


def still_reads(user, message) -> bool:
    """Asked again just before sending: the link must lead somewhere this person may still look."""
    model = apps.get_model(message.about_model)
    return user is not None and policy_of(model).visible(user).filter(pk=message.about_id).exists()


def waiting(user) -> Iterator[Task]:
    """For HR: what people asked about their records."""
    if "hr" in reach_of(user) and (count := requests_for(user).count()):
        words = ngettext(
            "Answer %d question about a record", "Answer %d questions about a record", count
        ) % count  # fmt: skip
        yield Task(words, reverse("people:requests"), consequence=str(_("Somebody waits to hear about their record.")))


def old_requests(organisation, day):
    return RecordRequest.objects.filter(person__organisation=organisation, person__left_on__lte=day)


outbox.register("people/news", still_reads)
tasks.register("people.records", waiting)
retention.register(
    "record_request", label=_("Questions about one’s own record, and corrections"), trigger=LEFT, default_months=72,
    source=CODE, due=old_requests, person="person_id",
)  # fmt: skip
