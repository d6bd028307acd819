"""A year looked back on together: the worker writes first, people who use the service are heard, both sign."""

import pytest
from django.urls import reverse

from peerwork.development.appraisal import actions, queries
from peerwork.development.appraisal.models import Appraisal
from peerwork.development.appraisal.policy import SELF, VIEW, appraisals
from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.models import Message
from tests import make


@pytest.fixture
def year(world):
    return world.row("development.Appraisal/preparing")


def reads(user, row):
    found = appraisals.visible(user).filter(pk=row.pk).first()
    return frozenset() if found is None else appraisals.readable(found)


def test_a_year_goes_from_the_workers_own_view_to_two_signatures_and_a_look_halfway(world, year):
    worker, senior = world.cast.worker, world.cast.senior
    with pytest.raises(Conflict):
        actions.hand_in(year, by=worker)
    row = actions.prepare(year, by=worker, proud="The Thursday group", ahead="A second one")
    assert not SELF & reads(senior, row), "it is theirs until they hand it in"
    row = actions.hand_in(row, by=worker)
    assert reads(senior, row) >= SELF
    row = actions.write(row, by=senior, view="A strong year", agreed="A second group from May")
    assert not VIEW & reads(worker, row), "not before it is shown to be signed"
    with pytest.raises(Conflict, match="who asks"):
        actions.propose(row, by=senior)
    row = actions.plan_voice(row, by=senior, voice_who="The involvement lead", voice_how="By card", voice_said="Kind")
    row = actions.propose(row, by=senior)
    assert reads(worker, row) >= VIEW
    with pytest.raises(NotAllowed):
        actions.countersign(row, by=worker)
    row = actions.ask_change(actions.sign(row, by=worker), by=worker, change_wanted="Say more about the group")
    assert (row.status, row.signed_on) == ("talking", None), "what was signed is no longer what it says"
    row = actions.propose(actions.write(row, by=senior, view="A strong year, and the group"), by=senior)
    row = actions.sign(row, by=worker)
    assert row.status == "to_sign"
    row = actions.countersign(row, by=senior)
    assert (row.status, row.halfway_due > make.today()) == ("signed", True)
    row = actions.look_halfway(row, by=worker, halfway="On the way")
    assert row.halfway_on == make.today()
    said = " ".join(str(mail.context) for mail in Message.objects.filter(rule="development.appraisal"))
    assert "Thursday" not in said and "strong year" not in said


def test_others_know_at_most_that_it_happened(world):
    signed = world.row("development.Appraisal/signed")
    for member in ("hr", "team_lead"):
        assert reads(getattr(world.cast, member), signed) == {"person", "status", "year_from", "signed_on",
                                                              "countersigned_on"}  # fmt: skip
        page = world.client(member).get(signed.get_absolute_url()).content.decode()
        assert "It took place" in page and "The Thursday group" not in page and "A second group" not in page
    assert not reads(world.cast.senior, signed), "the year was not theirs"
    assert not reads(world.cast.training_lead, signed)


def test_it_is_had_with_somebody_who_supervises_them_today(world, year):
    with pytest.raises(Invalid):
        actions.choose_appraiser(year, by=world.cast.worker, appraiser=world.cast.hr)
    row = actions.choose_appraiser(year, by=world.cast.worker, appraiser=world.cast.supervisor)
    assert not reads(world.cast.senior, row) and reads(world.cast.supervisor, row)
    with pytest.raises(Invalid):
        actions.begin_appraisal(
            by=world.cast.worker, person=row.person, appraiser=world.cast.supervisor, year_from=row.year_from
        )


def test_beside_it_stand_supervision_training_and_goals_as_each_may_see_them(world):
    signed = world.row("development.Appraisal/signed")
    Appraisal.objects.filter(pk=signed.pk).update(year_from=make.today() - make.LONG_AGO)
    signed.refresh_from_db()
    mine = {tie.heading: [line.label for line in tie.lines] for tie in queries.beside(world.cast.worker, signed)}
    assert {"Goals", "Supervision", "Training"} <= set(mine)
    theirs = {tie.heading: [line.label for line in tie.lines] for tie in queries.beside(world.cast.supervisor, signed)}
    assert any("Take all my leave" in line for line in mine["Goals"])
    assert not any("Take all my leave" in line for line in theirs.get("Goals", ())), "they did not share that one"
    page = world.client("supervisor").get(signed.get_absolute_url()).content.decode()
    assert "Take all my leave" not in page and reverse("development:look_halfway", args=[signed.pk]) in page
