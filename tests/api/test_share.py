"""The share of care by the API is the answer of the page, released where the page is."""

from decimal import Decimal

from peerwork.mix.queries import mix


def test_the_api_answers_what_the_page_shows(ask, world):
    for member in ("director", "hr", "team_lead", "lived_experience_lead"):
        shown = mix(getattr(world.cast, member))
        told = ask(member).get("share/").json()
        assert told["unit"] == {"id": shown.unit.pk, "label": shown.unit.name}
        assert (told["basis"], told["released"], told["finding"]) == (shown.basis, shown.released, shown.finding)
        assert told["share"] == (None if shown.share is None else str(shown.share))
        months = [(point["month"], point["share"], point["peers"]) for point in told["months"]]
        assert months == [
            (f"{p.month}", None if p.actual is None else str(p.actual), None if p.peers is None else str(p.peers))
            for p in shown.series
        ]
        assert [row["name"] for row in told["teams"]] == [row.name for row in shown.heat]


def test_a_share_is_an_exact_fraction(ask):
    share = ask("hr").get("share/", basis="wte").json()["share"]
    assert isinstance(share, str)
    assert 0 < Decimal(share) < 1


def test_a_director_s_counts_of_people_come_through_the_release_rules(ask):
    told = ask("director").get("share/", basis="headcount").json()
    assert told["released"] is True
    counts = [Decimal(value) for row in told["months"] for value in (row["peers"], row["others"]) if value is not None]
    assert all(count % 5 == 0 for count in counts)


def test_what_is_asked_is_checked_and_what_is_out_of_reach_is_not_there(ask, world):
    hr, other = ask("hr"), world.row("people.Unit/other_team")
    for query in ({"basis": "wages"}, {"month": "2026-13"}, {"month": "' OR 1"}, {"unit": "x"}, {"team": "1"}):
        assert hr.get("share/", **query).status_code == 400, query
    for query in ({"unit": other.pk}, {"unit": 10**30}, {"month": "1900-01"}):
        assert hr.get("share/", **query).status_code == 404, query
    assert ask("worker").get("share/").status_code == 404
    assert ask("nobody").get("share/").status_code == 401
