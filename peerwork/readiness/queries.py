"""What the pages, the API and the reports ask about ready teams; the user comes first."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from peerwork.kit.errors import NotHere
from peerwork.people.models import Unit, User, live
from peerwork.people.policy import units
from peerwork.people.reach import reach_of, units_of
from peerwork.placements.models import Placement, PlacementTerm, Readiness
from peerwork.placements.queries import readiness_by_team
from peerwork.placements.reach import supervises
from peerwork.readiness import factors
from peerwork.readiness.models import Assessment, ChecklistItem, FactorRating, ItemAnswer
from peerwork.readiness.policy import actions, answers, assessments, items, ratings
from peerwork.readiness.reach import held_at, my_teams
from peerwork.readiness.words import CHALLENGES, NUMBERS, Factor, Level, rising

LOOKING = ("team_lead", "hr", "lived_experience_lead", "training_lead")
HOLDING = ("team_lead", "lived_experience_lead", "hr")


# Which teams ------------------------------------------------------------------------------------------------------
def looked_at(user) -> QuerySet:
    """The open teams whose checklist and factors the user may read."""
    rule = Q(pk__in=units_of(user, *LOOKING))
    people = supervises("person")(user)
    if people is not None:
        rule |= Q(pk__in=Placement.objects.filter(people).values("team"))
    return Unit.objects.filter(rule, kind=Unit.Kind.TEAM, closed_on__isnull=True).order_by("name", "pk")


def team_for(user, pk: int) -> Unit:
    """The team asked for, if its checklist is the user's to read; raises NotHere."""
    team = units.find(user, pk=pk)
    if not looked_at(user).filter(pk=team.pk).exists():
        raise NotHere()
    return team


# The checklist ----------------------------------------------------------------------------------------------------
@dataclass
class ItemLine:
    """One item of a team's checklist, how it stands, and what the system itself knows about it."""

    item: ChecklistItem
    answer: ItemAnswer | None = None
    known: str = ""

    @property
    def settled(self) -> bool:
        return self.answer is not None and self.answer.state in ("in_place", "not_needed")

    @property
    def review_due(self) -> bool:
        return bool(self.answer and self.answer.review_on and self.answer.review_on <= timezone.localdate())


def items_of(user, organisation: int) -> QuerySet:
    return items.visible(user).filter(organisation=organisation, closed_on__isnull=True)


def latest_answers(user, teams) -> dict[tuple[int, int], ItemAnswer]:
    """(team, item) -> the answer that holds; ten years of earlier ones cost nothing more."""
    rows = answers.visible(user).filter(team__in=teams)
    later = ItemAnswer.objects.filter(team__in=teams).order_by("team", "item", "-answered_on", "-pk")
    newest: dict[tuple[int, int], int] = {}
    for team, item, pk in later.values_list("team", "item", "pk"):
        newest.setdefault((team, item), pk)
    found = rows.filter(pk__in=list(newest.values())).select_related("answered_by", "item")
    return {(row.team_id, row.item_id): row for row in found}


def checklist(user, team: Unit) -> list[ItemLine]:
    """A team's checklist, in the organisation's order."""
    held = latest_answers(user, [team.pk])
    known = factors.known_of([team.pk])[team.pk]
    return [
        ItemLine(item, held.get((team.pk, item.pk)), known.checked(item.key)) for item in items_of(user, team.root_id)
    ]


def missing(lines: list[ItemLine], four: list[factors.Shown]) -> list[str]:
    """What stands in the way of "ready", in words: items not in place, factors that have not begun."""
    return [line.item.label for line in lines if not line.settled] + [each.label for each in four if each.absent]


def history_of(user, team: Unit, item: ChecklistItem) -> list[ItemAnswer]:
    rows = answers.visible(user).filter(team=team, item=item).select_related("answered_by")
    return list(rows.order_by("-answered_on", "-pk")[:50])


# Four factors -----------------------------------------------------------------------------------------------------
def latest_ratings(user, teams) -> dict[int, dict[str, FactorRating]]:
    """Team -> factor -> the rating that holds."""
    newest: dict[tuple[int, str], int] = {}
    rows = FactorRating.objects.filter(team__in=teams).order_by("team", "factor", "-rated_on", "-pk")
    for team, factor, pk in rows.values_list("team", "factor", "pk"):
        newest.setdefault((team, factor), pk)
    found: dict[int, dict[str, FactorRating]] = defaultdict(dict)
    for row in ratings.visible(user).filter(pk__in=list(newest.values())).select_related("rated_by"):
        found[row.team_id][row.factor] = row
    return found


def four_factors(user, team: Unit) -> list[factors.Shown]:
    return factors.four(factors.known_of([team.pk])[team.pk], latest_ratings(user, [team.pk])[team.pk])


def ratings_of(user, team: Unit) -> list[FactorRating]:
    return list(ratings.visible(user).filter(team=team).select_related("rated_by")[:60])


# All teams --------------------------------------------------------------------------------------------------------
@dataclass
class TeamLine:
    """One team at a glance."""

    team: Unit
    decision: Readiness | None
    settled: int
    asked: int
    four: list[factors.Shown] = field(default_factory=list)

    @property
    def weakest(self) -> factors.Shown:
        return self.four[0]


