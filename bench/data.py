"""The organisation that is measured: the demo, grown to as many people as a row needs."""

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import home, placements, readiness, recruitment, starting, steering, supervision, training  # noqa: E402
from peerwork.people.models import Person, Unit, User  # noqa: E402

HR, DIRECTOR, ADMINISTRATOR = (f"{name}@northmere.example" for name in ("asha.bello", "ruth.adeyemi", "tom.ferris"))
QUERIES = [
    ("people page", "/people/", HR),
    ("people API", "/api/v1/people/", HR),
    ("home", "/", HR),
    ("your account", "/account/", HR),
    ("director's page", "/mix/", DIRECTOR),
    ("units API", "/api/v1/units/", ADMINISTRATOR),
]
EXTRA = [
    placements.measure,
    readiness.measure,
    steering.measure,
    supervision.measure,
    recruitment.measure,
    training.measure,
    starting.measure,
    home.measure,
]  # measures of other apps: functions that take `note`


def prepare() -> None:
    """An empty database, the demo in it."""
    for old in settings.VAR.glob("peerwork.sqlite3*"):
        old.unlink()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", verbosity=0)


def session(email: str) -> str:
    user = User.objects.get(email=email)
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["began"] = store["seen"] = int(timezone.now().timestamp())
    store.create()
    return store.session_key


def headers(email: str) -> dict:
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session(email)}"}


def people(rows: int) -> None:
    """Grow (or shrink, for made-up ones) to this many people in the trust."""
    trust = Unit.objects.get(code="NMP")
    have = Person.objects.filter(organisation=trust).count()
    Person.objects.bulk_create(
        (Person(organisation=trust, given_name="Bench", family_name=f"Person {n:05}", work_email=f"b{n}@bench.example")
         for n in range(have, rows)),
        batch_size=1000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the daily job does


def count_queries(path: str, email: str) -> int:
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session(email)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code} to {email}")
    return len(seen)
