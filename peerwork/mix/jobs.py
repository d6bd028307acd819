"""What the share of care does by itself: fix each month once it is over."""

from peerwork.kit.jobs import due
from peerwork.mix import actions


@due(every=24 * 60, name="mix.freeze")
def freeze_months() -> None:
    """Fix the figures of the months that are over; months that stand are left alone."""
    actions.freeze()
    actions.freeze_care()
