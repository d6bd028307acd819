"""What starting tells of somebody's own story: the post they were offered and took."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from peerwork.kit.story import MOST, Event
from peerwork.recruitment.starting.policy import starters


def of(user) -> Iterator[Event]:
    rows = starters.visible(user).filter(person__user=user.pk, answered_on__isnull=False)
    rows = rows.exclude(status__in=("declined", "withdrawn")).select_related("post", "team")
    for row in rows.order_by("-answered_on")[:MOST]:
        yield Event(f"starter:{row.pk}", row.answered_on, _("Took the post %(post)s") % {"post": row.post},
                    str(row.team))  # fmt: skip
