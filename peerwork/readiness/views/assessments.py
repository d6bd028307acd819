"""The ten challenges of a unit: over time, one look at them, what the team will do, its plan on paper."""

from datetime import timedelta
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.queries import who_reads
from peerwork.readiness import actions, forms, queries, reports
from peerwork.readiness.policy import actions as action_policy
from peerwork.readiness.policy import assessments
from peerwork.readiness.views.base import BOTH, on_row, tabs
from peerwork.readiness.views.teams import all_teams
from peerwork.readiness.words import ANCHORS, Level


def back_to_unit(unit) -> dict:
    return {"text": unit.name, "url": reverse("readiness:challenges", args=[unit.pk])}


@require_safe
@login_required
def challenges(request, pk: int) -> HttpResponse:
    """A unit's ten challenges over time: ten small charts, and the same as a table."""
    unit = queries.unit_for_challenges(request.user, pk)
    found = queries.assessments_of(request.user, unit)
    days, courses = queries.courses(found)
    own = unit.pk in queries.own_units(request.user)
    draft = next((row for row in found if row.status == "draft"), None)
    context = {
        "unit": unit,
        "found": [assessments.show(row) for row in found],
        "days": days,
        "courses": courses,
        "table": _over_time(days, courses),
        "own": own,
        "draft": draft,
        "tabs": tabs(request.user, unit, "challenges"),
        "back": all_teams(),
        "see": _see(unit),
    }
    return render(request, "readiness/challenges.html", context)


def _over_time(days, courses) -> dict:
    columns = [_("Challenge"), *({"label": f"{day:%m/%Y}", "num": True} for day in days), _("Over time")]
    rows = [
        [f"{course.number}. {course.challenge}", *(str(value or "–") for value in course.values), course.words]
        for course in courses
    ]
    return {"columns": columns, "rows": rows}


def _see(unit) -> str:
    return _(
        "People who work in %(unit)s and its lead can read this. Nobody above can, unless you share it; "
        "you can take that back at any time."
    ) % {"unit": unit}


@require_safe
@login_required
def assessment(request, pk: int) -> HttpResponse:
    """One look at the ten challenges: what we can build on, where we are, the top three, what we will do."""
    row = assessments.find(request.user, pk=pk)
    seen = assessments.show(row)
    lines = row.lines()
    if "evidence" in seen.readable:
        lines = [line | {"evidence": words} for line, words in zip(lines, row.evidence, strict=True)]
    todo = queries.actions_of(request.user, row)
    context = {
        "row": row,
        "seen": seen,
        "unit": row.unit,
        "lines": lines,
        "priorities": [line for line in lines if line["priority"]],
        "actions": [action_item(each) for each in todo],
        "may_add": "begin" in assessments.granted(row) and row.status in ("agreed", "reviewed"),
        "reads_all": "resources" in seen.readable,
        "see": who_reads(assessments, "resources") if row.is_shared else _see(row.unit),
        "back": back_to_unit(row.unit),
    }
    return render(request, "readiness/assessment.html", context)


def action_item(row) -> dict:
    """An action as a line of a list."""
    seen = action_policy.show(row)
    late = row.status == "open" and row.due_on and row.due_on < timezone.localdate()
    told = [row.challenge_words, row.who, row.learned]
    return {
        "title": seen.what,
        "href": row.get_absolute_url(),
        "text": " · ".join(filter(None, map(str, told))),
        "tag": _("Overdue") if late else "" if row.status == "open" else row.get_status_display(),
        "kind": "over" if late else "quiet",
        "due": row.due_on,
    }


@BOTH
@login_required
def begin(request, pk: int) -> HttpResponse:
    """Begin a look at the ten challenges, with what is known from the last one."""
    unit = queries.unit_for_challenges(request.user, pk)
    if unit.pk not in queries.own_units(request.user):
        raise NotAllowed()
    last = next((row for row in queries.assessments_of(request.user, unit) if row.status != "draft"), None)
    initial = {"held_on": timezone.localdate(), "review_on": timezone.localdate() + timedelta(days=183)}
    if last and "resources" in assessments.readable(last):
        initial |= {"resources": last.resources}
    return form_page(
        request,
        forms.AssessmentForm,
        lambda form: actions.begin(by=request.user, unit=unit, **form.answers),
        policy=assessments,
        verb="begin",
        title=_("The ten challenges in %(unit)s") % {"unit": unit},
        template="readiness/assessment_form.html",
        initial=initial,
        button=_("Save draft"),
        back=back_to_unit(unit),
        anchors=_anchors(),
        see=_see(unit),
    )


