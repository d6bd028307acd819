"""A demonstration of the release before, brought up to date by all migrations since: nothing is lost, pages open.

`tests/data/demo_before.sql.xz` is the demonstration's SQLite database as the release before left it, without sessions,
messages and passwords, and with the rows of care activity of its last months only. With each release it is made anew.
"""

import lzma
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.system.running import BEFORE, MANAGE, ROOT, clean, succeeds

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the file of the release before is an SQLite database"),
]
DATABASE = Path(__file__).parents[1] / "data" / "demo_before.sql.xz"
OPEN = """
import django; django.setup()
from django.test import Client
from peerwork.people.models import User
who = {
    "director": ("/", "/mix/", "/mix/?basis=hours", "/supervision/figures/"),
    "hr": ("/", "/people/", "/establishment/", "/supervision/in-date/"),
    "administrator": ("/", "/users/", "/units/", "/mix/activity/"),
    "team_lead": ("/", "/supervision/in-date/"),
}
for role, addresses in who.items():
    user = User.objects.filter(assignments__role=role, home_organisation__code="NMP").first()
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    for address in addresses:
        print(role, address, client.get(address).status_code)
dana = Client(headers={"host": "localhost"})
dana.force_login(User.objects.get(email="dana.whitlock@northmere.example"))
for address in ("/", "/supervision/", "/supervision/mine/"):
    print("supervisor", address, dana.get(address).status_code)
"""
# What was there stays as it was: a number, a sum or a choice out of each app.
KEPT = {
    "people": "SELECT COUNT(*), SUM(version), MIN(family_name) FROM people_person",
    "units": "SELECT COUNT(*), SUM(kind = 'team') FROM people_unit",
    "roles": "SELECT role, COUNT(*) FROM people_roleassignment GROUP BY role ORDER BY role",
    "placements": "SELECT status, COUNT(*), ROUND(SUM(wte), 3) FROM placements_placement GROUP BY status ORDER BY 1",
    "terms": "SELECT COUNT(*), ROUND(SUM(working_wte), 3) FROM placements_placementterm",
    "links": "SELECT COUNT(*), SUM(ends_on IS NULL) FROM placements_supervisorlink",
    "sessions": "SELECT status, COUNT(*), SUM(counts) FROM supervision_session GROUP BY status ORDER BY status",
    "actions": "SELECT what, status FROM supervision_agreedaction ORDER BY id",
    "month figures": "SELECT COUNT(*), SUM(people), SUM(in_date) FROM supervision_monthfigure",
    "figures": "SELECT basis, COUNT(*), ROUND(SUM(numerator), 3), ROUND(SUM(denominator), 3) FROM mix_snapshot "
    "WHERE current GROUP BY basis ORDER BY basis",
    "care": "SELECT COUNT(*), SUM(minutes) FROM mix_care",
    "history": "SELECT COUNT(*) FROM placements_historicalplacement",
}


def facts(path: Path) -> dict[str, list]:
    with sqlite3.connect(path) as database:
        return {name: database.execute(sql).fetchall() for name, sql in KEPT.items()}


def tables(path: Path) -> dict[str, int]:
    with sqlite3.connect(path) as database:
        # SQLite's own (its statistics) come and go with the tables they tell of.
        ours = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        names = [name for (name,) in database.execute(ours)]
        return {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    """(facts before, tables before, the place of the database after all migrations, its settings)"""
    place = tmp_path_factory.mktemp("before")
    path = place / "peerwork.sqlite3"
    with sqlite3.connect(path) as database:
        database.executescript(lzma.decompress(DATABASE.read_bytes()).decode())
    before = facts(path), tables(path)
    settings = {"PEERWORK_ENV": "demo", "PEERWORK_VAR": str(place), "PEERWORK_LOG_LEVEL": "CRITICAL"}
    for command in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"]):
        words = [sys.executable, "-c", BEFORE + MANAGE, *command]
        subprocess.run(words, cwd=ROOT, env=clean(**settings), check=True, timeout=600)
    return *before, path, settings


def test_nothing_that_was_there_is_lost(upgraded):
    said, counted, path, _settings = upgraded
    assert sum(len(rows) for rows in said.values()) > 25, "the file of the release before is empty"
    assert facts(path) == said
    now = tables(path)
    ours = {
        name: rows for name, rows in counted.items() if name != "django_migrations" and not name.startswith("auth_")
    }
    assert {name: rows for name, rows in ours.items() if now.get(name, -1) < rows} == {}
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_sums_are_still_those_of_the_rows(upgraded):
    *_before, settings = upgraded
    assert ", 0 differences" in succeeds("reconcile", "--organisation", "NMP", **settings)


def test_the_pages_open_for_everybody_as_before(upgraded):
    *_before, settings = upgraded
    said = succeeds(code=OPEN, **settings).strip().splitlines()
    assert len(said) > 12
    assert [line for line in said if not line.endswith(" 200")] == []
