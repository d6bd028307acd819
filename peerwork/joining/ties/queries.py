"""What is tied to evidence and goals, for their pages; the user comes first."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from peerwork.development.models import Evidence, Goal
from peerwork.development.policy import evidence as pieces
from peerwork.development.policy import goals
from peerwork.development.ties import Line, Tie
from peerwork.joining.ties.policy import evidence_sessions, goal_courses
from peerwork.supervision.models import Session
from peerwork.supervision.policy import sessions
from peerwork.training.curricula.policy import curricula


def sessions_to_choose(user, row: Evidence):
    """The worker's own sessions that took place, newest first."""
    mine = sessions.visible(user).filter(person=row.person_id)
    return mine.exclude(status__in=(*Session.NOT_HELD, "draft")).order_by("-held_on")


def courses_to_choose(user, row: Goal):
    return curricula.visible(user).filter(organisation=row.person.organisation_id, closed_on__isnull=True)


def of_evidence(user, row: Evidence) -> Iterator[Tie]:
    """Sessions with a piece of evidence; a link leads there only for whoever may open the record."""
    mine = row.person.user_id == user.pk
    ties = list(evidence_sessions.visible(user).filter(evidence=row, ended_on__isnull=True).select_related("session"))
    if not ties and not mine:
        return
    opened = set(sessions.visible(user).filter(pk__in=[tie.session_id for tie in ties]).values_list("pk", flat=True))
    lines = [
        Line(
            _("Supervision: %(session)s") % {"session": tie.session},
            tie.session.get_absolute_url() if tie.session_id in opened else "",
            reverse("joining:unlink_session", args=[tie.pk]) if mine else "",
            tie.version,
        )
        for tie in ties
    ]
    add = reverse("joining:link_session", args=[row.pk]) if mine and "edit" in pieces.offers(row) else ""
    yield Tie(_("Sessions you chose") if mine else _("Sessions they chose"), lines, _("Put a session with it"), add)


def of_goal(user, row: Goal) -> Iterator[Tie]:
    """Courses a goal is about."""
    mine = row.person.user_id == user.pk
    ties = list(goal_courses.visible(user).filter(goal=row, ended_on__isnull=True).select_related("course"))
    if not ties and not mine:
        return
    known = set(curricula.visible(user).filter(pk__in=[tie.course_id for tie in ties]).values_list("pk", flat=True))
    lines = [
        Line(
            str(tie.course),
            tie.course.get_absolute_url() if tie.course_id in known else "",
            reverse("joining:unlink_course", args=[tie.pk]) if mine else "",
            tie.version,
        )
        for tie in ties
    ]
    add = reverse("joining:link_course", args=[row.pk]) if mine and "edit" in goals.offers(row) else ""
    yield Tie(_("Courses it is about"), lines, _("Link a course"), add)
