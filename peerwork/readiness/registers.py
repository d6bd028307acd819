"""What this app makes known to the kit: what waits for whom, what can be found."""

from peerwork.kit import search, tasks
from peerwork.readiness import waiting
from peerwork.readiness.communities import registers  # noqa: F401  what communities make known
from peerwork.readiness.policy import actions

tasks.register("readiness", waiting.for_user)
search.register(actions, ("what",))
