"""Verbs: asked for before their body is read, doing only what their action does, to nothing out of reach."""

from itertools import cycle

import pytest
from django.forms.models import model_to_dict

from peerwork.api.urls import resources
from peerwork.people.models import Person, RoleAssignment, Unit, User
from peerwork.placements.models import Away, Placement
from tests import make

PROBLEM = "application/problem+json"


def test_a_first_verb_makes_a_row_and_says_where(ask, world):
    service = world.row("people.Unit/service")
    answer = ask("administrator").post("units/open/", kind="team", name="Quay", code="QUAY", parent=service.pk)
    row = answer.json()
    unit = Unit.objects.get(code="QUAY")
    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/units/{unit.pk}/")
    assert row["name"] == "Quay"
    assert row["version"] == unit.version
    assert answer["ETag"] == ask("administrator").get(f"units/{unit.pk}/")["ETag"]
    assert unit.history.get().history_user == world.cast.administrator
    assert unit.history.get().history_change_reason == "open"


def test_a_verb_on_a_row_is_its_action(ask, world):
    placement = world.row("placements.Placement/starter")
    hr = ask("hr")
    assert hr.post(f"placements/{placement.pk}/start/").json()["status"] == "started"
    wrong = hr.post(f"placements/{placement.pk}/start/")
    assert (wrong.status_code, wrong.json()["current"]["status"]) == (409, "started")
    ended = hr.post(f"placements/{placement.pk}/end/", ends_on=make.today().isoformat()).json()
    assert (ended["status"], ended["ends_on"], ended["offers"]) == ("ended", make.today().isoformat(), ["resume"])
    assert placement.history.first().history_change_reason == "end"


def test_the_verb_is_asked_for_before_the_body_is_read(ask, world):
    team = world.row("people.Unit/team")
    for path in (f"units/{team.pk}/rename/", "units/open/"):
        answer = ask("worker").client.post(f"/api/v1/{path}", b"{not json", content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    answer = ask("administrator").client.post(
        f"/api/v1/units/{team.pk}/rename/", b"{not json", content_type="application/json"
    )
    assert answer.status_code == 400


def test_unknown_fields_are_named_and_fields_of_others_refused(ask, world):
    team = world.row("people.Unit/team")
    answer = ask("administrator").post(f"units/{team.pk}/rename/", name="New", colour="red", organisation=1)
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"colour", "organisation"})
    user = world.cast.worker
    refused = ask("administrator").post(f"users/{user.pk}/rename/", digest=False)
    assert (refused.status_code, set(refused.json()["fields"])) == (403, {"digest"})
    assert ask("worker").post(f"users/{user.pk}/rename/", digest=False).json()["digest"] is False
    user.refresh_from_db()
    assert (user.digest, user.name) == (False, str(world.cast.worker))


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        '"x"',
        "1",
        "null",
        '[{"name": "x"}]',
        '{"name": NaN}',
        pytest.param('{"name": ' + "[" * 100_000, id="deep"),
    ],
)
def test_a_body_that_is_no_object_is_a_400(ask, world, body):
    team = world.row("people.Unit/team")
    answer = ask("administrator").client.post(f"/api/v1/units/{team.pk}/rename/", body, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM), answer.content
    assert Unit.objects.get(pk=team.pk).version == team.version


def hostile(model) -> dict:
    """A value for every field of a model, whoever may write it."""
    values = {}
    for field in model._meta.concrete_fields:
        kind = field.get_internal_type()
        if field.is_relation:
            values[field.name] = 1
        elif field.choices:
            values[field.name] = field.choices[-1][0]
        else:
            values[field.name] = {
                "BooleanField": True,
                "DateField": "2020-01-01",
                "DateTimeField": "2020-01-01T00:00:00Z",
            }.get(kind, "1")
    return values


