"""What this app makes known to the kit: its mail, and whether a person may still read what it is about."""

from functools import partial

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peerwork.development import ties
from peerwork.kit import outbox, retention, search, tasks
from peerwork.kit import story as stories
from peerwork.kit.access import policy_of
from peerwork.people import visitors
from peerwork.people.retention import CODE
from peerwork.training import (
    beside,
    mail,
    story,
    takeout,  # noqa: F401  its part of somebody's own copy
    waiting,
)
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.cohorts.policy import learners
from peerwork.training.curricula.policy import curricula, modules
from peerwork.training.needs import registering  # noqa: F401  its own mail, tasks and jobs
from peerwork.training.needs.models import Completion


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


# How long it is kept: only of people who have left, because what somebody still has counts as long as they are here.
def completed(organisation, day, *, mandatory: bool):
    kind = Q(course__kind="mandatory")
    rows = Completion.objects.filter(kind if mandatory else ~kind, person__organisation=organisation, done_on__lte=day)
    return rows.filter(person__left_on__isnull=False)


def finished(organisation, day):
    """Places in groups that came to an end, of people who have left or never worked here."""
    rows = Enrolment.objects.filter(cohort__organisation=organisation, finished_on__lte=day)
    return rows.exclude(learner__person__placements__status__in=("agreed", "started"))


for name, label, months, due in (
    ("mandatory_training", _("Statutory and mandatory training"), 120, partial(completed, mandatory=True)),
    ("other_training", _("Other training"), 72, partial(completed, mandatory=False)),
):
    retention.register(
        name, label=label, trigger=_("the day it was completed, of people who have left"), default_months=months,
        source=CODE, due=due,
    )  # fmt: skip
retention.register(
    "course_places",
    label=_("Places in groups: registers, assessments, certificates"),
    trigger=_("the day it ended, of people who do not work here now"),
    default_months=120,
    source=CODE,
    due=finished,
    person="learner__person",
    purge=retention.remove_whole({"training"}),
)

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
