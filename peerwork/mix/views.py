"""The pages of the main job: the share of care, who counts, staff files, targets."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.mix import actions, lists, queries, reports
from peerwork.mix.board.policy import reports as board_reports
from peerwork.mix.forms import AnswerForm, EndForm, RuleFilter, StaffFileForm, TargetForm
from peerwork.mix.importers import hand_in_and_load
from peerwork.mix.policy import rules, submissions, targets
from peerwork.people.policy import units

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


# The share of care ----------------------------------------------------------------------------------------------------
def asked(request) -> queries.Mix:
    """The answer for the unit, month and basis in the address: one choice each, none of them free."""
    given = {name: value.strip() for name, value in request.GET.items() if value.strip()}
    try:
        month = date.fromisoformat(f"{given['month']}-01") if "month" in given else None
        unit = units.find(request.user, pk=int(given["unit"])) if "unit" in given else None
    except ValueError:
        raise NotHere() from None
    return queries.mix(request.user, unit, given.get("basis"), month)


@require_safe
@login_required
def mix(request) -> HttpResponse:
    """Are we on the path to the target, where, and what next?"""
    found = asked(request)
    context = reports.page(found) | {
        "may_set": targets.may_start(request.user, "set"),
        "may_report": any(grant.rows(request.user) for grant in board_reports.grants),
    }
    return render(request, "mix/mix.html", context)


@require_safe
@login_required
def download(request, format: str) -> HttpResponse:
    """The same figures to take away, as CSV, Excel or PDF; each file that leaves is written down."""
    return reports.FORMATS[format](request.user, asked(request))


@GET_OR_POST
@login_required
def set_target(request, unit: int, basis: str) -> HttpResponse:
    """Set the target of a unit, or replace the one in force."""
    aim = lists.aim(request.user, unit, basis)
    given = {"by": request.user, "unit": aim.unit, "basis": aim.basis}
    page = f"{reverse('mix:mix')}?unit={aim.unit.pk}&basis={aim.basis}"
    return form_page(
        request, TargetForm, lambda form: actions.set_target(**given, version=form.version, **form.answers),
        policy=targets, verb="set", title=_("Target for %(unit)s") % {"unit": aim.unit}, initial=aim.initial,
        done=_("Target set. The path is on the chart now."), to=page,
        back={"text": _("Workforce mix"), "url": page}, form_kwargs={"version": aim.version},
    )  # fmt: skip


# Who counts -----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def rule_list(request) -> HttpResponse:
    """Which codes and people count as peer workers, from when; what is suggested comes first."""
    if not any(grant.rows(request.user) for grant in rules.grants):
        raise NotAllowed()
    form = RuleFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = lists.rules_for(request.user, **wanted)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "page": page, "rules": [rules.show(row) for row in page], "form": form, "open": lists.unanswered(request.user),
        "may_classify": rules.may_start(request.user, "classify"),
    }  # fmt: skip
    return render(request, "mix/rules.html", context)


@GET_OR_POST
@login_required
def classify(request) -> HttpResponse:
    """Say how one value of a code counts, from a day."""

    def act(form):
        given = form.answers
        answer = (given.pop("told_by"), given.pop("value"), given.pop("counts_as"))
        return actions.classify(by=request.user, answers=[answer], **given)

    return form_page(
        request, AnswerForm, act, policy=rules, verb="classify", title=_("Say how a code counts"),
        initial={name: request.GET[name] for name in ("told_by", "value", "organisation") if name in request.GET},
        done=_("Saved. The figures of the months it reaches have been worked out again; the old ones are kept."),
        to=reverse("mix:rules"), back={"text": _("Who counts"), "url": reverse("mix:rules")},
        form_kwargs={"user": request.user},
    )  # fmt: skip


def _rule(request, pk: int):
    return rules.find(request.user, pk=pk)


approve = posted(
    lambda request, pk: actions.approve(_rule(request, pk), by=request.user, version=version(request)),
    done=lambda rule: _("%(rule)s, from %(day)s.") % {"rule": rule, "day": rule.starts_on}, to="mix:rules",
)  # fmt: skip
reject = posted(
    lambda request, pk: actions.reject(_rule(request, pk), by=request.user, version=version(request)),
    done=_("Not taken. It will not be suggested again."), to="mix:rules",
)  # fmt: skip


@GET_OR_POST
@login_required
def end_rule(request, pk: int) -> HttpResponse:
    """End a rule on a day; months after it have no answer for this value until there is a new one."""
    rule = _rule(request, pk)
    return form_page(
        request, EndForm, lambda form: actions.end(rule, by=request.user, version=form.version, **form.answers),
        policy=rules, verb="end", row=rule, title=_("End “%(rule)s”") % {"rule": rule}, button=_("End it"),
        done=_("Ended. The figures have been worked out again."), to=reverse("mix:rules"),
        back={"text": _("Who counts"), "url": reverse("mix:rules")},
    )  # fmt: skip


# Staff files ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def submission_list(request) -> HttpResponse:
    """Staff files handed in, newest first."""
    if not submissions.may_start(request.user, "hand_in"):
        raise NotAllowed()
    page = Paginator(lists.submissions_for(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "mix/submissions.html", {"page": page, "files": [submissions.show(row) for row in page]})


@require_safe
@login_required
def submission(request, pk: int) -> HttpResponse:
    """What a staff file brought: rows read, accepted, refused and why."""
    row = submissions.find(request.user, pk=pk)
    return render(request, "mix/submission.html", {"file": submissions.show(row)})


@GET_OR_POST
@login_required
def hand_in(request) -> HttpResponse:
    """Hand in a staff file: good rows are loaded together, refused rows are listed, a repeat changes nothing."""

    def act(form):
        given = form.answers
        create = given.pop("create")
        return hand_in_and_load(given.pop("file"), by=request.user, create_organisations=create, **given)

    return form_page(
        request, StaffFileForm, act, policy=submissions, verb="hand_in", title=_("Hand in a staff file"),
        button=_("Hand in"), to=lambda row: reverse("mix:submission", args=[row.pk]),
        back={"text": _("Imports"), "url": reverse("mix:submissions")}, form_kwargs={"user": request.user},
        template="mix/hand_in.html",
    )  # fmt: skip
