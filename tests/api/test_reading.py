"""Lists and rows: what is there, what is not, and that no filter, order or search tells more than the list."""

from itertools import cycle

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peerwork.api.urls import resources
from peerwork.people.models import Person
from peerwork.people.policy import people, units
from tests import make

PROBLEM = "application/problem+json"


def test_a_row_has_the_fields_its_reader_may_read_and_no_other(ask, world):
    person = world.row("people.Person/worker")
    by_hr = ask("hr").get(f"people/{person.pk}/").json()
    by_lead = ask("team_lead").get(f"people/{person.pk}/").json()
    assert by_hr["home_phone"] == person.home_phone
    assert {"home_phone", "home_address", "date_of_birth", "user"} & by_lead.keys() == set()
    assert by_lead["given_name"] == person.given_name
    assert by_lead["organisation"] == {"id": person.organisation_id, "label": str(person.organisation)}
    assert {"uuid", "password", "history"} & by_hr.keys() == set()


def test_decimals_are_exact(ask, world):
    placement = world.row("placements.Placement/worker")
    assert ask("hr").get(f"placements/{placement.pk}/").json()["wte"] == "0.800"


def test_each_row_of_one_list_has_its_own_fields(ask, world):
    """A senior peer worker reads their own address in the list, and nobody else's."""
    rows = {row["id"]: row for row in ask("senior").get("people/").json()["results"]}
    own, supervised = world.row("people.Person/senior").pk, world.row("people.Person/worker").pk
    assert "home_address" in rows[own]
    assert "home_address" not in rows[supervised]


def test_offers_are_the_verbs_of_the_api_that_are_granted_now(ask, world):
    team = world.row("people.Unit/team")
    assert ask("administrator").get(f"units/{team.pk}/").json()["offers"] == ["close", "move", "rename"]
    assert ask("worker").get(f"units/{team.pk}/").json()["offers"] == []


@pytest.mark.parametrize("resource", resources, ids=lambda resource: resource.name)
def test_every_list_holds_what_its_policy_shows_and_nothing_else(resource, world, ask):
    for member in ("hr", "administrator", "worker", "team_lead", "director", "senior", "other_hr", "records_officer"):
        expected = set(resource.rows(getattr(world.cast, member)).values_list("pk", flat=True))
        asker = ask(member)
        found = asker.ids(f"{resource.name}/", page_size=200)
        assert len(found) == len(set(found))
        assert set(found) == expected
        for row in asker.get(f"{resource.name}/").json()["results"][:2]:
            assert row == asker.get(f"{resource.name}/{row['id']}/").json()


@pytest.mark.parametrize("resource", resources, ids=lambda resource: resource.name)
def test_rows_of_another_organisation_are_not_there(resource, world, ask):
    """As the next of five people of the trust: 404, the same as for a number nobody has."""
    turn = cycle(("hr", "administrator", "team_lead", "worker", "director"))
    theirs = [
        row
        for rows in [world.rows.get(resource.model._meta.label, {})]
        for n, row in rows.items()
        if n.startswith("other_")
    ]
    nowhere = ask("hr").get(f"{resource.name}/{10**9}/")
    assert nowhere.status_code == 404
    for row in theirs:
        answer = ask(next(turn)).get(f"{resource.name}/{row.pk}/")
        assert (answer.status_code, answer.content) == (404, nowhere.content)


def test_a_hidden_field_can_not_be_filtered_or_sorted_by(ask, world):
    for member, path, query in [
        ("team_lead", "people/", {"user": 1}),
        ("team_lead", "people/", {"ordering": "merged_into"}),
        ("team_lead", "people/", {"ordering": "-died_on"}),
        ("director", "figures/", {"ordering": "numerator"}),
        ("hr", "people/", {"uuid": "x"}),
        ("hr", "people/", {"ordering": "uuid"}),
        ("hr", "people/", {"user__password": "x"}),
        ("hr", "people/", {"ordering": "user__email"}),
        ("hr", "people/", {"ordering": "?"}),
        ("administrator", "users/", {"password": "x"}),
        ("administrator", "users/", {"ordering": "name,session_stamp"}),
        ("hr", "people/", {"_grant_0": "True"}),
        ("hr", "people/", {"given_name__startswith": "G"}),
    ]:
        answer = ask(member).get(path, **query)
        assert answer.status_code == 400, (member, path, query, answer.content)
        assert answer["Content-Type"] == PROBLEM
        assert answer.json()["fields"]


