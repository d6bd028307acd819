"""The organisations somebody may choose in a form, and the months there are figures of."""

from datetime import date

from django.db.models import QuerySet

from peerwork.mix.models import Snapshot
from peerwork.people.models import Unit
from peerwork.people.policy import units
from peerwork.people.reach import units_of


def organisations_with(user, *roles: str) -> QuerySet:
    """Organisations as a whole in which somebody holds one of these roles."""
    return units.narrow(user, Unit.objects.filter(pk__in=units_of(user, *roles), organisation=None).order_by("name"))


def months_of(organisations) -> list[date]:
    """The last two years of months with figures, newest first."""
    rows = Snapshot.objects.filter(unit__in=organisations, current=True).order_by("-month")
    return list(rows.values_list("month", flat=True).distinct()[:24])
