"""Kill it while it writes, for some minutes, and count what was lost: what was acknowledged must be there, whole.

    make soak                      about fifteen minutes: SQLite, PostgreSQL, workers, an import of 200,000 rows
    .venv-dev/bin/python tools/soak.py --minutes 20 --only postgresql

A writer prints a key only after its COMMIT returned; a transaction is five rows. `kill -9` shows what a crash of the
program or of the database server does, not what a power cut does.
"""

import argparse
import json
import os
import random
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROWS = 5
BEFORE = "import os, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'peerwork.settings'); django.setup()\n"
WRITER = """
import sys
from datetime import UTC, datetime
from django.db import transaction
from peerwork.kit.models import JobRun
number = 0
while True:
    key = f"{sys.argv[1]}-{number}"
    with transaction.atomic():
        for row in range(5):
            JobRun.objects.create(name=key, slot=datetime(2026, 1, 1, row, tzinfo=UTC))
    sys.stdout.write(key + "\\n")
    sys.stdout.flush()
    number += 1
"""
WORKER = """
import sys
from datetime import UTC, datetime, timedelta
from peerwork.kit import jobs
jobs._register.clear()
for number in range(5):
    def work(number=number):
        with open(sys.argv[1], "a") as file:
            file.write(f"{number}\\n")
    jobs.due(every=1, name=f"soak.{number}")(work)
start = datetime(2026, 1, 1, tzinfo=UTC)
for minute in range(int(sys.argv[2])):
    jobs.run_due(start + timedelta(minutes=minute))
"""


def python(code, *arguments, **options):
    return subprocess.Popen([sys.executable, "-c", BEFORE + code, *map(str, arguments)], cwd=ROOT, text=True, **options)


def environment(place, url):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PEERWORK_")}
    ours = {"PEERWORK_ENV": "demo", "PEERWORK_VAR": str(place), "DATABASE_URL": url, "PEERWORK_LOG_LEVEL": "CRITICAL"}
    return kept | ours


def migrate(env):
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)


def compared(acknowledged, stored):
    """Lost: acknowledged and not there. Torn: some of its rows, not all."""
    lost = [key for key in acknowledged if key not in stored]
    torn = [key for key, rows in stored.items() if rows != ROWS]
    return {"acknowledged": len(acknowledged), "lost": len(lost), "torn": len(torn)}


def sqlite_killed(seconds):
    """Kill a writer again and again; the file must hold everything it acknowledged."""
    with tempfile.TemporaryDirectory() as place:
        env = environment(place, f"sqlite:///{place}/soak.sqlite3")
        migrate(env)
        acknowledged, kills, until = [], 0, time.monotonic() + seconds
        while time.monotonic() < until:
            writer = python(WRITER, f"k{kills}", env=env, stdout=subprocess.PIPE)
            first = writer.stdout.readline()  # it has started writing
            time.sleep(random.uniform(0.05, 0.4))
            writer.kill()
            acknowledged += [line.strip() for line in [first, *writer.stdout] if line.endswith("\n")]
            writer.wait()
            kills += 1
        database = sqlite3.connect(f"{place}/soak.sqlite3")
        stored = dict(database.execute("SELECT name, count(*) FROM kit_jobrun GROUP BY name"))
        (whole,) = database.execute("PRAGMA integrity_check").fetchone()
        database.close()
    return {"kills": kills, "integrity": whole, **compared(acknowledged, stored)}


