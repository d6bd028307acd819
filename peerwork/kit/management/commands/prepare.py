"""`manage.py prepare`: bring database and static files up to this version. Run after every upgrade."""

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from peerwork.kit.registers import count_what_is_there


class Command(BaseCommand):
    help = "Migrate the database, make the cache table, collect the static files."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--demo", action="store_true", help="fill an empty database, and print who to sign in as")

    def handle(self, *args, demo: bool, **options) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if demo:
            filled = get_user_model().objects.exclude(kind="system").exists()
            call_command("demo", sign_ins=filled)
            if not filled:
                count_what_is_there()
