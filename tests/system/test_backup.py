"""The restore drill: everything comes back as it was, in good time; a damaged or foreign archive changes nothing."""

import os
import re
import secrets
import time
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command

from peerwork.kit import backups
from tests.system.running import program, succeeds

ROWS = 20_000
FILL = f"""
import django; django.setup()
from datetime import UTC, datetime, timedelta
from peerwork.kit.models import JobRun
at = datetime(2026, 1, 1, tzinfo=UTC)
JobRun.objects.bulk_create([JobRun(name="drill é", slot=at + timedelta(minutes=n)) for n in range({ROWS})], 1000)
"""
DIGEST = """
import django; django.setup()
import hashlib
from peerwork.kit.models import JobRun
rows = JobRun.objects.order_by("pk").values_list("pk", "name", "slot", "started_at")
print(JobRun.objects.count(), hashlib.sha256(repr(list(rows)).encode()).hexdigest())
"""


@pytest.fixture
def databases(tmp_path):
    """Two addresses of databases that do not exist yet, of the kind this run is about."""
    url = os.environ["DATABASE_URL"]
    if not url.startswith("postgres"):
        yield f"sqlite:///{tmp_path}/one.sqlite3", f"sqlite:///{tmp_path}/two.sqlite3"
        return
    names = [f"drill_{secrets.token_hex(4)}" for _ in range(2)]
    with psycopg.connect(url, autocommit=True) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
        yield tuple(urlunsplit(urlsplit(url)._replace(path=f"/{name}")) for name in names)
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_everything_comes_back_in_good_time(databases, tmp_path):
    first, second = databases
    key = secrets.token_urlsafe(32)
    both = {"PEERWORK_ENV": "demo", "PEERWORK_BACKUP_KEY": key}
    here = both | {"PEERWORK_VAR": str(tmp_path / "one"), "DATABASE_URL": first}
    there = both | {"PEERWORK_VAR": str(tmp_path / "two"), "DATABASE_URL": second}
    contents = secrets.token_bytes(3_000_000)
    (tmp_path / "one" / "files" / "ab").mkdir(parents=True)
    (tmp_path / "one" / "files" / "ab" / "letter").write_bytes(contents)
    succeeds("migrate", "-v0", **here)
    succeeds(code=FILL, **here)
    before = succeeds(code=DIGEST, **here)
    assert before.startswith(f"{ROWS} ")

    began = time.monotonic()
    succeeds("backup", "--to", tmp_path / "kept", **here)
    (archive,) = (tmp_path / "kept").iterdir()
    said = succeeds("restore", archive, **there)
    seconds = time.monotonic() - began

    assert int(re.search(r"([\d,]+) rows", said)[1].replace(",", "")) >= ROWS  # and what a bare database holds
    assert succeeds(code=DIGEST, **there) == before
    assert (tmp_path / "two" / "files" / "ab" / "letter").read_bytes() == contents
    assert archive.stat().st_mode & 0o077 == 0
    sealed = archive.read_bytes()
    assert sealed.startswith(backups.MAGIC)
    assert contents[:64] not in sealed
    assert seconds < 120, f"the drill took {seconds:.0f} s"

    again = program("restore", archive, **there)
    assert again.returncode != 0
    assert "not empty" in again.stderr
    assert succeeds(code=DIGEST, **there) == before


@pytest.fixture
def archive(tmp_path, monkeypatch, settings):
    """A small enciphered archive of this test's own database, which is not asked for its rows."""
    monkeypatch.setenv("PEERWORK_BACKUP_KEY", secrets.token_urlsafe(32))
    settings.FILES_ROOT = tmp_path / "files"
    settings.FILES_ROOT.mkdir()
    (settings.FILES_ROOT / "letter").write_bytes(os.urandom(2_500_000))
    monkeypatch.setattr(backups, "_dump", lambda target: target.write_bytes(b"rows") and {})
    path, _ = backups.save(tmp_path / "kept")
    return path


def unpacked(path, tmp_path):
    stage = tmp_path / secrets.token_hex(4)
    stage.mkdir()
    return backups._unpacked(path, stage)


def test_an_archive_is_read_back_whole(archive, tmp_path):
    assert set(unpacked(archive, tmp_path)["sha256"]) == {"database", "files/letter"}


@pytest.mark.parametrize("where", [0.0005, 0.3, 0.6, 0.9999])
def test_a_changed_byte_is_noticed(archive, tmp_path, where):
    contents = bytearray(archive.read_bytes())
    contents[int(len(contents) * where)] ^= 1
    archive.write_bytes(contents)
    with pytest.raises(backups.Faulty):
        unpacked(archive, tmp_path)


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_a_missing_end_is_noticed(archive, tmp_path, pieces):
    head = len(backups.MAGIC) + 7
    archive.write_bytes(archive.read_bytes()[: head + pieces * (backups.PIECE + backups.TAG)])
    with pytest.raises(backups.Faulty):
        unpacked(archive, tmp_path)


def test_another_key_opens_nothing(archive, tmp_path, monkeypatch):
    monkeypatch.setenv("PEERWORK_BACKUP_KEY", secrets.token_urlsafe(32))
    with pytest.raises(backups.Faulty, match="another"):
        unpacked(archive, tmp_path)
    monkeypatch.delenv("PEERWORK_BACKUP_KEY")
    with pytest.raises(backups.Faulty, match="set PEERWORK_BACKUP_KEY"):
        unpacked(archive, tmp_path)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "elsewhere/x"])
def test_a_hostile_archive_writes_nothing_outside(tmp_path, name):
    import io
    import tarfile

    path = tmp_path / "hostile.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        member = tarfile.TarInfo(name)
        member.size = 4
        tar.addfile(member, io.BytesIO(b"boom"))
    with pytest.raises(backups.Faulty, match="no backup of ours"):
        unpacked(path, tmp_path)
    assert not list(tmp_path.rglob("outside"))


@pytest.mark.django_db
def test_restore_refuses_a_database_with_anything_in_it(archive):
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", archive)


def test_production_wants_a_key_or_a_word(archive, tmp_path, monkeypatch, settings):
    settings.PRODUCTION = True
    monkeypatch.delenv("PEERWORK_BACKUP_KEY")
    with pytest.raises(backups.Faulty, match="--plain"):
        backups.save(tmp_path / "kept")
    path, _ = backups.save(tmp_path / "kept", plain=True)
    assert path.name.endswith(".tar.gz")


def test_a_failed_backup_leaves_no_file(archive, tmp_path, monkeypatch):
    def fails(*_):
        raise OSError("disk full")

    monkeypatch.setattr(backups, "_add", fails)
    with pytest.raises(OSError, match="disk full"):
        backups.save(tmp_path / "failed")
    assert list((tmp_path / "failed").iterdir()) == []


def test_the_oldest_are_dropped_and_nothing_else(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"peerwork-2026110{day}T010000Z.backup").touch()
    (tmp_path / "notes.txt").touch()
    backups.drop_oldest(tmp_path, 2)
    assert sorted(path.name[9:17] for path in tmp_path.glob("peerwork-*")) == ["20261104", "20261105"]
    assert (tmp_path / "notes.txt").exists()
