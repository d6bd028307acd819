"""Reference lists of an organisation: kinds of supervision, the career ladder, pay tables."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from peerwork.kit.templatetags.ui import number
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.queries import organisations_of_role
from peerwork.placements import actions, queries, shown
from peerwork.placements.forms import EditStreamForm, EndForm, PayForm, StepForm, StreamForm
from peerwork.placements.policy import column_mappings, ladder_steps, pay_tables, streams
from peerwork.placements.views.page import BOTH, page


@require_GET
@login_required
def lists_page(request) -> HttpResponse:
    """The lists everybody in the organisation can read, and its administrator keeps."""
    user = request.user
    kinds, steps, tables = queries.streams_of(user), queries.steps_of(user), queries.pay_tables_for(user)
    what = {"label": _("What you can do"), "hidden": True}
    parts = [
        {
            "heading": _("Kinds of supervision"),
            "columns": [_("Name"), _("Kind"), _("Everyone needs it"), what],
            "rows": [
                [
                    row.name,
                    row.get_kind_display(),
                    _("Yes") if row.required else _("No"),
                    shown.link(_("Change"), "placements:edit_stream", row.pk, hidden=row.name)
                    if "edit" in streams.offers(row)
                    else "",
                ]
                for row in kinds
            ],
            "caption": _("Kinds of supervision"),
            "empty": _("None yet."),
            "buttons": [shown.button(_("Add a kind of supervision"), "placements:open_stream")]
            if streams.may_start(user, "open")
            else [],
        },
        {
            "heading": _("Career ladder"),
            "columns": [_("Step"), _("Name")],
            "rows": [[str(row.number), row.name] for row in steps],
            "caption": _("Career ladder"),
            "empty": _("None yet."),
            "buttons": [shown.button(_("Add a step"), "placements:open_step")]
            if ladder_steps.may_start(user, "open")
            else [],
        },
        *(
            {
                "heading": table.name,
                "note": shown.span(pay_tables.show(table)),
                "columns": [
                    _("Band"),
                    {"label": _("Years in the band"), "num": True},
                    {"label": _("Pounds a year"), "num": True},
                ],
                "rows": [[point.band, number(point.years), number(point.salary)] for point in table.points.all()],
                "caption": table.name,
                "see": _("Source: %(source)s.") % {"source": table.source},
            }
            for table in tables
        ),
    ]
    buttons = (
        [shown.button(_("Publish a pay table"), "placements:publish_pay")]
        if pay_tables.may_start(user, "publish")
        else []
    )
    return page(request, _("Reference lists"), parts, buttons=buttons)


def _back() -> dict:
    return {"text": lazy("Reference lists"), "url": reverse("placements:lists")}


def _opening(request, form_class, act, **context) -> HttpResponse:
    choices = {"organisation": organisations_of_role(request.user, "administrator")}
    return form_page(
        request,
        form_class,
        lambda form: act(by=request.user, **form.answers),
        form_kwargs={"choices": choices},
        done=_("Saved."),
        to=reverse("placements:lists"),
        back=_back(),
        **context,
    )


@BOTH
@login_required
def open_stream(request) -> HttpResponse:
    return _opening(
        request, StreamForm, actions.open_stream, policy=streams, verb="open", title=_("Add a kind of supervision")
    )


@BOTH
@login_required
def edit_stream(request, pk: int) -> HttpResponse:
    row = streams.find(request.user, pk=pk)
    return form_page(
        request,
        EditStreamForm,
        lambda form: actions.edit_stream(row, by=request.user, version=form.version, **form.answers),
        policy=streams,
        verb="edit",
        row=row,
        title=_("Change %(name)s") % {"name": row},
        done=_("Saved."),
        to=reverse("placements:lists"),
        back=_back(),
        template="placements/stream.html",
        row_pk=row.pk,
    )


@BOTH
@login_required
def close_stream(request, pk: int) -> HttpResponse:
    row = streams.find(request.user, pk=pk)
    return form_page(
        request,
        EndForm,
        lambda form: actions.close_stream(
            row, by=request.user, version=form.version, closed_on=form.answers["ends_on"]
        ),
        policy=streams,
        verb="close",
        row=row,
        title=_("%(name)s is no longer given") % {"name": row},
        done=_("Saved."),
        initial={"ends_on": timezone.localdate()},
        to=reverse("placements:lists"),
        back=_back(),
    )


@BOTH
@login_required
def open_step(request) -> HttpResponse:
    return _opening(
        request, StepForm, actions.open_step, policy=ladder_steps, verb="open", title=_("Add a career step")
    )


@BOTH
@login_required
def publish_pay(request) -> HttpResponse:
    return _opening(
        request,
        PayForm,
        actions.publish_pay,
        policy=pay_tables,
        verb="publish",
        title=_("Publish a pay table"),
        lede=_("The table before it ends the day before. Copy the figures from their source; nothing is built in."),
    )


drop_mapping = posted(
    lambda request, pk: actions.drop_mapping(
        column_mappings.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("It is no longer offered."),
    to=lambda row: reverse("placements:mappings"),
)
