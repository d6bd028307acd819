"""The kit's own periodic work."""

import logging
from itertools import chain as chain_of
from itertools import islice

from django.db import connection

from peerwork.kit import chain, drafts, files, instep, jobs, links, outbox, staging  # noqa: F401  links has a message
from peerwork.kit.models import Hold, Purge, ReadLine

logger = logging.getLogger(__name__)

jobs.due(every=1, name="kit.mail")(outbox.send_due)
jobs.due(every=24 * 60, name="kit.files")(files.sweep)
jobs.due(every=24 * 60, name="kit.staging")(staging.sweep)
jobs.due(every=24 * 60, name="kit.drafts")(drafts.tidy)

jobs.due(every=10, name="kit.chain")(chain.extend)
chain.register(ReadLine, when="at", without=["shown_from"])
chain.register(Purge, when="at")
chain.register(Hold)


@jobs.due(every=24 * 60, name="kit.trail")
def look_over_the_trail() -> None:
    """Each night: is the trail as it was written, and every record as its history says? Faults go to the log."""
    for fault in islice(chain_of(chain.faults(), instep.faults()), 50):
        logger.error("trail: %s", fault)


@jobs.due(every=24 * 60, name="kit.statistics")
def count_what_is_there() -> None:
    """Let the database plan by what its tables hold: SQLite never does so by itself, and sorts whole tables without."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
