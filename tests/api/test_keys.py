"""Who is asking: keys, sessions, and how often."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from peerwork.api.kit import Throttle
from peerwork.people import actions
from peerwork.people.models import ApiToken, Person
from peerwork.people.tokens import KEY, mint, verify
from tests import make
from tests.api.conftest import Asker, key_of

PROBLEM = "application/problem+json"


@pytest.fixture
def key(world):
    return key_of(world.cast.hr)


def held(key: str) -> ApiToken:
    return ApiToken.objects.get(prefix=KEY.fullmatch(key)[1])


def answer_to(key: str):
    return Asker(Client(raise_request_exception=False), Authorization=f"Bearer {key}").get("people/")


def test_a_key_asks_as_its_owner(program, ask):
    assert program("hr").ids("people/", page_size=200) == ask("hr").ids("people/", page_size=200)
    assert program("worker").ids("people/") == ask("worker").ids("people/")


def test_a_key_is_kept_as_a_hash_only(key):
    prefix, secret = KEY.fullmatch(key).groups()
    kept = ApiToken.objects.values().get(prefix=prefix)
    assert secret not in str(kept)
    assert len({mint()[1] for _number in range(100)}) == 100
    assert len(secret) == 43  # 256 bits


@pytest.mark.parametrize(
    "broken",
    [
        lambda key: "",
        lambda key: "pw_",
        lambda key: key[:-1],
        lambda key: key[:-1] + ("a" if key[-1] != "a" else "b"),
        lambda key: "pw_00000000_" + key[12:],
        lambda key: key.upper(),
        lambda key: key + "\u0660",
        lambda key: "None",
    ],
)
def test_a_key_that_is_not_right_opens_nothing(key, broken):
    answer = answer_to(broken(key).encode("ascii", "replace").decode())
    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_ends_with_its_day_its_revocation_or_its_owner_s_account(key, world):
    assert answer_to(key).status_code == 200
    token = held(key)
    ApiToken.objects.filter(pk=token.pk).update(expires_on=make.today())
    assert answer_to(key).status_code == 200
    ApiToken.objects.filter(pk=token.pk).update(expires_on=make.today() - timedelta(days=1))
    assert answer_to(key).status_code == 401
    second, third = key_of(world.cast.hr), key_of(world.cast.hr)
    actions.revoke_token(held(second), by=world.cast.hr)
    assert answer_to(second).status_code == 401
    actions.deactivate(world.cast.hr, by=world.cast.administrator)
    assert answer_to(third).status_code == 401
    actions.reactivate(world.cast.hr, by=world.cast.administrator)
    assert answer_to(third).status_code == 401


def test_a_key_of_an_account_that_was_closed_by_any_road_opens_nothing(key, world):
    type(world.cast.hr).objects.filter(pk=world.cast.hr.pk).update(is_active=False)
    assert answer_to(key).status_code == 401


def test_a_read_only_key_changes_nothing(program, world):
    person = world.row("people.Person/worker")
    reader = program("hr", "read")
    assert reader.get(f"people/{person.pk}/").status_code == 200
    answer = reader.post(f"people/{person.pk}/edit/", known_as="Changed")
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    person.refresh_from_db()
    assert person.known_as == ""
    assert program("hr", "write").post(f"people/{person.pk}/edit/", known_as="Robin").status_code == 200


def test_a_key_never_begins_a_session(program, world):
    sessions = Session.objects.count(), UserSession.objects.count()
    asker = program("hr")
    for answer in (asker.get("people/"), asker.post("people/register/", given_name="x"), asker.get("schema/")):
        assert answer.status_code in (200, 400)
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert "Authorization" in answer["Vary"]
    assert (Session.objects.count(), UserSession.objects.count()) == sessions
    assert Client().get("/api/v1/people/").status_code == 401


def test_a_key_opens_the_api_and_no_page(key):
    """A page asked for with a key answers as it does to nobody."""
    page = Client().get("/api/v1/people/", headers={"Authorization": f"Bearer {key}"})
    assert page.status_code == 200
    assert verify(f"Basic {key}") is None


def test_a_wrong_key_is_not_saved_by_a_good_session(ask):
    answer = ask("hr").get("people/", headers={"Authorization": "Bearer pw_wrong"})
    assert answer.status_code == 401


def test_when_a_key_was_used_is_written_once_a_day(key, django_assert_num_queries):
    answer_to(key)
    assert held(key).last_used_on == make.today()
    with django_assert_num_queries(1):
        verify(f"Bearer {key}")
    assert held(key).history.count() == 1


def test_no_key_is_made_by_the_api(program, ask):
    for asker in (program("hr"), ask("hr")):
        assert asker.post("tokens/issue/", name="x", scope="write", expires_on="2027-01-01").status_code == 404
    rows = ask("hr").get("tokens/").json()["results"]
    assert all("secret_hash" not in row for row in rows)


def test_nobody_is_answered_401(ask):
    for path in ("people/", "people/1/", "schema/", "nonsense/"):
        answer = ask("nobody").get(path)
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM), path
        assert "WWW-Authenticate" in answer
    assert ask("nobody").post("units/open/").status_code == 401
    assert ask("nobody").get("").status_code == 302


def test_a_browser_s_session_needs_the_page_s_token(world):
    person = world.row("people.Person/worker")
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.hr)
    path = f"/api/v1/people/{person.pk}/edit/"
    answer = client.post(path, {"known_as": "Robin"}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert Person.objects.get(pk=person.pk).known_as == ""
    client.cookies["csrf"] = "a" * 32
    good = client.post(path, {"known_as": "Robin"}, content_type="application/json", headers={"X-CSRFToken": "a" * 32})
    assert good.status_code == 200, good.content


def test_a_session_opened_with_one_step_opens_nothing(ask, settings):
    settings.MFA_REQUIRED = True
    assert ask("hr").get("people/").status_code == 403


@pytest.fixture
def rate(settings):
    def set_to(words: str):
        settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {"user": words}}
        cache.clear()
        Throttle._here.clear()

    yield set_to
    Throttle._here.clear()


def test_too_many_requests_are_told_when_to_come_back(ask, rate):
    rate("5/hour")
    hr = ask("hr")
    assert [hr.get("units/").status_code for _number in range(6)] == [200] * 5 + [429]
    answer = hr.get("units/")
    assert answer["Content-Type"] == PROBLEM
    assert 1 <= int(answer["Retry-After"]) <= 3600
    assert ask("administrator").get("units/").status_code == 200
    assert hr.post("people/register/", given_name="x", family_name="y").status_code == 429


def test_the_limit_holds_for_all_workers_together(ask, rate):
    """Another worker process has its own memory; what it counted stands in the shared cache."""
    rate("40/hour")
    hr = ask("hr")
    for _worker in range(4):
        Throttle._here.clear()
        for _number in range(10):
            assert hr.get("units/").status_code == 200
    Throttle._here.clear()
    assert 429 in [hr.get("units/").status_code for _number in range(3)]


def test_the_limit_opens_again(ask, rate, monkeypatch):
    rate("2/min")
    hr = ask("hr")
    assert [hr.get("units/").status_code for _number in range(3)] == [200, 200, 429]
    later = timezone.now().timestamp() + 61
    monkeypatch.setattr("peerwork.api.kit.time.time", lambda: later)
    assert hr.get("units/").status_code == 200
