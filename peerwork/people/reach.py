"""How far a role reaches: the units it is held on and everything below them, today."""

from collections import defaultdict

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.access import remembered
from peerwork.people.models import Role, RoleAssignment, Unit, UnitPath, live

LONGEST_LIST = 400  # beyond this many units a subquery is cheaper to send than their numbers
ROLE_WORDS = dict(Role.choices)
# Whoever may see something by what binds them to the record, not by a role they were given.
TIES = {
    "action owner": _("whoever does an action"), "anyone": _("anyone"),
    "anyone in the organisation": _("anyone in the organisation"), "anyone signed in": _("anyone signed in"),
    "applicant": _("the applicant"), "assessor": _("assessor"), "buddy": _("buddy"),
    "card opener": _("whoever opened the card"), "colleague who stepped back": _("a colleague who stepped back"),
    "community member": _("members of the community"), "coordinator": _("coordinator"), "decider": _("whoever decides"),
    "hr contact who keeps it": _("the HR contact who keeps it"), "hr of the host": _("HR of the host"),
    "hr who opened the name": _("HR who opened the name"), "learner": _("the learner"),
    "leaver": _("the person leaving"), "line manager": _("line manager"),
    "lived-experience lead": ROLE_WORDS[Role.LIVED_EXPERIENCE_LEAD],
    "named person": _("whoever they share it with"), "OH adviser": ROLE_WORDS[Role.OH_ADVISER],
    "OH lead": ROLE_WORDS[Role.OH_LEAD], "on-call manager": ROLE_WORDS[Role.ON_CALL_MANAGER],
    "panel member": _("panel members"), "peer worker": _("peer workers"), "referee": _("the referee"),
    "self": _("the person themself"), "shortlister": _("shortlisters"), "starter": _("the person starting"),
    "successor": _("whoever takes over"), "supervisor": _("supervisor"), "system": _("the system"),
    "team member": _("members of the team"), "trainer": _("trainers"), "verifier": _("whoever checks it"),
    "who does it": _("whoever does it"), "who signs it": _("whoever signs it"), "worker": _("the person themself"),
}  # fmt: skip


def in_words(role: str) -> str:
    """How a policy's reader is called on a page: a role's own name, or what binds somebody to the record."""
    return str(TIES.get(role) or ROLE_WORDS.get(role.replace(" ", "_"), role))


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


def has_record(user) -> bool:
    """Is there a record about the user as a person: staff, somebody about to join, a learner?"""
    if not getattr(user, "pk", None):
        return False
    return remembered(("has a person", user.pk), lambda: getattr(user, "person", None) is not None)


def own_record(path: str):
    """A row rule: rows that belong to the user themselves, for somebody who has a record here as a person."""
    return lambda user: Q(**{path: user.pk}) if has_record(user) else None


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
