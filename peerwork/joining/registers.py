"""What this app makes known: what a starter brings along, and what belongs to a worker's evidence and goals."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peerwork.development import ties
from peerwork.development.models import Evidence, Goal
from peerwork.joining import takeout  # noqa: F401  its part of somebody's own copy
from peerwork.joining.needs import needs_of
from peerwork.joining.ties import queries
from peerwork.kit import retention, tasks
from peerwork.kit.tasks import Task
from peerwork.people import actions as people
from peerwork.people.models import Person
from peerwork.people.retention import CODE
from peerwork.recruitment.starting import carrying
from peerwork.recruitment.starting.checks.models import WorkHealth
from peerwork.recruitment.starting.models import Consent, Starter

ties.register(Evidence, queries.of_evidence)
ties.register(Goal, queries.of_goal)


@carrying.register
def as_a_starting_need(consent: Consent, starter: Starter, *, by) -> bool:
    """In their own words; of the work health assessment its outcome and nothing else, once there is one."""
    words = consent.words
    if consent.kind == Consent.Kind.HEALTH:
        health = WorkHealth.objects.filter(employment_check__starter=starter, status="given").first()
        if health is None:
            return False
        words = f"{health.get_outcome_display()}. {words}".strip()
    people.carry_need(by=by, person=starter.person, kind=consent.kind, words=words)
    return True


def left_by(organisation, day):
    """People who left on or before the day, with all that apps of their work know of them."""
    return Person.objects.filter(organisation=organisation, left_on__lte=day)


retention.register(
    "staff_record",
    label=gettext_lazy("Staff record, placements and supervision"),
    trigger=gettext_lazy("the day the person left"),
    default_months=72,
    source=CODE,
    due=left_by,
    person="pk",
    purge=retention.remove_whole({"people", "placements", "development", "supervision", "joining"}),
)


def waiting(user):
    """One line for the worker, while something they said before starting has not been asked for."""
    if getattr(user, "person", None) is not None and needs_of(user):
        yield Task(
            _("You said before you started what you need. Ask for it, if you like"), reverse("joining:needs"),
            consequence=_("Nobody acts on it unless you ask."), weight=7,
        )  # fmt: skip


tasks.register("joining", waiting)
