"""What the pages, the API and the reports ask about posts and placements; the user comes first, then the day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Sum, When
from django.utils import timezone
from django.utils.translation import gettext

from peerwork.people.models import Person, Unit, UnitLink, UnitPath, User, live
from peerwork.people.policy import people, units
from peerwork.people.reach import reach_of, units_of
from peerwork.placements.intervals import joined
from peerwork.placements.models import (
    OUTSIDE_ESTABLISHMENT,
    Away,
    Exclusion,
    Override,
    PayPoint,
    PayTable,
    Placement,
    PlacementTerm,
    Post,
    PostTerm,
    Qualified,
    Readiness,
    Stream,
    Supervising,
    SupervisorLink,
    SupervisorProposal,
)
from peerwork.placements.policy import (
    away,
    column_mappings,
    exclusions,
    exits,
    ladder_steps,
    next_posts,
    overrides,
    pay_tables,
    peer_networks,
    placement_terms,
    placements,
    post_terms,
    posts,
    proposals,
    readiness,
    staff_files,
    streams,
    supervising,
    supervisor_links,
)
from peerwork.placements.reach import in_post_or_coming, terms_of_now_or_later
from peerwork.placements.survival import Step, kaplan_meier
from peerwork.placements.warnings import CAPACITY, REALLY_HELD

STAYING_ROLES = ("hr", "lived_experience_lead")
ESTABLISHMENT_ROLES = ("hr", "team_lead", "lived_experience_lead", "training_lead")
NOUGHT = Decimal(0)


# Terms on a day -----------------------------------------------------------------------------------------------------
def terms_on(day: date, *, known_at=None) -> QuerySet:
    """The hours (more than none) really held on a day, with what is known now, or with what was known at a moment.

    known_at  a moment: what later corrections changed is then told as it stood at that moment
    """
    if known_at is None:
        rows = PlacementTerm.objects.filter(placement__status__in=REALLY_HELD)
    else:
        held = Placement.history.as_of(known_at).filter(status__in=REALLY_HELD).values("id")
        rows = PlacementTerm.history.as_of(known_at).filter(placement_id__in=held)
    return rows.filter(live(day), cancelled_on__isnull=True, wte__gt=0)


def in_establishment(terms: QuerySet) -> QuerySet:
    return terms.exclude(placement__contract__in=OUTSIDE_ESTABLISHMENT)


def month_end(day: date) -> date:
    """The last day of that day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def month_ends(last: date, count: int) -> list[date]:
    """The last `count` month ends up to and including `last`'s month if it has ended, oldest first."""
    day = last if last == month_end(last) else last.replace(day=1) - timedelta(days=1)
    found = []
    for _month in range(count):
        found.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return found[::-1]


TRAINED = "Appropriately trained"  # how the facts that training writes begin: one for each role


def appropriately_trained(day: date, *, known_at=None) -> QuerySet:
    """The people who were appropriately trained for a role on a day, as a subquery of their numbers.

    known_at  a moment: what was known then; later completions and corrections are left out
    """
    rows = Qualified.objects if known_at is None else Qualified.history.as_of(known_at)
    here = rows.filter(live(day), requirement__startswith=TRAINED, cancelled_on__isnull=True)
    return here.values("person")


@dataclass(frozen=True)
class InPost:
    """People and hours in post on a day: everybody, and the peer workers among them."""

    on: date
    people: int
    wte: Decimal
    peers: int
    peer_wte: Decimal


PEER = Q(placement__post__lived_experience_essential=True)


def in_post(on_units, days: list[date]) -> list[InPost]:
    """People and WTE in post in these units' teams on each day, from the dated history, in one query."""
    if not days:
        return []
    rows = in_establishment(
        PlacementTerm.objects.filter(
            placement__status__in=REALLY_HELD, cancelled_on__isnull=True, team__in=on_units, starts_on__lte=max(days)
        ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=min(days)))
    )
    sums = {}
    for number, day in enumerate(days):
        # A share of nought (on secondment elsewhere) is no person in post here.
        here = live(day) & Q(wte__gt=0)
        sums |= {
            f"people_{number}": Count(Case(When(here, then="placement__person")), distinct=True),
            f"wte_{number}": Sum(Case(When(here, then="wte"))),
            f"peers_{number}": Count(Case(When(here & PEER, then="placement__person")), distinct=True),
            f"peer_wte_{number}": Sum(Case(When(here & PEER, then="wte"))),
        }
    got = rows.aggregate(**sums)
    return [
        InPost(
            day,
            got[f"people_{number}"],
            got[f"wte_{number}"] or NOUGHT,
            got[f"peers_{number}"],
            got[f"peer_wte_{number}"] or NOUGHT,
        )
        for number, day in enumerate(days)
    ]


