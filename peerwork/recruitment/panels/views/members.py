"""A member's own pages: very simple, phone first, one thing on each page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit import ics
from peerwork.kit.errors import Conflict, Invalid, NotHere
from peerwork.kit.templatetags.ui import clock
from peerwork.kit.views_base import form_page, posted, version
from peerwork.recruitment.panels import actions, forms, mail, queries, reach
from peerwork.recruitment.panels import policy as policies
from peerwork.recruitment.panels.models import Declaration, Seat
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.panels.scoring import policy as scoring_policy

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def own_seat(request, pk: int) -> Seat:
    """The member's own place; raises NotHere for anybody else, HR included."""
    seat = policies.seats.find(request.user, pk=pk)
    if seat.pk not in reach.seats_of(request.user):
        raise NotHere()
    return seat


def to_list(seat: Seat) -> dict:
    return {"text": _("Today’s people"), "url": seat.get_absolute_url()}


@BOTH
@never_cache
def ask_for_link(request) -> HttpResponse:
    """A member without a password asks for a new way in."""
    return form_page(
        request,
        forms.LinkForm,
        lambda form: actions.ask_for_link(form.cleaned_data["email"]),
        title=_("Get a link to your panel"),
        lede=_("We will send a link to the address we have for you. There is no password to remember."),
        button=_("Send me a link"),
        done=_("If this address is on a panel, a link is on its way. Look in your mail."),
        to=reverse("panels:ask_for_link"),
    )


@require_safe
@login_required
def mine(request) -> HttpResponse:
    """The panels you sit on."""
    found = queries.my_seats(request.user)
    if not found:
        raise NotHere()
    return render(request, "recruitment/panels/mine.html", {"seats": found})


@require_safe
@login_required
def seat(request, pk: int) -> HttpResponse:
    """Today's people: when and where, and one button for each."""
    row = own_seat(request, pk)
    lines = queries.to_score(request.user, row) if row.status == Seat.Status.ON and not row.reserve else []
    waiting = [line for line in lines if line.state in ("ask", "open", "keyed")]
    context = {
        "seat": policies.seats.show(row),
        "row": row,
        "panel": policies.panels.show(policies.panels.find(request.user, pk=row.panel_id)),
        "lines": lines,
        "waiting": waiting,
        "days": queries.seat_days(request.user, row),
        "offers": policies.seats.offers(row),
        "shows": queries.shows_scores(request.user, row.panel),
        "is_over": row.panel.closes_at is not None and row.panel.closes_at <= timezone.now(),
    }
    return render(request, "recruitment/panels/seat.html", context)


@BOTH
@login_required
def accept(request, pk: int) -> HttpResponse:
    """Say yes to a place, with the promise to keep what is said private."""
    row = own_seat(request, pk)
    return form_page(
        request,
        forms.AcceptForm,
        lambda form: actions.accept_seat(row, by=request.user, version=form.version, **form.answers),
        policy=policies.seats,
        verb="accept",
        row=row,
        title=_("Before you say yes"),
        button=_("Yes, I will come"),
        back={"text": str(row.panel), "url": row.get_absolute_url()},
        done=_("Thank you. The dates are on their way to your calendar."),
    )


decline = posted(
    lambda request, pk: actions.decline_seat(own_seat(request, pk), by=request.user, version=version(request)),
    done=lazy("Thank you for telling us. You will be asked again another time."),
    to="panels:thanks",
)


def _step_down(request, pk):
    row = policies.seats.find(request.user, pk=pk)
    return actions.step_down(row, by=request.user, version=version(request)), row


step_down = posted(
    _step_down,
    done=lazy("Noted. What was not scored yet is excused, and the reserve can step in."),
    to=lambda result: (
        result[0].panel.get_absolute_url() if "add" in policies.seats.granted(result[1]) else reverse("panels:thanks")
    ),
)


@require_safe
@never_cache
def thanks(request) -> HttpResponse:
    """Goodbye, for somebody who has just left a panel."""
    return render(request, "recruitment/panels/thanks.html")


