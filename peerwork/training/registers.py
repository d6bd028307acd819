"""What this app makes known to the kit: its mail, and whether a person may still read what it is about."""

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peerwork.development import ties
from peerwork.kit import outbox, search, tasks
from peerwork.kit import story as stories
from peerwork.kit.access import policy_of
from peerwork.people import visitors
from peerwork.training import (
    beside,
    mail,
    story,
    takeout,  # noqa: F401  its part of somebody's own copy
    waiting,
)
from peerwork.training.cohorts.policy import learners
from peerwork.training.curricula.policy import curricula, modules
from peerwork.training.needs import registering  # noqa: F401  its own mail, tasks and jobs


def still_reads(user, message) -> bool:
    """Asked again just before sending: the link must lead somewhere this person may still look."""
    model = apps.get_model(message.about_model)
    return user is not None and policy_of(model).visible(user).filter(pk=message.about_id).exists()


outbox.register("training/news", still_reads)
outbox.register("training/invitation", still_reads, at_once=True)
outbox.register("training/link", still_reads, at_once=True, secret=True)
tasks.register("training", waiting.for_user)
stories.register("training", story.of)
ties.register_beside(beside.of)
search.register(curricula, ("name", "summary"))
search.register(modules, ("title", "summary"))
search.register(learners, ("person__given_name", "person__family_name", "person__known_as"))

# What somebody who came by the link to their place may open: only theirs, and nothing else.
MINE = (
    "place",
    "withdraw",
    "tell_needs",
    "feedback",
    "quiz",
    "certificate_of",
    "badge_of",
    "ask_badge_of",
    "drop_badge_of",
)
visitors.register(
    mail.PURPOSE,
    words=_("Your place in a course"),
    opens=lambda link: reverse("training:place", args=[link.about_id]),
    views={f"training:{name}" for name in MINE},
)
