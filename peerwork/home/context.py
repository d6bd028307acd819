"""What every page needs besides its own content: the organisation's look and words, the menu, who is signed in."""

from django.conf import settings
from django.urls import reverse

from peerwork.home.hints import hint_for
from peerwork.home.navigation import beside, menu, noted, role_label
from peerwork.kit.access import remembered
from peerwork.people.models import Settings
from peerwork.people.sign_in import needs_second_step


def chosen(user) -> Settings | None:
    """The settings of the organisation this person belongs to."""
    organisation = getattr(user, "home_organisation_id", None)
    if not organisation:
        return None
    ask = Settings.objects.select_related("organisation").filter(organisation=organisation).first
    return remembered(("settings", organisation), ask)


def brand_of(own: Settings | None) -> dict:
    """The look and words of an organisation, the product's own where it chose none."""
    coloured = own is not None and own.brand_colour
    return {
        "service": settings.PEERWORK["SERVICE_NAME"],
        "organisation": (own.display_name or own.organisation.name) if own else "",
        "css_url": reverse("home:brand", args=[own.organisation_id, own.version]) if coloured else "",
        "support_email": own.support_email if own else "",
        "support_phone": own.support_phone if own else "",
        "demo": settings.DEMO,
    }


def page(request) -> dict:
    """Context for every template; costs two queries for somebody signed in, none otherwise."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"brand": brand_of(None), "nav": []}
    waits, match = needs_second_step(request), request.resolver_match
    return {
        "brand": brand_of(chosen(user)),
        "nav": [] if waits else menu(user, match, noted(request.session)),
        "hint": None if waits else hint_for(user, match),
        "beside": ("", []) if waits else beside(user, match),
        "role_label": role_label(user),
        "idle_seconds": settings.SESSION_IDLE_MINUTES * 60,
        "keep_url": reverse("people:keep"),
    }
