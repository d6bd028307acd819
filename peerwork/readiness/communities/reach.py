"""Which communities somebody belongs to, and which they coordinate; asked once per request."""

from django.db.models import Q

from peerwork.kit.access import remembered
from peerwork.readiness.communities.models import Community, Membership, Seat


def my_communities(user) -> list[int]:
    """The communities somebody belongs to now; from the moment they leave, no longer."""
    if not getattr(user, "pk", None):
        return []
    rows = Membership.objects.filter(user=user.pk, left_on__isnull=True)
    return remembered(("communities", user.pk), lambda: sorted(rows.values_list("community", flat=True)))


def coordinated(user) -> list[int]:
    """The communities somebody coordinates, or sits on the executive of."""
    if not getattr(user, "pk", None):
        return []

    def ask():
        seats = Seat.objects.filter(
            member__user=user.pk,
            member__left_on__isnull=True,
            left_on__isnull=True,
            committee__kind="executive",
            committee__closed_on__isnull=True,
        )
        found = set(seats.values_list("committee__community", flat=True))
        return sorted(found | set(Community.objects.filter(coordinator=user.pk).values_list("pk", flat=True)))

    return remembered(("coordinated", user.pk), ask)


def belongs(path: str, **lookup):
    """A row rule: rows of the communities the user belongs to."""

    def rows(user) -> Q | None:
        found = my_communities(user)
        return Q(**{f"{path}__in": found}, **lookup) if found else None

    return rows


def coordinates(path: str, rule: Q | None = None):
    """A row rule: rows of the communities the user coordinates."""

    def rows(user) -> Q | None:
        found = coordinated(user)
        if not found:
            return None
        return Q(**{f"{path}__in": found}) & rule if rule else Q(**{f"{path}__in": found})

    return rows


def mine_in(path: str, member: str):
    """A row rule: the user's own rows in communities they still belong to."""

    def rows(user) -> Q | None:
        found = my_communities(user)
        return Q(**{f"{path}__in": found, f"{member}__user": user.pk}) if found else None

    return rows
