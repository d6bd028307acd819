"""What this app makes known to the kit: its mail, and whether a person may still read what it is about."""

from django.apps import apps

from peerwork.kit import outbox
from peerwork.kit.access import policy_of


def still_reads(user, message) -> bool:
    """Asked again just before sending: the link must lead somewhere this person may still look."""
    model = apps.get_model(message.about_model)
    return user is not None and policy_of(model).visible(user).filter(pk=message.about_id).exists()


outbox.register("training/news", still_reads)
outbox.register("training/invitation", still_reads, at_once=True)
