"""What people hand in to somebody's own copy, and how colleagues are named in it.

Professionals are named with their role; nobody else is named, other peer workers never.
"""

from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peerwork.kit import takeout
from peerwork.kit.takeout import Kind
from peerwork.people.copies.policy import cases
from peerwork.people.models import Person, RoleAssignment, Unit, User, Worker
from peerwork.people.policy import (
    assignments,
    identifiers,
    people,
    readings,
    starting_needs,
    tokens,
    users,
    workers,
)
from peerwork.people.reach import ROLE_WORDS
from peerwork.people.records.policy import requests

Roles = Callable[[set[int]], dict[int, str]]
_roles: list[Roles] = []


def professionals(roles: Roles) -> None:
    """A higher floor says who works with people in a role of its own: `roles(ids)` gives words by account."""
    _roles.append(roles)


def colleagues(ids: set[int]) -> dict[int, str]:
    """How accounts are named in somebody's copy: a professional by name and role, a peer worker by that alone."""
    peers = set(Worker.objects.filter(person__user__in=ids).values_list("person__user", flat=True))
    roles: dict[int, str] = {}
    for source in _roles:
        roles |= source(ids)
    held = RoleAssignment.objects.filter(user__in=ids).order_by("starts_on")
    roles |= {user: str(ROLE_WORDS[role]) for user, role in held.values_list("user", "role")}
    found = {pk: _("a colleague who works as a peer") for pk in peers}
    for user in User.objects.filter(pk__in=set(roles) - peers):
        found[user.pk] = f"{user.name} ({roles[user.pk]})"
    return found


def mine(user) -> Q:
    return Q(person_id__in=Person.objects.filter(user=user.pk).values("pk"))


takeout.name_by(User, colleagues)
takeout.named_as_they_are(Unit)
takeout.register(
    "people",
    gettext_lazy("Your details"),
    Kind(people, "user"),
    Kind(users, "pk", frozenset({"is_active"})),
    Kind(identifiers, "person__user"),
    Kind(workers, "person__user"),
    Kind(starting_needs, "person__user"),
    Kind(assignments, "user"),
    Kind(tokens, "user", frozenset({"prefix"})),
    Kind(requests, "person__user"),
    Kind(readings, mine),
    Kind(cases, "person__user"),
    order=10,
)
