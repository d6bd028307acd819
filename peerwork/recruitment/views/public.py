"""What anybody may open, signed in or not: vacancies, one of them, and the ways into an application."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotHere
from peerwork.kit.views_base import form_page
from peerwork.recruitment import queries
from peerwork.recruitment.applying import actions, forms
from peerwork.recruitment.before.queries import sessions_to_come

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def jobs(request) -> HttpResponse:
    """Vacancies open for applications, the soonest to close first."""
    return render(
        request,
        "recruitment/jobs.html",
        {"vacancies": queries.open_vacancies()[:200], "sessions": sessions_to_come()[:20]},
    )


@require_safe
def job(request, pk: int) -> HttpResponse:
    """One vacancy: the role, the specification, how to apply and how to get help with it."""
    try:
        return render(request, "recruitment/job.html", queries.advert(pk))
    except NotHere:
        return render(request, "recruitment/job_closed.html", status=404)


@BOTH
@never_cache
def apply(request, pk: int) -> HttpResponse:
    """Begin an application: signed in at once; otherwise the way in goes to an address."""
    try:
        row = queries.advert(pk)["row"]
    except NotHere:
        return render(request, "recruitment/job_closed.html", status=404)
    if request.user.is_authenticated:
        if request.method == "POST":
            application = actions.apply(by=request.user, vacancy=row)
            return redirect("recruitment:mine", application.pk)
        return render(request, "recruitment/job_apply.html", {"vacancy": row, "title": _("Apply")})

    def act(form):
        actions.ask_link(row, **form.answers)
        return row

    return form_page(
        request,
        forms.StartForm,
        act,
        title=_("Apply"),
        button=_("Send me the link"),
        template="recruitment/job_apply.html",
        back={"text": row.title, "url": reverse("recruitment:job", args=[pk])},
        to=reverse("recruitment:sent_link"),
        vacancy=row,
    )


@BOTH
@never_cache
def come_back(request) -> HttpResponse:
    """Ask for the way back to one's own applications."""
    if request.user.is_authenticated:
        messages.info(request, _("You are signed in: here are your applications."))
        return redirect("recruitment:my_applications")
    return form_page(
        request,
        forms.StartForm,
        lambda form: actions.ask_links(**form.answers),
        title=_("Go back to your application"),
        button=_("Send me the link"),
        back={"text": _("Vacancies"), "url": reverse("recruitment:jobs")},
        to=reverse("recruitment:sent_link"),
        lede=_("Write the address you applied with. If we know it, the way back is in your email in a moment."),
    )


@require_safe
def sent_link(request) -> HttpResponse:
    """The same words for every address."""
    return render(request, "recruitment/sent_link.html")
