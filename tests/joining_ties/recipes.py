"""How each verb of ties is done, for tests/system/test_history.py: (who, how[, what before])."""

from peerwork.joining.bring import actions as bringing
from peerwork.joining.ties import actions
from tests.joining_ties.world import a_file


def _brought(world):
    return world.row("joining.Brought/given")


RECIPES = {
    "joining.Brought/give": ("worker", lambda w, by: bringing.give_file(
        by=by, person=w.row("people.Person/worker"),
        file=a_file(w.row("people.Unit/organisation"), made_on="2026-01-01"))),
    "joining.Brought/ask_for": ("worker", lambda w, by: bringing.ask_for(_brought(w), by=by)),
    "joining.Brought/withdraw": ("worker", lambda w, by: bringing.withdraw(_brought(w), by=by)),
    "joining.EvidenceSession/link": ("worker", lambda w, by: actions.link_session(
        by=by, evidence=w.row("development.Evidence/kept"), session=w.row("supervision.Session/not_answered"))),
    "joining.EvidenceSession/unlink": ("worker", lambda w, by: actions.unlink_session(
        w.row("joining.EvidenceSession/asked"), by=by)),
    "joining.GoalCourse/link": ("worker", lambda w, by: actions.link_course(
        by=by, goal=w.row("development.Goal/private"), course=w.row("training.Curriculum/course"))),
    "joining.GoalCourse/unlink": ("worker", lambda w, by: actions.unlink_course(
        w.row("joining.GoalCourse/shared"), by=by)),
}  # fmt: skip
