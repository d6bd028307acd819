"""`manage.py import_activity PATH --profile … --organisation CODE`: load or check an extract of care activity."""

import csv
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from peerwork.kit.errors import Refused
from peerwork.mix.activity import READERS, import_activity
from peerwork.mix.activity_models import ActivitySubmission
from peerwork.mix.commanding import WRONG, organisation_called
from peerwork.people.actions import system_user

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Load an extract of care activity from a folder, a ZIP or a file. Its months replace the same months of the "
        "same source; good rows are loaded together and refused rows are listed; too many bad rows refuse the file; "
        "loading the same rows again changes nothing. Ends with 0 when loaded, unchanged or checked, 1 when the file "
        "was refused, 2 when something asked for is not known."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--profile", required=True, choices=list(READERS))
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="check the extract and load nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the report here: .json, or .csv of rows")

    def handle(self, *, path: Path, profile: str, organisation: str, dry_run: bool, report, **options) -> None:
        if not path.exists():
            raise CommandError(f"There is nothing at {path}.", returncode=WRONG)
        unit = organisation_called(organisation)
        try:
            done = import_activity(path, profile, unit, by=system_user(), dry_run=dry_run)
        except Refused as problem:
            raise CommandError(str(problem.message)) from None
        if report:
            write_report(report, done)
        self.tell(done)
        if done.status == ActivitySubmission.Status.REFUSED:
            raise CommandError(done.message)

    def tell(self, done: ActivitySubmission) -> None:
        found = done.report
        self.stdout.write(str(done.message))
        others = f", {found['rows_of_others']} for other organisations" if found.get("rows_of_others") else ""
        self.stdout.write(
            f"{done.rows_read} rows read, {done.rows_accepted} accepted, {done.rows_refused} refused{others}."
        )
        if found.get("months"):
            self.stdout.write(
                f"Months {found['months'][0]} to {found['months'][-1]}; {found['months_changed']} of "
                f"{len(found['months'])} changed. {found['staff']} staff numbers, {found['teams']} team numbers."
            )
        for words in found.get("warnings", ()):
            self.stdout.write(words)
        for line in found.get("refused", ())[:SHOWN]:
            self.stdout.write(f"  row {line['row']}, {line['column'] or 'the row'}: {line['rule']}. {line['advice']}")
        if done.rows_refused > SHOWN:
            self.stdout.write(f"  … {done.rows_refused - SHOWN} more: add --report FILE to list them.")


def write_report(path: Path, done: ActivitySubmission) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix.lower() == ".csv":
            lines = csv.DictWriter(file, ["row", "column", "rule", "advice"])
            lines.writeheader()
            lines.writerows(done.report.get("refused", ()))
        else:
            report = done.report | {"status": done.status, "message": done.message}
            json.dump(report, file, indent=1, ensure_ascii=False)
