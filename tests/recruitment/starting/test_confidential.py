"""A certificate's details: two named people and the person, each opening noted, gone after six months."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peerwork.kit import retention
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Hold, ReadLine, SealedText
from peerwork.people.models import RetentionRule
from peerwork.recruitment.starting import jobs
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.checks.models import Check, CriminalRecord
from tests import make
from tests.recruitment.starting import world as rows

MEMBERS = (
    "hr",
    "hr_worker",
    "team_lead",
    "director",
    "records_officer",
    "administrator",
    "oh_adviser",
    "worker",
    "other_hr",
    "training_lead",
    "lived_experience_lead",
)
CANARY = "Canary of nineteen ninety-nine"


@pytest.fixture
def certificate(trust, world):
    """Somebody's certificate with something on it, noted by the verifier."""
    starter = trust.to("accepted")
    check = trust.check(starter, "criminal_record")
    values = {"verifier": world.cast.training_lead, "decider": world.cast.lived_experience_lead}
    record = checking.name_for_record(by=trust.hr, employment_check=check, **values)
    checking.request_check(check, by=trust.hr)
    return checking.record_certificate(record, by=values["verifier"], something=True, details=CANARY)


def test_details_are_found_only_by_the_two_named_and_each_opening_is_noted(certificate, world):
    named = {"training_lead", "lived_experience_lead"}
    page, api = reverse("starting:open_record", args=[certificate.pk]), f"/api/v1/criminal-records/{certificate.pk}/"
    for member in MEMBERS:
        client = world.client(member)
        listed = client.get("/api/v1/criminal-records/").content.decode()
        row = client.get(api).content.decode()
        opened, over_api = client.post(page).content.decode(), client.post(f"{api}open/").content.decode()
        check = client.get(reverse("starting:check", args=[certificate.employment_check_id])).content.decode()
        searched = client.get(reverse("home:search"), {"q": "Canary"}).content.decode()
        shut = client.get(reverse("starting:record", args=[certificate.pk])).content.decode()
        assert CANARY not in listed + row + check + searched.replace("Canary", "") + shut, member
        assert (CANARY in opened, CANARY in over_api) == (member in named,) * 2, member
    lines = ReadLine.objects.filter(person_id=certificate.person_id, about_model="recruitment.CriminalRecord")
    assert sorted(line.reader.pk for line in lines) == sorted(2 * [certificate.verifier_id, certificate.decider_id])
    assert not CriminalRecord.history.filter(pk=certificate.pk, level=CANARY).exists()
    assert CANARY.encode() not in bytes(SealedText.objects.filter(record=certificate.uuid).first().body)


def test_the_person_reads_their_own_and_no_line_is_written(certificate, world):
    user = certificate.person.user
    type(user).objects.filter(pk=user.pk).update(kind="account")
    from django.test import Client

    client = Client()
    client.force_login(user)
    before = ReadLine.objects.count()
    starter = certificate.employment_check.starter
    assert CANARY in client.get(reverse("starting:my_record", args=[starter.pk])).content.decode()
    assert ReadLine.objects.count() == before


def test_whoever_is_no_longer_named_can_open_it_no_more(certificate, trust, world):
    checking.hand_over_record(certificate, by=trust.hr, decider=world.cast.director)
    assert (
        world.client("lived_experience_lead").post(reverse("starting:open_record", args=[certificate.pk])).status_code
        == 404
    )
    with pytest.raises(Invalid):
        checking.hand_over_record(certificate, by=trust.hr, decider=certificate.verifier)


def test_nothing_is_recorded_before_its_time_to_go_is_confirmed(trust, world):
    RetentionRule.objects.filter(record_class="dbs").update(confirmed_on=None, confirmed_by=None)
    check = trust.check(trust.to("accepted"), "criminal_record")
    values = {"verifier": world.cast.training_lead, "decider": world.cast.director}
    record = checking.name_for_record(by=trust.hr, employment_check=check, **values)
    with pytest.raises(Conflict, match="records officer"):
        checking.record_certificate(record, by=world.cast.training_lead, something=True, details=CANARY)
    assert not SealedText.objects.filter(record=record.uuid).exists()


