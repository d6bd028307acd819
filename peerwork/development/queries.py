"""What the pages, the API and other apps ask about competences, evidence and goals; the user comes first."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from peerwork.development import ties
from peerwork.development.models import (
    Assessor,
    Competence,
    Domain,
    Evidence,
    Framework,
    Goal,
    GoalCompetence,
    GoalShare,
    GoalStep,
    OrganisationEvidence,
    Rating,
)
from peerwork.development.policy import (
    assessors,
    competences,
    domains,
    evidence,
    frameworks,
    goal_competences,
    goal_shares,
    goals,
    organisation_evidence,
    ratings,
    steps,
)
from peerwork.development.words import STEPS
from peerwork.kit.errors import Invalid
from peerwork.people.models import Person, Unit, User, live
from peerwork.people.policy import people, units
from peerwork.people.reach import reach_of, units_of
from peerwork.placements.models import LadderStep, Placement, Post, Stream
from peerwork.placements.policy import ladder_steps, next_posts, posts, streams
from peerwork.placements.queries import account_called
from peerwork.placements.reach import supervises, supervises_somebody, works_in

PEER_ROLES = ("peer", "senior_peer", "peer_trainer", "peer_lead", "carer_peer")
COVERED_BY = ("team_lead", "training_lead")


def own_person(user) -> Person | None:
    """The peer worker somebody is."""
    return Person.objects.filter(user=user.pk, worker__isnull=False).select_related("organisation").first()


def may_watch(user) -> bool:
    """Whether somebody reads competences of people other than themselves."""
    return supervises_somebody(user) or bool(set(COVERED_BY) & set(reach_of(user)))


# The framework --------------------------------------------------------------------------------------------------------
def framework_of(user, organisation: int | None) -> Framework | None:
    return frameworks.visible(user).filter(organisation=organisation).select_related("confirmed_by").first()


def frameworks_for(user) -> list[Framework]:
    """The lists of the organisations somebody belongs to, their own first."""
    rows = frameworks.visible(user).select_related("organisation", "confirmed_by")
    return sorted(rows, key=lambda row: (row.organisation_id != user.home_organisation_id, row.name))


def competences_of(user, framework: Framework | None) -> list[Competence]:
    """Every competence in use, in its order."""
    rows = competences.visible(user).filter(domain__framework=framework, closed_on__isnull=True)
    return list(rows.select_related("domain"))


@dataclass
class Part:
    """A domain with its competences, and what the organisation shows for those of its own."""

    domain: Domain
    competences: list = field(default_factory=list)


def parts_of(user, framework: Framework | None) -> list[Part]:
    found = {part.pk: Part(part) for part in domains.visible(user).filter(framework=framework)}
    shown = defaultdict(list)
    for row in organisation_evidence.visible(user).exclude(status="withdrawn").select_related("confirmed_by"):
        shown[row.competence_id].append(organisation_evidence.show(row))
    for each in competences_of(user, framework):
        if each.domain_id in found:
            found[each.domain_id].competences.append((competences.show(each), shown[each.pk]))
    return [part for part in found.values() if part.competences]


def assessors_for(user) -> QuerySet[Assessor]:
    return assessors.visible(user).select_related("user", "organisation").order_by("ends_on", "user__name")


def organisations_led(user, *roles: str) -> QuerySet[Unit]:
    """The organisations on whose root somebody holds one of these roles."""
    return units.visible(user).filter(pk__in=units_of(user, *roles), organisation__isnull=True)


def account_here(user, email: str) -> User:
    """The account of this address, where the user leads training; raises Invalid, in the same words for any other."""
    for organisation in organisations_led(user, "training_lead"):
        if found := account_called(organisation, email):
            return found
    raise Invalid(fields={"email": [_("Nobody with this address has an account here. Check it with them.")]})


def organisation_competences(user) -> QuerySet[Competence]:
    rows = competences.visible(user).filter(whose="organisation", closed_on__isnull=True)
    return rows.select_related("domain")


def shown_by(user) -> QuerySet[OrganisationEvidence]:
    return organisation_evidence.visible(user).select_related("competence")


# A person's competences -----------------------------------------------------------------------------------------------
@dataclass
class Line:
    """One competence of one person: what was shown for it, and how each sees it."""

    competence: object
    expected: bool
    pieces: list = field(default_factory=list)
    own: object = None
    others: list = field(default_factory=list)

    @property
    def confirmed(self) -> bool:
        return any(piece.status == Evidence.Status.CONFIRMED for piece in self.pieces)


def families_of(persons) -> dict[int, set[str]]:
    """The roles people work in today."""
    rows = Placement.objects.filter(live(), status__in=("started", "agreed"), person__in=persons)
    found: dict[int, set[str]] = defaultdict(set)
    for person, family in rows.values_list("person", "post__family"):
        found[person].add(family)
    return found


def is_expected(competence: Competence, families: set[str]) -> bool:
    """Whether a role asks for it: all that are not optional, or those for its family."""
    if competence.whose != Competence.For.PERSON or competence.optional:
        return False
    return not competence.families or bool(families & set(competence.families))


def record_of(user, person: Person) -> list[tuple[Domain, list[Line]]]:
    """A person's competences by domain, each with evidence and ratings as this reader may see them."""
    framework = framework_of(user, person.organisation_id)
    families = families_of([person.pk])[person.pk]
    lines = {
        each.pk: Line(each, is_expected(each, families))
        for each in competences_of(user, framework)
        if each.whose == Competence.For.PERSON
    }
    rows = evidence.visible(user).filter(person=person).exclude(status="withdrawn")
    for piece in rows.select_related("competence", "file"):
        if piece.competence_id in lines:
            lines[piece.competence_id].pieces.append(evidence.show(piece))
    for rating in latest_ratings(user, person):
        if rating.competence_id not in lines:
            continue
        seen = ratings.show(rating)
        if rating.view == Rating.View.OWN:
            lines[rating.competence_id].own = seen
        else:
            lines[rating.competence_id].others.append(seen)
    found: dict[Domain, list[Line]] = {}
    for line in lines.values():
        found.setdefault(line.competence.domain, []).append(line)
    return list(found.items())


