"""Requests at one moment, on a database that really commits."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client

from peerwork.kit.models import Repeat
from peerwork.people.models import Person
from tests.api.conftest import Asker, key_of

KEY = {"Idempotency-Key": "0c6c1f0e-91f3-4a51-a2a4-0f5b3a2f7a10"}
TOGETHER = 20


def at_once(send) -> list:
    """What twenty threads answered, each with its own connection."""

    def one(number):
        try:
            return send(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(one, range(TOGETHER)))


def asker(key: str) -> Asker:
    return Asker(Client(), Authorization=f"Bearer {key}")


def test_twenty_requests_with_one_key_make_one_row(standing):
    """On PostgreSQL the nineteen wait for the first one's key, on SQLite for its transaction."""
    key = key_of(standing.cast.hr)
    body = {"organisation": standing.row("people.Unit/organisation").pk, "given_name": "Only", "family_name": "Twice"}

    def send(_number):
        answer = asker(key).post("people/register/", headers=KEY, **body)
        return answer.status_code, answer.content

    answers = at_once(send)
    assert {status for status, _content in answers} == {201}
    assert len(set(answers)) == 1
    assert Person.objects.filter(family_name="Twice").count() == 1
    assert Repeat.objects.count() == 1


def test_of_twenty_editors_who_saw_the_same_version_one_is_first(standing):
    key, person = key_of(standing.cast.hr), standing.row("people.Person/worker")
    seen = asker(key).get(f"people/{person.pk}/")["ETag"]

    def send(number):
        return (
            asker(key).post(f"people/{person.pk}/edit/", headers={"If-Match": seen}, known_as=f"N{number}").status_code
        )

    assert sorted(at_once(send)) == [200] + [409] * (TOGETHER - 1)
    assert person.history.filter(history_change_reason="edit").count() == 1
