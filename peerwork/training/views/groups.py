"""Pages about groups: what is on, one group, its days and registers, who is in it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.templatetags.ui import number, percent
from peerwork.kit.views_base import form_page, posted, version
from peerwork.placements.views.page import BOTH, page
from peerwork.training import forms, shown
from peerwork.training.checking.queries import said_of
from peerwork.training.cohorts import actions, queries
from peerwork.training.cohorts import policy as policies


# What is on -------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def home(request) -> HttpResponse:
    """For whoever plans or gives training: the next days, and people who need a catch-up."""
    if not queries.trains(request.user):
        raise NotAllowed()
    today = timezone.localdate()
    days = []
    for meeting in queries.next_days(request.user):
        late = timezone.localdate(meeting.starts_at) <= today
        days.append(
            {
                "title": f"{shown.when(meeting.starts_at)}: {meeting.module}",
                "href": meeting.get_absolute_url(),
                "text": str(meeting.cohort),
                "tag": _("Take the register") if late else "",
                "kind": "due" if late else "",
            }
        )
    catch = []
    for row in queries.catch_ups(request.user):
        planned = row.made_up_on
        catch.append(
            {
                "title": f"{row.enrolment.learner}: {row.meeting.module}",
                "href": reverse("training:catch_up", args=[row.pk]),
                "text": _("Missed on %(day)s") % {"day": day_words(row.meeting.starts_at)},
                "tag": _("Catch-up on %(day)s") % {"day": day_words(planned)} if planned else _("No plan yet"),
                "kind": "over" if planned and planned < today else "" if planned else "due",
            }
        )
    parts = [
        {"heading": _("Next days"), "kind": "due", "items": days, "empty": _("No day is set.")},
        {
            "heading": _("Who needs a catch-up"),
            "kind": "due",
            "items": catch,
            "empty": _("Nobody has missed a day without making it up."),
        },
    ]
    buttons = [shown.button(_("Centres"), "training:sites"), shown.button(_("Library"), "training:library")]
    if policies.trainers.may_start(request.user, "register"):
        buttons += [
            shown.button(_("Trainers"), "training:trainers"),
            shown.button(_("On the way into a post"), "training:pathways"),
            shown.button(_("Who training has reached"), "training:coverage"),
        ]
    return page(request, _("Training"), parts, buttons=buttons)


@require_safe
@login_required
def catalogue(request) -> HttpResponse:
    """What is on: open groups, and a place for whoever wants one."""
    items = []
    for row in queries.catalogue(request.user):
        free = max(0, row.capacity - row.taken)
        items.append({"row": row, "seen": policies.cohorts.show(row), "free": 0 if row.waiting else free})
    return render(request, "training/catalogue.html", {"items": items, "title": _("Courses you can join")})


take_place = posted(
    lambda request, pk: actions.take_place(policies.cohorts.find(request.user, pk=pk), by=request.user),
    done=lambda place: (
        _("You have a place. We have written to you.")
        if place.status == "placed"
        else _("You are on the waiting list. We will write to you as soon as a place is free.")
    ),
)


@require_safe
@login_required
def cohorts(request) -> HttpResponse:
    """The groups of the training team."""
    if not queries.trains(request.user):
        raise NotAllowed()
    found = Paginator(queries.groups_for(request.user), 50).get_page(request.GET.get("page"))
    rows = [
        [
            shown.link(row.name, "training:cohort", row.pk),
            str(row.edition.curriculum),
            day_words(row.starts_on),
            f"{row.taken} / {row.capacity}",
            str(row.waiting),
            row.get_status_display(),
        ]
        for row in found
    ]
    numbers = [{"label": words, "num": True} for words in (_("Places taken"), _("Waiting"))]
    table = {
        "columns": [_("Group"), _("Course"), _("First day"), *numbers, _("Status")],
        "rows": rows,
        "caption": _("Groups"),
        "empty": _("No group yet."),
    }
    buttons = [shown.button(_("Plan a group"), "training:plan", kind="primary")]
    may = policies.cohorts.may_start(request.user, "plan")
    return page(request, _("Groups"), [table], buttons=buttons if may else [], page=found)


# One group --------------------------------------------------------------------------------------------------------
GROUP = ("site", "place", "link", "getting_in", "starts_on", "ends_on")


@require_safe
@login_required
def cohort(request, pk: int) -> HttpResponse:
    """One group: where and when, who teaches; for the training team, who is in it and how far they are."""
    found = queries.cohort_page(request.user, pk)
    row = found["cohort"]
    seen, team = policies.cohorts.show(row), found["team"]
    facts = shown.facts(seen, *GROUP)
    free = max(0, row.capacity - found["taken"])
    facts.append(
        {
            "label": _("Places"),
            "value": _("%(taken)d of %(all)d taken") % {"taken": found["taken"], "all": row.capacity},
        }
    )
    for name, words in (
        ("designed_with", _("Designed with")),
        ("produced_with", _("Written with")),
        ("delivered_with", _("Taught with")),
    ):
        if getattr(row, name):
            facts.append({"label": words, "value": shown.ticked(shown.With, getattr(row, name))})
    parts = [
        {"facts": facts, "buttons": _own_buttons(found, row, free)},
        *(_team_parts(request, found, row) if team else []),
        _days(request, found, row),
        _trainers(found, row, team),
        _said(request, row) if team else {},
    ]
    words = {"open": _("Open it"), "edit": _("Change"), "finish": _("It is over"), "cancel": _("Cancel the group")}
    names = {verb: f"{verb}_cohort" for verb in words}
    buttons = shown.verbs(row, words, names, posts={"open", "finish"})
    if "plan" in policies.cohorts.granted(row):
        buttons.append(shown.button(_("What they can show"), "training:needs_group", row.pk))
    lede = row.get_status_display()
    if row.status == "planned" and team and (wanted := actions.missing_trainers(row)):
        lede = _("Before it opens, this group needs %(who)s.") % {"who": _(" and ").join(wanted)}
    return page(
        request,
        row.name,
        parts,
        caption=str(found["curriculum"]),
        lede=lede,
        buttons=buttons,
        back=shown.back(_("Groups"), "cohorts") if team else shown.back(_("Courses you can join"), "catalogue"),
    )


def _own_buttons(found, row, free) -> list[dict]:
    if found["mine"] is not None:
        return [shown.button(_("Your place"), "training:place", found["mine"].pk)]
    if row.status != "open" or not row.ask_yourself or found["team"]:
        return []
    words = _("Take a place") if free else _("Join the waiting list")
    return [shown.button(words, "training:take_place", row.pk, post=True, kind="primary")]


def _team_parts(request, found, row) -> list[dict]:
    people, progress, parts = found["people"], found["progress"], []
    lines = []
    for place in people:
        each = progress[place.pk]
        state = place.get_status_display()
        if place.status == "placed" and each.can_complete:
            state = {"text": _("Can be completed"), "kind": "info"}
        lines.append(
            [
                {"text": str(place.learner), "href": place.get_absolute_url()},
                f"{len(each.finished)} / {len(each.parts)}",
                percent(each.share, 0),
                state,
            ]
        )
    numbers = [{"label": words, "num": True} for words in (_("Modules finished"), _("Of the hours"))]
    add = []
    if row.status == "open" and policies.learners.may_start(request.user, "register"):
        add = [shown.button(_("Add somebody"), "training:add_learner", row.pk)]
    parts.append(
        {
            "heading": _("Who is in this group"),
            "columns": [_("Name"), *numbers, _("Status")],
            "rows": lines,
            "caption": _("People in this group"),
            "empty": _("Nobody yet."),
            "buttons": add,
        }
    )
    if found["needs"]:
        parts.append(
            {
                "heading": _("What helps people take part"),
                "columns": [_("Name"), _("What helps")],
                "rows": [[str(seen.person), seen.access_needs] for seen in found["needs"]],
                "caption": _("What helps people take part"),
                "see": _("The learner, the training lead and the trainers of this group."),
            }
        )
    if found["waiting"]:
        parts.append(
            {
                "heading": _("Waiting list"),
                "columns": [_("Name"), _("Asked on")],
                "rows": [
                    [{"text": str(place.learner), "href": place.get_absolute_url()}, day_words(place.asked_at)]
                    for place in found["waiting"]
                ],
                "caption": _("People waiting, in the order they asked"),
                "text": _("A place that comes free goes to whoever asked first, by itself."),
            }
        )
    return parts


def _days(request, found, row) -> dict:
    team, lines = found["team"], []
    for meeting in found["days"]:
        offered = policies.meetings.offers(meeting) if team else ()
        about = f"{shown.when(meeting.starts_at)}, {meeting.module}"
        act = ""
        if "hold" in offered and timezone.localdate(meeting.starts_at) <= timezone.localdate():
            act = shown.link(_("Register"), "training:register", meeting.pk, hidden=about)
        elif "move" in offered:
            act = shown.link(_("Change"), "training:move_meeting", meeting.pk, hidden=about)
        place = meeting.place or "–"
        cells = [shown.when(meeting.starts_at), str(meeting.module), place, meeting.get_status_display()]
        lines.append([*cells, act] if team else cells)
    columns = [_("When"), _("Module"), _("Where, if elsewhere"), _("Status")]
    if team:
        columns.append({"label": _("What you can do"), "hidden": True})
    add = []
    if team and row.status in ("planned", "open") and policies.meetings.may_start(request.user, "set"):
        add = [shown.button(_("Set a day"), "training:set_meeting", row.pk)]
    return {
        "heading": _("Days"),
        "columns": columns,
        "rows": lines,
        "caption": _("Days of this group"),
        "empty": _("No day is set yet."),
        "buttons": add,
    }


def _trainers(found, row, team) -> dict:
    lines = []
    for each in found["trainers"]:
        seen = policies.cohort_trainers.show(each)
        side = seen.get_side_display() if "side" in seen.readable else ""
        name = str(each.trainer)
        cells = [name, each.trainer.about or "–"]
        if team:
            cells.append(side or "–")
        if team and "end" in policies.cohort_trainers.offers(each):
            cells.append(shown.link(_("No longer"), "training:end_trainer", each.pk, hidden=name))
        elif team:
            cells.append("")
        lines.append(cells)
    columns = [_("Trainer"), _("About them")]
    if team:
        columns += [_("Teaches"), {"label": _("What you can do"), "hidden": True}]
    add = []
    if team and {"open", "cancel", "edit"} <= policies.cohorts.granted(row) and row.status in ("planned", "open"):
        add = [shown.button(_("Name a trainer"), "training:name_trainer", row.pk)]
    return {
        "heading": _("Who teaches"),
        "columns": columns,
        "rows": lines,
        "caption": _("Trainers of this group"),
        "empty": _("Nobody is named yet."),
        "buttons": add,
    }


def _said(request, row) -> dict:
    """What people said of the group, once enough of them have."""
    found = said_of(request.user, row)
    if found is None:
        return {}
    lines = [[words, number(average, 1)] for words, average in found["scale"]]
    words = [[_("Best: %(words)s") % {"words": each}, ""] for each in found["best"]]
    words += [[_("Different: %(words)s") % {"words": each}, ""] for each in found["better"]]
    return {
        "heading": _("What people say"),
        "columns": [_("What we asked"), {"label": _("Average, 1 to 5"), "num": True}],
        "rows": [*lines, *words],
        "caption": _("Feedback on this group"),
        "note": ngettext("%d person answered", "%d people answered", found["people"]) % found["people"],
    }


def _choices(request) -> dict:
    return {"edition": queries.editions_for(request.user), "site": queries.sites_for(request.user)}


@BOTH
@login_required
def plan(request) -> HttpResponse:
    return form_page(
        request,
        forms.CohortForm,
        lambda form: actions.plan(by=request.user, **form.answers),
        policy=policies.cohorts,
        verb="plan",
        title=_("Plan a group"),
        back=shown.back(_("Groups"), "cohorts"),
        form_kwargs={"choices": _choices(request)},
        done=_("Planned. Name who teaches it, set its days, then open it."),
    )


@BOTH
@login_required
def edit_cohort(request, pk: int) -> HttpResponse:
    row = policies.cohorts.find(request.user, pk=pk)
    return form_page(
        request,
        forms.CohortForm,
        lambda form: actions.edit_cohort(row, by=request.user, version=form.version, **form.answers),
        policy=policies.cohorts,
        verb="edit",
        row=row,
        title=_("Change the group"),
        back=shown.back(row.name, "cohort", pk),
        form_kwargs={"choices": _choices(request)},
        only=policies.cohorts.writable(row) - {"edition"},
        done=_("Saved."),
    )


def _on_group(action, done):
    return posted(
        lambda request, pk: action(
            policies.cohorts.find(request.user, pk=pk), by=request.user, version=version(request)
        ),
        done=done,
    )


open_cohort = _on_group(actions.open_cohort, lazy("Open. People can take a place."))
finish_cohort = _on_group(
    actions.finish_cohort, lazy("The group is over. Certificates can be issued on each person’s page.")
)


@BOTH
@login_required
def cancel_cohort(request, pk: int) -> HttpResponse:
    row = policies.cohorts.find(request.user, pk=pk)
    return form_page(
        request,
        forms.Form,
        lambda form: actions.cancel_cohort(row, by=request.user, version=form.version),
        policy=policies.cohorts,
        verb="cancel",
        row=row,
        title=_("Cancel the group"),
        lede=_("Everybody in it, and everybody who waits, is told."),
        button=_("Cancel the group"),
        back=shown.back(row.name, "cohort", pk),
        done=_("Cancelled. Everybody has been told."),
    )


@BOTH
@login_required
def name_trainer(request, pk: int) -> HttpResponse:
    row = policies.cohorts.find(request.user, pk=pk)
    return form_page(
        request,
        forms.TrainerOfGroupForm,
        lambda form: actions.name_trainer(by=request.user, cohort=row, **form.answers),
        policy=policies.cohort_trainers,
        verb="name",
        title=_("Name a trainer"),
        back=shown.back(row.name, "cohort", pk),
        form_kwargs={"choices": {"trainer": queries.trainers_to_name(request.user, row)}},
        initial={"starts_on": timezone.localdate()},
        done=_("Named."),
        to=row.get_absolute_url(),
    )


@BOTH
@login_required
def end_trainer(request, pk: int) -> HttpResponse:
    row = policies.cohort_trainers.find(request.user, pk=pk)
    return form_page(
        request,
        forms.Form,
        lambda form: actions.end_trainer(row, by=request.user, version=form.version),
        policy=policies.cohort_trainers,
        verb="end",
        row=row,
        title=_("No longer a trainer of this group"),
        lede=_("%(name)s no longer teaches it, from today.") % {"name": row},
        button=_("End it today"),
        back=shown.back(row.cohort.name, "cohort", row.cohort_id),
        done=_("Saved."),
        to=row.cohort.get_absolute_url(),
    )


# Days and registers -----------------------------------------------------------------------------------------------
@BOTH
@login_required
def set_meeting(request, pk: int) -> HttpResponse:
    row = policies.cohorts.find(request.user, pk=pk)
    return form_page(
        request,
        forms.MeetingForm,
        lambda form: actions.set_meeting(by=request.user, cohort=row, **form.answers),
        policy=policies.meetings,
        verb="set",
        title=_("Set a day"),
        back=shown.back(row.name, "cohort", pk),
        form_kwargs={"choices": {"module": row.edition.modules.filter(dropped=False)}},
        done=_day_set,
        to=row.get_absolute_url(),
    )


def _day_set(meeting) -> str:
    if queries.clashes(meeting):
        return _("Set. The group has another day on the same date: both are kept.")
    if queries.out_of_order(meeting):
        return _("Set. Another module is to be finished first, and has no earlier day in this group.")
    return _("Set. Everybody with a place has the date.")


@BOTH
@login_required
def move_meeting(request, pk: int) -> HttpResponse:
    row = policies.meetings.find(request.user, pk=pk)
    return form_page(
        request,
        forms.MeetingForm,
        lambda form: actions.move_meeting(row, by=request.user, version=form.version, **form.answers),
        policy=policies.meetings,
        verb="move",
        row=row,
        title=_("Change the day"),
        template="training/move_meeting.html",
        meeting=row,
        back=shown.back(row.cohort.name, "cohort", row.cohort_id),
        form_kwargs={"choices": {"module": row.cohort.edition.modules.filter(dropped=False)}},
        done=_day_set,
        to=row.cohort.get_absolute_url(),
    )


cancel_meeting = posted(
    lambda request, pk: actions.cancel_meeting(
        policies.meetings.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("This day will not take place. Everybody with a place is told."),
    to=lambda row: row.cohort.get_absolute_url(),
)


@BOTH
@login_required
def register(request, pk: int) -> HttpResponse:
    """The register of one day, made for a phone: one choice for each person."""
    found = queries.register_page(request.user, pk)
    meeting = found["meeting"]
    policies.meetings.require(request.user, "hold", meeting)
    count = len(found["lines"])
    return form_page(
        request,
        forms.RegisterForm,
        lambda form: actions.take_register(meeting, by=request.user, version=form.version, **form.answers),
        policy=policies.meetings,
        verb="hold",
        row=meeting,
        title=_("Register"),
        template="training/register.html",
        meeting=meeting,
        marked=found["marked"],
        count=count,
        back=shown.back(meeting.cohort.name, "cohort", meeting.cohort_id),
        form_kwargs={"lines": found["lines"]},
        done=lambda row: (
            ngettext("The register is kept, for %d person.", "The register is kept, for %d people.", count) % count
        ),
        to=meeting.cohort.get_absolute_url(),
    )


@BOTH
@login_required
def catch_up(request, pk: int) -> HttpResponse:
    """Plan how somebody makes up a day, or note that they have."""
    row = policies.attendance.find(request.user, pk=pk)
    return form_page(
        request,
        forms.CatchUpForm,
        lambda form: actions.catch_up(row, by=request.user, version=form.version, **form.answers),
        policy=policies.attendance,
        verb="edit",
        row=row,
        title=_("Catch-up for %(name)s") % {"name": row.enrolment.learner},
        lede=str(row.meeting),
        back=shown.back(row.enrolment.learner, "place", row.enrolment_id),
        initial={"made_up_on": row.made_up_on, "made_up_how": row.made_up_how, "done": row.came == "made_up"},
        done=_("Saved."),
        to=row.enrolment.get_absolute_url(),
    )


# Learners ---------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def add_learner(request, pk: int) -> HttpResponse:
    """Add somebody to a group: staff, or anybody else, who needs no account."""
    row = policies.cohorts.find(request.user, pk=pk)

    @transaction.atomic
    def act(form):
        given = dict(form.answers)
        email, person = given.pop("email"), given.pop("person")
        learner = queries.learner_of(row, person) if person else None
        if learner is None:
            names = {} if person else {name: given[name] for name in ("given_name", "family_name")}
            words = {name: given[name] for name in ("kind", "access_needs")}
            learner = actions.register_learner(
                by=request.user, organisation=row.organisation, person=person, **names, **words
            )
        place = actions.enrol(row, learner, by=request.user)
        if email:
            actions.invite(place, by=request.user, email=email)
        return place

    return form_page(
        request,
        forms.AddLearnerForm,
        act,
        policy=policies.learners,
        verb="register",
        title=_("Add somebody"),
        lede=row.name,
        back=shown.back(row.name, "cohort", pk),
        form_kwargs={"choices": {"person": queries.people_to_add(request.user, row)}},
        done=lambda place: _("They have a place.") if place.status == "placed" else _("They are on the waiting list."),
        to=row.get_absolute_url(),
    )
