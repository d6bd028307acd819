"""The same request sent twice is done once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from peerwork.kit.models import Repeat
from peerwork.kit.repeats import forget_repeats
from peerwork.people.models import Person

PROBLEM = "application/problem+json"
KEY = {"Idempotency-Key": "0c6c1f0e-91f3-4a51-a2a4-0f5b3a2f7a10"}


def starter(world, family: str = "Twice") -> dict:
    return {"organisation": world.row("people.Unit/organisation").pk, "given_name": "Only", "family_name": family}


def test_the_second_answer_is_the_first_one_again(ask, world):
    hr = ask("hr")
    first = hr.post("people/register/", headers=KEY, **starter(world))
    second = hr.post("people/register/", headers=KEY, **starter(world))
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert (first["ETag"], first["Location"]) == (second["ETag"], second["Location"])
    assert Person.objects.filter(family_name="Twice").count() == 1


def test_a_verb_repeated_after_its_state_has_passed_answers_as_before(ask, world):
    placement = world.row("placements.Placement/starter")
    hr = ask("hr")
    first = hr.post(f"placements/{placement.pk}/start/", headers=KEY)
    second = hr.post(f"placements/{placement.pk}/start/", headers=KEY)
    assert (first.status_code, first.content) == (second.status_code, second.content) == (200, first.content)
    assert placement.history.filter(history_change_reason="start").count() == 1


def test_a_key_used_for_another_request_is_refused(ask, world):
    hr = ask("hr")
    hr.post("people/register/", headers=KEY, **starter(world))
    other = hr.post("people/register/", headers=KEY, **starter(world, "Other"))
    assert (other.status_code, other["Content-Type"]) == (422, PROBLEM)
    elsewhere = hr.post("identifiers/note/", headers=KEY, **starter(world))
    assert elsewhere.status_code == 422
    assert not Person.objects.filter(family_name="Other").exists()


def test_two_people_may_choose_the_same_key(ask, world):
    for member in ("hr", "hr_worker"):
        assert ask(member).post("people/register/", headers=KEY, **starter(world, member)).status_code == 201
    assert Repeat.objects.count() == 2


def test_a_refused_request_is_not_remembered(ask, world):
    hr = ask("hr")
    assert hr.post("people/register/", headers=KEY, given_name="Only").status_code == 400
    assert not Repeat.objects.exists()
    assert hr.post("people/register/", headers=KEY, **starter(world)).status_code == 201


def test_an_answer_is_not_given_again_to_somebody_who_lost_the_role(ask, world):
    person = world.row("people.Person/worker")
    hr = ask("hr")
    assert hr.post(f"people/{person.pk}/edit/", headers=KEY, known_as="Robin").status_code == 200
    world.cast.hr.assignments.update(starts_on="2020-01-01", ends_on="2020-01-02")
    again = hr.post(f"people/{person.pk}/edit/", headers=KEY, known_as="Robin")
    assert again.status_code == 404


@pytest.mark.parametrize("key", ["", "x" * 121, "a\tb"])
def test_a_key_that_can_not_be_kept_is_refused(ask, world, key):
    answer = ask("hr").post("people/register/", headers={"Idempotency-Key": key}, **starter(world))
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["Idempotency-Key"])


def test_an_answer_is_kept_for_a_day(ask, world):
    hr = ask("hr")
    hr.post("people/register/", headers=KEY, **starter(world))
    Repeat.objects.update(at=timezone.now() - timedelta(hours=23))
    forget_repeats()
    assert hr.post("people/register/", headers=KEY, **starter(world)).status_code == 201
    assert Person.objects.filter(family_name="Twice").count() == 1
    Repeat.objects.update(at=timezone.now() - timedelta(hours=25))
    assert hr.post("people/register/", headers=KEY, **starter(world)).status_code == 201
    assert Person.objects.filter(family_name="Twice").count() == 2
    Repeat.objects.update(at=timezone.now() - timedelta(hours=25))
    forget_repeats()
    assert not Repeat.objects.exists()
