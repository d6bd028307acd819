"""What starting makes known to the kit and to lower apps: mail, links, tasks, search, retention, gates, daily work."""

from django.apps import apps
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peerwork.kit import outbox, retention, search, tasks
from peerwork.kit import story as stories
from peerwork.kit.access import policy_of
from peerwork.people import visitors
from peerwork.placements import endings, gates
from peerwork.recruitment.starting import actions, gate, jobs, story, waiting  # noqa: F401  jobs registers itself
from peerwork.recruitment.starting.checks.models import CriminalRecord, Reference
from peerwork.recruitment.starting.onboarding.actions import IDENTITY_COPY, ON_RECORD
from peerwork.recruitment.starting.onboarding.models import RecordDocument
from peerwork.recruitment.starting.policy import starters


def still_reads(user, message) -> bool:
    """Asked again just before sending: the link must lead somewhere this person may still look."""
    model = apps.get_model(message.about_model)
    return user is not None and policy_of(model).visible(user).filter(pk=message.about_id).exists()


outbox.register("starting/news", still_reads)
outbox.register("starting/link", still_reads, at_once=True, secret=True)
tasks.register("starting", waiting.for_user)
stories.register("starting", story.of)
search.register(starters, ["person__given_name", "person__family_name", "person__known_as"], _("Starter"))
gates.register(gate.before_placing)
endings.register(actions.stop)

MINE = (
    "mine",
    "mine_letter",
    "accept",
    "decline",
    "say_done",
    "name_referee",
    "edit_referee",
    "withdraw_referee",
    "give_consent",
    "take_back_consent",
    "do_mine",
    "my_record",
    "dispute",
    "my_health",
)
visitors.register(
    "starter",
    words=_("Getting ready to start"),
    opens=lambda link: reverse("starting:mine", args=[link.about_id]),
    views={f"starting:{name}" for name in MINE},
)
visitors.register(
    "reference",
    words=_("A reference"),
    opens=lambda link: reverse("starting:answer", args=[link.about_id]),
    views={"starting:answer", "starting:thanks"},
)


# What is kept how long ----------------------------------------------------------------------------------------------
def certificates(organisation, day):
    """Details decided on or before the day, but for those in dispute."""
    disputed = Q(disputed_on__isnull=False, dispute_ended_on__isnull=True)
    rows = CriminalRecord.objects.filter(employment_check__starter__employer=organisation, decided_on__lte=day)
    return rows.exclude(disputed)


def documents(*kinds: str):
    def due(organisation, day):
        rows = RecordDocument.objects.filter(person__organisation=organisation, person__left_on__lte=day)
        return rows.filter(kind__in=kinds)

    return due


def references(organisation, day):
    """References of starts that ended on or before the day: a year after the first day, or after it came to nothing."""
    over = Q(starter__status="started", starter__starts_on__lte=day) | Q(
        starter__status__in=("declined", "withdrawn"), starter__move_since__isnull=True, answered_on__lte=day
    )
    return Reference.objects.filter(over, starter__employer=organisation, person=F("starter__person"))


retention.register(
    "dbs",
    label=_("Criminal-record certificate details"),
    trigger=_("the recruitment decision"),
    default_months=6,
    source=_("DBS code of practice"),
    due=certificates,
)
retention.register(
    IDENTITY_COPY,
    label=_("Copies for identity and right to work"),
    trigger=_("the day the person left"),
    default_months=24,
    source=_("Home Office guidance; to be checked"),
    due=documents("identity"),
)
retention.register(
    ON_RECORD,
    label=_("Documents on a person’s record"),
    trigger=_("the day the person left"),
    default_months=72,
    source=_("NHS Records Management Code 2021; to be checked"),
    due=documents("contract", "certificate", "assurance", "other"),
)
retention.register(
    "reference",
    label=_("References"),
    trigger=_("the first day, or the end of the offer"),
    default_months=12,
    source=_("Organisation's decision"),
    due=references,
)
