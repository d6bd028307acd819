"""A team's own look at itself stays its own: on every page, endpoint, search and file, for everybody above it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.placements.actions import end_placement
from peerwork.placements.warnings import readiness_on
from peerwork.readiness import actions, factors, queries
from peerwork.readiness.policy import assessments
from peerwork.readiness.words import Factor, Level, co_produced, level_of, rising
from tests import make
from tests.readiness.world import assessed
from tests.system.salt import words_of

CANARY = "canary-of-the-team"
ABOVE = ["hr", "lived_experience_lead", "training_lead", "director", "administrator", "visiting", "next_team_lead",
         "records_officer", "hr_worker", "other_hr"]  # fmt: skip


@pytest.fixture
def unshared(world):
    """An assessment of the team with a mark in every word, also in those inside JSON, and an action with one."""
    actions.withdraw(world.row("readiness.Assessment/draft"), by=world.cast.team_lead)
    words = {"evidence": [f"{CANARY} {n}" for n in range(10)], "resources": CANARY}
    row = assessed(world.row("people.Unit/team"), world.cast.worker, held_on=make.today(), **words)
    actions.add_action(by=world.cast.worker, assessment=row, what=CANARY, owner_words=CANARY)
    return row


def told(client, row) -> str:
    """Everything this reader can find of it, by every door."""
    addresses = [
        reverse("home:home"),
        reverse("readiness:home"),
        reverse("readiness:challenges", args=[row.unit_id]),
        reverse("readiness:assessment", args=[row.pk]),
        reverse("readiness:plan", args=[row.pk]),
        reverse("readiness:action", args=[row.actions.get().pk]),
        reverse("api:ten-challenges"),
        reverse("api:ten-challenges-row", args=[row.pk]),
        reverse("api:team-actions"),
        f"{reverse('api:team-actions')}?assessment={row.pk}",
        f"{reverse('home:search')}?q={CANARY[:-2]}",  # a part of it, because the page repeats what was asked
    ]
    return " ".join(words_of(client.get(address)) for address in addresses)


@pytest.mark.parametrize("member", ABOVE)
def test_what_a_team_has_not_shared_reaches_nobody_above_it(member, world, unshared):
    assert CANARY not in told(world.client(member), unshared)
    assert not assessments.visible(getattr(world.cast, member)).filter(pk=unshared.pk).exists()


def test_the_team_finds_it_by_those_same_doors(world, unshared):
    for member in ("worker", "team_lead"):
        assert told(world.client(member), unshared).count(CANARY) > 20


def test_what_is_shared_is_seen_above_until_it_is_taken_back(world, unshared):
    row = actions.share(unshared, by=world.cast.worker)
    assert CANARY in told(world.client("hr"), row)
    director = told(world.client("director"), row)
    assert CANARY not in director and "A changed workforce" in director
    actions.unshare(row, by=world.cast.colleague)
    assert CANARY not in told(world.client("hr"), row)


def test_whoever_no_longer_works_there_reads_it_no_more(world, unshared):
    placement = world.row("placements.Placement/worker")
    end_placement(placement, by=world.cast.hr, ends_on=make.today() - timedelta(days=1))
    with pytest.raises(NotHere):
        assessments.find(world.cast.worker, pk=unshared.pk)


# The state machine and the rules ----------------------------------------------------------------------------------
def test_a_draft_is_agreed_only_when_it_is_whole(world):
    draft, by = world.row("readiness.Assessment/draft"), world.cast.worker
    for gap in ({"levels": [None] * 10}, {"priorities": []}, {"present": []}, {"review_on": None}):
        before = {name: getattr(draft, name) for name in gap}
        actions.edit(draft, by=by, **gap)
        with pytest.raises(Invalid):
            actions.agree(draft, by=by)
        actions.edit(draft, by=by, **before)
    agreed = actions.agree(draft, by=by)
    with pytest.raises(Conflict):
        actions.edit(agreed, by=by, resources="More")
    reviewed = actions.review(agreed, by=by, review_words="It helped")
    assert (reviewed.status, reviewed.reviewed_on) == ("reviewed", make.today())
    with pytest.raises(Conflict):
        actions.review(reviewed, by=by, review_words="Again")


@pytest.mark.parametrize(
    "fault",
    [{"levels": [6] * 10}, {"levels": [1] * 9}, {"levels": "123"}, {"priorities": [1, 2, 3, 4]}, {"priorities": [11]},
     {"priorities": [1, 1]}, {"evidence": ["x" * 601] * 10}, {"present": ["nobody"]},
     {"held_on": make.today() + timedelta(days=1)}],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_words(fault, world):
    with pytest.raises(Invalid) as refused:
        actions.edit(world.row("readiness.Assessment/draft"), by=world.cast.worker, **fault)
    assert refused.value.fields


def test_there_is_one_draft_at_a_time(world):
    with pytest.raises((Conflict, Invalid)):
        actions.begin(by=world.cast.worker, unit=world.row("people.Unit/team"))


def test_an_action_is_stopped_only_with_what_was_learned(world):
    row = world.row("readiness.TeamAction/team")
    with pytest.raises(Invalid):
        actions.stop_action(row, by=world.cast.worker)
    assert actions.stop_action(row, by=world.cast.worker, learned="It was too soon").ended_on == make.today()


def test_nothing_typed_is_lost_when_two_write_at_once(world):
    client, draft = world.client("worker"), world.row("readiness.Assessment/draft")
    actions.edit(draft, by=world.cast.team_lead, resources="First")
    answer = client.post(
        reverse("readiness:edit", args=[draft.pk]), {"resources": "Second", "version": draft.version, "held_on": ""}
    )
    assert answer.status_code == 400  # the day is missing: what was typed is still there
    assert "Second" in answer.content.decode()
    today = make.today()
    fields = {"resources": "Second", "version": draft.version - 1, "held_on_day": today.day}
    fields |= {"held_on_month": today.month, "held_on_year": today.year}
    answer = client.post(reverse("readiness:edit", args=[draft.pk]), fields)
    assert answer.status_code == 409 and "Second" in answer.content.decode()


# The decision, and the four factors -------------------------------------------------------------------------------
def test_ready_is_decided_only_when_nothing_is_missing(world):
    team, by = world.row("people.Unit/next_team"), world.cast.hr
    left = queries.missing(queries.checklist(by, team), queries.four_factors(by, team))
    assert "Supervision booked" in left and "Purpose of the role and a role description" not in left
    values = {"reason": "We looked", "expires_on": make.today() + timedelta(days=90)}
    with pytest.raises(Invalid) as refused:
        actions.decide(by=by, team=team, missing=left, answer="ready", **values)
    assert "Supervision booked" in str(refused.value.fields["answer"])
    decision = actions.decide(by=by, team=team, missing=left, answer="conditions", conditions="Book it", **values)
    assert readiness_on(team).pk == decision.pk, "the gate of placements reads it"
    with pytest.raises(NotAllowed):
        actions.decide(by=world.cast.worker, team=team, missing=[], answer="ready", **values)


def test_the_latest_answer_counts_and_the_earlier_stay(world):
    team, item, by = world.row("people.Unit/team"), world.row("readiness.ChecklistItem/purpose"), world.cast.team_lead
    actions.answer(by=by, team=team, item=item, state="partly")
    assert queries.latest_answers(by, [team.pk])[team.pk, item.pk].state == "partly"
    assert [row.state for row in queries.history_of(by, team, item)] == ["partly", "in_place"]


def test_four_stay_four_the_weakest_first_and_none_is_made_up_for(world):
    team = factors.Team(
        peers={1, 2}, others={3}, qualified=2, oriented=0, named=2, due=4, in_date=4, tried=1, learned=1
    )
    rated = {row.factor: row for row in [world.row("readiness.FactorRating/team")]}
    shown = factors.four(team, rated)
    assert {each.factor for each in shown} == set(Factor)
    levels = [each.level or 0 for each in shown]
    assert levels == sorted(levels)
    by_key = {each.key: each for each in shown}
    assert by_key["training"].level == Level.NOT_BEGUN, "colleagues without orientation are not averaged away"
    assert by_key["management"].level == Level.KEPT_UP
    assert by_key["culture"].level == 3 and by_key["leadership"].absent


@pytest.mark.parametrize(("part", "whole", "level"), [
    (0, 0, None), (0, 3, 1), (1, 9, 2), (2, 5, 3), (3, 4, 4), (94, 100, 4), (95, 100, 5), (3, 3, 5)])  # fmt: skip
def test_a_share_stands_on_a_step(part, whole, level):
    assert level_of(part, whole) == level


def test_a_trend_is_never_told_from_two():
    assert rising([1, 5]) == rising([None, 2, 4]) == "too few times to say"
    assert (rising([1, 1, 2]), rising([3, 2, 2]), rising([1, 3, 2])) == ("rising", "going down", "no clear change")


def test_made_together_means_both():
    assert co_produced(["service_users", "managers"]) and co_produced(["carers", "practitioners"])
    assert not co_produced(["service_users", "peers"]) and not co_produced(["managers"]) and not co_produced([])
