"""`manage.py restore ARCHIVE`: fill an empty database and an empty file store from a backup, and check every count."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from peerwork.kit import backups


class Command(BaseCommand):
    help = "Restore an archive made by `backup` into an empty database."
    requires_system_checks = ()  # the database is empty, and this may be the day everything is on fire

    def add_arguments(self, parser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args, archive: Path, **options) -> None:
        if not archive.is_file():
            raise CommandError(f"There is no file {archive}.")
        began = time.monotonic()
        try:
            manifest = backups.restore(archive)
        except backups.Faulty as fault:
            raise CommandError(str(fault)) from fault
        rows, files = sum(manifest["tables"].values()), len(manifest["sha256"]) - 1
        seconds = time.monotonic() - began
        self.stdout.write(f"Restored as of {manifest['made_at']}: {rows:,} rows, {files:,} files, in {seconds:.1f} s.")
        present = {entry.partition(":")[0] for entry in settings.SEAL_KEYS}
        if missing := set(manifest["seal_keys"]) - present:
            names = ", ".join(sorted(missing))
            self.stderr.write(f"PEERWORK_SEAL_KEYS has no key named {names}: texts sealed with it can't be read.")
        self.stdout.write("Now run `manage.py prepare`, to bring it up to this version.")
