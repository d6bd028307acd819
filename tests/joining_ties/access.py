"""Who sees what a worker tied to their own evidence and goals, by hand from docs/access.md.

Merged into tests/system/matrix.py, which says how to read it.
"""

from tests.development.access import PEOPLE
from tests.system.matrix import HR, Model

MODELS: dict[str, Model] = {
    "joining.EvidenceSession": Model(
        sets={"tie": "evidence session ended_on"},
        rows={
            "kept asked": {"worker": "tie | evidence session | link unlink"},
            "asked": {"supervisor senior team_lead": "tie"},
        },
        label="session",
    ),
    "joining.Brought": Model(
        sets={
            "head": "status person employer code name made_on given_on signed_by",
            "learned": "certificates learning competences",
            "needed": "adjustments checks asked_on",
        },
        rows={
            "given": {
                "worker": "head learned needed | person | give ask_for withdraw",
                HR: "head learned needed",
                "training_lead": "head learned",
            }
        },
        states={"given": "ask_for withdraw", "withdrawn": ""},
        hidden="signature",
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
    "joining:bring": f"GET | only {PEOPLE}",
    "joining:take": f"GET POST | only {PEOPLE}",
    "joining:give": f"GET POST | only {PEOPLE}",
    "joining:brought": f"GET | only {HR} charity_hr visiting training_lead",
    "joining:brought_row": "GET | row joining.Brought",
    "joining:ask_for": "POST | verb joining.Brought ask_for",
    "joining:withdraw_brought": "POST | verb joining.Brought withdraw",
    "api:bring-along": f"POST | only {PEOPLE}",
}
API: dict[str, str] = {"evidence-sessions": "joining.EvidenceSession", "goal-courses": "joining.GoalCourse",
                       "brought-records": "joining.Brought"}  # fmt: skip
