"""HR's pages about checks and references, and the page of a start with a plan."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.queries import who_reads
from peerwork.placements import shown
from peerwork.placements.queries import managers_for
from peerwork.recruitment.starting import forms, queries
from peerwork.recruitment.starting.checks import actions
from peerwork.recruitment.starting.checks.policy import checks, criminal_records, decisions, references, work_health
from peerwork.recruitment.starting.policy import starters
from peerwork.recruitment.starting.views.page import BOTH, buttons, page, to_starter

WORDS = {
    "request": (lazy("Ask for it"), "request"),
    "receive": (lazy("It is here"), "receive"),
    "pass": (lazy("Sign it off as complete"), "pass"),
    "raise_concern": (lazy("There is something to talk about"), "raise_concern"),
    "assure": (lazy("It is held elsewhere"), "assure"),
    "not_need": (lazy("This role does not need it"), "not_need"),
    "waive": (lazy("Waive it, with a reason"), "waive"),
    "renew": (lazy("Ask for it anew"), "renew"),
    "edit": (lazy("Change owner, due day, words"), "edit_check"),
}
AT_ONCE = ("receive", "raise_concern", "renew")


@require_safe
@login_required
def check(request, pk: int) -> HttpResponse:
    """One check: where it stands, whose move it is, and what can be done."""
    user = request.user
    row = checks.find(user, pk=pk)
    seen, found = checks.show(row), queries.check_page(user, row)
    offered = buttons(row, WORDS, posts=AT_ONCE, primary="pass" if row.status == "received" else "")
    may_plan = decisions.may_start(user, "propose") and row.status in ("requested", "received", "concern")
    if (
        may_plan
        and "edit" in checks.granted(row)
        and not any(p.status in ("proposed", "agreed") for p in found["plans"])
    ):
        offered.append(shown.button(_("Start with a plan"), "starting:propose_start", row.pk))
    parts = [
        {
            "facts": shown.facts(
                seen,
                "status",
                "move",
                "moved_on",
                "due_on",
                "owner",
                "need",
                "note",
                "requested_on",
                "received_on",
                "held",
                "held_by",
                "held_reference",
                "decided_by",
                "decided_on",
                "reason",
                "expires_on",
            ),
            "buttons": offered,
        },
        _references(row, found["references"], user) if row.kind == row.Kind.REFERENCES else {},
        _record(row, found["record"], user) if row.kind == row.Kind.CRIMINAL_RECORD else {},
        _health(row, found["health"], user) if row.kind == row.Kind.WORK_HEALTH else {},
        {
            "heading": _("Starts with a plan"),
            "columns": [_("Proposed"), _("Signed by"), _("Where it stands")],
            "rows": [
                [
                    shown.link(shown.told(decisions.show(plan), "proposed_on"), "starting:decision", plan.pk),
                    shown.told(decisions.show(plan), "decider"),
                    shown.told(decisions.show(plan), "status"),
                ]
                for plan in found["plans"]
            ],
            "caption": _("Plans for this check"),
        }
        if found["plans"]
        else {},
    ]
    return page(
        request,
        str(row),
        parts,
        back=to_starter(row.starter),
        caption=str(row.starter.person),
        see=who_reads(checks, "note") if "note" in seen.readable else who_reads(checks, "status"),
    )


def _references(row, rows, user) -> dict:
    may_name = references.may_start(user, "name") and row.starter.status in ("offered", "accepted")
    return {
        "heading": _("References"),
        "columns": [_("Referee"), _("How they know them"), _("Where it stands")],
        "rows": [
            [
                shown.link(shown.told(references.show(one), "name"), "starting:reference", one.pk),
                shown.told(references.show(one), "relation"),
                shown.told(references.show(one), "status"),
            ]
            for one in rows
        ],
        "caption": _("References"),
        "empty": _("Nobody is named yet. The starter names them; you can too."),
        "buttons": [shown.button(_("Name a referee"), "starting:name_referee_for", row.starter_id)] if may_name else [],
    }


def _record(row, record, user) -> dict:
    part = {
        "heading": _("Certificate"),
        "text": _("Two named people see it, and the person themself; everybody else sees that it is settled, or not."),
    }
    if record is not None:
        return part | {
            "facts": shown.facts(criminal_records.show(record), "verifier", "decider"),
            "buttons": [shown.button(_("The certificate’s page"), "starting:record", record.pk)],
        }
    if criminal_records.may_start(user, "name"):
        part["buttons"] = [shown.button(_("Name who verifies and who decides"), "starting:name_for_record", row.pk)]
    return part


def _health(row, health, user) -> dict:
    part = {
        "heading": _("Health information"),
        "text": _("Answers to the health questions stay with occupational health. You see the outcome."),
    }
    if health is not None:
        return part | {
            "facts": shown.facts(work_health.show(health), "status", "adviser", "asked_on"),
            "buttons": [shown.button(_("The outcome’s page"), "starting:health", health.pk)],
        }
    if work_health.may_start(user, "ask") and row.starter.status == "accepted":
        part["buttons"] = [shown.button(_("Ask occupational health"), "starting:ask_health", row.pk)]
    return part


# Verbs --------------------------------------------------------------------------------------------------------------
def _form(request, pk: int, form_class, verb: str, act, **context) -> HttpResponse:
    row = checks.find(request.user, pk=pk)
    chosen = form_class(row) if form_class in (_pass_form,) else form_class
    return form_page(
        request,
        chosen,
        lambda form: act(row, by=request.user, version=form.version, **form.answers),
        policy=checks,
        verb=verb,
        row=row,
        back={"text": str(row), "url": row.get_absolute_url()},
        caption=str(row.starter.person),
        **context,
    )


def _pass_form(row):
    return forms.PassOnlyForm if row.kind in row.CONFIDENTIAL else forms.PassForm


@BOTH
@login_required
def add(request, pk: int) -> HttpResponse:
    """A check of the organisation's own."""
    starter = starters.find(request.user, pk=pk)
    return form_page(
        request,
        forms.AddCheckForm,
        lambda form: actions.add_check(by=request.user, starter=starter, **form.answers),
        policy=checks,
        verb="add",
        title=_("A check of your own"),
        back=to_starter(starter),
        done=_("Added."),
        form_kwargs={"choices": {"owner": managers_for(request.user)}},
        to=starter.get_absolute_url(),
    )