def wte_by_team(day: date, *, known_at=None) -> dict[int, Decimal]:
    """WTE in post on a day by team, with what is known now, or with what was known at a moment."""
    rows = terms_on(day, known_at=known_at)
    if known_at is None:
        rows = in_establishment(rows)
    else:
        rows = rows.exclude(placement_id__in=Placement.objects.filter(contract__in=OUTSIDE_ESTABLISHMENT).values("id"))
    return dict(rows.order_by().values("team").annotate(sum=Sum("wte")).values_list("team", "sum"))


# Establishment ------------------------------------------------------------------------------------------------------
@dataclass
class Line:
    """Posts of a team (or of a unit and all below it) on a day, in WTE."""

    unit: Unit
    depth: int = 0
    posts: int = 0
    budget: Decimal = NOUGHT
    filled: Decimal = NOUGHT
    vacant: Decimal = NOUGHT
    over: Decimal = NOUGHT
    people: set = field(default_factory=set)
    peers: set = field(default_factory=set)

    @property
    def indent(self) -> int:
        """How far the name is moved in on the page, in steps of the style sheet's spacing."""
        return (0, 4, 6, 8)[min(self.depth, 3)]

    def take(self, other: "Line") -> None:
        self.posts += other.posts
        self.budget += other.budget
        self.filled += other.filled
        self.vacant += other.vacant
        self.over += other.over
        self.people |= other.people
        self.peers |= other.peers


@dataclass(frozen=True)
class PostLine:
    """One post on a day: what it was budgeted for and how far it was filled, in WTE."""

    post: int
    team: int
    band: str
    budget: Decimal
    filled: Decimal

    @property
    def vacant(self) -> Decimal:
        return max(self.budget - self.filled, NOUGHT)

    @property
    def over(self) -> Decimal:
        return max(self.filled - self.budget, NOUGHT)


def post_lines(user, day: date, *, team: int | None = None, peers: bool = False) -> tuple[list[PostLine], dict]:
    """Every post within reach on a day, and who fills each: post -> {(person, is a peer worker's post)}."""
    reachable = posts.visible(user)
    if peers:
        reachable = reachable.filter(lived_experience_essential=True)
    budgets = PostTerm.objects.filter(live(day), cancelled_on__isnull=True, post__in=reachable.values("pk"))
    if team is not None:
        budgets = budgets.filter(team=team)
    held = in_establishment(terms_on(day)).filter(placement__post__in=reachable.values("pk"), wte__gt=0)
    filled, holders = defaultdict(Decimal), defaultdict(set)
    for post, person, wte, peer in held.values_list(
        "placement__post", "placement__person", "wte", "placement__post__lived_experience_essential"
    ):
        filled[post] += wte
        holders[post].add((person, peer))
    lines = [
        PostLine(post, unit, band, wte, filled.get(post, NOUGHT))
        for post, unit, band, wte in budgets.values_list("post", "team", "band", "wte")
    ]
    return lines, holders


def establishment(user, day: date | None = None, *, peers: bool = False) -> list[Line]:
    """Vacant, filled and over by WTE on a day, per team and rolled up over the tree as it was that day, top down."""
    day = day or timezone.localdate()
    lines, holders = post_lines(user, day, peers=peers)
    own: dict[int, Line] = {}
    names = {unit.pk: unit for unit in Unit.objects.all()}
    for line in lines:
        team = own.setdefault(line.team, Line(names[line.team]))
        team.posts += 1
        team.budget += line.budget
        team.filled += line.filled
        team.vacant += line.vacant
        team.over += line.over
        team.people |= {person for person, _peer in holders.get(line.post, ())}
        team.peers |= {person for person, peer in holders.get(line.post, ()) if peer}
    above = defaultdict(list)
    for ancestor, descendant in UnitPath.objects.filter(live(day), descendant__in=own).values_list(
        "ancestor", "descendant"
    ):
        above[descendant].append(ancestor)
    rolled: dict[int, Line] = {}
    for team, line in own.items():
        for unit in above[team] or [team]:
            rolled.setdefault(unit, Line(names[unit])).take(line)
    return _top_down(rolled, day)


