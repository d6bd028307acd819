"""Every write about what belongs to a worker's own evidence and goals."""

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.development.models import Evidence, Goal
from peerwork.joining.ties.models import EvidenceSession, GoalCourse
from peerwork.joining.ties.policy import evidence_sessions, goal_courses
from peerwork.kit.errors import Invalid
from peerwork.kit.records import acting, creating
from peerwork.supervision.models import Session
from peerwork.training.curricula.models import Curriculum


def link_session(*, by, evidence: Evidence, session: Session) -> EvidenceSession:
    """Put one of one's own supervision sessions with a piece of evidence."""
    if session.person_id != evidence.person_id:
        raise Invalid(fields={"session": [_("Choose a session of your own.")]})
    with creating(evidence_sessions, "link", by=by, evidence=evidence, session=session) as tie:
        pass
    return tie


def unlink_session(tie: EvidenceSession, *, by, version: int | None = None) -> EvidenceSession:
    """Take a session off one's evidence again."""
    with acting(evidence_sessions, "unlink", tie, by=by, version=version) as tie:
        tie.ended_on = tie.ended_on or timezone.localdate()
    return tie


def link_course(*, by, goal: Goal, course: Curriculum) -> GoalCourse:
    """Say which course a goal of one's own is about."""
    with creating(goal_courses, "link", by=by, goal=goal, course=course) as tie:
        pass
    return tie


def unlink_course(tie: GoalCourse, *, by, version: int | None = None) -> GoalCourse:
    """A goal is not about that course."""
    with acting(goal_courses, "unlink", tie, by=by, version=version) as tie:
        tie.ended_on = tie.ended_on or timezone.localdate()
    return tie
