"""Opening a confidential record: one line says who, what, in which role and when, before anything of it is returned."""

from datetime import date

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from peerwork.kit.access import Policy
from peerwork.kit.logs import request_id
from peerwork.kit.models import ReadLine


def opened(
    policy: Policy, by, *, what: str, person_id: int | None, reason: str = "", shown_from=None, **lookup
) -> Model:
    """The row asked for, opened; raises NotHere out of reach.

    The line is written in the same transaction as the row is read: if it can't be written, no data comes back. A person
    who opens their own record leaves no line.

    what        in the words the person will read: "emergency card"
    person_id   whose record it is
    shown_from  the first day the person sees the line (a records officer may delay it); None: at once
    """
    with transaction.atomic():
        row = policy.find(by, **lookup)
        granting = policy.granting(row)
        if not any(grant.own for grant in granting):
            ReadLine.objects.create(
                reader=by,
                role=granting[0].role,
                person_id=person_id,
                what=what,
                reason=reason.strip(),
                about_model=row._meta.label,
                about_id=row.pk,
                request_id=request_id.get(),
                shown_from=shown_from,
            )
    row._opened = True
    return row


def lines_for(person_id: int, on: date | None = None) -> QuerySet[ReadLine]:
    """Who has looked at this person's record, newest first, as the person may see it today."""
    shown = Q(shown_from__isnull=True) | Q(shown_from__lte=on or timezone.localdate())
    return ReadLine.objects.filter(shown, person_id=person_id).select_related("reader")
