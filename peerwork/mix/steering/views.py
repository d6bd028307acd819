"""The pages of the planner: plans compared, one plan, making and changing one."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.mix.steering import actions, queries
from peerwork.mix.steering.forms import NewPlanForm, PlanForm
from peerwork.mix.steering.policy import scenarios

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
DONE = lazy("Kept. It is being played in thousands of possible futures.")


@require_safe
@login_required
def plan_list(request) -> HttpResponse:
    """Plans side by side: where each leads, by when, and what it asks for."""
    if not any(grant.rows(request.user) for grant in scenarios.grants):
        raise NotAllowed()
    aside = request.GET.get("aside") == "yes"
    page = Paginator(queries.plans_for(request.user, aside=aside), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "plans": [(scenarios.show(plan), queries.in_brief(plan)) for plan in page],
        "aside": aside,
        "may_make": scenarios.may_start(request.user, "make"),
    }
    return render(request, "mix/plans.html", context)


@require_safe
@login_required
def plan(request, pk: int) -> HttpResponse:
    """One plan: what the share becomes with it, what it costs, and the smallest plan that would do."""
    row = scenarios.find(request.user, pk=pk)
    return render(request, "mix/plan.html", {"plan": scenarios.show(row), "told": queries.told(request.user, row)})


@GET_OR_POST
@login_required
def make(request) -> HttpResponse:
    """Make a plan."""
    return form_page(
        request, NewPlanForm, lambda form: actions.make_plan(by=request.user, **form.answers), policy=scenarios,
        verb="make", title=_("Make a plan"), button=_("Work it out"), done=DONE, form_kwargs={"user": request.user},
        initial={"unit": request.GET.get("unit"), "basis": request.GET.get("basis")},
        back={"text": _("Plans"), "url": reverse("mix:plans")}, template="mix/plan_form.html",
    )  # fmt: skip


@GET_OR_POST
@login_required
def edit(request, pk: int) -> HttpResponse:
    """Change a plan; it is played again."""
    row = scenarios.find(request.user, pk=pk)
    return form_page(
        request, PlanForm,
        lambda form: actions.edit_plan(row, by=request.user, version=form.version, **form.answers),
        policy=scenarios, verb="edit", row=row, title=_("Change “%(plan)s”") % {"plan": row}, button=_("Work it out"),
        form_kwargs={"user": request.user},
        done=DONE, back={"text": str(row), "url": row.get_absolute_url()}, template="mix/plan_form.html",
    )  # fmt: skip


def _plan(request, pk: int):
    return scenarios.find(request.user, pk=pk)


set_aside = posted(
    lambda request, pk: actions.set_plan_aside(_plan(request, pk), by=request.user, version=version(request)),
    done=lazy("Set aside. You can take it up again."),
)
take_up = posted(
    lambda request, pk: actions.take_plan_up(_plan(request, pk), by=request.user, version=version(request)),
    done=lazy("Taken up again."),
)
work_out = posted(
    lambda request, pk: actions.work_out(_plan(request, pk), by=request.user, version=version(request)),
    done=lazy("Played again, on the latest figures."),
)
