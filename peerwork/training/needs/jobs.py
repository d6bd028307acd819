"""What training does by itself, once a day: where everybody stands, who is trained, what falls due."""

from django.utils import timezone

from peerwork.kit.jobs import due
from peerwork.training.needs import actions, working


@due(every=24 * 60, name="training.needs")
def daily() -> None:
    today = timezone.localdate()
    for organisation in working.organisations_with_rules():
        actions.refresh(organisation, today=today)
        actions.remind(organisation, today=today)