def latest_ratings(user, person: Person) -> list[Rating]:
    """The newest rating of each competence by each rater, the newest first."""
    newest: dict[tuple, Rating] = {}
    rows = ratings.visible(user).filter(person=person).select_related("by").order_by("-on", "-pk")
    for rating in rows:
        newest.setdefault((rating.competence_id, rating.by_id), rating)
    return list(newest.values())


def ratings_of(user, person: Person, competence: Competence) -> dict[str, list]:
    """Every rating of one competence, own and others' side by side, the newest first."""
    found: dict[str, list] = {"own": [], "other": []}
    for row in ratings.visible(user).filter(person=person, competence=competence).select_related("by"):
        found[row.view].append(ratings.show(row))
    return found


def pieces_of(user, person: Person) -> list:
    rows = evidence.visible(user).filter(person=person).select_related("competence", "file")
    return [evidence.show(row) for row in rows]


def waiting_for_review(user) -> QuerySet[Evidence]:
    """What this person could confirm now: asked for, not their own, not confirmed by them already."""
    rows = evidence.visible(user).filter(status="asked").exclude(person__user=user.pk)
    return rows.exclude(confirmed_by=user.pk).exclude(assessed_by=user.pk).select_related("person", "competence")


def to_choose(user, person: Person) -> QuerySet[Competence]:
    """The competences a person can show evidence for."""
    rows = competences.visible(user).filter(
        domain__framework__organisation=person.organisation_id, whose="person", closed_on__isnull=True
    )
    return rows.select_related("domain")


# Coverage -------------------------------------------------------------------------------------------------------------
@dataclass
class Covered:
    """How much of what is asked for has confirmed evidence: by domain, and in all."""

    person: Person
    team: str
    cells: dict[int, tuple[int, int]]  # domain number -> (confirmed, asked for)

    @property
    def all(self) -> tuple[int, int]:
        return sum(done for done, _of in self.cells.values()), sum(of for _done, of in self.cells.values())


def coverage(user, persons: list[Person]) -> tuple[list[Domain], list[Covered]]:
    """The heat map of these people, by domain; a fixed number of queries however many they are."""
    organisations = {person.organisation_id for person in persons}
    rows = competences.visible(user).filter(
        domain__framework__organisation__in=organisations, closed_on__isnull=True, whose="person"
    )
    asked = defaultdict(list)
    parts: dict[int, Domain] = {}
    for each in rows.select_related("domain__framework"):
        asked[each.domain.framework.organisation_id].append(each)
        parts.setdefault(each.domain.number, each.domain)
    ids = [person.pk for person in persons]
    done = set(
        evidence.visible(user)
        .filter(status="confirmed", person__in=ids)
        .order_by()
        .values_list("person", "competence")
        .distinct()
    )
    families, teams = families_of(ids), teams_of(ids)
    found = []
    for person in persons:
        cells: dict[int, tuple[int, int]] = {}
        for each in asked[person.organisation_id]:
            if is_expected(each, families[person.pk]):
                confirmed, of = cells.get(each.domain.number, (0, 0))
                cells[each.domain.number] = (confirmed + ((person.pk, each.pk) in done), of + 1)
        found.append(Covered(person, teams.get(person.pk, ""), cells))
    return [parts[number] for number in sorted(parts)], found


def teams_of(ids) -> dict[int, str]:
    rows = Placement.objects.filter(live(), status__in=("started", "agreed"), person__in=ids)
    return dict(rows.order_by("starts_on").values_list("person", "team__name"))


