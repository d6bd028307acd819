"""Whose self-assessment somebody reaches: the team they work in, the unit they lead, what was shared upward."""

from django.db.models import Q

from peerwork.kit.access import remembered
from peerwork.people.models import RoleAssignment, live
from peerwork.people.reach import within
from peerwork.placements.models import Placement, PlacementTerm
from peerwork.placements.reach import supervises


def my_teams(user) -> list[int]:
    """The teams somebody works in today."""
    if not getattr(user, "pk", None):
        return []
    terms = PlacementTerm.objects.filter(
        live(), cancelled_on__isnull=True, placement__person__user=user.pk, placement__status__in=("started", "ended")
    )
    return remembered(("my teams", user.pk), lambda: sorted(set(terms.values_list("team", flat=True))))


def works_here(path: str):
    """A row rule: rows of the teams the user works in today."""

    def rows(user) -> Q | None:
        teams = my_teams(user)
        return Q(**{f"{path}__in": teams}) if teams else None

    return rows


def held_at(user, role: str) -> list[int]:
    """The very units a role is held on, without those below."""
    if not getattr(user, "pk", None):
        return []
    held = RoleAssignment.objects.filter(live(), user=user.pk)

    def ask():
        found: dict[str, list[int]] = {}
        for name, unit in held.values_list("role", "unit"):
            found.setdefault(name, []).append(unit)
        return found

    return remembered(("held at", user.pk), ask).get(role, [])


def exactly(role: str, path: str):
    """A row rule: rows of the very unit the role is held on. Whoever holds it further up is above the team."""

    def rows(user) -> Q | None:
        units = held_at(user, role)
        return Q(**{f"{path}__in": units}) if units else None

    return rows


def shared(role: str, path: str, prefix: str = ""):
    """A row rule: what teams and units below have shared upward."""

    def rows(user) -> Q | None:
        rule = within(role, path)(user)
        return None if rule is None else rule & Q(**{f"{prefix}shared_on__isnull": False})

    return rows


def supervised_teams(path: str):
    """A row rule: rows of the teams in which somebody works whom the user supervises."""

    def rows(user) -> Q | None:
        rule = supervises("person")(user)
        return None if rule is None else Q(**{f"{path}__in": Placement.objects.filter(rule).values("team")})

    return rows
