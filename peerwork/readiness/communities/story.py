"""What communities tell of somebody's own story: which they joined."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from peerwork.kit.story import MOST, Event
from peerwork.readiness.communities.policy import memberships


def of(user) -> Iterator[Event]:
    rows = memberships.visible(user).filter(user=user.pk).select_related("community").order_by("-joined_on")
    for row in rows[:MOST]:
        title = _("Joined the community %(name)s") % {"name": row.community}
        yield Event(f"membership:{row.pk}", row.joined_on, title, href=row.community.get_absolute_url(),
                    link=_("Open it"))  # fmt: skip
