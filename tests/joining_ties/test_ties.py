"""A worker puts a session they chose with their evidence; a reviewer sees that it took place, never what was said."""

import pytest

from peerwork.joining.ties import actions
from peerwork.kit.errors import Invalid, NotAllowed


def test_a_reviewer_sees_the_date_and_no_way_into_a_record_that_is_not_theirs(world):
    piece = world.row("development.Evidence/asked")
    session = world.row("joining.EvidenceSession/asked").session
    held = world.client("supervisor").get(piece.get_absolute_url()).content.decode()
    assert "Sessions they chose" in held and session.get_absolute_url() in held  # they held it
    seen = world.client("training_lead").get(piece.get_absolute_url()).content.decode()
    assert "Sessions they chose" not in seen and session.get_absolute_url() not in seen
    mine = world.client("worker").get(piece.get_absolute_url()).content.decode()
    assert "Sessions you chose" in mine and "Take it off" in mine


def test_only_ones_own_sessions_with_only_ones_own_evidence(world):
    piece, session = world.row("development.Evidence/kept"), world.row("supervision.Session/not_answered")
    with pytest.raises(NotAllowed):
        actions.link_session(by=world.cast.supervisor, evidence=piece, session=session)
    with pytest.raises(Invalid):
        other = world.row("supervision.Session/other_agreed")
        actions.link_session(by=world.cast.worker, evidence=piece, session=other)


def test_a_goal_names_a_course_until_it_is_taken_off(world):
    tie, client = world.row("joining.GoalCourse/shared"), world.client("worker")
    page = client.get(tie.goal.get_absolute_url()).content.decode()
    assert str(tie.course) in page
    actions.unlink_course(tie, by=world.cast.worker)
    assert str(tie.course) not in client.get(tie.goal.get_absolute_url()).content.decode()
