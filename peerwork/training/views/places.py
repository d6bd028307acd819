"""One place in a group: the learner's own page, and what the training team does on it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.exports import json_file
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.templatetags.ui import percent
from peerwork.kit.views_base import form_page, posted, version
from peerwork.placements.views.page import BOTH, page
from peerwork.training import forms, shown
from peerwork.training.certificates import actions as certifying
from peerwork.training.certificates import queries as certified
from peerwork.training.certificates import reports
from peerwork.training.certificates.policy import certificates
from peerwork.training.checking import queries as checking
from peerwork.training.cohorts import actions, queries
from peerwork.training.cohorts import policy as policies
from peerwork.training.cohorts.models import Enrolment


@require_safe
@login_required
def mine(request) -> HttpResponse:
    """What you learn, and have learned."""
    found = queries.my_learning(request.user)
    rows = [
        [
            shown.link(str(row.cohort.edition.curriculum), "training:place", row.pk),
            row.cohort.name,
            row.get_status_display(),
            percent(progress.share, 0),
        ]
        for row, progress in found["places"]
    ]
    earned = [
        [
            shown.link(row.title, "training:certificate", row.pk),
            row.get_award_display(),
            day_words(row.issued_on),
            day_words(row.valid_until) or "–",
        ]
        for row in found["certificates"]
    ]
    parts = [
        {
            "columns": [_("Course"), _("Group"), _("Status"), {"label": _("Of the hours"), "num": True}],
            "rows": rows,
            "caption": _("Your courses"),
            "empty": _("You are in no group yet. See what you can join."),
        },
        {
            "heading": _("Certificates"),
            "columns": [_("Course"), _("For"), _("Issued on"), _("Valid until")],
            "rows": earned,
            "caption": _("Your certificates"),
            "empty": _("Your certificates will be here."),
        },
    ]
    buttons = [shown.button(_("Courses you can join"), "training:catalogue", kind="primary")]
    buttons.append(shown.button(_("Library"), "training:library"))
    buttons.append(shown.button(_("Supervised hours"), "training:my_hours"))
    own = queries.own_trainer(request.user)
    if own is not None:
        buttons.append(shown.button(_("You as a trainer"), "training:trainer", own.pk))
    return page(request, _("My training"), parts, buttons=buttons)


@require_safe
@login_required
def place(request, pk: int) -> HttpResponse:
    """One place in a group: when and where, how far one is, and what there is to take away."""
    found = queries.place_page(request.user, pk)
    row, progress = found["row"], found["progress"]
    parts = [
        {"facts": _facts(found)},
        {"figures": _figures(found, progress)},
        _open_things(progress, found),
        _days(found),
        _assessments(found),
        _earned(found),
        _check_yourself(request, row),
    ]
    return page(
        request,
        str(row.cohort.edition.curriculum),
        parts,
        caption=str(row.learner),
        lede=row.get_status_display(),
        buttons=_buttons(found),
        back=_back(request, found),
    )


def _check_yourself(request, row) -> dict:
    """For the learner: questions on a module, for themselves alone."""
    if "answer" not in policies.places.granted(row):
        return {}
    asked = checking.modules_with_questions(request.user, row)
    if not asked:
        return {}
    return {
        "heading": _("Check yourself"),
        "columns": [_("Module")],
        "rows": [[shown.link(module.title, "training:quiz", row.pk, module.number)] for module in asked],
        "caption": _("Modules with questions"),
        "text": _("A few questions for you alone: nobody else sees your answers."),
    }


def _back(request, found) -> dict | None:
    roles = set(policies.places.roles(found["row"]))
    if {"training lead", "trainer"} & roles and found["cohort"]:
        return shown.back(found["row"].cohort.name, "cohort", found["row"].cohort_id)
    return shown.back(_("My training"), "mine") if request.user.kind == "account" and "learner" in roles else None


def _facts(found) -> list[dict]:
    row, cohort = found["row"], found["cohort"]
    facts = [{"label": _("Group"), "value": row.cohort.name}]
    if cohort:
        facts += shown.facts(cohort, "site", "place", "link", "getting_in", "starts_on", "ends_on")
    facts.append({"label": _("Version of the course"), "value": str(row.edition.number)})
    return facts + shown.facts(found["place"], "finished_on", *(["stopped_because"] if row.stopped_because else []))


def _figures(found, progress) -> list[dict]:
    if found["row"].status == "waiting":
        return []
    return [
        {
            "label": _("Hours attended"),
            "value": f"{float(progress.hours):g}",
            "note": _("of %(hours)s") % {"hours": f"{float(progress.of_hours):g}"},
        },
        {
            "label": _("Of the course"),
            "value": percent(progress.share, 0),
            "note": _("%(part)d%% are asked for") % {"part": progress.threshold},
        },
        {
            "label": _("Modules finished"),
            "value": str(len(progress.finished)),
            "note": _("of %(count)d") % {"count": len(progress.parts)},
        },
    ]


def _open_things(progress, found) -> dict:
    if found["row"].status != "placed" or progress.can_complete:
        return {}
    words = []
    if not progress.attended_enough:
        short = float(progress.of_hours) * progress.threshold / 100 - float(progress.hours)
        words.append(_("%(hours)s more to attend or make up.") % {"hours": shown.hours(round(short, 2))})
    if progress.open_assessments:
        titles = [str(part) for part, _result in found["assessments"] if part.pk in progress.open_assessments]
        words.append(_("Still to show: %(what)s.") % {"what": ", ".join(titles)})
    return {"heading": _("What is still open"), "text": " ".join(words)}


def _days(found) -> dict:
    rows, act = [], False
    for meeting, mark in found["days"]:
        cells = [shown.when(meeting.starts_at), str(meeting.module), _came(meeting, mark), ""]
        away = mark is not None and mark.came in ("away", "made_up")
        if away and "edit" in policies.attendance.offers(mark):
            act = True
            words = _("Catch-up") if mark.came == "away" else _("Change")
            cells[3] = shown.link(words, "training:catch_up", mark.pk, hidden=str(meeting.module))
        rows.append(cells)
    columns = [_("When"), _("Module"), _("How you came"), {"label": _("What you can do"), "hidden": True}]
    if not act:
        columns, rows = columns[:3], [cells[:3] for cells in rows]
    for mark in found["carried"]:
        cells = [shown.when(mark.meeting.starts_at), _("%(module)s (group before)") % {"module": mark.meeting.module}]
        rows.append([*cells, _came(mark.meeting, mark), *([""] if act else [])])
    return {
        "heading": _("Days"),
        "columns": columns,
        "rows": rows,
        "caption": _("Days of this group"),
        "empty": _("The dates will be here as soon as they are set."),
    }


def _came(meeting, mark) -> str:
    if mark is None:
        return "–"
    words = str(mark.get_came_display())
    if mark.came in ("late", "left_early"):
        return _("%(came)s, %(minutes)d minutes missed") % {"came": words, "minutes": mark.minutes_missed}
    if mark.made_up_on:
        on = {"day": day_words(mark.made_up_on), "how": mark.made_up_how}
        return (
            (_("Made up on %(day)s: %(how)s") if mark.made_up_how else _("Made up on %(day)s")) % on
            if mark.came == "made_up"
            else _("Catch-up planned for %(day)s: %(how)s") % on
        )
    return words


def _assessments(found) -> dict:
    if not found["assessments"]:
        return {}
    row, rows = found["row"], []
    may = row.status in ("placed", "completed") and policies.places.granted(row) & {"complete"}
    for part, result in found["assessments"]:
        title = part.title + (f" ({_('to be accredited')})" if part.for_accreditation else "")
        state = str(result.get_result_display()) if result else _("Not yet")
        comment = getattr(result, "comment", "") if result and "comment" in result.readable else ""
        cells = [title, state, comment or "–"]
        if may and result:
            cells.append(shown.link(_("Change"), "training:edit_result", result.pk, hidden=part.title))
        rows.append(cells if len(cells) == 4 or not may else [*cells, ""])
    columns = [_("Assessment"), _("Result"), _("What your trainer says")]
    if may:
        columns.append({"label": _("What you can do"), "hidden": True})
    left = any(result is None for _part, result in found["assessments"])
    return {
        "heading": _("Assessments"),
        "columns": columns,
        "rows": rows,
        "caption": _("Assessments"),
        "buttons": [shown.button(_("Note a result"), "training:record_result", row.pk)] if may and left else [],
    }


def _earned(found) -> dict:
    row, rows = found["row"], []
    for certificate in found["certificates"]:
        readable = certificates.readable(certificate)
        title = f"{certificate.get_award_display()}, {day_words(certificate.issued_on)}"
        cells = [shown.link(title, "training:certificate", certificate.pk), certificate.get_status_display()]
        if "learner" in certificates.roles(certificate):
            cells[0] = {"text": title}
        rows.append([*cells, certificate.code if "code" in readable else "–"])
    buttons = []
    issued = next((each for each in found["certificates"] if each.status == "issued"), None)
    if issued is not None and "code" in certificates.readable(issued):
        buttons.append(shown.button(_("Certificate as a PDF"), "training:certificate_of", row.pk))
        if issued.badge and "badge" in certificates.readable(issued):
            buttons.append(shown.button(_("Badge as a file"), "training:badge_of", row.pk))
        offers = certificates.offers(issued)
        if "ask_badge" in offers and not issued.badge:
            buttons.append(shown.button(_("Make a badge I can take along"), "training:ask_badge_of", row.pk, post=True))
        if "drop_badge" in offers and issued.badge:
            buttons.append(shown.button(_("I don’t want the badge"), "training:drop_badge_of", row.pk, post=True))
    if not rows and not buttons:
        return {}
    text = ""
    if issued is not None and "badge" in certificates.readable(issued):
        text = _(
            "A badge is a signed file for other places on the internet. It says what the course was, so it is only "
            "made if you want it."
        )
    return {
        "heading": _("Certificates"),
        "columns": [_("For"), _("Status"), _("Code")],
        "rows": rows,
        "caption": _("Certificates"),
        "buttons": buttons,
        "text": text,
    }


def _buttons(found) -> list[dict]:
    row = found["row"]
    granted = policies.places.granted(row)
    team = "complete" in granted or "stop" in granted
    words = {}
    if team:
        progress = found["progress"]
        if progress.can_complete and row.status == "placed":
            words["complete"] = _("They have completed it")
        if progress.can_accredit and row.status in ("placed", "completed"):
            words["accredit"] = _("They are accredited")
        words |= {"stop": _("They stop for now"), "resume": _("They come back"), "transfer": _("Move to another group")}
        words["withdraw"] = _("They give the place back")
    else:
        words["withdraw"] = _("Give my place back")
    buttons = shown.verbs(row, words, posts={"complete", "accredit", "resume"})
    if team and row.status not in ("waiting", "withdrawn"):
        buttons.append(shown.button(_("Issue a certificate"), "training:issue", row.pk))
    if _may_invite(row, granted):
        buttons.append(shown.button(_("Send them a link"), "training:invite", row.pk))
    if "answer" in policies.places.offers(row) and row.status in Enrolment.DONE and not row.feedback_on:
        buttons.append(shown.button(_("Say how it was"), "training:feedback", row.pk))
    if "answer" in granted and row.status != "withdrawn":
        buttons.append(shown.button(_("What helps me take part"), "training:tell_needs", row.pk))
    return buttons


def _may_invite(row, granted) -> bool:
    return "transfer" in granted and row.learner.person.user_id is None


# The learner's own ------------------------------------------------------------------------------------------------
@BOTH
@login_required
def withdraw(request, pk: int) -> HttpResponse:
    row = policies.places.find(request.user, pk=pk)
    return form_page(
        request,
        forms.Form,
        lambda form: actions.withdraw(row, by=request.user, version=form.version),
        policy=policies.places,
        verb="withdraw",
        row=row,
        title=_("Give the place back"),
        lede=_("It goes to whoever has waited longest. No reason is needed."),
        button=_("Give it back"),
        back=shown.back(row.cohort, "place", pk),
        done=_("The place is given back."),
    )


@BOTH
@login_required
def tell_needs(request, pk: int) -> HttpResponse:
    row = policies.places.find(request.user, pk=pk)
    learner = policies.learners.find(request.user, pk=row.learner_id)
    return form_page(
        request,
        forms.NeedsForm,
        lambda form: actions.tell_needs(learner, by=request.user, version=form.version, **form.answers),
        policy=policies.learners,
        verb="tell",
        row=learner,
        title=_("What helps me take part"),
        lede=_("The training lead and the trainers of your groups read this, and nobody else."),
        back=shown.back(row.cohort, "place", pk),
        done=_("Kept. Your trainers can see it."),
        to=row.get_absolute_url(),
    )


def _newest(user, pk: int):
    """The certificate of one's own place, or of a place one teaches; raises NotHere where there is none yet."""
    row = policies.places.find(user, pk=pk)
    found = certificates.visible(user).filter(enrolment=row, status="issued").select_related("key__organisation")
    newest = found.order_by("-issued_on", "-pk").first()
    if newest is None:
        raise NotHere(_("There is no certificate yet."))
    if "code" not in certificates.readable(newest):
        raise NotAllowed()
    return newest


