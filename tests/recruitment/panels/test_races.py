"""Two at the same moment: one time goes to one applicant, and a late score and the reveal never both win."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from peerwork.kit.errors import Conflict, NotHere
from peerwork.recruitment.panels import actions
from peerwork.recruitment.panels.models import Panel, Slot
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.panels.scoring.models import ScoreSheet
from tests import make
from tests.recruitment.panels import make as panels

MANY = 20


def at_once(*works) -> list:
    """What each says, all begun together; a refusal is an answer."""
    barrier, said = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            barrier.wait(timeout=30)
            said[number] = work()
        except (Conflict, NotHere) as refusal:
            said[number] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return said


@pytest.fixture
def alone(transactional_db):
    """One team, its HR, a panel with twenty applicants; really committed."""
    team = make.team(make.service(make.organisation("Racing Trust")))
    hr = make.holder("hr", team.organisation)
    actions.set_rules(
        by=hr, organisation=team.organisation, service_users=0, no_fewer_than_staff=False, named_reserve=False, quorum=1
    )
    return team, hr


def carried_in(vacancy, number: int, user):
    """Somebody invited to an interview, as an applicant system hands them over."""
    from peerwork.recruitment.deciding import actions as deciding
    from peerwork.recruitment.models import Application

    row = Application.objects.create(
        vacancy=vacancy, number=number, user=user, status="interview", sent_at=timezone.now()
    )
    deciding.step(row)
    return row


def test_twenty_bookings_of_one_time_give_one(alone):
    team, hr = alone
    first = make.account("Applicant 1", kind="link")
    vacancy = panels.vacancy_with(team, [first], by=hr)
    users = [first, *(make.account(f"Applicant {n}", kind="link") for n in range(2, MANY + 1))]
    rows = [vacancy.applications.get(), *(carried_in(vacancy, n, u) for n, u in enumerate(users[1:], 2))]
    panel = panels.planned(vacancy, by=hr)
    day = actions.add_day(by=hr, panel=panel, starts_at=timezone.now() + timedelta(days=3), place="Hall")
    slot = actions.offer_slot(by=hr, day=day, starts_at=day.starts_at)
    said = at_once(
        *(
            lambda u=user, row=row: actions.book_slot(Slot.objects.get(pk=slot.pk), by=u, application=row)
            for user, row in zip(users, rows, strict=True)
        )
    )
    won = [answer for answer in said if isinstance(answer, Slot)]
    assert len(won) == 1, said
    assert all(isinstance(answer, Conflict | NotHere) for answer in said if answer not in won)
    assert Slot.objects.get(pk=slot.pk).application == won[0].application
    assert {str(answer.message) for answer in said if answer not in won} == {
        "Somebody has just chosen this time. Please choose another one."
    }


def test_a_late_score_and_the_reveal_never_both_win(alone):
    team, hr = alone
    vacancy = panels.vacancy_with(team, [make.account("Applies", kind="link")], by=hr)
    panel = panels.planned(vacancy, by=hr)
    members = [panels.member(team.organisation, side="staff", by=hr) for _n in range(2)]
    seats = [panels.sits(panel, row, by=hr) for row in members]
    scoring.open_scoring(panel, by=hr)
    application = vacancy.applications.get()
    panels.scored(seats[0], application, 4, 4)
    late = panels.scored(seats[1], application, 2, 2, send=False)
    # The time passes in the very moment in which the last sheet is sent.
    Panel.objects.filter(pk=panel.pk).update(closes_at=timezone.now() + timedelta(seconds=0.2))
    user = seats[1].panellist.user
    said = at_once(
        lambda: scoring.submit_sheet(ScoreSheet.objects.get(pk=late.pk), by=user),
        *(lambda: scoring.reveal_due(timezone.now() + timedelta(seconds=1)) for _n in range(3)),
    )
    scoring.reveal_due(timezone.now() + timedelta(seconds=5))
    panel, sheet = Panel.objects.get(pk=panel.pk), ScoreSheet.objects.get(pk=late.pk)
    assert panel.status == "revealed" and connection.is_usable()
    sent = isinstance(said[0], ScoreSheet)
    assert sheet.status == ("submitted" if sent else "late"), said
    counted = scoring.results.of_panel(panel).line(application.pk)
    assert counted.members == (2 if sent else 1)
    assert panel.history.filter(history_change_reason="reveal").count() == 1
