"""Settings come from the environment (12-factor); a `.env` beside manage.py is read first and never overrides it."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parent.parent


def load(path: Path = BASE / ".env") -> None:
    """Read NAME=value lines; lines that start with # and blank lines are skipped, quotes round a value are dropped."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, found, value = line.strip().partition("=")
        if found and name and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("'\""))


def text(name: str, default: str = "") -> str:
    """The value of PEERWORK_<NAME>, or the default."""
    return os.environ.get(f"PEERWORK_{name}", default).strip()


def flag(name: str, default: bool = False) -> bool:
    """A yes or no; raises ImproperlyConfigured for anything else: a mistyped security switch must not pass."""
    value = text(name).lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        raise ImproperlyConfigured(f"PEERWORK_{name} must be yes or no, not {value!r}.")
    return default


def number(name: str, default: int) -> int:
    """A whole number; raises ImproperlyConfigured for anything else."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"PEERWORK_{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def kept_secret(name: str, folder: Path, *, size: int = 48) -> str:
    """A secret for a machine that has none in its environment: made once, kept in a file only its owner can read."""
    if text(name):
        return text(name)
    path = folder / f"{name.lower()}.secret"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        value = secrets.token_urlsafe(size)
        file.write(value)
    return value


def database(url: str) -> dict:
    """Django's database settings from DATABASE_URL: sqlite:///path or postgres://user:password@host:port/name?sslmode=…

    Raises ImproperlyConfigured for other schemes. The SQLite pragmas and the pool were measured: without IMMEDIATE,
    concurrent writers fail at once with "database is locked" (Django ticket 29280).
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path[1:] if path in ("/:memory:",) else (path if path.startswith("//") else BASE / path[1:]),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-64000;"
                "PRAGMA mmap_size=134217728;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgres://")
