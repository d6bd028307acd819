"""Activity files as they come: whatever the encoding, nothing about patients is kept, a repeat changes nothing."""

import logging
from datetime import timedelta
from io import StringIO
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from peerwork.kit.errors import Conflict, NotAllowed
from peerwork.mix import activity, care_sums
from peerwork.mix.models import ActivitySubmission, Care, CareMonth, CarePeriod, CareRun, CareStaff, Snapshot
from peerwork.mix.profiles.keys import keyed
from peerwork.mix.profiles.reading import is_nhs_number
from tests import make
from tests.mix import care
from tests.mix.generate import mhsds
from tests.mix.generate.files import CANARY
from tests.mix.test_activity_mhsds import MAY

pytestmark = pytest.mark.django_db
VALID = [f"943{n:06d}" for n in range(400)]
NHS = [body + str(left) for body in VALID
       if (left := -sum(w * int(d) for w, d in zip(range(10, 1, -1), body, strict=True)) % 11) < 10]  # fmt: skip


@pytest.fixture
def trust():
    trust = make.organisation()
    make.team(trust, code="T1")
    return trust


def rows(number: int = 30, **values) -> list[dict]:
    return [care.contact(f"S{n % 5}", MAY + timedelta(days=n % 30), team_code="T1", **values) for n in range(number)]


