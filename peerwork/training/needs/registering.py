"""What training that is needed makes known to the kit; read with the app's own registers."""

from django.apps import apps

from peerwork.development import ties
from peerwork.kit import outbox, tasks
from peerwork.kit.access import policy_of
from peerwork.placements import endings
from peerwork.training.needs import actions, jobs, queries, waiting  # noqa: F401  jobs register themselves


def still_reads(user, message) -> bool:
    """Asked again just before sending: whether it is still needed, and theirs."""
    model = apps.get_model(message.about_model)
    return user is not None and policy_of(model).visible(user).filter(pk=message.about_id).exists()


ties.register_asks(queries.asks_of_posts)
outbox.register("training/due", still_reads)
tasks.register("training.needs", waiting.for_user)
endings.register(actions.seal)
