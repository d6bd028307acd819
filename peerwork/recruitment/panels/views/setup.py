"""Setting panels up: HR's and the coordinator's pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.reach import roles_of
from peerwork.recruitment.panels import actions, forms, queries, reach
from peerwork.recruitment.panels import policy as policies
from peerwork.recruitment.panels.models import Panel, PanelRule
from peerwork.recruitment.panels.pay.policy import claims
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.policy import applications, criteria, vacancies

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def planner(request) -> None:
    """Panels, as those who plan them see them; raises NotAllowed for others."""
    if not reach.PLANNERS & set(roles_of(request.user)):
        raise NotAllowed()


def back(panel: Panel) -> dict:
    return {"text": str(panel), "url": panel.get_absolute_url()}


def find(request, pk: int) -> Panel:
    return policies.panels.find(request.user, pk=pk)


# Lists and rules ------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def home(request) -> HttpResponse:
    """Every panel in reach, what still has to be done first."""
    planner(request)
    status = request.GET.get("status", "")
    status = status if status in Panel.Status.values else ""
    lines = queries.panel_lines(request.user, status=status)
    to_plan = []
    if policies.panels.may_start(request.user, "plan"):
        to_plan = list(vacancies.visible(request.user, reach.vacancies_to_plan()).select_related("team")[:50])
    context = {"lines": lines, "to_plan": to_plan, "status": status, "statuses": Panel.Status.choices}
    return render(request, "recruitment/panels/home.html", context)


@require_safe
@login_required
def rules(request) -> HttpResponse:
    """What each organisation asks of its panels."""
    planner(request)
    lines = [
        {"place": place, "rule": rule, "offers": policies.panel_rules.granted(rule) if rule.pk else frozenset()}
        for place, rule in queries.rule_lines(request.user)
    ]
    may_set = policies.panel_rules.may_start(request.user, "set")
    return render(request, "recruitment/panels/rules.html", {"lines": lines, "may_set": may_set})


@BOTH
@login_required
def set_rules(request, organisation: int) -> HttpResponse:
    """Set an organisation's own rules for panels, from the defaults."""
    if not policies.panel_rules.may_start(request.user, "set"):
        raise NotAllowed()
    place = next((p for p in queries.organisations(request.user, "hr") if p.pk == organisation), None)
    if place is None:
        raise NotHere()
    return form_page(
        request,
        forms.RulesForm,
        lambda form: actions.set_rules(by=request.user, organisation=place, **form.answers),
        policy=policies.panel_rules,
        verb="set",
        title=_("Rules for panels"),
        lede=place.name,
        initial={name: PanelRule._meta.get_field(name).get_default() for name in forms.RulesForm.base_fields},
        back={"text": _("Rules for panels"), "url": reverse("panels:rules")},
        done=_("Set. They hold for panels planned from now on."),
    )


@BOTH
@login_required
def edit_rules(request, pk: int) -> HttpResponse:
    rule = policies.panel_rules.find(request.user, pk=pk)
    return form_page(
        request,
        forms.RulesForm,
        lambda form: actions.edit_rules(rule, by=request.user, version=form.version, **form.answers),
        policy=policies.panel_rules,
        verb="edit",
        row=rule,
        title=_("Rules for panels"),
        back={"text": _("Rules for panels"), "url": reverse("panels:rules")},
        done=_("Changed. They are to be confirmed again."),
    )


