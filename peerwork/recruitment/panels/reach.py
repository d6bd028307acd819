"""Whom panels bring together: whoever sits on one, whoever plans them, and the applicants they meet."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from peerwork.kit.access import remembered
from peerwork.people.models import live
from peerwork.placements.models import SupervisorLink
from peerwork.recruitment.models import Application, Vacancy
from peerwork.recruitment.panels.models import Declaration, Panel, PanelClaim, Panellist, Seat
from peerwork.recruitment.reach import employs, in_team, vacancies_i_applied_for

AFTER_THE_DECISION = timedelta(days=14)  # access.md: how long a member still sees the panel
OWN_PAGES = timedelta(days=90)  # and their own pages, counted from the payment
SITTING = ("invited", "on")
PLANNERS = frozenset({"hr", "panel_coordinator", "lived_experience_lead"})
# The applicants a panel meets: from the invitation to an interview on.
MET = ("interview", "interviewed", "reserve", "offered", "appointed", "started", "declined", "not_this_time")


def recruits(prefix: str = ""):
    """A row rule: vacancies where the user is HR of the employer."""
    return employs("hr", prefix)


def over(role: str, prefix: str = ""):
    """A row rule: vacancies for the teams where the role is held."""
    return in_team(role, prefix)


def shut_to_applicants(path: str):
    """What `Policy.closed` takes: what hangs on vacancies the user applies for, whatever else they hold."""

    def rows(user) -> Q | None:
        mine = vacancies_i_applied_for(user)
        return Q(**{f"{path}__in": mine}) if mine else None

    return rows


def shut_while_i_sit(application: str, vacancy: str):
    """What `Policy.closed` takes: scores and decisions of a panel one sits on, or of a vacancy one applies for."""
    sitting, applying = closed_by_my_seat(application), shut_to_applicants(vacancy)

    def rows(user) -> Q | None:
        found = [rule for rule in (sitting(user), applying(user)) if rule is not None]
        return reduce(or_, found) if found else None

    return rows


# Members ------------------------------------------------------------------------------------------------------------
def seats_of(user) -> dict[int, tuple[int, str, bool]]:
    """The user's places that still let them look: seat -> (panel, the panel's status, chairs it)."""
    if not getattr(user, "pk", None) or user.is_system:
        return {}

    def ask():
        held = Seat.objects.filter(
            panellist__user=user.pk, status__in=SITTING, access_until__gte=timezone.localdate()
        ).exclude(panel__status=Panel.Status.CANCELLED)
        return {pk: rest for pk, *rest in held.values_list("pk", "panel", "panel__status", "chair")}

    return remembered(("seats", user.pk), ask)


def sits_somewhere(user) -> bool:
    return bool(seats_of(user))


def panels_of(user, *statuses: str, chair: bool = False) -> list[int]:
    found = seats_of(user).values()
    return sorted(
        panel for panel, status, chairs in found if (not statuses or status in statuses) and (chairs or not chair)
    )


def on_panel(path: str, *statuses: str, chair: bool = False):
    """A row rule: rows of panels the user sits on (in these states, or chairs)."""

    def rows(user) -> Q | None:
        panels = panels_of(user, *statuses, chair=chair)
        return Q(**{f"{path}__in": panels}) if panels else None

    return rows


def own_seat(path: str = "pk", *, rule: Q = Q()):
    """A row rule: rows of the user's own places."""

    def rows(user) -> Q | None:
        seats = sorted(seats_of(user))
        return Q(**{f"{path}__in": seats}) & rule if seats else None

    return rows


def is_panellist(user) -> bool:
    if not getattr(user, "pk", None):
        return False
    return remembered(("panellist", user.pk), Panellist.objects.filter(user=user.pk).exists)


def own_pages(user) -> Q | None:
    """A row rule on the list of members: one's own page, until 90 days after the last place ended or was paid for."""
    if not is_panellist(user):
        return None
    since = timezone.localdate() - OWN_PAGES
    held = Seat.objects.filter(panellist=OuterRef("pk"))
    unpaid = PanelClaim.objects.filter(_unpaid(since), seat__panellist=OuterRef("pk"))
    return Q(user=user.pk) & (Q(Exists(held.filter(access_until__gte=since))) | Q(Exists(unpaid)) | ~Q(Exists(held)))