def _top_down(rolled: dict[int, Line], day: date) -> list[Line]:
    parents = dict(UnitLink.objects.filter(live(day), unit__in=rolled).values_list("unit", "parent"))
    below, found = defaultdict(list), []
    for pk, line in sorted(rolled.items(), key=lambda item: item[1].unit.name):
        below[parents.get(pk) if parents.get(pk) in rolled else None].append((pk, line))

    def down(parent, depth):
        for pk, line in below[parent]:
            line.depth = depth
            found.append(line)
            down(pk, depth + 1)

    down(None, 0)
    return found


def may_see_establishment(user) -> bool:
    return any(role in reach_of(user) for role in ESTABLISHMENT_ROLES)


def may_see_staying(user) -> bool:
    """Who looks at who stays how long: it names people."""
    return any(role in reach_of(user) for role in STAYING_ROLES)


def teams_of(user) -> QuerySet:
    """The open teams the user has a working role in."""
    here = units_of(user, *ESTABLISHMENT_ROLES)
    return units.visible(user).filter(pk__in=here, kind="team", closed_on__isnull=True).order_by("name", "pk")


# Posts --------------------------------------------------------------------------------------------------------------
def posts_for(user, *, q="", team=None, peers=False) -> QuerySet:
    rows = posts.visible(user).select_related("team", "step")
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(code__iexact=q))
    if team:
        rows = rows.filter(team=team)
    if peers:
        rows = rows.filter(lived_experience_essential=True)
    return rows.order_by("team__name", "title", "pk")


def holders_of(user, post: Post) -> QuerySet:
    """Who holds or held a post, within the reader's reach, newest first."""
    rows = placements.visible(user).filter(post=post).exclude(status="withdrawn")
    return rows.select_related("person", "team", "post").order_by("-starts_on", "pk")


def pay_of(post: Post, day: date | None = None) -> tuple[PayTable | None, list[PayPoint]]:
    """What the pay table of that day says about the post's band."""
    root = post.team.root_id
    table = PayTable.objects.filter(live(day), organisation=root).order_by("-starts_on").first()
    points = list(table.points.filter(band=post.band)) if table and post.band else []
    return table, points


def vacancy_of(post: Post, day: date | None = None) -> Decimal:
    """How many WTE of a post are not filled on a day, nor promised to somebody who starts soon."""
    day = day or timezone.localdate()
    budget = PostTerm.objects.filter(live(day), post=post, cancelled_on__isnull=True).aggregate(s=Sum("wte"))["s"]
    coming = PlacementTerm.objects.filter(
        Q(placement__status__in=REALLY_HELD) & live(day) | Q(placement__status="agreed"),
        placement__post=post,
        cancelled_on__isnull=True,
    )
    held = in_establishment(coming).aggregate(s=Sum("wte"))["s"]
    return (budget or NOUGHT) - (held or NOUGHT)


# People and placements ----------------------------------------------------------------------------------------------
def placements_for(user, *, person=None, team=None, status="", q="") -> QuerySet:
    rows = placements.visible(user).select_related("person", "post", "team", "employer", "host", "line_manager")
    if person is not None:
        rows = rows.filter(person=person)
    if team is not None:
        rows = rows.filter(team=team)
    if status:
        rows = rows.filter(status=status)
    for word in q.split():
        rows = rows.filter(
            Q(person__family_name__icontains=word)
            | Q(person__given_name__icontains=word)
            | Q(person__known_as__icontains=word)
            | Q(post__title__icontains=word)
        )
    return rows.order_by("-starts_on", "pk")


def terms_of(user, placement: Placement) -> QuerySet:
    rows = placement_terms.visible(user).filter(placement=placement, cancelled_on__isnull=True)
    return rows.select_related("team", "line_manager").order_by("-starts_on")


def links_of(user, person: Person) -> QuerySet:
    rows = supervisor_links.visible(user).filter(person=person).select_related("supervisor", "stream", "person")
    return rows.order_by("-starts_on", "stream__kind", "pk")


