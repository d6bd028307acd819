"""`manage.py share --organisation CODE --basis wte --month YYYY-MM`: print the share of care, unrounded."""

import csv
import json

from django.core.management.base import BaseCommand, CommandError

from peerwork.mix.commanding import NO_DATA, month, organisation_called, unit_called
from peerwork.mix.models import Basis
from peerwork.mix.queries import shares
from peerwork.people.actions import system_user


class Command(BaseCommand):
    help = (
        "Print numerator, denominator, share (a fraction, unrounded), coverage and definition version. These are the "
        "figures as they are, for whoever runs the installation: what may be published is on the page and in the "
        "exports. Ends with 3 when there is no data for what was asked, 2 when a code is not known."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--organisation", metavar="CODE")
        parser.add_argument("--unit", metavar="CODE", help="a team, service or organisation")
        parser.add_argument("--all", action="store_true", help="every organisation that has data")
        parser.add_argument("--basis", choices=Basis.values, required=True)
        parser.add_argument("--month", type=month, required=True, metavar="YYYY-MM")
        parser.add_argument("--format", choices=("json", "csv"), default="json")

    def handle(self, *, organisation, unit, basis, month, format, **options) -> None:
        if bool(organisation or unit) == options["all"]:
            raise CommandError("Say whose share: --organisation CODE, --unit CODE or --all.", returncode=2)
        organisation = organisation and organisation_called(organisation)
        asked = unit_called(unit, organisation) if unit else organisation
        found = [share.as_data() for share in shares(system_user(), asked, basis, month)]
        if not found:
            whom = asked.name if asked else "any organisation"
            words = Basis(basis).label
            raise CommandError(f"There is no data on {words} for {whom} in {month:%Y-%m}.", returncode=NO_DATA)
        if format == "json":
            self.stdout.write(json.dumps(found if options["all"] else found[0], indent=1, ensure_ascii=False))
        else:
            lines = csv.DictWriter(self.stdout, list(found[0]), lineterminator="\n")
            lines.writeheader()
            lines.writerows(found)
