"""Bookings, groups, agreements, and the private calendar address."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerwork.kit import ics, links
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import people
from peerwork.placements.policy import streams
from peerwork.supervision import actions, forms, mail, queries
from peerwork.supervision import policy as policies
from peerwork.supervision.pace import Pace
from peerwork.supervision.words import Topic

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def home() -> dict:
    return {"text": _("Your supervisees"), "url": reverse("supervision:home")}


# Bookings -------------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def book(request, pk: int, stream: int) -> HttpResponse:
    """Book a session, or a series."""
    person = people.find(request.user, pk=pk)
    found = queries.stream_of(request.user, person, stream)
    title = _("Book a session with %(name)s") % {"name": person}
    instead = _instead(request, person=person, stream=found)
    return _book(request, found, title, instead, person=person, replaces=instead)


@BOTH
@login_required
def book_group(request, stream: int) -> HttpResponse:
    """Book sessions of a group: everybody in it is invited."""
    found = _led(request, stream)
    instead = _instead(request, person=None, stream=found)
    return _book(request, found, _("Book a session of %(group)s") % {"group": found}, instead, replaces=instead)


def _instead(request, **about):
    """The cancelled session that another time is looked for (its number in the address), or None."""
    given = request.GET.get("instead", "")
    if not given:
        return None
    if not given.isdecimal():
        raise NotHere()
    row = policies.bookings.find(request.user, pk=int(given))
    if row.status != "cancelled" or (row.person, row.stream) != (about["person"], about["stream"]):
        raise NotHere()
    return row


def _book(request, stream, title: str, instead, **about) -> HttpResponse:
    return form_page(
        request,
        forms.BookForm,
        lambda form: actions.book(by=request.user, stream=stream, **about, **form.answers)[0],
        policy=policies.bookings,
        verb="book",
        title=title,
        button=_("Book"),
        done=_("Booked. Everybody invited gets an invitation for their calendar."),
        to=reverse("supervision:home"),
        back=home(),
        initial=forms.moment_of(instead) if instead else None,
    )


def _led(request, stream: int):
    found = streams.find(request.user, pk=stream)
    if found.kind != "group" or not queries.members_of(request.user, found, timezone.localdate()):
        raise NotHere()
    return found


@require_safe
@login_required
def booking(request, pk: int) -> HttpResponse:
    row = policies.bookings.find(request.user, pk=pk)
    when = mail.moment(row.starts_at) if row.starts_at else ""
    again = queries.rebook_url(request.user, row)
    context = {"booking": policies.bookings.show(row), "when": when, "rebook_url": again}
    return render(request, "supervision/booking.html", context)


@BOTH
@login_required
def book_asked(request, pk: int) -> HttpResponse:
    """Give the session a worker asked for a time."""
    row = policies.bookings.find(request.user, pk=pk)
    return form_page(
        request,
        forms.WhenForm,
        lambda form: actions.book_asked(row, by=request.user, version=form.version, **form.answers),
        policy=policies.bookings,
        verb="book",
        row=row,
        button=_("Book"),
        back=home(),
        title=_("Book the session %(name)s asked for") % {"name": row.person},
        done=_("Booked. You both get an invitation."),
    )


@BOTH
@login_required
def move(request, pk: int) -> HttpResponse:
    row = policies.bookings.find(request.user, pk=pk)
    return form_page(
        request,
        forms.WhenForm,
        lambda form: actions.move(row, by=request.user, version=form.version, **form.answers),
        policy=policies.bookings,
        verb="move",
        row=row,
        title=_("Move this session"),
        button=_("Move"),
        back=home(),
        initial=forms.moment_of(row),
        done=_("Moved. Everybody invited gets the change."),
    )


@BOTH
@login_required
def cancel(request, pk: int) -> HttpResponse:
    row = policies.bookings.find(request.user, pk=pk)
    return form_page(
        request,
        forms.CancelForm,
        lambda form: actions.cancel(row, by=request.user, version=form.version, **form.answers),
        policy=policies.bookings,
        verb="cancel",
        row=row,
        title=_("Cancel this session"),
        button=_("Cancel the session"),
        done=_("Cancelled, and everybody invited has been told."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@require_POST
@login_required
def ask(request, stream: int) -> HttpResponse:
    """A worker asks for an extra session."""
    if not policies.bookings.may_start(request.user, "ask"):
        raise NotAllowed()
    person, found = queries.my_stream(request.user, stream)
    row = actions.ask_session(by=request.user, person=person, stream=found)
    return redirect(row.get_absolute_url())


# Groups ---------------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def log_group(request, stream: int) -> HttpResponse:
    """Log one group session for everybody in it."""
    found = _led(request, stream)
    members = queries.members_of(request.user, found, timezone.localdate())
    booking = queries.booking_for(request.user, None, found)
    initial = {"came": [str(p.pk) for p in members]}
    if booking is not None:
        day = min(timezone.localdate(booking.starts_at), timezone.localdate())
        initial |= {"held_on": day, "minutes": booking.minutes, "mode": booking.mode}

    def act(form):
        missed = [person for person in members if person not in form.there]
        return actions.log_group(
            by=request.user, stream=found, booking=booking, came=form.there, missed=missed, **form.answers
        )

    return form_page(
        request,
        forms.GroupForm,
        act,
        policy=policies.groups,
        verb="log",
        title=_("Log a session of %(group)s") % {"group": found},
        done=_("Logged."),
        back=home(),
        form_kwargs={"members": members},
        initial=initial,
    )


@require_safe
@login_required
def group(request, pk: int) -> HttpResponse:
    row = policies.groups.find(request.user, pk=pk)
    came = policies.attendances.visible(request.user).filter(group=row).select_related("person")
    return render(
        request,
        "supervision/group.html",
        {
            "group": policies.groups.show(row),
            "came": [policies.attendances.show(each) for each in came],
            "themes": [str(Topic(topic).label) for topic in row.topics],
        },
    )


@BOTH
@login_required
def edit_group(request, pk: int) -> HttpResponse:
    row = policies.groups.find(request.user, pk=pk)
    came = list(policies.attendances.visible(request.user).filter(group=row).select_related("person"))
    return form_page(
        request,
        forms.GroupForm,
        lambda form: actions.edit_group(row, by=request.user, version=form.version, came=form.there, **form.answers),
        policy=policies.groups,
        verb="edit",
        row=row,
        title=_("Correct this session"),
        done=_("Saved."),
        back=home(),
        form_kwargs={"members": [each.person for each in came]},
        initial={"came": [str(each.person_id) for each in came if each.came]},
    )


withdraw_group = posted(
    lambda request, pk: actions.withdraw_group(
        policies.groups.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Withdrawn. It counts for nobody."),
    to="supervision:home",
)


# Agreements -----------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def propose_agreement(request, pk: int, stream: int) -> HttpResponse:
    """Write down what supervision will be, for the worker to agree."""
    person = people.find(request.user, pk=pk)
    found = queries.stream_of(request.user, person, stream)
    return form_page(
        request,
        forms.AgreementForm,
        lambda form: actions.propose_agreement(by=request.user, person=person, stream=found, **form.answers),
        policy=policies.agreements,
        verb="propose",
        title=_("Agreement about %(stream)s with %(name)s") % {"stream": found, "name": person},
        button=_("Send to the worker"),
        done=_("Sent to the worker to agree."),
        back=home(),
        initial=_present(request.user, person, found) or _usual(found),
    )


def _present(user, person, stream) -> dict:
    """The words of the agreement that holds, to renew it from."""
    held = policies.agreements.visible(user).filter(person=person, stream=stream, status="agreed").first()
    if held is None or "purpose" not in policies.agreements.readable(held):
        return {}
    words = {
        name: getattr(held, name) for name in ("every", "unit", "purpose", "confidentiality", "recorded", "disagree")
    }
    return words | {"review_on": Pace(12, "months").after(timezone.localdate())}


def _usual(stream) -> dict:
    """Words to start from, for the two to change."""
    rule = next(iter(queries.rules_now([stream.pk])), None)
    return {
        "every": rule.every if rule else 4,
        "unit": rule.unit if rule else "weeks",
        "purpose": _("A regular time to look at the work together: what goes well, what is hard, and what would help."),
        "confidentiality": _(
            "What we say stays between us. If somebody is in danger, one of us tells the person whose job it is, and "
            "we say so to each other first where we can."
        ),
        "recorded": _(
            "We keep a short record that we both can read and both agree. Others see only that we met, and when. "
            "A note the supervisor makes to prepare is deleted 30 days after the record closes."
        ),
        "disagree": _(
            "We say so to each other. If that does not help, either of us asks HR or the lived-experience lead."
        ),
        "review_on": Pace(12, "months").after(timezone.localdate()),
    }


def _agreement(request, pk: int):
    return policies.agreements.find(request.user, pk=pk)


@require_safe
@login_required
def agreement(request, pk: int) -> HttpResponse:
    row = _agreement(request, pk)
    often = queries.interval(row.every, row.unit)
    return render(request, "supervision/agreement.html", {"agreement": policies.agreements.show(row), "often": often})


@BOTH
@login_required
def edit_agreement(request, pk: int) -> HttpResponse:
    row = _agreement(request, pk)
    return form_page(
        request,
        forms.AgreementForm,
        lambda form: actions.edit_agreement(row, by=request.user, version=form.version, **form.answers),
        policy=policies.agreements,
        verb="edit",
        row=row,
        title=_("Change the agreement"),
        button=_("Send to the worker"),
        done=_("Sent to the worker to look at again."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@BOTH
@login_required
def ask_agreement_change(request, pk: int) -> HttpResponse:
    row = _agreement(request, pk)
    return form_page(
        request,
        forms.ChangeForm,
        lambda form: actions.ask_agreement_change(row, by=request.user, version=form.version, **form.answers),
        policy=policies.agreements,
        verb="ask_change",
        row=row,
        title=_("What would you change?"),
        button=_("Send"),
        done=_("Sent to your supervisor."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


agree_agreement = posted(
    lambda request, pk: actions.agree_agreement(_agreement(request, pk), by=request.user, version=version(request)),
    done=lazy("Agreed by both."),
)
end_agreement = posted(
    lambda request, pk: actions.end_agreement(_agreement(request, pk), by=request.user, version=version(request)),
    done=lazy("Ended."),
)


# The private calendar -------------------------------------------------------------------------------------------------
@BOTH
@login_required
def calendar(request) -> HttpResponse:
    """Make, or take away, the private address of your supervision calendar; it is shown once."""
    context = {}
    if request.method == "POST":
        if "drop" in request.POST:
            actions.drop_feed(by=request.user)
            context["dropped"] = True
        else:
            context["address"] = settings.SITE_URL + actions.calendar_address(actions.new_feed(by=request.user))
    return render(request, "supervision/calendar.html", context)


@require_safe
@never_cache
def feed(request, token: str) -> HttpResponse:
    """A calendar of supervision, for whoever holds its private address: when and where, and nothing else."""
    user = links.open(token, purpose=actions.FEED).user
    body = ics.feed([mail.event(row) for row in queries.diary_of(user)], name=_("Supervision"))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