@require_safe
@login_required
@never_cache
def certificate_of(request, pk: int) -> HttpResponse:
    """The certificate of a place, as a PDF."""
    return reports.certificate(request.user, _newest(request.user, pk))


@require_safe
@login_required
@never_cache
def badge_of(request, pk: int) -> HttpResponse:
    """One's own badge, as a file for other places."""
    newest = _newest(request.user, pk)
    if "badge" not in certificates.readable(newest):
        raise NotAllowed()
    if newest.badge is None:
        raise NotHere(_("There is no badge yet."))
    return json_file(f"badge-{newest.code}", newest.badge, "application/ld+json")


def _badge(action, done):
    return posted(
        lambda request, pk: (
            action(_newest(request.user, pk), by=request.user),
            policies.places.find(request.user, pk=pk),
        )[1],
        done=done,
    )


ask_badge_of = _badge(certifying.ask_badge, lazy("Your badge is ready. You can take the file away."))
drop_badge_of = _badge(certifying.drop_badge, lazy("The badge is gone from here."))


# What the training team does --------------------------------------------------------------------------------------
def _posted(action, done):
    return posted(
        lambda request, pk: action(
            policies.places.find(request.user, pk=pk), by=request.user, version=version(request)
        ),
        done=done,
    )


complete = _posted(actions.complete, lazy("Completed. You can issue the certificate now."))
accredit = _posted(actions.accredit, lazy("Accredited. You can issue the certificate now."))
resume = _posted(actions.resume, lazy("They have their place again."))