def _anchors() -> list[dict]:
    return [{"label": f"{level.value} {level.label}", "value": ANCHORS[level]} for level in Level]


@BOTH
@login_required
def edit(request, pk: int) -> HttpResponse:
    """Go on with the draft."""
    row = assessments.find(request.user, pk=pk)
    return form_page(
        request,
        forms.AssessmentForm,
        lambda form: actions.edit(row, by=request.user, version=form.version, **form.answers),
        policy=assessments,
        verb="edit",
        row=row,
        title=_("The ten challenges in %(unit)s") % {"unit": row.unit},
        template="readiness/assessment_form.html",
        button=_("Save draft"),
        done=_("Saved."),
        back=back_to_unit(row.unit),
        anchors=_anchors(),
        see=_see(row.unit),
    )


review = on_row(
    assessments,
    "review",
    forms.ReviewForm,
    actions.review,
    title=lazy("Look back at it together"),
    done=lazy("Reviewed. When you are ready, look at the ten challenges anew."),
)


def _button(act, words):
    return posted(
        lambda request, pk: act(assessments.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=words,
        to=lambda row: row.get_absolute_url() if row.status != "withdrawn" else reverse("readiness:home"),
    )


agree = _button(actions.agree, lazy("Agreed. Now say what you will do about the top three."))
share = _button(actions.share, lazy("Shared with those above. You can take it back at any time."))
unshare = _button(actions.unshare, lazy("Taken back. Nobody above can read it."))
withdraw = _button(actions.withdraw, lazy("Put away."))


@require_safe
@login_required
def plan(request, pk: int) -> HttpResponse:
    """The team's plan on paper: what it can build on, where it is, the top three, when it looks again."""
    row = assessments.find(request.user, pk=pk)
    content = reports.plan(request.user, row)
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="team-plan-{row.held_on:%Y-%m-%d}.pdf"'
    return answer


# What we will do --------------------------------------------------------------------------------------------------
@BOTH
@login_required
def add_action(request, pk: int) -> HttpResponse:
    """Add something to do about one of the top three."""
    row = assessments.find(request.user, pk=pk)
    if "begin" not in assessments.granted(row):
        raise NotAllowed()
    return form_page(
        request,
        forms.ActionForm,
        lambda form: actions.add_action(by=request.user, assessment=row, **form.answers),
        policy=action_policy,
        verb="add",
        title=_("What will you do?"),
        done=_("Added."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
        form_kwargs=_about(row),
    )


@require_safe
@login_required
def action(request, pk: int) -> HttpResponse:
    """One thing to do: who sees to it, by when, what came of it."""
    row = action_policy.find(request.user, pk=pk)
    return render(request, "readiness/action.html", {"row": row, "action": action_policy.show(row)})


def _of_action(action) -> dict:
    if action.assessment_id:
        return _about(action.assessment)
    return {"find": partial(queries.account_here, action.audit.unit), "challenges": ()}


def _about(row) -> dict:
    return {"find": partial(queries.account_here, row.unit), "challenges": row.priorities}


edit_action = on_row(
    action_policy, "edit", forms.ActionForm, actions.edit_action, title=lazy("Change it"), done=lazy("Saved."),
    kwargs=lambda user, row: _of_action(row),
)  # fmt: skip
do_action = on_row(
    action_policy, "do", forms.LearnedForm, actions.do_action, title=lazy("It is done"), done=lazy("Done."),
    button=lazy("It is done"),
)  # fmt: skip
stop_action = on_row(
    action_policy, "stop", forms.StopForm, actions.stop_action, title=lazy("Stop, and say what you learned"),
    done=lazy("Stopped. What you learned is kept."), button=lazy("Stop it"),
)  # fmt: skip
reopen_action = posted(
    lambda request, pk: actions.reopen_action(
        action_policy.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken up again."),
)
