"""What this app makes known to the kit: what waits for whom, what can be found."""

from django.utils.translation import gettext_lazy

from peerwork.kit import boards, search, tasks
from peerwork.readiness import boarding, waiting
from peerwork.readiness.communities import registers  # noqa: F401  what communities make known
from peerwork.readiness.policy import actions

tasks.register("readiness", waiting.for_user)
search.register(actions, ("what",))

boards.register(
    boards.Part("four_factors", gettext_lazy("Four factors, the weakest first"), boarding.four_factors)  # type: ignore[arg-type]
)
