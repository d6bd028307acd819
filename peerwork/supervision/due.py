"""Who is in date with their supervision, at the end of any day: the one place where this is worked out.

The trained-and-supported share, readiness and the four factors use `facts`, and so does everything here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from peerwork.people.models import Worker, live
from peerwork.placements.models import Away, Placement, PlacementTerm, Post, Stream, SupervisorLink
from peerwork.supervision import pace
from peerwork.supervision.models import Attendance, GroupSession, Session, SupervisionRule

IN_DATE, OVERDUE, PAUSED = "in_date", "overdue", "paused"
SOON = timedelta(days=7)
# How late, in whole steps: what trends and distributions are made of.
LATE = ("on_time", "up_to_1_week", "up_to_4_weeks", "over_4_weeks", "paused")


@dataclass(frozen=True)
class Fact:
    """Where one worker stands in one kind of supervision at the end of a day.

    state          "in_date", "overdue" or "paused"
    required       whether their role must have it
    last_on        the last session that counts, since they began; None: none yet
    due_on         when the next is due; None while they are away with no end known
    late           days past the due day, time away left out
    supervisor_id  who supervises them that day, cover left out; None: nobody is named
    """

    person_id: int
    stream_id: int
    state: str
    required: bool
    began_on: date
    last_on: date | None
    due_on: date | None
    late: int
    until: date | None
    supervisor_id: int | None
    team_id: int | None

    @property
    def in_date(self) -> bool:
        return self.state == IN_DATE

    @property
    def soon(self) -> bool:
        return self.state == IN_DATE and self.due_on is not None and self.due_on - SOON <= timezone.localdate()


def facts(day: date | None = None, *, organisation=None, streams=None, people=None, known_at=None) -> list[Fact]:
    """Where everybody stands at the end of a day, one entry for each worker and kind of supervision due to them.

    organisation   whose kinds of supervision; every organisation's unless told
    streams        ids of some kinds of supervision; people: ids (or a query of ids) of some people
    known_at       a moment: what was logged or corrected later is left out, so that a past month reads as it was read
    The number of queries does not depend on how many people there are.
    """
    day = day or timezone.localdate()
    found = _Known(known_at, people)
    kinds = found.of(Stream).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    if organisation is not None:
        kinds = kinds.filter(organisation_id=getattr(organisation, "pk", organisation))
    if streams is not None:
        kinds = kinds.filter(id__in=list(streams))
    kinds = dict(kinds.values_list("id", "organisation_id"))
    rules = found.rules(kinds, day)
    if not rules:
        return []
    posts, links = found.in_post(day), found.links(kinds, day)
    away, last = found.away(), found.last_sessions(kinds, day)
    wanted = set(links)
    for person, (_began, host, _team, _family, peer) in posts.items():
        wanted |= {(person, stream) for stream, org in kinds.items() if peer and org == host and stream in rules}
    return [
        fact
        for person, stream in sorted(wanted)
        if (fact := _fact(person, stream, day, rules.get(stream, {}), posts, links, away, last)) is not None
    ]


def _fact(person, stream, day, rules, posts, links, away, last) -> Fact | None:
    began, _host, team, family, _peer = posts.get(person, (None, None, None, "", False))
    linked_on, supervisor = links.get((person, stream), (None, None))
    own, required = rules.get(family) or rules.get("") or ((), False)
    began = began or linked_on
    if not own or began is None or (linked_on is None and not required):
        return None
    met = last.get((person, stream))
    met = met if met and met >= began else None
    stands = pace.due(own, began, met, away.get(person, ()), day)
    if stands.on is None and not stands.paused:
        return None
    state = PAUSED if stands.paused else OVERDUE if stands.overdue else IN_DATE
    return Fact(person, stream, state, required, began, met, stands.on, stands.late, stands.until, supervisor, team)


def months_of(first: date, last: date) -> list[date]:
    """The last days of the months from one to another, oldest first."""
    ends, day = [], first.replace(day=1)
    while day <= last:
        day = (day + timedelta(days=32)).replace(day=1)
        ends.append(day - timedelta(days=1))
    return [end for end in ends if end <= last]


class _Known:
    """What is asked of the tables: as they stand, or as they stood at a moment."""

    def __init__(self, known_at, people):
        self.at, self.people = known_at, people

    def of(self, model):
        rows = model._default_manager.all() if self.at is None else model.history.as_of(self.at)
        if self.people is not None and any(f.name == "person" for f in model._meta.fields):
            rows = rows.filter(person_id__in=self.people)
        return rows.order_by()

    def rules(self, kinds: Iterable[int], day: date) -> dict[int, dict[str, tuple[list[pace.Rule], bool]]]:
        """Stream -> role family -> (its rules through time, whether the one that holds that day says required)."""
        found: dict = defaultdict(lambda: defaultdict(lambda: ([], False)))
        names = (
            "stream_id",
            "family",
            "starts_on",
            "ends_on",
            "every",
            "unit",
            "first_weeks",
            "first_every",
            "tolerance_days",
            "required",
        )
        rows = self.of(SupervisionRule).filter(stream_id__in=list(kinds), starts_on__lte=day).order_by("starts_on")
        for stream, family, starts, ends, every, unit, weeks, first, tolerance, required in rows.values_list(*names):
            listed, holds = found[stream][family]
            listed.append(pace.Rule(starts, ends, pace.Pace(every, unit), weeks, first, tolerance))
            if ends is None or ends >= day:
                holds = required
            found[stream][family] = (listed, holds)
        # A role's rule that has ended gives way to the rule for everybody.
        for families in found.values():
            for family in [f for f, (listed, _r) in families.items() if f and pace.rule_on(listed, day) is None]:
                del families[family]
        return {stream: dict(families) for stream, families in found.items()}

    def in_post(self, day: date) -> dict[int, tuple]:
        """Person -> (since when without a break, host, team, role family, whether a peer worker) on a day."""
        rows = self.of(Placement).filter(status__in=("started", "ended"), starts_on__lte=day)
        names = ("person_id", "starts_on", "ends_on", "host_id", "team_id", "post_id", "id")
        spells = defaultdict(list)
        for person, *spell in rows.order_by("starts_on").values_list(*names):
            spells[person].append(spell)
        posts = {
            pk: (family, peer)
            for pk, family, peer in Post.objects.values_list("id", "family", "lived_experience_essential")
        }
        holding = self.of(PlacementTerm).filter(live(day), cancelled_on__isnull=True)
        teams = dict(holding.values_list("placement_id", "team_id"))
        ended = Q(peer_until__isnull=True) | Q(peer_until__gte=day)
        profiles = set(self.of(Worker).filter(ended, peer_since__lte=day).values_list("person_id", flat=True))
        found = {}
        for person, listed in spells.items():
            since = until = None
            for starts, ends, *_rest in listed:
                if since is None or (until is not None and starts > until + pace.DAY):
                    since, until = starts, ends
                elif until is not None and (ends is None or ends > until):
                    until = ends
            now = [s for s in listed if s[1] is None or s[1] >= day]
            if now:
                now.sort(key=lambda s: not posts[s[4]][1])  # a peer post comes before another they hold as well
                _starts, _ends, host, team, post, placement = now[0]
                family, peer = posts[post]
                found[person] = (since, host, teams.get(placement, team), family, peer or person in profiles)
        return found

    def links(self, kinds: Iterable[int], day: date) -> dict[tuple[int, int], tuple[date, int | None]]:
        """(person, stream) -> (linked since, by whom that day), for links that hold that day."""
        rows = self.of(SupervisorLink).filter(live(day), stream_id__in=list(kinds)).order_by("-cover", "-starts_on")
        return {
            (person, stream): (starts, supervisor)
            for person, stream, starts, supervisor in rows.values_list(
                "person_id", "stream_id", "starts_on", "supervisor_id"
            )
        }

    def away(self) -> dict[int, list[pace.Span]]:
        found = defaultdict(list)
        rows = self.of(Away).filter(cancelled_on__isnull=True)
        for person, starts, ends in rows.values_list("person_id", "starts_on", "ends_on"):
            found[person].append((starts, ends))
        return found

    def last_sessions(self, kinds: Iterable[int], day: date) -> dict[tuple[int, int], date]:
        """(person, stream) -> the day of the last session that counts, alone or in a group."""
        rows = self.of(Session).filter(counts=True, held_on__lte=day, stream_id__in=list(kinds))
        latest = {
            (person, stream): on
            for person, stream, on in rows.values("person_id", "stream_id")
            .annotate(on=Max("held_on"))
            .values_list("person_id", "stream_id", "on")
        }
        groups = self.of(GroupSession).filter(counts=True, status="held", held_on__lte=day, stream_id__in=list(kinds))
        held = {pk: (stream, on) for pk, stream, on in groups.values_list("id", "stream_id", "held_on")}
        came = self.of(Attendance).filter(came=True).values_list("person_id", "group_id") if held else ()
        for person, group in came:
            if group in held:
                stream, on = held[group]
                latest[person, stream] = max(latest.get((person, stream), on), on)
        return latest


def how_late(fact: Fact) -> str:
    """Which step of `LATE` somebody stands on; within the days of grace counts as up to a week."""
    if fact.state == PAUSED:
        return "paused"
    return (
        "on_time"
        if not fact.late
        else next(n for n, most in zip(LATE[1:], (7, 28, 10**6), strict=False) if fact.late <= most)
    )