def everything() -> str:
    """Every value of every table, as words."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def state(trust) -> tuple:
    """What an import leaves, but for numbers of rows and times."""
    names = [f.attname for f in Care._meta.concrete_fields if f.name not in ("id", "submission")]
    sums = [f.attname for f in CareMonth._meta.concrete_fields if f.name != "id"]
    return (
        sorted(Care.objects.values_list(*names)),
        sorted(CareMonth.objects.filter(organisation=trust).values_list(*sums)),
        sorted(CarePeriod.objects.filter(organisation=trust).values_list("source", "month", "rows", "current")),
    )


def test_check_digits_are_those_of_nhs_numbers():
    assert is_nhs_number("9434765919") and is_nhs_number("943 476 5919") and is_nhs_number("401-023-2137")
    assert not is_nhs_number("9434765918") and not is_nhs_number("943476591") and not is_nhs_number("94347659१९")
    assert len(NHS) > 300 and all(map(is_nhs_number, NHS))


def test_keys_are_the_same_each_time_differ_by_table_and_need_the_secret(settings):
    from peerwork.mix.profiles.keys import secret

    mine = keyed(secret("contact"), "C1")
    assert mine == keyed(secret("contact"), "C1") != keyed(secret("staff"), "C1") and 0 < mine < 2**63
    settings.SEAL_KEYS = ["other:" + "B" * 43]
    assert keyed(secret("contact"), "C1") != mine


def test_a_repeat_changes_nothing_and_a_new_file_replaces_only_its_months(trust):
    june = MAY.replace(month=6)
    first = care.activity(trust, [*rows(), care.contact("S1", june, activity_id="J1")])
    before, submissions = state(trust), ActivitySubmission.objects.count()
    assert first.status == "published" and first.report["months"] == ["2026-05", "2026-06"]
    text = care.text(rows())
    again = care.activity(trust, text)
    assert again.status == "published"  # other contact numbers: May is replaced
    assert CarePeriod.objects.get(month=june, current=True).submission_id == first.pk
    held = state(trust)
    shuffled = "\n".join([text.splitlines()[0], *reversed(text.splitlines()[1:])]) + "\n"
    third = care.activity(trust, shuffled)
    assert third.status == "unchanged" and state(trust) == held
    assert ActivitySubmission.objects.count() == submissions + 2
    assert before[2] == [("activity_csv", MAY, 30, True), ("activity_csv", june, 1, True)] == held[2]
    assert Care.objects.count() == 31


def test_killed_between_the_rows_and_their_figures_a_repeat_makes_the_figures(trust, monkeypatch):
    make.counted(trust, [("staff_group", "Nursing", "clinical")])
    text = care.text(rows(staff_group_code="Nursing"))
    with monkeypatch.context() as patch:
        patch.setattr(activity.actions, "freeze_care", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            care.activity(trust, text)
    assert Care.objects.exists() and not Snapshot.objects.exists()
    assert care.activity(trust, text).status == "unchanged"
    assert Snapshot.objects.filter(current=True).exists()


def test_a_dry_run_tells_all_and_loads_nothing(trust):
    done = care.activity(trust, [*rows(40), care.contact("S1", MAY, minutes="lots")], dry_run=True)
    assert done.status == "checked" and (done.rows_read, done.rows_refused) == (41, 1)
    assert done.report["by_rule"] == {"not a number": 1} and done.report["months"] == ["2026-05"]
    assert not Care.objects.exists() and not CarePeriod.objects.exists() and not CareStaff.objects.exists()


BAD = {
    "activity_date": ["", "31/02/2026", "2101-01-01", "1999-12-31", "yesterday"],
    "minutes": ["lots", "-5", "1441", "12,5", "1e9", "٣"],
    "kind": ["surgery"],
    "attended": ["maybe", "9"],
    "mechanism": ["77", "phone"],
    "activity_id": ["", " ", "NULL"],
}


@pytest.mark.parametrize(("column", "value"), [(c, v) for c, values in BAD.items() for v in values])
def test_a_bad_cell_is_refused_by_rule_and_never_repeated(trust, column, value):
    done = care.activity(trust, [*rows(40), care.contact("S1", MAY) | {column: f'"{value}"'}])
    assert done.status == "published" and done.rows_refused == 1
    (line,) = done.report["refused"]
    assert line["row"] == 42 and line["column"] == column and line["advice"]
    if len(value.strip()) > 3 and value != "NULL":
        assert value not in str(done.report)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("activity_id,minutes\n1,2\n", "activity_date, staff_local_id"),
        (care.HEADINGS + "\n", "no rows"),
        ("x\x00y\n", "not a text"),
        (f"{CANARY},{CANARY}\n1,2\n", "columns are missing"),
    ],
    ids=["empty", "columns", "rows", "binary", "no_headings"],
)
def test_a_file_that_cannot_be_read_says_what_to_do(trust, text, words):
    try:
        done = care.activity(trust, text)
    except Exception as refusal:  # before a submission is there
        message = str(refusal.message)
    else:
        assert done.status == "refused"
        message = done.message
    assert words in message and CANARY not in message and not Care.objects.exists()


def test_too_many_bad_rows_refuse_the_file(trust):
    done = care.activity(trust, [*rows(10), care.contact("S1", MAY, minutes="x"), care.contact("S1", MAY, minutes="y")])
    assert done.status == "refused" and "2 of 12" in done.message and not Care.objects.exists()


def test_a_column_of_nhs_numbers_refuses_the_file_and_keeps_none_of_them(trust):
    done = care.activity(trust, [care.contact("S1", MAY, activity_id=number) for number in NHS[:30]])
    assert done.status == "refused" and "activity_id" in done.message and "NHS numbers" in done.message
    done = care.activity(trust, [care.contact(number, MAY) for number in NHS[:30]])
    assert done.status == "refused" and "staff" in done.message
    kept = everything()
    assert not any(number in kept for number in NHS[:30])


def test_a_few_numbers_that_pass_by_chance_are_not_refused(trust):
    some = [care.contact("S1", MAY, activity_id=NHS[n] if n < 14 else f"94347659{n:02d}X") for n in range(30)]
    assert care.activity(trust, some).status == "published"
    few = [care.contact("S1", MAY, activity_id=number) for number in NHS[:19]]
    assert care.activity(trust, few).status == "published"


def test_nothing_about_patients_reaches_database_log_report_or_page(trust, caplog, settings, tmp_path):
    """Canaries in every identifier column, in record numbers, and in cells that are refused."""
    import random

    caplog.set_level(logging.DEBUG)
    before = set(settings.STAGING_ROOT.glob("*"))
    files = mhsds.generate(random.Random(4), version=6, months=[MAY], contacts=40)
    files["MHS000"] = mhsds.header(trust.code, [MAY], 6)
    for row in files["MHS201"]:
        row["CareContactID"] = f"{CANARY}{row['CareContactID']}"
    for row in files["MHS202"]:
        row["CareContactID"] = f"{CANARY}{row['CareContactID']}"
    files["MHS201"][0]["CareContDate"] = f"{CANARY}-date"
    files["MHS202"][0]["ClinContactDurOfCareAct"] = f"{CANARY}-minutes"
    settings.PEERWORK = settings.PEERWORK | {"IMPORT_MAX_BAD_SHARE": 1}
    path = tmp_path / "extract.zip"
    path.write_bytes(mhsds.written(files, random.Random(4)))
    out, report = StringIO(), tmp_path / "report.json"
    call_command("import_activity", str(path), profile="mhsds_v6", organisation=trust.code, report=report, stdout=out)
    simple = [care.contact("S1", MAY, activity_id=f"{CANARY}{n}") for n in range(40)]
    done = care.activity(trust, care.text([*simple, care.contact("S1", MAY, minutes=CANARY, kind=CANARY)]))
    assert done.rows_refused == 1 and ActivitySubmission.objects.count() == 2 and Care.objects.count() > 60
    client = Client(raise_request_exception=False)
    client.force_login(make.holder("administrator", trust))
    pages = "".join(
        client.get(f"/mix/activity/{pk}/").content.decode()
        for pk in ActivitySubmission.objects.values_list("pk", flat=True)
    )
    for where, text in (
        ("the database", everything()), ("the log", caplog.text), ("the report", report.read_text()),
        ("the command", out.getvalue()), ("the pages", pages),
    ):  # fmt: skip
        for word in (CANARY, "9434765919"):
            assert word not in text, f"{word} in {where}"
    assert set(settings.STAGING_ROOT.glob("*")) <= before, "files are left in the staging folder"


def test_a_fault_of_our_own_leaves_nothing_of_the_file_behind(trust, monkeypatch, settings, caplog):
    monkeypatch.setattr(activity, "write_lines", lambda lines: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        care.activity(trust, [care.contact("S1", MAY, activity_id=f"{CANARY}{n}") for n in range(5)])
    assert ActivitySubmission.objects.get().status == "refused" and not CarePeriod.objects.exists()
    assert CANARY not in everything() and not list(settings.STAGING_ROOT.glob("care-*"))


def test_only_an_administrator_of_the_organisation_hands_activity_in(world):
    trust = world.row("people.Unit/organisation")
    assert care.activity(trust, rows(3), by=world.cast.administrator).status == "published"
    for name in ("hr", "director", "team_lead", "other_administrator", "worker", "lived_experience_lead"):
        with pytest.raises(NotAllowed):
            care.activity(trust, rows(3), by=getattr(world.cast, name))


def test_one_extract_of_an_organisation_at_a_time(trust):
    other = care.activity(trust, rows(3), dry_run=True)
    ActivitySubmission.objects.filter(pk=other.pk).update(status="staged")
    CareRun.objects.filter(submission=other).update(
        lease_by="elsewhere 1 1", lease_until=make.timezone.now() + timedelta(minutes=5)
    )
    with pytest.raises(Conflict):
        care.activity(trust, rows(3))
    CareRun.objects.filter(submission=other).update(lease_until=make.timezone.now() - timedelta(seconds=1))
    assert care.activity(trust, rows(3)).status == "published"
    other.refresh_from_db()
    assert other.status == "refused" and "broken off" in other.message


def test_a_month_half_of_which_is_missing_is_loaded_with_a_warning(trust):
    care.activity(trust, rows(30))
    done = care.activity(trust, rows(10))
    assert any("30" in words and "10" in words for words in done.report["warnings"])


def test_sums_are_remade_when_somebody_becomes_a_peer_worker_and_old_figures_stay(trust):
    from peerwork.mix import actions

    make.counted(trust, [("staff_group", "Nursing", "clinical")])
    care.activity(trust, [row | {"staff_group_code": "Nursing"} for row in rows(30)])
    old = Snapshot.objects.get(unit=trust, basis="hours", current=True)
    assert old.numerator == 0 and old.denominator == 15
    actions.classify(by=make.system(), organisation=trust, answers=[("staff_group", "Nursing", "peer")],
                     starts_on=MAY + timedelta(days=10))  # fmt: skip
    new = Snapshot.objects.get(unit=trust, basis="hours", current=True)
    assert new.denominator == 15 and new.numerator == 10 and new.number == 2  # from the 11th on
    assert Snapshot.objects.get(pk=old.pk).numerator == 0
    assert new.mapping_version > old.mapping_version and new.counting_rule_id == old.counting_rule_id
    assert care_sums.refresh(trust.pk) == 0


def test_an_organisations_own_counting_rule_lets_text_count(trust):
    from peerwork.mix import actions

    make.counted(trust, [("staff_group", "Nursing", "clinical")])
    care.activity(trust, [row | {"staff_group_code": "Nursing", "mechanism": "09"} for row in rows(30)])
    assert {row.left_out for row in CareMonth.objects.filter(organisation=trust)} == {"09"}
    assert not Snapshot.objects.filter(organisation=trust).exists()
    actions.set_counted_rule(by=make.system(), organisation=trust, effective_from=MAY, mechanisms="01 09",
                             reason="Much of our work is by text.")  # fmt: skip
    assert Snapshot.objects.get(unit=trust, basis="contacts", current=True).denominator == 30
    with pytest.raises(CommandError):
        call_command("import_activity", "/nowhere", profile="pmhc_mds", organisation=trust.code)
