"""Where values live, audits that are looked at again, gaps by level, and stopping as something learned."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.readiness import factors
from peerwork.readiness.change import actions, queries
from tests import make


def test_a_process_never_looked_at_is_a_gap_and_so_is_one_due_again(world):
    by, root = world.cast.hr, world.row("people.Unit/organisation")
    new = actions.list_process(by=by, unit=root, kind="mission", name="Our aims")
    assert new.is_gap and queries.register_of(by)[0] == new
    with pytest.raises(Invalid) as refused:
        actions.review_process(new, by=by, found="It is there")
    assert "present" in refused.value.fields
    day = make.today() - timedelta(days=400)
    old = actions.review_process(
        new, by=by, found="It is there", present=["peers"], reviewed_on=day, next_on=day + timedelta(days=30)
    )
    assert old.is_gap
    assert not actions.review_process(old, by=by, found="Still", next_on=make.today() + timedelta(days=9)).is_gap
    assert "Mission statement" not in queries.kinds_without(queries.register_of(by))
    assert "Language" in queries.kinds_without(queries.register_of(by))


def test_an_audit_is_linked_with_what_followed_and_the_next_look(world):
    by, first = world.cast.team_lead, world.row("readiness.Audit/team")
    again = actions.record_audit(by=by, unit=first.unit, topic=first.topic, looked_at=10, met=8, follows=first)
    first.refresh_from_db()
    assert first.status == "closed", "what was looked at again has been followed up"
    third = actions.record_audit(by=by, unit=first.unit, topic=first.topic, looked_at=5, met=5, follows=again)
    for row in (first, again, third):
        assert queries.chain_of(by, row) == [first, again, third]
    page = world.client("team_lead").get(first.get_absolute_url()).content.decode()
    assert "8 of 10 (80%)" in page and "Write plans together" in page
    with pytest.raises(Invalid):
        actions.record_audit(by=by, unit=first.unit, topic="Else", looked_at=3, met=4)
    with pytest.raises(Invalid):
        actions.record_audit(
            by=world.cast.hr, unit=world.row("people.Unit/next_team"), topic="Else", looked_at=3, met=1, follows=first
        )


def test_levels_without_anybody_come_first(world):
    by = world.cast.team_lead
    lines = queries.levels_for(by)
    assert [(line.level, bool(line.named)) for line in lines] == [("team", False), ("practitioner", True)]
    actions.end_lead(world.row("readiness.RecoveryLead/team"), by=by, ends_on=make.today() - timedelta(days=1))
    assert not any(line.named for line in queries.levels_for(by))
    with pytest.raises(Invalid):
        actions.name_lead(by=by, unit=world.row("people.Unit/team"), level="organisation", name="Nobody")
    page = world.client("director").get(reverse("readiness:leads")).content.decode()
    assert "Fay Moor" not in page


def test_an_initiative_has_an_aim_and_somebody_and_stops_with_what_was_learned(world):
    by, team = world.cast.team_lead, world.row("people.Unit/team")
    for gap in ({"aim": "", "owner_words": "Us"}, {"aim": "To choose"}):
        with pytest.raises(Invalid):
            actions.propose(by=by, unit=team, name="A walk", **gap)
    row = world.row("readiness.Initiative/team")
    with pytest.raises(Invalid):
        actions.stop(row, by=by)
    stopped = actions.stop(row, by=world.cast.records_officer, learned="Too late in the day")
    page = world.client("director").get(stopped.get_absolute_url()).content.decode()
    assert "Stopped, and learned from" in page and "Too late in the day" in page and "nhsuk-tag--red" not in page
    assert str(world.cast.records_officer) not in page
    with pytest.raises(Conflict):
        actions.finish(stopped, by=by)
    with pytest.raises((NotAllowed, NotHere)):
        actions.reopen(stopped, by=world.cast.other_team_lead)


def test_leads_and_things_tried_are_evidence_of_two_factors(world):
    team = world.row("people.Unit/team").pk
    known = factors.known_of([team])[team]
    assert (known.levels, known.tried, known.learned, known.again) == (1, 1, 0, 0)
    row = world.row("readiness.Audit/team")
    actions.record_audit(by=world.cast.team_lead, unit=row.unit, topic="Again", looked_at=2, met=2, follows=row)
    actions.stop(world.row("readiness.Initiative/team"), by=world.cast.team_lead, learned="Too late")
    known = factors.known_of([team])[team]
    assert (known.levels, known.tried, known.learned, known.again) == (1, 1, 1, 1)
