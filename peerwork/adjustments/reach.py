"""Whose adjustments somebody reaches: their own, those of people they manage, what was shared, their cases."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from peerwork.adjustments.health.models import Referral
from peerwork.adjustments.own.models import Share
from peerwork.kit.access import remembered
from peerwork.people.models import live
from peerwork.people.reach import reach_of
from peerwork.placements.models import Placement, SupervisorLink
from peerwork.placements.reach import in_post_or_coming, manages, supervises, supervises_somebody, works_in


def line_supervises(path: str):
    """A row rule: rows of the people whose line supervisor the user is; none for supervisors of another kind."""

    def rows(user) -> Q | None:
        if not supervises_somebody(user):
            return None
        lines = SupervisorLink.objects.filter(live(), supervisor=user.pk, stream__kind="line")
        return supervises(path, "line")(user) if remembered(("line", user.pk), lines.exists) else None

    return rows


MANAGING = (line_supervises, lambda path: works_in("team_lead", path), manages)


def only(rule, *conditions: Q, **lookup):
    """A row rule, narrowed to rows of which this holds."""

    def rows(user) -> Q | None:
        found = rule(user)
        return None if found is None else found & Q(*conditions, **lookup)

    return rows


def managed(path: str = "person"):
    """A row rule: rows of people whose line supervisor, team lead or line manager the user is."""
    rules = [rule(path) for rule in MANAGING]

    def rows(user) -> Q | None:
        found = [q for q in (rule(user) for rule in rules) if q is not None]
        if not found:
            return None
        joined = found[0]
        for q in found[1:]:
            joined |= q
        return joined

    return rows


def manages_somebody(user) -> bool:
    """Whether the user is anybody's line manager, line supervisor or team lead today."""
    return managed("pk")(user) is not None


def shared(part: str, *, reason: str = ""):
    """A row rule: rows of people who share this part with the user; `reason` names the path to the shared reason."""

    def rows(user) -> Q | None:
        if not getattr(user, "pk", None):
            return None
        shares = Share.objects.filter(user=user.pk, part=part, ended_on__isnull=True, person__died_on__isnull=True)
        if not remembered(("shared", part, user.pk), shares.exists):
            return None
        if reason:
            return Q(**{f"{reason}__in": shares.values("reason")})
        return Q(person__in=shares.values("person"))

    return rows


def live_case(user, prefix: str = "") -> Q | None:
    """Referrals given to this adviser and not closed; none once their role or their time for it has ended."""
    if "oh_adviser" not in reach_of(user):
        return None
    until = Q(**{f"{prefix}adviser_until__isnull": True}) | Q(**{f"{prefix}adviser_until__gte": timezone.localdate()})
    return until & Q(**{f"{prefix}adviser": user.pk, f"{prefix}status__in": Referral.WITH_ADVISER})


def my_case(prefix: str = ""):
    """A row rule: what belongs to a live case of this adviser."""
    return lambda user: live_case(user, prefix)


def person_of_my_case(path: str = "person"):
    """A row rule: rows of the people whose live cases this adviser has."""

    def rows(user) -> Q | None:
        rule = live_case(user)
        if rule is None:
            return None
        return Q(Exists(Referral.objects.filter(rule, person=OuterRef(f"{path}_id" if path == "person" else path))))

    return rows


def may_open_cards(user) -> bool:
    """Whether the user may ever have to open somebody's card."""
    if supervises_somebody(user) or {"team_lead", "hr", "on_call_manager"} & set(reach_of(user)):
        return True
    here = Placement.objects.filter(in_post_or_coming(), line_manager=getattr(user, "pk", None) or 0)
    return remembered(("manages", user.pk), here.exists)


def my_openings(user) -> Q | None:
    """A row rule: the times this user opened a card."""
    return Q(by=user.pk) if getattr(user, "pk", None) and may_open_cards(user) else None


def proposed_by_me(user) -> Q | None:
    """A row rule: referrals the user proposed for somebody they still manage."""
    rule = managed()(user)
    return None if rule is None else rule & Q(proposed_by=user.pk)
