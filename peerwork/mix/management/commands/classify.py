"""`manage.py classify --by staff_group --value "…" --as peer --from DATE --all`: say who counts as what."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from peerwork.kit.errors import Refused
from peerwork.kit.staging import rows
from peerwork.mix.actions import classify
from peerwork.mix.commanding import WRONG, day, organisation_called
from peerwork.mix.models import CountingRule, CountsAs
from peerwork.people.actions import system_user


class Command(BaseCommand):
    help = (
        "Say which staff groups, job roles, occupation codes or positions count as peer workers (peer), as other care "
        "staff (clinical), or not at all (excluded), from a day. Figures are worked out again as a new version. "
        "A named person (--by staff_id) is only suggested: HR decides."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--by", choices=CountingRule.By.values)
        parser.add_argument("--value", action="append", default=[], help="as in the file; may be given several times")
        parser.add_argument("--as", dest="counts_as", choices=CountsAs.values)
        parser.add_argument("--file", type=Path, help="many at once: a CSV file with the columns by, value, as")
        parser.add_argument("--from", dest="starts_on", type=day, required=True, metavar="DATE")
        parser.add_argument("--reason", default="")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--organisation", metavar="CODE")
        where.add_argument("--all", action="store_true", help="for every organisation")

    def handle(self, *, file, organisation, starts_on, **options) -> None:
        one_by_one = options["by"] and options["value"] and options["counts_as"]
        if bool(file) == bool(one_by_one):
            raise CommandError("Give --by, --value and --as, or --file.", returncode=WRONG)
        organisation = organisation and organisation_called(organisation)
        try:
            answers = self.read(file) if file else [(options["by"], v, options["counts_as"]) for v in options["value"]]
            made = classify(
                by=system_user(),
                organisation=organisation,
                answers=answers,
                starts_on=starts_on,
                reason=options["reason"],
            )
        except Refused as problem:
            details = "; ".join(words for several in problem.details.get("fields", {}).values() for words in several)
            raise CommandError(f"{problem.message} {details}".strip()) from None
        waiting = sum(rule.status == CountingRule.Status.SUGGESTED for rule in made)
        self.stdout.write(
            f"{len(made) - waiting} of {len(answers)} taken into use"
            + (f", {waiting} suggested for HR to decide" if waiting else "")
            + "; the others held already."
            if len(made) < len(answers)
            else f"{len(made) - waiting} taken into use, {waiting} suggested for HR to decide."
        )

    def read(self, file: Path) -> list[tuple[str, str, str]]:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.", returncode=WRONG)
        return [(row["by"], row["value"], row["as"]) for row in rows(file, needs=("by", "value", "as"))]
