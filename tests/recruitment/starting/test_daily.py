"""What happens by itself: each step reminded once, every starter told at least every seven days, files, documents."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.kit.models import ExportLine, Message, StoredFile
from peerwork.recruitment.starting import actions, jobs
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.checks.models import Check, Reference
from peerwork.recruitment.starting.models import Starter, Update
from peerwork.recruitment.starting.onboarding import actions as onboarding
from tests import make
from tests.recruitment.starting import world as rows


def run(days: int, times: int = 2) -> None:
    for _n in range(times):
        jobs.daily(timezone.now() + timedelta(days=days))


def sent(rule: str, to, about: str = "") -> int:
    return Message.objects.filter(rule=f"starting.{rule}", to=to, subject_key__startswith=about).count()


def test_each_step_is_reminded_once_and_only_if_nobody_has_moved(trust):
    starter = trust.to("accepted")
    mine = starter.person.user
    check = checking.request_check(trust.check(starter, "identity"), by=trust.hr)
    run(6)
    assert sent("remind", mine) == 0
    run(7, times=3)
    run(9)
    assert sent("remind", mine) == 1
    checking.say_done(check, by=mine)
    run(30)
    assert sent("remind", mine) == 1


def test_a_starter_hears_at_least_every_seven_days(trust):
    starter = trust.to("accepted")
    run(6)
    assert Update.objects.filter(starter=starter).count() == 0
    run(7, times=3)
    assert Update.objects.filter(starter=starter).count() == 1
    actions.send_update(by=trust.hr, starter=starter, words="All is well")
    Starter.objects.filter(pk=starter.pk).update(updated_on=trust.today)
    run(6)
    assert Update.objects.filter(starter=starter).count() == 2


def test_a_referee_is_reminded_once_and_then_hr_is_told(trust):
    starter = trust.to("accepted")
    named = checking.name_referee(by=trust.hr, starter=starter, name="Ana", email="ana@example.org", relation="Tutor")
    named = checking.ask_referee(named, by=trust.hr)
    key = f"reference:{named.pk}"
    run(7)
    assert sent("remind", named.referee) == 1 and sent("no_answer", trust.hr, key) == 0
    run(15)
    assert sent("remind", named.referee) == 1 and sent("no_answer", trust.hr, key) == 1
    Reference.objects.filter(pk=named.pk).update(status="taken")


def test_a_check_that_ran_out_is_asked_for_anew(trust):
    starter = trust.to("cleared")
    Check.objects.filter(starter=starter, kind="right_to_work").update(expires_on=trust.today)
    run(1)
    starter.refresh_from_db()
    assert (starter.status, trust.check(starter, "right_to_work").status) == ("accepted", "requested")


def test_nobody_who_has_died_is_written_to(trust):
    starter = trust.to("accepted")
    actions.stop(starter.person, by=trust.hr)
    starter.refresh_from_db()
    assert starter.status == "withdrawn"


# The file for payroll -----------------------------------------------------------------------------------------------
def test_the_file_for_payroll_says_planned_and_agreed_dates_apart_and_is_logged(trust, world):
    dated = trust.to("dated", starts_on=trust.today + timedelta(days=9))
    planned = trust.to("accepted", planned_on=trust.today + timedelta(days=20))
    client, address = world.client("hr"), reverse("starting:file")
    assert client.post(address, {"format": "csv", "reason": ""}).status_code == 400
    answer = client.post(address, {"format": "csv", "reason": "Payroll of next month"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    found = {int(row["starter_number"]): row for row in csv.DictReader(io.StringIO(text))}
    assert (found[dated.pk]["start_date"], found[dated.pk]["planned_date"]) == (str(dated.starts_on), "")
    assert (found[planned.pk]["start_date"], found[planned.pk]["planned_date"]) == ("", str(planned.planned_on))
    assert ExportLine.objects.latest("pk").reason == "Payroll of next month"
    assert world.client("team_lead").post(address, {"format": "csv", "reason": "x"}).status_code == 403


def test_a_planned_date_in_writing_says_that_it_is_no_start_date(trust, world):
    starter = trust.to("accepted", planned_on=trust.today + timedelta(days=20), planned_for="The Jobcentre")
    answer = world.client("hr").get(reverse("starting:planned_date", args=[starter.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert starter.starts_on is None


# Documents ----------------------------------------------------------------------------------------------------------
def test_a_document_is_checked_private_and_kept_by_its_class(trust, world):
    person = world.row("people.Person/worker")
    fake = SimpleUploadedFile("cv.pdf", b"MZ program", "application/pdf")
    with pytest.raises(Invalid):
        onboarding.add_document(by=trust.hr, person=person, kind="identity", title="Passport", file=fake)
    with pytest.raises(NotAllowed):
        onboarding.add_document(by=world.cast.team_lead, person=person, kind="other", title="Note", file=rows.pdf())
    row = onboarding.add_document(by=trust.hr, person=person, kind="identity", title="Passport", file=rows.pdf())
    assert (row.retention_class, StoredFile.objects.latest("pk").retention_class) == ("identity_copy",) * 2
    address = reverse("starting:document", args=[row.pk])
    assert world.client("worker").get(address).headers["Content-Disposition"].startswith("attachment")
    for member in ("team_lead", "supervisor", "administrator", "other_hr"):
        assert world.client(member).get(address).status_code == 404
    onboarding.withdraw_document(row, by=trust.hr)
    assert world.client("hr").get(address).status_code == 404


def test_a_letter_takes_its_fields_and_nothing_else(trust):
    with pytest.raises(Invalid):
        actions.open_letter(by=trust.hr, organisation=trust.root, name="Bad", body="Dear {{ password }}")
    person = rows.newcomer(trust.root, known_as="{{ contact }}")
    letter = actions.open_letter(by=trust.hr, organisation=trust.root, name="Good", body="Dear {{ first_name }}!")
    starter = trust.to("offered", person=person, template=letter)
    assert starter.letter == "Dear {{ contact }}!"


def test_the_starters_page_says_their_move_in_their_words(trust):
    from django.test import Client

    starter = trust.to("accepted")
    user = starter.person.user
    type(user).objects.filter(pk=user.pk).update(kind="account")
    checking.request_check(trust.check(starter, "identity"), by=trust.hr, need="Bring your passport", move="applicant")
    client = Client()
    client.force_login(user)
    page = client.get(reverse("starting:mine", args=[starter.pk])).content.decode()
    assert "Bring your passport" in page and "Your move" in page
    other = make.account("Somebody")
    client.force_login(other)
    assert client.get(reverse("starting:mine", args=[starter.pk])).status_code == 404
