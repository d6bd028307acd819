"""Check a file of peer shares against the open standard: what is wrong with it, or that it is as it was signed."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from peerwork.mix.openly import standard


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options):
        try:
            found = standard.read(file.read_bytes())
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        except ValueError as problem:
            raise CommandError(f"{file.name}: {problem}") from problem
        place = found["organisation"]
        self.stdout.write(f"{file.name} follows {standard.NAME} {standard.VERSION} and is as it was signed.")
        self.stdout.write(f"{place['name']} ({place['code']}), {found['month']}, {len(found['figures'])} figures.")
        self.stdout.write(f"Key: {found['proof']['publicKeyMultibase']} (compare it with the one they publish)")
