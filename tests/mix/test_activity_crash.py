"""Imports that are killed, run out of disk or lose their database: nothing half-published, and the next run mends it.

By default a smaller file and fewer kills; CARE_ROWS=200000 CARE_KILLS=20 is the whole of it (`make soak`).
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from peerwork.mix import activity
from peerwork.mix.models import ActivitySubmission, Care, CareMonth, CarePeriod
from tests import make
from tests.mix import care
from tests.system.running import BEFORE, MANAGE, ROOT, clean, program

ROWS, KILLS = int(os.environ.get("CARE_ROWS", 20_000)), int(os.environ.get("CARE_KILLS", 5))
pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # so that the tables to copy are made
SETUP = """
import django; django.setup()
from datetime import date
from peerwork.people import actions as people
from peerwork.mix import actions as mix
by = people.system_user()
trust = people.open_unit(by=by, kind="organisation", name="Trust", code="RZZ")
for n in range(6):
    people.open_unit(by=by, parent=trust, kind="team", name=f"T{n}", code=f"T{n}")
answers = [("staff_group", "Peer", "peer"), ("staff_group", "Nurse", "clinical")]
mix.classify(by=by, organisation=trust, answers=answers, starts_on=date(2020, 1, 1))
"""
SIGN_INS = """
import time, django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from peerwork.people.models import User
worst, number = 0.0, 0
while True:
    began = time.monotonic()
    session = SessionStore(); session["n"] = number; session.create()
    User.objects.filter(kind="system").update(last_login=timezone.now())
    worst, number = max(worst, time.monotonic() - began), number + 1
    print(f"{number} {worst:.3f}", flush=True)
    time.sleep(0.02)