def covered_people(user, *, team: int | None = None) -> QuerySet[Person]:
    """People in peer roles whose evidence this person may read: those they supervise or lead."""
    rule = Q()
    for reach in (supervises("pk"), works_in("team_lead", "pk"), works_in("training_lead", "pk")):
        if (found := reach(user)) is not None:
            rule |= found
    if not rule:
        return Person.objects.none()
    placed = Placement.objects.filter(live(), status="started", post__family__in=PEER_ROLES)
    if team:
        placed = placed.filter(team=team)
    rows = people.visible(user).filter(rule, pk__in=placed.values("person"))
    return rows.order_by("family_name", "given_name", "pk")


def teams_covered(user) -> QuerySet[Unit]:
    """The teams those people work in, to narrow the heat map."""
    placed = Placement.objects.filter(live(), status="started", person__in=covered_people(user).values("pk"))
    return Unit.objects.filter(pk__in=placed.values("team")).order_by("name")


# Goals ----------------------------------------------------------------------------------------------------------------
def goals_of(user, person: Person | None) -> list[Goal]:
    """A person's goals as this reader may see them, each with what is still to do first."""
    if person is None:
        return []
    rows = goals.visible(user).filter(person=person)
    open_steps = steps.visible(user).filter(done_on__isnull=True, dropped_on__isnull=True).order_by("due_on", "pk")
    return list(rows.prefetch_related(Prefetch("steps", queryset=open_steps, to_attr="to_do")))


def goals_shared_with(user) -> QuerySet[Goal]:
    """Goals of people one supervises, that they chose to share."""
    return goals.visible(user).exclude(person__user=user.pk).select_related("person")


@dataclass
class GoalPage:
    goal: Goal
    steps: list[GoalStep]
    competences: list[GoalCompetence]
    shares: list[GoalShare]


def goal_page(user, goal: Goal) -> GoalPage:
    return GoalPage(
        goal,
        list(steps.visible(user).filter(goal=goal, dropped_on__isnull=True)),
        list(goal_competences.visible(user).filter(goal=goal, ended_on__isnull=True).select_related("competence")),
        list(goal_shares.visible(user).filter(goal=goal, ended_on__isnull=True).select_related("stream")),
    )


def streams_to_share_in(user, person: Person) -> QuerySet[Stream]:
    """The kinds of supervision in which somebody supervises the worker today."""
    held = person.supervisor_links.filter(live()).values("stream")
    return streams.visible(user).filter(pk__in=held)


@dataclass
class BeginHere:
    """One of the ten steps, and the goals that began with it."""

    number: int
    words: str
    goals: list[Goal]

    @property
    def reached(self) -> bool:
        return any(goal.status == Goal.Status.REACHED for goal in self.goals)


def ten_steps(user, person: Person | None) -> list[BeginHere]:
    mine = defaultdict(list)
    for goal in goals.visible(user).filter(person=person, from_step__isnull=False):
        mine[goal.from_step].append(goal)
    return [BeginHere(number, str(words), mine[number]) for number, words in enumerate(STEPS, 1)]


# The ladder -----------------------------------------------------------------------------------------------------------
@dataclass
class Rung:
    """A post: one's own or a next one, with what it asks for and how much of that is there."""

    post: Post
    competences: tuple[int, int] = (0, 0)
    missing: list[Competence] = field(default_factory=list)
    asks: list[ties.Ask] = field(default_factory=list)


@dataclass
class Ladder:
    steps: list[LadderStep]
    mine: list[Rung]
    next: list[Rung]


def ladder(user, person: Person) -> Ladder:
    """Where somebody is, which posts come next, what they ask for, and what is there; a fixed number of queries."""
    held = Placement.objects.filter(live(), status="started", person=person)
    own = list(posts.visible(user).filter(pk__in=held.values("post")).select_related("team", "step"))
    ahead = next_posts.visible(user).filter(live(), post__in=own).values("leads_to")
    following = list(
        posts.visible(user).filter(pk__in=ahead).exclude(pk__in=[p.pk for p in own]).select_related("team", "step")
    )
    wanted = competences_of(user, framework_of(user, person.organisation_id))
    done = set(evidence.visible(user).filter(person=person, status="confirmed").values_list("competence", flat=True))
    asked = ties.asks_of(user, person, [*own, *following])

    def rung(post: Post) -> Rung:
        needed = [each for each in wanted if is_expected(each, {post.family})]
        missing = [each for each in needed if each.pk not in done]
        return Rung(post, (len(needed) - len(missing), len(needed)), missing, asked[post.pk])

    organisations = {post.team.root_id for post in own} | {person.organisation_id}
    steps = ladder_steps.visible(user).filter(organisation__in=organisations, closed_on__isnull=True)
    return Ladder(list(steps.order_by("number")), [rung(post) for post in own], [rung(post) for post in following])


def role_words(families) -> list[str]:
    """Roles as people read them."""
    return [str(Post.Family(family).label) for family in sorted(families)]
