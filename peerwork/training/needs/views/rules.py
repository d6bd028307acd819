"""Which role needs which course; and how far recovery training has come, by profession and level."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.actions import system_user
from peerwork.training.needs import actions, figures, forms, queries
from peerwork.training.needs import policy as policies

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _rules() -> dict:
    return {"text": _("What each role needs"), "url": reverse("training:needs_rules")}


@require_safe
@login_required
def rules(request) -> HttpResponse:
    """Which role, team or stage needs which course, by when, how often; what is still to be confirmed."""
    context = {
        "rules": queries.rules_for(request.user),
        "may_set": policies.rules.may_start(request.user, "set"),
    }
    return render(request, "training/needs/rules.html", context)


@BOTH
@login_required
def set_rule(request) -> HttpResponse:
    """Say who needs a course."""

    def act(form):
        organisation = form.cleaned_data["course"].organisation
        return actions.set_rule(by=request.user, organisation=organisation, **form.answers)

    return form_page(
        request,
        forms.RuleForm,
        act,
        policy=policies.rules,
        verb="set",
        title=_("Who needs which course?"),
        done=_("Saved. Confirm it, and people are reminded and it counts."),
        to=reverse("training:needs_rules"),
        back=_rules(),
        form_kwargs={"courses": queries.courses_of(request.user), "units": queries.units_led(request.user)},
    )


@require_POST
@login_required
def propose(request) -> HttpResponse:
    """Put the usual rules before the organisation for the courses it has, each to be confirmed."""
    if not policies.rules.may_start(request.user, "set"):
        raise NotAllowed()
    for organisation in queries.organisations_led(request.user):
        actions.propose_rules(organisation, by=system_user())
    return redirect("training:needs_rules")


confirm = posted(
    lambda request, pk: actions.confirm_rule(
        policies.rules.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Confirmed."),
    to="training:needs_rules",
)


@BOTH
@login_required
def end(request, pk: int) -> HttpResponse:
    row = policies.rules.find(request.user, pk=pk)
    return form_page(
        request,
        forms.EndForm,
        lambda form: actions.end_rule(row, by=request.user, version=form.version, **form.answers),
        policy=policies.rules,
        verb="end",
        row=row,
        title=_("End “%(rule)s”") % {"rule": row},
        button=_("End it"),
        done=_("Ended. Past months keep it."),
        to=reverse("training:needs_rules"),
        back=_rules(),
    )


@require_safe
@login_required
def coverage(request) -> HttpResponse:
    """Recovery training by profession and level, for everybody who works here."""
    places = queries.coverage_places(request.user)
    if not places:
        raise NotAllowed()
    tables = [figures.coverage(request.user, place) for place in places]
    return render(request, "training/needs/coverage.html", {"tables": tables})
