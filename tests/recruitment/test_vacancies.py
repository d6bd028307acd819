"""The gate before publishing, closing at its time, and what a specification may not ask."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.recruitment import actions, careful
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.models import Application, Vacancy
from tests import make
from tests.recruitment import make as ours


def test_a_vacancy_is_published_with_post_plan_and_involvement_and_nothing_is_counted(world):
    drafted = ours.draft(world.row("people.Unit/team"), by=world.cast.hr, post=world.row("placements.Post/peer"))
    vacancy = actions.publish(drafted, by=world.cast.hr)
    assert vacancy.status == "published" and not vacancy.overrides.exists()


def test_without_them_a_reason_is_asked_for_kept_and_counted_one_for_each_rule(world):
    hr = world.cast.hr
    vacancy = ours.draft(world.row("people.Unit/team"), by=hr, panel_plan="")
    vacancy.involvements.all().delete()
    make.ready(vacancy.team, answer="not_yet", reason="Nobody to supervise yet")
    with pytest.raises(Invalid) as refused:
        actions.publish(vacancy, by=hr)
    assert "panel plan" in refused.value.fields["reason"][0]
    with pytest.raises(Invalid):
        actions.publish(vacancy, by=hr, reason="quick")
    assert Vacancy.objects.get(pk=vacancy.pk).status == "draft" and not vacancy.overrides.exists()
    actions.publish(vacancy, by=hr, reason="The ward closes on Friday")
    kept = set(vacancy.overrides.values_list("rule", "by"))
    assert kept == {(rule, hr.pk) for rule in ("post", "panel_plan", "involvement", "team_ready")}


def test_what_nobody_can_apply_to_is_not_published(world):
    empty = actions.draft_vacancy(by=world.cast.hr, team=world.row("people.Unit/team"), title="Peer worker")
    with pytest.raises(Invalid) as refused:
        actions.publish(empty, by=world.cast.hr, reason="We are in a hurry today")
    assert set(refused.value.fields) == {"advert", "closes_on", "criteria"}


def test_once_people_apply_the_post_stands_and_the_date_only_moves_later(round):
    vacancy, hr = Vacancy.objects.get(pk=round.vacancy.pk), round.hr
    for changes in ({"title": "Another post"}, {"closes_on": vacancy.closes_on - timedelta(days=1)}):
        with pytest.raises(Invalid):
            actions.edit_vacancy(vacancy, by=hr, **changes)
    with pytest.raises(Conflict):
        actions.add_criterion(by=hr, vacancy=vacancy, text="Can drive", assessed_by=["application"])
    later = actions.edit_vacancy(vacancy, by=hr, closes_on=vacancy.closes_on + timedelta(days=3))
    assert later.closes_at > vacancy.closes_at


@pytest.mark.parametrize(
    ("on", "at", "closes"),
    [
        (date(2026, 7, 1), None, datetime(2026, 7, 1, 23, 0, tzinfo=UTC)),
        (date(2026, 12, 1), time(12), datetime(2026, 12, 1, 12, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 1, 31, tzinfo=UTC)),  # comes twice: the second holds
        (date(2026, 3, 29), time(1, 30), datetime(2026, 3, 29, 1, 31, tzinfo=UTC)),  # does not come: not earlier
    ],
)
def test_it_closes_at_the_stated_local_time_also_when_clocks_change(on, at, closes):
    assert actions.closing(on, at) == closes


def test_it_closes_by_itself_once_whatever_was_down(round):
    late = round.vacancy.closes_at + timedelta(days=3)
    assert actions.close_due(round.vacancy.closes_at - timedelta(seconds=1)) == 0
    assert actions.close_due(late) >= 1 and actions.close_due(late) == 0
    closed = Vacancy.history.filter(id=round.vacancy.pk, history_change_reason="close")
    assert closed.count() == 1 and closed.get().history_user.is_system


def test_nothing_is_sent_after_the_moment_even_if_nobody_closed_it(round, monkeypatch):
    user = make.account(kind="link")
    application = ours.written(round.vacancy, user)
    after = round.vacancy.closes_at + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: after)
    for late in (
        lambda: applying.send(application, by=user),
        lambda: applying.write(application, by=user, statement="One more line"),
        lambda: applying.apply(by=make.account(kind="link"), vacancy=round.vacancy),
    ):
        with pytest.raises(Conflict, match="closed"):
            late()
    assert Application.objects.get(pk=application.pk).statement == "I want to give back"


@pytest.mark.parametrize("words", ["Has a diagnosis", "Was admitted to hospital", "On no medication", "No sick leave"])
def test_a_specification_that_asks_about_health_is_noticed_before_it_is_written(words, world):
    vacancy, line = world.row("recruitment.Vacancy/draft"), {"text": words, "assessed_by": ["application"]}
    with pytest.raises(Invalid) as refused:
        actions.add_criterion(by=world.cast.hr, vacancy=vacancy, **line)
    assert "health" in refused.value.fields["sure"][0]
    assert actions.add_criterion(by=world.cast.hr, vacancy=vacancy, sure=True, **line).pk


def test_ordinary_words_are_left_in_peace():
    assert not careful.found("Can use own experience of distress and recovery to support others", "Knows the wards")


def test_a_copy_takes_the_specification_and_leaves_dates_and_people(world):
    earlier = world.row("recruitment.Vacancy/closed")
    copy = actions.copy_vacancy(earlier, by=world.cast.hr)
    assert copy.status == "draft" and copy.closes_on is None and not copy.involvements.exists()
    assert list(copy.criteria.values_list("text", flat=True)) == list(earlier.criteria.values_list("text", flat=True))


def test_nobody_who_only_reads_a_draft_changes_it(world):
    vacancy = world.row("recruitment.Vacancy/draft")
    lead = world.cast.lived_experience_lead
    assert actions.comment(by=lead, vacancy=vacancy, text="Say what the group is").by == lead
    for refused in (
        lambda: actions.edit_vacancy(vacancy, by=lead, band="4"),
        lambda: actions.publish(vacancy, by=lead),
        lambda: actions.add_criterion(by=lead, vacancy=vacancy, text="Listens", assessed_by=["interview"]),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_anybody_reads_what_is_open_and_nothing_else(round, client):
    """Signed in or not: the advert and the specification, until the moment it closes."""
    listed, one = client.get("/jobs/").content.decode(), f"/jobs/{round.vacancy.pk}/"
    assert one in listed
    page = client.get(one).content.decode()
    assert "You will walk beside people." in page and ours.LINES[0][0] in page.replace("&#x27;", "'")
    assert ours.PLAN not in page
    actions.close(Vacancy.objects.get(pk=round.vacancy.pk), by=round.hr)
    assert one not in client.get("/jobs/").content.decode() and client.get(one).status_code == 404


def test_only_somebody_who_may_end_a_shortlister_is_offered_it(world):
    vacancy = world.row("recruitment.Vacancy/closed")
    ends = [reverse("recruitment:end_shortlister", args=[row.pk]) for row in vacancy.shortlisters.all()]
    names = reverse("recruitment:name_shortlister", args=[vacancy.pk])
    for member in ("hr", "supervisor"):
        page = world.client(member).get(vacancy.get_absolute_url())
        if page.status_code == 200:
            offered = {address for address in (*ends, names) if address in page.content.decode()}
            assert offered == ({*ends, names} if member == "hr" else set()), member
    assert page.status_code == 200 and "Who shortlists" in page.content.decode()
