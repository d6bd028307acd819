"""What placements hand in to somebody's own copy: where they work, who supervises them, when they were away."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peerwork.kit import takeout
from peerwork.kit.takeout import Kind
from peerwork.people.takeout import professionals
from peerwork.placements.models import LadderStep, Placement, Post, Stream, SupervisorLink
from peerwork.placements.policy import (
    away,
    exclusions,
    exits,
    overrides,
    placement_terms,
    placements,
    proposals,
    qualified,
    supervising,
    supervisor_links,
)


@professionals
def who_work_with_people(ids: set[int]) -> dict[int, str]:
    """Line managers and supervisors, who may hold no role that was given."""
    found = {pk: _("line manager") for pk in _of(Placement.objects.filter(line_manager__in=ids), "line_manager")}
    found |= {pk: _("supervisor") for pk in _of(SupervisorLink.objects.filter(supervisor__in=ids), "supervisor")}
    return found


def _of(rows, name: str):
    return rows.values_list(name, flat=True).distinct()


takeout.named_as_they_are(Post, Stream, LadderStep)
takeout.register(
    "placements",
    gettext_lazy("Posts, placements and supervisors"),
    Kind(placements, "person__user"),
    Kind(placement_terms, "placement__person__user"),
    Kind(exits, "placement__person__user", private=True),
    Kind(supervisor_links, "person__user"),
    Kind(proposals, "person__user"),
    Kind(away, "person__user"),
    Kind(qualified, "person__user"),
    Kind(overrides, "person__user"),
    Kind(supervising, "user"),
    Kind(exclusions, "person__user", private=True),
    order=20,
)
