"""Running our own programs as a person would: another process, its own settings, its own database."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def clean(**settings: str) -> dict[str, str]:
    """The environment without this test run's settings, and with these."""
    ours = ("PEERWORK_", "DATABASE_URL", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | settings


BEFORE = """
import os, sys
from peerwork import environment
environment.load = lambda path=None: None
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peerwork.settings")
"""
MANAGE = "from django.core.management import execute_from_command_line as run; run(['manage.py', *sys.argv[1:]])"


def program(*arguments, code: str = MANAGE, **settings: str) -> subprocess.CompletedProcess:
    """Run `manage.py ARGUMENTS`, or a piece of Python in the checkout; the .env file has no say."""
    command = [sys.executable, "-c", BEFORE + code, *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=clean(**settings), capture_output=True, text=True, timeout=240, check=False
    )


def succeeds(*arguments, **settings: str) -> str:
    """What the program printed; fails the test with what it said if it failed."""
    done = program(*arguments, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
