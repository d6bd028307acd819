"""Shortlisting without names, and every step an application takes: nothing else changes its status.

Panels and offers call these verbs inside their own transactions: `invite_to_interview`, `interviewed`, `offer`,
`place_on_reserve`, `not_this_time`, `appoint`, `decline`, `withdraw_offer`, `start`.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.logs import request_id
from peerwork.kit.models import ReadLine
from peerwork.kit.records import acting, creating
from peerwork.people.models import Person
from peerwork.recruitment import actions, mail, sifting
from peerwork.recruitment.models import Application, Criterion, NameOpening, Sift, Step, Vacancy
from peerwork.recruitment.policy import applications, marks, openings, sifts, vacancies
from peerwork.recruitment.words import Rule

PROMISED = _lazy(
    "They asked for a Disability Confident interview and meet every essential line: invite them, or write why not."
)
NAME_STAYS_OPEN = timedelta(minutes=30)


# Steps --------------------------------------------------------------------------------------------------------------
@contextmanager
def moving(verb: str, application: Application, /, *, by, version: int | None = None, **changes):
    """Frame a verb that may move an application: as `acting`, and the step it leaves and reaches is noted."""
    with acting(applications, verb, application, by=by, version=version, **changes) as application:
        yield application
        step(application)


def step(application: Application) -> None:
    """Note that an application has come to its status now; nothing where it stays as it was."""
    now = timezone.now()
    last = Step.objects.filter(application=application.pk, until__isnull=True).last()
    if last is not None and last.status == application.status:
        return
    if last is not None:
        Step.objects.filter(pk=last.pk).update(until=now)
    application.since = now
    if application.status in ("declined", "not_this_time", "withdrawn", "started"):
        application.decided_at = now
    elif application.status == "sent":
        application.decided_at = None
    Step.objects.create(application=application, status=application.status, at=now)


# Shortlisting -------------------------------------------------------------------------------------------------------
@transaction.atomic
def sift(application: Application, *, by, given: dict, view: str = "", note: str = "", done: bool = False) -> Sift:
    """Keep what one person finds about one application: `given` is criterion number -> mark. Saved as they go; once
    finished it stands, until HR opens it again."""
    lines = {line.pk: line for line in sifting.lines(application.vacancy)}
    mine = sifts.visible(by).filter(application=application, by=by).first()
    if mine is None:
        with creating(sifts, "sift", by=by, application=application, view=view, note=note) as mine:
            mine.by = by
    else:
        with acting(sifts, "edit", mine, by=by, view=view, note=note) as mine:
            pass
    if unknown := set(given) - set(lines):
        raise Invalid(_("This line is not in the specification: %s.") % sorted(unknown)[0])
    for number, mark in given.items():
        _mark(mine, lines[number], mark, by=by)
    return finish_sift(mine, by=by) if done else mine


def _mark(mine: Sift, line: Criterion, mark: str, *, by) -> None:
    if not mark:
        return
    found = marks.visible(by).filter(sift=mine, criterion=line).first()
    if found is None:
        with creating(marks, "mark", by=by, sift=mine, criterion=line, mark=mark):
            pass
    elif found.mark != mark:
        with acting(marks, "mark", found, by=by, mark=mark):
            pass


def finish_sift(mine: Sift, *, by, version: int | None = None) -> Sift:
    """One person's view is finished: every line marked, and what they propose said."""
    with acting(sifts, "finish", mine, by=by, version=version) as mine:
        if not mine.view:
            raise Invalid(fields={"view": [_("Say what you propose.")]})
        missing = set(sifting.lines(mine.application.vacancy)) - {m.criterion for m in mine.marks.all()}
        if missing:
            raise Invalid(fields={f"mark_{line.pk}": [_("Choose what the application shows.")] for line in missing})
        mine.finished_at = timezone.now()
    return mine


def reopen_sift(mine: Sift, *, by, version: int | None = None) -> Sift:
    """HR lets somebody look at an application again, before it is decided."""
    with acting(sifts, "reopen", mine, by=by, version=version) as mine:
        if mine.application.status != "sent":
            raise Conflict(_("This application is decided."))
        mine.finished_at = None
    return mine


@transaction.atomic
def shortlist(application: Application, *, by, version: int | None = None, reason: str = "") -> Application:
    """Put an application on the shortlist. Two people must have looked, or a reason is kept and counted."""
    application = applications.lock(by, application, version)
    applications.require(by, "shortlist", application)
    _enough_eyes(application, by=by, reason=reason)
    with moving("shortlist", application, by=by, version=version) as application:
        _shortlisting(application.vacancy)
    return application