def test_sorting_by_what_is_hidden_on_a_row_tells_nothing_about_it(ask, world):
    """Everybody may read their own address, so the name is known; it sorts no row of anybody else."""
    for number, person in enumerate(people.visible(world.cast.team_lead)):
        Person.objects.filter(pk=person.pk).update(home_phone=str(1000 - number))
    lead = ask("team_lead")
    assert lead.ids("people/", ordering="home_phone") == lead.ids("people/", ordering="-home_phone")
    assert ask("hr").ids("people/", ordering="home_phone") != ask("hr").ids("people/", ordering="-home_phone")
    assert lead.ids("away/", kind="sickness") == []


def test_a_filter_finds_only_rows_on_which_its_field_may_be_read(ask, world):
    """The senior reads the kind of their own absence, not of the colleague they supervise, who is away for the same."""
    mine = world.row("placements.Away/senior").pk
    assert world.row("placements.Away/worker").pk in ask("senior").ids("away/")
    assert ask("senior").ids("away/", kind="sickness") == [mine]
    assert ask("senior").ids("away/", ordering="kind")[0] == mine
    assert ask("senior").ids("away/", ordering="-kind")[0] == mine


def test_search_looks_only_where_the_asker_may_read(ask, world):
    Person.objects.filter(pk=world.row("people.Person/worker").pk).update(work_email="w@example.org", known_as="Robin")
    assert ask("team_lead").ids("people/", search="robin") == [world.row("people.Person/worker").pk]
    assert ask("other_hr").ids("people/", search="robin") == []


def test_filters_by_link_date_choice_and_emptiness(ask, world):
    hr, team = ask("hr"), world.row("people.Unit/team")
    everywhere = hr.ids("placements/", page_size=200)
    here = hr.ids("placements/", team=team.pk, page_size=200)
    assert here and set(here) < set(everywhere)
    assert world.row("placements.Placement/starter").pk in hr.ids("placements/", status="agreed")
    assert hr.ids("placements/", starts_on_from="2100-01-01") == []
    ended = {world.row("placements.Placement/lately").pk, world.row("placements.Placement/long_ago").pk}
    assert set(hr.ids("placements/", ends_on_empty="false")) == ended
    other = world.row("people.Unit/other_team")
    for query in (
        {"team": other.pk},
        {"team": "x"},
        {"team": 10**30},
        {"status": "nonsense"},
        {"starts_on_to": "31/1"},
    ):
        assert hr.get("placements/", **query).status_code == 400, query


def test_a_team_of_another_organisation_and_one_that_is_not_there_are_refused_alike(ask, world):
    other = world.row("people.Unit/other_team").pk
    there, nowhere = (ask("hr").get("placements/", team=pk).json()["fields"]["team"] for pk in (other, 10**9))
    assert there[0].replace(str(other), "") == nowhere[0].replace(str(10**9), "")


def test_pages_are_complete_stable_and_bounded(ask, world):
    hr = ask("hr")
    whole = hr.ids("people/", page_size=200)
    pieces = [
        pk for page in range(1, 9) if (page - 1) * 3 < len(whole) for pk in hr.ids("people/", page=page, page_size=3)
    ]
    assert pieces == whole[: len(pieces)]
    assert hr.get("people/").json()["count"] == len(whole)
    for query in (
        {"page_size": 201},
        {"page_size": 0},
        {"page_size": "x"},
        {"page": 0},
        {"page": "-1"},
        {"page": "1e3"},
    ):
        assert hr.get("people/", **query).status_code == 400, query
    assert hr.get("people/", page=5000).status_code == 404


