"""Whom somebody reaches through work: those they supervise, and those placed in a unit where they hold a role."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from peerwork.kit.access import remembered
from peerwork.people.models import live
from peerwork.people.reach import reach_of, units_of
from peerwork.placements.models import Placement, SupervisorLink

AFTER_THE_END = timedelta(days=90)  # access.md: a team lead keeps the dates for 90 days after a placement ends


def supervises_somebody(user) -> bool:
    if not getattr(user, "pk", None):
        return False
    links = SupervisorLink.objects.filter(live(), supervisor=user.pk)
    return remembered(("supervises", user.pk), links.exists)


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


def in_post_or_coming():
    """Placements that hold today, and those agreed and still to start."""
    today = timezone.localdate()
    return Q(status="agreed") | (Q(status="started") & live(today)) | Q(status="ended", ends_on__gte=today)


PEERS = Q(person__worker__isnull=False)


def works_in(role: str, path: str, who: Q = Q()):
    """A row rule: rows of people (everybody, or PEERS) placed, or starting soon, where the user holds the role."""

    def rows(user) -> Q | None:
        if role not in reach_of(user):
            return None
        placed = Placement.objects.filter(in_post_or_coming(), who, team__in=units_of(user, role))
        return Q(**{f"{path}__in": placed.values("person")})

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
    """A row rule on placements: those in the team lead's teams that ended up to 90 days ago."""
    if "team_lead" not in reach_of(user):
        return None
    today = timezone.localdate()
    lately = Q(status="ended", ends_on__lt=today, ends_on__gte=today - AFTER_THE_END)
    return lately & Q(team__in=units_of(user, "team_lead"))


def proposed_here(user) -> Q | None:
    """A row rule on placements: those proposed for the team lead's teams."""
    if "team_lead" not in reach_of(user):
        return None
    return Q(team__in=units_of(user, "team_lead"), status="proposed")


def now_or_coming(role: str, who: Q = Q()):
    """A row rule on placements: those in the role's units that hold today or start soon (of everybody, or of PEERS)."""

    def rows(user) -> Q | None:
        if role not in reach_of(user):
            return None
        return Q(team__in=units_of(user, role)) & in_post_or_coming() & who

    return rows


def posts_held(user) -> Q | None:
    """A row rule on posts: those the user is, or was, placed in."""
    if not getattr(user, "pk", None):
        return None
    return Q(pk__in=Placement.objects.filter(person__user=user.pk).values("post"))
