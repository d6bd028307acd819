"""Whose vacancies and applications somebody reaches: as HR of the employer, as one who shortlists, as the applicant."""

from django.db.models import F, Q
from django.utils import timezone

from peerwork.kit.access import remembered
from peerwork.people.reach import reach_of, units_of
from peerwork.recruitment.models import Application, NameOpening, Shortlister, Vacancy

BLIND = Vacancy.BLIND


class Anybody:
    """Whoever reads what is open to all, signed in or not; `Anonymous` of the API reaches nothing at all."""

    pk = id = None
    is_active = True
    is_authenticated = is_system = False


ANYBODY = Anybody()


def employs(role: str, prefix: str = "", rule: Q = Q()):
    """A row rule: vacancies of the employer (or, for a role on a part of it, of its own teams) where a role is held."""

    def rows(user) -> Q | None:
        if role not in reach_of(user):
            return None
        units = units_of(user, role)
        own_team = Q(**{f"{prefix}team__in": units, f"{prefix}employer": F(f"{prefix}host")})
        return (Q(**{f"{prefix}employer__in": units}) | own_team) & rule

    return rows


def in_team(role: str, prefix: str = "", rule: Q = Q()):
    """A row rule: vacancies for the teams where a role is held, whoever employs."""

    def rows(user) -> Q | None:
        if role not in reach_of(user):
            return None
        return Q(**{f"{prefix}team__in": units_of(user, role)}) & rule

    return rows


def open_to_all(prefix: str = ""):
    """A row rule: what is published, until the moment it closes, to anybody (signed in or not)."""

    def rows(user) -> Q:
        return Q(**{f"{prefix}status": "published", f"{prefix}closes_at__gt": timezone.now()})

    return rows


def blind(prefix: str = "", *, yes: bool = True) -> Q:
    """While names are shut, or once they are open."""
    rule = Q(**{f"{prefix}status__in": BLIND})
    return rule if yes else ~rule


def vacancies_i_shortlist(user) -> frozenset[int]:
    """The vacancies the user shortlists and whose names are still shut; asked once per request."""
    if not getattr(user, "pk", None):
        return frozenset()
    named = Shortlister.objects.filter(user=user.pk, ended_on__isnull=True, vacancy__status__in=BLIND)
    return remembered(("shortlists", user.pk), lambda: frozenset(named.values_list("vacancy", flat=True)))


def vacancies_i_ever_shortlisted(user) -> frozenset[int]:
    """As above, and those they were named for and left: what they marked there still counts."""
    if not getattr(user, "pk", None):
        return frozenset()
    named = Shortlister.objects.filter(user=user.pk, vacancy__status__in=BLIND)
    return remembered(("shortlisted", user.pk), lambda: frozenset(named.values_list("vacancy", flat=True)))


def vacancies_i_applied_for(user) -> frozenset[int]:
    """The vacancies the user has an application for, withdrawn or not; asked once per request."""
    if not getattr(user, "pk", None):
        return frozenset()
    mine = Application.objects.filter(user=user.pk)
    return remembered(("applied", user.pk), lambda: frozenset(mine.values_list("vacancy", flat=True)))


def shut(prefix: str = ""):
    """What `Policy.closed` takes: a vacancy one applies for oneself; and, while shortlisting it, all but that part."""

    def rows(user) -> Q | None:
        closed = vacancies_i_ever_shortlisted(user) | vacancies_i_applied_for(user)
        return Q(**{f"{prefix}vacancy__in": closed}) if closed else None

    return rows


def applied(user) -> Q | None:
    """What `Policy.closed` takes: what hangs on vacancies one applies for oneself."""
    closed = vacancies_i_applied_for(user)
    return Q(vacancy__in=closed) if closed else None


def shut_vacancies(user) -> Q | None:
    """What `Policy.closed` takes for vacancies: those one applies for oneself."""
    closed = vacancies_i_applied_for(user)
    return Q(pk__in=closed) if closed else None


def shortlisting(prefix: str = ""):
    """A row rule: what was sent for vacancies the user shortlists, once closed, and never their own."""

    def rows(user) -> Q | None:
        mine = vacancies_i_shortlist(user) - vacancies_i_applied_for(user)
        if not mine:
            return None
        sent = Q(**{f"{prefix}vacancy__status": "closed", f"{prefix}sent_at__isnull": False})
        return Q(**{f"{prefix}vacancy__in": mine}) & sent & ~Q(**{f"{prefix}status": "withdrawn"})

    return rows


def of_vacancies_i_shortlist(path: str):
    """A row rule: the vacancy itself, or its specification, for those who shortlist it."""

    def rows(user) -> Q | None:
        mine = vacancies_i_shortlist(user)
        return Q(**{f"{path}__in": mine}) if mine else None

    return rows


def of_vacancies_i_applied_for(path: str):
    """A row rule: the vacancy itself, or its specification, for those who applied."""

    def rows(user) -> Q | None:
        mine = vacancies_i_applied_for(user)
        return Q(**{f"{path}__in": mine}) if mine else None

    return rows


def opened(path: str):
    """A row rule: applications whose name the user has opened, with a reason, a short while ago."""

    def rows(user) -> Q | None:
        if "hr" not in reach_of(user):
            return None
        mine = NameOpening.objects.filter(by=user.pk, until__gt=timezone.now())
        return Q(**{f"{path}__in": mine.values("application")})

    return rows
