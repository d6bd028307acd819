"""The starter's own page, in their words, by account or by link; and the page on which a referee answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.views_base import form_page, version
from peerwork.people.queries import who_reads
from peerwork.placements import shown
from peerwork.recruitment.starting import actions, forms, queries, reports
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.checks.policy import checks, criminal_records, references, work_health
from peerwork.recruitment.starting.models import Consent
from peerwork.recruitment.starting.onboarding import actions as onboarding
from peerwork.recruitment.starting.onboarding.policy import onboarding_tasks
from peerwork.recruitment.starting.policy import consents, starters
from peerwork.recruitment.starting.views.confidential import record_facts
from peerwork.recruitment.starting.views.page import BOTH, page
from peerwork.recruitment.starting.words import own_lines, task_lines


def own(request, pk: int):
    """One's own start; raises NotHere for anybody else's."""
    row = starters.find(request.user, pk=pk)
    if row.person.user_id != request.user.pk:
        raise NotHere()
    return row


def home_of(row) -> str:
    return reverse("starting:mine", args=[row.pk])


def back_to(row) -> dict:
    return {"text": _("Getting ready to start"), "url": home_of(row)}


@require_safe
@login_required
@never_cache
def mine(request, pk: int) -> HttpResponse:
    """How things stand, what you can do, and whom we are waiting for."""
    row = own(request, pk)
    found = queries.starter_page(request.user, row)
    own_tasks = [task for task in found.tasks if task.owner_kind == "applicant"]
    given = {consent.kind for consent in found.consents}
    context = {
        "row": row,
        "seen": starters.show(row),
        "page": found,
        "lines": own_lines(found, row),
        "stands": actions.how_it_stands(row) if row.status in row.OPEN and row.status != "offered" else "",
        "tasks": [
            line
            | {
                "href": "",
                "todo": task.status == "open" and "do" in onboarding_tasks.offers(task),
                "url": reverse("starting:do_mine", args=[row.pk, task.pk]),
                "version": task.version,
            }
            for task, line in zip(own_tasks, task_lines(own_tasks, dated=row.starts_on is not None), strict=True)
        ],
        "around": [
            line | {"href": ""}
            for line in task_lines(
                [task for task in found.tasks if task.owner_kind != "applicant"], dated=row.starts_on is not None
            )
        ],
        "referees": found.references,
        "may_name": row.status in ("offered", "accepted"),
        "may_bring": row.status in ("accepted", "cleared", "dated") and len(given) < len(Consent.Kind.values),
        "record": queries.own_certificate(request.user, row),
        "health": queries.own_health(request.user, row),
    }
    return render(request, "recruitment/starting/mine.html", context)


@require_safe
@login_required
def letter(request, pk: int) -> HttpResponse:
    return reports.letter(request.user, own(request, pk))


def _answer(act, done):
    @require_POST
    @login_required
    def view(request, pk: int) -> HttpResponse:
        row = act(own(request, pk), by=request.user, version=version(request))
        messages.success(request, done)
        return redirect(home_of(row))

    return view


accept = _answer(actions.accept, lazy("Thank you. We begin with the checks now, and tell you how they go."))
decline = _answer(actions.decline, lazy("Thank you for telling us. We wish you well."))


@require_POST
@login_required
def say_done(request, pk: int, number: int) -> HttpResponse:
    row = own(request, pk)
    checking.say_done(checks.find(request.user, pk=number, starter=row), by=request.user, version=version(request))
    messages.success(request, _("Thank you. We look at it, and tell you."))
    return redirect(home_of(row))


@require_POST
@login_required
def do_task(request, pk: int, number: int) -> HttpResponse:
    row = own(request, pk)
    onboarding.do_task(
        onboarding_tasks.find(request.user, pk=number, starter=row), by=request.user, version=version(request)
    )
    messages.success(request, _("Done. Thank you."))
    return redirect(home_of(row))


# Referees -----------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def name_referee(request, pk: int) -> HttpResponse:
    row = own(request, pk)
    return form_page(
        request,
        forms.RefereeForm,
        lambda form: checking.name_referee(by=request.user, starter=row, **form.answers),
        policy=references,
        verb="name",
        title=_("Who may we ask?"),
        back=back_to(row),
        to=home_of(row),
        lede=_("Somebody who knows you from work, volunteering, study or a group. It need not be a paid job."),
        done=_("Thank you. We write to them."),
    )


@BOTH
@login_required
def edit_referee(request, pk: int, number: int) -> HttpResponse:
    row = own(request, pk)
    reference = references.find(request.user, pk=number, starter=row)
    return form_page(
        request,
        forms.RefereeForm,
        lambda form: checking.edit_referee(reference, by=request.user, version=form.version, **form.answers),
        policy=references,
        verb="edit",
        row=reference,
        title=_("Who may we ask?"),
        back=back_to(row),
        to=home_of(row),
        done=_("Saved."),
    )


@require_POST
@login_required
def withdraw_referee(request, pk: int, number: int) -> HttpResponse:
    row = own(request, pk)
    reference = references.find(request.user, pk=number, starter=row)
    checking.withdraw_referee(reference, by=request.user, version=version(request))
    messages.success(request, _("We do not ask them."))
    return redirect(home_of(row))


# What goes with them ------------------------------------------------------------------------------------------------
@BOTH
@login_required
def give_consent(request, pk: int) -> HttpResponse:
    """One thing at a time, in one's own words; nothing is carried over that was not agreed to here."""
    row = own(request, pk)
    return form_page(
        request,
        forms.ConsentForm,
        lambda form: actions.give_consent(by=request.user, starter=row, **form.answers),
        policy=consents,
        verb="give",
        title=_("What may go with you into the job?"),
        back=back_to(row),
        to=home_of(row),
        lede=_("Only what you choose. Nothing else is carried over, and you can take it back until your first day."),
        done=_("Kept. It goes with you on your first day."),
    )


