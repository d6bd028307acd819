"""Who may see and do what on the way into a post; hours are signed by the supervisor of that time, never by oneself."""

from django.db.models import Exists, OuterRef, Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import own, within
from peerwork.placements.models import SupervisorLink
from peerwork.placements.reach import closed_to, supervises_somebody
from peerwork.training.cohorts.policy import followers
from peerwork.training.pathways.models import OffJobHours, Pathway, SupervisedHours
from peerwork.training.reach import lead

GIVEN = {
    "person",
    "organisation",
    "kind",
    "source",
    "begun_on",
    "enrolment",
    "practice_in",
    "gateway_on",
    "end_point_on",
    "off_job_needed",
    "stopped_because",
}
WAY = GIVEN | {"status", "stopped_from"}
VERBS = {"begin", "edit", "join", "practise", "reach", "take_post", "stop", "resume"}
pathways = Policy(
    Pathway,
    [
        Grant("training lead", lead("organisation"), WAY, GIVEN, VERBS),
        Grant("hr", within("hr", "organisation"), WAY),
        Grant("learner", own("person__user"), WAY, own=True),
        Grant("system", system, WAY, GIVEN, VERBS),
    ],
    closed=closed_to("person"),
)
AWAY = {"pathway", "on", "hours", "what"}
off_job = Policy(
    OffJobHours,
    [
        Grant("training lead", lead("pathway__organisation"), AWAY | {"withdrawn"}, AWAY, {"log", "withdraw"}),
        Grant("learner", own("pathway__person__user"), AWAY | {"withdrawn"}, AWAY, {"log", "withdraw"}, own=True),
        Grant("system", system, AWAY | {"withdrawn"}, AWAY, {"log", "withdraw"}),
    ],
    closed=closed_to("pathway__person"),
)


def supervised_then(user) -> Q | None:
    """A row rule: hours of people the user supervises today, and did at some time of the period itself."""
    if not supervises_somebody(user):
        return None
    links = SupervisorLink.objects.filter(supervisor=user.pk, person=OuterRef("person"))
    then = links.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("starts_on")), starts_on__lte=OuterRef("ends_on")
    )
    return Q(Exists(then))


NOTED = {"person", "edition", "starts_on", "ends_on", "hours", "one_to_one"}
SUM = NOTED | {"status", "signed_on"}
SUPERVISED = SUM | {"question", "signed_by"}
supervised = Policy(
    SupervisedHours,
    [
        Grant("worker", own("person__user"), SUPERVISED, NOTED, {"note", "edit"}, own=True),
        Grant("supervisor", supervised_then, SUPERVISED, {"question"}, {"sign", "ask"}),
        Grant("training lead", lead("edition__curriculum__organisation"), SUM),
        *followers("person", SUM),
        Grant("system", system, SUPERVISED, NOTED, {"note", "edit"}),
    ],
    closed=closed_to("person"),
    bars={verb: lambda user: Q(person__user=user.pk) for verb in ("sign", "ask")},
)
