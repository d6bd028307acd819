"""`make run` and its kin: from a bare checkout to a served demonstration, with clear words when something is amiss."""

import ast
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.system.running import ROOT, clean

SETUP = ROOT / "tools" / "setup.py"


@pytest.fixture
def setup():
    """tools/setup.py as a module."""
    spec = importlib.util.spec_from_file_location("setup_under_test", SETUP)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path):
    """A copy of the tree as a clone would have it: no environment, no settings, no data."""
    spare = shutil.ignore_patterns(".*", "build", "var", "__pycache__", "tests", "node_modules")
    return shutil.copytree(ROOT, tmp_path / "checkout", ignore=spare)


def runs(checkout, target, **settings):
    command = [sys.executable, "tools/setup.py", target]
    return subprocess.run(command, cwd=checkout, env=clean(**settings), capture_output=True, text=True, timeout=60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_an_old_python_can_read_it_and_is_told_what_to_do(checkout):
    ast.parse(SETUP.read_text(encoding="utf-8"), feature_version=(3, 6))
    code = "import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = ['x', 'setup'];"
    code += "runpy.run_path('tools/setup.py', run_name='__main__')"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=checkout, env=clean(PATH="/nowhere"), capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "needs Python 3.11" in done.stderr


def test_every_target_of_the_makefile_is_one_of_its_own(setup):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.search(r"TARGETS = (.*)", makefile)[1].split()) == set(setup.TARGETS)


def test_a_busy_port_is_named_before_anything_is_made(checkout):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        done = runs(checkout, "run", PORT=port)
    assert done.returncode != 0
    assert f"Port {port} is in use" in done.stderr and "PORT=8001" in done.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_refused(checkout, port):
    assert "PORT must be" in runs(checkout, "run", PORT=port).stderr


@pytest.mark.parametrize("target", ["run", "demo-reset"])
def test_a_real_installation_is_never_run_or_emptied_as_a_demonstration(checkout, target):
    (checkout / ".env").write_text("PEERWORK_ENV=production\n")
    (checkout / "var").mkdir()
    (checkout / "var" / "peerwork.sqlite3").write_text("real")
    done = runs(checkout, target, PORT=str(free_port()))
    assert done.returncode != 0
    assert "docs/production.md" in done.stderr
    assert (checkout / "var" / "peerwork.sqlite3").read_text() == "real"


def test_an_existing_env_file_is_left_alone(setup, tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "HERE", str(tmp_path))
    setup.env_file()
    assert "PEERWORK_ENV=demo" in (tmp_path / ".env").read_text()
    (tmp_path / ".env").write_text("PEERWORK_ENV=production\n")
    setup.env_file()
    assert (tmp_path / ".env").read_text() == "PEERWORK_ENV=production\n"


def test_the_environment_is_made_once_and_again_after_a_failure(setup, tmp_path, monkeypatch):
    made = []
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("one==1\n")
    answers = iter([True, False, True, True, True, True])

    def run(*command, **_):
        made.append(command)
        (tmp_path / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        (tmp_path / ".venv" / "bin" / "python").touch()
        return next(answers)

    monkeypatch.setattr(setup, "HERE", str(tmp_path))
    monkeypatch.setattr(setup, "run", run)
    with pytest.raises(SystemExit, match="could not be installed"):
        setup.venv()
    setup.venv()
    assert len(made) == 4
    setup.venv()
    assert len(made) == 4
    (tmp_path / "requirements" / "base.txt").write_text("one==2\n")
    setup.venv()
    assert len(made) == 6


def test_missing_programs_are_named_where_they_cannot_be_installed(setup, monkeypatch):
    monkeypatch.setattr(setup, "found", lambda names: False)
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"Chromium[\s\S]*apt-get install chromium"):
        setup.programs()


def test_the_repository_names_no_package_index(setup):
    assert setup.no_index_hosts(sys.executable)


def test_a_named_package_index_would_be_found(setup, monkeypatch, tmp_path, capsys):
    host = sorted(setup.index_hosts(sys.executable))[0]
    (tmp_path / "requirements").mkdir()
    (tmp_path / "notes.md").write_text(f"from {host}")
    (tmp_path / "requirements" / "base.txt").write_text("--index-url x\none==1\n")
    monkeypatch.setattr(setup, "HERE", str(tmp_path))
    assert not setup.no_index_hosts(sys.executable)
    said = capsys.readouterr().out
    assert "notes.md" in said and "requirements/base.txt" in said


def pins(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    found = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert all(any(part.startswith("--hash=sha256:") for part in line) for line in found)
    return {line[0].split("==")[0]: line[0] for line in found}


def test_the_locks_are_hashed_and_agree():
    base, dev = pins("base"), pins("dev")
    assert base and {name: dev.get(name) for name in base} == base


def test_an_audit_that_asked_nobody_says_so(setup, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(setup, "BUILD", str(tmp_path))
    skipped = '{"dependencies": [{"name": "one", "skip_reason": "not found"}]}'
    for nobody in (lambda *_, **__: 1, lambda *_, **__: (tmp_path / "audit.json").write_text(skipped)):
        monkeypatch.setattr(setup.subprocess, "call", nobody)
        assert setup.audit(sys.executable)
        assert "NOT AUDITED" in capsys.readouterr().out

    def finds(*_, **__):
        (tmp_path / "audit.json").write_text('{"dependencies": [{"name": "one", "vulns": [{"id": "FAULT-1"}]}]}')

    monkeypatch.setattr(setup.subprocess, "call", finds)
    assert not setup.audit(sys.executable)
    assert "FAULT-1" in capsys.readouterr().out


SERVE = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("s", "tools/setup.py")
s = importlib.util.module_from_spec(spec)
spec.loader.exec_module(s)
s.venv = lambda kind="base": sys.executable  # the packages are here already; the rest is as anybody gets it
s.serve()
"""


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return 0, ""


@pytest.mark.slow
def test_make_run_serves_a_demonstration_and_ends_with_all_its_parts(checkout):
    port = free_port()
    log = checkout / "log"
    with log.open("w") as file:
        child = subprocess.Popen(
            [sys.executable, "-c", SERVE], cwd=checkout, env=clean(PORT=str(port)), stdout=file, stderr=file, text=True
        )
    try:
        until = time.monotonic() + 400
        while get(f"http://127.0.0.1:{port}/health/ready/")[0] != 200:
            assert child.poll() is None and time.monotonic() < until, log.read_text()[-3000:]
            time.sleep(0.5)
        status, page = get(f"http://localhost:{port}/accounts/login/")
        assert status == 200 and "<form" in page
        time.sleep(2)
        said = log.read_text()
        assert f"http://localhost:{port}" in said
        assert "@" in said, "no sign-in was printed"
        parts = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True).stdout
        children = [int(pid) for pid, parent in map(str.split, parts.splitlines()[1:]) if parent == str(child.pid)]
        assert len(children) == 2
    finally:
        child.send_signal(signal.SIGINT)
        code = child.wait(30)
    assert code == 0, log.read_text()[-3000:]
    assert not any(os.path.exists(f"/proc/{number}") for number in children)
    assert get(f"http://127.0.0.1:{port}/health/live/")[0] == 0
