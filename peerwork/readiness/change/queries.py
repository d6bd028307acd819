"""What the pages ask about the register, audits, leads and initiatives; the user comes first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from peerwork.people.models import Unit, live
from peerwork.people.reach import reach_of, units_of
from peerwork.readiness.change.models import Audit, Initiative, Process, RecoveryLead
from peerwork.readiness.change.policy import audits, initiatives, leads, processes
from peerwork.readiness.words import LEVELS_OF, LeadLevel, ProcessKind

KEEPING = ("team_lead", "hr", "lived_experience_lead")
A_YEAR = timedelta(days=365)


def kept_units(user) -> QuerySet:
    """The open units whose register, audits, leads and initiatives the user keeps."""
    rows = Unit.objects.filter(pk__in=units_of(user, *KEEPING), closed_on__isnull=True)
    return rows.order_by("name", "pk")


# The register -----------------------------------------------------------------------------------------------------
def register_of(user) -> list[Process]:
    """What is on the list, gaps first."""
    rows = processes.visible(user).filter(closed_on__isnull=True).select_related("unit")
    return sorted(rows, key=lambda row: (not row.is_gap, row.kind, row.name, row.pk))


def kinds_without(found: list[Process]) -> list[str]:
    """Kinds of process of which none is on the list: a gap of its own."""
    listed = {row.kind for row in found}
    return [str(kind.label) for kind in ProcessKind if kind.value not in listed and kind != ProcessKind.OTHER]


# Audits -----------------------------------------------------------------------------------------------------------
def audits_for(user) -> QuerySet:
    return audits.visible(user).select_related("unit", "follows").order_by("-held_on", "-pk")


def chain_of(user, audit: Audit) -> list[Audit]:
    """An audit with those before and after it, oldest first."""
    rows = {row.pk: row for row in audits.visible(user).filter(unit=audit.unit_id).order_by("held_on", "pk")}
    later: dict[int, list[Audit]] = defaultdict(list)
    for row in rows.values():
        if row.follows_id:
            later[row.follows_id].append(row)
    first, seen = audit.pk, {audit.pk}
    while (before := rows[first].follows_id) in rows and before not in seen:
        first = before
        seen.add(before)
    chain, waiting = [], [first]
    while waiting:
        row = rows[waiting.pop(0)]
        chain.append(row)
        waiting += [each.pk for each in later[row.pk]]
    return sorted(chain, key=lambda row: (row.held_on, row.pk))


def to_look_at_again(user, unit: int, without: int | None = None) -> QuerySet:
    """Audits of a unit that a new one can look at again."""
    return audits.visible(user).filter(unit=unit).exclude(pk=without).order_by("-held_on", "-pk")


# Leads by level ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class LevelLine:
    """One level of one unit, and who is named there; nobody is a gap."""

    unit: Unit
    level: str
    level_words: str
    named: list[RecoveryLead]


def levels_for(user) -> list[LevelLine]:
    """Every level within reach and who stands for recovery there, gaps first."""
    roles = [role for role in (*KEEPING, "training_lead", "director") if role in reach_of(user)]
    here = list(
        Unit.objects.filter(pk__in=units_of(user, *roles), closed_on__isnull=True).order_by("name", "pk")
        if roles
        else []
    )
    found = defaultdict(list)
    for row in leads.visible(user).filter(live(), unit__in=[unit.pk for unit in here]).order_by("name", "pk"):
        found[row.unit_id, row.level].append(row)
    lines = [
        LevelLine(unit, level.value, str(level.label), found[unit.pk, level.value])
        for unit in here
        for level in LEVELS_OF.get(unit.kind, ())
    ]
    order = list(LeadLevel)
    return sorted(lines, key=lambda line: (bool(line.named), -order.index(LeadLevel(line.level)), line.unit.name))


# Initiatives ------------------------------------------------------------------------------------------------------
def initiatives_for(user, status: str = "") -> QuerySet:
    rows = initiatives.visible(user).select_related("unit", "owner")
    return (rows.filter(status=status) if status else rows).order_by("status", "-pk")


# What the four factors ask ----------------------------------------------------------------------------------------
def levels_named(teams: list[int], day: date) -> dict[int, int]:
    """Team -> at how many of its two levels somebody is named on a day."""
    rows = RecoveryLead.objects.filter(live(day), unit__in=teams).order_by().values_list("unit", "level").distinct()
    found: dict[int, int] = defaultdict(int)
    for unit, _level in rows:
        found[unit] += 1
    return found


def tried(teams: list[int], day: date) -> dict[int, tuple[int, int, int]]:
    """Team -> of the last year: what it tried, of how much of that it said what it learned, audits looked at again."""
    since = day - A_YEAR
    lately = Q(status="going") | Q(ended_on__gt=since, ended_on__lte=day)
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for unit, learned in Initiative.objects.filter(lately, unit__in=teams).values_list("unit", "learned"):
        found[unit][0] += 1
        found[unit][1] += bool(learned.strip())
    again = Audit.objects.filter(unit__in=teams, follows__isnull=False, held_on__gt=since, held_on__lte=day)
    for unit in again.values_list("unit", flat=True):
        found[unit][2] += 1
    return {unit: tuple(numbers) for unit, numbers in found.items()}