@BOTH
@login_required
def edit(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.EditCheckForm,
        "edit",
        actions.edit_check,
        title=_("Change the check"),
        done=_("Saved."),
        form_kwargs={"choices": {"owner": managers_for(request.user)}},
    )


@BOTH
@login_required
def request_check(request, pk: int) -> HttpResponse:
    row = checks.find(request.user, pk=pk)
    usual = actions.USUAL.get(row.kind, ("", "applicant", 0))[1]
    return _form(
        request,
        pk,
        forms.RequestForm,
        "request",
        actions.request_check,
        title=_("Ask for it"),
        button=_("Ask"),
        done=_("Asked for."),
        initial={"move": row.move if row.move not in ("", "hr") else usual},
    )


@BOTH
@login_required
def pass_check(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        _pass_form,
        "pass",
        actions.pass_check,
        title=_("Sign it off as complete"),
        button=_("Sign it off"),
        done=_("Signed off, with your name."),
    )


@BOTH
@login_required
def assure(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.AssureForm,
        "assure",
        actions.assure_check,
        title=_("It is held elsewhere"),
        lede=_("A check that was made is not made again: say where it is held, and who assures it."),
        done=_("Noted, with your name."),
    )


@BOTH
@login_required
def not_need(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.WhyForm,
        "not_need",
        actions.not_need_check,
        title=_("This role does not need it"),
        done=_("Noted, with your name."),
    )


@BOTH
@login_required
def waive(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.WhyForm,
        "waive",
        actions.waive_check,
        title=_("Waive the check"),
        done=_("Noted, with your name."),
    )


def _now(act, done):
    return posted(
        lambda request, pk: act(checks.find(request.user, pk=pk), by=request.user, version=version(request)), done=done
    )


receive = _now(actions.receive_check, lazy("Noted. Somebody signs it off next."))
raise_concern = _now(actions.raise_concern, lazy("Noted. Talk it through with them first; it rules nobody out."))
renew = _now(actions.renew_check, lazy("Asked for anew. There is no start date until it is settled."))


# References ---------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def name_referee_for(request, pk: int) -> HttpResponse:
    starter = starters.find(request.user, pk=pk)
    if "clear" not in starters.granted(starter):
        raise NotAllowed()
    return form_page(
        request,
        forms.RefereeForm,
        lambda form: actions.name_referee(by=request.user, starter=starter, **form.answers),
        policy=references,
        verb="name",
        title=_("Name a referee"),
        back=to_starter(starter),
        done=_("Named."),
    )


