"""What a worker tied to their own evidence and goals: sessions they chose, courses."""

from peerwork.api.resources import Resource, Verb
from peerwork.joining.ties import actions, policy

evidence_sessions = Resource(
    "evidence-sessions",
    policy.evidence_sessions,
    starts={"link": Verb(actions.link_session, "evidence", "session")},
    verbs={"unlink": Verb(actions.unlink_session)},
    filters=["evidence", "session", "ended_on"],
)
goal_courses = Resource(
    "goal-courses",
    policy.goal_courses,
    starts={"link": Verb(actions.link_course, "goal", "course")},
    verbs={"unlink": Verb(actions.unlink_course)},
    filters=["goal", "course", "ended_on"],
)
resources = [evidence_sessions, goal_courses]