confirm_rules = posted(
    lambda request, pk: actions.confirm_rules(
        policies.panel_rules.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Confirmed."),
)


# One panel ------------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def plan(request, vacancy: int) -> HttpResponse:
    """Begin the panel for a vacancy."""
    if not policies.panels.may_start(request.user, "plan"):
        raise NotAllowed()
    found = vacancies.find(request.user, pk=vacancy)
    there = policies.panels.visible(request.user).filter(vacancy=found).exclude(status="cancelled").first()
    if there is not None:
        return redirect(there)
    return form_page(
        request,
        forms.PanelForm,
        lambda form: actions.plan_panel(by=request.user, vacancy=found, **form.answers),
        policy=policies.panels,
        verb="plan",
        title=_("Plan the panel"),
        lede=found.title,
        button=_("Plan it"),
        back={"text": _("Panels"), "url": reverse("panels:home")},
        done=_("Planned. Next, ask people to sit on it."),
    )


@require_safe
@login_required
def panel(request, pk: int) -> HttpResponse:
    """Who sits, when people are met, what is asked, how far scoring is; after the reveal the result."""
    row = find(request, pk)
    if "override_reason" not in policies.panels.readable(row):
        raise NotAllowed()  # members have a page of their own
    context = queries.panel_page(request.user, row)
    context["may_ask"] = policies.seats.may_start(request.user, "add") and row.status in ("planned", "scoring")
    context["may_ask_claim"] = claims.may_start(request.user, "claim") and bool(context["may_ask"] or row.opened_at)
    context["may_plan"] = policies.days.may_start(request.user, "add")
    return render(request, "recruitment/panels/panel.html", context)


@BOTH
@login_required
def edit(request, pk: int) -> HttpResponse:
    row = find(request, pk)
    return form_page(
        request,
        forms.PanelForm,
        lambda form: actions.edit_panel(row, by=request.user, version=form.version, **form.answers),
        policy=policies.panels,
        verb="edit",
        row=row,
        title=_("Dates and help on the day"),
        back=back(row),
        done=_("Saved."),
    )


@BOTH
@login_required
def override(request, pk: int) -> HttpResponse:
    """Allow a panel to go on although it does not keep a rule, with a reason that is kept and counted."""
    row = find(request, pk)
    return form_page(
        request,
        forms.OverrideForm,
        lambda form: actions.override_rules(row, by=request.user, version=form.version, **form.answers),
        policy=policies.panels,
        verb="override",
        row=row,
        title=_("Let this panel go on"),
        button=_("Let it go on"),
        back=back(row),
        done=_("Noted. The reason is kept, and counted."),
    )


def _button(act, words):
    return posted(lambda request, pk: act(find(request, pk), by=request.user, version=version(request)), done=words)


def _invited(made) -> str:
    return ngettext("%d person is invited.", "%d people are invited.", made[0]) % made[0]


invite = posted(
    lambda request, pk: (
        actions.invite_people(find(request, pk), by=request.user, version=version(request)),
        find(request, pk),
    ),
    done=_invited,
    to=lambda made: made[1].get_absolute_url(),
)
open_scoring = _button(scoring.open_scoring, lazy("Scoring is open. Each member scores alone."))
reveal = _button(scoring.reveal, lazy("All scores are shown."))
close = _button(scoring.close_panel, lazy("The panel is done. Its members’ access ends in 14 days."))
cancel = _button(actions.cancel_panel, lazy("Cancelled. Members and applicants are told."))


# Seats ----------------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def add_seat(request, pk: int) -> HttpResponse:
    """Ask somebody from the list to sit on this panel."""
    row = find(request, pk)
    return form_page(
        request,
        forms.SeatForm,
        lambda form: actions.add_seat(
            by=request.user, panel=row, **{name: value for name, value in form.answers.items() if value is not None}
        ),
        policy=policies.seats,
        verb="add",
        title=_("Ask somebody to sit on the panel"),
        button=_("Ask them"),
        back=back(row),
        done=lambda seat: _("%(name)s is asked, by mail.") % {"name": seat},
        to=row.get_absolute_url(),
        form_kwargs={"panellists": queries.to_seat(request.user, row)},
        template="recruitment/panels/add_seat.html",
    )


@BOTH
@login_required
def edit_seat(request, pk: int) -> HttpResponse:
    seat = policies.seats.find(request.user, pk=pk)
    return form_page(
        request,
        forms.SeatEditForm,
        lambda form: actions.edit_seat(seat, by=request.user, version=form.version, **form.answers),
        policy=policies.seats,
        verb="edit",
        row=seat,
        title=_("Place of %(name)s") % {"name": seat},
        back=back(seat.panel),
        done=_("Saved."),
        to=seat.panel.get_absolute_url(),
    )


def _with_seat(act, words):
    return posted(
        lambda request, pk: act(policies.seats.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=words,
        to=lambda seat: seat.panel.get_absolute_url(),
    )


resend = _with_seat(actions.resend_link, lazy("A new link is on its way. The earlier one no longer works."))
step_in = _with_seat(actions.step_in, lazy("They are on the panel now, and told by mail."))


# Days, times, questions -----------------------------------------------------------------------------------------------
@BOTH
@login_required
def add_day(request, pk: int) -> HttpResponse:
    row = find(request, pk)
    return form_page(
        request,
        forms.DayForm,
        lambda form: actions.add_day(by=request.user, panel=row, **form.answers),
        policy=policies.days,
        verb="add",
        title=_("Add a day"),
        back=back(row),
        done=_("Added. Members get it in their calendars."),
    )


@BOTH
@login_required
def edit_day(request, pk: int) -> HttpResponse:
    day = policies.days.find(request.user, pk=pk)
    return form_page(
        request,
        forms.DayForm,
        lambda form: actions.edit_day(day, by=request.user, version=form.version, **form.answers),
        policy=policies.days,
        verb="edit",
        row=day,
        title=str(day),
        back=back(day.panel),
        done=_("Changed. Members get the change in their calendars."),
    )


cancel_day = posted(
    lambda request, pk: actions.cancel_day(
        policies.days.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Cancelled. Whoever had a time is asked to choose another."),
)


@BOTH
@login_required
def offer_times(request, pk: int) -> HttpResponse:
    """Offer interview times on a day, one after the other."""
    day = policies.days.find(request.user, pk=pk)
    if "edit" not in policies.days.granted(day):
        raise NotAllowed()

    def said(made):
        return ngettext("%d time is offered.", "%d times are offered.", len(made)) % len(made)

    return form_page(
        request,
        forms.TimesForm,
        lambda form: actions.offer_times(day, by=request.user, **form.answers),
        policy=policies.slots,
        verb="offer",
        title=_("Offer times"),
        lede=str(day),
        button=_("Offer them"),
        back=back(day.panel),
        done=said,
        to=day.panel.get_absolute_url(),
        form_kwargs={"day": day},
    )


def _with_slot(act, words):
    return posted(
        lambda request, pk: act(policies.slots.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=words,
        to=lambda slot: slot.day.panel.get_absolute_url(),
    )


free_slot = _with_slot(actions.free_slot, lazy("The time is free again, and the applicant is told."))
withdraw_slot = _with_slot(actions.withdraw_slot, lazy("This time is no longer offered."))


@BOTH
@login_required
def book_slot(request, pk: int) -> HttpResponse:
    """Take a time for somebody who rang."""
    slot = policies.slots.find(request.user, pk=pk)
    waiting = queries.waiting_for_a_time(slot.day.panel)
    return form_page(
        request,
        forms.BookForm,
        lambda form: actions.book_slot(slot, by=request.user, version=form.version, **form.answers),
        policy=policies.slots,
        verb="book",
        row=slot,
        title=_("Take this time for somebody"),
        lede=str(slot),
        back=back(slot.day.panel),
        done=_("Booked. They are told by mail."),
        form_kwargs={"applications": applications.narrow(request.user, waiting)},
    )


def _criteria(request, row: Panel):
    return criteria.narrow(request.user).filter(vacancy=row.vacancy_id)


@BOTH
@login_required
def add_question(request, pk: int) -> HttpResponse:
    row = find(request, pk)
    return form_page(
        request,
        forms.QuestionForm,
        lambda form: actions.add_question(by=request.user, panel=row, **form.answers),
        policy=policies.questions,
        verb="add",
        title=_("Add a question"),
        back=back(row),
        done=_("Added."),
        initial={"number": len(queries.questions_of(request.user, row)) + 1},
        form_kwargs={"criteria": _criteria(request, row)},
    )


@BOTH
@login_required
def edit_question(request, pk: int) -> HttpResponse:
    question = policies.questions.find(request.user, pk=pk)
    return form_page(
        request,
        forms.QuestionForm,
        lambda form: actions.edit_question(question, by=request.user, version=form.version, **form.answers),
        policy=policies.questions,
        verb="edit",
        row=question,
        title=_("Change a question"),
        back=back(question.panel),
        done=_("Saved."),
        form_kwargs={"criteria": _criteria(request, question.panel)},
    )


drop_question = posted(
    lambda request, pk: actions.drop_question(
        policies.questions.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Left out."),
)


@BOTH
@login_required
def copy_questions(request, pk: int) -> HttpResponse:
    """Begin the plan with the questions of an earlier panel."""
    row = find(request, pk)
    earlier = policies.panels.visible(request.user).exclude(pk=row.pk).select_related("vacancy")
    return form_page(
        request,
        forms.CopyForm,
        lambda form: actions.copy_questions(row, form.cleaned_data["earlier"], by=request.user),
        policy=policies.questions,
        verb="add",
        title=_("Use the questions of an earlier panel"),
        button=_("Copy them"),
        back=back(row),
        done=lambda n: ngettext("%d question is copied.", "%d questions are copied.", n) % n,
        to=row.get_absolute_url(),
        form_kwargs={"panels": earlier},
    )


# The list of members --------------------------------------------------------------------------------------------------
@require_safe
@login_required
def panellists(request) -> HttpResponse:
    """Everybody who sits on panels: trained when, and on how many panels now."""
    planner(request)
    rows = queries.panellist_lines(request.user)
    may_name = policies.panellists.may_start(request.user, "name")
    places = queries.organisations(request.user, "hr", "panel_coordinator")
    context = {"rows": rows, "may_name": may_name, "places": places}
    return render(request, "recruitment/panels/panellists.html", context)


@BOTH
@login_required
def name_panellist(request, organisation: int) -> HttpResponse:
    """Put somebody on the list, with any e-mail address; they need no account of their own."""
    if not policies.panellists.may_start(request.user, "name"):
        raise NotAllowed()
    places = queries.organisations(request.user, "hr", "panel_coordinator")
    place = next((place for place in places if place.pk == organisation), None)
    if place is None:
        raise NotHere()
    return form_page(
        request,
        forms.NameForm,
        lambda form: actions.name_panellist(by=request.user, organisation=place, **form.answers),
        policy=policies.panellists,
        verb="name",
        title=_("Add a panel member"),
        lede=place.name,
        button=_("Add them"),
        back={"text": _("Panel members"), "url": reverse("panels:panellists")},
        done=_("Added. Ask them to sit on a panel next."),
    )


@require_safe
@login_required
def panellist(request, pk: int) -> HttpResponse:
    """One member: training, and for the coordinator what they need and how they wish to be paid."""
    row = policies.panellists.find(request.user, pk=pk)
    context = {"panellist": policies.panellists.show(row), "verbs": policies.panellists.granted(row)}
    return render(request, "recruitment/panels/panellist.html", context)


@BOTH
@login_required
def edit_panellist(request, pk: int) -> HttpResponse:
    row = policies.panellists.find(request.user, pk=pk)
    return form_page(
        request,
        forms.PanellistForm,
        lambda form: actions.edit_panellist(row, by=request.user, version=form.version, **form.answers),
        policy=policies.panellists,
        verb="edit",
        row=row,
        title=str(row),
        back={"text": _("Panel members"), "url": reverse("panels:panellists")},
        done=_("Saved."),
    )
