"""What the system itself knows about a team: the figures behind the checklist and the four factors.

The number of queries does not depend on how many teams are asked about.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from peerwork.people.models import live
from peerwork.placements.models import PeerNetwork, PlacementTerm, Qualified, SupervisorLink
from peerwork.readiness.change import queries as changing
from peerwork.readiness.models import FactorRating
from peerwork.readiness.words import FACTOR_HINTS, Factor, Level, level_of
from peerwork.supervision import due
from peerwork.supervision.models import Booking

ORIENTATION = "orientation"  # a qualification with this word in it says that a colleague knows what the role is
ENOUGH_PEERS = 2


@dataclass(frozen=True)
class Fact:
    """One thing the system knows: so many of so many, and the step that stands for."""

    words: str
    level: Level | None = None


@dataclass(frozen=True)
class Shown:
    """One of the four factors: what the system knows, what the team says, and the lower of the two."""

    factor: Factor
    facts: tuple[Fact, ...]
    rating: FactorRating | None

    @property
    def key(self) -> str:
        return self.factor.value

    @property
    def label(self) -> str:
        return str(self.factor.label)

    @property
    def hint(self) -> str:
        return str(FACTOR_HINTS[self.factor])

    @property
    def evidence_level(self) -> Level | None:
        """The lowest step of what the system knows."""
        return min((fact.level for fact in self.facts if fact.level), default=None)

    @property
    def level(self) -> Level | None:
        """The lower of what the system knows and what the team says: one does not make up for the other."""
        known = [level for level in (self.evidence_level, self.rating and Level(self.rating.level)) if level]
        return min(known, default=None)

    @property
    def level_words(self) -> str:
        return str(self.level.label) if self.level else _("Nothing to go by yet")

    @property
    def absent(self) -> bool:
        """Whether it has not begun, or nobody has looked."""
        return self.level is None or self.level < Level.BEGUN


@dataclass
class Team:
    """The people of one team on a day, and what is known of them."""

    peers: set[int] = field(default_factory=set)
    others: set[int] = field(default_factory=set)
    qualified: int = 0
    oriented: int = 0
    named: int = 0
    booked: int = 0
    due: int = 0
    in_date: int = 0
    network: str = ""
    levels: int = 0
    tried: int = 0
    learned: int = 0
    again: int = 0

    def facts(self, factor: Factor) -> tuple[Fact, ...]:
        return tuple(fact for fact in _FACTS[factor](self) if fact is not None)

    def checked(self, key: str) -> str:
        """What the system knows about an item of the checklist, in words; "" where it knows nothing."""
        fact = _CHECKED[key](self) if key in _CHECKED else None
        return fact.words if fact else ""


def _share(words, part: int, whole: int) -> Fact | None:
    return Fact(words % {"part": part, "whole": whole}, level_of(part, whole)) if whole else None


QUALIFIED = gettext_lazy("%(part)d of %(whole)d peer workers hold what training has noted for their role")
ORIENTED = gettext_lazy("%(part)d of %(whole)d colleagues have had the orientation")
NAMED = gettext_lazy("%(part)d of %(whole)d peer workers have a line manager and a peer supervisor by name")
BOOKED = gettext_lazy("%(part)d of %(whole)d peer workers have a next session in the diary")
IN_DATE = gettext_lazy("%(part)d of %(whole)d kinds of supervision that peer workers must have are up to date")


LEVELS = gettext_lazy("At %(part)d of %(whole)d levels somebody is named who stands up for recovery")
LEARNED = gettext_lazy("Of %(part)d of %(whole)d things tried it is written what was learned")


def _tried(team: Team) -> Fact:
    """Nothing tried in a year is not begun; something looked at again as well is usual."""
    count = team.tried + team.again
    words = ngettext(
        "%d thing tried or looked at again in a year", "%d things tried or looked at again in a year", count
    )
    level = Level.NOT_BEGUN if not count else Level.USUAL if team.tried and team.again else Level.BEGUN
    return Fact(words % count, level)


def _peers(team: Team) -> Fact:
    count = len(team.peers)
    words = ngettext("%d peer worker", "%d peer workers", count) % count
    if team.network:
        words = _("%(peers)s, linked to %(network)s") % {"peers": words, "network": team.network}
    return Fact(words)


_FACTS = {
    Factor.TRAINING: lambda team: (
        _share(QUALIFIED, team.qualified, len(team.peers)),
        _share(ORIENTED, team.oriented, len(team.others)),
    ),
    Factor.MANAGEMENT: lambda team: (
        _share(NAMED, team.named, len(team.peers)),
        _share(IN_DATE, team.in_date, team.due),
    ),
    Factor.LEADERSHIP: lambda team: (_share(LEVELS, team.levels, 2),),
    Factor.CULTURE: lambda team: (_tried(team), _share(LEARNED, team.learned, team.tried)),
}
_CHECKED = {
    "orientation": lambda team: _share(ORIENTED, team.oriented, len(team.others)),
    "named": lambda team: _share(NAMED, team.named, len(team.peers)),
    "booked": lambda team: _share(BOOKED, team.booked, len(team.peers)),
    "peers": _peers,
}


def known_of(teams: Iterable[int], day: date | None = None) -> dict[int, Team]:
    """What is known of each of these teams on a day."""
    day, wanted = day or timezone.localdate(), list(teams)
    found: dict[int, Team] = {pk: Team() for pk in wanted}
    _who(found, wanted, day)
    peers = set().union(*(team.peers for team in found.values())) if found else set()
    held = defaultdict(set)
    rows = Qualified.objects.filter(live(day), person__in=_here(wanted, day))
    for person, requirement in rows.values_list("person", "requirement"):
        held[person].add(ORIENTATION in requirement.lower())
    kinds = defaultdict(set)
    links = SupervisorLink.objects.filter(live(day), person__in=_here(wanted, day))
    for person, kind in links.values_list("person", "stream__kind"):
        kinds[person].add(kind)
    booked = set(
        Booking.objects.filter(
            status="booked", starts_at__gt=timezone.now(), person__in=_here(wanted, day)
        ).values_list("person", flat=True)
    )
    standing = defaultdict(list)
    for fact in due.facts(day, people=_here(wanted, day)) if peers else ():
        if fact.required and fact.state != due.PAUSED:
            standing[fact.person_id].append(fact.in_date)
    for team in found.values():
        team.qualified = sum(False in held[person] for person in team.peers)
        team.oriented = sum(True in held[person] for person in team.others)
        team.named = sum({"line", "peer"} <= kinds[person] for person in team.peers)
        team.booked = len(team.peers & booked)
        team.due = sum(len(standing[person]) for person in team.peers)
        team.in_date = sum(sum(standing[person]) for person in team.peers)
    for pk, count in changing.levels_named(wanted, day).items():
        found[pk].levels = count
    for pk, numbers in changing.tried(wanted, day).items():
        found[pk].tried, found[pk].learned, found[pk].again = numbers
    for pk, name in PeerNetwork.objects.filter(live(day), team__in=wanted).values_list("team", "name"):
        found[pk].network = name
    return found


def _terms(teams: list[int], day: date):
    held = Q(placement__status__in=("started", "ended")) & live(day)
    return PlacementTerm.objects.filter(held, team__in=teams, cancelled_on__isnull=True)


def _here(teams: list[int], day: date):
    return _terms(teams, day).values("placement__person")


def _who(found: dict[int, Team], teams: list[int], day: date) -> None:
    """Who works in each team, peers apart: by their profile, or by a post for which lived experience is essential."""
    until = Q(placement__person__worker__peer_until__isnull=True) | Q(placement__person__worker__peer_until__gte=day)
    peer = Q(placement__post__lived_experience_essential=True) | (
        Q(placement__person__worker__peer_since__lte=day) & until
    )
    rows = _terms(teams, day).order_by()
    peers = set(rows.filter(peer).values_list("team", "placement__person"))
    for team, person in rows.values_list("team", "placement__person"):
        (found[team].peers if (team, person) in peers else found[team].others).add(person)


def weakest_first(factors: list[Shown]) -> list[Shown]:
    """Four stay four: in the order of where to begin, never as one figure."""
    order = list(Factor)
    return sorted(factors, key=lambda shown: (shown.level or 0, order.index(shown.factor)))


def four(team: Team, ratings: dict[str, FactorRating]) -> list[Shown]:
    """The four factors of a team, the weakest first."""
    return weakest_first([Shown(factor, team.facts(factor), ratings.get(factor.value)) for factor in Factor])
