"""What somebody asked about their own record, and what waits for HR; the user comes first."""

from django.db.models import QuerySet

from peerwork.kit import readlog
from peerwork.people.models import Person
from peerwork.people.records.models import RecordRequest
from peerwork.people.records.policy import requests


def own_person(user) -> Person | None:
    """The record a user has as a member of staff, somebody about to join, or an applicant taken on."""
    return Person.objects.filter(user=user.pk).first() if getattr(user, "pk", None) else None


def requests_for(user, status: str = "") -> QuerySet[RecordRequest]:
    """What others asked of HR here."""
    rows = requests.visible(user).exclude(person__user=user.pk).select_related("person", "answered_by")
    if status == "done":
        return rows.exclude(status="asked").order_by("-answered_on", "-pk")
    return rows if status == "all" else rows.filter(status="asked").order_by("asked_on", "pk")


def my_requests(user) -> QuerySet[RecordRequest]:
    return requests.visible(user).filter(person__user=user.pk).select_related("person", "answered_by")


def who_looked(person: Person):
    """Who opened something confidential of this person's, newest first, as the person may see it today."""
    return readlog.lines_for(person.pk)
