"""How far a role reaches: the units it is held on and everything below them, today."""

from django.db.models import Q, QuerySet

from peerwork.kit.access import remembered
from peerwork.people.models import Role, RoleAssignment, UnitPath, live


def roles_of(user) -> frozenset[str]:
    """The roles given to this user that hold today."""
    if not getattr(user, "pk", None) or not user.is_active:
        return frozenset()
    return remembered(
        ("roles", user.pk),
        lambda: frozenset(RoleAssignment.objects.filter(live(), user=user).values_list("role", flat=True)),
    )


def units_below(user, *roles: str) -> QuerySet:
    """The ids of the units where the user holds one of these roles today, and of all below them (a subquery)."""
    held = RoleAssignment.objects.filter(live(), user=user, role__in=roles).values("unit")
    return UnitPath.objects.filter(live(), ancestor__in=held).values("descendant")


def within(role: str, *paths: str):
    """A row rule: rows whose unit (by any of these paths) is where the role is held, or below."""

    def rows(user) -> Q | None:
        if role not in roles_of(user):
            return None
        units = units_below(user, role)
        rule = Q()
        for path in paths:
            rule |= Q(**{f"{path}__in": units})
        return rule

    return rows


def anywhere(role: str, rule: Q = Q()):
    """A row rule for reference data: whoever holds the role anywhere."""
    return lambda user: rule if role in roles_of(user) else None


def own(path: str):
    """A row rule: rows that belong to the user themselves."""
    return lambda user: Q(**{path: user.pk}) if getattr(user, "pk", None) else None


def organisations_of(user) -> QuerySet:
    """The ids of the organisations in which the user holds any role today, or has their home (a subquery)."""
    from peerwork.people.models import Unit

    held = RoleAssignment.objects.filter(live(), user=user).values("unit")
    return Unit.objects.filter(
        Q(pk__in=held, organisation__isnull=True) | Q(units__in=held) | Q(pk=user.home_organisation_id)
    ).values("pk")


ROLE_WORDS = dict(Role.choices)
