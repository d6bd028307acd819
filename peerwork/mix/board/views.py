"""The pages: the board's reports, the peers' page with checks and statements, outcomes, and the check by code."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.mix.board import actions, drawing, foi_files, forms, queries
from peerwork.mix.board.policy import checks, indicators, packs, reports, statements

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
VOICE = {"text": lazy("Voice"), "url": reverse_lazy("mix:voice")}


def _may(request, policy) -> None:
    if not any(grant.rows(request.user) for grant in policy.grants):
        raise NotAllowed()


# The report -----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def board(request) -> HttpResponse:
    """The reports that were made, and what the next one still waits for."""
    _may(request, reports)
    page = Paginator(queries.reports_for(request.user), 25).get_page(request.GET.get("page"))
    context = {
        "page": page, "reports": [reports.show(row) for row in page],
        "may_make": reports.may_start(request.user, "make"), "waits": queries.waiting_for(request.user),
    }  # fmt: skip
    return render(request, "mix/board/list.html", context)


@require_safe
@login_required
def report(request, pk: int) -> HttpResponse:
    """One report, as the board reads it."""
    row = reports.find(request.user, pk=pk)
    return render(request, "mix/board/report.html", {"report": reports.show(row), **drawing.page(row.content)})


@require_safe
@login_required
def report_pdf(request, pk: int) -> HttpResponse:
    """The same report as a PDF; each file that leaves is written down."""
    return drawing.pdf(request.user, reports.find(request.user, pk=pk))


@GET_OR_POST
@login_required
def make(request) -> HttpResponse:
    """Make the report of a month."""

    def act(form):
        given = form.answers
        month = date.fromisoformat(f"{given['month']}-01")
        return actions.make_report(by=request.user, organisation=given["organisation"], month=month,
                                   basis=given["basis"])  # fmt: skip

    return form_page(
        request, forms.ReportForm, act, policy=reports, verb="make", title=_("Make a board report"),
        button=_("Make it"), done=_("Made. Nothing in it changes any more."), form_kwargs={"user": request.user},
        back={"text": _("Board reports"), "url": reverse("mix:board")},
    )  # fmt: skip


# Voice ----------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def voice(request) -> HttpResponse:
    """The quarterly checks with what may be told of them, and the forum's statements with their answers."""
    _may(request, statements)
    return render(request, "mix/board/voice.html", queries.voice(request.user))


@GET_OR_POST
@login_required
def open_check(request) -> HttpResponse:
    """Ask five questions for a quarter."""
    return form_page(
        request, forms.OpenCheckForm, lambda form: actions.open_check(by=request.user, **form.answers), policy=checks,
        verb="open", title=_("Open a quarterly check"), button=_("Open it"), done=_("Open until its last day."),
        form_kwargs={"user": request.user}, back=VOICE,
    )  # fmt: skip


close_check = posted(
    lambda request, pk: actions.close_check(
        checks.find(request.user, pk=pk), by=request.user, version=version(request)),
    done=lazy("Closed. What may be told of it stands below."),
)  # fmt: skip


@GET_OR_POST
@login_required
def answer(request, pk: int) -> HttpResponse:
    """A peer worker answers; the answers are counted and never kept with a name."""
    check = queries.to_answer(request.user, pk)
    return form_page(
        request, forms.AnswersForm, lambda form: actions.answer_pulse(check, by=request.user, answers=form.five),
        policy=checks, verb="answer", row=check, title=str(check), button=_("Send"),
        done=_("Thank you. Your answers are counted."), to=reverse("mix:voice"), back=VOICE,
        template="mix/board/answer.html",
    )  # fmt: skip


@GET_OR_POST
@login_required
def codes(request, pk: int) -> HttpResponse:
    """One-use codes for people who receive services: shown this once, to be printed and handed out."""
    check = checks.find(request.user, pk=pk)
    checks.require(request.user, "close", check)
    form = forms.CodesForm(request.POST or None)
    made: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.hand_out_codes(check, form.cleaned_data["many"], by=request.user)
        except Invalid as refusal:
            form.refuse(refusal)
    context = {"form": form, "codes": made, "check": check, "address": request.build_absolute_uri(reverse("mix:check"))}
    return render(request, "mix/board/codes.html", context, status=400 if form.errors else 200)


@GET_OR_POST
@never_cache
def check(request) -> HttpResponse:
    """Somebody who receives services answers with the code from a card; nobody learns who they are."""
    return form_page(
        request, forms.CodeAnswersForm, lambda form: actions.answer_by_code(form.cleaned_data["code"], form.five),
        title=_("How was it for you?"), button=_("Send"), to=reverse("mix:check-thanks"),
        template="mix/board/check.html",
    )  # fmt: skip


@require_safe
def check_thanks(request) -> HttpResponse:
    """Answered with a code."""
    return render(request, "mix/board/thanks.html")


