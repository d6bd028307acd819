"""What placements tell of somebody's own story: where they joined, where they left."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from peerwork.kit.story import MOST, Event
from peerwork.placements.policy import placements


def of(user) -> Iterator[Event]:
    rows = placements.visible(user).filter(person__user=user.pk, status__in=("agreed", "started", "ended"))
    for row in rows.select_related("post", "team").order_by("-starts_on")[:MOST]:
        place = {"team": row.team}
        yield Event(f"placement:{row.pk}", row.starts_on, _("Joined %(team)s") % place, str(row.post))
        if row.status == "ended" and row.ends_on:
            yield Event(f"placement:{row.pk}:end", row.ends_on, _("Left %(team)s") % place, str(row.post))
