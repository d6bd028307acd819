"""What an installation must have before it may serve real people: refused at start, and listed by `manage.py check`."""

import base64

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from peerwork import environment as env

PLAIN_WORDS = ("insecure", "changeme", "change-me", "secret", "example")


def faults() -> list[tuple[str, str]]:
    """What makes this installation unsafe, as (number, what to do); empty in a demonstration."""
    if not settings.PRODUCTION:
        return []
    key = _secret_key()
    hosts = settings.ALLOWED_HOSTS
    database = settings.DATABASES["default"]["ENGINE"]
    found = []
    if len(key) < 50 or len(set(key)) < 10 or any(word in key.lower() for word in PLAIN_WORDS):
        found.append(("E001", "PEERWORK_SECRET_KEY is missing or weak: give it 50 or more random characters."))
    if settings.DEBUG:
        found.append(("E002", "PEERWORK_DEBUG must be no: error pages would show confidential records."))
    wild = not hosts or any("*" in host or host.startswith(".") for host in hosts)
    if wild:
        found.append(("E003", "PEERWORK_HOSTS must list the host names this service answers to, without wildcards."))
    if not settings.SITE_URL.startswith("https://"):
        found.append(
            (
                "E004",
                "PEERWORK_SITE_URL must start with https://: plain HTTP can be read on the way.",
            )
        )
    elif not wild and settings.SITE_URL.removeprefix("https://").split("/")[0].split(":")[0] not in hosts:
        found.append(
            ("E005", "PEERWORK_HOSTS must hold the host of PEERWORK_SITE_URL, or links in mail would not open.")
        )
    if not settings.SEAL_KEYS or not all(_seals(entry) for entry in settings.SEAL_KEYS):
        found.append(("E006", "PEERWORK_SEAL_KEYS must hold name:key, the key being 32 random bytes in base64url."))
    if database.endswith("sqlite3") and not env.flag("ALLOW_SQLITE"):
        found.append(
            (
                "E007",
                "DATABASE_URL must name a PostgreSQL database (small and alone: PEERWORK_ALLOW_SQLITE=yes).",
            )
        )
    if not settings.EMAIL_HOST:
        found.append(("E008", "PEERWORK_SMTP_HOST is missing: invitations and reminders could not be sent."))
    return found


def doubts() -> list[tuple[str, str]]:
    """What is allowed and probably a mistake, as (number, what to look at)."""
    if not settings.PRODUCTION:
        return []
    found = []
    if not hasattr(settings, "SECURE_PROXY_SSL_HEADER") or not settings.SECURE_PROXY_SSL_HEADER:
        found.append(
            (
                "W001",
                "PEERWORK_BEHIND_PROXY is not set: behind a proxy, pages would redirect to themselves.",
            )
        )
    elif not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        found.append(
            (
                "W002",
                "PEERWORK_TRUSTED_PROXIES is 0 behind a proxy: all would share one limit on sign-ins.",
            )
        )
    return found


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's answer to an empty one
        return ""


def _seals(entry: str) -> bool:
    name, _, key = entry.partition(":")
    try:
        return bool(name) and len(base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)) == 32
    except ValueError:
        return False


@register(Tags.security)
def safe_to_serve(app_configs, **options):
    """The same faults in Django's own list of checks, which runs before most commands."""
    return [Error(what, id=f"peerwork.{number}") for number, what in faults()] + [
        Warning(what, id=f"peerwork.{number}") for number, what in doubts()
    ]


def insist() -> None:
    """Called by whatever serves or works in the background; raises ImproperlyConfigured with every fault at once."""
    if found := faults():
        raise ImproperlyConfigured("Peerwork will not start:\n" + "\n".join(f"  - {what}" for _, what in found))
