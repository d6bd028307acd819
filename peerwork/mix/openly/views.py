"""The page of open data: files to publish, what was revised, and others' shares as a spread."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit import exports
from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.mix.openly import actions, forms, queries
from peerwork.mix.openly.policy import files
from peerwork.mix.openly.queries import organisation_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def page(request) -> HttpResponse:
    """What can be published, what was revised, and where others' shares lie."""
    if not any(grant.rows(request.user) for grant in files.grants):
        raise NotAllowed()
    return render(request, "mix/open/page.html", queries.page(request.user, request.GET.get("organisation", "")))


@require_safe
@login_required
def mix_csv(request) -> HttpResponse:
    """Monthly mix in the published long shape."""
    place = organisation_of(request.user, request.GET.get("organisation", ""))
    rows = queries.long_table(request.user, place)
    return exports.csv_response(request.user, _("Peer share %(code)s") % {"code": place.code}, queries.COLUMNS, rows,
                                named=False)  # fmt: skip


@require_safe
@login_required
def dictionary(request) -> HttpResponse:
    """What each column and measure means."""
    place = organisation_of(request.user, request.GET.get("organisation", ""))
    columns = ("COLUMN", "FORM", "MEANING")
    return exports.csv_response(request.user, _("Data dictionary %(code)s") % {"code": place.code}, columns,
                                queries.DICTIONARY, named=False)  # fmt: skip


@GET_OR_POST
@login_required
def share_file(request) -> HttpResponse:
    """Take the signed file of one month away, by the open standard."""
    return form_page(
        request, forms.PublishForm, lambda form: _as_file(request.user, **form.answers), policy=files, verb="load",
        title=_("A signed file of peer shares"), button=_("Take it away"), form_kwargs={"user": request.user},
        back={"text": _("Open data"), "url": reverse("mix:open")},
    )  # fmt: skip


def _as_file(user, *, organisation, month: str) -> HttpResponse:
    made = actions.publish_share(by=user, organisation=organisation, month=date.fromisoformat(f"{month}-01"))
    return exports.json_file(f"peer-share-{organisation.code}-{month}", made)


@GET_OR_POST
@login_required
def load(request) -> HttpResponse:
    """Load a file that another organisation published."""
    return form_page(
        request, forms.ShareFileForm, lambda form: actions.load_share(by=request.user, **form.answers), policy=files,
        verb="load", title=_("Load a file of peer shares"), button=_("Load"),
        done=_("Loaded: it follows the standard and is as it was signed."), form_kwargs={"user": request.user},
        back={"text": _("Open data"), "url": reverse("mix:open")},
    )  # fmt: skip


withdraw = posted(
    lambda request, pk: actions.withdraw_share(
        files.find(request.user, pk=pk), by=request.user, version=version(request)),
    done=lazy("Out of the comparison."), to="mix:open",
)  # fmt: skip
