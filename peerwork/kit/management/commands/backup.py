"""`manage.py backup --to FOLDER`: everything in one file, while people go on working."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from peerwork.kit import backups


class Command(BaseCommand):
    help = "Write the database and the private files into one archive."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where the archive is written")
        parser.add_argument("--keep", type=int, metavar="N", help="then remove all but the newest N archives there")
        parser.add_argument("--plain", action="store_true", help="do not encipher it")

    def handle(self, *args, to: Path, keep: int | None, plain: bool, **options) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        began = time.monotonic()
        try:
            path, manifest = backups.save(to, plain=plain)
        except backups.Faulty as fault:
            raise CommandError(str(fault)) from fault
        rows, files = sum(manifest["tables"].values()), len(manifest["sha256"]) - 1
        size, seconds = path.stat().st_size / 1e6, time.monotonic() - began
        self.stdout.write(f"{path}: {rows:,} rows, {files:,} files, {size:.1f} MB, {seconds:.1f} s")
        for old in backups.drop_oldest(to, keep) if keep else []:
            self.stdout.write(f"removed {old.name}")
