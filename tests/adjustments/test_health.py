"""Referral, consent, report, answers: the worker reads first; what is released stands; keys change meanwhile."""

import threading
from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from peerwork.adjustments import jobs
from peerwork.adjustments.health import actions
from peerwork.adjustments.health.models import Referral
from peerwork.adjustments.health.policy import referrals, reports
from peerwork.kit import sealed
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Message, SealedText
from peerwork.placements.models import Away
from tests import make
from tests.adjustments import world as rows

OLD = "old:" + urlsafe_b64encode(b"o" * 32).decode()
NEW = "new:" + urlsafe_b64encode(b"n" * 32).decode()


@pytest.fixture
def case(around):
    return rows.assessed(around.person, around.lead, around.hr, around.adviser)


def test_nothing_is_sent_before_the_worker_agrees(around):
    row = actions.propose(by=around.lead, person=around.person, why="Tired", questions="What helps?")
    with pytest.raises(NotHere):
        referrals.find(around.worker, pk=row.pk)  # not before it has been talked through
    with pytest.raises(Conflict):
        actions.refer(row, by=around.hr, adviser=around.adviser)
    row = actions.inform(row, by=around.lead)
    with pytest.raises(NotAllowed):
        actions.consent(row, by=around.lead)
    with pytest.raises(NotHere):
        referrals.find(around.adviser, pk=row.pk)
    row = actions.decline(row, by=around.worker)
    assert (row.status, row.due_on) == ("closed", None)


def test_the_worker_may_stop_it_at_any_step_before_the_release(around, case):
    row = actions.withdraw(case, by=around.worker)
    assert row.status == "closed"
    with pytest.raises(NotHere):
        referrals.find(around.adviser, pk=row.pk)
    with pytest.raises(Invalid):
        actions.refer_again(row, by=around.hr, adviser=around.adviser)  # not without a reason
    again = actions.refer_again(row, by=around.hr, adviser=around.adviser, again_because="The worker asked for it")
    assert again.status == "referred" and again.again_because


def test_without_a_second_yes_nothing_is_written(around):
    row = actions.propose(by=around.lead, person=around.person, why="Tired", questions="What helps?")
    row = actions.consent(actions.inform(row, by=around.lead), by=around.worker)
    row = actions.refer(row, by=around.hr, adviser=around.adviser)
    row = actions.offer_appointment(row, by=around.adviser, appointment_at=timezone.now())
    with pytest.raises(Invalid):
        actions.assess(row, by=around.adviser)
    with pytest.raises(Conflict):
        actions.draft(by=around.adviser, referral=row, **rows.ADVICE)


def test_only_an_adviser_of_the_organisation_and_never_oneself(around):
    row = actions.propose(by=around.lead, person=around.person, why="Tired", questions="What helps?")
    row = actions.consent(actions.inform(row, by=around.lead), by=around.worker)
    make.role(around.worker, "oh_adviser", around.world.row("people.Unit/organisation"))
    for wrong in (around.cast.other_oh_adviser, around.supervisor, around.worker):
        with pytest.raises(Invalid):
            actions.refer(row, by=around.hr, adviser=wrong)


def test_the_worker_reads_first_and_a_correction_comes_back_to_them(around, case):
    report = rows.reported(case, around.adviser)
    for reader in (around.worker, around.lead, around.hr):
        with pytest.raises(NotHere):
            reports.find(reader, pk=report.pk)
    report = actions.show(report, by=around.adviser)
    assert report.read_by == around.today + timedelta(days=10)
    with pytest.raises(Conflict):
        actions.edit_report(report, by=around.adviser, advice="Something else")
    report = actions.ask_correction(report, by=around.worker, correction_wanted="I start at 9, not 8")
    report = actions.edit_report(report, by=around.adviser, advice="Start at 10")
    report = actions.show(report, by=around.adviser)
    with pytest.raises(NotHere):
        reports.find(around.lead, pk=report.pk)
    report = actions.release(report, by=around.worker)
    assert reports.find(around.lead, pk=report.pk).status == "released"