def away_for(user, person: Person) -> QuerySet:
    return away.visible(user).filter(person=person, cancelled_on__isnull=True).order_by("-starts_on")


def away_on(people_ids, day: date | None = None) -> dict[int, Away]:
    """Who of these people is away on a day: supervision and reminders pause for them, and are out of every measure."""
    rows = Away.objects.filter(live(day), person__in=people_ids, cancelled_on__isnull=True)
    return {row.person_id: row for row in rows}


def wishes_of(user, person: Person) -> QuerySet:
    return exclusions.visible(user).filter(person=person, withdrawn_on__isnull=True).select_related("user", "team")


def overrides_for(user) -> QuerySet:
    rows = overrides.visible(user).select_related("person", "team", "decided_by")
    return rows.order_by("-decided_on", "-pk")


def override_counts(user) -> list[tuple[str, int]]:
    """How often each rule was gone past, within reach, most often first."""
    rows = Override.objects.filter(pk__in=overrides.visible(user).values("pk"))
    return list(rows.order_by().values_list("rule").annotate(n=Count("pk")).order_by("-n", "rule"))


def conversation_of(user, placement: Placement):
    return exits.visible(user).filter(placement=placement).first()


# Supervisors --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Supervisor:
    """Somebody who supervises, or could: how many people now, how many at once, and what is noted of their training."""

    user: User
    people: int
    capacity: int
    gives: Supervising | None
    away: Away | None

    @property
    def places(self) -> int:
        return max(self.capacity - self.people, 0)


def supervisors_for(user, day: date | None = None) -> list[Supervisor]:
    """Supervisors of the people within reach, and those noted as able to supervise, by name; five queries."""
    day = day or timezone.localdate()
    reached = supervisor_links.visible(user).filter(live(day)).values("supervisor")
    known = supervising.visible(user)
    gives = {row.user_id: row for row in known}
    rows = User.objects.filter(Q(pk__in=reached) | Q(pk__in=list(gives)), is_active=True).order_by("name", "pk")
    rows = list(rows.select_related("person"))
    loads = dict(
        SupervisorLink.objects.filter(live(day), supervisor__in=rows)
        .order_by()
        .values("supervisor")
        .annotate(n=Count("person", distinct=True))
        .values_list("supervisor", "n")
    )
    persons = {row.pk: row.person.pk for row in rows if hasattr(row, "person")}
    gone = away_on(list(persons.values()), day)
    return [
        Supervisor(
            row,
            loads.get(row.pk, 0),
            gives[row.pk].capacity if row.pk in gives else CAPACITY,
            gives.get(row.pk),
            gone.get(persons.get(row.pk)),
        )
        for row in rows
    ]


def supervisees_of(user, supervisor: User, day: date | None = None) -> QuerySet:
    rows = supervisor_links.visible(user).filter(supervisor=supervisor).exclude(ends_on__lt=day or timezone.localdate())
    return rows.select_related("person", "stream").order_by("person__family_name", "stream__kind")


def could_supervise(user, organisation: Unit) -> QuerySet:
    """Whom a form may offer as supervisor or line manager: those noted for it, those who do it, and those who lead.

    Never every account: that would be a list of names, peer workers' among them.
    """
    today = live(prefix="assignments__")
    leads = today & Q(assignments__role__in=("team_lead", "lived_experience_lead"))
    here = Q(assignments__unit=organisation) | Q(assignments__unit__organisation=organisation)
    named = Supervising.objects.filter(organisation=organisation).values("user")
    doing = SupervisorLink.objects.filter(live(), stream__organisation=organisation).values("supervisor")
    ids = User.objects.filter(leads & here).values("pk")
    rows = User.objects.filter(is_active=True, kind=User.Kind.ACCOUNT)
    return rows.filter(Q(pk__in=named) | Q(pk__in=doing) | Q(pk__in=ids))


def streams_of(user, organisation: Unit | None = None) -> QuerySet:
    rows = streams.visible(user).filter(closed_on__isnull=True)
    return rows.filter(organisation=organisation) if organisation else rows


def proposals_for(user) -> QuerySet:
    rows = proposals.visible(user).filter(status=SupervisorProposal.Status.PROPOSED)
    return rows.select_related("person", "supervisor", "stream").order_by("starts_on", "pk")


