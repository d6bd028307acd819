"""What this app makes known to the kit: its mail, its links, what waits for whom, what is kept how long."""

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peerwork.adjustments import (  # noqa: F401  jobs registers itself
    actions,
    jobs,
    keeping,
    story,
    takeout,
    waiting,
)
from peerwork.adjustments.models import Step, Times
from peerwork.adjustments.own import actions as own
from peerwork.kit import outbox, retention, tasks
from peerwork.kit import story as stories
from peerwork.kit.access import policy_of
from peerwork.people import checklist, visitors
from peerwork.people.retention import CODE
from peerwork.placements import endings


def still_reads(user, message) -> bool:
    """Asked again just before sending: the link must lead somewhere this person may still look."""
    model = apps.get_model(message.about_model)
    return user is not None and policy_of(model).visible(user).filter(pk=message.about_id).exists()


def still_open(user, message) -> bool:
    return user is not None and Step.objects.filter(pk=message.about_id, owner=user, status="open").exists()


outbox.register("adjustments/news", still_reads)
outbox.register("adjustments/step", still_open, secret=True, at_once=True)
visitors.register(
    actions.STEP_LINK,
    words=_("Something to do for a colleague"),
    opens=lambda link: reverse("adjustments:step", args=[link.about_id]),
    views={"adjustments:step", "adjustments:do_step", "adjustments:reopen_step"},
)
tasks.register("adjustments", waiting.for_user)
stories.register("adjustments", story.of)
endings.register(actions.stop)
endings.register(own.seal)
retention.register(
    "oh_report",
    label=_("Occupational health referrals and reports"),
    trigger=_("the day the person left"),
    default_months=72,
    source=CODE,
    due=keeping.health_due,
    person="pk",
    purge=keeping.purge_health,
)
retention.register(
    "adjustments",
    label=_("Adjustments, agreements, cards and wellbeing plans"),
    trigger=_("the day the person left"),
    default_months=72,
    source=_("Organisation’s decision; to be confirmed"),
    due=keeping.adjustments_due,
    person="pk",
    purge=keeping.purge_adjustments,
)
checklist.register(
    checklist.Step(
        "adjustments",
        57,
        _("Confirm how long adjustments may take"),
        _("The times that come with the product are suggestions, for you to change and confirm."),
        lambda organisation: reverse("adjustments:times"),
        lambda organisation: Times.objects.filter(organisation=organisation, confirmed_on__isnull=False).exists(),
    )
)