def teams_at_a_glance(user) -> list[TeamLine]:
    """Every team the user looks after: the decision, the checklist, and where to begin."""
    teams = list(looked_at(user))
    pks = [team.pk for team in teams]
    if not teams:
        return []
    decisions, held = readiness_by_team(user, pks), latest_answers(user, pks)
    known, rated = factors.known_of(pks), latest_ratings(user, pks)
    asked: dict[int, list[int]] = defaultdict(list)
    rows = items.visible(user).filter(closed_on__isnull=True, organisation__in={team.root_id for team in teams})
    for pk, organisation in rows.values_list("pk", "organisation"):
        asked[organisation].append(pk)
    lines = []
    for team in teams:
        found = [held.get((team.pk, item)) for item in asked[team.root_id]]
        settled = sum(bool(row and row.state in ("in_place", "not_needed")) for row in found)
        four = factors.four(known[team.pk], rated[team.pk])
        lines.append(TeamLine(team, decisions.get(team.pk), settled, len(found), four))
    return lines


@dataclass(frozen=True)
class Counts:
    """What a director sees of ready teams: how many teams, never which, never who."""

    teams: int
    decided: list[tuple[str, int]]
    weakest: list[tuple[str, int]]
    shared: int


def counts_for(user) -> Counts | None:
    """Numbers of teams for whoever directs them; None for everybody else."""
    if "director" not in reach_of(user):
        return None
    here = Unit.objects.filter(pk__in=units_of(user, "director"), kind=Unit.Kind.TEAM, closed_on__isnull=True)
    pks = list(here.values_list("pk", flat=True))
    today, decisions = timezone.localdate(), {}
    rows = Readiness.objects.filter(team__in=pks, decided_on__lte=today).order_by("decided_on", "pk")
    for team, answer, expires_on in rows.values_list("team", "answer", "expires_on"):
        decisions[team] = answer if expires_on >= today else ""
    counted = Counter(decisions.get(pk, "") for pk in pks)
    decided = [(str(choice.label), counted[choice.value]) for choice in Readiness.Answer]
    known = factors.known_of(pks)
    rated: dict[int, dict[str, FactorRating]] = defaultdict(dict)
    for row in FactorRating.objects.filter(team__in=pks).order_by("rated_on", "pk"):
        rated[row.team_id][row.factor] = row
    weakest = Counter(factors.four(known[pk], rated[pk])[0].factor for pk in pks)
    shared = Assessment.objects.filter(unit__in=pks, shared_on__isnull=False).values("unit").distinct().count()
    return Counts(len(pks), decided, [(str(factor.label), weakest[factor]) for factor in Factor], shared)


# Ten challenges ---------------------------------------------------------------------------------------------------
def own_units(user) -> list[int]:
    """The units whose self-assessment is the user's to make: where they work, and the very units they lead."""
    return sorted({*my_teams(user), *(unit for role in HOLDING for unit in held_at(user, role))})


def units_with_challenges(user) -> list[Unit]:
    """Units whose ten challenges the user makes, and those that have shared theirs with them."""
    seen = assessments.visible(user).exclude(status="withdrawn").order_by().values("unit")
    rows = Unit.objects.filter(Q(pk__in=own_units(user)) | Q(pk__in=seen), closed_on__isnull=True)
    return list(rows.order_by("name", "pk"))


def unit_for_challenges(user, pk: int) -> Unit:
    """The unit asked for, if it is theirs or has shared something with them; raises NotHere."""
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None or (unit.pk not in own_units(user) and not assessments.visible(user).filter(unit=unit).exists()):
        raise NotHere()
    return unit


def assessments_of(user, unit: Unit) -> list[Assessment]:
    """The unit's looks at the ten challenges, newest first."""
    return list(
        assessments.visible(user).filter(unit=unit).exclude(status="withdrawn").order_by("-held_on", "-pk")[:40]
    )


@dataclass(frozen=True)
class Course:
    """One challenge over time."""

    number: int
    challenge: str
    values: list[int | None]

    @property
    def now(self) -> str:
        last = next((value for value in reversed(self.values) if value), None)
        return f"{last}, {Level(last).label}" if last else ""

    @property
    def words(self) -> str:
        return rising(self.values)


def courses(found: list[Assessment]) -> tuple[list[date], list[Course]]:
    """The ten over time, oldest first: what small charts and the table beside them are made of."""
    agreed = [row for row in reversed(found) if row.status in ("agreed", "reviewed")]
    days = [row.held_on for row in agreed]
    return days, [Course(n, str(CHALLENGES[n - 1]), [row.levels[n - 1] for row in agreed]) for n in NUMBERS]


def actions_of(user, assessment: Assessment) -> list:
    return list(actions.visible(user).filter(assessment=assessment).select_related("owner").order_by("due_on", "pk"))


def actions_of_audit(user, audit) -> list:
    return list(actions.visible(user).filter(audit=audit).select_related("owner").order_by("due_on", "pk"))


def account_here(unit: Unit, email: str) -> User | None:
    """The account with this address, if they work in the unit today or hold a role on that very unit."""
    here = PlacementTerm.objects.filter(
        live(), team=unit, cancelled_on__isnull=True, placement__status__in=("started", "ended")
    )
    held = User.objects.filter(live(prefix="assignments__"), assignments__unit=unit).values("pk")
    rule = Q(pk__in=here.values("placement__person__user")) | Q(pk__in=held)
    rows = User.objects.filter(rule, is_active=True, kind=User.Kind.ACCOUNT, email__iexact=email.strip())
    return rows.first()
