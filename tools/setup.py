#!/usr/bin/env python3
"""Everything the Makefile does, with nothing but Python itself.

Kept readable by Pythons down to 3.6, so that an old one can still say what is needed, or start a newer one it finds.
"""

import argparse
import glob
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(HERE, "build")
OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")
# What the tests need beside Python: the programs to look for, and the Debian packages that bring them.
PROGRAMS = [
    (("chromium", "chromium-browser", "google-chrome"), "chromium", "a Chromium browser"),
    (("pdftotext",), "poppler-utils", "poppler-utils (reads the PDF files we make)"),
    (("initdb",), "postgresql", "PostgreSQL 14 or newer"),
    (("make",), "make", "make"),
]
ENV_FILE = """\
# Made by `make setup`: this checkout is a demonstration. Every setting is in .env.example and docs/production.md.
PEERWORK_ENV=demo
"""


def say(*words):
    """Print at once, so that our lines and the programs' lines keep their order."""
    print(*words, flush=True)


def stop(message):
    """End with a message that says what to do."""
    sys.exit("\n" + message)


def right_python():
    """Start again under a newer Python from PATH if this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(path, [path, *sys.argv])
    stop(f"Peerwork needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install a newer one.")


def run(*command, **options):
    """Run a command in the checkout; True if it succeeded."""
    return subprocess.call([str(part) for part in command], cwd=HERE, **options) == 0


def must(*command, **options):
    """Run a command in the checkout and end with its exit code if it fails."""
    code = subprocess.call([str(part) for part in command], cwd=HERE, **options)
    if code:
        sys.exit(code)


def venv(kind="base"):
    """The Python of an environment that holds exactly requirements/<kind>.txt; made anew when either changes."""
    folder = os.path.join(HERE, ".venv" if kind == "base" else ".venv-" + kind)
    lock = os.path.join(HERE, "requirements", kind + ".txt")
    python = os.path.join(folder, "bin", "python")
    mark = os.path.join(folder, ".lock")
    with open(lock, "rb") as file:
        tag = hashlib.sha256(file.read() + (sys.version + HERE).encode()).hexdigest()
    if os.path.exists(mark) and os.path.exists(python):
        with open(mark) as file:
            if file.read() == tag:
                return python
    say(f"Making {os.path.relpath(folder, HERE)} (half a minute or so)…")
    if not run(sys.executable, "-m", "venv", "--clear", folder):
        stop("Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv")
    install = (
        python,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--no-deps",  # the lock is whole; asked to resolve, an older pip stumbles over any release newer than it
    )
    if not run(*install, "-r", lock):
        stop(f"The packages in {os.path.relpath(lock, HERE)} could not be installed: see above, then run this again.")
    with open(mark, "w") as file:  # only after success: a broken install is done again
        file.write(tag)
    return python


def env_file():
    """A `.env` for a demonstration, if there is none; an existing one is never touched."""
    path = os.path.join(HERE, ".env")
    if not os.path.exists(path):
        with open(path, "w") as file:
            file.write(ENV_FILE)
        say("Wrote .env: this checkout is a demonstration.")


def setting(name):
    """A setting from the environment or from .env, without importing Django; empty if it is in neither."""
    if name in os.environ:
        return os.environ[name]
    path = os.path.join(HERE, ".env")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                key, found, value = line.strip().partition("=")
                if found and key.strip() == name:
                    return value.strip().strip("'\"")
    return ""


def demo_only(what):
    """End unless this checkout is a demonstration."""
    if setting("PEERWORK_ENV") != "demo":
        stop(
            f"`make {what}` is for a demonstration; this checkout is set to production (PEERWORK_ENV is not demo).\n"
            "docs/production.md says how a real installation is run."
        )


def setup():
    """Make .venv and .env, so that `.venv/bin/python manage.py …` works."""
    python = venv()
    env_file()
    return python


def free(port):
    """Whether nothing listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def serve():
    """From nothing to a running demonstration on this computer; Ctrl-C ends it."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        stop(f"PORT must be a number from 1 to 65535, not {port!r}.")
    if not free(int(port)):
        stop(f"Port {port} is in use by another program. Stop that program, or choose another port: make run PORT=8001")
    env_file()
    demo_only("run")
    python = venv()
    address = "http://localhost:" + port
    environment = dict(os.environ)
    if port != "8000":
        environment.setdefault("PEERWORK_SITE_URL", address)
    must(python, "manage.py", "prepare", "--demo", env=environment)
    commands = [
        (python, "-m", "gunicorn", "peerwork.wsgi", "-b", "127.0.0.1:" + port, "-w", "2", "--threads", "4"),
        (python, "manage.py", "run_due", "--loop"),
    ]
    commands[0] += ("--no-control-socket", "--log-level", "warning")
    for number in (signal.SIGTERM, signal.SIGINT):  # a shell may have started us deaf to Ctrl-C
        signal.signal(number, signal.default_int_handler)
    children = []
    try:
        # A group of their own: Ctrl-C reaches them once, from us, and not twice.
        for command in commands:
            children.append(subprocess.Popen(command, cwd=HERE, env=environment, start_new_session=True))
        wait_for(int(port), children)
        say(f"\nPeerwork is at {address} (Ctrl-C ends it).")
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        stop("A part of Peerwork ended by itself, so all of it was stopped. Its last lines are above.")
    except KeyboardInterrupt:
        say("\nStopped.")
    finally:
        end(children)


def wait_for(port, children):
    """Return when the port answers; end if a child ends first."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if any(child.poll() is not None for child in children):
            break
        time.sleep(0.1)
    stop("The server did not start. Its last lines are above.")


