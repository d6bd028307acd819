"""What development hands in to somebody's own copy: evidence with its files, ratings, goals, moments."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from peerwork.development.appraisal.policy import appraisals
from peerwork.development.cpd.policy import entries as cpd
from peerwork.development.models import Competence, Domain, Evidence, Goal
from peerwork.development.moments.policy import moments
from peerwork.development.policy import (
    assessors,
    evidence,
    goal_competences,
    goal_shares,
    goals,
    ratings,
    steps,
)
from peerwork.kit import takeout
from peerwork.kit.takeout import File, Kind


def file_of(user, row: Evidence) -> Iterator[File]:
    return takeout.content_of(row.file) if row.file_id else iter(())


takeout.named_as_they_are(Competence, Domain, Evidence, Goal)
takeout.register(
    "development",
    gettext_lazy("Competences, goals and your story"),
    Kind(goals, "person__user"),
    Kind(steps, "goal__person__user"),
    Kind(goal_competences, "goal__person__user"),
    Kind(goal_shares, "goal__person__user"),
    Kind(evidence, "person__user", files=file_of),
    Kind(ratings, "person__user"),
    Kind(assessors, "user"),
    Kind(appraisals, "person__user"),
    Kind(cpd, "person__user", private=True),
    Kind(moments, "person__user", frozenset({"key"}), private=True),
    order=30,
)
