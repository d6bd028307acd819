"""Ways into a post, hours away from the job, supervised hours, and how far recovery training reaches."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.templatetags.ui import number
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import units
from peerwork.people.reach import roles_of
from peerwork.placements.views.page import BOTH, page
from peerwork.training import coverage as covering
from peerwork.training import forms, shown
from peerwork.training.cohorts.policy import places
from peerwork.training.pathways import actions, queries
from peerwork.training.pathways import policy as policies
from peerwork.training.views.curricula import organisation_of


@require_safe
@login_required
def pathways(request) -> HttpResponse:
    """Who is on the way into a peer post, stage by stage."""
    if not {"training_lead", "hr"} & roles_of(request.user):
        raise NotAllowed()
    stopped = [row for row in queries.pathways_for(request.user) if row.status == "stopped"]
    context = {
        "stages": queries.board(request.user),
        "stopped": stopped,
        "may_begin": policies.pathways.may_start(request.user, "begin"),
        "title": _("On the way into a post"),
    }
    return render(request, "training/pathways.html", context)


FACTS = (*("kind", "source", "begun_on", "enrolment", "practice_in", "gateway_on", "end_point_on", "stopped_because"),)


@require_safe
@login_required
def pathway(request, pk: int) -> HttpResponse:
    """One person's way: where they are, what is planned, an apprentice's hours away from the job."""
    found = queries.pathway_page(request.user, pk)
    row = found["pathway"]
    seen = policies.pathways.show(row)
    stopped = ["stopped_because"] if row.stopped_because else []
    parts: list[dict] = [{"facts": shown.facts(seen, *FACTS, *stopped)}]
    if row.kind == "apprenticeship":
        log = policies.off_job.may_start(request.user, "log") and bool(policies.pathways.roles(row)) and _logs(row)
        parts.append(
            {
                "heading": _("Hours away from the job"),
                "figures": [
                    {
                        "label": _("Noted"),
                        "value": shown.plain(found["done"]),
                        "note": _("of %(count)d agreed") % {"count": row.off_job_needed} if row.off_job_needed else "",
                    }
                ],
                "columns": [_("Day"), {"label": _("Hours"), "num": True}, _("What"), ACT],
                "rows": [
                    [
                        day_words(each.on),
                        shown.plain(each.hours),
                        each.what,
                        shown.link(_("Take back"), "training:withdraw_off_job", each.pk, hidden=day_words(each.on))
                        if "withdraw" in policies.off_job.offers(each)
                        else "",
                    ]
                    for each in found["hours"]
                ],
                "caption": _("Hours of learning away from the job"),
                "empty": _("None is noted yet."),
                "buttons": [shown.button(_("Note hours"), "training:log_off_job", pk)] if log else [],
            }
        )
    words = {
        "join": _("They join a group"),
        "practise": _("They begin to practise"),
        "reach": _("They reach the gateway"),
        "take_post": _("They take up a post"),
        "resume": _("They go on"),
        "edit": _("Change"),
        "stop": _("They stop for now"),
    }
    names = {"edit": "edit_pathway", "stop": "stop_pathway", "resume": "resume_pathway"}
    posts = {"join", "practise", "reach", "take_post", "resume"}
    back = shown.back(_("On the way into a post"), "pathways")
    return page(
        request,
        str(row),
        parts,
        caption=row.get_status_display(),
        buttons=shown.verbs(row, words, names, posts=posts),
        back=back if {"training_lead", "hr"} & roles_of(request.user) else None,
    )


ACT = {"label": lazy("What you can do"), "hidden": True}


def _logs(row) -> bool:
    return bool({"training lead", "learner"} & set(policies.pathways.roles(row)))


@BOTH
@login_required
def begin(request) -> HttpResponse:
    organisation = organisation_of(request) if policies.pathways.may_start(request.user, "begin") else None
    choices = {"person": queries.people_to_begin(request.user, organisation)} if organisation else {}
    return form_page(
        request,
        forms.PathwayForm,
        lambda form: actions.begin(by=request.user, organisation=organisation, **form.answers),
        policy=policies.pathways,
        verb="begin",
        title=_("Somebody begins"),
        lede=_("With a taster. They need no post for this."),
        back=shown.back(_("On the way into a post"), "pathways"),
        form_kwargs={"choices": choices},
        done=_("Begun."),
    )


@BOTH
@login_required
def edit_pathway(request, pk: int) -> HttpResponse:
    row = policies.pathways.find(request.user, pk=pk)
    mine = places.visible(request.user).filter(learner__person=row.person_id).select_related("learner__person")
    teams = units.visible(request.user).filter(kind="team", closed_on__isnull=True)
    return form_page(
        request,
        forms.EditPathwayForm,
        lambda form: actions.edit_pathway(row, by=request.user, version=form.version, **form.answers),
        policy=policies.pathways,
        verb="edit",
        row=row,
        title=_("What is planned"),
        back=shown.back(row, "pathway", pk),
        form_kwargs={"choices": {"enrolment": mine.select_related("cohort__edition__curriculum", "learner__person"),
                                 "practice_in": teams}},
        done=_("Saved."),
    )  # fmt: skip


@BOTH
@login_required
def stop_pathway(request, pk: int) -> HttpResponse:
    row = policies.pathways.find(request.user, pk=pk)
    return form_page(
        request,
        forms.StopPathwayForm,
        lambda form: actions.stop_pathway(row, by=request.user, version=form.version, **form.answers),
        policy=policies.pathways,
        verb="stop",
        row=row,
        title=_("They stop for now"),
        lede=_("They can go on later, where they were."),
        back=shown.back(row, "pathway", pk),
        done=_("Saved."),
    )


def _step(action, done):
    return posted(
        lambda request, pk: action(
            policies.pathways.find(request.user, pk=pk), by=request.user, version=version(request)
        ),
        done=done,
    )


join = _step(actions.join, lazy("They are in a group."))
practise = _step(actions.practise, lazy("They are in practice."))
reach = _step(actions.reach, lazy("They are at the gateway."))
take_post = _step(actions.take_post, lazy("They are in a post."))
resume_pathway = _step(actions.resume_pathway, lazy("They go on where they were."))


@BOTH
@login_required
def log_off_job(request, pk: int) -> HttpResponse:
    row = policies.pathways.find(request.user, pk=pk)
    if not _logs(row):
        raise NotAllowed()
    return form_page(
        request,
        forms.OffJobForm,
        lambda form: actions.log_off_job(by=request.user, pathway=row, **form.answers),
        policy=policies.off_job,
        verb="log",
        title=_("Hours away from the job"),
        back=shown.back(row, "pathway", pk),
        done=_("Noted."),
        to=row.get_absolute_url(),
    )


@BOTH
@login_required
def withdraw_off_job(request, pk: int) -> HttpResponse:
    row = policies.off_job.find(request.user, pk=pk)
    return form_page(
        request,
        forms.Form,
        lambda form: actions.withdraw_off_job(row, by=request.user, version=form.version),
        policy=policies.off_job,
        verb="withdraw",
        row=row,
        title=_("Take these hours back"),
        lede=str(row),
        button=_("Take them back"),
        back=shown.back(row.pathway, "pathway", row.pathway_id),
        done=_("Taken back."),
        to=row.pathway.get_absolute_url(),
    )


# Supervised hours -------------------------------------------------------------------------------------------------
@require_safe
@login_required
def my_hours(request) -> HttpResponse:
    """Your own supervised hours, and those that wait for your signature."""
    person = queries.own_person(request.user)
    found = queries.hours_page(request.user, person.pk) if person else {"rows": [], "counters": []}
    waiting = [
        {
            "title": f"{row.person}: {row}",
            "href": reverse("training:hours_of", args=[row.person_id]),
            "text": str(row.edition.curriculum),
            "tag": _("To sign"),
            "kind": "due",
        }
        for row in queries.to_sign(request.user)
    ]
    parts = [
        {"heading": _("Waiting for your signature"), "kind": "due", "items": waiting} if waiting else {},
        *_hours_parts(found),
    ]
    may = person is not None and policies.supervised.may_start(request.user, "note")
    buttons = [shown.button(_("Note hours"), "training:note_hours", kind="primary")] if may else []
    return page(request, _("Supervised hours"), parts, buttons=buttons)


@require_safe
@login_required
def hours_of(request, pk: int) -> HttpResponse:
    """One person's supervised hours, for their supervisor to sign."""
    found = queries.hours_page(request.user, pk)
    return page(request, _("Supervised hours"), _hours_parts(found), caption=str(found["person"]))


