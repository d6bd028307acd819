"""Every write about joining."""

from peerwork.joining.models import StartingPoint
from peerwork.joining.policy import starting_points
from peerwork.kit.records import acting, creating


def state_starting_point(*, by, **values) -> StartingPoint:
    """Say from when, how many hours, and which travel or access needs: all of it optional, none of it a reason."""
    with creating(starting_points, "state", by=by, **values) as point:
        pass
    return point


def edit_starting_point(point: StartingPoint, *, by, version: int | None = None, **changes) -> StartingPoint:
    """Change what one said about where one could work."""
    with acting(starting_points, "edit", point, by=by, version=version, **changes) as point:
        pass
    return point
