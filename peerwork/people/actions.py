"""Every write about units, users, roles and people."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating, keep
from peerwork.people.models import Person, RoleAssignment, Settings, Unit, UnitLink, UnitPath, User
from peerwork.people.policy import assignments, organisation_settings, people, unit_links, units

FIRST_DAY = date(1948, 7, 5)  # a unit with no known opening day counts as always there


def system_user() -> User:
    """The user that jobs, imports and commands act as."""
    user = User.objects.filter(kind=User.Kind.SYSTEM).first()
    if user is None:
        user = User(kind=User.Kind.SYSTEM, email="system@peerwork.invalid", name="Peerwork")
        user.set_unusable_password()
        keep(user, "join", by=None)
    return user


# Units --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_unit(*, by, parent: Unit | None = None, starts_on: date | None = None, **values) -> Unit:
    """Open an organisation, or a unit that is part of `parent` from a day (its opening day unless told).

    values: kind, name, code, team_type, opened_on. Raises Invalid, NotAllowed.
    """
    if (parent is None) != (values.get("kind") == Unit.Kind.ORGANISATION):
        raise Invalid(fields={"parent": [_("Say which unit this is part of; only an organisation stands on its own.")]})
    starts_on = starts_on or values.get("opened_on") or FIRST_DAY

    def lay(unit: Unit) -> None:
        if parent is not None:
            keep(UnitLink(unit=unit, parent=parent, starts_on=starts_on), "open", by=by)
        lay_paths(unit.root_id)
        forget()

    with creating(units, "open", by=by, settle=lay, **values) as unit:
        unit.organisation = parent and (parent.organisation or parent)
    if parent is None:
        keep(Settings(organisation=unit), "open", by=by)
    return unit


def rename_unit(unit: Unit, *, by, version: int | None = None, **changes) -> Unit:
    """Correct a unit's name, code or team type. Raises NotHere, NotAllowed, Conflict, Invalid."""
    with acting(units, "rename", unit, by=by, version=version, **changes) as unit:
        pass
    return unit


@transaction.atomic
def move_unit(unit: Unit, parent: Unit, *, by, starts_on: date, version: int | None = None) -> Unit:
    """Make a unit part of another from a day; the months before roll up as they did.

    Raises Invalid for a move into itself, to another organisation, or before the present link began.
    """
    with acting(units, "move", unit, by=by, version=version) as unit:
        if parent.root_id != unit.root_id:
            raise Invalid(fields={"parent": [_("A unit can move within its organisation only.")]})
        if UnitPath.objects.filter(ancestor=unit, descendant=parent).exists():
            raise Invalid(fields={"parent": [_("A unit can't be part of itself or of a unit below it.")]})
    now = UnitLink.objects.select_for_update().filter(unit=unit, ends_on__isnull=True).first()
    if now is not None:
        if now.starts_on >= starts_on:
            raise Invalid(
                fields={
                    "starts_on": [
                        _("It has been where it is since %(day)s. Choose a later day.") % {"day": now.starts_on}
                    ]
                }
            )
        with acting(unit_links, "move", now, by=by, ends_on=starts_on - timedelta(days=1)):
            pass
    keep(UnitLink(unit=unit, parent=parent, starts_on=starts_on), "move", by=by)
    lay_paths(unit.root_id)
    forget()
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, by, closed_on: date, version: int | None = None) -> Unit:
    """Close a unit on a day; past figures keep it. Raises Conflict while units below are open."""
    below = UnitLink.objects.filter(parent=unit, ends_on__isnull=True, unit__closed_on__isnull=True)
    with acting(units, "close", unit, by=by, version=version, closed_on=closed_on) as unit:
        if below.exists():
            raise Conflict(_("Close or move the units that are part of it first."))
    return unit


def lay_paths(organisation_id: int) -> None:
    """Work out every path of an organisation's tree again from its dated links."""
    parents = defaultdict(list)
    for link in UnitLink.objects.filter(unit__organisation=organisation_id):
        parents[link.unit_id].append(link)

    def up(unit: int, seen: tuple = ()) -> list[tuple[int, int, date, date | None]]:
        paths = [(unit, 0, FIRST_DAY, None)]
        for link in parents[unit]:
            for ancestor, depth, starts, ends in (
                up(link.parent_id, (*seen, unit)) if link.parent_id not in seen else ()
            ):
                first = max(link.starts_on, starts)
                last = min((day for day in (link.ends_on, ends) if day), default=None)
                if last is None or first <= last:
                    paths.append((ancestor, depth + 1, first, last))
        return paths

    ids = [organisation_id, *Unit.objects.filter(organisation=organisation_id).values_list("pk", flat=True)]
    UnitPath.objects.filter(descendant__in=ids).delete()
    UnitPath.objects.bulk_create(
        UnitPath(ancestor_id=ancestor, descendant_id=unit, depth=depth, starts_on=starts, ends_on=ends)
        for unit in ids
        for ancestor, depth, starts, ends in up(unit)
    )


def edit_settings(settings: Settings, *, by, version: int | None = None, **changes) -> Settings:
    """Change an organisation's look, words or thresholds. Raises NotAllowed, Conflict, Invalid."""
    with acting(organisation_settings, "edit", settings, by=by, version=version, **changes) as settings:
        pass
    return settings


# Roles --------------------------------------------------------------------------------------------------------------
def give_role(*, by, user: User, role: str, unit: Unit, **values) -> RoleAssignment:
    """Give somebody a role on a unit, from a day (today unless told). Nobody gives themselves a role."""
    with creating(assignments, "give", by=by, user=user, role=role, unit=unit, **values) as assignment:
        pass
    forget()
    return assignment


def end_role(assignment: RoleAssignment, *, by, ends_on: date, version: int | None = None) -> RoleAssignment:
    """End a role on a day, which is its last; access changes with the very next request after it."""
    with acting(assignments, "end", assignment, by=by, version=version, ends_on=ends_on) as assignment:
        pass
    forget()
    return assignment


# People -------------------------------------------------------------------------------------------------------------
def register_person(*, by, **values) -> Person:
    """Begin a record of somebody: organisation, first and last name, and what else is known."""
    with creating(people, "register", by=by, **values) as person:
        pass
    return person


def edit_person(person: Person, *, by, version: int | None = None, **changes) -> Person:
    """HR corrects or completes somebody's details."""
    with acting(people, "edit", person, by=by, version=version, **changes) as person:
        pass
    return person


def correct_person(person: Person, *, by, version: int | None = None, **changes) -> Person:
    """Somebody corrects their own details."""
    with acting(people, "correct", person, by=by, version=version, **changes) as person:
        pass
    return person
