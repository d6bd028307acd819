"""Learning and awards from outside: noted, changed, taken out; for the worker alone."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.development.cpd import actions
from peerwork.development.cpd.forms import CpdForm
from peerwork.development.cpd.policy import entries
from peerwork.development.views.people import own_person
from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _back() -> dict:
    return {"text": _("Learning and awards from outside"), "url": reverse("development:cpd")}


@require_safe
@login_required
def cpd(request) -> HttpResponse:
    """What you learned, taught, made or were given elsewhere."""
    if not entries.may_start(request.user, "note"):
        raise NotAllowed()
    rows = entries.visible(request.user).filter(person=own_person(request), status="noted")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "development/cpd.html", {"page": page, "entries": [entries.show(row) for row in page]})


@BOTH
@login_required
def note_cpd(request) -> HttpResponse:
    """Note something from outside."""
    person = own_person(request)
    return form_page(
        request, CpdForm, lambda form: actions.note_cpd(by=request.user, person=person, **form.answers),
        policy=entries, verb="note", title=_("Something from outside"), button=_("Note it"),
        to=reverse("development:cpd"), done=_("Noted. Only you can see it, until you give it to somebody."),
        back=_back(),
    )  # fmt: skip


@BOTH
@login_required
def edit_cpd(request, pk: int) -> HttpResponse:
    """Change what you noted."""
    row = entries.find(request.user, pk=pk)
    return form_page(
        request, CpdForm, lambda form: actions.edit_cpd(row, by=request.user, version=form.version, **form.answers),
        policy=entries, verb="edit", row=row, title=_("Change this"), done=_("Saved."),
        to=reverse("development:cpd"), back=_back(),
    )  # fmt: skip


remove_cpd = posted(
    lambda request, pk: actions.remove_cpd(
        entries.find(request.user, pk=pk), by=request.user, version=version(request)),
    done=lazy("Taken out."), to="development:cpd",
)  # fmt: skip