def test_the_decider_decides_and_the_verifier_does_not(certificate, trust, world):
    with pytest.raises(NotAllowed):
        checking.decide_record(certificate, by=certificate.verifier, outcome="go_on", grounds="Long ago")
    with pytest.raises(NotAllowed):
        checking.decide_record(certificate, by=trust.hr, outcome="go_on", grounds="Long ago")
    check = Check.objects.get(pk=certificate.employment_check_id)
    assert check.status == "concern"
    with pytest.raises(Conflict):
        checking.pass_check(check, by=trust.hr)
    checking.decide_record(certificate, by=certificate.decider, outcome="go_on", grounds="Long ago")
    assert checking.pass_check(check, by=trust.hr).status == "satisfactory"


def test_details_go_after_six_months_unless_a_dispute_or_a_hold_keeps_them(certificate, trust):
    row = checking.decide_record(certificate, by=certificate.decider, outcome="go_on", grounds="Long ago")
    day = retention.months_before(trust.today, -6)
    jobs.purge_certificates(day - timedelta(days=1))
    assert CriminalRecord.objects.filter(pk=row.pk).exists()
    row = checking.dispute_record(row, by=row.person.user)
    jobs.purge_certificates(day)
    assert SealedText.objects.filter(record=row.uuid).exists()
    checking.end_dispute(row, by=row.decider)
    hold = make.hold(row.person)
    jobs.purge_certificates(day)
    assert CriminalRecord.objects.filter(pk=row.pk).exists()
    Hold.objects.filter(pk=hold.pk).update(lifted_on=trust.today)
    jobs.purge_certificates(day)
    assert not CriminalRecord.objects.filter(pk=row.pk).exists()
    assert not CriminalRecord.history.filter(id=row.pk).exists()
    assert not SealedText.objects.filter(record=row.uuid).exists()
    assert Check.objects.filter(pk=row.employment_check_id).exists()


def test_a_health_outcome_is_opened_and_the_opening_noted(trust, world):
    starter = trust.to("accepted")
    health = checking.ask_health(
        by=trust.hr, employment_check=trust.check(starter, "work_health"), adviser=world.cast.oh_adviser
    )
    with pytest.raises(NotAllowed):
        checking.give_health(health, by=trust.hr, outcome="fit")
    checking.give_health(health, by=world.cast.oh_adviser, outcome="adjustments")
    client, words = world.client("hr"), "Fit with adjustments"
    shut = client.get(reverse("starting:health", args=[health.pk])).content.decode()
    told = client.get(f"/api/v1/work-health/{health.pk}/").json()
    assert words not in shut and "outcome" not in told
    assert words in client.post(reverse("starting:open_health", args=[health.pk])).content.decode()
    line = ReadLine.objects.get(person_id=starter.person_id, reader=trust.hr)
    assert line.what == "work health outcome"
    with pytest.raises(NotHere):
        checking.give_health(health, by=world.cast.team_lead, outcome="fit")


def test_not_yet_is_no_outcome_to_start_with(trust):
    check = trust.check(trust.to("accepted"), "work_health")
    health = checking.ask_health(by=trust.hr, employment_check=check)
    checking.give_health(health, by=trust.hr, outcome="not_yet")
    with pytest.raises(Conflict):
        checking.pass_check(Check.objects.get(pk=check.pk), by=trust.hr)


def test_a_purge_of_one_class_takes_nothing_else(trust):
    """The certificate's own purge runs every day; it must not begin to purge the rest."""
    before = rows.check_of(trust.to("accepted"), "identity")
    jobs.purge_certificates(trust.today + timedelta(days=4000))
    assert Check.objects.filter(pk=before.pk).exists()