@BOTH
@login_required
def stop(request, pk: int) -> HttpResponse:
    row = policies.places.find(request.user, pk=pk)
    return form_page(
        request,
        forms.StopForm,
        lambda form: actions.stop(row, by=request.user, version=form.version, **form.answers),
        policy=policies.places,
        verb="stop",
        row=row,
        title=_("They stop for now"),
        lede=_("What they have done is kept, and they can come back."),
        back=shown.back(row.learner, "place", pk),
        done=_("Saved. Their place is free for somebody else."),
    )


@BOTH
@login_required
def transfer(request, pk: int) -> HttpResponse:
    row = policies.places.find(request.user, pk=pk)
    return form_page(
        request,
        forms.TransferForm,
        lambda form: actions.transfer(row, by=request.user, version=form.version, **form.answers),
        policy=policies.places,
        verb="transfer",
        row=row,
        title=_("Move to another group"),
        lede=_("On a newer version of the course, what they did counts as the mapping of that version says."),
        back=shown.back(row.learner, "place", pk),
        form_kwargs={"choices": {"cohort": queries.groups_to_move_to(request.user, row)}},
        done=_("Moved."),
    )


@BOTH
@login_required
def invite(request, pk: int) -> HttpResponse:
    row = policies.places.find(request.user, pk=pk)
    learner = policies.learners.find(request.user, pk=row.learner_id)
    return form_page(
        request,
        forms.InviteForm,
        lambda form: actions.invite(row, by=request.user, version=form.version, **form.answers),
        policy=policies.learners,
        verb="invite",
        row=learner,
        title=_("Send them a link"),
        lede=_("It opens their place and nothing else. The link before it stops working."),
        button=_("Send it"),
        back=shown.back(row.learner, "place", pk),
        done=_("Sent."),
        to=row.get_absolute_url(),
    )