def end(children):
    """Ask each child to end, and insist after ten seconds."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def found(names):
    """Whether one of these programs is on PATH, or among PostgreSQL's own folders."""
    folders = glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/opt/homebrew/opt/postgresql*/bin")
    return any(shutil.which(name) or any(os.path.exists(os.path.join(f, name)) for f in folders) for name in names)


def programs():
    """Install the programs the tests need where we may; elsewhere name them and end."""
    missing = [(package, words) for names, package, words in PROGRAMS if not found(names)]
    if not missing:
        return
    packages = [package for package, _ in missing]
    apt = shutil.which("apt-get")
    prefix = []
    if apt and os.geteuid() != 0:
        sudo = shutil.which("sudo")
        prefix = [sudo, "-n"] if sudo and run(sudo, "-n", "true", stderr=subprocess.DEVNULL) else None
    if apt and prefix is not None:
        say("Installing {}…".format(", ".join(packages)))
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        with open(os.path.join(BUILD, "apt.log"), "w") as log:
            quietly = {"env": environment, "stdout": log, "stderr": log, "stdin": subprocess.DEVNULL}
            run(*prefix, apt, "update", **quietly)
            run(*prefix, apt, "install", "-y", "--no-install-recommends", *packages, **quietly)
    missing = [words for names, package, words in PROGRAMS if not found(names)]
    if missing:
        stop(
            "The tests need these programs, and they could not be installed from here:\n  - {}\n"
            "Install them and run this again (Debian and Ubuntu: apt-get install {}).".format(
                "\n  - ".join(missing), " ".join(packages)
            )
        )


def clean_environment(**more):
    """The environment without this checkout's own settings: a test must mean the same on every machine."""
    kept = {
        name: value for name, value in os.environ.items() if name != "DATABASE_URL" and not name.startswith("PEERWORK_")
    }
    return dict(kept, **more)


# Walks over every page for every person: minutes each, and about rules, not about a database's SQL.
ONE_DATABASE = ["--ignore=tests/system/test_" + name + ".py" for name in ("leaks", "costs", "security", "setup")]


