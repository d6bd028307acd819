"""Evidence is the worker's own until they ask; nobody confirms for themselves; ratings stay as they were said."""

import pytest
from django.urls import reverse

from peerwork.development import actions, queries
from peerwork.development.models import Evidence, Rating
from peerwork.development.policy import evidence, goals, steps
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Message, StoredFile
from tests.development.world import picture


@pytest.fixture
def person(world):
    return world.row("people.Person/worker")


@pytest.fixture
def plain(world):
    return world.row("development.Competence/plain")


def kept(world, person, competence, **values):
    return actions.add_evidence(
        by=world.cast.worker, person=person, competence=competence, title="A walk", text="We talked", **values
    )


def test_a_piece_walks_from_kept_to_confirmed_and_only_its_owner_sees_it_before_they_ask(world, person, plain):
    cast = world.cast
    piece = kept(world, person, plain)
    for reader in (cast.supervisor, cast.team_lead, cast.training_lead, cast.hr, cast.director):
        assert not evidence.visible(reader).filter(pk=piece.pk).exists()
    piece = actions.ask_review(piece, by=cast.worker)
    assert evidence.visible(cast.supervisor).filter(pk=piece.pk).exists()
    assert not evidence.visible(cast.hr).filter(pk=piece.pk).exists()
    piece = actions.want_more(piece, by=cast.team_lead, review_words="What did you learn?")
    piece = actions.edit_evidence(piece, by=cast.worker, text="I learned to wait")
    piece = actions.ask_review(piece, by=cast.worker)
    assert piece.review_words == ""
    piece = actions.confirm_evidence(piece, by=cast.supervisor)
    assert (piece.status, piece.confirmed_by) == ("confirmed", cast.supervisor)
    with pytest.raises(Conflict):
        actions.edit_evidence(piece, by=cast.worker, text="Something else")
    told = Message.objects.filter(template="development/news", about_id=piece.pk)
    assert not any("learned" in str(message.context) for message in told), "mail says what was written"


def test_what_is_taken_back_is_gone_with_the_next_request(world, person, plain):
    piece = kept(world, person, plain, ask=True)
    client = world.client("supervisor")
    assert client.get(piece.get_absolute_url()).status_code == 200
    actions.take_back_evidence(piece, by=world.cast.worker)
    assert client.get(piece.get_absolute_url()).status_code == 404


def test_two_people_confirm_where_the_competence_asks_for_an_assessor(world, person):
    cast, piece = world.cast, world.row("development.Evidence/asked")
    with pytest.raises((NotAllowed, NotHere)):
        actions.assess_evidence(piece, by=cast.supervisor)
    piece = actions.confirm_evidence(piece, by=cast.supervisor)
    assert piece.status == "asked" and "assessor" in piece.waits_for
    piece = actions.assess_evidence(piece, by=cast.colleague)
    assert piece.status == "confirmed"


def test_an_assessor_who_stops_saying_that_they_have_lived_experience_assesses_no_more(world):
    row = world.row("development.Assessor/assessor")
    actions.say_lived_experience(row, by=world.cast.colleague, lived_experience=None)
    with pytest.raises(NotHere):
        actions.assess_evidence(world.row("development.Evidence/half"), by=world.cast.colleague)


def test_nobody_confirms_their_own_even_as_a_lead(world, plain):
    """Senior supervises others, and shows evidence themselves."""
    senior = world.row("people.Person/senior")
    piece = actions.add_evidence(
        by=world.cast.senior, person=senior, competence=plain, title="Mine", text="So it was", ask=True
    )
    with pytest.raises(NotAllowed):
        actions.confirm_evidence(piece, by=world.cast.senior)
    with pytest.raises(NotAllowed):
        actions.add_evidence(
            by=world.cast.senior, person=world.row("people.Person/worker"), competence=plain, title="x"
        )


def test_a_review_needs_words_or_a_file(world, person, plain):
    bare = actions.add_evidence(by=world.cast.worker, person=person, competence=plain, title="A walk")
    with pytest.raises(Invalid):
        actions.ask_review(bare, by=world.cast.worker)
    bare = actions.attach_file(bare, by=world.cast.worker, file=picture())
    assert actions.ask_review(bare, by=world.cast.worker).status == "asked"