@BOTH
@login_required
def record_result(request, pk: int) -> HttpResponse:
    row = policies.places.find(request.user, pk=pk)
    policies.places.require(request.user, "complete", row)
    known = policies.results.visible(request.user).filter(enrolment=row).values("part")
    parts = row.edition.assessments.filter(dropped=False).exclude(pk__in=known)
    return form_page(
        request,
        forms.ResultForm,
        lambda form: actions.record_result(by=request.user, enrolment=row, **form.answers),
        policy=policies.results,
        verb="record",
        title=_("Note a result"),
        lede=str(row.learner),
        back=shown.back(row.learner, "place", pk),
        form_kwargs={"choices": {"part": parts}},
        done=_("Kept. They can read it."),
        to=row.get_absolute_url(),
    )


@BOTH
@login_required
def edit_result(request, pk: int) -> HttpResponse:
    row = policies.results.find(request.user, pk=pk)
    return form_page(
        request,
        forms.EditResultForm,
        lambda form: actions.edit_result(row, by=request.user, version=form.version, **form.answers),
        policy=policies.results,
        verb="edit",
        row=row,
        title=str(row.part),
        lede=str(row.enrolment.learner),
        back=shown.back(row.enrolment.learner, "place", row.enrolment_id),
        done=_("Kept. They can read it."),
        to=row.enrolment.get_absolute_url(),
    )


