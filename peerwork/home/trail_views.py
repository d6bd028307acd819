"""The trail: what changed on one record, what administrators changed, and the head of the chain to keep elsewhere."""

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.home.forms import TakeTrailForm, TrailForm
from peerwork.kit import chain, exports, history, trail
from peerwork.kit.access import Policy
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.views_base import form_page
from peerwork.people.reach import roles_of

PAGE = 50
MOST = 20_000


def tracked(label: str) -> Policy:
    """The policy of a model that keeps its history; raises NotHere for any other word."""
    try:
        policy = Policy.registry.get(apps.get_model(label))
    except (LookupError, ValueError):
        policy = None
    if policy is None or not hasattr(policy.model, "history"):
        raise NotHere()
    return policy


@require_safe
@login_required
def changes(request, label: str, pk: int) -> HttpResponse:
    """What changed on a record, when, by whom and by which verb, in the fields its reader may read."""
    policy = tracked(label)
    row = policy.find(request.user, pk=pk)
    context = {
        "name": str(row),
        "kind": capfirst(str(policy.model._meta.verbose_name)),
        "url": row.get_absolute_url() if hasattr(row, "get_absolute_url") else "",
        "changes": history.changes(policy, row),
        "logged": policy.outline is not None,
    }
    return render(request, "home/changes.html", context)


def asked(request) -> tuple[TrailForm, dict]:
    """The trail keeps to administrators: what they asked for of it."""
    if "administrator" not in roles_of(request.user):
        raise NotAllowed()
    form = TrailForm(request.GET or None)
    return form, {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}


@require_safe
@login_required
def audit(request) -> HttpResponse:
    """Who changed what about users, roles, imports, exports and settings, the newest first."""
    form, chosen = asked(request)
    page = Paginator(trail.lines(request.user, **chosen), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": trail.told(page), "form": form, "narrowed": bool(chosen), "head": chain.head()}
    return render(request, "home/audit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_audit(request) -> HttpResponse:
    """The trail as a file, with what it is needed for."""
    _form, chosen = asked(request)
    form = TakeTrailForm(request.POST or None)
    if not form.is_valid():
        title, back = _("Take the audit trail away"), {"text": _("Audit trail"), "url": reverse("home:audit")}
        button = _("Make the file")
        return form_page(request, TakeTrailForm, lambda form: None, title=title, button=button, back=back)
    keys = list(trail.lines(request.user, **chosen)[:MOST])
    rows = (
        (line.when, line.who, line.kind, line.verb, line.what, line.record)
        for start in range(0, len(keys), 500)
        for line in trail.told(keys[start : start + 500])
    )
    columns = [_("When"), _("Who"), _("About"), _("What was done"), _("Kind of record"), _("Record")]
    reason = form.cleaned_data["reason"]
    return exports.csv_response(request.user, _("Audit trail"), columns, rows, named=True, reason=reason)


@require_safe
@login_required
def head(request) -> HttpResponse:
    """The head of the chain as a small file: kept elsewhere, it proves later that nothing before it was changed."""
    asked(request)
    now = chain.head()
    response = HttpResponse(now.as_json() + "\n", content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="trail-head-{now.number}.json"'
    return response