def _hours_parts(found) -> list[dict]:
    parts = []
    for each in found["counters"]:
        parts.append(
            {
                "heading": str(each.edition.curriculum),
                "figures": [
                    {
                        "label": _("Signed"),
                        "value": shown.plain(each.signed),
                        "note": _("of %(count)d hours") % {"count": each.needed} if each.needed else "",
                    },
                    {
                        "label": _("Of which one to one"),
                        "value": shown.plain(each.one_to_one),
                        "note": _("of %(count)d hours") % {"count": each.one_to_one_needed}
                        if each.one_to_one_needed
                        else "",
                    },
                    {"label": _("Not signed yet"), "value": shown.plain(each.waiting), "note": ""},
                ],
            }
        )
    rows = []
    for row in found["rows"]:
        seen = policies.supervised.show(row)
        acts = [
            (_("Sign"), "sign_hours") if "sign" in seen.offers else None,
            (_("Ask"), "ask_about_hours") if "ask" in seen.offers else None,
            (_("Change"), "edit_hours") if "edit" in seen.offers else None,
        ]
        act = next(
            (shown.link(words, f"training:{name}", row.pk, hidden=str(row)) for words, name in filter(None, acts)), ""
        )
        state = row.get_status_display()
        if getattr(seen, "question", ""):
            state = f"{state}: {seen.question}"
        rows.append(
            [str(row), str(row.edition.curriculum), shown.plain(row.hours), shown.plain(row.one_to_one), state, act]
        )
    numbers = [{"label": words, "num": True} for words in (_("Hours"), _("One to one"))]
    parts.append(
        {
            "heading": _("Period by period"),
            "columns": [_("Period"), _("Toward"), *numbers, _("Status"), ACT],
            "rows": rows,
            "caption": _("Supervised hours"),
            "empty": _("No hours are noted yet."),
        }
    )
    return parts


