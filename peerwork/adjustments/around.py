"""Who stands around a worker: those who manage them, the HR of their employer, and how long steps may take there."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from peerwork.adjustments.models import Times
from peerwork.kit.retention import months_before
from peerwork.people.models import Person, RoleAssignment, Unit, UnitPath, User, live
from peerwork.placements.models import Placement, SupervisorLink
from peerwork.placements.reach import in_post_or_coming


def organisation_of(person: Person) -> Unit:
    """Whose times and library hold for this person: their employer."""
    return person.organisation


def times_of(person: Person) -> Times:
    """How long steps may take for this person; the suggestions, where their organisation has set nothing."""
    return Times.objects.filter(organisation=person.organisation_id).first() or Times(organisation=person.organisation)


def months_after(day: date, months: int) -> date:
    return months_before(day, -months)


def managers_of(person: Person) -> list[User]:
    """Line managers, line supervisors and team leads of this person's own teams today."""
    return managers_by_person([person.pk]).get(person.pk, [])


def managers_by_person(ids) -> dict[int, list[User]]:
    """The same for many people, in a constant number of queries."""
    here = list(
        Placement.objects.filter(in_post_or_coming(), person__in=ids).values_list("person", "team", "line_manager")
    )
    found: dict[int, set[int]] = {}
    for person, _team, manager in here:
        if manager:
            found.setdefault(person, set()).add(manager)
    lines = SupervisorLink.objects.filter(live(), person__in=ids, stream__kind="line")
    for person, supervisor in lines.values_list("person", "supervisor"):
        found.setdefault(person, set()).add(supervisor)
    leads = RoleAssignment.objects.filter(live(), role="team_lead", unit__in={team for _p, team, _m in here})
    by_team: dict[int, set[int]] = {}
    for team, user in leads.values_list("unit", "user"):
        by_team.setdefault(team, set()).add(user)
    for person, team, _manager in here:
        found.setdefault(person, set()).update(by_team.get(team, ()))
    own = dict(Person.objects.filter(pk__in=found).values_list("pk", "user"))
    wanted = {user for users in found.values() for user in users}
    users = User.objects.filter(pk__in=wanted, is_active=True).in_bulk()
    return {
        person: [users[pk] for pk in sorted(ids_) if pk in users and pk != own.get(person)]
        for person, ids_ in found.items()
    }


def hr_of(person: Person) -> list[User]:
    """HR who hold their role where this person is employed or placed."""
    here = Placement.objects.filter(in_post_or_coming(), person=person, employer=F("host"))
    units = {person.organisation_id, *here.values_list("team", flat=True)}
    above = UnitPath.objects.filter(live(), descendant__in=units).values("ancestor")
    held = RoleAssignment.objects.filter(live(), Q(unit__in=above) | Q(unit__in=units), role="hr")
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(person=person))


def advisers_of(organisation_id: int) -> list[User]:
    """Occupational health advisers of this organisation, those from outside with their time-boxed role among them."""
    held = RoleAssignment.objects.filter(
        live(), Q(unit=organisation_id) | Q(unit__organisation=organisation_id), role="oh_adviser"
    )
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name"))


_day: ContextVar[date | None] = ContextVar("adjustments.day", default=None)


@contextmanager
def as_at(day: date):
    """What is done inside happens on that day: for the demonstration, and for tests of what takes weeks."""
    token = _day.set(day)
    try:
        yield
    finally:
        _day.reset(token)


def today() -> date:
    return _day.get() or timezone.localdate()
