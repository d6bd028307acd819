"""`manage.py import_esr PATH --organisation CODE [--dry-run] [--report FILE]`: load an ESR outbound file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from peerwork.kit.errors import Refused
from peerwork.people.actions import system_user
from peerwork.people.models import Unit
from peerwork.placements.importers import import_esr
from peerwork.placements.models import StaffFile

SHOWN = 20
WRONG = 2  # what was asked for is not known


class Command(BaseCommand):
    help = (
        "Load an ESR generic outbound file (GO2, full or changes) into units, posts, people and placements. Loading it "
        "again changes nothing; what ESR deletes ends and is never erased. Ends with 0 when loaded, unchanged or "
        "checked, 1 when the file was refused, 2 when something asked for is not known."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--organisation", required=True, metavar="CODE", help="whose staff: the organisation's code"
        )
        parser.add_argument("--dry-run", action="store_true", help="check the file and load nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the report here, as JSON")

    def handle(self, *, path: Path, organisation: str, dry_run: bool, **options) -> None:
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=WRONG)
        place = Unit.objects.filter(kind=Unit.Kind.ORGANISATION, code=organisation.upper()).first()
        if place is None:
            raise CommandError(f"No organisation here has the code {organisation}.", returncode=WRONG)
        try:
            done = import_esr(path, place, by=system_user(), dry_run=dry_run)
        except Refused as problem:
            raise CommandError(problem.message) from None
        if options["report"]:
            told = {"status": done.status, "message": done.message} | done.report
            options["report"].write_text(json.dumps(told, indent=2, ensure_ascii=False), encoding="utf-8")
        self.tell(done)
        if done.status == StaffFile.Status.REFUSED:
            raise CommandError(done.message)

    def tell(self, done: StaffFile) -> None:
        report = done.report
        self.stdout.write(str(done.message))
        self.stdout.write(f"{done.rows_read} lines read, {done.rows_accepted} accepted, {done.rows_refused} refused")
        for name, count in report.get("done", {}).items():
            self.stdout.write(f"  {name.replace('_', ' ')}: {count}")
        for line in report.get("refused", [])[:SHOWN]:
            self.stdout.write(f"  line {line['row']}, {line['column']}: {line['rule']}. {line['advice']}")
        for line in report.get("unmatched_positions", [])[:SHOWN]:
            self.stdout.write(f"  position {line['position']} on line {line['line']}: {line['why']}")
        for words in report.get("warnings", []):
            self.stdout.write(words)
