"""What pages about files from the applicant system read."""

from django.core.paginator import Paginator
from django.db.models import QuerySet

from peerwork.people.models import Unit
from peerwork.people.reach import units_of
from peerwork.recruitment.carrying import policy


def employers_of(user) -> QuerySet[Unit]:
    """The organisations whose applicants this person may carry in."""
    return Unit.objects.filter(pk__in=units_of(user, "hr"), organisation__isnull=True)


def file_list(user, page=1) -> dict:
    rows = policy.files.visible(user).select_related("organisation", "handed_in_by")
    found = Paginator(rows, 50).get_page(page)
    return {"page": found, "files": [policy.files.show(row) for row in found]}