@transaction.atomic
def not_this_time(application: Application, *, by, version: int | None = None, reason: str = "") -> Application:
    """Say "not this time". At shortlisting two people must have looked, and who asked for a Disability Confident
    interview and meets every essential line is invited, unless a reason is kept and counted."""
    current = applications.lock(by, application, version)
    applications.require(by, "not_this_time", current)
    if current.status == "sent":
        _shortlisting(current.vacancy)
        _enough_eyes(current, by=by, reason=reason)
        if current.disability_confident and sifting.meets_essentials(current):
            if not reason.strip():
                raise Invalid(fields={"reason": [PROMISED]})
            actions.set_aside(
                by=by, vacancy=current.vacancy, rule=Rule.DISABILITY_CONFIDENT, reason=reason, application=current
            )
    with moving("not_this_time", application, by=by, version=version) as application:
        pass
    return application


def _shortlisting(vacancy: Vacancy) -> None:
    if vacancy.status != "closed":
        raise Conflict(_("Shortlisting happens once the vacancy is closed."))


def _enough_eyes(application: Application, *, by, reason: str) -> None:
    """Two finished views, or a counted reason."""
    if Sift.objects.filter(application=application, status="done").count() >= sifting.EYES:
        return
    if not reason.strip():
        raise Invalid(fields={"reason": [_("Two people need to have looked at this application, or write why not.")]})
    actions.set_aside(
        by=by, vacancy=application.vacancy, rule=Rule.SHORTLISTERS, reason=reason, application=application
    )


def look_again(application: Application, *, by, version: int | None = None) -> Application:
    """Take back a "not this time" said at shortlisting, while shortlisting goes on."""
    with moving("look_again", application, by=by, version=version) as application:
        _shortlisting(application.vacancy)
    return application


@transaction.atomic
def finish_shortlisting(vacancy: Vacancy, *, by, version: int | None = None) -> Vacancy:
    """Everybody is shortlisted or has an answer: names open to HR, and the answers go out."""
    with acting(vacancies, "finish_shortlisting", vacancy, by=by, version=version) as vacancy:
        if vacancy.applications.filter(status="sent").exists():
            raise Conflict(_("Some applications are not decided yet."))
        vacancy.shortlisted_at = timezone.now()
    for application in vacancy.applications.filter(status__in=("shortlisted", "not_this_time")).select_related(
        "user", "vacancy__employer"
    ):
        mail.news(application, "shortlisting")
    forget()
    return vacancy


@transaction.atomic
def open_name(application: Application, *, by, reason: str) -> NameOpening:
    """Open an applicant's name while shortlisting is blind, for half an hour: logged, and the applicant sees it."""
    if len(reason.strip()) < 5:
        raise Invalid(fields={"reason": [_("Write why you need the name now.")]})
    application, now = applications.lock(by, application), timezone.now()
    applications.require(by, "open_name", application)
    if not application.vacancy.is_blind:
        raise Conflict(_("Shortlisting is finished: names are open."))
    with creating(openings, "open", by=by, application=application, reason=reason.strip()) as opening:
        opening.by, opening.at, opening.until = by, now, now + NAME_STAYS_OPEN
    ReadLine.objects.create(
        reader=by,
        role="hr",
        what=_("applicant’s name"),
        reason=reason.strip(),
        about_model=application._meta.label,
        about_id=application.pk,
        request_id=request_id.get(),
    )
    return opening


# After shortlisting -------------------------------------------------------------------------------------------------
def invite_to_interview(application: Application, *, by, version: int | None = None) -> Application:
    """Invite somebody on the shortlist (or the reserve list) to an interview."""
    with moving("invite_to_interview", application, by=by, version=version) as application:
        pass
    return application


def interviewed(application: Application, *, by, version: int | None = None) -> Application:
    """The interview has taken place."""
    with moving("interviewed", application, by=by, version=version) as application:
        pass
    return application


def place_on_reserve(application: Application, *, by, version: int | None = None) -> Application:
    """Put somebody the panel would appoint on the reserve list."""
    with moving("place_on_reserve", application, by=by, version=version) as application:
        pass
    return application


def offer(application: Application, *, by, version: int | None = None) -> Application:
    """Offer the post."""
    with moving("offer", application, by=by, version=version) as application:
        pass
    return application


def appoint(application: Application, *, by, version: int | None = None) -> Application:
    """The offer is accepted: they are getting ready to start."""
    with moving("appoint", application, by=by, version=version) as application:
        pass
    return application


def decline(application: Application, *, by, version: int | None = None) -> Application:
    """The person offered the post says no."""
    with moving("decline", application, by=by, version=version) as application:
        pass
    return application


def withdraw_offer(application: Application, *, by, version: int | None = None) -> Application:
    """Take an offer back; the reason is kept with the offer."""
    with moving("withdraw_offer", application, by=by, version=version) as application:
        pass
    return application


def link_person(application: Application, person: Person, *, by, version: int | None = None) -> Application:
    """Say which person's record an appointed applicant is."""
    with moving("link_person", application, by=by, version=version, person=person) as application:
        pass
    return application


def start(application: Application, *, by, version: int | None = None) -> Application:
    """They have started."""
    with moving("start", application, by=by, version=version) as application:
        pass
    return application
