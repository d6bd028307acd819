"""What communities make known to the kit: the link for people from outside, mail, what waits for whom."""

from django.utils.translation import gettext_lazy as _

from peerwork.kit import outbox, search, tasks
from peerwork.kit import story as stories
from peerwork.people import visitors
from peerwork.readiness.communities import (
    story,
    takeout,  # noqa: F401  its part of somebody's own copy
    waiting,
)
from peerwork.readiness.communities.actions import PURPOSE
from peerwork.readiness.communities.models import Community, Membership
from peerwork.readiness.communities.policy import communities


def still_belongs(user, message) -> bool:
    """Asked again just before sending a link: whoever has left gets none."""
    rows = Membership.objects.filter(user=user, community=message.about_id, left_on__isnull=True)
    return user is not None and rows.exists()


outbox.register("communities/link", still_belongs, urgent=True, secret=True)
outbox.register(
    "communities/told",
    lambda user, message: Community.objects.filter(pk=message.about_id, status="open").exists(),
    at_once=True,
)
tasks.register("communities", waiting.for_user)
stories.register("communities", story.of)
search.register(communities, ("name", "purpose"))
visitors.register(
    PURPOSE,
    words=_("A community that lets you in"),
    opens=lambda link: f"/communities/{link.about_id}/",
    views={
        f"communities:{name}"
        for name in (
            *("community", "leave", "edit_membership", "figures", "meeting", "add_to_agenda", "edit_agenda_item"),
            *("drop_agenda_item", "add_action", "action", "edit_action", "do_action", "stop_action", "reopen_action"),
            "show_evidence",
        )
    },
)
