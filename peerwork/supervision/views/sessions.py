"""Supervisees, logging a session, and the record of one: agree, query, later remarks, sharing, passed on."""

import hashlib
import json
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerwork.kit import drafts
from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.repeats import KeyReused, once
from peerwork.kit.templatetags.ui import clock
from peerwork.kit.views_base import changed, form_page, posted, version
from peerwork.people.policy import people
from peerwork.placements.reach import supervises_somebody
from peerwork.supervision import actions, finding, forms, queries, reports
from peerwork.supervision import policy as policies
from peerwork.supervision.models import Session

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def back(text: str, name: str, *args) -> dict:
    return {"text": text, "url": reverse(f"supervision:{name}", args=args)}


@require_safe
@login_required
def home(request) -> HttpResponse:
    """Your supervisees: last, next, due, open actions, waiting for agreement; one tap to log."""
    if not supervises_somebody(request.user):
        raise NotAllowed()
    return render(request, "supervision/home.html", queries.supervisor_page(request.user))


@require_safe
@login_required
def mine(request) -> HttpResponse:
    """Your own supervision, as a worker."""
    return render(request, "supervision/mine.html", queries.my_page(request.user))


@require_safe
@login_required
def worker(request, pk: int) -> HttpResponse:
    """One supervisee: what you may see of their supervision."""
    return render(request, "supervision/worker.html", queries.supervisee_page(request.user, pk))


# Logging --------------------------------------------------------------------------------------------------------------
def _about(request, pk: int, stream: int):
    person = people.find(request.user, pk=pk)
    return person, queries.stream_of(request.user, person, stream)


@BOTH
@login_required
def log(request, pk: int, stream: int) -> HttpResponse:
    """Log a session: it happened, and the date; both are filled in."""
    person, stream = _about(request, pk, stream)
    booking = queries.booking_for(request.user, person, stream)
    initial = {"held_on": timezone.localdate()}
    if booking is not None:
        day = timezone.localdate(booking.starts_at)
        initial = {"held_on": min(day, timezone.localdate()), "minutes": booking.minutes, "mode": booking.mode}
    kwargs = {
        "open_actions": queries.open_actions(request.user, person, stream),
        "owners": queries.owners_for(request.user, person),
        "booking": booking,
    }

    def save(form, send):
        return actions.log(by=request.user, person=person, stream=stream, booking=booking, send=send, **form.answers)

    return _log_page(request, person, stream, f"log:{person.pk}:{stream.pk}", kwargs, initial, save, booking=booking)


@BOTH
@login_required
def edit(request, pk: int) -> HttpResponse:
    """Change a record that is not closed yet."""
    session = policies.sessions.find(request.user, pk=pk)
    policies.sessions.require(request.user, "edit", session)
    if "edit" not in policies.sessions.offers(session):
        raise Conflict()
    kwargs = {
        "open_actions": queries.open_actions(request.user, session.person, session.stream),
        "owners": queries.owners_for(request.user, session.person),
        "with_note": False,
        "instance": session,
    }

    def save(form, send):
        return actions.edit(session, by=request.user, version=form.version, send=send, **form.answers)

    return _log_page(request, session.person, session.stream, f"session:{pk}", kwargs, {}, save, row=session)


