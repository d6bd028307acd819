"""Applications as HR reads them, and shortlisting without names."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit import files
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.recruitment import policy
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.deciding import actions, forms, queries
from peerwork.recruitment.forms import DecideForm, ReasonForm

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def application(request, pk: int) -> HttpResponse:
    """One application."""
    return render(request, "recruitment/application.html", queries.application_page(request.user, pk))


@require_safe
@login_required
def document(request, pk: int) -> HttpResponse:
    """A document of an application, once names are open."""
    row = policy.documents.find(request.user, pk=pk)
    if row.stored is None or "stored" not in policy.documents.readable(row):
        raise NotHere()
    return files.response(row.stored)


def _decide(request, pk: int, verb: str, act, **words) -> HttpResponse:
    row = policy.applications.find(request.user, pk=pk)
    return form_page(
        request,
        words.pop("form", DecideForm),
        lambda form: act(row, by=request.user, version=form.version, **form.answers),
        policy=policy.applications,
        verb=verb,
        row=row,
        back={"text": str(row), "url": row.get_absolute_url()},
        to=row.vacancy.get_absolute_url(),
        **words,
    )


@BOTH
@login_required
def shortlist(request, pk: int) -> HttpResponse:
    """Put an application on the shortlist."""
    return _decide(
        request,
        pk,
        "shortlist",
        actions.shortlist,
        title=_("Put on the shortlist"),
        button=_("Shortlist"),
        done=_("On the shortlist. Everybody hears when shortlisting is finished."),
    )


@BOTH
@login_required
def not_this_time(request, pk: int) -> HttpResponse:
    """Say "not this time"."""
    return _decide(
        request,
        pk,
        "not_this_time",
        actions.not_this_time,
        title=_("Not this time"),
        button=_("Not this time"),
        done=_("Noted."),
    )


look_again = posted(
    lambda request, pk: actions.look_again(
        policy.applications.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Back among those to read."),
)


@BOTH
@login_required
def open_name(request, pk: int) -> HttpResponse:
    """Open a name while shortlisting is blind."""
    row = policy.applications.find(request.user, pk=pk)
    return form_page(
        request,
        ReasonForm,
        lambda form: actions.open_name(row, by=request.user, reason=form.answers["reason"]),
        policy=policy.applications,
        verb="open_name",
        row=row,
        title=_("Open the name"),
        lede=_(
            "Shortlisting is not finished. The name opens for half an hour; it is noted, and the applicant sees it."
        ),
        button=_("Open it"),
        back={"text": str(row), "url": row.get_absolute_url()},
        to=row.get_absolute_url(),
    )


@BOTH
@login_required
def withdraw_for(request, pk: int) -> HttpResponse:
    """Take an application back for somebody who asked HR to."""
    return _decide(
        request,
        pk,
        "withdraw",
        lambda row, *, by, version, reason: applying.withdraw(row, by=by, version=version),
        form=ReasonForm,
        title=_("Take it back for them"),
        lede=_("Only when they asked for it."),
        button=_("Take it back"),
        done=_("Taken back."),
    )


# For those who shortlist --------------------------------------------------------------------------------------------
@require_safe
@login_required
def shortlisting(request) -> HttpResponse:
    """What you shortlist."""
    return render(request, "recruitment/shortlisting.html", {"lines": queries.my_shortlisting(request.user)})


@require_safe
@login_required
def shortlisting_vacancy(request, pk: int) -> HttpResponse:
    """The applications of one vacancy, by number."""
    context = queries.to_shortlist(request.user, pk, request.GET.get("page", 1))
    return render(request, "recruitment/shortlisting_vacancy.html", context)


@BOTH
@login_required
def sift(request, pk: int) -> HttpResponse:
    """One application without a name: mark each line, say what you propose."""
    context = queries.sift_page(request.user, pk)
    if "shortlister" not in policy.applications.roles(context["row"]):
        raise NotAllowed()
    status, lines = 200, context["lines"]
    back = reverse("recruitment:shortlisting_vacancy", args=[context["named"].pk])
    form = forms.SiftForm(request.POST or None, lines=lines, initial=context["initial"])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            finish = "finish" in request.POST
            try:
                actions.sift(context["row"], by=request.user, done=False, **form.answers)
                if finish:
                    actions.sift(context["row"], by=request.user, done=True, **form.answers)
            except Invalid as refusal:
                form.refuse(refusal)
            except Conflict as refusal:
                status = 409
                form.refuse(refusal)
            else:
                messages.success(request, _("Finished.") if finish else _("Saved. Nobody else sees it yet."))
                to = context["next"] if finish else context["row"]
                if to is None:
                    return redirect(back)
                return redirect("recruitment:sift", to.pk)
    return render(request, "recruitment/sift.html", context | {"form": form, "back_url": back}, status=status)


reopen_sift = posted(
    lambda request, pk: actions.reopen_sift(
        policy.sifts.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("They can look at it again."),
    to=lambda row: row.application.get_absolute_url(),
)
