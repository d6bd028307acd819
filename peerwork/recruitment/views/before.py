"""Interest, information sessions and help: what anybody can tell us, and what HR does with it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.recruitment import policy as main
from peerwork.recruitment.before import actions, forms, policy, queries
from peerwork.recruitment.carrying.queries import employers_of

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@BOTH
@never_cache
def tell_interest(request) -> HttpResponse:
    """Tell us you would like to hear of posts."""
    return form_page(
        request,
        forms.InterestForm,
        lambda form: actions.tell_interest(**form.answers),
        title=_("I would like to hear of posts"),
        lede=_("We write to you when one opens, and invite you to ask about the work. You can end it at any time."),
        button=_("Tell us"),
        back={"text": _("Vacancies open now"), "url": reverse("recruitment:jobs")},
        form_kwargs={"choices": queries.choices_for_anybody()},
        to=reverse("recruitment:jobs"),
        done=_("Thank you. We write to you when there is something to read or to come to."),
    )


@require_safe
@login_required
def interests(request) -> HttpResponse:
    """Who would like to hear of posts, and the information sessions to come."""
    if not policy.informations.may_start(request.user, "plan"):
        raise NotAllowed()
    return render(
        request, "recruitment/interests.html", queries.interest_page(request.user, request.GET.get("page", 1))
    )


def _back() -> dict:
    return {"text": _("Interest and information"), "url": reverse("recruitment:interests")}


@BOTH
@login_required
def invite_interest(request, pk: int) -> HttpResponse:
    """Tell somebody of a vacancy."""
    row = policy.interests.find(request.user, pk=pk)
    choices = {"vacancy": main.vacancies.visible(request.user).filter(status="published", employer=row.organisation)}
    return form_page(
        request,
        forms.InviteForm,
        lambda form: actions.invite_interest(row, form.answers["vacancy"], by=request.user, version=form.version),
        policy=policy.interests,
        verb="invite",
        row=row,
        form_kwargs={"choices": choices},
        title=_("Tell them of a vacancy"),
        back=_back(),
        to=reverse("recruitment:interests"),
        done=_("An email is on its way."),
    )


def _verb(action):
    return lambda request, pk: action(
        policy.interests.find(request.user, pk=pk), by=request.user, version=version(request)
    )


note_came = posted(_verb(actions.note_came), done=lazy("Noted."))
close_interest = posted(_verb(actions.close_interest), done=lazy("Closed."))


@BOTH
@login_required
def plan_session(request) -> HttpResponse:
    """Plan an information session."""
    return form_page(
        request,
        forms.SessionForm,
        lambda form: actions.plan_session(by=request.user, **form.answers),
        policy=policy.informations,
        verb="plan",
        form_kwargs={"choices": {"organisation": employers_of(request.user)}},
        title=_("Plan an information session"),
        back=_back(),
        to=reverse("recruitment:interests"),
        done=_("Planned. Anybody can read of it on the page of vacancies."),
    )


@BOTH
@login_required
def edit_session(request, pk: int) -> HttpResponse:
    """Change an information session."""
    row = policy.informations.find(request.user, pk=pk)
    return form_page(
        request,
        forms.SessionForm,
        lambda form: actions.edit_session(row, by=request.user, version=form.version, **form.answers),
        policy=policy.informations,
        verb="edit",
        row=row,
        title=_("Change the information session"),
        back=_back(),
        to=reverse("recruitment:interests"),
        done=_("Saved."),
    )


cancel_session = posted(
    lambda request, pk: actions.cancel_session(
        policy.informations.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Cancelled. Tell those who wanted to come."),
    to=lambda row: reverse("recruitment:interests"),
)


# Help to one who applies --------------------------------------------------------------------------------------------
@BOTH
@login_required
def offer_support(request, pk: int) -> HttpResponse:
    """Offer help to somebody who applies."""
    row = main.applications.find(request.user, pk=pk)
    main.applications.require(request.user, "open_name", row)  # HR, and not whoever shortlists
    return form_page(
        request,
        forms.SupportForm,
        lambda form: actions.offer_support(by=request.user, application=row, **form.answers),
        policy=policy.supports,
        verb="offer",
        title=_("Offer help"),
        lede=_("That it was offered is noted. Nobody who shortlists or scores sees it."),
        back={"text": str(row), "url": row.get_absolute_url()},
        to=row.get_absolute_url(),
        done=_("Noted as offered. They see it on their page."),
    )


def _answer(action):
    return lambda request, pk, support: action(
        policy.supports.find(request.user, pk=support, application=pk), by=request.user, version=version(request)
    )


def _to(row) -> str:
    return reverse("recruitment:mine", args=[row.application_id])


take_support = posted(_answer(actions.take_support), done=lazy("Good. HR gets in touch with you."), to=_to)
decline_support = posted(_answer(actions.decline_support), done=lazy("That is fine."), to=_to)
