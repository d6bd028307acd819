"""Goals: the worker's own, shared only if and with whom they choose."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.development import actions, forms, queries, ties
from peerwork.development import policy as policies
from peerwork.development.views.people import own_person
from peerwork.development.words import STEPS
from peerwork.kit.views_base import form_page, posted, version

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _mine() -> dict:
    return {"text": _("My goals and competences"), "url": reverse("development:mine")}


@BOTH
@login_required
def add(request) -> HttpResponse:
    """Set yourself a goal, from what you are good at already."""
    person = own_person(request)
    step = request.GET.get("step", "")
    number = int(step) if step.isdecimal() and 1 <= int(step) <= len(STEPS) else None

    def act(form):
        return actions.set_goal(by=request.user, person=person, from_step=number, **form.answers)

    return form_page(
        request,
        forms.GoalForm,
        act,
        policy=policies.goals,
        verb="set",
        title=_("A goal of your own"),
        done=_("Kept. Only you can see it, unless you share it."),
        back=_mine(),
        form_kwargs={"competences": queries.to_choose(request.user, person)},
        initial={"title": STEPS[number - 1]} if number else None,
    )


@require_safe
@login_required
def goal(request, pk: int) -> HttpResponse:
    """A goal, its steps, what it is about, with whom it is shared."""
    row = policies.goals.find(request.user, pk=pk)
    page = queries.goal_page(request.user, row)
    context = {
        "goal": policies.goals.show(row),
        "mine": row.person.user_id == request.user.pk,
        "steps": [policies.steps.show(step) for step in page.steps],
        "about": [policies.goal_competences.show(link) for link in page.competences],
        "shares": [policies.goal_shares.show(share) for share in page.shares],
        "ties": ties.of(request.user, row),
    }
    return render(request, "development/goal.html", context)


@BOTH
@login_required
def edit(request, pk: int) -> HttpResponse:
    row = policies.goals.find(request.user, pk=pk)
    return form_page(
        request,
        forms.GoalForm,
        lambda form: actions.edit_goal(row, by=request.user, version=form.version, **form.answers),
        policy=policies.goals,
        verb="edit",
        row=row,
        title=_("Change your goal"),
        done=_("Saved."),
        form_kwargs={"new": False},
    )


@BOTH
@login_required
def reach(request, pk: int) -> HttpResponse:
    """You got there."""
    row = policies.goals.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ReachForm,
        lambda form: actions.reach_goal(row, by=request.user, version=form.version, **form.answers),
        policy=policies.goals,
        verb="reach",
        row=row,
        title=_("You reached it"),
        lede=str(row),
        button=_("It is reached"),
        done=_("Well done."),
    )


def _goal(request, pk):
    return policies.goals.find(request.user, pk=pk)


def _step(request, pk):
    return policies.steps.find(request.user, pk=pk)


def _to_goal(row) -> str:
    return row.goal.get_absolute_url()


put_aside = posted(
    lambda request, pk: actions.put_aside(_goal(request, pk), by=request.user, version=version(request)),
    done=lazy("Put aside. You can take it up again whenever you like."),
)
take_up = posted(
    lambda request, pk: actions.take_up(_goal(request, pk), by=request.user, version=version(request)),
    done=lazy("You are working on it again."),
)


# Steps ----------------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def add_step(request, pk: int) -> HttpResponse:
    row = policies.goals.find(request.user, pk=pk)
    policies.goals.require(request.user, "edit", row)
    return form_page(
        request,
        forms.StepForm,
        lambda form: actions.add_step(by=request.user, goal=row, **form.answers),
        policy=policies.steps,
        verb="add",
        title=_("A next step"),
        lede=str(row),
        done=_("Added."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@BOTH
@login_required
def edit_step(request, pk: int) -> HttpResponse:
    row = policies.steps.find(request.user, pk=pk)
    return form_page(
        request,
        forms.StepForm,
        lambda form: actions.edit_step(row, by=request.user, version=form.version, **form.answers),
        policy=policies.steps,
        verb="edit",
        row=row,
        title=_("Change the step"),
        done=_("Saved."),
        to=_to_goal(row),
    )


do_step = posted(
    lambda request, pk: actions.do_step(_step(request, pk), by=request.user, version=version(request)),
    done=lazy("Done."),
    to=_to_goal,
)
reopen_step = posted(
    lambda request, pk: actions.reopen_step(_step(request, pk), by=request.user, version=version(request)),
    done=lazy("Still to do."),
    to=_to_goal,
)
drop_step = posted(
    lambda request, pk: actions.drop_step(_step(request, pk), by=request.user, version=version(request)),
    done=lazy("Left out."),
    to=_to_goal,
)


# What it is about, with whom it is shared -----------------------------------------------------------------------------
@BOTH
@login_required
def link(request, pk: int) -> HttpResponse:
    row = policies.goals.find(request.user, pk=pk)
    policies.goals.require(request.user, "edit", row)
    return form_page(
        request,
        forms.AboutForm,
        lambda form: actions.link_competence(by=request.user, goal=row, **form.answers),
        policy=policies.goal_competences,
        verb="link",
        title=_("Which competence is it about?"),
        lede=str(row),
        done=_("Linked."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
        form_kwargs={"competences": queries.to_choose(request.user, row.person)},
    )


unlink = posted(
    lambda request, pk: actions.unlink_competence(
        policies.goal_competences.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken off."),
    to=_to_goal,
)


@BOTH
@login_required
def share(request, pk: int) -> HttpResponse:
    """Share a goal with a supervisor; you can take it back at any time."""
    row = policies.goals.find(request.user, pk=pk)
    policies.goals.require(request.user, "edit", row)
    return form_page(
        request,
        forms.ShareForm,
        lambda form: actions.share_goal(by=request.user, goal=row, **form.answers),
        policy=policies.goal_shares,
        verb="share",
        title=_("Share this goal"),
        lede=str(row),
        button=_("Share"),
        done=_("Shared. You can take it back at any time."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
        form_kwargs={"streams": queries.streams_to_share_in(request.user, row.person)},
    )


end_share = posted(
    lambda request, pk: actions.end_share(
        policies.goal_shares.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken back. Nobody else can read it from now on."),
    to=_to_goal,
)
