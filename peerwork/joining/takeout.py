"""What joining hands in to somebody's own copy: what they said before starting, what belongs to their evidence."""

from django.utils.translation import gettext_lazy

from peerwork.joining.bring.policy import brought
from peerwork.joining.policy import starting_points
from peerwork.joining.ties.policy import evidence_sessions, goal_courses
from peerwork.kit import takeout
from peerwork.kit.takeout import Kind

takeout.register(
    "joining",
    gettext_lazy("Starting out"),
    Kind(starting_points, "person__user"),
    Kind(brought, "person__user"),
    Kind(evidence_sessions, "evidence__person__user"),
    Kind(goal_courses, "goal__person__user"),
    order=65,
)
