"""What this app makes known to the kit: its mail, what waits for whom, what is searched, what is set up first."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from peerwork.development import (
    story,
    takeout,  # noqa: F401  its part of somebody's own copy
    waiting,
)
from peerwork.development.appraisal import waiting as appraisals
from peerwork.development.cpd import policy as cpd  # noqa: F401  read at start-up
from peerwork.development.moments import policy as moments  # noqa: F401  read at start-up
from peerwork.development.policy import evidence, goals
from peerwork.kit import outbox, search, tasks
from peerwork.kit import story as stories
from peerwork.kit.access import policy_of


def still_reads(user, message) -> bool:
    """Asked again just before sending: the link must lead somewhere this person may still look."""
    model = apps.get_model(message.about_model)
    return user is not None and policy_of(model).visible(user).filter(pk=message.about_id).exists()


outbox.register("development/news", still_reads)
tasks.register("development", waiting.for_user)
search.register(evidence, ("title", "text"), _("Evidence"))
search.register(goals, ("title",), _("Goal"))
stories.register("development", story.of)
tasks.register("development.appraisals", appraisals.for_user)