@require_POST
@login_required
def take_back_consent(request, pk: int, number: int) -> HttpResponse:
    row = own(request, pk)
    consent = consents.find(request.user, pk=number, starter=row)
    actions.take_back_consent(consent, by=request.user, version=version(request))
    messages.success(request, _("Taken back. Nothing of it goes with you."))
    return redirect(home_of(row))


# One's own confidential pages -----------------------------------------------------------------------------------------
@require_safe
@login_required
@never_cache
def my_record(request, pk: int) -> HttpResponse:
    """What is written about one's certificate, who reads it, and how to dispute it."""
    row = own(request, pk)
    found = queries.own_certificate(request.user, row)
    if found is None:
        raise NotHere()
    opened = queries.open_own(found)
    parts = [
        {"facts": [*shown.facts(_named(opened), "verifier", "decider"), *record_facts(opened)]},
        {
            "text": _(
                "Only the two people named here can open it, and each opening is noted: you see it under your record. "
                "It is gone six months after the decision, unless you dispute it."
            )
        },
    ]
    if "dispute" in _named(opened).offers and not (opened.disputed_on and not opened.dispute_ended_on):
        parts[0]["buttons"] = [
            shown.button(_("I do not agree with this"), "starting:dispute", row.pk, post=True, version=opened.version)
        ]
    return page(request, _("Criminal record certificate"), parts, back=back_to(row))


def _named(row):
    return criminal_records.show(row)


@require_POST
@login_required
def dispute(request, pk: int) -> HttpResponse:
    row = own(request, pk)
    found = queries.own_certificate(request.user, row)
    if found is None:
        raise NotHere()
    checking.dispute_record(found, by=request.user, version=version(request))
    messages.success(request, _("Noted. We talk with you about it; the details are kept until it is settled."))
    return redirect("starting:my_record", pk=row.pk)


@require_safe
@login_required
@never_cache
def my_health(request, pk: int) -> HttpResponse:
    row = own(request, pk)
    found = queries.own_health(request.user, row)
    if found is None:
        raise NotHere()
    seen = work_health.show(queries.open_own(found))
    parts = [
        {
            "facts": shown.facts(seen, "status", "adviser", "asked_on", "outcome", "given_on"),
            "see": who_reads(work_health, "outcome"),
        }
    ]
    return page(request, _("Work health assessment"), parts, back=back_to(row))


# The referee --------------------------------------------------------------------------------------------------------
@BOTH
@login_required
@never_cache
def answer(request, pk: int) -> HttpResponse:
    """A few questions about somebody the referee knows; their link is used up by the answer."""
    row = references.find(request.user, pk=pk)
    if row.referee_id != request.user.pk:
        raise NotAllowed()
    seen = references.show(row)
    return form_page(
        request,
        forms.AnswerForm,
        lambda form: checking.answer_reference(row, by=request.user, version=form.version, **form.answers),
        policy=references,
        verb="answer",
        row=row,
        title=_("A reference for %(name)s") % {"name": row.person},
        button=_("Send the reference"),
        template="recruitment/starting/answer.html",
        to=reverse("starting:thanks"),
        facts=shown.facts(seen, "relation", "organisation", "covers_from", "covers_to"),
        see=who_reads(references, "strengths"),
    )


@require_safe
@never_cache
def thanks(request) -> HttpResponse:
    """After a reference was sent; the way in is closed by then."""
    return render(request, "recruitment/starting/thanks.html")