@require_safe
@login_required
def dates(request, pk: int) -> HttpResponse:
    """The panel's dates as a calendar file."""
    row = own_seat(request, pk)
    events = [mail.event(day) for day in queries.seat_days(request.user, row)]
    response = HttpResponse(ics.feed(events, name=_("Appointments")), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return response


# Before scoring -------------------------------------------------------------------------------------------------------
def _line(request, seat: Seat, application: int) -> queries.ToScore:
    found = next((x for x in queries.to_score(request.user, seat) if x.application.pk == application), None)
    if found is None:
        raise NotHere()
    return found


@BOTH
@login_required
def start(request, pk: int, application: int) -> HttpResponse:
    """Before you start: what you will score, and whether you know this person."""
    row = own_seat(request, pk)
    line = _line(request, row, application)
    known = line.declared
    called = queries.names(request.user, [line.application])[line.application.pk]  # in full, this once

    def act(form):
        if known is not None:
            return actions.change_declaration(known, by=request.user, version=form.version, **form.answers)
        return actions.declare(by=request.user, seat=row, application=line.application, **form.answers)

    def go_on(said) -> str:
        if said.answer == Declaration.Answer.CONFLICT or line.sheet is None:
            return row.get_absolute_url()
        return reverse("panels:score", args=[row.pk, line.application.pk, 1])

    return form_page(
        request,
        forms.DeclareForm,
        act,
        policy=policies.declarations,
        verb="change" if known else "declare",
        row=known,
        title=_("Do you know %(name)s?") % {"name": called},
        button=_("Go on"),
        back=to_list(row),
        to=go_on,
        done=lambda said: (
            _("Thank you. Somebody else scores this person.") if said.answer == Declaration.Answer.CONFLICT else ""
        ),
        template="recruitment/panels/start.html",
        questions=[q for q in queries.questions_of(request.user, row.panel) if q.asks(row.side)],
        panel=row.panel,
    )


# One question ---------------------------------------------------------------------------------------------------------
@BOTH
@login_required
@never_cache
def score(request, pk: int, application: int, number: int) -> HttpResponse:
    """One question, no distractions: a choice from 1 to 5, a note for oneself, one button."""
    row = own_seat(request, pk)
    line = _line(request, row, application)
    asked = [q for q in queries.questions_of(request.user, row.panel) if q.asks(row.side)]
    if not 1 <= number <= len(asked):
        raise NotHere()
    here = [row.pk, line.application.pk]
    if line.state == "ask":
        return redirect("panels:start", *here)
    if line.state != "open":
        return _checked(request, row, line)
    question, wants_json = asked[number - 1], request.headers.get("X-Requested-With") == "fetch"
    given = queries.own_scores(request.user, line.sheet).get(question.pk)
    initial = {}
    if given is not None:
        initial = {"value": str(given.value or ""), "not_assessed": given.not_assessed, "note": given.note}
    posted_data = (request.POST,) if request.method == "POST" else ()
    form = forms.ScoreForm(*posted_data, question=question, initial=initial)
    status = 200
    if posted_data:
        status = 400
        if form.is_valid():
            try:
                answers = form.answers
                scoring.save_score(line.sheet, by=request.user, question=question, **answers)
            except Invalid as refusal:
                form.refuse(refusal)
            except Conflict as refusal:
                status = 409
                form.refuse(refusal)
            else:
                if wants_json:
                    return JsonResponse({"message": _("Saved at %(time)s.") % {"time": clock(timezone.now())}})
                last = number == len(asked)
                return redirect("panels:check", *here) if last else redirect("panels:score", *here, number + 1)
        if wants_json:
            words = [str(words) for messages in form.errors.values() for words in messages]
            return JsonResponse({"message": " ".join(words)}, status=200 if status == 400 else status)
    context = {
        "seat": row,
        "panel": row.panel,
        "name": line.name,
        "application": line.application,
        "form": form,
        "question": question,
        "guide": [words.strip() for words in question.guide.splitlines() if words.strip()],
        "number": number,
        "total": len(asked),
        "later": reverse("panels:check", args=here)
        if number == len(asked)
        else reverse("panels:score", args=[*here, number + 1]),
        "title": _("Question %(number)d of %(total)d, %(name)s")
        % {"number": number, "total": len(asked), "name": line.name},
    }
    return render(request, "recruitment/panels/score.html", context, status=status)


@require_safe
@login_required
@never_cache
def check(request, pk: int, application: int) -> HttpResponse:
    """Check your scores before you send them: once, and then they stand."""
    row = own_seat(request, pk)
    return _checked(request, row, _line(request, row, application))


def _checked(request, row: Seat, line: queries.ToScore) -> HttpResponse:
    if line.sheet is None:
        raise NotHere()
    given = queries.own_scores(request.user, line.sheet)
    asked = [q for q in queries.questions_of(request.user, row.panel) if q.asks(row.side)]
    words = dict(forms.SCALE)
    rows = []
    for number, question in enumerate(asked, 1):
        score = given.get(question.pk)
        value = words.get(str(score.value)) if score is not None and score.value else ""
        rows.append({"number": number, "question": question, "score": score, "words": value})
    missing = [r for r in rows if r["score"] is None or not (r["score"].value or r["score"].not_assessed)]
    context = {
        "seat": row,
        "panel": row.panel,
        "line": line,
        "sheet": line.sheet,
        "name": line.name,
        "rows": rows,
        "missing": missing,
        "offers": scoring_policy.sheets.offers(line.sheet),
        "title": _("Check your scores for %(name)s") % {"name": line.name},
    }
    return render(request, "recruitment/panels/check.html", context)


def _with_sheet(act, words, to):
    def do(request, pk, application):
        row = own_seat(request, pk)
        line = _line(request, row, application)
        if line.sheet is None:
            raise NotHere()
        act(line.sheet, by=request.user, version=version(request))
        return row, line.application

    return posted(do, done=words, to=to)


def _done(result) -> str:
    row, application = result
    return reverse("panels:done", args=[row.pk, application.pk])


submit = _with_sheet(scoring.submit_sheet, "", _done)
confirm = _with_sheet(scoring.confirm_sheet, "", _done)
correct = _with_sheet(
    scoring.correct_sheet,
    lazy("You can change every score now."),
    lambda result: reverse("panels:score", args=[result[0].pk, result[1].pk, 1]),
)


@require_safe
@login_required
def done(request, pk: int, application: int) -> HttpResponse:
    """Thank you: what happens next, payment, who to ring."""
    row = own_seat(request, pk)
    line = _line(request, row, application)
    waiting = [x for x in queries.to_score(request.user, row) if x.state in ("ask", "open", "keyed")]
    context = {"seat": row, "panel": row.panel, "name": line.name, "next": waiting[0] if waiting else None}
    return render(request, "recruitment/panels/done.html", context)


# After the reveal -----------------------------------------------------------------------------------------------------
@require_safe
@login_required
def results(request, pk: int) -> HttpResponse:
    """What everybody gave, by question and by group; your own scores can be talked through."""
    row = own_seat(request, pk)
    if not queries.shows_scores(request.user, row.panel):
        raise NotHere()
    found, lines = queries.result_lines(request.user, row.panel)
    for line in lines:
        line.name = queries.names(request.user, [line.application], first=True)[line.application.pk]
    own = queries.moderated_by_me(request.user, row.panel) if row.panel.status == "revealed" else []
    context = {"seat": row, "panel": row.panel, "lines": lines, "results": found, "own": own}
    return render(request, "recruitment/panels/results.html", context)


@BOTH
@login_required
def moderate(request, pk: int, score: int) -> HttpResponse:
    """Add a changed score of your own after talking it through, with the reason; the first one stays."""
    row = own_seat(request, pk)
    given = scoring_policy.scores.find(request.user, pk=score, sheet__seat=row)
    return form_page(
        request,
        forms.ModerateForm,
        lambda form: scoring.moderate(by=request.user, score=given, **form.answers),
        policy=scoring_policy.moderations,
        verb="moderate",
        title=_("After talking it through"),
        lede=str(given.question),
        button=_("Add the change"),
        back={"text": _("All scores"), "url": reverse("panels:results", args=[row.pk])},
        done=_("Added, beside your first score."),
        to=reverse("panels:results", args=[row.pk]),
    )


# Own page -------------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def needs(request, pk: int) -> HttpResponse:
    """What would help you take part, and whether you wish to be paid."""
    row = own_seat(request, pk)
    panellist = policies.panellists.find(request.user, pk=row.panellist_id)
    return form_page(
        request,
        forms.NeedsForm,
        lambda form: actions.tell_needs(panellist, by=request.user, version=form.version, **form.answers),
        policy=policies.panellists,
        verb="tell",
        row=panellist,
        title=_("What helps you, and payment"),
        lede=_("Only the panel coordinator reads what helps you. How you wish to be paid also goes to payroll."),
        back=to_list(row),
        done=_("Saved. The panel coordinator can see it."),
        to=row.get_absolute_url(),
    )