@BOTH
@login_required
def note_hours(request) -> HttpResponse:
    person = queries.own_person(request.user)
    if person is None:
        raise NotAllowed()
    return form_page(
        request,
        forms.HoursForm,
        lambda form: actions.note_hours(by=request.user, person=person, **form.answers),
        policy=policies.supervised,
        verb="note",
        title=_("Note supervised hours"),
        lede=_("Your supervisor of that time is asked to sign them."),
        back=shown.back(_("Supervised hours"), "my_hours"),
        form_kwargs={"choices": {"edition": queries.courses_with_hours(request.user)}},
        done=_("Noted. Your supervisor has been asked to sign."),
        to=reverse("training:my_hours"),
    )


@BOTH
@login_required
def edit_hours(request, pk: int) -> HttpResponse:
    row = policies.supervised.find(request.user, pk=pk)
    return form_page(
        request,
        forms.EditHoursForm,
        lambda form: actions.edit_hours(row, by=request.user, version=form.version, **form.answers),
        policy=policies.supervised,
        verb="edit",
        row=row,
        title=_("Correct the hours"),
        lede=row.question,
        back=shown.back(_("Supervised hours"), "my_hours"),
        done=_("Saved. They wait for your supervisor."),
        to=reverse("training:my_hours"),
    )


@BOTH
@login_required
def sign_hours(request, pk: int) -> HttpResponse:
    row = policies.supervised.find(request.user, pk=pk)
    words = _(
        "%(hours)s hours, of which %(part)s one to one, from %(period)s. With your name you say that this is right."
    )
    return form_page(
        request,
        forms.Form,
        lambda form: actions.sign(row, by=request.user, version=form.version),
        policy=policies.supervised,
        verb="sign",
        row=row,
        title=_("Sign the hours of %(name)s") % {"name": row.person},
        lede=words % {"hours": shown.plain(row.hours), "part": shown.plain(row.one_to_one), "period": row},
        button=_("Sign"),
        template="training/sign_hours.html",
        hours=row,
        back=shown.back(_("Supervised hours"), "hours_of", row.person_id),
        done=_("Signed."),
    )


@BOTH
@login_required
def ask_about_hours(request, pk: int) -> HttpResponse:
    row = policies.supervised.find(request.user, pk=pk)
    return form_page(
        request,
        forms.AskForm,
        lambda form: actions.ask_about(row, by=request.user, version=form.version, **form.answers),
        policy=policies.supervised,
        verb="ask",
        row=row,
        title=_("Ask about the hours"),
        lede=f"{row.person}, {row}",
        back=shown.back(_("Supervised hours"), "hours_of", row.person_id),
        done=_("They can answer and correct the hours."),
    )


# How far it reaches -----------------------------------------------------------------------------------------------
@require_safe
@login_required
def coverage(request) -> HttpResponse:
    """Recovery training by profession and level, for the whole staff; and with whom courses are made."""
    if not covering.may_see(request.user):
        raise NotAllowed()
    found = covering.coverage(request.user)
    lines = [
        [line.profession, *([] if found.released else [line.level or "–"]), _figure(line.done), _figure(line.people)]
        for line in found.lines
    ]
    numbers = [{"label": words, "num": True} for words in (_("Have finished it"), _("People in post"))]
    columns = [_("Profession"), *([] if found.released else [_("Band")]), *numbers]
    parts = [
        {
            "figures": [
                {"label": _("Have finished recovery training"), "value": _figure(found.done), "note": ""},
                {"label": _("People in post"), "value": _figure(found.people), "note": ""},
            ],
        },
        {
            "heading": _("By profession and level"),
            "columns": columns,
            "rows": lines,
            "caption": _("Recovery training by profession and level"),
            "empty": _("Nobody is in post yet."),
            "text": found.note,
        },
        {
            "heading": _("Made together"),
            "columns": [
                _("With"),
                *({"label": words, "num": True} for words in (_("Designed"), _("Written"), _("Taught"))),
            ],
            "rows": [[label, *map(str, counts)] for label, *counts in covering.together(request.user)],
            "caption": _("Groups, by with whom they were made"),
        },
    ]
    return page(request, _("Who recovery training has reached"), parts)


def _figure(value) -> str:
    return number(value) if isinstance(value, int) else str(value)