def _log_page(request, person, stream, key, kwargs, initial, save, **context) -> HttpResponse:
    status = 200
    if request.method == "POST":
        rows = max(forms.ROWS, _asked(request.POST)) + ("more" in request.POST)
        form = forms.LogForm(request.POST, rows=rows, **kwargs)
        if "more" in request.POST:
            form = forms.LogForm(rows=rows, **kwargs, initial=_typed(forms.LogForm, request.POST, rows, kwargs))
        elif form.is_valid():
            send = request.POST.get("save") != "draft"
            try:
                session = save(form, send) if "row" in context else _saved_once(request, save, form, send)
            except KeyReused:
                status = 409
                form.refuse(Conflict(_("You have logged this session already. Open its record to change it.")))
            except Invalid as refusal:
                status = 400
                form.refuse(refusal)
            except Conflict as refusal:
                status = 409
                form.refuse(refusal)
                if (current := refusal.details.get("current")) is not None:
                    form.renew(current.version)
                    context["changed"] = changed(policies.sessions, current, form)
            else:
                tabs = (request.POST.get("tab", ""), request.POST.get("grew_from", ""))
                actions.erase_drafts(by=request.user, form=key, tabs=tabs)
                drafts.sent_again(request)
                words = {
                    "proposed": _("Sent to %(name)s to agree. You will hear when they have."),
                    "draft": _("Draft saved. Only you can see what you wrote."),
                }.get(session.status, _("Saved."))
                messages.success(request, words % {"name": person} if "%(" in words else words)
                return redirect(session.get_absolute_url())
        else:
            status = 400
    else:
        kept = queries.drafts_of(request.user, f"supervision.{key}:")
        chosen = next((d for d in kept if d.tab == request.GET.get("draft")), kept[0] if kept else None)
        if chosen is not None:
            sent = _as_post(chosen.fields)
            initial = _typed(forms.LogForm, sent, max(forms.ROWS, _asked(sent)), kwargs)
            initial["grew_from"] = chosen.tab
            context |= {"restored": chosen, "others": [d for d in kept if d is not chosen]}
        elif (sent := drafts.sent_before(request)) is not None:
            initial = _typed(forms.LogForm, sent, max(forms.ROWS, _asked(sent)), kwargs)
            context["signed_out"] = True
        form = forms.LogForm(initial=initial, **kwargs)
    context |= {
        "form": form,
        "person": person,
        "stream": stream,
        "brought": queries.brought(request.user, person),
        "last": queries.last_record(request.user, person, stream, context.get("row")),
        "title": _("Log a session with %(name)s") % {"name": person},
        "due": next(
            (
                line
                for line in queries.supervisees(request.user)
                if (line.person.pk, line.stream.pk) == (person.pk, stream.pk)
            ),
            None,
        ),
        "draft_url": reverse("supervision:draft", args=[key.replace(":", "-")]),
    }
    return render(request, "supervision/log.html", context, status=status)


def _saved_once(request, save, form, send) -> Session:
    """One window logs one session, however often its button is pressed: the second time leads to the first record."""
    tab = request.POST.get("tab", "")
    if not (tab.isalnum() and tab.isascii() and len(tab) <= 16):
        return save(form, send)
    sent = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    fingerprint = hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()
    _status, pk = once(request.user, f"supervision.log:{tab}", fingerprint, lambda: (201, str(save(form, send).pk)))
    return policies.sessions.find(request.user, pk=int(pk))


def _asked(data) -> int:
    """How many action rows a form was sent with."""
    return max([int(n[5:]) for n in data if n[:5] == "what_" and n[5:].isdecimal()][:12], default=0)


def _as_post(fields: dict) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values if isinstance(values, list) else [values])
    return data


def _typed(form_class, data, rows: int, kwargs: dict) -> dict:
    """What was typed, as initial values: nothing is checked, so nothing half-written is refused."""
    empty = form_class(rows=rows, **kwargs)
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in empty.fields.items()
        if not field.widget.value_omitted_from_data(data, {}, name) and name not in ("tab", "version", "grew_from")
    }


@require_POST
@login_required
def draft(request, key: str) -> HttpResponse:
    """Keep what has been typed so far: one draft for each window, so that two windows never take each other's words."""
    if not (policies.sessions.may_start(request.user, "log") or policies.sessions.may_start(request.user, "edit")):
        raise NotAllowed()
    fields = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    at = actions.keep_draft(by=request.user, form=key.replace("-", ":"), tab=request.POST.get("tab", ""), fields=fields)
    message = _("Draft saved at %(time)s. Only you can see it.") % {"time": clock(at)}
    return JsonResponse({"message": message, "saved_at": at.isoformat()})


@BOTH
@login_required
def miss(request, pk: int, stream: int) -> HttpResponse:
    """Note that a session did not happen: why, and no blame."""
    person, stream = _about(request, pk, stream)
    booking = queries.booking_for(request.user, person, stream)
    day = timezone.localdate(booking.starts_at) if booking else timezone.localdate()
    return form_page(
        request,
        forms.MissForm,
        lambda form: actions.miss(by=request.user, person=person, stream=stream, booking=booking, **form.answers),
        policy=policies.sessions,
        verb="miss",
        title=_("The session with %(name)s did not happen") % {"name": person},
        initial={"held_on": min(day, timezone.localdate())},
        done=_("Noted. It counts against nobody. Book the next one."),
        to=reverse("supervision:worker", args=[person.pk]),
        back=back(_("Your supervisees"), "home"),
    )


# One record -----------------------------------------------------------------------------------------------------------
def _session(request, pk: int) -> Session:
    return policies.sessions.find(request.user, pk=pk)