"""
# What an import leaves, but for numbers and times that each run gives anew.
TABLES = {
    "mix_care": "month contact staff team held_on kind attendance mechanism low minutes high timed_by shared",
    "mix_caremonth": "month unit_id source kind left_out counts_as profession registration rows contacts minutes",
    "mix_carepeers": "month unit_id peers",
    "mix_careperiod": "source month rows fingerprint current",
    "mix_carestaff": "source key local_id",
    "mix_carecode": "month staff_group job_role occupation_code registered",
    "mix_careteam": "source key local_id unit_id version",
    "mix_snapshot": "month unit_id basis numerator denominator excluded not_attributed peers number current",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """A database with its tables made (a copy of the tests' own), and a file to load."""
    if connection.vendor != "sqlite":
        pytest.skip("a file that is copied: the SQLite run")
    place = tmp_path_factory.mktemp("built")
    settings = around(place)
    with django_db_blocker.unblock(), sqlite3.connect(place / "db.sqlite3") as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    done = program(code=SETUP, **settings)
    assert done.returncode == 0, done.stderr
    chance = random.Random(7)
    first = date(2025, 1, 1)
    lines = [care.HEADINGS]
    for number in range(ROWS):
        staff = chance.randrange(60)
        day = first + timedelta(days=chance.randrange(300))
        how = chance.choice(["5,01,direct", "6,02,direct", "3,01,direct", "5,09,direct", ",,group"])
        group = "Peer" if staff < 6 else "Nurse"
        lines.append(f"C{number},{day},T{staff % 6},S{staff},{group},{how},{chance.choice([15, 30, 45])}")
        if chance.random() < 0.1:
            lines.append(f"C{number},{day},T{staff % 6},S{(staff + 7) % 60},Nurse,{how},30")
    (place / "activity.csv").write_text("\n".join(lines) + "\n")
    return place


def around(place: Path) -> dict[str, str]:
    return {
        "PEERWORK_ENV": "demo",
        "PEERWORK_VAR": str(place),
        "DATABASE_URL": f"sqlite:///{place / 'db.sqlite3'}",
        "PEERWORK_LOG_LEVEL": "CRITICAL",
    }


@pytest.fixture
def place(built, tmp_path) -> Path:
    for name in ("db.sqlite3", "seal_key.secret", "secret_key.secret"):
        shutil.copy(built / name, tmp_path / name)
    return tmp_path


def command(built: Path) -> tuple[str, ...]:
    return ("import_activity", str(built / "activity.csv"), "--profile", "activity_simple_csv", "--organisation", "RZZ")


def digest(place: Path) -> dict[str, list]:
    with sqlite3.connect(place / "db.sqlite3") as database:
        return {
            table: sorted(map(repr, database.execute(f"SELECT {', '.join(columns.split())} FROM {table}")))
            for table, columns in TABLES.items()
        }


@pytest.fixture(scope="module")
def clean_run(built, tmp_path_factory) -> tuple[dict, float]:
    """What one undisturbed run leaves, and how long it takes."""
    place = tmp_path_factory.mktemp("clean")
    for name in ("db.sqlite3", "seal_key.secret", "secret_key.secret"):
        shutil.copy(built / name, place / name)
    began = time.monotonic()
    done = program(*command(built), **around(place))
    assert done.returncode == 0, done.stdout + done.stderr
    return digest(place), time.monotonic() - began


def start(*arguments, code: str = MANAGE, **settings) -> subprocess.Popen:
    words = [sys.executable, "-c", BEFORE + code, *arguments]
    return subprocess.Popen(words, cwd=ROOT, env=clean(**settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, start_new_session=True)  # fmt: skip


def test_killed_at_any_moment_the_next_run_gives_what_one_clean_run_gives(built, place, clean_run):
    wanted, takes = clean_run
    settings, chance = around(place), random.Random(ROWS + KILLS)
    others = start(code=SIGN_INS, **settings)
    killed = 0
    try:
        for _ in range(KILLS):
            run = start(*command(built), **settings)
            try:
                run.wait(timeout=chance.uniform(0.1, 1.0) * takes)
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                run.wait()
                killed += 1
            published = digest(place)["mix_caremonth"]
            assert published in ([], wanted["mix_caremonth"]), "half of it was published"
        done = program(*command(built), **settings)
        assert done.returncode == 0, done.stdout + done.stderr
    finally:
        os.killpg(others.pid, signal.SIGKILL)
        said, problems = others.communicate()
    assert killed, "no run was killed"
    assert said and not problems, problems
    found = digest(place)
    for table, rows in wanted.items():
        assert found[table] == rows, table
    assert not list((place / "staging").glob("*")), "what killed runs left in the staging folder"
    signed_in, worst = said.strip().splitlines()[-1].split()
    assert int(signed_in) > 20 and float(worst) < 5 and not problems, (signed_in, worst, problems)
    again = program(*command(built), **settings)
    assert "Nothing was changed" in again.stdout
    assert digest(place) == found
    with sqlite3.connect(place / "db.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stuck = "SELECT COUNT(*) FROM mix_activitysubmission WHERE status = 'staged'"
        assert database.execute(stuck).fetchone() == (0,)


FULL_DATABASE = """
import django; django.setup()
from django.core.management import CommandError, call_command
from django.db import connection
cursor = connection.cursor()
pages = cursor.execute("PRAGMA page_count").fetchone()[0]
cursor.execute(f"PRAGMA max_page_count = {pages + 60}")
try:
    call_command(*sys.argv[1:])
except CommandError as refusal:
    print("REFUSED", refusal)
"""
FULL_DISK = """
import resource
import django; django.setup()
from django.core.management import CommandError, call_command
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    call_command(*sys.argv[1:])
except CommandError as refusal:
    print("REFUSED", refusal)
"""


@pytest.mark.parametrize("how", ["database", "disk"])
def test_a_full_disk_is_said_and_nothing_is_half_published(built, place, clean_run, how):
    wanted, _takes = clean_run
    code = FULL_DATABASE if how == "database" else FULL_DISK
    limit = () if how == "database" else ("600000",)  # enough to begin, too little for the rows
    done = program(*limit, *command(built), code=code, **around(place))
    assert "REFUSED" in done.stdout and "no room left" in done.stdout, done.stdout + done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    found = digest(place)
    assert found["mix_caremonth"] == [] and found["mix_snapshot"] == []
    assert not any("1)" in row[-3:] for row in found["mix_careperiod"])
    done = program(*command(built), **around(place))  # once there is room again
    assert done.returncode == 0, done.stdout + done.stderr
    found = digest(place)
    for table, rows in wanted.items():
        assert found[table] == rows, table


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a server's connection")
@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_said_and_the_next_run_mends_it(monkeypatch):
    import psycopg

    trust = make.organisation()
    make.counted(trust, [("staff_group", "Nursing", "clinical")])
    rows = [care.contact(f"S{n % 5}", date(2026, 5, 1) + timedelta(days=n % 28), staff_group_code="Nursing")
            for n in range(3000)]  # fmt: skip
    real = activity.write_lines
    monkeypatch.setitem(activity.STEP, "postgresql", 500)
    calls = []

    def cut(lines):
        calls.append(len(lines))
        if len(calls) == 3:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                mine = cursor.fetchone()[0]
            values = connection.get_connection_params()
            known = {name: values[name] for name in ("host", "port", "user", "password", "dbname") if values.get(name)}
            with psycopg.connect(**known) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [mine])
        real(lines)

    monkeypatch.setattr(activity, "write_lines", cut)
    text = care.text(rows)
    done = care.activity(trust, text)
    assert done.status == "refused" and "connection" in done.message
    assert not CareMonth.objects.exists() and not CarePeriod.objects.filter(current=True).exists()
    monkeypatch.setattr(activity, "write_lines", real)
    done = care.activity(trust, text)
    assert done.status == "published" and Care.objects.count() == 3000
    assert set(ActivitySubmission.objects.values_list("status", flat=True)) == {"refused", "published"}
