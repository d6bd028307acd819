"""Teams and people who could suit each other, for HR: vacancies, readiness, other peers, supervisors with room."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from peerwork.joining.models import StartingPoint
from peerwork.joining.policy import starting_points
from peerwork.people.models import Person, Unit, live
from peerwork.people.policy import people, workers
from peerwork.people.reach import reach_of
from peerwork.placements.models import Exclusion, PeerNetwork, Placement, Readiness, Supervising, SupervisorLink
from peerwork.placements.queries import (
    NOUGHT,
    peers_by_team,
    post_lines,
    posts_for,
    readiness_by_team,
    supervisors_for,
)
from peerwork.placements.reach import in_post_or_coming
from peerwork.placements.warnings import ENOUGH_PEERS


def may_match(user) -> bool:
    return "hr" in reach_of(user)


def ready_to_start(user):
    """Peer workers within HR's reach who hold no post and have none agreed, each with what they chose to say."""
    placed = Placement.objects.filter(in_post_or_coming() | Q(status="proposed")).values("person")
    peers = workers.visible(user).filter(peer_until__isnull=True).values("person")
    rows = people.visible(user).filter(
        pk__in=peers, died_on__isnull=True, merged_into__isnull=True, left_on__isnull=True
    )
    return rows.exclude(pk__in=placed).select_related("organisation").order_by("family_name", "given_name", "pk")


def point_of(user, person: Person) -> StartingPoint | None:
    return starting_points.visible(user).filter(person=person).first()


def points_by_person(user, persons) -> dict[int, StartingPoint]:
    return {row.person_id: row for row in starting_points.visible(user).filter(person__in=persons)}


@dataclass
class Place:
    """A team with peer posts, as a place for one person.

    available  False where nothing is vacant, or where a private wish stands: nobody can tell which
    """

    team: Unit
    posts: list = field(default_factory=list)  # (post, vacant WTE)
    vacant: Decimal = NOUGHT
    readiness: Readiness | None = None
    peers: int = 0
    network: str = ""
    rooms: int = 0
    available: bool = True

    @property
    def only_peer(self) -> bool:
        return self.peers + 1 < ENOUGH_PEERS and not self.network

    @property
    def ready(self) -> bool:
        return self.readiness is not None and self.readiness.answer != Readiness.Answer.NOT_YET


def places_for(user, person: Person, day: date | None = None) -> list[Place]:
    """Every team with peer posts within HR's reach, the fitting ones first; a fixed number of queries."""
    day = day or timezone.localdate()
    lines, _holders = post_lines(user, day, peers=True)
    promised = _promised(day)
    named = Exclusion.objects.filter(person=person, withdrawn_on__isnull=True)
    teams_named = set(named.filter(team__isnull=False).values_list("team", flat=True))
    users_named = set(named.filter(user__isnull=False).values_list("user", flat=True))
    rows = {post.pk: post for post in posts_for(user, peers=True)}
    places: dict[int, Place] = {}
    for line in lines:
        post = rows.get(line.post)
        if post is None:
            continue
        place = places.setdefault(line.team, Place(post.team))
        free = max(line.vacant - promised.get(line.post, NOUGHT), NOUGHT)
        if free > 0:
            place.posts.append((post, free))
            place.vacant += free
    ready = readiness_by_team(user, list(places), day)
    peers = peers_by_team(list(places), day)
    networks = dict(PeerNetwork.objects.filter(live(day), team__in=places).values_list("team", "name"))
    rooms = _rooms(user, day, users_named)
    for pk, place in places.items():
        place.readiness, place.peers = ready.get(pk), peers.get(pk, 0)
        place.network, place.rooms = networks.get(pk, ""), rooms.get(pk, 0)
        place.available = place.vacant > 0 and pk not in teams_named
    return sorted(
        places.values(),
        key=lambda place: (not place.available, not place.ready, place.only_peer, -place.rooms, place.team.name),
    )


def _promised(day: date) -> dict[int, Decimal]:
    """WTE of each post that is agreed to somebody who starts later."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    rows = Placement.objects.filter(status="agreed")
    for post, wte in rows.values_list("post", "wte"):
        found[post] += wte
    return found


def _rooms(user, day: date, named: set[int]) -> dict[int, int]:
    """Places left with the supervisors of each team's people; those who can take on nobody more have none."""
    closed = set(Supervising.objects.filter(open_to_more=False).values_list("user", flat=True)) | named
    free = {line.user.pk: line.places for line in supervisors_for(user, day) if line.user.pk not in closed}
    found: dict[int, set[int]] = defaultdict(set)
    links = SupervisorLink.objects.filter(live(day), supervisor__in=free)
    links = links.filter(person__placements__status="started").filter(live(day, prefix="person__placements__"))
    for team, supervisor in links.values_list("person__placements__team", "supervisor").distinct():
        found[team].add(supervisor)
    return {team: sum(free[pk] for pk in supervisors) for team, supervisors in found.items()}