@pytest.mark.parametrize("resource", [r for r in resources if r.verbs], ids=lambda resource: resource.name)
def test_no_verb_writes_a_field_it_does_not_name(resource, ask, world):
    """Every field of the model sent to every verb on a row, by whoever may ask for it: each is named and refused."""
    row = next(iter(world.rows.get(resource.model._meta.label, {}).values()), None)
    if row is None:
        pytest.skip("the cast has no such row")
    before = resource.model._default_manager.values().get(pk=row.pk)
    for verb, spec in resource.verbs.items():
        body = {k: v for k, v in hostile(resource.model).items() if k not in spec.fields and k not in spec.others}
        for member in ("hr", "administrator", "worker", "director"):
            ask_for, path = ask(member), f"{resource.name}/{row.pk}/{verb}/"
            answer = ask_for.post(path, **body)
            assert answer.status_code in (400, 403, 404, 409), (member, verb, answer.content)
            named = answer.json().get("fields") or (body if answer.status_code in (403, 404) else {})
            for name in body.keys() - named:  # not said of this one, so it is asked alone
                alone = ask_for.post(path, **{name: body[name]})
                assert alone.status_code in (400, 403, 404, 409), (member, verb, name, alone.content)
    after = resource.model._default_manager.values().get(pk=row.pk)
    for values in (before, after):
        values.pop("last_login", None)
    assert after == before


def test_no_account_makes_itself_more_than_it_is(ask, world):
    """Every field of User sent to the verb everybody has on themselves."""
    before = User.objects.values().get(pk=world.cast.worker.pk)
    me = ask("worker")
    for name, value in (
        hostile(User) | {"is_staff": True, "is_superuser": True, "groups": [1], "assignments": [1]}
    ).items():
        if name not in ("name", "digest", "mail_from", "mail_until"):
            assert me.post(f"users/{world.cast.worker.pk}/rename/", **{name: value}).status_code == 400, name
    after = User.objects.values().get(pk=world.cast.worker.pk)
    assert {**after, "last_login": None} == {**before, "last_login": None}
    given = ask("worker").post("assignments/give/", user=world.cast.worker.pk, role="hr", unit=1)
    assert given.status_code == 403


def test_nobody_gives_themselves_a_role(ask, world):
    admin, root = world.cast.administrator, world.row("people.Unit/organisation")
    answer = ask("administrator").post("assignments/give/", user=admin.pk, role="hr", unit=root.pk)
    assert answer.status_code == 403
    assert not RoleAssignment.objects.filter(user=admin, role="hr").exists()


def test_another_organisation_s_number_in_the_path_changes_nothing(ask, world):
    """Each verb on each row of the other trust, by the next of four people of ours."""
    askers, turn = cycle(map(ask, ("hr", "administrator", "worker", "team_lead"))), 0
    for resource in resources:
        for name, row in world.rows.get(resource.model._meta.label, {}).items():
            if not name.startswith("other_"):
                continue
            row.refresh_from_db()  # the world goes on writing after it has kept a row
            before = model_to_dict(row)
            for verb in resource.verbs:
                answer = next(askers).post(f"{resource.name}/{row.pk}/{verb}/")
                assert answer.status_code == 404, (resource.name, verb)
                turn += 1
            row.refresh_from_db()
            assert model_to_dict(row) == before
    assert turn > 500


def test_another_organisation_s_number_in_the_body_is_not_there(ask, world):
    """The same words as for a number nobody has, and nothing made."""
    trust, other = world.row("people.Unit/organisation"), world.row("people.Unit/other_team")
    theirs, ours = world.row("people.Person/other_worker"), world.row("people.Person/worker")
    post, employer = world.row("placements.Post/peer"), trust.pk
    team, named = world.row("people.Unit/team"), {"given_name": "x", "family_name": "y"}
    worker, stranger = world.cast.worker.pk, world.cast.other_worker.pk
    placed = {
        "post": post.pk,
        "team": post.team_id,
        "employer": employer,
        "host": employer,
        "wte": "0.5",
        "starts_on": "2026-12-01",
    }
    cases = [
        ("administrator", "units/open/", {"kind": "team", "name": "x", "code": "X", "parent": other.pk}, "parent"),
        ("administrator", f"units/{team.pk}/move/", {"parent": other.pk, "starts_on": "2027-01-01"}, "parent"),
        ("administrator", "assignments/give/", {"user": worker, "role": "hr", "unit": other.pk}, "unit"),
        ("administrator", "assignments/give/", {"user": stranger, "role": "hr", "unit": trust.pk}, "user"),
        ("hr", "people/register/", {**named, "organisation": other.organisation_id}, "organisation"),
        ("hr", "away/note/", {"person": theirs.pk, "kind": "leave"}, "person"),
        ("hr", "matches/propose/", {"kept": ours.pk, "duplicate": theirs.pk, "grounds": "x"}, "duplicate"),
        ("hr", "placements/propose/", {**placed, "person": theirs.pk}, "person"),
        ("hr", "placements/propose/", {**placed, "person": ours.pk, "host": other.organisation_id}, "host"),
    ]  # fmt: skip
    before = [model.objects.count() for model in (Unit, RoleAssignment, Person, Away, Placement)]
    for member, path, body, field in cases:
        answer = ask(member).post(path, **body)
        assert answer.status_code == 400, (path, answer.content)
        assert list(answer.json()["fields"]) == [field]
        nowhere = ask(member).post(path, **{**body, field: 10**9}).json()["fields"][field][0]
        assert answer.json()["fields"][field][0].replace(str(body[field]), "") == nowhere.replace(str(10**9), "")
    assert [model.objects.count() for model in (Unit, RoleAssignment, Person, Away, Placement)] == before


