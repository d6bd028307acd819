"""What the pages of this app share."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

BOTH = require_http_methods(["GET", "POST"])


def page(request, title: str, parts: list[dict], **context) -> HttpResponse:
    """A page of parts (templates/placements/page.html); empty parts are left out."""
    shown = [part for part in parts if part]
    return render(request, "placements/page.html", {"title": title, "parts": shown, **context})


def back_to(row) -> dict:
    return {"text": str(row), "url": row.get_absolute_url()}


def asked(form_class, request, **kwargs):
    """A filter form and what was asked, nothing of it where it can't be read."""
    form = form_class(request.GET or None, **kwargs)
    return form, (form.cleaned_data if form.is_bound and form.is_valid() else {})
