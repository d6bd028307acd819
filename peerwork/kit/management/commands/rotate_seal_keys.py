from django.core.management.base import BaseCommand

from peerwork.kit import sealed


class Command(BaseCommand):
    help = "Seal every confidential text again with the first key of PEERWORK_SEAL_KEYS; safe while people work."

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=200)

    def handle(self, *args, batch, **options):
        changed = sealed.rotate(max(1, batch))
        self.stdout.write(f"{changed} texts sealed again. The keys after the first are no longer needed.")
