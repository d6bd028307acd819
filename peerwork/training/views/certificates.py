"""Pages about certificates: those issued, those to issue, one of them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.views_base import form_page
from peerwork.placements.views.page import BOTH, page
from peerwork.training import forms, shown
from peerwork.training.certificates import actions, reports
from peerwork.training.certificates.policy import certificates as policy
from peerwork.training.cohorts import queries


@require_safe
@login_required
def certificates(request) -> HttpResponse:
    """Certificates issued, and people who have completed a course and hold none yet."""
    if not queries.trains(request.user):
        raise NotAllowed()
    found = Paginator(queries.certificates_for(request.user), 50).get_page(request.GET.get("page"))
    rows = [
        [
            shown.link(str(row.enrolment.learner), "training:certificate", row.pk),
            row.title,
            row.get_award_display(),
            day_words(row.issued_on),
            row.get_status_display(),
        ]
        for row in found
    ]
    ready = [
        {
            "title": str(place.learner),
            "text": str(place.cohort.edition.curriculum),
            "href": reverse("training:issue", args=[place.pk]),
            "tag": _("Finished on %(day)s") % {"day": day_words(place.finished_on)},
            "kind": "",
        }
        for place in queries.to_certify(request.user)[:50]
    ]
    parts = [
        {
            "heading": _("To be issued"),
            "kind": "due",
            "items": ready,
            "empty": _("Everybody who has completed a course has a certificate."),
        },
        {
            "heading": _("Issued"),
            "columns": [_("Name"), _("Course"), _("For"), _("Issued on"), _("Status")],
            "rows": rows,
            "caption": _("Certificates"),
            "empty": _("No certificate yet."),
        },
    ]
    return page(request, _("Certificates"), parts, page=found)


FACTS = (
    *("enrolment", "award", "holder", "title", "credential", "hours", "issuer", "issued_on", "issued_by"),
    *("valid_until", "code", "status", "revoked_on", "revoked_because"),
)


@require_safe
@login_required
def certificate(request, pk: int) -> HttpResponse:
    """One certificate, and for whoever may see its code the PDF."""
    row = policy.find(request.user, pk=pk)
    seen = policy.show(row)
    buttons = []
    if "code" in seen.readable:
        buttons.append(shown.button(_("As a PDF"), "training:certificate_pdf", pk, kind="primary"))
    buttons += shown.verbs(row, {"revoke": _("Take it back")})
    check = {"text": _("Anybody who holds the code can check it on the public page.")}
    return page(
        request,
        row.title,
        [{"facts": shown.facts(seen, *FACTS)}, check if "code" in seen.readable else {}],
        caption=row.get_award_display(),
        buttons=buttons,
    )


@require_safe
@login_required
@never_cache
def certificate_pdf(request, pk: int) -> HttpResponse:
    row = policy.find(request.user, pk=pk)
    if "code" not in policy.readable(row):
        raise NotAllowed()
    if row.status != "issued":
        raise NotHere(_("This certificate was taken back."))
    return reports.certificate(request.user, row)


@BOTH
@login_required
def revoke(request, pk: int) -> HttpResponse:
    row = policy.find(request.user, pk=pk)
    return form_page(
        request,
        forms.RevokeForm,
        lambda form: actions.revoke(row, by=request.user, version=form.version, **form.answers),
        policy=policy,
        verb="revoke",
        row=row,
        title=_("Take the certificate back"),
        lede=_("From then on its check page says that it is not valid. This can’t be undone; a new one can be issued."),
        button=_("Take it back"),
        back=shown.back(row.title, "certificate", pk),
        done=_("Taken back."),
    )
