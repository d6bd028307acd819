"""`manage.py purge`: says what is past its time; `--for-good` takes it away, of confirmed classes only."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from peerwork.kit import retention


class Command(BaseCommand):
    help = "What is past the time it is kept for, by organisation and class of record; with --for-good, purge it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--for-good", action="store_true", help="purge; without it nothing is changed")

    def handle(self, *args, for_good: bool, **options) -> None:
        keeper, today = retention.keeper(), timezone.localdate()
        for organisation in keeper.organisations():
            self.stdout.write(str(organisation))
            if for_good:
                outcomes = retention.purge(organisation, today, by=keeper.system())
            else:
                outcomes = retention.dry_run(organisation, today)
            for outcome in outcomes:
                self.stdout.write(f"  {outcome.record_class.label}: {self._words(outcome, for_good)}")

    def _words(self, outcome: retention.Outcome, for_good: bool) -> str:
        if outcome.months is None:
            return "not confirmed, nothing is purged"
        kept = f", {outcome.held} on hold" if outcome.held else ""
        kept += f", {outcome.in_use} still needed by other records" if outcome.in_use else ""
        return f"{outcome.rows} {'purged' if for_good else 'would be purged'} (kept {outcome.months} months){kept}"
