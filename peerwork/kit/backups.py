"""One file that holds everything: the database at one moment, the private files, and a list to check both against.

The archive is a compressed tar, enciphered in pieces with AES-256-GCM when PEERWORK_BACKUP_KEY is set. The keys of
sealed texts are left out on purpose: whoever finds a backup must not find the key with it.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from peerwork import environment as env

MAGIC = b"PEERWORK-BACKUP-1\n"
PIECE = 1024 * 1024
TAG = 16
LIBPQ = {"host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile"}


class Faulty(Exception):
    """A backup or restore that could not be done, with words that say what to do."""


def key() -> bytes | None:
    """The key of backups, 32 bytes; None if none is set. Raises Faulty for a malformed one."""
    text = env.text("BACKUP_KEY")
    if not text:
        return None
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        value = b""
    if len(value) != 32:
        raise Faulty("PEERWORK_BACKUP_KEY must be 32 random bytes in base64url.")
    return value


class Enciphered(io.RawIOBase):
    """A file written in sealed pieces; the last one is marked, so that a file cut short is noticed."""

    def __init__(self, file, secret: bytes):
        self.file, self.cipher, self.prefix = file, AESGCM(secret), secrets.token_bytes(7)
        self.number, self.held = 0, bytearray()
        file.write(MAGIC + self.prefix)

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.held += data
        while len(self.held) > PIECE:  # one piece always stays back: it may be the last
            self._piece(bytes(self.held[:PIECE]), last=False)
            del self.held[:PIECE]
        return len(data)

    def _piece(self, data: bytes, *, last: bool) -> None:
        self.file.write(self.cipher.encrypt(nonce(self.prefix, self.number, last), data, MAGIC))
        self.number += 1

    def finish(self) -> None:
        self._piece(bytes(self.held), last=True)


class Deciphered(io.RawIOBase):
    """The reading side; raises Faulty for a wrong key, a changed byte, or a missing end."""

    def __init__(self, file, secret: bytes):
        self.file, self.cipher, self.prefix, self.number = file, AESGCM(secret), file.read(7), 0
        self.held, self.ahead = b"", file.read(PIECE + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self.held and self.ahead:
            piece, self.ahead = self.ahead, self.file.read(PIECE + TAG)
            try:
                self.held = self.cipher.decrypt(nonce(self.prefix, self.number, not self.ahead), piece, MAGIC)
            except InvalidTag:
                raise Faulty("This backup was changed, cut short, or made with another PEERWORK_BACKUP_KEY.") from None
            self.number += 1
        taken = self.held[: len(buffer)]
        buffer[: len(taken)] = taken
        self.held = self.held[len(taken) :]
        return len(taken)


def nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


# Making one ------------------------------------------------------------------------------------------------------
def save(folder: Path, *, plain: bool = False) -> tuple[Path, dict]:
    """Write a new archive into the folder; it has its final name only once it is whole. Returns path and manifest."""
    secret = None if plain else key()
    if secret is None and not plain and settings.PRODUCTION:
        raise Faulty("Set PEERWORK_BACKUP_KEY, or say --plain to leave the backup unenciphered.")
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"peerwork-{now:%Y%m%dT%H%M%S}Z.{'backup' if secret else 'tar.gz'}"
    part = path.with_name(path.name + ".part")
    with tempfile.TemporaryDirectory(prefix="backup-", dir=_var()) as stage:
        dump = Path(stage) / "database"
        manifest = {
            "made_at": now.isoformat(timespec="seconds"),
            "database": connection.vendor,
            "tables": _dump(dump),
            "seal_keys": [entry.partition(":")[0] for entry in settings.SEAL_KEYS],
        }
        # The database first: a file named in it was on disk before its row, so it is still there now.
        contents = {"database": dump} | {f"files/{path.relative_to(settings.FILES_ROOT)}": path for path in _files()}
        try:
            with _private(part) as raw:
                file = Enciphered(raw, secret) if secret else raw
                with gzip.GzipFile("", "wb", 3, file) as small, tarfile.open(fileobj=small, mode="w|") as tar:
                    manifest["sha256"] = {name: _add(tar, name, source) for name, source in contents.items()}
                    _add(tar, "manifest.json", _written(Path(stage) / "manifest.json", manifest))
                if secret:
                    file.finish()
                raw.flush()
                os.fsync(raw.fileno())
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
    return path, manifest


def drop_oldest(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest so many archives of ours in the folder."""
    old = sorted(p for p in folder.glob("peerwork-*Z.*") if p.suffix in (".backup", ".gz"))[: -keep or None]
    for path in old:
        path.unlink()
    return old


def _dump(target: Path) -> dict[str, int]:
    return _dump_sqlite(target) if connection.vendor == "sqlite" else _dump_postgresql(target)


def _dump_sqlite(target: Path) -> dict[str, int]:
    name = "/" + str(settings.DATABASES["default"]["NAME"]).lstrip("/")  # a URI takes // for a host
    source = sqlite3.connect(f"file:{quote(name)}?mode=ro", uri=True, timeout=60)
    with closing(source), closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return _counts(copy)