class Server:
    """A PostgreSQL with every safety on, that can be killed and started again."""

    def __init__(self, place):
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.bin = folders[-1] if folders else Path(shutil.which("initdb") or "initdb").parent
        self.place, self.data = place, f"{place}/data"
        self.user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        if self.user:
            shutil.chown(place, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"postgres://peerwork@127.0.0.1:{self.port}/postgres"
        self.run("initdb", "-D", self.data, "-U", "peerwork", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    def run(self, name, *arguments, check=True):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run([self.bin / name, *arguments], cwd="/", check=check, **self.user, **quiet)

    def start(self):
        options = ("-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.place}")
        command = [self.bin / "postgres", "-D", self.data, "-p", str(self.port), *options]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd="/", start_new_session=True, **self.user, **quiet)
        began = time.monotonic()
        while self.run("pg_isready", "-h", "127.0.0.1", "-p", str(self.port), check=False).returncode:
            if time.monotonic() - began > 60:
                raise SystemExit("PostgreSQL did not start again within a minute.")
            time.sleep(0.05)
        return time.monotonic() - began

    def kill(self):
        """The server and every child at once; reaped, because a dead server's number would block the next start."""
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        for number in [self.process.pid, *map(int, children.stdout.split())]:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait()
        time.sleep(0.2)

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop", check=False)
        self.process.wait()


def postgresql_killed(seconds):
    """Kill the server under four writers; after recovery it must hold everything it acknowledged."""
    import psycopg

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        server = Server(place)
        env = environment(f"{place}", server.url) | {"PEERWORK_VAR": tempfile.mkdtemp()}
        try:
            migrate(env)
            acknowledged, kills, slowest, until = [], 0, 0.0, time.monotonic() + seconds
            while time.monotonic() < until:
                quiet = {"env": env, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
                writers = [python(WRITER, f"k{kills}w{number}", **quiet) for number in range(4)]
                firsts = [writer.stdout.readline() for writer in writers]
                time.sleep(random.uniform(0.2, 1.0))
                server.kill()
                for first, writer in zip(firsts, writers, strict=True):
                    acknowledged += [line.strip() for line in [first, *writer.stdout] if line.endswith("\n")]
                    writer.wait()
                slowest = max(slowest, server.start())
                kills += 1
            with psycopg.connect(server.url) as database:
                stored = dict(database.execute("SELECT name, count(*) FROM kit_jobrun GROUP BY name").fetchall())
        finally:
            server.stop()
            shutil.rmtree(env["PEERWORK_VAR"], ignore_errors=True)
    return {"kills": kills, "slowest_recovery_seconds": round(slowest, 1), **compared(acknowledged, stored)}


def workers_together(seconds):
    """Four workers over the same slots, on SQLite: each slot's work is done exactly once."""
    minutes = max(20, int(seconds * 4))
    with tempfile.TemporaryDirectory() as place:
        env = environment(place, f"sqlite:///{place}/soak.sqlite3")
        migrate(env)
        done = Path(place) / f"done-{secrets.token_hex(4)}"
        workers = [python(WORKER, done, minutes, env=env) for _ in range(4)]
        codes = [worker.wait(timeout=seconds * 10 + 120) for worker in workers]
        written = len(done.read_text().splitlines())
    return {"slots": minutes * 5, "done": written, "lost": minutes * 5 - written, "torn": sum(map(bool, codes))}


def activity_killed(_seconds):
    """Kill an import of 200,000 rows of care activity at 20 moments; the next run leaves what one clean run leaves.

    Others sign in all the while. It takes as long as it takes: the test is the suite's own, with more rows and kills.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PEERWORK_", "DATABASE_"))}
    asked = {"CARE_ROWS": "200000", "CARE_KILLS": "20"}
    test = "tests/mix/test_activity_crash.py::test_killed_at_any_moment_the_next_run_gives_what_one_clean_run_gives"
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", test], cwd=ROOT, env=kept | asked, capture_output=True)
    if done.returncode:
        sys.stdout.write(done.stdout.decode()[-4000:])
    seconds = round(time.monotonic() - began)
    return {"rows": 200_000, "kills": 20, "seconds": seconds, "lost": int(done.returncode != 0), "torn": 0}


PARTS = {
    "sqlite": sqlite_killed,
    "postgresql": postgresql_killed,
    "workers": workers_together,
    "activity": activity_killed,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5, help="in all, at most 60")
    parser.add_argument("--only", choices=PARTS)
    asked = parser.parse_args()
    names = [asked.only] if asked.only else list(PARTS)
    share = min(asked.minutes, 60) * 60 / len(names)
    results = {}
    for name in names:
        print(f"{name}: {PARTS[name].__doc__}", flush=True)
        results[name] = PARTS[name](share)
        print("  " + "  ".join(f"{key} {value}" for key, value in results[name].items()), flush=True)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "soak.json").write_text(json.dumps(results, indent=1))
    good = all(
        found["lost"] == found["torn"] == 0 and found.get("integrity", "ok") == "ok" for found in results.values()
    )
    print("Nothing was lost." if good else "SOMETHING WAS LOST: see above.")
    sys.exit(0 if good else 1)
