"""Whose evidence and goals somebody reaches: their own, those of people they work with, what was shared with them."""

from django.db.models import Exists, OuterRef, Q

from peerwork.development.models import Assessor, GoalShare
from peerwork.kit.access import remembered
from peerwork.people.models import live
from peerwork.placements.models import SupervisorLink
from peerwork.placements.reach import supervises_somebody


def only(rule, extra: Q):
    """A row rule, narrowed to rows of which this holds."""

    def rows(user) -> Q | None:
        found = rule(user)
        return None if found is None else found & extra

    return rows


def to_assess(user) -> Q | None:
    """A row rule on evidence: what waits for, or was confirmed by, an assessor who says they have lived experience."""
    if not getattr(user, "pk", None):
        return None
    named = Assessor.objects.filter(live(), user=user.pk, lived_experience=True)
    places = remembered(("assesses", user.pk), lambda: list(named.values_list("organisation", flat=True)))
    if not places:
        return None
    waiting = Q(status="asked", competence__assessor_too=True, competence__domain__framework__organisation__in=places)
    return waiting | Q(assessed_by=user.pk, status="confirmed")


def shared_with_me(path: str = "pk"):
    """A row rule on goals and what hangs on them: shared into a stream the user supervises the worker in today."""

    def rows(user) -> Q | None:
        if not supervises_somebody(user):
            return None
        links = SupervisorLink.objects.filter(
            live(), supervisor=user.pk, person=OuterRef("goal__person"), stream=OuterRef("stream")
        )
        shares = GoalShare.objects.filter(Exists(links), ended_on__isnull=True)
        return Q(**{f"{path}__in": shares.values("goal")})

    return rows
