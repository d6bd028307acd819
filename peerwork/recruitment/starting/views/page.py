"""What the pages about starters share: a page made of parts, and buttons for what is on offer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peerwork.kit.access import policy_of
from peerwork.placements import shown

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def page(request, title: str, parts: list[dict], **context) -> HttpResponse:
    """A page of parts (templates/placements/parts.html); empty parts are left out."""
    return render(
        request, "recruitment/starting/page.html", {"title": title, "parts": [p for p in parts if p], **context}
    )


def to_starter(starter) -> dict:
    return {"text": str(starter.person), "url": reverse("starting:starter", args=[starter.pk])}


def to_board() -> dict:
    return {"text": _("Getting ready to start"), "url": reverse("starting:board")}


def buttons(row, words: dict, *, posts=(), primary="") -> list[dict]:
    """A button for each verb on offer: verb -> (words, route); those in `posts` act at once, the others open a form."""
    offered = policy_of(row).offers(row)
    return [
        shown.button(
            text,
            f"starting:{route}",
            row.pk,
            post=verb in posts,
            version=row.version,
            kind="primary" if verb == primary else "secondary",
        )
        for verb, (text, route) in words.items()
        if verb in offered
    ]
