"""Reading groups, places and registers."""

from peerwork.training.cohorts.policy import meetings, places
from peerwork.training.progress import progress_of


def place_page(user, pk: int) -> dict:
    """One place as its reader may see it."""
    row = places.find(user, pk=pk)
    days = meetings.visible(user).filter(cohort=row.cohort_id).exclude(status="cancelled").select_related("module")
    return {"place": places.show(row), "days": list(days.order_by("starts_at")), "progress": progress_of([row])[row.pk]}
