"""Whose supervision somebody reaches: their own, that of the people they supervise in a stream, what was shared."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from peerwork.kit.access import remembered
from peerwork.people.models import Worker, live
from peerwork.people.reach import own
from peerwork.placements.models import Stream, SupervisorLink
from peerwork.placements.reach import is_supervised, supervises_somebody
from peerwork.supervision.models import Attendance, EntryShare, GroupSession, Session

ADHOC = Stream.Kind.ADHOC


def in_stream(user, prefix: str = "", *, stream: str = "stream") -> Q | None:
    """Rows of people the user supervises today in the row's own stream; ad hoc: those they supervise at all."""
    if not supervises_somebody(user):
        return None
    links = SupervisorLink.objects.filter(live(), supervisor=user.pk, person=OuterRef(f"{prefix}person"))
    same = Exists(links.filter(stream=OuterRef(f"{prefix}{stream}")))
    adhoc = Q(**{f"{prefix}{stream}__kind": ADHOC})
    return Q(same) | (adhoc & Q(Exists(links)))


def my_stream(prefix: str = ""):
    """A row rule: what concerns people the user supervises in that stream."""
    return lambda user: in_stream(user, prefix)


def held_by_me(prefix: str = "", path: str = "held_by"):
    """A row rule: as `my_stream`, and the user held the session themselves."""

    def rows(user) -> Q | None:
        rule = in_stream(user, prefix)
        return None if rule is None else rule & Q(**{f"{prefix}{path}": user.pk})

    return rows


def shared_with_me(path: str = "pk", *, supervising: bool):
    """A row rule: records the worker shows the user: for 30 days, or as their supervisor in that stream."""

    def rows(user) -> Q | None:
        if not getattr(user, "pk", None):
            return None
        shares = EntryShare.objects.filter(user=user.pk, ended_on__isnull=True)
        if not supervising:
            shares = shares.filter(until__gte=timezone.localdate())
        else:
            rule = in_stream(user, "session__")
            if rule is None:
                return None
            shares = shares.filter(rule, until__isnull=True)
        return Q(**{f"{path}__in": shares.values("session")})

    return rows


def items_shared_with_me(user) -> Q | None:
    """A row rule: single parts of reflections (or counted voices) shared into a stream the user supervises them in."""
    return in_stream(user, stream="shared_in")


def groups_i_lead(path: str = "pk"):
    """A row rule: what belongs to groups the user supervises today and held themselves."""

    def rows(user) -> Q | None:
        if not supervises_somebody(user):
            return None
        links = SupervisorLink.objects.filter(live(), supervisor=user.pk)
        held = GroupSession.objects.filter(held_by=user.pk, stream__in=links.values("stream"))
        return Q(**{f"{path}__in": held.values("pk")})

    return rows


def diary(user) -> Q | None:
    """A row rule on bookings: those of people the user supervises (cover included), and of groups they lead."""
    rule = in_stream(user)
    if rule is None:
        return None
    links = SupervisorLink.objects.filter(live(), supervisor=user.pk)
    return rule | Q(person__isnull=True, held_by=user.pk, stream__in=links.values("stream"))


def my_groups(user) -> Q | None:
    """A row rule on bookings: sessions of groups the user belongs to."""
    if not getattr(user, "pk", None):
        return None
    mine = SupervisorLink.objects.filter(
        live(), person__user=user.pk, stream=OuterRef("stream"), supervisor=OuterRef("held_by")
    )
    return Q(person__isnull=True) & Q(Exists(mine))


def groups_i_came_to(user) -> Q | None:
    """A row rule on group sessions: those the user came to."""
    if not getattr(user, "pk", None):
        return None
    return Q(pk__in=Attendance.objects.filter(person__user=user.pk, came=True).values("group"))


# The worker's own: nobody else is asked for a form ------------------------------------------------------------------
def supervised(path: str):
    """A row rule: the user's own rows, while somebody supervises them."""
    return lambda user: own(path)(user) if is_supervised(user) else None


def recorded(path: str):
    """A row rule: the user's own rows, once a session with them has been logged."""

    def rows(user):
        if not getattr(user, "pk", None):
            return None
        ask = Session.objects.filter(person__user=user.pk).exists
        return own(path)(user) if remembered(("recorded", user.pk), ask) else None

    return rows


def peer(path: str):
    """A row rule: the user's own rows, if they are a peer worker."""

    def rows(user):
        if not getattr(user, "pk", None):
            return None
        ask = Worker.objects.filter(person__user=user.pk).exists
        return own(path)(user) if remembered(("peer", user.pk), ask) else None

    return rows