def changes_asked(user) -> QuerySet:
    """Links whose worker asked HR for a change of supervisor."""
    rows = supervisor_links.visible(user).filter(live(), change_asked_on__isnull=False)
    return rows.select_related("person", "supervisor", "stream").order_by("change_asked_on", "pk")


# Teams --------------------------------------------------------------------------------------------------------------
def readiness_of(user, team: Unit) -> QuerySet:
    return readiness.visible(user).filter(team=team).select_related("decided_by").order_by("-decided_on", "-pk")


def readiness_by_team(user, teams, day: date | None = None) -> dict[int, Readiness]:
    """The decision that holds on a day for each of these teams."""
    day = day or timezone.localdate()
    found: dict[int, Readiness] = {}
    rows = readiness.visible(user).filter(team__in=teams, decided_on__lte=day).order_by("decided_on", "pk")
    for row in rows:
        found[row.team_id] = row
    return {team: row for team, row in found.items() if row.expires_on >= day}


def networks_of(user, team: Unit) -> QuerySet:
    return peer_networks.visible(user).filter(live(), team=team)


def peers_by_team(teams, day: date | None = None) -> dict[int, int]:
    """How many peer workers hold hours in each team on a day, or start there soon."""
    day = day or timezone.localdate()
    rows = PlacementTerm.objects.filter(
        Q(placement__status__in=REALLY_HELD) & live(day) | Q(placement__status="agreed"),
        PEER,
        team__in=teams,
        cancelled_on__isnull=True,
    )
    counted = rows.order_by().values("team").annotate(n=Count("placement__person", distinct=True))
    return dict(counted.values_list("team", "n"))


# Staying, growing ---------------------------------------------------------------------------------------------------
MONTH = 30.4375  # days, on average
MOMENTS = (3, 6, 12, 18, 24, 36)


@dataclass(frozen=True)
class Cohort:
    """People who first took up a peer post in a year, and how many are still in post after so many months."""

    name: str
    people: int
    steps: list[Step]


def peer_spells(user, day: date) -> dict[int, list[tuple[date, date | None]]]:
    """When each peer worker within reach was in a peer post without a break, up to a day."""
    terms = PlacementTerm.objects.filter(
        PEER,
        placement__in=placements.visible(user, Placement.objects.filter(status__in=REALLY_HELD)).values("pk"),
        cancelled_on__isnull=True,
        starts_on__lte=day,
    )
    spans = defaultdict(list)
    for person, first, last in terms.values_list("placement__person", "starts_on", "ends_on"):
        spans[person].append((first, last if last is not None and last < day else None))
    return {person: joined(spells) for person, spells in spans.items()}


def still_in_post(user, day: date | None = None) -> list[Cohort]:
    """Still in post over time, by the year of the first peer post and for all together (Kaplan-Meier)."""
    day = day or timezone.localdate()
    cohorts: dict[str, list] = defaultdict(list)
    for spells in peer_spells(user, day).values():
        first, last = spells[0]
        watched = round(((last or day) - first).days / MONTH * 10)
        life = (watched, last is not None)
        cohorts[str(first.year)].append(life)
        cohorts["all"].append(life)
    return [
        Cohort(name, len(lives), _whole_months(kaplan_meier(lives, [10 * m for m in MOMENTS])))
        for name, lives in sorted(cohorts.items())
    ]


