"""How each verb of ties is done, for tests/system/test_history.py: (who, how[, what before])."""

from peerwork.joining.ties import actions

RECIPES = {
    "joining.EvidenceSession/link": ("worker", lambda w, by: actions.link_session(
        by=by, evidence=w.row("development.Evidence/kept"), session=w.row("supervision.Session/not_answered"))),
    "joining.EvidenceSession/unlink": ("worker", lambda w, by: actions.unlink_session(
        w.row("joining.EvidenceSession/asked"), by=by)),
    "joining.GoalCourse/link": ("worker", lambda w, by: actions.link_course(
        by=by, goal=w.row("development.Goal/private"), course=w.row("training.Curriculum/course"))),
    "joining.GoalCourse/unlink": ("worker", lambda w, by: actions.unlink_course(
        w.row("joining.GoalCourse/shared"), by=by)),
}  # fmt: skip
