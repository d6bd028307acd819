"""Ties between a worker's own evidence or goal and what other apps hold."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peerwork.development.models import Evidence, Goal
from peerwork.kit.records import Record
from peerwork.supervision.models import Session
from peerwork.training.curricula.models import Curriculum


class EvidenceSession(Record):
    """A supervision session that the worker chose to put with a piece of evidence: that it took place, no more."""

    verbs = frozenset({"link", "unlink"})

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="sessions", verbose_name=_("evidence"))
    session = models.ForeignKey(Session, models.PROTECT, related_name="+", verbose_name=_("session"))
    ended_on = models.DateField(_("taken off on"), null=True, blank=True)

    class Meta:
        verbose_name = _("session with evidence")
        ordering = ["evidence", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "session"],
                condition=Q(ended_on__isnull=True),
                name="a_session_is_with_evidence_once",
                violation_error_message=_("This session is with it already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.session)


class GoalCourse(Record):
    """A course that a worker's goal is about."""

    verbs = frozenset({"link", "unlink"})

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="courses", verbose_name=_("goal"))
    course = models.ForeignKey(Curriculum, models.PROTECT, related_name="+", verbose_name=_("course"))
    ended_on = models.DateField(_("taken off on"), null=True, blank=True)

    class Meta:
        verbose_name = _("course of a goal")
        ordering = ["goal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "course"],
                condition=Q(ended_on__isnull=True),
                name="a_goal_names_a_course_once",
                violation_error_message=_("This goal names it already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.course)