@GET_OR_POST
@login_required
def give_statement(request) -> HttpResponse:
    """Hand in the peer forum's statement as the forum wrote it."""
    return form_page(
        request, forms.StatementForm, lambda form: actions.give_statement(by=request.user, **form.answers),
        policy=statements, verb="give", title=_("The peer forum’s statement"), button=_("Hand it in"),
        done=_("Handed in. It goes to the board as it is."), form_kwargs={"user": request.user}, back=VOICE,
    )  # fmt: skip


@GET_OR_POST
@login_required
def reply(request, pk: int) -> HttpResponse:
    """The director answers the forum; the peers read it."""
    row = statements.find(request.user, pk=pk)
    return form_page(
        request, forms.ReplyForm,
        lambda form: actions.reply_to_statement(row, by=request.user, version=form.version, **form.answers),
        policy=statements, verb="reply", row=row, title=_("Answer the peer forum"), button=_("Send the answer"),
        done=_("Sent, with today’s date. The peers read it."), back=VOICE,
    )  # fmt: skip


# Outcomes -------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def outcomes(request) -> HttpResponse:
    """The outcomes kept beside the share, and their latest figures."""
    _may(request, indicators)
    return render(request, "mix/board/outcomes.html", queries.outcomes(request.user))


@GET_OR_POST
@login_required
def add_indicator(request) -> HttpResponse:
    """Keep one more outcome."""
    return form_page(
        request, forms.NewIndicatorForm, lambda form: actions.add_indicator(by=request.user, **form.answers),
        policy=indicators, verb="add", title=_("Add an outcome"), done=_("Added."), form_kwargs={"user": request.user},
        back={"text": _("Outcomes"), "url": reverse("mix:outcomes")},
    )  # fmt: skip


@GET_OR_POST
@login_required
def edit_indicator(request, pk: int) -> HttpResponse:
    """Change what an outcome is called and how it is tagged."""
    row = indicators.find(request.user, pk=pk)
    return form_page(
        request, forms.IndicatorForm,
        lambda form: actions.edit_indicator(row, by=request.user, version=form.version, **form.answers),
        policy=indicators, verb="edit", row=row, title=_("Change “%(name)s”") % {"name": row}, done=_("Changed."),
        back={"text": _("Outcomes"), "url": reverse("mix:outcomes")},
    )  # fmt: skip


close_indicator = posted(
    lambda request, pk: actions.close_indicator(
        indicators.find(request.user, pk=pk), by=request.user, version=version(request)),
    done=lazy("No longer kept. What was loaded stays."),
)  # fmt: skip


@GET_OR_POST
@login_required
def load_outcomes(request) -> HttpResponse:
    """Load a file of sums."""
    return form_page(
        request, forms.LoadForm, lambda form: actions.load_outcomes(by=request.user, **form.answers),
        policy=indicators, verb="add", title=_("Load figures of outcomes"), button=_("Load"),
        done=lambda rows: _("%(rows)d rows loaded.") % {"rows": rows}, to=reverse("mix:outcomes"),
        form_kwargs={"user": request.user}, back={"text": _("Outcomes"), "url": reverse("mix:outcomes")},
    )  # fmt: skip


# Information requests -------------------------------------------------------------------------------------------------
@require_safe
@login_required
def pack_list(request) -> HttpResponse:
    """The packs that were made, newest first."""
    _may(request, packs)
    page = Paginator(queries.packs_for(request.user), 25).get_page(request.GET.get("page"))
    context = {
        "page": page, "packs": [packs.show(row) for row in page], "may_make": packs.may_start(request.user, "make"),
    }  # fmt: skip
    return render(request, "mix/board/packs.html", context)


@GET_OR_POST
@login_required
def make_pack(request) -> HttpResponse:
    """Make the pack of a month."""

    def act(form):
        month = date.fromisoformat(f"{form.answers['month']}-01")
        return actions.make_pack(by=request.user, organisation=form.answers["organisation"], month=month)

    return form_page(
        request, forms.PackForm, act, policy=packs, verb="make", title=_("Numbers for information requests"),
        button=_("Make the pack"), done=_("Made. It is the same for everybody who asks."),
        form_kwargs={"user": request.user}, back={"text": _("Information requests"), "url": reverse("mix:foi")},
    )  # fmt: skip


@require_safe
@login_required
def pack(request, pk: int) -> HttpResponse:
    """One pack: every number in it, and what each means."""
    row = packs.find(request.user, pk=pk)
    return render(request, "mix/board/pack.html", {"pack": packs.show(row), "content": row.content})


@require_safe
@login_required
def pack_zip(request, pk: int) -> HttpResponse:
    """The pack to send: CSV, PDF and definitions in one file."""
    return foi_files.as_zip(request.user, packs.find(request.user, pk=pk))
