"""A worker's moments are theirs alone."""

from peerwork.development.moments.models import Moment
from peerwork.kit.access import Grant, Policy
from peerwork.placements.reach import closed_to, own_worker

TOLD = {"on", "title", "words"}
GIVEN = TOLD | {"person", "key"}
moments = Policy(
    Moment,
    [
        Grant(
            "worker",
            own_worker("person__user"),
            GIVEN | {"status"},
            GIVEN,
            {"add", "edit", "pin", "hide", "show", "remove"},
            own=True,
        )
    ],
    closed=closed_to("person"),
)