def test_quotes_and_control_characters_are_never_an_error_of_ours(ask):
    for text in ("'", '"', "%", "\\", "\x00", "' OR 1=1 --", "\ud800", "é" * 300):
        for name in ("search", "ordering", "organisation", "kind", "code", "opened_on_from", "page", "page_size", text):
            try:
                answer = ask("administrator").get("units/", **{name: text})
            except UnicodeEncodeError:  # not even a browser can send it
                continue
            assert answer.status_code in (200, 400), (name, text)


def test_etag_follows_what_this_reader_sees(ask, world):
    team = world.row("people.Unit/team")
    lead, admin = ask("team_lead"), ask("administrator")
    first = lead.get(f"units/{team.pk}/")
    tag = first["ETag"]
    assert first["Cache-Control"] == "no-store"
    assert tag.startswith(f'"{team.version}.')
    again = lead.get(f"units/{team.pk}/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert admin.get(f"units/{team.pk}/", headers={"If-None-Match": tag}).status_code == 200
    admin.post(f"units/{team.pk}/rename/", name="Harbour Street")
    assert lead.get(f"units/{team.pk}/", headers={"If-None-Match": tag}).status_code == 200
    other = world.row("people.Unit/other_team")
    assert lead.get(f"units/{other.pk}/", headers={"If-None-Match": "*"}).status_code == 404


def test_unknown_addresses_and_methods_answer_in_json(ask, world):
    team = world.row("people.Unit/team").pk
    for path in (
        "nonsense/",
        "units/x/",
        "units/3.9e-298/",
        "units/-1/",
        f"units/{team}",
        "units",
        "units/1/nonsense/",
    ):
        answer = ask("hr").get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM), path
    for path, method in (
        (f"units/{team}/", "put"),
        (f"units/{team}/", "patch"),
        (f"units/{team}/", "delete"),
        ("units/", "post"),
        ("units/", "options"),
    ):
        answer = getattr(ask("administrator").client, method)(f"/api/v1/{path}", {}, content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)


def test_only_json_is_spoken(ask):
    answer = ask("hr").client.get("/api/v1/units/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer["Content-Type"] == "application/json"
    assert ask("hr").client.get("/api/v1/units/", headers={"Accept": "text/html"}).status_code == 406
    assert ask("hr").client.get("/api/v1/units/?format=api").status_code == 404
    form = ask("administrator").client.post("/api/v1/units/open/", {"name": "x"})
    assert form.status_code == 415


def queries(asker, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert asker.get(path).status_code == 200
    return len(caught)


def test_a_list_costs_the_same_for_one_row_and_for_many(ask, world):
    """One page of one row, one of 25 rows, of every resource HR or the administrator has that many rows of."""
    root = world.row("people.Unit/organisation")
    for _number in range(25):
        post = make.post(world.row("people.Unit/team"), title="Nurse", family="nursing")
        person = make.person(root)
        make.peer(person)
        make.placement(person, post)
        make.number(person)
        make.away(person)
        make.qualified(person)
        make.supervised(person, make.account(organisation=root), world.row("placements.Stream/practice"))
        make.holder("hr", make.team(world.row("people.Unit/service")))
    costed = 0
    for resource in resources:
        for member in ("hr", "administrator"):
            asker = ask(member)
            if asker.get(f"{resource.name}/").json()["count"] >= 25:
                few = queries(asker, f"{resource.name}/?page_size=1")
                many = queries(asker, f"{resource.name}/?page_size=25")
                assert few == many, resource.name
                assert many <= 12, (resource.name, many)
                costed += 1
    assert costed >= 8


def test_the_ids_of_a_list_are_those_of_the_policy_in_the_model_s_order(ask, world):
    hr = world.cast.hr
    assert ask("hr").ids("people/", page_size=200) == list(
        people.visible(hr).order_by("family_name", "given_name", "pk").values_list("pk", flat=True)
    )
    assert ask("hr").ids("units/", ordering="-name", page_size=200) == list(
        units.visible(hr).order_by("-name", "pk").values_list("pk", flat=True)
    )


def test_a_fault_of_ours_is_told_in_json_without_its_details(ask, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("peerwork.api.lists.ReadableOrdering.filter_queryset", broken)
    answer = ask("hr").get("people/")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert {"type", "title", "status", "detail"} == answer.json().keys()
    assert b"secret" not in answer.content
