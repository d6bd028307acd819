"""What is looked at before somebody is placed or given a supervisor: one set of rules, shown where it is decided.

A warning never forbids: going on needs a reason, which is kept and counted (`Override`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.kit.records import keep
from peerwork.people.models import Person, Unit, User, live
from peerwork.placements.intervals import excess, most
from peerwork.placements.models import (
    OUTSIDE_ESTABLISHMENT,
    UNPAID,
    Exclusion,
    Override,
    PeerNetwork,
    Placement,
    PlacementTerm,
    Post,
    PostTerm,
    Readiness,
    Rule,
    Stream,
    Supervising,
    SupervisorLink,
)

CAPACITY = 8  # people at once, where HR has noted no other number for a supervisor
ENOUGH_PEERS = 2  # fewer than this many peer workers in a team, and the one there is alone
REALLY_HELD = ("started", "ended")


@dataclass(frozen=True)
class Warning:
    """One rule that is not met, in words that say what it means here."""

    rule: Rule
    words: str


# Teams --------------------------------------------------------------------------------------------------------------
def readiness_on(team: Unit, day: date | None = None) -> Readiness | None:
    """The last decision about a team that had been made and still held on that day."""
    day = day or timezone.localdate()
    decisions = Readiness.objects.filter(team=team, decided_on__lte=day).order_by("-decided_on", "-pk")
    last = decisions.first()
    return last if last is not None and last.expires_on >= day else None


def team_not_ready(team: Unit, day: date | None = None) -> list[Warning]:
    """Whether the readiness gate holds; also to be asked before a vacancy is published."""
    decision = readiness_on(team, day)
    if decision is None:
        return [Warning(Rule.NOT_READY, _("Nobody has said that this team is ready to welcome a peer worker."))]
    if decision.answer == Readiness.Answer.NOT_YET:
        words = _("This team is not ready yet: %(why)s") % {"why": decision.reason}
        return [Warning(Rule.NOT_READY, words)]
    return []


def peers_in(team: Unit, day: date, *, without: Person | None = None) -> int:
    """How many people hold a peer post's hours in a team on a day."""
    terms = PlacementTerm.objects.filter(
        live(day),
        team=team,
        cancelled_on__isnull=True,
        placement__status__in=("agreed", *REALLY_HELD),
        placement__post__lived_experience_essential=True,
    )
    if without is not None:
        terms = terms.exclude(placement__person=without)
    return terms.values("placement__person").distinct().count()


def would_be_only_peer(team: Unit, day: date, *, without: Person | None = None) -> list[Warning]:
    """Whether somebody placed here would be the only peer worker, with no peer network named for the team."""
    if peers_in(team, day, without=without) + 1 >= ENOUGH_PEERS:
        return []
    if PeerNetwork.objects.filter(live(day), team=team).exists():
        return []
    return [Warning(Rule.ONLY_PEER, _("They would be the only peer worker in this team, and it has no peer network."))]


def before_placing(post: Post, team: Unit, day: date, person: Person | None = None) -> list[Warning]:
    """What to look at before a peer worker is placed in a team; nothing for other posts."""
    if not post.lived_experience_essential:
        return []
    return [*team_not_ready(team), *would_be_only_peer(team, day, without=person)]


# Hours --------------------------------------------------------------------------------------------------------------
def _spans(terms, amount: str):
    return [(first, last, Decimal(wte)) for first, last, wte in terms.values_list("starts_on", "ends_on", amount)]


def over_budget(post: Post, starts_on: date, ends_on: date | None) -> Decimal:
    """By how many WTE the people in a post go past its budget on the worst day of a period; 0 when they never do."""
    held = PlacementTerm.objects.filter(
        placement__post=post, placement__status__in=REALLY_HELD, cancelled_on__isnull=True
    ).exclude(placement__contract__in=OUTSIDE_ESTABLISHMENT)
    budget = PostTerm.objects.filter(post=post, cancelled_on__isnull=True)
    return max(excess(_spans(held, "wte"), _spans(budget, "wte"), starts_on, ends_on), Decimal(0))


def hours_with(placement: Placement, starts_on: date, ends_on: date | None) -> Decimal:
    """The most WTE somebody would work on any day of a period with this placement, unpaid work left out.

    Before it starts, what they have agreed to elsewhere counts too; once it starts, only what they really hold.
    """
    counted = REALLY_HELD if placement.status == "started" else ("agreed", *REALLY_HELD)
    terms = PlacementTerm.objects.filter(
        Q(placement=placement) | Q(placement__person=placement.person_id, placement__status__in=counted),
        cancelled_on__isnull=True,
    ).exclude(placement__contract__in=UNPAID)
    return most(_spans(terms, "working_wte"), starts_on, ends_on)


