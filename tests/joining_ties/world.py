"""What the worker tied to their evidence and their shared goal, in the prepared world."""

from peerwork.joining.ties import actions

AFTER = ("development", "supervision", "training")
COPIED = [("joining.EvidenceSession/asked", "session=same"), ("joining.GoalCourse/shared", "course=same")]


def fill(place) -> None:
    row, mine = lambda path: place.world.row(path.replace("/", f"/{place.prefix}")), place.user("worker")
    session = row("supervision.Session/agreed")
    place.put("kept", actions.link_session(by=mine, evidence=row("development.Evidence/kept"), session=session))
    place.put("asked", actions.link_session(by=mine, evidence=row("development.Evidence/asked"), session=session))
    course = row("training.Curriculum/course")
    place.put("shared", actions.link_course(by=mine, goal=row("development.Goal/shared"), course=course))
