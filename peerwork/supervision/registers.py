"""What this app makes known to the kit: its mail, what waits for whom, what can be searched, what happens by itself."""

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy

from peerwork.development import ties
from peerwork.kit import outbox, search, tasks
from peerwork.kit import story as stories
from peerwork.kit.access import policy_of
from peerwork.people import checklist
from peerwork.placements import endings
from peerwork.supervision import (  # noqa: F401  jobs registers itself
    actions,
    beside,
    jobs,
    story,
    takeout,
    waiting,
)
from peerwork.supervision.models import SupervisionRule
from peerwork.supervision.policy import sessions


def still_reads(user, message) -> bool:
    """Asked again just before sending: the link must lead somewhere this person may still look."""
    model = apps.get_model(message.about_model)
    return user is not None and policy_of(model).visible(user).filter(pk=message.about_id).exists()


outbox.register("supervision/news", still_reads)
outbox.register("supervision/invitation", still_reads, at_once=True)
outbox.register("supervision/uninvited", lambda user, message: user is not None, at_once=True)  # it says nothing
tasks.register("supervision", waiting.for_user)
stories.register("supervision", story.of)
ties.register_beside(beside.of)
search.register(sessions, ("gone_well", "lived_experience", "peer_role", "workload", "talked_about", "what_we_agreed"))
endings.register(actions.stop)
checklist.register(
    checklist.Step(
        "supervision",
        55,
        gettext_lazy("Confirm how often supervision is due"),
        gettext_lazy("The intervals that come with the product are a start, for you to change and confirm."),
        lambda organisation: reverse("supervision:rules"),
        lambda organisation: SupervisionRule.objects.filter(
            stream__organisation=organisation, confirmed_on__isnull=False
        ).exists(),
    )
)
