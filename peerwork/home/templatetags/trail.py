"""The way from a record's own page to what changed on it."""

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from peerwork.kit.access import Policy, Seen

register = template.Library()


@register.simple_tag(takes_context=True)
def what_changed(context) -> str:
    """The address of the history of the record whose own page this is; "" on every other page."""
    request = context.get("request")
    for row in context.flatten().values() if request else ():
        if not isinstance(row, Seen | Model) or not hasattr(row, "get_absolute_url") or not row.pk:
            continue
        model = row.policy.model if isinstance(row, Seen) else row._meta.model
        if model in Policy.registry and hasattr(model, "history") and _page_of(row) == request.path:
            return reverse("home:changes", args=[model._meta.label, row.pk])
    return ""


def _page_of(row) -> str:
    """Where a record's own page is; "" for one that has none (yet)."""
    try:
        return row.get_absolute_url()
    except (NoReverseMatch, ObjectDoesNotExist, AttributeError):
        return ""
