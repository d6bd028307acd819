"""Who sees what a worker tied to their evidence and goals: whoever reads those, and no more than a date or a name."""

from django.db.models import Q

from peerwork.development.reach import only, shared_with_me
from peerwork.joining.ties.models import EvidenceSession, GoalCourse
from peerwork.kit.access import Grant, Policy
from peerwork.placements.reach import closed_to, own_worker, supervises, works_in

ASKED = Q(evidence__status__in=("asked", "more_wanted", "confirmed"))
SESSION = {"evidence", "session", "ended_on"}
evidence_sessions = Policy(
    EvidenceSession,
    [
        Grant(
            "worker",
            own_worker("evidence__person__user"),
            SESSION,
            {"evidence", "session"},
            {"link", "unlink"},
            own=True,
        ),
        # That a session took place is theirs to know anyway: access.md, Supervision.
        Grant("supervisor", only(supervises("evidence__person"), ASKED), SESSION),
        Grant("team lead", only(works_in("team_lead", "evidence__person"), ASKED), SESSION),
    ],
    closed=closed_to("evidence__person"),
)

COURSE = {"goal", "course", "ended_on"}
goal_courses = Policy(
    GoalCourse,
    [
        Grant("worker", own_worker("goal__person__user"), COURSE, {"goal", "course"}, {"link", "unlink"}, own=True),
        Grant("supervisor", shared_with_me("goal"), COURSE),
    ],
    closed=closed_to("goal__person"),
)
