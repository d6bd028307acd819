"""Who sees what a worker tied to their own evidence and goals, by hand from docs/access.md.

Merged into tests/system/matrix.py, which says how to read it.
"""

from tests.system.matrix import Model

MODELS: dict[str, Model] = {
    "joining.EvidenceSession": Model(
        sets={"tie": "evidence session ended_on"},
        rows={
            "kept asked": {"worker": "tie | evidence session | link unlink"},
            "asked": {"supervisor senior team_lead": "tie"},
        },
        label="session",
    ),
    "joining.GoalCourse": Model(
        sets={"tie": "goal course ended_on"},
        rows={"shared": {"worker": "tie | goal course | link unlink", "supervisor": "tie"}},
        label="course",
    ),
}
ROUTES: dict[str, str] = {
    "joining:link_session": "GET POST | verb development.Evidence edit",
    "joining:unlink_session": "POST | verb joining.EvidenceSession unlink",
    "joining:link_course": "GET POST | verb development.Goal edit",
    "joining:unlink_course": "POST | verb joining.GoalCourse unlink",
}
API: dict[str, str] = {"evidence-sessions": "joining.EvidenceSession", "goal-courses": "joining.GoalCourse"}
