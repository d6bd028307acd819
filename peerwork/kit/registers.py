"""The kit's own periodic work."""

from django.db import connection

from peerwork.kit import drafts, files, jobs, links, outbox, staging  # noqa: F401  links registers its own message

jobs.due(every=1, name="kit.mail")(outbox.send_due)
jobs.due(every=24 * 60, name="kit.files")(files.sweep)
jobs.due(every=24 * 60, name="kit.staging")(staging.sweep)
jobs.due(every=24 * 60, name="kit.drafts")(drafts.tidy)


@jobs.due(every=24 * 60, name="kit.statistics")
def count_what_is_there() -> None:
    """Let the database plan by what its tables hold: SQLite never does so by itself, and sorts whole tables without."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
