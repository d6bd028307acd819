"""Every write about interest, information sessions and help offered."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import outbox
from peerwork.kit.errors import Conflict, Invalid, TooMany
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.models import Unit
from peerwork.recruitment.before.models import InformationSession, Interest, Support
from peerwork.recruitment.before.policy import informations, interests, supports
from peerwork.recruitment.models import Application, Vacancy

A_DAY = timedelta(days=1)
MOST_A_DAY = 500


# Interest -----------------------------------------------------------------------------------------------------------
def tell_interest(*, organisation: Unit, **values) -> Interest:
    """Somebody would like to hear of posts, or to come to a session; the same address again changes nothing."""
    by, email = system_user(), values.pop("email").strip().lower()
    if Interest.history.filter(history_type="+", history_date__gt=timezone.now() - A_DAY).count() >= MOST_A_DAY:
        raise TooMany(wait=3600)
    session = values.get("session")
    if session is not None and (session.status != "planned" or session.organisation_id != organisation.pk):
        raise Invalid(fields={"session": [_("Choose a session of this organisation.")]})
    open_ones = Interest.objects.filter(organisation=organisation, email=email, session=session, status="open")
    if (found := open_ones.first()) is not None:
        return found
    with creating(interests, "tell", by=by, organisation=organisation, email=email, **values) as interest:
        pass
    return interest


def invite_interest(interest: Interest, vacancy: Vacancy, *, by, version: int | None = None) -> Interest:
    """Tell somebody who would like to hear of a vacancy that is open."""
    if vacancy.status != "published":
        raise Conflict(_("This vacancy is not open."))
    with acting(interests, "invite", interest, by=by, version=version) as interest:
        if vacancy.employer_id != interest.organisation_id:
            raise Invalid(fields={"vacancy": [_("Choose a vacancy of this organisation.")]})
    outbox.send(
        rule="recruitment.interest",
        subject_key=f"interest:{interest.pk}:{vacancy.pk}",
        email=interest.email,
        template="recruitment/opening",
        context={
            "title": vacancy.title,
            "organisation": vacancy.employer.name,
            "url": reverse("recruitment:job", args=[vacancy.pk]),
        },
        on=timezone.localdate(vacancy.published_at),
        about=interest,
    )
    return interest


def note_came(interest: Interest, *, by, came: bool = True, version: int | None = None) -> Interest:
    """Note that somebody came to the session."""
    with acting(interests, "note_came", interest, by=by, version=version, came=came) as interest:
        pass
    return interest


def close_interest(interest: Interest, *, by, version: int | None = None) -> Interest:
    """They need not hear from us any more."""
    with acting(interests, "close", interest, by=by, version=version) as interest:
        pass
    return interest


# Information sessions -----------------------------------------------------------------------------------------------
def plan_session(*, by, organisation: Unit, **values) -> InformationSession:
    """Plan an information session; anybody can read of it."""
    with creating(informations, "plan", by=by, organisation=organisation, **values) as session:
        if session.starts_at <= timezone.now():
            raise Invalid(fields={"starts_at": [_("Choose a time to come.")]})
    return session


def edit_session(session: InformationSession, *, by, version: int | None = None, **changes) -> InformationSession:
    """Change an information session."""
    with acting(informations, "edit", session, by=by, version=version, **changes) as session:
        pass
    return session


def cancel_session(session: InformationSession, *, by, version: int | None = None) -> InformationSession:
    """The session does not take place."""
    with acting(informations, "cancel", session, by=by, version=version) as session:
        pass
    return session


# Help ---------------------------------------------------------------------------------------------------------------
def offer_support(*, by, application: Application, kind: str) -> Support:
    """Offer help to somebody who applies: it is noted that it was offered, and nothing is thought of the answer."""
    with creating(supports, "offer", by=by, application=application, kind=kind) as support:
        support.offered_by = by
    return support


def take_support(support: Support, *, by, version: int | None = None) -> Support:
    """They would like it."""
    with acting(supports, "take", support, by=by, version=version) as support:
        pass
    return support


def decline_support(support: Support, *, by, version: int | None = None) -> Support:
    """They would rather not; that is fine."""
    with acting(supports, "decline", support, by=by, version=version) as support:
        pass
    return support


def is_offered(application: Application, kind: str) -> bool:
    """Whether this was offered: an independent benefits check comes before an offer or panel pay is accepted."""
    return Support.objects.filter(application=application, kind=kind).exists()