def test_linked_records_are_numbers_and_never_change_through_a_link(ask, world):
    person = world.row("people.Person/worker")
    answer = ask("hr").post(
        "away/note/", person={"id": person.pk, "given_name": "Changed"}, kind="leave", starts_on="2026-12-01"
    )
    assert answer.status_code == 400
    person.refresh_from_db()
    assert person.given_name != "Changed"


def test_if_match_keeps_the_second_editor_from_overwriting_the_first(ask, world):
    person = world.row("people.Person/worker")
    hr = ask("hr")
    seen = hr.get(f"people/{person.pk}/")
    first = hr.post(f"people/{person.pk}/edit/", headers={"If-Match": seen["ETag"]}, known_as="Robin")
    assert first.status_code == 200
    assert first.json()["version"] == seen.json()["version"] + 1
    second = hr.post(f"people/{person.pk}/edit/", headers={"If-Match": seen["ETag"]}, known_as="Bobby")
    assert (second.status_code, second["Content-Type"]) == (409, PROBLEM)
    assert second.json()["current"] == hr.get(f"people/{person.pk}/").json()
    assert second.json()["current"]["known_as"] == "Robin"
    by_number = hr.post(
        f"people/{person.pk}/edit/", headers={"If-Match": f'"{first.json()["version"]}"'}, known_as="Bo"
    )
    assert by_number.status_code == 200
    for tag in ('"nonsense"', "0", '"-1"', '"99999999999999999999"'):
        assert hr.post(f"people/{person.pk}/edit/", headers={"If-Match": tag}, known_as="No").status_code == 409
    assert hr.post(f"people/{person.pk}/edit/", headers={"If-Match": "*"}, known_as="Yes").status_code == 200


def test_what_a_conflict_shows_is_what_its_reader_may_read(ask, world):
    person = world.row("people.Person/worker")
    answer = ask("worker").post(f"people/{person.pk}/correct/", headers={"If-Match": '"0"'}, known_as="Robin")
    assert answer.status_code == 409
    assert "died_on" not in answer.json()["current"]


def test_a_refused_body_leaves_no_trace(ask, world):
    person = world.row("people.Person/worker")
    answer = ask("hr").post(f"people/{person.pk}/edit/", known_as="x" * 500)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["known_as"])
    twice = ask("hr").post(
        "identifiers/note/",
        person=person.pk,
        system="staff_id",
        value=world.row("people.Identifier/colleague").value,
        organisation=person.organisation_id,
    )
    assert (twice.status_code, "already" in str(twice.json()["fields"])) == (400, True)
    assert person.history.count() == 1


def test_access_ends_with_the_next_request(ask, world):
    hr, person = ask("hr"), world.row("people.Person/worker")
    assert hr.get(f"people/{person.pk}/").status_code == 200
    RoleAssignment.objects.filter(user=world.cast.hr).update(
        ends_on=make.today() - make.LONG_AGO, starts_on="2020-01-01"
    )
    assert hr.get(f"people/{person.pk}/").status_code == 404
    assert hr.post(f"people/{person.pk}/edit/", known_as="x").status_code == 404
    assert hr.get("people/").json()["count"] == 0
