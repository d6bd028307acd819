"""The outcome of a panel for each applicant, the decision, the check page; sheets; light records; figures."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import Conflict, NotAllowed, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.recruitment.panels import forms, queries, rules
from peerwork.recruitment.panels import policy as policies
from peerwork.recruitment.panels.scoring import actions, figures
from peerwork.recruitment.panels.scoring import policy as scoring_policy
from peerwork.recruitment.panels.sheets import queries as sheet_queries

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _applicant(request, pk: int, application: int):
    """The panel and the applicant it has met; for those who plan and decide."""
    panel = policies.panels.find(request.user, pk=pk)
    if "override_reason" not in policies.panels.readable(panel):
        raise NotAllowed()
    found = queries.met(request.user, panel, application)
    if found is None:
        raise NotHere()
    return panel, found


@BOTH
@login_required
def outcome(request, pk: int, application: int) -> HttpResponse:
    """Everybody's scores of one applicant, by question and group, and below them the panel's decision."""
    panel, found = _applicant(request, pk, application)
    context = queries.outcome_page(request.user, panel, found)
    name = queries.names(request.user, [found])[found.pk]
    decision = scoring_policy.decisions.visible(request.user).filter(application=found).first()
    may = scoring_policy.decisions.may_start(request.user, "decide") and context["line"] is not None
    context |= {
        "name": name,
        "title": name,
        "decision": scoring_policy.decisions.show(decision) if decision else None,
        "waiting": sheet_queries.outstanding(panel).count() if panel.status == "scoring" else 0,
        "back": {"text": str(panel), "url": panel.get_absolute_url()},
    }
    open_still = panel.status == "revealed" and (decision is None or decision.status == "decided")
    if not (may and open_still):
        if request.method == "POST":
            raise Conflict() if scoring_policy.decisions.may_start(request.user, "decide") else NotAllowed()
        return render(request, "recruitment/panels/outcome.html", context)

    def act(form):
        given = dict(form.answers)
        feedback = given.pop("feedback")
        if decision is None:
            made = actions.decide(by=request.user, panel=panel, application=found, **given)
        else:
            made = actions.change_decision(decision, by=request.user, version=form.version, **given)
        return actions.draft_feedback(made, by=request.user, feedback=feedback)

    months = rules.rule_of(panel.vacancy.employer_id).reserve_months
    until = date_format(timezone.localdate() + timedelta(days=round(months * 30.44)), "j F Y")
    line = context["line"]
    first = {"feedback": queries.feedback_draft(line.line, name.split()[0])} if decision is None and line else {}
    return form_page(
        request,
        forms.DecisionForm,
        act,
        policy=scoring_policy.decisions,
        verb="change" if decision else "decide",
        row=decision,
        button=_("Continue"),
        initial=first,
        to=lambda made: reverse("panels:decision", args=[made.pk]),
        template="recruitment/panels/outcome.html",
        form_kwargs={
            "reserve_hint": _("%(name)s stays on the reserve list until %(day)s unless you give another day")
            % {"name": name.split()[0], "day": until}
        },
        **{key: value for key, value in context.items() if key not in ("title", "back")},
        title=name,
        back=context["back"],
    )


@require_safe
@login_required
def decision(request, pk: int) -> HttpResponse:
    """Check before anything is sent: what the applicant will read, word for word."""
    row = scoring_policy.decisions.find(request.user, pk=pk)
    context = {
        "decision": scoring_policy.decisions.show(row),
        "row": row,
        "name": queries.names(request.user, [row.application])[row.application_id],
        "panel": row.panel,
        "standing": rules.standing(row.panel) if row.status == "decided" else [],
    }
    return render(request, "recruitment/panels/decision.html", context)


send = posted(
    lambda request, pk: actions.send_decision(
        scoring_policy.decisions.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Sent. They have the answer and the feedback now."),
    to=lambda row: row.panel.get_absolute_url(),
)


@BOTH
@login_required
def offer_next(request, pk: int) -> HttpResponse:
    """A post has come up: offer it to somebody on the reserve list."""
    row = scoring_policy.decisions.find(request.user, pk=pk)
    return form_page(
        request,
        forms.OfferForm,
        lambda form: actions.offer_next(row, by=request.user, version=form.version, **form.answers),
        policy=scoring_policy.decisions,
        verb="offer_next",
        row=row,
        title=_("Offer the post"),
        lede=queries.names(request.user, [row.application])[row.application_id],
        button=_("Offer it"),
        back={"text": str(row.panel), "url": row.panel.get_absolute_url()},
        done=_("Offered. The offer itself is made next."),
        to=lambda made: reverse("panels:decision", args=[made.pk]),
    )


# Sheets -------------------------------------------------------------------------------------------------------------
def _sheet(request, pk: int):
    return scoring_policy.sheets.find(request.user, pk=pk)


def _sheet_page(request, pk: int, verb: str, act, **words) -> HttpResponse:
    sheet = _sheet(request, pk)
    return form_page(
        request,
        forms.ReasonForm,
        lambda form: act(sheet, by=request.user, version=form.version, **form.answers),
        policy=scoring_policy.sheets,
        verb=verb,
        row=sheet,
        lede=f"{sheet.seat}, {sheet.application}",
        back={"text": str(sheet.seat.panel), "url": sheet.seat.panel.get_absolute_url()},
        to=sheet.seat.panel.get_absolute_url(),
        **words,
    )


@BOTH
@login_required
def excuse(request, pk: int) -> HttpResponse:
    """Excuse a member from scoring somebody; everybody on the panel sees the reason."""
    words = {"title": _("Excuse from scoring"), "button": _("Excuse"), "done": _("Excused. The reason is shown.")}
    return _sheet_page(request, pk, "excuse", actions.excuse_sheet, **words)


@BOTH
@login_required
def reopen(request, pk: int) -> HttpResponse:
    """Open a sheet that was sent once more, before anybody has seen the scores."""
    words = {"title": _("Open the scores again"), "button": _("Open them"), "done": _("Open again for the member.")}
    return _sheet_page(request, pk, "reopen", actions.reopen_sheet, **words)


@BOTH
@login_required
def key(request, pk: int) -> HttpResponse:
    """Type in a paper sheet for a member, who confirms it; you don't see it again."""
    sheet = _sheet(request, pk)
    return form_page(
        request,
        forms.KeyForm,
        lambda form: actions.key_sheet(sheet, by=request.user, version=form.version, given=form.given),
        policy=scoring_policy.sheets,
        verb="key",
        row=sheet,
        title=_("Type in the paper sheet of %(name)s") % {"name": sheet.seat},
        lede=str(sheet.application),
        button=_("Hand it to the member to confirm"),
        back={"text": str(sheet.seat.panel), "url": sheet.seat.panel.get_absolute_url()},
        done=_("The member is asked to confirm it. You don’t see it again."),
        to=sheet.seat.panel.get_absolute_url(),
        form_kwargs={"questions": sheet_queries.questions_for(sheet)},
    )


