"""Whom somebody reaches through work: those they supervise, and those placed in a unit where they hold a role."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from peerwork.kit.access import remembered
from peerwork.people.models import Worker, live
from peerwork.people.reach import reach_of, units_of
from peerwork.placements.models import Exclusion, Placement, PlacementTerm, SupervisorLink

AFTER_THE_END = timedelta(days=90)  # access.md: a team lead keeps the dates for 90 days after a placement ends


def supervises_somebody(user) -> bool:
    if not getattr(user, "pk", None):
        return False
    links = SupervisorLink.objects.filter(live(), supervisor=user.pk)
    return remembered(("supervises", user.pk), links.exists)


def is_supervised(user) -> bool:
    if not getattr(user, "pk", None):
        return False
    links = SupervisorLink.objects.filter(live(), person__user=user.pk)
    return remembered(("supervised", user.pk), links.exists)


def supervises(path: str, *kinds: str):
    """A row rule: rows of the people the user supervises today (in these streams, or in any)."""

    def rows(user) -> Q | None:
        if not supervises_somebody(user):
            return None
        links = SupervisorLink.objects.filter(live(), supervisor=user.pk)
        if kinds:
            links = links.filter(stream__kind__in=kinds)
        return Q(**{f"{path}__in": links.values("person")})

    return rows


def in_post_or_coming(prefix: str = "") -> Q:
    """Placements that hold today, and those agreed and still to start."""
    today = timezone.localdate()
    started = Q(**{f"{prefix}status": "started"}) & live(today, prefix=prefix)
    return (
        Q(**{f"{prefix}status": "agreed"})
        | started
        | Q(**{f"{prefix}status": "ended", f"{prefix}starts_on__lte": today, f"{prefix}ends_on__gte": today})
    )


def terms_of_now_or_later(units):
    """The terms in these units that hold today or will, of placements that hold today or start soon."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
    return PlacementTerm.objects.filter(
        still, in_post_or_coming("placement__"), team__in=units, cancelled_on__isnull=True
    )


def works_in(role: str, path: str, *, peers: bool = False):
    """A row rule: rows of people (or peer workers only) placed or starting soon in a unit where the role is held."""

    def rows(user) -> Q | None:
        if role not in reach_of(user):
            return None
        terms = terms_of_now_or_later(units_of(user, role))
        terms = terms.filter(placement__person__worker__isnull=False) if peers else terms
        return Q(**{f"{path}__in": terms.values("placement__person")})

    return rows


def manages(path: str):
    """A row rule: rows of the people whose line manager the user is today."""

    def rows(user) -> Q | None:
        if not getattr(user, "pk", None):
            return None
        here = Placement.objects.filter(in_post_or_coming(), line_manager=user.pk)
        if not remembered(("manages", user.pk), here.exists):
            return None
        return Q(**{f"{path}__in": here.values("person")})

    return rows


def employed_by(role: str, prefix: str = ""):
    """A row rule on placements: those employed where the role is held (or in a team of it, for a role on a part)."""

    def rows(user) -> Q | None:
        if role not in reach_of(user):
            return None
        units = units_of(user, role)
        own_team = Q(**{f"{prefix}team__in": units, f"{prefix}employer": F(f"{prefix}host")})
        return Q(**{f"{prefix}employer__in": units}) | own_team

    return rows


def employs(role: str, path: str):
    """A row rule: rows of the people employed where the role is held."""

    def rows(user) -> Q | None:
        rule = employed_by(role)(user)
        return None if rule is None else Q(**{f"{path}__in": Placement.objects.filter(rule).values("person")})

    return rows


def ended_lately(user) -> Q | None:
    """A row rule on placements: those that left the team lead's teams, or ended there, up to 90 days ago."""
    if "team_lead" not in reach_of(user):
        return None
    today = timezone.localdate()
    terms = PlacementTerm.objects.filter(
        team__in=units_of(user, "team_lead"),
        cancelled_on__isnull=True,
        ends_on__lt=today,
        ends_on__gte=today - AFTER_THE_END,
        placement__status__in=("started", "ended"),
    )
    return Q(pk__in=terms.values("placement"))


def proposed_here(user) -> Q | None:
    """A row rule on placements: those proposed for the team lead's teams."""
    if "team_lead" not in reach_of(user):
        return None
    return Q(team__in=units_of(user, "team_lead"), status="proposed")


def now_or_coming(role: str, *, peers: bool = False):
    """A row rule on placements (or on peer workers' only): those in the role's units that hold today or start soon."""

    def rows(user) -> Q | None:
        if role not in reach_of(user):
            return None
        terms = terms_of_now_or_later(units_of(user, role))
        terms = terms.filter(placement__person__worker__isnull=False) if peers else terms
        return Q(pk__in=terms.values("placement"))

    return rows


def own_worker(path: str, rule: Q = Q()):
    """A row rule: peer workers' own rows; nobody else begins such a row."""

    def rows(user) -> Q | None:
        if not getattr(user, "pk", None):
            return None
        peers = Worker.objects.filter(person__user=user.pk)
        return Q(**{path: user.pk}) & rule if remembered(("peer", user.pk), peers.exists) else None

    return rows


# Private wishes -----------------------------------------------------------------------------------------------------
def closed_people(user) -> frozenset[int]:
    """The people whose records are shut to this user by a private wish; asked once per request."""
    if not getattr(user, "pk", None):
        return frozenset()
    named = Exclusion.objects.filter(user=user.pk, withdrawn_on__isnull=True)
    return remembered(("closed", user.pk), lambda: frozenset(named.values_list("person", flat=True)))


def closed_to(path: str):
    """What `Policy.closed` takes: rows of people who asked that this user has nothing to do with them."""

    def rows(user) -> Q | None:
        closed = closed_people(user)
        return Q(**{f"{path}__in": closed}) if closed else None

    return rows