@require_safe
@login_required
def session(request, pk: int) -> HttpResponse:
    """A record, as far as this reader may see it."""
    return render(request, "supervision/session.html", queries.session_page(request.user, pk))


propose = posted(
    lambda request, pk: actions.propose(_session(request, pk), by=request.user, version=version(request)),
    done=lambda row: _("Sent to %(name)s to agree.") % {"name": row.person},
)
remind = posted(
    lambda request, pk: actions.remind(_session(request, pk), by=request.user, version=version(request)),
    done=lazy("Reminded. There will be no other reminder; after a week the record stands as “not answered”."),
)
withdraw = posted(
    lambda request, pk: actions.withdraw(_session(request, pk), by=request.user, version=version(request)),
    done=lazy("Withdrawn. It counts for nothing."),
    to="supervision:home",
)


@BOTH
@login_required
def agree(request, pk: int) -> HttpResponse:
    """Agree the record, with a comment if you like; it is then closed."""
    row = _session(request, pk)
    return form_page(
        request,
        forms.CommentForm,
        lambda form: actions.agree(row, by=request.user, version=form.version, **form.answers),
        policy=policies.sessions,
        verb="agree",
        row=row,
        title=_("Agree the record of %(row)s") % {"row": row},
        button=_("Agree"),
        done=_("Agreed. The record is closed; either of you can still add a remark."),
        back={"text": str(row), "url": row.get_absolute_url()},
        see=queries.readers_of(request.user, row),
    )


