"""Settings for tests: a demonstration with a folder of its own, fast hashing, work done at once, and no `.env`."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from peerwork import environment

BUILD = environment.BASE / "build"
BUILD.mkdir(exist_ok=True)
# A folder per process: parallel workers, and two runs at once, never meet.
PLACE = Path(tempfile.mkdtemp(prefix="test-", dir=BUILD))
atexit.register(shutil.rmtree, PLACE, ignore_errors=True)

environment.load = lambda path=None: None
for name in [name for name in os.environ if name.startswith("PEERWORK_")]:
    del os.environ[name]
os.environ["PEERWORK_ENV"] = "demo"
os.environ["PEERWORK_VAR"] = str(PLACE)
os.environ["PEERWORK_LOG_LEVEL"] = "WARNING"
os.environ["PEERWORK_API_RATE"] = "1000000/min"  # a fast machine asks more in a minute; the limit has tests of its own
if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    os.environ["DATABASE_URL"] = f"sqlite:///{PLACE / 'peerwork.sqlite3'}"

from peerwork.settings import *  # noqa: E402, F403
from peerwork.settings import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(PLACE)}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: shared memory has no waiting for locks, so tests with threads would not see what users see.
    DATABASES["default"]["TEST"] = {"NAME": str(PLACE / "test.sqlite3")}
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
