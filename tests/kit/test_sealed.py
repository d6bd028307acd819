"""Sealed texts: unreadable without the key, bound to their place, safe to re-key while people read."""

import threading
from base64 import urlsafe_b64encode
from io import StringIO
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from peerwork.kit import sealed
from peerwork.kit.errors import Conflict
from peerwork.kit.models import SealedText
from tests.kit import people

OLD = "old:" + urlsafe_b64encode(b"o" * 32).decode()
NEW = "new:" + urlsafe_b64encode(b"n" * 32).decode().rstrip("=")


@pytest.fixture(autouse=True)
def keys(settings):
    settings.SEAL_KEYS = [OLD]


@pytest.fixture
def adviser(db):
    return people.user("Ada Quinn")


def test_sealed_texts_are_not_in_the_database(adviser):
    record = uuid4()
    sealed.write(record, "findings", "canary Zoë", by=adviser)
    row = SealedText.objects.get()
    assert b"canary" not in bytes(row.body)
    assert row.key_id == "old"
    assert sealed.read(record, "findings") == "canary Zoë"
    assert sealed.read(record, "other") == sealed.read(uuid4(), "findings") == ""


def test_sealed_versions_stay(adviser):
    record = uuid4()
    for text in ("first", "second", ""):
        sealed.write(record, "findings", text, by=adviser)
    assert [sealed.read(record, "findings", n) for n in (None, 1, 2, 3)] == ["", "first", "second", ""]
    assert [(v.number, v.by) for v in sealed.versions(record, "findings")] == [(3, adviser), (2, adviser), (1, adviser)]


def test_sealed_the_same_text_never_looks_the_same(adviser):
    record = uuid4()
    bodies = {bytes(sealed.write(record, "findings", "same", by=adviser).body) for _ in range(5)}
    assert len(bodies) == 5


@pytest.mark.parametrize("change", ["record", "field", "number", "body"])
def test_sealed_a_text_moved_or_altered_does_not_open(adviser, change):
    record, other = uuid4(), uuid4()
    row = sealed.write(record, "findings", "text", by=adviser)
    values = {"record": other, "field": "advice", "number": 2, "body": bytes([*row.body[:-1], row.body[-1] ^ 1])}
    SealedText.objects.update(**{change: values[change]})
    row.refresh_from_db()
    with pytest.raises(ImproperlyConfigured):
        sealed.read(row.record, row.field)


def test_sealed_a_second_writer_of_the_same_version_is_told(adviser, monkeypatch):
    record = uuid4()
    sealed.write(record, "findings", "first", by=adviser)
    monkeypatch.setattr(sealed, "_last", lambda record, field: 0)
    with pytest.raises(Conflict):
        sealed.write(record, "findings", "second", by=adviser)
    assert sealed.read(record, "findings") == "first"


def test_sealed_keys_are_changed_in_batches_and_old_ones_can_go(adviser, settings):
    records = [uuid4() for _ in range(7)]
    for record in records:
        sealed.write(record, "findings", str(record), by=adviser)
    settings.SEAL_KEYS = [NEW, OLD]
    sealed.check_keys()
    assert sealed.read(records[0], "findings") == str(records[0])
    out = StringIO()
    call_command("rotate_seal_keys", "--batch", "3", stdout=out)
    assert out.getvalue().startswith("7 texts")
    assert sealed.rotate() == 0
    settings.SEAL_KEYS = [NEW]
    sealed.check_keys()
    assert all(sealed.read(record, "findings") == str(record) for record in records)


def test_sealed_a_missing_or_wrong_key_is_told_in_words_without_the_key(adviser, settings):
    sealed.check_keys()
    sealed.write(uuid4(), "findings", "text", by=adviser)
    settings.SEAL_KEYS = [NEW]
    with pytest.raises(ImproperlyConfigured, match="'old', which PEERWORK_SEAL_KEYS does not list"):
        sealed.check_keys()
    wrong = "old:" + urlsafe_b64encode(b"x" * 32).decode()
    settings.SEAL_KEYS = [wrong]
    with pytest.raises(ImproperlyConfigured, match="key 'old' is not the one") as told:
        sealed.check_keys()
    assert wrong not in str(told.value)


@pytest.mark.parametrize("keys", [[], ["x"], ["a:"], ["a:c2hvcnQ"], [OLD, OLD], [":" + OLD[4:]], ["a:é"]])
def test_sealed_unusable_keys_are_refused(settings, keys):
    settings.SEAL_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        sealed._keys()


def test_sealed_erase_takes_every_version(adviser):
    record, other = uuid4(), uuid4()
    for text in "ab":
        sealed.write(record, "findings", text, by=adviser)
    sealed.write(other, "findings", "c", by=adviser)
    assert sealed.erase(record) == 2
    assert sealed.read(record, "findings") == ""
    assert sealed.read(other, "findings") == "c"


@pytest.mark.django_db(transaction=True)
def test_sealed_reading_goes_on_while_keys_change(settings):
    adviser, records = people.user("Ada Quinn"), [uuid4() for _ in range(30)]
    for record in records:
        sealed.write(record, "findings", "text", by=adviser)
    settings.SEAL_KEYS = [NEW, OLD]
    problems, done = [], threading.Event()

    def read():
        try:
            while not done.is_set():
                for record in records:
                    assert sealed.read(record, "findings") == "text"
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    assert sealed.rotate(batch=4) == 30
    done.set()
    reader.join()
    assert problems == []