def own_claims(user) -> Q | None:
    """A row rule on claims: one's own, until 90 days after they were paid."""
    if not is_panellist(user):
        return None
    return Q(seat__panellist__user=user.pk) & _unpaid(timezone.localdate() - OWN_PAGES)


def _unpaid(since) -> Q:
    return Q(paid_on__isnull=True) | Q(paid_on__gte=since)


def vacancies_of_my_panels(path: str):
    """A row rule: the vacancies of panels the user sits on."""

    def rows(user) -> Q | None:
        panels = panels_of(user)
        return Q(**{f"{path}__in": Panel.objects.filter(pk__in=panels).values("vacancy")}) if panels else None

    return rows


# Applicants ---------------------------------------------------------------------------------------------------------
def met_by_me(path: str = "pk", *, declared: bool | None = None):
    """A row rule: applicants a panel of the user meets; those about whom they have (not) said if they know them."""

    def rows(user) -> Q | None:
        panels = panels_of(user)
        if not panels:
            return None
        vacancies = Panel.objects.filter(pk__in=panels).values("vacancy")
        met = Application.objects.filter(vacancy__in=vacancies, status__in=MET)
        if declared is not None:
            said = Declaration.objects.filter(seat__in=sorted(seats_of(user)), application=OuterRef("pk"))
            met = met.filter(Exists(said) if declared else ~Exists(said))
        return Q(**{f"{path}__in": met.values("pk")})

    return rows


def closed_by_my_seat(path: str = "pk"):
    """What `Policy.close` takes: applicants of a panel on which the user sits, until that panel has decided."""

    def rows(user) -> Q | None:
        panels = panels_of(user, "planned", "scoring", "revealed")
        if not panels:
            return None
        vacancies = Panel.objects.filter(pk__in=panels).values("vacancy")
        return Q(**{f"{path}__vacancy__in" if path != "pk" else "vacancy__in": vacancies})

    return rows


def invited_here(path: str):
    """A row rule: what belongs to vacancies that invite the user, as an applicant, to an interview."""

    def rows(user) -> Q | None:
        if not vacancies_i_applied_for(user):
            return None
        mine = Application.objects.filter(user=user.pk, status__in=("interview", "interviewed"))
        return Q(**{f"{path}__in": mine.values("vacancy")})

    return rows


def my_application(path: str, rule: Q = Q()):
    """A row rule: rows of the user's own applications."""

    def rows(user) -> Q | None:
        return Q(**{f"{path}__user": user.pk}) & rule if vacancies_i_applied_for(user) else None

    return rows


def rate_of_mine(user) -> Q | None:
    """A row rule on rates: those of the organisations that have the user on their list of panel members."""
    if not is_panellist(user):
        return None
    return Q(organisation__in=Panellist.objects.filter(user=user.pk).values("organisation"))


# Who may not sit ----------------------------------------------------------------------------------------------------
def tied_to_applicants(panel: Panel, users) -> dict[int, str]:
    """Of these users, those who are tied to an applicant of this vacancy: "applicant" or "supervisor"."""
    applications = Application.objects.filter(vacancy=panel.vacancy_id).exclude(status__in=("draft", "withdrawn"))
    tied = dict.fromkeys(applications.filter(user__in=users).values_list("user", flat=True), "applicant")
    persons = applications.filter(person__isnull=False)
    tied |= dict.fromkeys(persons.filter(person__user__in=users).values_list("person__user", flat=True), "applicant")
    accounts = applications.filter(user__isnull=False).values("user")
    theirs = Q(person__in=persons.values("person")) | Q(person__user__in=accounts)
    links = SupervisorLink.objects.filter(theirs, live(), supervisor__in=users)
    return {**dict.fromkeys(links.values_list("supervisor", flat=True), "supervisor"), **tied}


def vacancies_to_plan():
    """Vacancies for which a panel may be planned."""
    planned = Panel.objects.exclude(status=Panel.Status.CANCELLED).filter(vacancy=OuterRef("pk"))
    return Vacancy.objects.filter(~Exists(planned), status__in=("draft", "published", "closed", "shortlisted"))
