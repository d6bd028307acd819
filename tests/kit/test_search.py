"""Search finds within reach, and never by a field the person may not read on that row."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from peerwork.kit import search
from peerwork.kit.access import Grant, Policy
from peerwork.people.models import Person
from tests.kit import people


@pytest.fixture
def cast(db, monkeypatch):
    monkeypatch.setattr(Policy, "registry", {})
    monkeypatch.setattr(search, "_places", {})
    pia, hana, max_ = people.user("Pia Lund"), people.user("Hana Roy"), people.user("Max Stone")
    for user, phone in ((pia, "0111 222"), (hana, "0111 333")):
        given, family = user.name.split()
        Person.objects.create(
            organisation=people.organisation(), user=user, given_name=given, family_name=family, home_phone=phone
        )
    policy = Policy(
        Person,
        [
            Grant("worker", lambda user: Q(user=user), reads={"given_name", "family_name", "home_phone"}, own=True),
            Grant("lead", lambda user: Q() if user == hana else None, reads={"given_name", "family_name"}),
        ],
    )
    search.register(policy, ("given_name", "family_name", "home_phone"), "person", url=lambda row: f"/p/{row.pk}/")
    return pia, hana, max_


def titles(user, words):
    return [hit.title for hit in search.find(user, words)]


def test_search_finds_all_words_within_reach(cast):
    pia, hana, max_ = cast
    assert titles(hana, "pia") == ["Pia Lund"]
    assert titles(hana, "lund PI") == ["Pia Lund"]
    assert titles(hana, "pia roy") == []
    assert titles(pia, "roy") == []
    assert titles(max_, "pia") == titles(None, "pia") == []


def test_search_a_hidden_field_finds_nothing_on_a_row_where_it_is_hidden(cast):
    _pia, hana, _max = cast
    assert titles(hana, "0111") == ["Hana Roy"], "her own phone, and not the one of somebody she only reaches as a lead"


@pytest.mark.parametrize("words", ["", "   ", "\x00", "%", "_", "'; drop table", "x" * 500])
def test_search_odd_words_find_nothing_and_break_nothing(cast, words):
    assert titles(cast[1], words) == []


def test_search_hits_say_what_they_are_and_where(cast):
    (hit,) = search.find(cast[1], "lund")
    assert (hit.kind, hit.url.startswith("/p/")) == ("person", True)


def test_search_asks_one_question_of_each_kind_of_record(cast):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        search.find(cast[1], "a")
    assert len(asked) == 1
    assert len(search.find(cast[1], "a", limit=1)) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="trigrams and forms of words")
def test_postgresql_finds_what_is_spelt_nearly_so_only_where_nothing_matches_and_within_reach(cast):
    pia, hana, max_ = cast
    search.index()
    assert search.trigrams_are_there()
    (hit,) = search.find(hana, "Lunde")
    assert (hit.title, hit.close) == ("Pia Lund", True)
    assert not search.find(hana, "lund")[0].close
    assert titles(hana, "0112") == ["Hana Roy"] or titles(hana, "0112") == []  # never the phone of Pia
    assert titles(max_, "Lunde") == titles(pia, "Roye") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'people_person' AND indexname LIKE 'found_%'")
        made = [row[0] for row in cursor.fetchall()]
    assert len(made) >= 3 and all("gin_trgm_ops" in line for line in made)
    search.index()  # a second time changes nothing
