"""Referrals, reports in two parts, answers to recommendations, and the adviser's own disclosure."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.adjustments import around
from peerwork.adjustments import queries as around_queries
from peerwork.adjustments.health import actions, forms, queries
from peerwork.adjustments.health.policy import clinical_parts, disclosures, recommendations, referrals, reports
from peerwork.adjustments.views.base import BOTH, back_to, button, page, proven, verb_page, verb_post
from peerwork.kit.errors import Conflict, NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.templatetags.ui import moment
from peerwork.kit.views_base import form_page
from peerwork.people.queries import who_reads
from peerwork.placements import shown

ADVICE = lazy("occupational health advice")
TO = "adjustments:referral"


def _users(found) -> object:
    return around_queries.users_in([user.pk for user in found])


# Referrals ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def cases(request) -> HttpResponse:
    """Referrals, the next step due first; for advisers their own cases, for the lead that they exist."""
    user = request.user
    if not (around_queries.decides(user) or around_queries.advises(user)):
        raise NotAllowed()
    rows, told = queries.cases(user), queries.disclosures_to(user)
    lines = []
    for row in rows:
        seen = referrals.show(row)
        lines.append([
            shown.link(str(seen.person), TO, row.pk), str(seen.get_status_display()), shown.told(seen, "adviser"),
            day_words(seen.due_on) or "–",
        ])  # fmt: skip
    return page(
        request,
        _("Referrals to occupational health"),
        [
            {
                "columns": [_("Who"), _("Where it is"), _("Adviser"), _("Next step by")],
                "rows": lines,
                "caption": _("Referrals"),
                "empty": _("No referrals are open."),
            },
            {
                "heading": _("Disclosed to you"),
                "columns": [_("About"), _("By")],
                "rows": [[shown.link(str(row.person), "adjustments:disclosure", row.pk), str(row.by)] for row in told],
                "caption": _("Disclosed to you"),
            } if told else {},
        ],
        strip=who_reads(referrals, "questions"),
    )  # fmt: skip


@require_safe
@login_required
def my_health(request) -> HttpResponse:
    """Your referrals, reports and returns to work."""
    person = around_queries.me(request.user)
    found = around_queries.referrals_of(request.user, person)
    advice = around_queries.reports_of(request.user, person)
    returns = around_queries.returns_of(request.user, person)
    told = [row for referral in found for row in queries.disclosures_of(request.user, referral)] if found else []
    return page(
        request,
        _("Referrals and returns"),
        [
            _list(_("Referrals"), found, "referral", _("You have not been referred.")),
            _list(_("Advice from occupational health"), advice, "report", _("There is none.")),
            _list(_("Disclosures"), told, "disclosure", "") if told else {},
            _list(_("Return to work"), returns, "return", _("There is none.")),
        ],
        back=back_to(_("My adjustments"), "mine"),
    )


def _list(heading, rows, name, empty) -> dict:
    lines = []
    for row in rows:
        status = row.get_status_display() if hasattr(row, "status") else ""
        lines.append([shown.link(str(row), f"adjustments:{name}", row.pk), str(status)])
    return {"heading": heading, "columns": [heading, _("Where it is")], "rows": lines, "caption": heading,
            "empty": empty}  # fmt: skip


VERBS = {
    "consent": ("consent", lazy("Yes, I agree to be referred"), True),
    "decline": ("decline_referral", lazy("No"), True),
    "inform": ("inform", lazy("I have talked this through with them"), True),
    "edit": ("edit_referral", lazy("Change"), False),
    "refer": ("refer", lazy("Send it to an adviser"), False),
    "pass_on": ("pass_on", lazy("Pass it to a colleague"), False),
    "offer_appointment": ("offer_appointment", lazy("Offer an appointment"), False),
    "assess": ("assess", lazy("We have met"), False),
    "withdraw": ("withdraw_referral", lazy("I change my mind: stop here"), True),
    "close": ("close_referral", lazy("Close it"), True),
    "refer_again": ("refer_again", lazy("Open it again"), False),
}
FACTS = (
    *("why", "questions", "proposed_by", "proposed_on", "informed_on", "answered_on", "adviser", "adviser_until"),
    *("referred_on", "assessed_on", "again_because", "due_on", "closed_on"),
)


@require_safe
@login_required
def referral(request, pk: int) -> HttpResponse:
    """A referral: what is asked and why, where it is, and what you can do."""
    user = request.user
    row = referrals.find(user, pk=pk)
    seen = referrals.show(row)
    own = row.person.user_id == user.pk
    report = around_queries.report_of(user, row)
    told = queries.disclosures_of(user, row)
    facts = shown.facts(seen, *FACTS)
    if "appointment_at" in seen.readable and row.appointment_at:
        facts.append({"label": _("Appointment"), "value": moment(row.appointment_at)})
    advising = row.adviser_id == user.pk and reports.may_start(user, "draft")
    acts = [
        button(words, f"adjustments:{name}", row.pk, post=at_once, version=row.version,
               kind="primary" if verb in ("consent", "inform", "refer") else "secondary")
        for verb, (name, words, at_once) in VERBS.items() if verb in referrals.offers(row)
    ]  # fmt: skip
    if advising and row.status == "assessed" and report is None:
        acts.insert(0, button(_("Write the report"), "adjustments:draft_report", row.pk, kind="primary"))
    if advising:
        acts.append(button(_("Disclose in the public interest"), "adjustments:disclose", row.pk))
    parts = [
        {"facts": facts},
        {
            "heading": _("Advice"),
            "columns": [_("Advice"), _("Where it is")],
            "rows": [[shown.link(str(report), "adjustments:report", report.pk), str(report.get_status_display())]],
            "caption": _("Advice"),
        } if report is not None else {},
        _list(_("Disclosures"), told, "disclosure", "") if told else {},
        {"heading": _("What you can do"), "buttons": acts,
         "text": _("Yes and no are both fine, and you can change your mind later.") if "consent" in seen.offers else ""}
        if acts else {},
    ]  # fmt: skip
    back = back_to(_("Referrals and returns"), "my_health") if own else back_to(_("Referrals"), "referrals")
    return page(
        request, _("Occupational health: %(name)s") % {"name": row.person}, parts, back=back,
        lede=str(row.get_status_display()), strip=who_reads(referrals, "questions"),
    )  # fmt: skip


@BOTH
@login_required
def propose_referral(request, pk: int) -> HttpResponse:
    """Propose to ask occupational health; nothing is sent before the worker agrees."""
    person = around_queries.find_person(request.user, pk)
    if not referrals.may_start(request.user, "propose"):
        raise NotAllowed()
    return form_page(
        request,
        forms.ProposeForm,
        lambda form: actions.propose(by=request.user, person=person, **form.answers),
        policy=referrals,
        verb="propose",
        title=_("Propose occupational health for %(name)s") % {"name": person},
        lede=_("Talk it through with them first or next. Nothing is sent before they say yes."),
        done=_("Kept. Talk it through with them, then say so here."),
        back=back_to(str(person), "person", person.pk),
    )


edit_referral = verb_page(
    referrals, "edit", forms.ProposeForm, actions.edit, title=lazy("Change a referral"), done=lazy("Changed.")
)
inform = verb_post(referrals, actions.inform, done=lazy("They have been asked, and decide in their own time."))
consent = verb_post(referrals, actions.consent, done=lazy("You said yes. You can change your mind at any time."))
decline_referral = verb_post(referrals, actions.decline, done=lazy("You said no. It is closed, and nobody asks why."))
withdraw_referral = verb_post(referrals, actions.withdraw, done=lazy("Stopped. Nothing more is asked or written."))
close_referral = verb_post(referrals, actions.close, done=lazy("Closed."), to=lambda row: _after(row))


def _after(row) -> str:
    return reverse("adjustments:referrals")


def _advisers(request, row) -> dict:
    return {"advisers": _users(around.advisers_of(row.person.organisation_id))}


refer = verb_page(
    referrals, "refer", forms.ReferForm, actions.refer, title=lazy("Send it to an adviser"), kwargs=_advisers,
    done=lazy("Sent."),
)  # fmt: skip
refer_again = verb_page(
    referrals, "refer_again", forms.ReferAgainForm, actions.refer_again, title=lazy("Open a case again"),
    kwargs=_advisers, done=lazy("Opened again. The worker has been told."),
)  # fmt: skip
pass_on = verb_page(
    referrals, "pass_on", forms.PassOnForm, actions.pass_on, title=lazy("Pass a case to a colleague"),
    kwargs=_advisers, done=lazy("Passed on."),
)  # fmt: skip


def _appointment(row, *, by, version, on, at):
    when = timezone.make_aware(datetime.combine(on, at))
    return actions.offer_appointment(row, by=by, version=version, appointment_at=when)


offer_appointment = verb_page(
    referrals, "offer_appointment", forms.AppointmentForm, _appointment, title=lazy("Offer an appointment"),
    done=lazy("Offered. They have been told."),
)  # fmt: skip
assess = verb_page(
    referrals, "assess", forms.AssessForm, actions.assess, title=lazy("You have met"),
    done=lazy("Noted. Now write the report."),
)  # fmt: skip


# The report ---------------------------------------------------------------------------------------------------------
REPORT_VERBS = {
    "release": ("release", lazy("Release it to my manager and HR"), True),
    "ask_correction": ("ask_correction", lazy("Ask for a correction"), False),
    "keep_private": ("keep_private", lazy("Keep it private"), True),
    "edit": ("edit_report", lazy("Change the advice"), False),
    "check_harm": ("check_harm", lazy("Note a serious-harm check"), False),
    "show": ("show_report", lazy("Give it to the worker"), True),
    "add_remark": ("add_report_remark", lazy("Add to it"), False),
}


@BOTH
@login_required
def draft_report(request, pk: int) -> HttpResponse:
    """Write a report: advice, and apart from it, sealed, what is clinical."""
    row = referrals.find(request.user, pk=pk)
    if not reports.may_start(request.user, "draft"):
        raise NotAllowed()
    if row.status != "assessed" and request.method != "POST":
        raise Conflict(_("A report is written once you have met."))
    return form_page(
        request,
        forms.DraftForm,
        lambda form: actions.draft(by=request.user, referral=row, **form.answers),
        policy=reports,
        verb="draft",
        title=_("Report about %(name)s") % {"name": row.person},
        done=_("Saved. Add recommendations, then give it to the worker."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@require_safe
@login_required
def report(request, pk: int) -> HttpResponse:
    """The advice; and apart from it, behind another check, the clinical part for its adviser and the worker."""
    user = request.user
    row = queries.open_report(user, pk)
    seen = reports.show(row)
    own = row.person.user_id == user.pk
    found = queries.recommendations_in(user, row)
    clinical = queries.clinical_of(user, row)
    lines = []
    for policy, each in found:
        told = policy.show(each)
        act: dict | str = ""
        if "respond" in told.offers:
            act = shown.link(_("Respond"), "adjustments:respond", each.pk, hidden=told.what)
        elif each.adjustment_id and told.adjustment:
            act = shown.link(_("Open the adjustment"), "adjustments:adjustment", each.adjustment_id, hidden=told.what)
        elif "edit" in told.offers and row.status in ("draft", "correction"):
            act = shown.link(_("Change"), "adjustments:edit_recommendation", each.pk, hidden=told.what)
        answer = {"text": str(each.get_response_display() or each.get_status_display()), "sub": told.response_words}
        lines.append([{"text": told.what, "sub": str(each.get_kind_display())}, answer, act])
    writing = "edit" in seen.offers
    parts = [
        {"facts": shown.facts(seen, "fit", "limits", "advice", "remarks", "correction_wanted", "harm_checked_on")},
        {
            "heading": _("Recommendations"),
            "columns": [_("What is recommended"), _("Answer"), {"label": _("What you can do"), "hidden": True}],
            "rows": lines,
            "caption": _("Recommendations"),
            "empty": _("None."),
            "buttons": [button(_("Add a recommendation"), "adjustments:add_recommendation", row.pk)] if writing else [],
        },
        _clinical_part(row, clinical, own, writing),
        {
            "heading": _("What you can do"),
            "text": _("You choose. Keeping it private is as good an answer as releasing it, and nobody is told which.")
            if own and "release" in seen.offers else "",
            "buttons": [
                button(words, f"adjustments:{name}", row.pk, post=at_once, version=row.version)
                for verb, (name, words, at_once) in REPORT_VERBS.items() if verb in seen.offers
            ],
        } if seen.offers else {},
    ]  # fmt: skip
    facts = shown.facts(seen, "adviser", "status", "shown_on", "read_by", "decided_on")
    strip = {
        "with_worker": _("Only you and the adviser can read this, until you choose to release it."),
        "kept_private": _("Only you and the adviser can read this. You can still release it."),
        "released": _("You, the adviser, your manager and HR can read the advice. The clinical part: you and the "
                      "adviser only."),
    }.get(row.status, _("Only you can read this until you give it to the worker."))  # fmt: skip
    return page(
        request, str(row), parts, caption=str(row.person), strip=strip if own or row.adviser_id == user.pk else "",
        aside=[{"heading": _("About this report"), "facts": facts}],
        back=back_to(_("Referrals and returns"), "my_health") if own else None,
    )  # fmt: skip


def _clinical_part(row, clinical, own: bool, writing: bool) -> dict:
    if clinical is not None:
        return {
            "heading": _("Clinical part"),
            "text": _("Sealed. You are asked to prove that it is you before it opens, and every reading is noted."),
            "buttons": [
                button(_("Open the clinical part"), "adjustments:clinical", clinical.pk),
                *([button(_("Change it"), "adjustments:edit_clinical", clinical.pk)] if writing else []),
            ],
        }
    if writing:
        return {
            "heading": _("Clinical part"),
            "text": _("There is none."),
            "buttons": [button(_("Write it"), "adjustments:write_clinical", row.pk)],
        }
    return {}


edit_report = verb_page(
    reports, "edit", forms.ReportForm, actions.edit_report, title=lazy("Change the advice"), what=ADVICE,
    done=lazy("Changed."),
)  # fmt: skip
check_harm = verb_page(
    reports, "check_harm", forms.HarmForm, actions.check_harm, title=lazy("Serious-harm check"), what=ADVICE,
    done=lazy("Noted."),
)  # fmt: skip
ask_correction = verb_page(
    reports, "ask_correction", forms.CorrectionForm, actions.ask_correction, title=lazy("What should be corrected?"),
    what=ADVICE, button=lazy("Ask"), done=lazy("Asked. You read it again before anybody else."),
)  # fmt: skip
add_report_remark = verb_page(
    reports, "add_remark", forms.RemarkForm, actions.add_remark, title=lazy("Add to a released report"),
    done=lazy("Added. Those who read it before have been told."),
)  # fmt: skip
show_report = verb_post(reports, actions.show, done=lazy("The worker reads it first, and decides."))
release = verb_post(reports, actions.release, done=lazy("Released. Your manager and HR can read the advice now."))
keep_private = verb_post(
    reports, actions.keep_private, done=lazy("Kept private. The referral is closed, as any other.")
)


@BOTH
@login_required
def add_recommendation(request, pk: int) -> HttpResponse:
    """Recommend one thing, to be answered by itself."""
    row = reports.find(request.user, pk=pk)
    reports.require(request.user, "edit", row)
    return form_page(
        request,
        forms.RecommendationForm,
        lambda form: actions.add_recommendation(by=request.user, report=row, **form.answers),
        policy=recommendations,
        verb="add",
        title=_("Add a recommendation"),
        done=_("Added."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


def _to_report(row) -> str:
    return row.report.get_absolute_url()


edit_recommendation = verb_page(
    recommendations, "edit", forms.RecommendationForm, actions.edit_recommendation, what=ADVICE,
    title=lazy("Change a recommendation"), done=lazy("Changed."), to=_to_report,
)  # fmt: skip
drop_recommendation = verb_post(recommendations, actions.drop_recommendation, done=lazy("Left out."), to=_to_report)
respond = verb_page(
    recommendations, "respond", forms.RespondForm, actions.respond, what=ADVICE,
    title=lambda row: row.what, lede=lazy("What you accept becomes an adjustment, agreed from today."),
    button=lazy("Answer"), done=lazy("Answered. The worker has been told."), to=_to_report,
)  # fmt: skip


# The clinical part --------------------------------------------------------------------------------------------------
@require_safe
@proven(clinical_parts)
def clinical(request, pk: int) -> HttpResponse:
    """The clinical part: for its adviser and the worker, once they have proven that it is they."""
    row = queries.open_clinical(request.user, pk)
    seen = clinical_parts.show(row)
    return page(
        request,
        _("Clinical part"),
        [{"text": seen.text}, {"facts": shown.facts(seen, "by", "on")}],
        caption=str(seen.person),
        strip=forms.ClinicalForm.see,
        back={"text": str(row.report), "url": row.report.get_absolute_url()},
    )


@BOTH
@proven(reports, "edit")
def write_clinical(request, pk: int) -> HttpResponse:
    """Write the clinical part of a report: sealed, and read by its adviser and the worker only."""
    row = reports.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ClinicalForm,
        lambda form: actions.write_clinical(by=request.user, report=row, **form.answers),
        policy=clinical_parts,
        verb="write",
        title=_("Clinical part"),
        done=_("Sealed."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@BOTH
@proven(clinical_parts, "edit")
def edit_clinical(request, pk: int) -> HttpResponse:
    """A new version of the clinical part; the one before stays, sealed."""
    row = queries.open_clinical(request.user, pk)
    return form_page(
        request,
        forms.ClinicalForm,
        lambda form: actions.edit_clinical(row, by=request.user, version=form.version, **form.answers),
        policy=clinical_parts,
        verb="edit",
        row=row,
        initial={"text": row.text},
        title=_("Clinical part"),
        done=_("Sealed."),
        to=row.report.get_absolute_url(),
        back={"text": str(row.report), "url": row.report.get_absolute_url()},
    )


# The adviser's own disclosure ---------------------------------------------------------------------------------------
@BOTH
@proven(referrals, "assess")
def disclose(request, pk: int) -> HttpResponse:
    """Disclose the least possible in the public interest: written grounds, senior advice, the worker told first."""
    row = referrals.find(request.user, pk=pk)
    return form_page(
        request,
        forms.DiscloseForm,
        lambda form: actions.disclose(by=request.user, referral=row, **form.answers),
        policy=disclosures,
        verb="disclose",
        form_kwargs={"people": queries.people_to_tell(row)},
        title=_("Disclosure in the public interest"),
        lede=_("The only exception to what a worker keeps private. Take senior advice and tell the worker first."),
        button=_("Disclose"),
        done=_("Disclosed, and kept with its grounds. The worker can read all of it."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@require_safe
@proven(disclosures)
def disclosure(request, pk: int) -> HttpResponse:
    """A disclosure: what was said, to whom, on what grounds."""
    row = queries.open_disclosure(request.user, pk)
    seen = disclosures.show(row)
    facts = []
    if "content" in seen.readable:
        facts.append({"label": _("What was said"), "value": seen.content})
    if "grounds" in seen.readable:
        facts.append({"label": _("On what grounds"), "value": seen.grounds})
    facts += shown.facts(seen, "to", "by", "senior_adviser", "advised_on", "told_on", "at")
    return page(request, str(row), [{"facts": facts}], caption=str(seen.person))
