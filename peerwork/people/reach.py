"""How far a role reaches: the units it is held on and everything below them, today."""

from collections import defaultdict

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from peerwork.kit.access import remembered
from peerwork.people.models import Role, RoleAssignment, Unit, UnitPath, live

LONGEST_LIST = 400  # beyond this many units a subquery is cheaper to send than their numbers
ROLE_WORDS = dict(Role.choices)


def reach_of(user) -> dict[str, frozenset[int]]:
    """Role -> the ids of the units it reaches today; one query, asked once per request."""
    if not getattr(user, "pk", None) or not user.is_active or user.is_system:
        return {}

    def ask():
        reach = defaultdict(set)
        held = RoleAssignment.objects.filter(live(), user=user)
        for role, unit in held.filter(live(prefix="unit__paths_down__")).values_list(
            "role", "unit__paths_down__descendant"
        ):
            reach[role].add(unit)
        return {role: frozenset(units) for role, units in reach.items()}

    return remembered(("reach", user.pk), ask)


def roles_of(user) -> frozenset[str]:
    """The roles given to this user that hold today."""
    return frozenset(reach_of(user))


def units_of(user, *roles: str) -> list[int] | QuerySet:
    """The units where the user holds one of these roles today, and all below them: ids, or a subquery for very many."""
    reach = reach_of(user)
    units = frozenset().union(*(reach.get(role, ()) for role in roles))
    if len(units) <= LONGEST_LIST:
        return sorted(units)
    held = RoleAssignment.objects.filter(live(), user=user, role__in=roles).values("unit")
    return UnitPath.objects.filter(live(), ancestor__in=held).values("descendant")


def within(role: str, *paths: str):
    """A row rule: rows whose unit (by any of these paths) is where the role is held, or below."""

    def rows(user) -> Q | None:
        if role not in reach_of(user):
            return None
        units = units_of(user, role)
        rule = Q()
        for path in paths:
            rule |= Q(**{f"{path}__in": units})
        return rule

    return rows


def linked(role: str, model, *paths: str):
    """As `within`, where a path leads through many rows (a user's roles): a subquery, so that no row comes twice."""

    def rows(user) -> Q | None:
        reach = within(role, *paths)(user)
        return None if reach is None else Q(pk__in=model._default_manager.filter(reach).values("pk"))

    return rows


def anywhere(role: str, rule: Q = Q()):
    """A row rule for reference data: whoever holds the role anywhere."""
    return lambda user: rule if role in reach_of(user) else None


def own(path: str):
    """A row rule: rows that belong to the user themselves."""
    return lambda user: Q(**{path: user.pk}) if getattr(user, "pk", None) else None


def left(path: str):
    """A row rule for `Policy.freeze`: about somebody who has left; jobs and imports go on."""
    return lambda user: None if getattr(user, "is_system", False) else Q(**{f"{path}left_on__lt": timezone.localdate()})


def own_record(path: str):
    """A row rule: rows that belong to the user themselves, for somebody who has a record here as a person."""

    def rows(user) -> Q | None:
        if not getattr(user, "pk", None):
            return None
        person = remembered(("has a person", user.pk), lambda: getattr(user, "person", None) is not None)
        return Q(**{path: user.pk}) if person else None

    return rows


def organisations_of(user) -> list[int]:
    """The ids of the organisations in which the user holds any role today, or has their home."""
    if not getattr(user, "pk", None):
        return []

    def ask():
        held = RoleAssignment.objects.filter(live(), user=user).annotate(root=F("unit__organisation"))
        found = {root or unit for unit, root in held.values_list("unit", "root")}
        return sorted(found | ({user.home_organisation_id} if user.home_organisation_id else set()))

    return remembered(("organisations", user.pk), ask)


def member(path: str):
    """A row rule: whoever holds a role, or has their home, in the row's organisation."""
    return lambda user: Q(**{f"{path}__in": organisations_of(user)}) if getattr(user, "pk", None) else None


def my_units(user) -> Q | None:
    """A row rule for units: the organisations one belongs to, and every unit of them."""
    if not getattr(user, "pk", None):
        return None
    mine = organisations_of(user)
    return Q(pk__in=mine) | Q(organisation__in=mine)


def organisation_of(unit: Unit) -> Unit:
    return unit.organisation or unit