def _dump_postgresql(target: Path) -> dict[str, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _program("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
        return _counts(cursor)


def _counts(cursor) -> dict[str, int]:
    """Rows per table, asked of a SQLite connection or a PostgreSQL cursor."""
    if isinstance(cursor, sqlite3.Connection):
        names = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    else:
        names = cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") or cursor
    tables = sorted(name for (name,) in names.fetchall())
    counts = {}
    for table in tables:
        answer = cursor.execute(f'SELECT count(*) FROM "{table}"') or cursor  # noqa: S608  names from the catalogue
        counts[table] = answer.fetchone()[0]
    return counts


# Putting one back ------------------------------------------------------------------------------------------------
def restore(archive: Path) -> dict:
    """Fill an empty database and an empty file store from an archive, and check every count. Returns the manifest.

    Nothing is touched before the whole archive has been read and found unchanged. Raises Faulty.
    """
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise Faulty("The database is not empty. Name a new, empty one in DATABASE_URL; nothing was changed.")
    if any(_files()):
        raise Faulty(f"{settings.FILES_ROOT} is not empty. Move it aside, or set PEERWORK_FILES; nothing was changed.")
    with tempfile.TemporaryDirectory(prefix="restore-", dir=_var()) as stage:
        manifest = _unpacked(archive, Path(stage))
        if manifest["database"] != connection.vendor:
            raise Faulty(f"This is a backup of {manifest['database']}; DATABASE_URL names {connection.vendor}.")
        counts = _load(Path(stage) / "database")
        wrong = [name for name in manifest["tables"] | counts if manifest["tables"].get(name) != counts.get(name)]
        if wrong:
            raise Faulty("These tables do not hold the rows they held: " + ", ".join(sorted(wrong)))
        for name in manifest["sha256"]:
            if name != "database":
                target = settings.FILES_ROOT / name.removeprefix("files/")
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                shutil.move(Path(stage) / name, target)
    return manifest


def _unpacked(archive: Path, stage: Path) -> dict:
    sums = {}
    with archive.open("rb") as raw:
        enciphered, secret = raw.read(len(MAGIC)) == MAGIC, key()
        if enciphered and secret is None:
            raise Faulty("This backup is enciphered: set PEERWORK_BACKUP_KEY to the key it was made with.")
        if not enciphered:
            raw.seek(0)
        file = io.BufferedReader(Deciphered(raw, secret), PIECE) if enciphered and secret else raw
        try:
            with tarfile.open(fileobj=file, mode="r|gz") as tar:
                for member in tar:
                    sums[member.name] = _extracted(tar, member, stage)
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            raise Faulty(f"This is not a whole backup ({type(error).__name__}).") from error
    sums.pop("manifest.json", None)
    try:
        manifest = json.loads((stage / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Faulty("This is not a whole backup: its list is missing.") from None
    if sums != manifest["sha256"]:
        raise Faulty("This backup was changed: its contents are not what its list says.")
    return manifest


def _extracted(tar: tarfile.TarFile, member: tarfile.TarInfo, stage: Path) -> str:
    name = PurePosixPath(member.name)
    ours = member.name in ("database", "manifest.json") or name.parts[:1] == ("files",)
    if not member.isfile() or not ours or name.is_absolute() or ".." in name.parts:
        raise Faulty("This backup holds a file that no backup of ours holds.")
    target = stage / name
    target.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(member)
    assert source is not None, "isfile() above"
    with source, _private(target) as out:
        shutil.copyfileobj(source, out, PIECE)
    return _sum(target)


def _load(dump: Path) -> dict[str, int]:
    if connection.vendor == "sqlite":
        connection.close()
        target = sqlite3.connect(settings.DATABASES["default"]["NAME"])
        with closing(sqlite3.connect(dump)) as source, closing(target):
            source.backup(target)
            return _counts(target)
    _program("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump))
    with connection.cursor() as cursor:
        return _counts(cursor)


# Small parts -----------------------------------------------------------------------------------------------------
def _program(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on our database; the password is in its environment, not on its command line."""
    path = shutil.which(name)
    if not path:
        raise Faulty(f"{name} was not found: install PostgreSQL's client programs (Debian: postgresql-client).")
    parameters = connection.get_connection_params()
    target = make_conninfo(**{name: value for name, value in parameters.items() if name in LIBPQ and value})
    environment = os.environ | {"PGPASSWORD": parameters.get("password") or ""}
    done = subprocess.run(  # noqa: S603
        [path, *arguments, f"--dbname={target}"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Faulty(f"{name} failed: {done.stderr.strip()[-2000:]}")


def _var() -> Path:
    settings.VAR.mkdir(parents=True, exist_ok=True)
    return settings.VAR


def _files() -> Iterator[Path]:
    return (path for path in sorted(settings.FILES_ROOT.rglob("*")) if path.is_file())


@contextmanager
def _private(path: Path):
    """A new file that only its owner can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file


def _add(tar: tarfile.TarFile, name: str, source: Path) -> str:
    """Put a file into the archive; returns its sum as it was read."""
    with source.open("rb") as file:
        member = tar.gettarinfo(arcname=name, fileobj=file)
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        reader = Summed(file)
        tar.addfile(member, reader)
    return reader.digest.hexdigest()


class Summed:
    """Reads a file and sums what was read."""

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _written(path: Path, manifest: dict) -> Path:
    path.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return path