def about_hours(placement: Placement, starts_on: date, ends_on: date | None) -> list[Warning]:
    """What to look at once a placement's hours are as asked for: the post's budget, and the person's full time."""
    found = []
    outside = placement.contract in OUTSIDE_ESTABLISHMENT
    if placement.status == "started" and not outside:
        over = over_budget(placement.post, starts_on, ends_on)
        if over > 0:
            words = _("The post would be over its hours by %(wte)s WTE.") % {"wte": plain(over)}
            found.append(Warning(Rule.OVER_BUDGET, words))
    if placement.contract not in UNPAID:
        hours = hours_with(placement, starts_on, ends_on)
        if hours > 1:
            words = _("Together with their other posts they would work %(wte)s WTE.") % {"wte": plain(hours)}
            found.append(Warning(Rule.OVER_FULL_TIME, words))
    return found


def plain(wte: Decimal) -> str:
    return f"{wte.normalize():f}"


# Supervisors --------------------------------------------------------------------------------------------------------
def streams_missing(person: Person, organisation: Unit, day: date | None = None) -> list[Stream]:
    """The kinds of supervision everyone needs and this person has nobody for on that day."""
    day = day or timezone.localdate()
    links = SupervisorLink.objects.filter(live(day), person=person, stream=OuterRef("pk"))
    needed = Stream.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), organisation=organisation)
    return list(needed.filter(~Exists(links), required=True))


def before_starting(placement: Placement) -> list[Warning]:
    """What to look at before a peer worker's first day: a supervisor in every kind of supervision they need."""
    if not placement.post.lived_experience_essential:
        return []
    missing = streams_missing(placement.person, placement.host, placement.starts_on)
    if not missing:
        return []
    names = ", ".join(stream.name for stream in missing)
    return [Warning(Rule.NO_SUPERVISOR, _("They have no supervisor for: %(streams)s.") % {"streams": names})]


def load_of(supervisor: User, day: date | None = None) -> int:
    """How many people somebody supervises on a day, each counted once, those they cover for included."""
    links = SupervisorLink.objects.filter(live(day), supervisor=supervisor)
    return links.values("person").distinct().count()


def capacity_of(supervisor: User) -> int:
    noted = Supervising.objects.filter(user=supervisor).values_list("capacity", flat=True).first()
    return CAPACITY if noted is None else noted


def refuses(person: Person, user: User) -> bool:
    """Whether a private wish, or the supervisor's own word, stands in the way; the two are told apart nowhere."""
    if Exclusion.objects.filter(person=person, user=user, withdrawn_on__isnull=True).exists():
        return True
    return Supervising.objects.filter(user=user, open_to_more=False).exists()


def not_wanted_in(person: Person, team: Unit) -> bool:
    return Exclusion.objects.filter(person=person, team=team, withdrawn_on__isnull=True).exists()


def not_available() -> str:
    """The same words for a private wish and for no capacity: nobody can tell which."""
    return _("Not available.")


def before_supervising(supervisor: User, person: Person, stream: Stream, day: date, *, more: int = 1) -> list[Warning]:
    """What to look at before somebody is given a supervisor (`more`: how many people are given at once)."""
    found = []
    already = SupervisorLink.objects.filter(live(day), supervisor=supervisor, person=person).exists()
    if load_of(supervisor, day) + (0 if already else more) > capacity_of(supervisor):
        found.append(Warning(Rule.OVER_CAPACITY, not_available()))
    if stream.kind == Stream.Kind.PEER:
        trained = Supervising.objects.filter(
            Q(trained_until__isnull=True) | Q(trained_until__gte=day), user=supervisor, trained_on__lte=day
        )
        if not trained.exists():
            words = _("%(name)s has no training in supervising peer workers noted for %(day)s.")
            found.append(Warning(Rule.NOT_TRAINED, words % {"name": supervisor, "day": date_format(day, "j F Y")}))
    return found


# Going on all the same ----------------------------------------------------------------------------------------------
def go_past(warnings: list[Warning], despite: str, *, by, verb: str, **about) -> None:
    """Keep the reason for going on despite each warning; raises Invalid, with all of them, when none was given."""
    if not warnings:
        return
    if not despite.strip():
        ask = _("Say why you go on all the same: it is kept and counted.")
        raise Invalid(fields={"despite": [*(warning.words for warning in warnings), ask]})
    for warning in warnings:
        keep(
            Override(rule=warning.rule, reason=despite.strip()[:400], verb=verb, decided_by=by, **about),
            "override",
            by=by,
        )
