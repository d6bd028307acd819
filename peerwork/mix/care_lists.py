"""What the pages of care activity read: files, numbers nobody has answered for, the crosswalk, the delivery log."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from peerwork.kit.errors import NotAllowed
from peerwork.mix import actions, care_sums
from peerwork.mix.activity_models import Care, CareCode, CarePeriod, CareSource, CareStaff, CountedRule, Tally
from peerwork.mix.policy import (
    activity_files,
    care_staff,
    care_teams,
    counted_rules,
    crosswalk,
    professions,
    tallies,
)
from peerwork.mix.rollups import last_day
from peerwork.people.models import Person, Unit, live
from peerwork.people.reach import units_of
from peerwork.placements.models import Placement

SHOWN = 100
LOOK_BACK = 26  # weeks of the delivery log on its page


def files_for(user) -> QuerySet:
    """Activity files of the organisations this person keeps, newest first. Raises NotAllowed."""
    if not activity_files.may_start(user, "hand_in"):
        raise NotAllowed()
    return activity_files.visible(user).select_related("organisation", "run").order_by("-started_at", "-pk")


def kept_by(user) -> list[Unit]:
    """The organisations whose imports this person keeps."""
    return list(Unit.objects.filter(pk__in=units_of(user, "administrator"), organisation__isnull=True))


@dataclass(frozen=True)
class Unknown:
    """A staff number of a care system nobody has answered for, and the hours that wait for an answer."""

    organisation: int
    source: str
    local_id: str
    code: str
    hours: float

    @property
    def system(self) -> str:
        return str(CareSource(self.source).label)


def unknown_staff(user) -> list[Unknown]:
    """Staff numbers in the last month that stay not attributed, those with the most hours first."""
    found = []
    for organisation in kept_by(user):
        month = CarePeriod.objects.filter(organisation=organisation, current=True).aggregate(last=Max("month"))["last"]
        if month:
            found += _unknown(user, organisation, month)
    return sorted(found, key=lambda each: -each.hours)[:SHOWN]


def _unknown(user, organisation: Unit, month: date) -> list[Unknown]:
    of = care_sums.MonthOf(care_sums.Answers(organisation.pk), month)
    periods = CarePeriod.objects.filter(organisation=organisation, current=True, month=month)
    sums = Care.objects.filter(submission__in=periods.values("submission"), month=month).exclude(staff=0).order_by()
    spent = dict(sums.values_list("staff").annotate(Sum("minutes")))
    open_ones = [staff for staff in spent if of.at(staff, None, last_day(month)).counts_as is None]
    keys = [0, *open_ones[:5000]]  # never empty: a page asks as often for none as for many
    known = care_staff.visible(user, CareStaff.objects.filter(organisation=organisation, key__in=keys))
    codes = {
        code.staff_id: code.job_role or code.staff_group
        for code in CareCode.objects.filter(staff__in=known.values("pk")).order_by("month")
    }
    return [
        Unknown(organisation.pk, row.source, row.local_id, codes.get(row.pk, ""), spent[row.key] / 60) for row in known
    ]


def links_for(user) -> QuerySet:
    return crosswalk.visible(user).order_by("local_id", "-starts_on")


def teams_for(user) -> QuerySet:
    """Team numbers, those nobody has mapped first."""
    return care_teams.visible(user).select_related("unit").order_by("unit__name", "local_id")


def open_teams(user) -> int:
    """How many team numbers are no team here yet."""
    found = 0
    for organisation in kept_by(user):
        codes = set(Unit.objects.filter(organisation=organisation).values_list("code", flat=True))
        numbers = care_teams.visible(user).filter(organisation=organisation, unit=None)
        found += sum(number.upper() not in codes for number in numbers.values_list("local_id", flat=True))
    return found


@dataclass(frozen=True)
class Group:
    """A staff group named in files, and what it is called here if somebody has said."""

    organisation: int
    value: str
    name: str
    registration: str


def groups_for(user) -> list[Group]:
    """The staff groups of the care systems and the staff lists, those without a name first."""
    found = []
    for organisation in kept_by(user):
        named = {row.key: row for row in professions.visible(user).filter(organisation=organisation)}
        values = set(
            CareCode.objects.filter(staff__organisation=organisation).values_list("staff_group", flat=True).distinct()
        ) | care_sums.groups_of_lists(organisation.pk)
        for value in values - {""}:
            row = named.get(" ".join(value.split()).casefold())
            words = (row.name, row.get_registration_display()) if row else ("", "")
            found.append(Group(organisation.pk, value, *words))
    return sorted(found, key=lambda each: (each.name != "", each.value))


def rules_for(user) -> list[CountedRule]:
    """The rules on which contacts count that concern this person, newest first."""
    actions.counting_rules()
    return list(counted_rules.visible(user).select_related("organisation").order_by("-effective_from", "-number"))


# The delivery log -----------------------------------------------------------------------------------------------------
def log_for(user) -> QuerySet[Tally]:
    """The lines this person may see of the last half year, newest first."""
    since = timezone.localdate() - timedelta(weeks=LOOK_BACK)
    rows = tallies.visible(user).filter(held_on__gte=since, status=Tally.Status.LOGGED)
    return rows.select_related("unit", "person").order_by("-held_on", "-pk")


def may_log(user) -> bool:
    """Somebody with a placement, or the lead of a team."""
    return bool(units_of(user, "team_lead")) or _mine(user).exists()


def _mine(user):
    return Placement.objects.filter(live(), person__user=user.pk, status="started")


def log_units(user) -> QuerySet[Unit]:
    """The teams somebody may log for: those they lead, and those they are placed in."""
    return Unit.objects.filter(
        Q(pk__in=units_of(user, "team_lead")) | Q(pk__in=_mine(user).values("team")), closed_on=None
    ).exclude(kind=Unit.Kind.ORGANISATION)


def log_people(user) -> QuerySet[Person]:
    """Whose work somebody may log: their own, and as a team's lead that of those placed there."""
    placed = Placement.objects.filter(live(), status="started", team__in=units_of(user, "team_lead"))
    return Person.objects.filter(Q(user=user.pk) | Q(pk__in=placed.values("person"))).distinct()


def leads(user) -> bool:
    return bool(units_of(user, "team_lead"))
