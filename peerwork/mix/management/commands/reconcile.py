"""`manage.py reconcile [--organisation CODE]`: prove that the sums pages read are the sums of the rows behind them."""

from django.core.management.base import BaseCommand, CommandError

from peerwork.mix import care_sums
from peerwork.mix.commanding import organisation_called
from peerwork.mix.reconciling import reconcile
from peerwork.people.models import Unit


class Command(BaseCommand):
    help = (
        "Work every month of care activity out again, row by row, and compare it with the sums pages read and with the "
        "figures that are fixed. Ends with 1 where anything differs."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--organisation", metavar="CODE")

    def handle(self, *, organisation, **options) -> None:
        asked = (
            [organisation_called(organisation)]
            if organisation
            else list(Unit.objects.filter(pk__in=care_sums.organisations()))
        )
        faults = 0
        for unit in asked:
            months, rows, found = reconcile(unit)
            faults += len(found)
            self.stdout.write(f"{unit.code}: {months} months, {rows} rows, {len(found)} differences.")
            for line in found[:50]:
                self.stdout.write(f"  {line}")
        if faults:
            raise CommandError("The sums are not those of the rows. Hand the file of the month in again, or report it.")
