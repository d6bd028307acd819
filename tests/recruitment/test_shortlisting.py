"""Shortlisting without names: two people, alone; and the Disability Confident promise."""

from datetime import timedelta

import pytest

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import ReadLine
from peerwork.recruitment import actions, policy
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.models import Application, Contact, Override, Sift, Vacancy
from tests.recruitment import make as ours


@pytest.fixture
def closed(round):
    """The vacancy closed, with one applicant who asked for a Disability Confident interview and one who did not."""
    for user in (round.first, round.second):
        actions.name_shortlister(by=round.hr, vacancy=round.vacancy, user=user)
    round.asked = round.applicant(disability_confident=True)
    round.other = round.applicant(contact={"given_name": "Ola", "family_name": "Zwiefler", "email": "ola@example.org"})
    round.vacancy = actions.close(Vacancy.objects.get(pk=round.vacancy.pk), by=round.hr)
    return round


def both(closed, application, first="met", second="met"):
    ours.sifted(application, by=closed.first, mark=first)
    ours.sifted(application, by=closed.second, mark=second)


def test_one_view_is_not_enough_unless_a_reason_is_kept(closed):
    ours.sifted(closed.other, by=closed.first)
    with pytest.raises(Invalid):
        deciding.shortlist(closed.other, by=closed.hr)
    with pytest.raises(Invalid):
        deciding.not_this_time(closed.other, by=closed.hr)
    deciding.shortlist(closed.other, by=closed.hr, reason="The second reader is ill today")
    assert Override.objects.filter(vacancy=closed.vacancy, rule="shortlisters").count() == 1


def test_who_asked_and_meets_every_essential_line_is_invited_or_a_reason_is_counted(closed):
    both(closed, closed.asked)
    both(closed, closed.other)
    deciding.not_this_time(closed.other, by=closed.hr)  # met as well, but did not ask
    with pytest.raises(Invalid) as refused:
        deciding.not_this_time(closed.asked, by=closed.hr)
    assert "Disability Confident" in str(refused.value.fields["reason"][0])
    assert Application.objects.get(pk=closed.asked.pk).status == "sent"
    deciding.not_this_time(closed.asked, by=closed.hr, reason="More than we can meet in two days")
    kept = Override.objects.get(vacancy=closed.vacancy, rule="disability_confident")
    assert (kept.application_number, kept.by) == (closed.asked.number, closed.hr)


@pytest.mark.parametrize(("first", "second", "promised"), [
    ("met", "met", True), ("met", "not_shown", True), ("partly", "met", True), ("partly", "partly", False),
    ("not_shown", "not_shown", False)])  # fmt: skip
def test_a_tie_is_for_the_applicant(first, second, promised, closed):
    both(closed, closed.asked, first, second)
    if promised:
        with pytest.raises(Invalid):
            deciding.not_this_time(closed.asked, by=closed.hr)
    else:
        assert deciding.not_this_time(closed.asked, by=closed.hr).status == "not_this_time"


def test_nobody_sees_anothers_view_before_finishing_their_own(closed):
    mine = ours.sifted(closed.other, by=closed.first)
    seen = policy.sifts.visible(closed.second)
    assert mine not in seen and not policy.marks.visible(closed.second).exists()
    deciding.sift(closed.other, by=closed.second, given={}, view="talk")
    assert mine not in policy.sifts.visible(closed.second)
    ours.sifted(closed.other, by=closed.second)
    assert mine in policy.sifts.visible(closed.second)


def test_what_is_finished_stands_until_hr_opens_it(closed):
    mine = ours.sifted(closed.other, by=closed.first)
    with pytest.raises(Conflict):
        deciding.sift(closed.other, by=closed.first, given={}, view="talk")
    deciding.reopen_sift(mine, by=closed.hr)
    assert deciding.sift(closed.other, by=closed.first, given={}, view="talk").view == "talk"


