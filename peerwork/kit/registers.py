"""The kit's own periodic work."""

from peerwork.kit import drafts, files, jobs, links, outbox  # noqa: F401  links registers its own message

jobs.due(every=1, name="kit.mail")(outbox.send_due)
jobs.due(every=24 * 60, name="kit.files")(files.sweep)
jobs.due(every=24 * 60, name="kit.drafts")(drafts.tidy)
