"""Several people press "They have started" at the same moment: one placement, whichever database."""

import pytest

from peerwork.people.models import Worker
from peerwork.placements.models import Placement
from peerwork.recruitment.starting import actions
from tests import make
from tests.placements.test_together import at_once
from tests.recruitment.starting import world as rows
from tests.recruitment.starting.test_start import all_done


@pytest.mark.django_db(transaction=True)
def test_eight_starts_at_once_give_one_worker_and_one_placement():
    trust = make.organisation()
    post = make.post(make.team(trust), lived_experience_essential=True)
    one, two = make.holder("hr", trust), make.holder("hr", trust)
    starter = all_done(rows.dated(post, by=one, second=two, template=rows.letter(trust)))
    answers = at_once(lambda by: actions.start(starter, by=by, despite="Seen to"), [one, two] * 4)
    assert Placement.objects.filter(person=starter.person).count() == 1
    assert Worker.objects.filter(person=starter.person).count() == 1
    assert [answer.status for answer in answers] == ["started"] * 8
