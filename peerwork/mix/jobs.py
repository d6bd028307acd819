"""What the share of care does by itself: fix each month once it is over."""

from django.db import transaction

from peerwork.kit.jobs import due, enqueue, job
from peerwork.mix import actions, activity, supported
from peerwork.mix.activity_models import ActivitySubmission
from peerwork.mix.board import actions as board
from peerwork.mix.models import Snapshot
from peerwork.people.actions import system_user


@due(every=24 * 60, name="mix.freeze")
def freeze_months() -> None:
    """Fix the figures of the months that are over; months that stand are left alone."""
    actions.freeze()
    actions.freeze_care()
    for organisation in Snapshot.objects.order_by().values_list("organisation", flat=True).distinct():
        supported.settle(organisation)


@job
def load_activity(pk: int) -> None:
    """Read and load an activity file that was handed in on a page; later, where another is being loaded."""
    submission = ActivitySubmission.objects.select_related("organisation").get(pk=pk)
    if submission.status == ActivitySubmission.Status.STAGED:
        activity.run_staged(submission, by=system_user())


def hand_in_and_load(upload, profile: str, organisation, *, by, dry_run: bool = False) -> ActivitySubmission:
    """Keep an upload and ask for its job, both or neither. Raises NotAllowed, Invalid."""
    with transaction.atomic():
        submission = activity.hand_in(upload, profile, organisation, by=by, dry_run=dry_run)
        enqueue(load_activity, submission.pk)
    return submission


@due(every=24 * 60, name="mix.checks")
def close_checks() -> None:
    """Close the quarterly checks whose last day is over."""
    board.close_what_is_due(by=system_user())


@due(every=24 * 60, name="mix.sweep")
def sweep() -> None:
    """Remove what imports that were killed left in the staging folder."""
    activity.sweep()
