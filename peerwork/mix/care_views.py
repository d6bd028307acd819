"""The pages of care activity: files and their progress, numbers to map, counting rules, the delivery log."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.mix import actions, activity, care_details, care_lists, crosswalks, jobs
from peerwork.mix.care_forms import (
    ActivityFileForm,
    CountedRuleForm,
    CrosswalkForm,
    LinkForm,
    MapTeamForm,
    ProfessionForm,
    TallyForm,
)
from peerwork.mix.forms import EndForm
from peerwork.mix.policy import activity_files, care_teams, counted_rules, crosswalk, professions, tallies
from peerwork.mix.views import GET_OR_POST

BACK = lambda: {"text": _("Care activity"), "url": reverse("mix:activity")}
LATER = lambda: _("Saved. The figures it reaches are worked out again; that can take some minutes.")


# Files ----------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def activity_list(request) -> HttpResponse:
    """Activity files handed in, newest first, and what waits to be mapped."""
    page = Paginator(care_lists.files_for(request.user), 50).get_page(request.GET.get("page"))
    context = {
        "page": page, "files": [activity_files.show(row) for row in page],
        "open_teams": care_lists.open_teams(request.user),
    }  # fmt: skip
    return render(request, "mix/activity.html", context)


@require_safe
@login_required
def activity_file(request, pk: int) -> HttpResponse:
    """How far a file is, or what it brought: rows read, accepted, refused and why."""
    row = activity_files.find(request.user, pk=pk)
    return render(request, "mix/activity_file.html", {"file": activity_files.show(row), "run": activity.run_of(row)})


@GET_OR_POST
@login_required
def hand_in(request) -> HttpResponse:
    """Hand in an extract; it is read behind the page, which says how far it is."""

    def act(form):
        given = form.answers
        return jobs.hand_in_and_load(given.pop("file"), by=request.user, **given)

    return form_page(
        request, ActivityFileForm, act, policy=activity_files, verb="hand_in", title=_("Hand in care activity"),
        button=_("Hand in"), to=lambda row: reverse("mix:activity-file", args=[row.pk]), back=BACK(),
        form_kwargs={"user": request.user}, template="mix/activity_hand_in.html",
    )  # fmt: skip


# Who and where --------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def staff_list(request) -> HttpResponse:
    """Staff numbers nobody has answered for, and the crosswalk."""
    if not crosswalk.may_start(request.user, "link"):
        raise NotAllowed()
    page = Paginator(care_lists.links_for(request.user), 50).get_page(request.GET.get("page"))
    context = {
        "unknown": care_lists.unknown_staff(request.user), "page": page,
        "links": [crosswalk.show(row) for row in page],
    }  # fmt: skip
    return render(request, "mix/activity_staff.html", context)


@GET_OR_POST
@login_required
def link_staff(request) -> HttpResponse:
    """Say whose staff number a number in a care system is."""
    return form_page(
        request, LinkForm, lambda form: actions.link_staff(by=request.user, **form.answers),
        policy=crosswalk, verb="link", title=_("Say whose number it is"), done=LATER(),
        initial={name: request.GET[name] for name in ("source", "local_id", "organisation") if name in request.GET},
        to=reverse("mix:activity-staff"), back={"text": _("Staff numbers"), "url": reverse("mix:activity-staff")},
        form_kwargs={"user": request.user},
    )  # fmt: skip


@GET_OR_POST
@login_required
def end_link(request, pk: int) -> HttpResponse:
    """End a link on a day."""
    link = crosswalk.find(request.user, pk=pk)
    return form_page(
        request, EndForm, lambda form: actions.end_link(link, by=request.user, version=form.version, **form.answers),
        policy=crosswalk, verb="end", row=link, title=_("End “%(link)s”") % {"link": link}, button=_("End it"),
        done=LATER(), to=reverse("mix:activity-staff"),
        back={"text": _("Staff numbers"), "url": reverse("mix:activity-staff")},
    )  # fmt: skip


@GET_OR_POST
@login_required
def take_crosswalk(request) -> HttpResponse:
    """Take a crosswalk file in: all of it or nothing."""
    return form_page(
        request, CrosswalkForm, lambda form: crosswalks.take_in(by=request.user, **form.answers),
        policy=crosswalk, verb="link", title=_("Take in a crosswalk file"), button=_("Take in"),
        done=lambda made: _("%(number)d links are new. The figures are worked out again.") % {"number": made},
        to=reverse("mix:activity-staff"), back={"text": _("Staff numbers"), "url": reverse("mix:activity-staff")},
        form_kwargs={"user": request.user},
    )  # fmt: skip


@require_safe
@login_required
def team_list(request) -> HttpResponse:
    """Team numbers of the care systems, and which teams here they are."""
    if not care_teams.may_start(request.user, "map"):
        raise NotAllowed()
    page = Paginator(care_lists.teams_for(request.user), 100).get_page(request.GET.get("page"))
    context = {"page": page, "teams": [care_teams.show(row) for row in page]}
    return render(request, "mix/activity_teams.html", context)


@GET_OR_POST
@login_required
def map_team(request, pk: int) -> HttpResponse:
    """Say which team here a team number is."""
    team = care_teams.find(request.user, pk=pk)
    return form_page(
        request, MapTeamForm,
        lambda form: actions.map_team(team, by=request.user, version=form.version, **form.answers),
        policy=care_teams, verb="map", row=team, title=_("Team number %(number)s") % {"number": team},
        initial={"unit": team.unit_id}, done=LATER(), to=reverse("mix:activity-teams"),
        back={"text": _("Team numbers"), "url": reverse("mix:activity-teams")},
        form_kwargs={"user": request.user, "organisation": team.organisation_id},
    )  # fmt: skip


@require_safe
@login_required
def profession_list(request) -> HttpResponse:
    """What the staff groups in the files are called here."""
    if not professions.may_start(request.user, "name"):
        raise NotAllowed()
    return render(request, "mix/activity_professions.html", {"groups": care_lists.groups_for(request.user)})


@GET_OR_POST
@login_required
def name_profession(request) -> HttpResponse:
    """Say what a staff group is called and whether it is registered."""
    return form_page(
        request, ProfessionForm, lambda form: actions.name_profession(by=request.user, **form.answers),
        policy=professions, verb="name", title=_("Name a staff group"), done=LATER(),
        initial={name: request.GET[name] for name in ("value", "organisation") if name in request.GET},
        to=reverse("mix:activity-professions"), form_kwargs={"user": request.user},
        back={"text": _("Professions"), "url": reverse("mix:activity-professions")},
    )  # fmt: skip


@require_safe
@login_required
def counted_rule_list(request) -> HttpResponse:
    """Which contacts count, from when; everybody signed in may read it."""
    rules = [(counted_rules.show(row), care_details.rule_words(row)) for row in care_lists.rules_for(request.user)]
    may_set = counted_rules.may_start(request.user, "set")
    return render(request, "mix/counted_rules.html", {"rules": rules, "may_set": may_set})


@GET_OR_POST
@login_required
def set_counted_rule(request) -> HttpResponse:
    """Set which contacts count in one organisation, from a month on."""
    return form_page(
        request, CountedRuleForm, lambda form: actions.set_counted_rule(by=request.user, **form.answers),
        policy=counted_rules, verb="set", title=_("Say which contacts count"), done=LATER(),
        to=reverse("mix:counted-rules"), form_kwargs={"user": request.user},
        back={"text": _("Which contacts count"), "url": reverse("mix:counted-rules")},
    )  # fmt: skip


# The delivery log -----------------------------------------------------------------------------------------------------
@GET_OR_POST
@login_required
def log(request) -> HttpResponse:
    """The delivery log: a line takes a minute, and nobody who is supported is named."""
    if not care_lists.may_log(request.user):
        raise NotAllowed()
    page = Paginator(care_lists.log_for(request.user), 50).get_page(request.GET.get("page"))
    return form_page(
        request, TallyForm, lambda form: actions.log_tally(by=request.user, **form.answers),
        policy=tallies, verb="log", title=_("Delivery log"), button=_("Log it"), done=_("Logged."),
        to=reverse("mix:log"), form_kwargs={"user": request.user}, template="mix/log.html",
        page=page, lines=[tallies.show(row) for row in page],
    )  # fmt: skip


@GET_OR_POST
@login_required
def edit_tally(request, pk: int) -> HttpResponse:
    """Correct a line of the delivery log."""
    tally = tallies.find(request.user, pk=pk)
    names = ("unit", "person", "held_on", "kind", "minutes", "contacts", "covering")
    return form_page(
        request, TallyForm,
        lambda form: actions.edit_tally(tally, by=request.user, version=form.version, **form.answers),
        policy=tallies, verb="edit", row=tally, title=_("Correct a line"), done=_("Saved."), to=reverse("mix:log"),
        initial={name: getattr(tally, f"{name}_id" if name in ("unit", "person") else name) for name in names},
        back={"text": _("Delivery log"), "url": reverse("mix:log")}, form_kwargs={"user": request.user},
    )  # fmt: skip


withdraw_tally = posted(
    lambda request, pk: actions.withdraw_tally(
        tallies.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=_("Taken back."), to="mix:log",
)  # fmt: skip


@require_safe
@login_required
def log_template(request) -> HttpResponse:
    """The delivery log as an empty file to fill in."""
    if not (care_lists.may_log(request.user) or activity_files.may_start(request.user, "hand_in")):
        raise NotAllowed()
    headers = {"Content-Disposition": 'attachment; filename="delivery-log.csv"'}
    return HttpResponse(
        "date,team_code,staff_number,kind,minutes,contacts,covering\r\n", content_type="text/csv; charset=utf-8",
        headers=headers,
    )  # fmt: skip
