"""Retention: nothing goes that is not due, confirmed and free of a hold; what goes, goes whole."""

from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from peerwork.kit import files, retention, sealed
from peerwork.kit.models import Hold, Purge, SealedText, StoredFile
from peerwork.people.models import Identifier, Person, Worker
from tests.kit import people
from tests.kit.test_files import PDF

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings, tmp_path, monkeypatch):
    settings.FILES_ROOT, settings.CLAMD = tmp_path / "files", ""
    monkeypatch.setattr(retention, "_classes", {})
    monkeypatch.setattr(retention, "_keeper", [])
    trust, system, rules = people.organisation(), people.user("Peerwork", kind="system"), {}
    retention.register(
        "staff",
        label="Staff records",
        trigger="leaving",
        default_months=72,
        source="staff schedule",
        due=lambda organisation, day: Person.objects.filter(organisation=organisation, left_on__lte=day),
        person="pk",
    )
    retention.connect(organisations=lambda: [trust], confirmed=lambda organisation: rules, system=lambda: system)
    return trust, system, rules


def person(name, left_on, trust):
    return Person.objects.create(organisation=trust, given_name=name, family_name="Canary", left_on=left_on)


def names():
    return set(Person.objects.values_list("given_name", flat=True))


def test_retention_nothing_goes_before_its_class_is_confirmed(world):
    trust, system, _rules = world
    person("Old", date(2000, 1, 1), trust)
    (outcome,) = retention.purge(trust, TODAY, by=system)
    assert (outcome.months, outcome.rows) == (None, 0)
    assert names() == {"Old"}
    assert not Purge.objects.exists()


def test_retention_exactly_what_is_due_goes(world):
    trust, system, rules = world
    rules["staff"] = 72
    other = people.organisation("STH", "Southmere")
    person("Due", date(2020, 11, 23), trust)
    person("Tomorrow", date(2020, 11, 24), trust)
    person("Here", None, trust)
    person("Elsewhere", date(2000, 1, 1), other)
    assert [(o.rows, o.held) for o in retention.dry_run(trust, TODAY)] == [(1, 0)]
    assert "Due" in names()
    assert retention.purge(trust, TODAY, by=system)[0].rows == 1
    assert names() == {"Tomorrow", "Here", "Elsewhere"}
    line = Purge.objects.get()
    assert (line.record_class, line.organisation_id, line.rows, line.by) == ("staff", trust.pk, 1, system)
    assert retention.purge(trust, TODAY, by=system)[0].rows == 0
    assert Purge.objects.count() == 1


def test_retention_history_files_and_sealed_texts_go_too(world, settings):
    trust, system, rules = world
    rules["staff"] = 72
    row = person("Due", date(2020, 1, 1), trust)
    files.store(SimpleUploadedFile("a.pdf", PDF), by=system, about=row)
    files.store(SimpleUploadedFile("b.pdf", PDF), by=system, about=trust)
    sealed.write(row.uuid, "note", "canary", by=system)
    sealed.write(uuid4(), "note", "other", by=system)
    retention.purge(trust, TODAY, by=system)
    assert not Person.history.filter(given_name="Due").exists()
    assert SealedText.objects.count() == StoredFile.objects.count() == 1
    assert len([path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]) == 1


def test_retention_a_hold_stops_it_until_it_is_lifted(world):
    trust, system, rules = world
    rules["staff"] = 72
    row = person("Held", date(2000, 1, 1), trust)
    hold = Hold.objects.create(person_id=row.pk, reason="claim", held_on=date(2026, 1, 1))
    assert retention.dry_run(trust, TODAY)[0].held == 1
    assert retention.purge(trust, TODAY, by=system)[0].rows == 0
    assert names() == {"Held"}
    hold.lifted_on = date(2026, 2, 1)
    hold.save()
    assert retention.purge(trust, TODAY, by=system)[0].rows == 1


def test_retention_what_other_records_need_stays_whole(world):
    trust, system, rules = world
    rules["staff"] = 72
    row = person("Needed", date(2000, 1, 1), trust)
    Worker.objects.create(person=row, peer_since=date(1999, 1, 1))
    files.store(SimpleUploadedFile("a.pdf", PDF), by=system, about=row)
    outcome = retention.purge(trust, TODAY, by=system)[0]
    assert (outcome.rows, outcome.in_use) == (0, 1)
    assert row.history.count() == 1
    assert files.open_file(StoredFile.objects.get()).read() == PDF


def test_retention_batches_reach_the_end(world, monkeypatch):
    trust, system, rules = world
    rules["staff"] = 72
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(7):
        row = person(f"P{number}", date(2000, 1, 1), trust)
        if number in (1, 2):
            Identifier.objects.create(person=row, organisation=trust, system="staff_id", value=str(number))
    outcome = retention.purge(trust, TODAY, by=system)[0]
    assert (outcome.rows, outcome.in_use) == (5, 2)
    assert names() == {"P1", "P2"}


def test_retention_the_command_changes_nothing_unless_told(world):
    trust, _system, rules = world
    person("Old", date(2000, 1, 1), trust)
    out = StringIO()
    call_command("purge", "--for-good", stdout=out)
    assert "not confirmed" in out.getvalue()
    rules["staff"] = 72
    call_command("purge", stdout=out)
    assert "1 would be purged (kept 72 months)" in out.getvalue()
    assert names() == {"Old"}
    call_command("purge", "--for-good", stdout=out)
    assert "1 purged" in out.getvalue()
    assert names() == set()


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 23), 72, date(2020, 11, 23)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 6, date(2026, 6, 30)),
    ],
)
def test_retention_months_end_where_the_month_does(day, months, then):
    assert retention.months_before(day, months) == then
