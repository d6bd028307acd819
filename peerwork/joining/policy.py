"""Who reads what somebody says before they start: they themselves, and the HR that places them."""

from django.db.models import Q

from peerwork.joining.bring import policy as bring_policy  # noqa: F401  read with this one
from peerwork.joining.models import StartingPoint
from peerwork.joining.ties import policy as ties_policy  # noqa: F401  read with this one
from peerwork.kit.access import Grant, Policy
from peerwork.people.reach import within
from peerwork.placements.reach import closed_to, employs, own_worker

SAID = {"ready_from", "wte", "travel", "access"}


def hr_of(user) -> Q | None:
    """People HR employs, or has registered and not placed yet."""
    registered = within("hr", "person__organisation")(user)
    employed = employs("hr", "person")(user)
    return None if registered is None else registered | employed


starting_points = Policy(
    StartingPoint,
    [
        Grant("worker", own_worker("person__user"), SAID | {"person"}, SAID | {"person"}, {"state", "edit"}, own=True),
        Grant("hr", hr_of, SAID | {"person"}),
    ],
    closed=closed_to("person"),
)
