"""`manage.py demo`: fill an empty database with a made-up trust and charity, and print who to sign in as."""

import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from peerwork.home.demo import CAST, Demo
from peerwork.people.models import Unit, User

WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heron",
    "iris",
    "juniper",
    "kestrel",
    "larch",
    "meadow",
    "north",
    "olive",
    "pebble",
]


def password() -> str:
    """The one password of the demo's accounts: made on first use, kept beside the demo database."""
    path = settings.VAR / "demo_password.secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = "-".join(secrets.choice(WORDS) for _ in range(4)) + f"-{secrets.randbelow(9000) + 1000}"
        path.touch(mode=0o600)
        path.write_text(made, encoding="ascii")
    return path.read_text(encoding="ascii")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=int, default=1, help="how many times the staff of the standard demo")
        parser.add_argument("--sign-ins", action="store_true", help="only print who to sign in as")

    def handle(self, *, scale, sign_ins, **options):
        if not settings.DEMO:
            raise CommandError("The demo runs only with PEERWORK_ENV=demo, never on a production database.")
        if not sign_ins:
            if Unit.objects.exists() or User.objects.exclude(kind=User.Kind.SYSTEM).exists():
                raise CommandError("This database is not empty. The demo never mixes with other records.")
            Demo(password(), scale, self.stdout.write).fill()
        self.stdout.write(f"\nSign in at {settings.SITE_URL} with the password {password()} as:")
        width = max(len(entry.email) for entry in CAST)
        for entry in CAST:
            self.stdout.write(f"  {entry.email:{width}}  {entry.words}")
