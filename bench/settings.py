"""The product's own settings and middleware, on a database of its own, with two plain pages to compare with."""

import os
from pathlib import Path

BUILD = Path(__file__).resolve().parent.parent / "build" / "bench"
os.environ["PEERWORK_ENV"] = "demo"
os.environ.setdefault("PEERWORK_VAR", str(BUILD))
os.environ.setdefault("PEERWORK_LOG_LEVEL", "WARNING")
os.environ.setdefault("PEERWORK_API_RATE", "1000000/min")

from peerwork.settings import *  # noqa: E402, F403

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")  # noqa: F405