def test():
    """The whole suite on SQLite; then on PostgreSQL all but the browser and the long walks over every page."""
    os.makedirs(BUILD, exist_ok=True)
    python = venv("dev")
    programs()
    pytest = (python, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q")
    environment = clean_environment()
    say("\n== SQLite, browser included ==")
    good = run(*pytest, env=environment)
    say("\n== PostgreSQL ==")
    good &= run("tools/with_pg", *pytest, "-m", "not browser", *ONE_DATABASE, env=environment)
    say("\n%s" % ("Both runs passed." if good else "FAILED: see above."))
    sys.exit(0 if good else 1)


def quick():
    """The fast tests, on SQLite."""
    os.makedirs(BUILD, exist_ok=True)
    must(venv("dev"), "-m", "pytest", "-n", "2", "-q", "-m", "not browser and not slow", env=clean_environment())


def tracked():
    """The files in the repository, or all files but made ones where there is no git."""
    try:
        names = (
            subprocess.check_output(["git", "ls-files", "-z"], cwd=HERE, stderr=subprocess.DEVNULL).decode().split("\0")
        )
        return [name for name in names if name and os.path.isfile(os.path.join(HERE, name))]
    except (OSError, subprocess.CalledProcessError):
        made = {".git", ".venv", ".venv-dev", "build", "var", "node_modules", "__pycache__"}
        names = []
        for folder, folders, files in os.walk(HERE):
            folders[:] = [name for name in folders if name not in made]
            names += [os.path.relpath(os.path.join(folder, name), HERE) for name in files]
        return names


def index_hosts(python):
    """The hosts this machine's package clients ask, learnt from the clients, so that no such name stands here."""
    wanted = set()
    code = "from pip._internal.models.index import PyPI; print(PyPI.netloc, PyPI.file_storage_domain)"
    questions = [(python, "-c", code), (python, "-m", "pip", "config", "list"), ("npm", "config", "get", "registry")]
    for question in questions:
        try:
            answer = subprocess.check_output(question, cwd="/", stderr=subprocess.DEVNULL, timeout=60).decode()
        except (OSError, subprocess.SubprocessError):
            continue
        if question is questions[0]:
            wanted |= set(answer.split())
        wanted |= set(re.findall(r"https?://(?:[^/@\s']*@)?([^/\s':]+)", answer))
    return {host for host in wanted if "." in host and host != "127.0.0.1"}


def no_index_hosts(python):
    """Print every committed line that names a package index; True if there is none."""
    hosts, faults = index_hosts(python), []
    for name in tracked():
        with open(os.path.join(HERE, name), "rb") as file:
            content = file.read()
        if os.path.basename(name) in ("uv.lock", "pylock.toml", ".npmrc", "pip.conf"):
            faults.append(f"{name}: a file of this kind names index hosts; leave it out")
        if name.startswith("requirements/") and re.search(rb"https?://|--(extra-)?index-url|--find-links", content):
            faults.append(f"{name}: an address or index option in a lock")
        if os.path.basename(name) == "package-lock.json" and b'"resolved"' in content:
            faults.append(f'{name}: "resolved" addresses')
        faults += [f"{name}: names a package index host" for host in hosts if host.encode() in content]
    for fault in faults:
        say("  " + fault)
    return not faults


def audit(python):
    """Known faults in the locked packages; True if none is known. Says loudly when nobody could be asked."""
    result = os.path.join(BUILD, "audit.json")
    if os.path.exists(result):
        os.remove(result)
    command = (python, "-m", "pip_audit", "-r", "requirements/base.txt", "--require-hashes", "--disable-pip")
    command += ("--progress-spinner", "off", "--timeout", "15", "-f", "json", "-o", result)
    subprocess.call(command, cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with open(result) as file:
            packages = json.load(file)["dependencies"]
    except (OSError, ValueError, KeyError):
        packages = []
    asked = [package for package in packages if "vulns" in package]
    if not asked:
        say("  NOT AUDITED: no advisory source can be reached from here. Before a release, run this where one can.")
        return True
    known = [(package["name"], fault["id"]) for package in asked for fault in package["vulns"]]
    say(f"  {len(asked)} of {len(packages)} packages audited, {len(known)} known faults {known or ''}")
    return not known


def check():
    """Everything that can be found wrong without running the product."""
    os.makedirs(BUILD, exist_ok=True)
    python, bare = venv("dev"), venv()
    demo = clean_environment(PEERWORK_ENV="demo", PEERWORK_VAR=os.path.join(BUILD, "check"))
    production = clean_environment(
        PEERWORK_ENV="production",
        PEERWORK_VAR=os.path.join(BUILD, "check"),
        PEERWORK_SECRET_KEY=hashlib.sha256(os.urandom(32)).hexdigest(),
        PEERWORK_SEAL_KEYS="check:" + "A" * 43,
        PEERWORK_HOSTS="peerwork.example.org",
        PEERWORK_SITE_URL="https://peerwork.example.org",
        PEERWORK_SMTP_HOST="mail.example.org",
        PEERWORK_BEHIND_PROXY="yes",
        PEERWORK_TRUSTED_PROXIES="1",
        DATABASE_URL="postgres://peerwork@127.0.0.1/peerwork",
    )
    sbom = (
        python,
        "-m",
        "cyclonedx_py",
        "environment",
        bare,
        "--pyproject",
        "pyproject.toml",
        "--of",
        "JSON",
        "-o",
        "build/sbom.json",
    )
    steps = [
        ("lint", lambda: run(python, "-m", "ruff", "check", ".")),
        ("format", lambda: run(python, "-m", "ruff", "format", "--check", "-q", ".")),
        ("types", lambda: run(python, "-m", "mypy", "peerwork", env=demo)),
        ("migrations", lambda: run(python, "manage.py", "makemigrations", "--check", "--dry-run", env=demo)),
        (
            "deployment",
            lambda: run(python, "manage.py", "check", "--deploy", "--fail-level", "WARNING", env=production),
        ),
        ("no package index is named", lambda: no_index_hosts(python)),
        ("known faults in packages", lambda: audit(python)),
        ("bill of materials in build/sbom.json", lambda: run(*sbom, stderr=subprocess.DEVNULL)),
    ]
    failed = []
    for name, step in steps:
        say("== " + name)
        if not step():
            failed.append(name)
    say("\n%s" % ("FAILED: " + ", ".join(failed) if failed else "All checks passed."))
    sys.exit(1 if failed else 0)


def bench():
    """Measure against the floor; writes build/bench.json."""
    os.makedirs(BUILD, exist_ok=True)
    must(venv("dev"), "bench/run.py", *sys.argv[2:])


def soak():
    """Kill things in the middle of writing, for some minutes, and count what was lost."""
    os.makedirs(BUILD, exist_ok=True)
    must(venv("dev"), "tools/soak.py", *sys.argv[2:])


def lock():
    """Compile requirements/*.txt from pyproject.toml; keeps present versions unless UPGRADE=1."""
    uv = shutil.which("uv")
    if not uv:
        folder = os.path.join(BUILD, "uv")
        must(sys.executable, "-m", "venv", "--clear", folder)
        must(os.path.join(folder, "bin", "pip"), "install", "-q", "uv")
        uv = os.path.join(folder, "bin", "uv")
    compile_ = [
        uv,
        "pip",
        "compile",
        "-q",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
    ]
    compile_ += ["--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    compile_ += ["--upgrade"] if os.environ.get("UPGRADE") else []
    must(*compile_, "pyproject.toml", "-o", "requirements/base.txt")
    must(*compile_, "pyproject.toml", "--group", "dev", "-c", "requirements/base.txt", "-o", "requirements/dev.txt")


def demo_reset():
    """Forget everything in the demonstration and make it anew."""
    env_file()
    demo_only("demo-reset")
    if setting("DATABASE_URL"):
        stop("DATABASE_URL is set, so the demonstration is not in var/. Empty that database yourself, then `make run`.")
    var = setting("PEERWORK_VAR") or os.path.join(HERE, "var")
    for path in glob.glob(os.path.join(var, "peerwork.sqlite3*")):
        os.remove(path)
    for folder in ("files", "staging", "mail"):
        shutil.rmtree(os.path.join(var, folder), ignore_errors=True)
    must(venv(), "manage.py", "prepare", "--demo")


TARGETS = {
    "run": serve,
    "setup": setup,
    "test": test,
    "quick": quick,
    "check": check,
    "bench": bench,
    "soak": soak,
    "lock": lock,
    "demo-reset": demo_reset,
}

if __name__ == "__main__":
    right_python()
    lines = [f"  {name:11} {(target.__doc__ or '').splitlines()[0]}" for name, target in TARGETS.items()]
    parser = argparse.ArgumentParser(
        usage="make TARGET  (or python3 tools/setup.py TARGET)",
        epilog="\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("target", choices=TARGETS, help=argparse.SUPPRESS)
    TARGETS[parser.parse_known_args()[0].target]()
