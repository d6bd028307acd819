"""Learning and awards from outside are the worker's own; they give them to others by a file they take along."""

from peerwork.development.cpd.models import CpdEntry
from peerwork.kit.access import Grant, Policy
from peerwork.placements.reach import closed_to, own_worker

TOLD = {"kind", "title", "provider", "on", "hours", "learned"}
entries = Policy(
    CpdEntry,
    [
        Grant(
            "worker", own_worker("person__user"), TOLD | {"person", "status"}, TOLD | {"person"},
            {"note", "edit", "remove"}, own=True,
        )
    ],
    closed=closed_to("person"),
)  # fmt: skip