def _whole_months(steps: list[Step]) -> list[Step]:
    return [Step(step.after // 10, step.at_risk, step.left, step.share, step.low, step.high) for step in steps]


@dataclass(frozen=True)
class AtBand:
    """Somebody in a peer post today: their band, and since when without a change of band."""

    placement: Placement
    band: str
    since: date
    months: int
    moved_up: bool


def time_at_band(user, day: date | None = None) -> list[AtBand]:
    """How long each peer worker within reach has been at their present band, longest first."""
    day = day or timezone.localdate()
    mine = placements.visible(user).filter(post__lived_experience_essential=True)
    mine = list(mine.filter(in_post_or_coming(), starts_on__lte=day).select_related("person", "post", "team"))
    history = defaultdict(list)
    everything = Placement.objects.filter(
        person__in=[row.person_id for row in mine], status__in=REALLY_HELD, post__lived_experience_essential=True
    )
    terms = PostTerm.objects.filter(cancelled_on__isnull=True)
    for row in everything.select_related("post").prefetch_related(Prefetch("post__terms", terms, "bands")):
        for term in row.post.bands:
            first, last = max(row.starts_on, term.starts_on), min(row.ends_on or date.max, term.ends_on or date.max)
            if first <= min(last, day):
                history[row.person_id].append((first, last, term.band))
    found = []
    for row in mine:
        past = sorted(history[row.person_id])
        band = next((b for first, last, b in reversed(past) if first <= day <= last), row.post.band)
        since, others = row.starts_on, {b for _first, _last, b in past if b and b != band}
        for first, last, b in reversed(past):
            if b == band and first <= since and (last >= since - timedelta(days=31)):
                since = min(since, first)
        found.append(AtBand(row, band, since, int((day - since).days / MONTH), any(b < band for b in others)))
    return sorted(found, key=lambda line: line.since)


def leavers(user, first: date, last: date) -> list[tuple[str, int]]:
    """How many left a peer post in a period, by the reason noted, most often first; within HR's reach only."""
    rows = placements.visible(user).filter(status="ended", ends_on__range=(first, last))
    rows = rows.filter(post__lived_experience_essential=True)
    shown = [row for row in rows if "end_reason" in placements.readable(row)]
    counts = defaultdict(int)
    for row in shown:
        counts[row.end_reason or "unknown"] += 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


# Choices for forms --------------------------------------------------------------------------------------------------
def people_to_place(user) -> QuerySet:
    return people.visible(user).filter(merged_into__isnull=True, died_on__isnull=True, left_on__isnull=True)


def open_posts(user) -> QuerySet:
    today = timezone.localdate()
    rows = posts.visible(user).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
    return rows.select_related("team").order_by("team__name", "title", "pk")


def managers(user, organisation: Unit) -> QuerySet:
    """Accounts that can be named as line manager: team leads and supervisors of the organisation."""
    return could_supervise(user, organisation)


def first_stream(organisation: Unit, kind: str) -> Stream | None:
    return Stream.objects.filter(organisation=organisation, kind=kind, closed_on__isnull=True).first()


def starting_soon(user) -> QuerySet:
    """Placements agreed and still to start, soonest first."""
    rows = placements.visible(user).filter(status="agreed").select_related("person", "post", "team")
    return rows.order_by("starts_on", "pk")


def should_have_ended(user, day: date | None = None) -> QuerySet:
    """Started placements whose last day has passed and that nobody has ended."""
    rows = placements.visible(user).filter(status="started", ends_on__lt=day or timezone.localdate())
    return rows.select_related("person", "post", "team").order_by("ends_on")


def supervisor_words(user, organisation: Unit, person: Person | None = None) -> tuple[QuerySet, dict[int, str]]:
    """Who can be named as supervisor, and for each how many people of how many, or "not available".

    The same words stand for a private wish, for the supervisor's own no, and for no place left.
    """
    rows = could_supervise(user, organisation)
    if person is not None and person.user_id:
        rows = rows.exclude(pk=person.user_id)
    loads = dict(
        SupervisorLink.objects.filter(live()).order_by().values("supervisor")
        .annotate(n=Count("person", distinct=True)).values_list("supervisor", "n")
    )  # fmt: skip
    given = {row.user_id: row for row in Supervising.objects.all()}
    named = Exclusion.objects.filter(person=person, withdrawn_on__isnull=True).values_list("user", flat=True)
    closed = {pk for pk, row in given.items() if not row.open_to_more} | set(named if person else ())
    words = {}
    for pk in rows.values_list("pk", flat=True):
        most = given[pk].capacity if pk in given else CAPACITY
        held = loads.get(pk, 0)
        if pk in closed or held >= most:
            words[pk] = gettext("not available")
        else:
            words[pk] = gettext("%(held)d of %(most)d people") % {"held": held, "most": most}
    return rows.order_by("name", "pk"), words


def hr_contacts(organisation: Unit) -> QuerySet:
    """Those who hold HR in an organisation today: one of them keeps a private wish."""
    rows = User.objects.filter(live(prefix="assignments__"), assignments__role="hr", is_active=True)
    return rows.filter(
        Q(assignments__unit=organisation) | Q(assignments__unit__organisation=organisation)
    ).distinct().order_by("name")  # fmt: skip


def who_reach(person: Person) -> QuerySet:
    """Accounts whose role or supervision reaches somebody today: whom they can choose in a private wish."""
    teams = terms_of_now_or_later(Unit.objects.all()).filter(placement__person=person).values("team")
    above = UnitPath.objects.filter(live(), descendant__in=teams).values("ancestor")
    held = User.objects.filter(live(prefix="assignments__"), assignments__unit__in=above)
    held = held.exclude(assignments__role__in=("director", "administrator")).values("pk")
    links = SupervisorLink.objects.filter(person=person).values("supervisor")
    rows = User.objects.filter(Q(pk__in=held) | Q(pk__in=links), is_active=True, kind=User.Kind.ACCOUNT)
    return rows.exclude(pk=person.user_id).order_by("name", "pk")


def account_called(organisation: Unit, email: str) -> User | None:
    """The account of an organisation with exactly this address."""
    rows = User.objects.filter(is_active=True, kind=User.Kind.ACCOUNT, home_organisation=organisation)
    return rows.filter(email__iexact=email.strip()).first()


def terms_of_post(user, post: Post) -> QuerySet:
    rows = post_terms.visible(user).filter(post=post, cancelled_on__isnull=True)
    return rows.select_related("team").order_by("-starts_on")


def next_steps(user, post: Post) -> list:
    rows = next_posts.visible(user).filter(live(), post=post, leads_to__in=posts.visible(user).values("pk"))
    return list(rows.select_related("leads_to__team"))


def steps_of(user) -> QuerySet:
    return ladder_steps.visible(user).filter(closed_on__isnull=True)


def placements_here(user, team: Unit) -> QuerySet:
    """Who works in a team today or starts there soon, within the reader's reach."""
    here = terms_of_now_or_later([team.pk]).values("placement")
    rows = placements.visible(user).filter(pk__in=here).select_related("person", "post", "team")
    return rows.order_by("person__family_name", "person__given_name", "pk")


def overrides_of(user, placement: Placement) -> list:
    return list(overrides.visible(user).filter(placement=placement).select_related("decided_by"))


def organisations(user) -> QuerySet:
    """Organisations a form may offer as employer: the user's own."""
    return units.visible(user).filter(organisation__isnull=True).order_by("name")


def managers_for(user) -> QuerySet:
    """Whom a form may offer as line manager, in the organisations the user belongs to."""
    found = [could_supervise(user, place).values("pk") for place in organisations(user)[:5]]
    rule = Q(pk__in=[])
    for rows in found:
        rule |= Q(pk__in=rows)
    return User.objects.filter(rule).order_by("name", "pk")


def organisation_where(user, person: Person) -> Unit:
    """Where somebody works today, or their own organisation: its kinds of supervision and supervisors are offered."""
    here = placements.visible(user).filter(in_post_or_coming(), person=person).select_related("host").first()
    return here.host if here else person.organisation


def organisation_of_account(account: User) -> Unit:
    return account.home_organisation


def teams_in(user, organisation: Unit) -> QuerySet:
    return units.visible(user).filter(organisation=organisation, kind="team", closed_on__isnull=True).order_by("name")


def files_for(user) -> QuerySet:
    return staff_files.visible(user).select_related("organisation", "handed_in_by").order_by("-started_at", "-pk")


def mappings_for(user, organisation: Unit | None = None) -> QuerySet:
    rows = column_mappings.visible(user).filter(dropped_on__isnull=True).select_related("organisation")
    return rows.filter(organisation=organisation) if organisation else rows


def pay_tables_for(user) -> QuerySet:
    return pay_tables.visible(user).prefetch_related("points").order_by("-starts_on", "pk")


def talks_offered(user) -> QuerySet:
    """Exit conversations offered to the user themselves."""
    rows = exits.visible(user).filter(placement__person__user=user.pk, status="offered")
    return rows.select_related("placement")


def accounts_in_reach(user) -> QuerySet:
    """Whom the API lets the user name as supervisor: the same as the pages' forms."""
    return managers_for(user)


def supervising_of(user, account: int) -> Supervising | None:
    return supervising.visible(user).filter(user=account).first()