# Posts recruited elsewhere ------------------------------------------------------------------------------------------
def _units(request):
    return queries.open_units(request.user)


@require_safe
@login_required
def elsewhere(request) -> HttpResponse:
    """Panels for posts recruited elsewhere, kept light: they count in whose first choice was appointed."""
    if not scoring_policy.elsewhere.may_start(request.user, "record"):
        raise NotAllowed()
    rows = scoring_policy.elsewhere.visible(request.user).select_related("unit")[:200]
    return render(request, "recruitment/panels/elsewhere.html", {"rows": rows})


@BOTH
@login_required
def record_elsewhere(request) -> HttpResponse:
    return form_page(
        request,
        forms.ElsewhereForm,
        lambda form: actions.record_elsewhere(by=request.user, **form.answers),
        policy=scoring_policy.elsewhere,
        verb="record",
        title=_("A panel for a post recruited elsewhere"),
        lede=_("Such as a consultant or a ward manager. No full names: initials are enough."),
        back={"text": _("Panels elsewhere"), "url": reverse("panels:elsewhere")},
        done=_("Kept. It counts with the other panels of this quarter."),
        form_kwargs={"units": _units(request)},
    )


@require_safe
@login_required
def elsewhere_row(request, pk: int) -> HttpResponse:
    row = scoring_policy.elsewhere.find(request.user, pk=pk)
    context = {"row": row, "verbs": scoring_policy.elsewhere.granted(row)}
    return render(request, "recruitment/panels/elsewhere_row.html", context)


@BOTH
@login_required
def edit_elsewhere(request, pk: int) -> HttpResponse:
    row = scoring_policy.elsewhere.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ElsewhereForm,
        lambda form: actions.edit_elsewhere(row, by=request.user, version=form.version, **form.answers),
        policy=scoring_policy.elsewhere,
        verb="edit",
        row=row,
        title=str(row),
        back={"text": _("Panels elsewhere"), "url": reverse("panels:elsewhere")},
        done=_("Saved."),
        form_kwargs={"units": _units(request), "instance": row},
    )


withdraw_elsewhere = posted(
    lambda request, pk: actions.withdraw_elsewhere(
        scoring_policy.elsewhere.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken back. It no longer counts."),
    to="panels:elsewhere",
)


# Figures ------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def figures_page(request) -> HttpResponse:
    """How often the service users' first choice was appointed: fixed by quarter, through the release rules."""
    if not figures.may_read(request.user):
        raise NotAllowed()
    unit = request.GET.get("unit", "")
    context = figures.page(request.user, int(unit) if unit.isdecimal() and len(unit) < 10 else None)
    return render(request, "recruitment/panels/figures.html", context)
