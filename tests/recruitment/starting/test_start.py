"""No start date before the checks allow it, by any path; a start is done once, by whomever and however often asked."""

from datetime import timedelta

import pytest

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.people.models import PersonMatch, Worker
from peerwork.placements import actions as placements
from peerwork.placements.models import Placement
from peerwork.recruitment.starting import actions
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.models import Starter
from tests import make


def test_offer_accept_checks_date_and_start(trust):
    starter = trust.to("offered")
    assert starter.person.given_name in starter.letter and "{{" not in starter.letter
    starter = actions.accept(starter, by=starter.person.user)
    assert {check.kind for check in starter.checks.all()} == set(checking.Check.NHS)
    with pytest.raises(Conflict):
        actions.clear(starter, by=trust.second)
    trust.settle_all(starter, by=trust.hr)
    with pytest.raises(Conflict, match="second person"):
        actions.clear(starter, by=trust.hr)
    starter = actions.clear(starter, by=trust.second)
    starter = actions.set_date(starter, by=trust.hr, starts_on=trust.today)
    for task in starter.tasks.filter(before=True):
        placing = task.owner_kind
        assert placing == "it"
    with pytest.raises(Conflict, match="Badge"):
        actions.start(starter, by=trust.hr)
    _do_all(starter)
    starter = actions.start(starter, by=trust.hr, despite="Seen to")
    assert starter.status == "started"
    assert starter.placement.status == "started"
    assert starter.placement.starts_on == trust.today


def _do_all(starter):
    from peerwork.recruitment.starting.onboarding.actions import do_task

    for task in starter.tasks.filter(before=True, status="open"):
        do_task(task, by=make.system())