def test_what_was_released_stands_and_is_corrected_by_adding(around):
    report = around.world.row("adjustments.Report/released")
    with pytest.raises(Conflict):
        actions.keep_private(report, by=around.worker)
    with pytest.raises(Conflict):
        actions.edit_report(report, by=around.adviser, advice="Something else")
    report = actions.add_remark(report, by=around.adviser, words="The hours meant were mornings.")
    assert "mornings" in report.remarks and report.advice == rows.ADVICE["advice"]


def test_what_is_accepted_becomes_an_adjustment_and_what_is_not_says_why(around):
    first = around.world.row("adjustments.Recommendation/released")
    with pytest.raises(Invalid):
        actions.respond(first, by=around.lead, response="declined")
    row = actions.respond(first, by=around.lead, response="partly", response_words="For four weeks")
    made = row.adjustment
    assert (made.status, made.agreed_what, made.person) == ("agreed", "For four weeks", around.person)
    assert made.place_by == around.today + timedelta(days=28)
    with pytest.raises(Conflict):
        actions.respond(row, by=around.hr, response="accepted")


def test_a_disclosure_needs_grounds_senior_advice_and_the_worker_told_first(around, case):
    values = {"referral": case, "to": around.hr, "content": "A risk", "grounds": "Said so", "senior_adviser": "Dr W"}
    tomorrow = around.today + timedelta(days=1)
    for wrong in ({"grounds": " "}, {"content": ""}, {"to": around.cast.other_hr}, {"told_on": tomorrow}):
        given = values | {"advised_on": around.today, "told_on": around.today} | wrong
        with pytest.raises(Invalid):
            actions.disclose(by=around.adviser, **given)
    with pytest.raises((NotAllowed, NotHere)):
        actions.disclose(by=around.hr, **values, advised_on=around.today, told_on=around.today)


def test_a_late_step_is_told_once_to_whoever_has_the_turn(around, case):
    Away.objects.update(cancelled_on=around.today)
    Referral.objects.filter(pk=case.pk).update(due_on=around.today - timedelta(days=1))
    jobs.referrals_late(around.today)
    jobs.referrals_late(around.today)
    sent = Message.objects.filter(rule="adjustments.referral_late", about_id=case.pk)
    assert [message.to for message in sent] == [around.adviser]


def test_the_earlier_versions_of_a_clinical_part_stay_sealed(around, case):
    report = rows.reported(case, around.adviser)
    part = actions.edit_clinical(report.clinical, by=around.adviser, text="Second")
    assert [sealed.read(part.uuid, "text", number) for number in (1, 2)] == ["Only between us", "Second"]
    assert Referral.objects.get(pk=case.pk).status == "assessed"


@pytest.mark.django_db(transaction=True)
def test_keys_change_under_ten_thousand_reports_while_people_read(settings):
    adviser, settings.SEAL_KEYS = make.account("Adviser"), [OLD]
    records = [uuid4() for _ in range(10_000)]
    SealedText.objects.bulk_create(
        [
            SealedText(record=record, field="text", number=1, key_id="old", by=adviser,
                       body=sealed._seal("old", record, "text", 1, f"Report {number}"))
            for number, record in enumerate(records)
        ],
        batch_size=1000,
    )  # fmt: skip
    settings.SEAL_KEYS = [NEW, OLD]
    problems, reads, done = [], [], threading.Event()

    def read():
        try:
            while not done.is_set():
                for number in range(0, 10_000, 997):
                    assert sealed.read(records[number], "text") == f"Report {number}"
                    reads.append(number)
                done.wait(0.02)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        call_command("rotate_seal_keys", "--batch", "1000")
    finally:
        done.set()
        reader.join()
    assert problems == [] and len(reads) > 10
    assert not SealedText.objects.exclude(key_id="new").exists()
    settings.SEAL_KEYS = [NEW]
    assert all(sealed.read(records[n], "text") == f"Report {n}" for n in range(0, 10_000, 101))
    sealed.insist()
    settings.SEAL_KEYS = ["new:" + urlsafe_b64encode(b"x" * 32).decode()]
    with pytest.raises(ImproperlyConfigured, match="key 'new' is not the one that sealed it"):
        sealed.insist()  # what peerwork.wsgi asks before it serves anybody
    settings.SEAL_KEYS = [OLD]
    with pytest.raises(ImproperlyConfigured, match="'new', which PEERWORK_SEAL_KEYS does not list"):
        sealed.insist()
