"""Bring it with me: the file to take along, what was brought here, and what it says."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.development.views.people import own_person
from peerwork.joining.bring import actions, passport
from peerwork.joining.bring.forms import FileForm, PartsForm
from peerwork.joining.bring.policy import brought
from peerwork.kit.errors import NotAllowed
from peerwork.kit.exports import json_file
from peerwork.kit.views_base import form_page, posted, version
from peerwork.placements import shown
from peerwork.placements.views.page import page

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _own(request):
    """The peer worker who asks; for anybody else there is no such page."""
    person = own_person(request)
    if not brought.may_start(request.user, "give"):
        raise NotAllowed()
    return person


def _back() -> dict:
    return {"text": _("Bring it with me"), "url": reverse("joining:bring")}


@require_safe
@login_required
def mine(request) -> HttpResponse:
    """What you can take along, and what you brought here."""
    rows = brought.visible(request.user).filter(person=_own(request))
    return render(request, "joining/bring.html", {"rows": [brought.show(row) for row in rows]})


@BOTH
@login_required
def take(request) -> HttpResponse:
    """Choose what to give, and take the file."""
    person = _own(request)

    def made(form):
        found = actions.make_file(by=request.user, person=person, **form.answers)
        return json_file(f"bring-{timezone.localdate():%Y-%m-%d}", found)

    return form_page(
        request, PartsForm, made, policy=brought, verb="give", title=_("Take a file along"), button=_("Make the file"),
        back=_back(),
    )  # fmt: skip


@BOTH
@login_required
def give(request) -> HttpResponse:
    """Hand in the file you brought."""
    person = _own(request)
    return form_page(
        request, FileForm, lambda form: actions.give_file(by=request.user, person=person, **form.answers),
        policy=brought, verb="give", title=_("Hand in a file you brought"), button=_("Hand it in"),
        done=_("It is as it was signed. HR can read it now; you can take it back at any time."), back=_back(),
    )  # fmt: skip


@require_safe
@login_required
def listing(request) -> HttpResponse:
    """What people brought along, for whoever it was given to."""
    if not any(grant.rows(request.user) for grant in brought.grants if not grant.own):
        raise NotAllowed()
    rows = brought.visible(request.user).filter(status="given").exclude(person__user=request.user)
    found = Paginator(rows.select_related("person"), 50).get_page(request.GET.get("page"))
    table = {
        "columns": [_("Person"), _("From"), _("Made on"), _("Given on")],
        "rows": [
            [shown.link(str(row.person), "joining:brought_row", row.pk), row.employer,
             shown.told(brought.show(row), "made_on"), shown.told(brought.show(row), "given_on")] for row in found
        ],
        "caption": _("Records brought along"),
        "empty": _("Nobody has brought anything yet."),
    }  # fmt: skip
    lede = _("What people brought from an employer before, by their own hand. Your own checks remain to be made.")
    return page(request, _("Brought along"), [table], page=found, lede=lede)


@require_safe
@login_required
def row(request, pk: int) -> HttpResponse:
    """One record that was brought, part by part."""
    found = brought.find(request.user, pk=pk)
    seen = brought.show(found)
    own = "withdraw" in brought.granted(found)
    parts = [
        {
            "facts": shown.facts(seen, "name", "employer", "code", "made_on", "given_on", "asked_on", "signed_by"),
            "note": _("It is word for word what their Peerwork signed. Whose key that is, they can tell you."),
            "heading": _("Where it comes from"),
        }
    ]
    for name in passport.PIECES:
        if name in seen.readable and (rows := getattr(seen, name)):
            parts.append(passport.table(name, rows))
    buttons = []
    if "ask_for" in seen.offers and found.adjustments and not found.asked_on:
        words = _("Ask for these adjustments here")
        buttons.append(shown.button(words, "joining:ask_for", pk, post=True, kind="", version=found.version))
    if "withdraw" in seen.offers:
        buttons.append(
            shown.button(_("Take it back"), "joining:withdraw_brought", pk, post=True, version=found.version)
        )
    if buttons:
        parts.append({"heading": _("What you can do"), "buttons": buttons})
    back = _back() if own else {"text": _("Brought along"), "url": reverse("joining:brought")}
    return page(request, str(found.person), parts, caption=_("Brought along"), back=back)


def _row(request, pk: int):
    return brought.find(request.user, pk=pk)


ask_for = posted(
    lambda request, pk: actions.ask_for(_row(request, pk), by=request.user, version=version(request)),
    done=lazy("Asked for. You see under “My adjustments” how far each one is."),
)
withdraw = posted(
    lambda request, pk: actions.withdraw(_row(request, pk), by=request.user, version=version(request)),
    done=lazy("Taken back. Nobody else can read it any more."), to="joining:bring",
)  # fmt: skip