def test_a_new_file_takes_the_place_of_the_old_and_only_readers_get_it(world, person, plain):
    piece = kept(world, person, plain, file=picture("one.png"))
    piece = actions.attach_file(piece, by=world.cast.worker, file=picture("two.png"))
    kept_files = StoredFile.objects.filter(about_model=piece._meta.label, about_id=piece.pk)
    assert [stored.name for stored in kept_files] == ["two.png"]
    address = reverse("development:file", args=[piece.pk])
    assert world.client("worker").get(address).headers["Content-Disposition"].startswith("attachment")
    assert world.client("supervisor").get(address).status_code == 404
    actions.ask_review(piece, by=world.cast.worker)
    assert world.client("supervisor").get(address).status_code == 200


def test_evidence_through_the_api_with_a_file_in_it(world, person, plain):
    import base64

    content = base64.b64encode(picture().read()).decode()
    client = world.client("worker")
    sent = {
        "person": person.pk,
        "competence": plain.pk,
        "title": "Poster",
        "file": {"name": "p.png", "content": content},
    }
    said = client.post("/api/v1/evidence/add/", sent, content_type="application/json")
    assert said.status_code == 201, said.content
    assert (said.json()["file_name"], said.json()["status"]) == ("p.png", "kept")
    sent["file"]["content"] = "not base64!"
    assert client.post("/api/v1/evidence/add/", sent, content_type="application/json").status_code == 400


def test_ratings_stand_side_by_side_and_none_is_overwritten(world, person, plain):
    cast = world.cast
    for level in (1, 2, 3):
        actions.rate(by=cast.worker, person=person, competence=plain, level=level)
    actions.rate(by=cast.supervisor, person=person, competence=plain, level=4)
    sides = queries.ratings_of(cast.worker, person, plain)
    assert [said.level for said in sides["own"]] == [3, 2, 1] and [said.level for said in sides["other"]] == [4]
    assert Rating.verbs == {"rate"}
    with pytest.raises(NotAllowed):
        actions.rate(by=cast.hr, person=person, competence=plain, level=1)


def test_coverage_counts_confirmed_evidence_of_what_the_role_asks_for(world, person, plain):
    cast = world.cast
    _parts, before = queries.coverage(cast.team_lead, [person])
    assert before[0].all == (1, 2)  # the lived one is confirmed; the organisation's own is nobody's to show
    actions.confirm_evidence(kept(world, person, plain, ask=True), by=cast.supervisor)
    assert queries.coverage(cast.team_lead, [person])[1][0].all == (2, 2)
    actions.edit_competence(plain, by=cast.training_lead, families=["nursing"])
    assert queries.coverage(cast.team_lead, [person])[1][0].all == (1, 1)
    # What was withdrawn covers nothing.
    for piece in Evidence.objects.filter(person=person, status="confirmed"):
        actions.withdraw_evidence(piece, by=cast.worker)
    assert queries.coverage(cast.team_lead, [person])[1][0].all == (0, 1)


def test_a_goal_is_shared_in_one_stream_and_taken_back(world):
    cast, goal = world.cast, world.row("development.Goal/private")
    beside = world.row("placements.Stream/peer")
    share = actions.share_goal(by=cast.worker, goal=goal, stream=beside)
    assert goals.visible(cast.senior).filter(pk=goal.pk).exists()
    assert not goals.visible(cast.supervisor).filter(pk=goal.pk).exists()
    with pytest.raises(Invalid):
        actions.share_goal(by=cast.worker, goal=goal, stream=beside)
    actions.end_share(share, by=cast.worker)
    assert not goals.visible(cast.senior).filter(pk=goal.pk).exists()
    shared = world.row("development.GoalShare/shared")
    assert steps.visible(cast.supervisor).exists()
    actions.end_share(shared, by=cast.worker)
    assert not steps.visible(cast.supervisor).exists()


def test_a_goal_begins_from_one_of_the_ten_steps(world, person):
    client = world.client("worker")
    page = client.get(reverse("development:add_goal"), {"step": 3}).content.decode()
    assert "Find colleagues who think alike" in page
    sent = {"title": "Meet others", "first_step": "Ask Dana", "strengths": "I am easy to talk to"}
    said = client.post(reverse("development:add_goal") + "?step=3", sent)
    assert said.status_code == 302
    begun = queries.ten_steps(world.cast.worker, person)[2]
    assert [goal.title for goal in begun.goals] == ["Meet others"]
    assert begun.goals[0].steps.get().what == "Ask Dana"