@BOTH
@login_required
def issue(request, pk: int) -> HttpResponse:
    row = policies.places.find(request.user, pk=pk)
    policies.places.require(request.user, "complete", row)
    return form_page(
        request,
        forms.IssueForm,
        lambda form: certifying.issue(by=request.user, enrolment=row, **form.answers),
        policy=certificates,
        verb="issue",
        title=_("Issue a certificate"),
        lede=str(row.learner),
        button=_("Issue it"),
        back=shown.back(row.learner, "place", pk),
        initial={"award": certified.best_award(row)},
        done=_("Issued. They have been told."),
    )


@require_safe
@login_required
def learner(request, pk: int) -> HttpResponse:
    """Everything one learner takes part in."""
    found = queries.learner_page(request.user, pk)
    row = found["learner"]
    seen = policies.learners.show(row)
    rows = [
        [
            shown.link(str(place.cohort.edition.curriculum), "training:place", place.pk),
            place.cohort.name,
            place.get_status_display(),
            percent(found["progress"][place.pk].share, 0),
        ]
        for place in found["places"]
    ]
    earned = [
        [shown.link(each.title, "training:certificate", each.pk), each.get_award_display(), day_words(each.issued_on)]
        for each in found["certificates"]
    ]
    parts = [
        {"facts": shown.facts(seen, "kind", "profession", "level", "access_needs")},
        {
            "heading": _("Courses"),
            "columns": [_("Course"), _("Group"), _("Status"), {"label": _("Of the hours"), "num": True}],
            "rows": rows,
            "caption": _("Courses of this learner"),
            "empty": _("No course yet."),
        },
        {
            "heading": _("Certificates"),
            "columns": [_("Course"), _("For"), _("Issued on")],
            "rows": earned,
            "caption": _("Certificates of this learner"),
            "empty": _("No certificate yet."),
        },
    ]
    return page(
        request,
        str(row),
        parts,
        caption=_("Learner"),
        buttons=shown.verbs(row, {"edit": _("Change")}, {"edit": "edit_learner"}),
    )


@BOTH
@login_required
def edit_learner(request, pk: int) -> HttpResponse:
    row = policies.learners.find(request.user, pk=pk)
    return form_page(
        request,
        forms.LearnerForm,
        lambda form: actions.edit_learner(row, by=request.user, version=form.version, **form.answers),
        policy=policies.learners,
        verb="edit",
        row=row,
        title=_("Change what is noted"),
        back=shown.back(row, "learner", pk),
        done=_("Saved."),
    )
