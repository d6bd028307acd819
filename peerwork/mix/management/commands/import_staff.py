"""`manage.py import_staff FILE --profile … --organisation CODE`: load a staff file, or only check it."""

import csv
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from peerwork.kit.errors import Refused
from peerwork.mix.commanding import WRONG, day, organisation_called
from peerwork.mix.importers import import_staff
from peerwork.mix.models import StaffSubmission
from peerwork.people.actions import open_unit, system_user
from peerwork.people.models import Unit

Profile, Status = StaffSubmission.Profile, StaffSubmission.Status
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Load a staff file. Good rows are loaded together and refused rows are listed; too many bad rows refuse the "
        "file; loading the same rows again changes nothing. Ends with 0 when loaded, unchanged or checked, 1 when the "
        "file was refused, 2 when something asked for is not known."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--profile", required=True, choices=Profile.values)
        parser.add_argument(
            "--organisation",
            default="ALL",
            metavar="CODE",
            help="whose file it is; ALL (published files only) for every organisation the file names",
        )
        parser.add_argument(
            "--create-organisations",
            action="store_true",
            help="open what the file names and is not there yet: organisations (a published file is then loaded for "
            "every organisation in it), or the organisation given and the teams of a staff list",
        )
        parser.add_argument("--as-at", type=day, metavar="DATE", help="the day a staff list was made (today)")
        parser.add_argument("--dry-run", action="store_true", help="check the file and load nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the report here: .json, or .csv of rows")

    def handle(self, *, file: Path, profile: str, organisation: str, create_organisations: bool, **options) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.", returncode=WRONG)
        by = system_user()
        try:
            submission = import_staff(
                file,
                profile,
                self.organisation(organisation, profile, create_organisations, options["dry_run"], by),
                by=by,
                create_organisations=create_organisations,
                dry_run=options["dry_run"],
                as_at=options["as_at"],
            )
        except Refused as problem:
            raise CommandError(problem.message) from None
        if options["report"]:
            self.write_report(options["report"], submission)
        self.tell(submission)
        if submission.status == Status.REFUSED:
            raise CommandError(submission.message)

    def organisation(self, code: str, profile: str, create: bool, dry_run: bool, by) -> Unit | None:
        listed = profile == Profile.STAFF_LIST_CSV
        if code.upper() == "ALL":
            if listed:
                raise CommandError(
                    "A staff list belongs to one organisation: add --organisation CODE.", returncode=WRONG
                )
            return None
        known = Unit.objects.filter(kind=Unit.Kind.ORGANISATION, code=code.upper()).first()
        if known or not create:
            return known or organisation_called(code)
        if not listed:
            return None  # the file itself says what it is called
        if dry_run:
            raise CommandError(f"No organisation has the code {code} yet: load without --dry-run.", returncode=WRONG)
        return open_unit(by=by, kind=Unit.Kind.ORGANISATION, name=code.upper(), code=code.upper())

    def tell(self, submission: StaffSubmission) -> None:
        report = submission.report
        self.stdout.write(str(submission.message))
        self.stdout.write(
            f"{submission.rows_read} rows read, {submission.rows_accepted} accepted, {submission.rows_refused} refused"
            + (f", {report['rows_of_others']} for other organisations" if report.get("rows_of_others") else "")
            + "."
        )
        for words, number in (("organisations", submission.created_organisations), ("teams", submission.created_teams)):
            if number:
                self.stdout.write(f"{number} {words} opened.")
        for words in report.get("warnings", ()):
            self.stdout.write(words)
        for line in report["refused"][:SHOWN]:
            self.stdout.write(f"  row {line['row']}, {line['column'] or 'the row'}: {line['rule']}. {line['advice']}")
        if submission.rows_refused > SHOWN:
            self.stdout.write(f"  … {submission.rows_refused - SHOWN} more: add --report FILE to list them.")

    def write_report(self, path: Path, submission: StaffSubmission) -> None:
        report = submission.report | {"status": submission.status, "message": submission.message}
        with path.open("w", encoding="utf-8", newline="") as file:
            if path.suffix.lower() == ".csv":
                lines = csv.DictWriter(file, ["row", "column", "rule", "advice"])
                lines.writeheader()
                lines.writerows(report["refused"])
            else:
                json.dump(report, file, indent=1, ensure_ascii=False)
