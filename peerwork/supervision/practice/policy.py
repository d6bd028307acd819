"""Who may see and do what with reflections, observations and checks of the role: the worker first, always."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import own
from peerwork.placements.reach import closed_to
from peerwork.supervision import reach
from peerwork.supervision.practice.models import Observation, Reflection, ReflectionItem, RoleCheck, VoiceBatch

MINE = own("person__user")
PEER = reach.peer("person__user")

reflections = Policy(
    Reflection,
    [Grant("worker", PEER, {"person", "on"}, {"person", "on"}, {"reflect", "erase"}, own=True)],
)

PART = {"person", "reflection", "number", "question", "answer", "text", "shared_in", "shared_on"}
items = Policy(
    ReflectionItem,
    [
        Grant(
            "worker",
            PEER,
            PART,
            {"reflection", "number", "answer", "text", "shared_in"},
            {"reflect", "edit", "share", "unshare", "erase"},
            own=True,
        ),
        Grant(
            "supervisor", reach.items_shared_with_me, {"person", "number", "question", "answer", "text", "shared_on"}
        ),
    ],
    derived={"question"},
    closed=closed_to("person"),
)

SEEN = {
    "status",
    "person",
    "stream",
    "observed_by",
    "observed_on",
    "setting",
    "went_well",
    "to_try",
    "worker_view",
}
observations = Policy(
    Observation,
    [
        Grant("worker", MINE, SEEN, {"worker_view"}, {"answer"}, own=True),
        Grant(
            "supervisor",
            reach.held_by_me(path="observed_by"),
            SEEN,
            SEEN - {"status", "observed_by", "worker_view"},
            {"record", "edit"},
        ),
    ],
    closed=closed_to("person"),
    bars={"record": MINE},
)


def own_view(view: str, rule):
    """Rows of that view, given by the user themselves."""

    def rows(user) -> Q | None:
        found = rule(user)
        return None if found is None else found & Q(view=view, by=user.pk)

    return rows


CHECK = {"person", "stream", "view", "by", "on", "answers", "words"}
GIVE = {"person", "stream", "on", "answers", "words"}
role_checks = Policy(
    RoleCheck,
    [
        Grant("worker", MINE, CHECK, own=True),
        Grant("worker", own_view("worker", PEER), CHECK, GIVE, {"give", "edit"}, own=True),
        Grant("supervisor", reach.my_stream(), CHECK),
        Grant("supervisor", own_view("supervisor", reach.my_stream()), CHECK, GIVE, {"give", "edit"}),
    ],
    closed=closed_to("person"),
)

COUNTED = {"person", "quarter", "people", "counts"}
voice_batches = Policy(
    VoiceBatch,
    [
        Grant(
            "worker",
            MINE,
            COUNTED | {"shared_in", "in_appraisal"},
            {"shared_in"},
            {"share", "unshare", "allow", "disallow"},
            own=True,
        ),
        Grant("supervisor", reach.items_shared_with_me, COUNTED),
        Grant("system", system, COUNTED | {"shared_in", "in_appraisal"}, COUNTED, {"gather"}),
    ],
    closed=closed_to("person"),
)
