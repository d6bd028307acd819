"""What this app makes known: what belongs to a worker's own evidence and goals from the apps below."""

from peerwork.development import ties
from peerwork.development.models import Evidence, Goal
from peerwork.joining.ties import queries

ties.register(Evidence, queries.of_evidence)
ties.register(Goal, queries.of_goal)
