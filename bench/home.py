"""`make bench`: the home page of somebody with 5,000 open tasks, search among 100,000 people, ten years of a record."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench.placements import timed
from peerwork.adjustments.models import Adjustment
from peerwork.kit import search
from peerwork.people.copies import making
from peerwork.people.models import Person, Unit, User
from peerwork.supervision.models import Session

TASKS, PEOPLE, YEARS, BATCH = 5_000, 100_000, 10, 5_000
EITHER = "(UPPER(family_name) LIKE %s OR UPPER(given_name) LIKE %s)"
FLOOR = f"SELECT COUNT(*) FROM people_person WHERE {EITHER} AND {EITHER}"


def tasks(number: int) -> int:
    """So many adjustments that wait for HR; how many there are."""
    today, trust = timezone.localdate(), Unit.objects.get(code="NMP")
    people = list(Person.objects.filter(organisation=trust, worker__isnull=False)[:500])
    asked_by = User.objects.get(email="asha.bello@northmere.example")
    rows = [
        Adjustment(person=people[n % len(people)], kind="quiet", what=f"Bench {n}", asked_by=asked_by,
                   asked_on=today - timedelta(days=n % 60), answer_by=today - timedelta(days=n % 60 - 10))
        for n in range(number)
    ]  # fmt: skip
    Adjustment.objects.bulk_create(rows, BATCH)
    return Adjustment.objects.filter(status="asked").count()


def record(person: Person) -> int:
    """Ten years of weekly supervision of one person; how many sessions they have."""
    link = person.supervisor_links.select_related("stream", "supervisor").first()
    today = timezone.localdate()
    Session.objects.bulk_create(
        [
            Session(person=person, stream=link.stream, held_by=link.supervisor, held_on=today - timedelta(weeks=n),
                    status="past") for n in range(60, 52 * YEARS)
        ], BATCH,
    )  # fmt: skip
    return Session.objects.filter(person=person).count()


def measure(note) -> None:
    from bench.data import HR, people, session

    hr, client = User.objects.get(email=HR), Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session(HR)
    before, asked = timed(lambda: client.get("/"))
    waiting = tasks(TASKS)
    after, asked_then = timed(lambda: client.get("/"))
    note(f"home of an HR officer, {waiting} adjustments waiting: queries", asked_then, "queries", asked)
    note(f"home of an HR officer, {waiting} adjustments waiting", after, "ms", before)

    people(PEOPLE)
    plain, _asked = timed(_floor)
    for words in ("person 09999", "okafor", "nobody at all"):
        took, asked = timed(lambda words=words: search.find(hr, words))
        note(f"search for “{words}” among {PEOPLE} people, {asked} queries", took, "ms", plain)

    person = Person.objects.get(user__email="sam.okafor@northmere.example")
    short, _asked = timed(lambda: making.whole(person, lambda done: None), 1)
    sessions = record(person)
    long, asked = timed(lambda: making.whole(person, lambda done: None), 1)
    note(f"copy of a record with {sessions} sessions, {asked} queries", long, "ms", short)


def _floor() -> int:
    """The same question of one table, past every rule: two words among all people."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, ["%PERSON%", "%PERSON%", "%09999%", "%09999%"])
        return cursor.fetchone()[0]
