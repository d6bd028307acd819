"""Pages of the records officer: legal holds, what is past its time, and destroying it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.keeping import actions, forms, queries
from peerwork.people.policy import holds, purges, retention_rules
from peerwork.people.retention import label_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def holds_page(request) -> HttpResponse:
    """Whose records are kept whatever the schedule says, and why."""
    if not holds.may_start(request.user, "hold"):
        raise NotAllowed()
    lifted = request.GET.get("lifted") == "yes"
    return render(request, "people/holds.html", queries.holds_page(request.user, request.GET.get("page"), lifted))


@GET_OR_POST
@login_required
def hold(request) -> HttpResponse:
    """Place a hold on everything about one person."""
    return form_page(
        request, forms.HoldForm,
        lambda form: actions.place_hold(
            by=request.user, **{name: value for name, value in form.answers.items() if value is not None}
        ),
        policy=holds, verb="hold", form_kwargs={"user": request.user},
        title=_("Place a legal hold"), button=_("Place the hold"),
        lede=_("Nothing about this person is destroyed while it stands. They are not told."),
        done=_("The hold stands."), to=reverse("people:holds"),
        back={"text": _("Legal holds"), "url": reverse("people:holds")},
    )  # fmt: skip


lift = posted(
    lambda request, pk: actions.lift_hold(
        holds.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("The hold is lifted. The schedule counts again from today."),
    to=lambda row: reverse("people:holds"),
)  # fmt: skip


@GET_OR_POST
@login_required
def due(request, pk: int) -> HttpResponse:
    """What is past its time under one rule, and destroying it for good."""
    rule = retention_rules.find(request.user, pk=pk)
    if not purges.may_start(request.user, "purge"):
        raise NotAllowed()
    context = queries.due_page(request.user, rule, request.GET.get("page"))
    return form_page(
        request, forms.PurgeForm,
        lambda form: actions.purge_due(
            by=request.user, organisation=rule.organisation, record_class=rule.record_class, **form.answers
        ),
        policy=purges, verb="purge", title=label_of(rule.record_class), button=_("Destroy them for good"),
        template="people/due.html", to=reverse("people:purged"), rule=retention_rules.show(rule),
        done=lambda line: ngettext("%d record is gone for good.", "%d records are gone for good.", line.rows)
        % line.rows,
        back={"text": _("How long records are kept"), "url": reverse("people:retention")}, **context,
    )  # fmt: skip


@require_safe
@login_required
def purged(request) -> HttpResponse:
    """What was destroyed: which kind, how many, when and by whom; not what it said."""
    if not any(grant.rows(request.user) for grant in purges.grants):
        raise NotAllowed()
    return render(request, "people/purged.html", {"lines": queries.purged(request.user)})