@BOTH
@login_required
def query(request, pk: int) -> HttpResponse:
    """Ask for a change to the record."""
    row = _session(request, pk)
    return form_page(
        request,
        forms.ChangeForm,
        lambda form: actions.query(row, by=request.user, version=form.version, **form.answers),
        policy=policies.sessions,
        verb="query",
        row=row,
        title=_("Ask for a change to the record"),
        button=_("Send"),
        done=lambda row: _("Sent to %(name)s.") % {"name": row.held_by},
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@BOTH
@login_required
def remark(request, pk: int) -> HttpResponse:
    """Add a later remark to a closed record."""
    row = _session(request, pk)
    if request.user.pk not in (row.held_by_id, row.person.user_id):
        raise NotAllowed()
    return form_page(
        request,
        forms.TextForm,
        lambda form: actions.add_remark(row, by=request.user, **form.answers),
        policy=policies.addenda,
        verb="add",
        title=_("Add a remark to the record"),
        done=_("Added."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@BOTH
@login_required
def share(request, pk: int) -> HttpResponse:
    """Show this record to one named person for up to 30 days."""
    row = _session(request, pk)
    if row.person.user_id != request.user.pk:
        raise NotAllowed()

    def act(form):
        user = finding.account_by_address(form.cleaned_data["email"], row)
        return actions.share_entry(row, by=request.user, user=user, days=form.cleaned_data["days"])

    return form_page(
        request,
        forms.ShareForm,
        act,
        policy=policies.shares,
        verb="share",
        title=_("Show this record to somebody"),
        button=_("Show it"),
        done=lambda share: (
            _("%(name)s can read it until %(day)s. You can take it back at any time.")
            % {"name": share.user, "day": share.until}
        ),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


end_share = posted(
    lambda request, pk: actions.end_share(
        policies.shares.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken back. They can no longer read it."),
    to=lambda share: share.session.get_absolute_url(),
)


@require_POST
@login_required
def share_earlier(request, stream: int) -> HttpResponse:
    """Let your supervisor of today read the records of earlier ones, in one kind of supervision."""
    if not policies.shares.may_start(request.user, "share"):
        raise NotAllowed()
    person, found = queries.my_stream(request.user, stream)
    count = actions.share_earlier(person, found, by=request.user)
    words = ngettext("%d earlier record is shared.", "%d earlier records are shared.", count) % count
    messages.success(request, words if count else _("There is no earlier record to share."))
    return redirect("supervision:mine")


@BOTH
@login_required
def note_passed_on(request, pk: int) -> HttpResponse:
    """Note that a safeguarding concern was passed to somebody; nothing about the concern."""
    row = _session(request, pk)
    if row.held_by_id != request.user.pk:
        raise NotAllowed()
    return form_page(
        request,
        forms.PassedOnForm,
        lambda form: actions.note_passed_on(row, by=request.user, **form.answers),
        policy=policies.passed_on,
        verb="note",
        title=_("A concern was passed on"),
        done=_("Noted."),
        lede=_("Who it went to, when, and whether the worker knows. Write nothing about the concern itself."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


tell_worker = posted(
    lambda request, pk: actions.tell_worker(
        policies.passed_on.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Noted."),
    to=lambda concern: concern.session.get_absolute_url(),
)
ask_for_note = posted(
    lambda request, pk: actions.ask_for_note(
        policies.notes.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Asked for. The records officer will answer you; until then the note is kept."),
    to=lambda note: note.session.get_absolute_url(),
)


@BOTH
@login_required
def note(request, pk: int) -> HttpResponse:
    """Write a note for yourself about a session you held, or change it."""
    row = _session(request, pk)
    if row.held_by_id != request.user.pk:
        raise NotAllowed()
    kept = queries.note_of(request.user, row)

    def act(form):
        if kept is None:
            return actions.write_note(row, by=request.user, **form.answers)
        return actions.edit_note(kept, by=request.user, version=form.version, **form.answers)

    return form_page(
        request,
        forms.NoteForm,
        act,
        policy=policies.notes,
        verb="edit" if kept else "write",
        row=kept,
        title=_("Your note about this session"),
        done=_("Kept. It is deleted 30 days after the record closes."),
        initial={"text": kept.text} if kept else None,
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@BOTH
@login_required
def give_note(request, pk: int) -> HttpResponse:
    """The records officer reads a note the worker asked for, under a case, and gives it to them."""
    note = policies.notes.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ReasonForm,
        lambda form: _give(request.user, pk, form.cleaned_data["reason"]),
        policy=policies.notes,
        verb="give",
        row=note,
        title=_("Give the worker the preparation note they asked for"),
        lede=_("Opening it leaves a line in the read log, which the worker sees."),
        button=_("Open and give it"),
        done=_("Given. The worker has been told."),
        to=reverse("home:home"),
    )


def _give(user, pk: int, reason: str):
    return actions.give_note(queries.open_note(user, pk, reason), by=user)


# Actions agreed -------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def action_list(request) -> HttpResponse:
    """What was agreed and is still to do, the soonest first."""
    rows = policies.actions.visible(request.user).filter(status="open").select_related("owner", "person", "session")
    return render(
        request,
        "supervision/actions.html",
        {"actions": [(policies.actions.show(row), row.who()) for row in rows[:200]]},
    )


def _action(request, pk: int):
    return policies.actions.find(request.user, pk=pk)


@require_safe
@login_required
def action(request, pk: int) -> HttpResponse:
    row = _action(request, pk)
    return render(request, "supervision/action.html", {"action": policies.actions.show(row), "who": row.who()})


@BOTH
@login_required
def edit_action(request, pk: int) -> HttpResponse:
    row = _action(request, pk)
    return form_page(
        request,
        forms.ActionForm,
        lambda form: actions.edit_action(row, by=request.user, version=form.version, **form.answers),
        policy=policies.actions,
        verb="edit",
        row=row,
        title=_("Change what was agreed"),
        done=_("Saved."),
        initial={"what": row.what, "due_on": row.due_on},
        back={"text": _("Actions"), "url": reverse("supervision:actions")},
    )


def _act(verb, words):
    return posted(
        lambda request, pk: verb(_action(request, pk), by=request.user, version=version(request)),
        done=words,
        to="supervision:actions",
    )


do_action = _act(actions.do_action, lazy("Done."))
drop_action = _act(actions.drop_action, lazy("Let go."))
reopen_action = _act(actions.reopen_action, lazy("It is open again."))


# To take away ---------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def session_pdf(request, pk: int) -> HttpResponse:
    return reports.one(request.user, queries.session_page(request.user, pk))


@BOTH
@login_required
def take_away(request, pk: int | None = None) -> HttpResponse:
    """The records of a period as a PDF, for revalidation, an appraisal or a portfolio; or the dates as CSV."""
    if pk is None:
        person = queries.own_person(request.user)
    else:
        person = queries.supervisee_page(request.user, pk)["person"]
    if person is None:
        raise NotAllowed()
    today = timezone.localdate()
    initial = {"first": today - timedelta(days=365), "last": today}
    form = forms.PeriodForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        rows = queries.period(request.user, person, first, last)
        groups = queries.groups_in(request.user, person, first, last)
        if request.POST.get("as") == "csv":
            return reports.dates(request.user, rows, groups)
        return reports.many(request.user, person, rows, groups, first, last)
    status = 400 if request.method == "POST" else 200
    return render(request, "supervision/take_away.html", {"form": form, "person": person}, status=status)