@require_safe
@login_required
def reference(request, pk: int) -> HttpResponse:
    row = references.find(request.user, pk=pk)
    seen = references.show(row)
    if "email" not in seen.readable:
        raise NotAllowed()
    words = {
        "ask": (_("Ask again") if row.status == "asked" else _("Ask them"), "ask"),
        "take": (_("I have read it, and take it"), "take"),
        "withdraw": (_("Do not use it"), "withdraw_reference"),
    }
    parts = [
        {
            "facts": shown.facts(
                seen,
                "status",
                "email",
                "organisation",
                "relation",
                "covers_from",
                "covers_to",
                "asked_on",
                "answered_on",
            ),
            "buttons": buttons(row, words, posts=("ask", "take", "withdraw"), primary="take"),
        },
        {
            "heading": _("What they say"),
            "facts": shown.facts(seen, "known_as", "dates_right", "role", "strengths", "to_know", "again"),
            "see": who_reads(references, "strengths"),
        }
        if row.status in ("answered", "taken") and "strengths" in seen.readable
        else {},
    ]
    back = to_starter(row.starter) if starters.visible(request.user).filter(pk=row.starter_id).exists() else None
    return page(request, str(seen.name), parts, back=back, caption=_("Reference for %(name)s") % {"name": row.person})


def _reference(act, done):
    return posted(
        lambda request, pk: act(references.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=done,
    )


ask = _reference(actions.ask_referee, lazy("We have written to them."))
take = _reference(actions.take_reference, lazy("Taken."))
withdraw_reference = _reference(actions.withdraw_referee, lazy("It is not used; their link no longer works."))


# A start with a plan ------------------------------------------------------------------------------------------------
@BOTH
@login_required
def propose_start(request, pk: int) -> HttpResponse:
    row = checks.find(request.user, pk=pk)
    if "edit" not in checks.granted(row):
        raise NotAllowed()
    return form_page(
        request,
        forms.ProposeStartForm,
        lambda form: actions.propose_start(by=request.user, employment_check=row, **form.answers),
        policy=decisions,
        verb="propose",
        title=_("Start with a plan"),
        button=_("Send it to be signed"),
        lede=_("Somebody else signs it. Until then nothing changes."),
        caption=str(row),
        back={"text": str(row), "url": row.get_absolute_url()},
        done=_("Sent to be signed."),
        form_kwargs={"choices": {"decider": managers_for(request.user).exclude(pk=request.user.pk)}},
    )


@require_safe
@login_required
def decision(request, pk: int) -> HttpResponse:
    row = decisions.find(request.user, pk=pk)
    seen = decisions.show(row)
    words = {
        "agree": (_("Sign it"), "agree_start"),
        "decline": (_("I do not sign it"), "decline_start"),
        "end": (_("It no longer holds"), "end_start"),
    }
    part = {
        "facts": shown.facts(
            seen, "status", "plan", "holds_until", "proposed_by", "proposed_on", "decider", "decided_on", "grounds"
        ),
        "buttons": buttons(row, words, posts=("end",), primary="agree"),
        "see": who_reads(decisions, "plan"),
    }
    about = row.employment_check
    back = None
    if checks.visible(request.user).filter(pk=about.pk).exists():
        back = {"text": str(about), "url": reverse("starting:check", args=[about.pk])}
    return page(
        request,
        _("Start with a plan"),
        [part],
        back=back,
        caption=_("%(check)s, %(name)s") % {"check": about, "name": row.person},
    )


def _sign(request, pk: int, verb: str, act, **context) -> HttpResponse:
    row = decisions.find(request.user, pk=pk)
    return form_page(
        request,
        forms.GroundsForm,
        lambda form: act(row, by=request.user, version=form.version, **form.answers),
        policy=decisions,
        verb=verb,
        row=row,
        back={"text": _("The plan"), "url": row.get_absolute_url()},
        **context,
    )


@BOTH
@login_required
def agree_start(request, pk: int) -> HttpResponse:
    return _sign(
        request, pk, "agree", actions.agree_start, title=_("Sign the plan"), button=_("Sign it"), done=_("Signed.")
    )


@BOTH
@login_required
def decline_start(request, pk: int) -> HttpResponse:
    return _sign(request, pk, "decline", actions.decline_start, title=_("Do not sign the plan"), done=_("Noted."))


end_start = posted(
    lambda request, pk: actions.end_start(
        decisions.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("The plan no longer holds."),
)