def test_every_line_is_marked_before_a_view_is_finished_and_what_was_marked_is_kept(closed):
    line = closed.vacancy.criteria.first()
    deciding.sift(closed.other, by=closed.first, given={line.pk: "met"})
    with pytest.raises(Invalid) as refused:
        deciding.sift(closed.other, by=closed.first, given={}, view="invite", done=True)
    assert set(refused.value.fields) == {f"mark_{each.pk}" for each in closed.vacancy.criteria.exclude(pk=line.pk)}
    assert Sift.objects.get(by=closed.first, application=closed.other).marks.get().mark == "met"


def test_hr_who_shortlists_is_blind_whatever_else_they_hold(closed, world):
    second_hr = world.cast.hr_worker
    assert policy.applications.visible(second_hr).filter(pk=closed.other.pk).exists()
    actions.name_shortlister(by=closed.hr, vacancy=closed.vacancy, user=second_hr)
    row = policy.applications.find(second_hr, pk=closed.other.pk)
    assert policy.applications.roles(row) == ["shortlister"]
    assert "disability_confident" not in policy.applications.readable(row)
    for refused in (
        lambda: deciding.open_name(closed.other, by=second_hr, reason="I would like to know"),
        lambda: deciding.shortlist(closed.other, by=second_hr, reason="I like this one best"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert not policy.contacts.visible(second_hr).filter(application=closed.other).exists()


def test_a_name_is_opened_with_a_reason_for_half_an_hour_logged_and_told_to_the_applicant(closed):
    contact = Contact.objects.get(application=closed.other)
    assert not policy.contacts.visible(closed.hr).filter(pk=contact.pk).exists()
    opening = deciding.open_name(closed.other, by=closed.hr, reason="They rang to ask for help")
    assert policy.contacts.visible(closed.hr).filter(pk=contact.pk).exists()
    line = ReadLine.objects.get(about_model="recruitment.Application", about_id=closed.other.pk)
    assert (line.reader, line.reason) == (closed.hr, "They rang to ask for help")
    assert opening in policy.openings.visible(closed.other.user)
    an_hour_ago = opening.at - timedelta(hours=1)
    type(opening).objects.filter(pk=opening.pk).update(at=an_hour_ago, until=opening.until - timedelta(hours=1))
    assert not policy.contacts.visible(closed.hr).filter(pk=contact.pk).exists()


def test_names_open_and_answers_go_out_only_once_everybody_is_decided(closed, world):
    both(closed, closed.asked)
    deciding.shortlist(closed.asked, by=closed.hr)
    with pytest.raises(Conflict):
        deciding.finish_shortlisting(closed.vacancy, by=closed.hr)
    both(closed, closed.other, "not_shown", "not_shown")
    deciding.not_this_time(closed.other, by=closed.hr)
    assert not policy.contacts.visible(closed.hr).filter(application__vacancy=closed.vacancy).exists()
    deciding.finish_shortlisting(Vacancy.objects.get(pk=closed.vacancy.pk), by=closed.hr)
    assert policy.contacts.visible(closed.hr).filter(application__vacancy=closed.vacancy).count() == 2
    with pytest.raises(NotHere):
        policy.applications.find(closed.first, pk=closed.asked.pk)


def test_who_applies_has_nothing_else_to_do_with_the_vacancy(round, world):
    second_hr = world.cast.hr_worker
    mine = ours.sent(round.vacancy, second_hr)
    rival = round.applicant()
    assert set(policy.applications.visible(second_hr).filter(vacancy=round.vacancy)) == {mine}
    with pytest.raises(NotHere):
        deciding.shortlist(rival, by=second_hr, reason="I would rather not")
    with pytest.raises(NotAllowed):
        actions.close(Vacancy.objects.get(pk=round.vacancy.pk), by=second_hr)
    with pytest.raises(Invalid):
        actions.name_shortlister(by=round.hr, vacancy=round.vacancy, user=second_hr)
