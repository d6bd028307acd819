"""What pages about interest, information sessions and help read."""

from django.core.paginator import Paginator

from peerwork.people.models import Unit
from peerwork.recruitment.before import policy
from peerwork.recruitment.reach import ANYBODY


def sessions_to_come():
    """What anybody can come to, the soonest first."""
    return policy.informations.visible(ANYBODY).select_related("organisation").order_by("starts_at")


def choices_for_anybody() -> dict:
    """The organisations one can write to, and the sessions to come."""
    return {
        "organisation": Unit.objects.filter(organisation__isnull=True, closed_on__isnull=True).order_by("name"),
        "session": sessions_to_come(),
    }


def interest_page(user, page=1) -> dict:
    """Who would like to hear, the latest first; and sessions to come with how many want to."""
    rows = policy.interests.visible(user).exclude(status="closed").select_related("session")
    found = Paginator(rows, 50).get_page(page)
    planned = policy.informations.visible(user).filter(status="planned").order_by("-starts_at")[:20]
    return {
        "page": found,
        "interests": [policy.interests.show(row) for row in found],
        "sessions": [{"row": row, "offers": policy.informations.offers(row)} for row in planned],
    }


def supports_for(user, application) -> list:
    """Help that was offered with an application, as this reader may see it."""
    return [policy.supports.show(row) for row in policy.supports.visible(user).filter(application=application)]
