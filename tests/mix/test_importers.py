"""Staff files: good rows together, refused rows listed without their values, a bad file loads nothing."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from peerwork.kit.errors import Invalid
from peerwork.mix.importers import BadCell, a_day, a_month, a_number, import_staff
from peerwork.mix.models import CountingRule, Snapshot, StaffFte, StaffLine, StaffSubmission
from tests import make
from tests.mix.files import LIST, line, load_fte, load_list, peer, say, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    return make.organisation("Fellside", "RAA")


@pytest.fixture
def team(trust):
    return make.team(trust, code="HILL")


def good(number: int) -> list[list]:
    return [line(f"S{n}", "HILL") for n in range(number)]


# Cells
@pytest.mark.parametrize("text", ["2017-SEP", "2017-sep", "2017-09", "SEP-2017", "201709", "2017-09-30", "30/09/2017"])
def test_months_are_read_in_every_form(text):
    assert a_month("month", text) == date(2017, 9, 1)


@pytest.mark.parametrize("text", ["", "2017", "Sept", "2017-13", "0001-01", "2217-01"])
def test_other_months_are_refused(text):
    with pytest.raises(BadCell):
        a_month("month", text)


@pytest.mark.parametrize("text", ["2026-10-31", "31/10/2026", "20261031", "31-Oct-2026", "2026-10-31 00:00:00"])
def test_days_are_read_in_every_form(text):
    assert a_day("start", text) == date(2026, 10, 31)


@pytest.mark.parametrize(
    "text",
    ["*", "[c]", ">5", "<5", "-1", "−1", "(3)", "1e3", "NaN", "inf", "one", "1 2", "1,2,3", "1.2.3", "9" * 20, ""],
)
def test_hidden_negative_and_odd_numbers_are_refused(text):
    with pytest.raises(BadCell):
        a_number("fte", text, most=Decimal(10**9))


@pytest.mark.parametrize(
    ("text", "number"), [("0", "0"), ("0.4", "0.4"), (".5", "0.5"), ("1,234.50", "1234.5"), ("12.", "12")]
)
def test_plain_numbers_are_read_exactly(text, number):
    assert a_number("fte", text, most=Decimal(10**9)) == Decimal(number)


# Lists
def test_good_rows_are_loaded_and_refused_rows_listed_without_their_values(tmp_path, trust, team):
    bad = [
        line("SECRET1", "HILL", wte="*"),
        line("SECRET2", "NOWHERE-SECRET"),
        line("SECRET3", "HILL", start="2026-02-30"),
        line("SECRET4", "HILL", start="2026-02-01", end="2026-01-01"),
        line("", "HILL", name="Secret Name"),
    ]
    done = load_list(tmp_path, trust, good(200) + bad)
    assert (done.status, done.rows_read, done.rows_accepted, done.rows_refused) == ("published", 205, 200, 5)
    assert StaffLine.objects.count() == 200
    assert [(r["row"], r["column"]) for r in done.report["refused"]] == [
        (202, "wte"), (203, "team_code"), (204, "start"), (205, "end"), (206, "staff_id"),
    ]  # fmt: skip
    assert all(r["rule"] and r["advice"] for r in done.report["refused"])
    assert "SECRET" not in json.dumps(done.report).upper()


def test_too_many_bad_rows_refuse_the_file(tmp_path, trust, team):
    done = load_list(tmp_path, trust, [*good(20), line("B1", "HILL", wte="x"), line("B2", "HILL", wte="-1")])
    assert (done.status, done.rows_accepted, done.rows_refused) == ("refused", 0, 2)
    assert len(done.report["refused"]) == 2
    assert not StaffLine.objects.exists()
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "staff_id,team_code,role\nS1,HILL,Nurse\n",
        "staff_id,name,team_code,role,staff_group,wte,start,end\n",
        "staff_id,staff_id,team_code,role,staff_group,wte,start\nS1,S1,HILL,Nurse,Nursing,1,2025-01-01\n",
        'staff_id,team_code,role,staff_group,wte,start\n"S1,HILL,Nurse,Nursing,1,2025-01-01\n'
        + "x" * 200_000,  # an open quotation mark
        "not a table",
    ],
    ids=["columns missing", "no rows", "a heading twice", "an open quotation mark", "not a table"],
)
def test_a_structural_fault_refuses_the_file_with_words(tmp_path, trust, team, text):
    path = tmp_path / "list.csv"
    path.write_text(text)
    done = import_staff(path, "staff_list_csv", trust, by=make.system())
    assert done.status == "refused"
    assert len(done.message) > 20
    assert not StaffLine.objects.exists()


def test_an_empty_file_is_refused(tmp_path, trust):
    (tmp_path / "list.csv").write_text("")
    with pytest.raises(Invalid):
        import_staff(tmp_path / "list.csv", "staff_list_csv", trust, by=make.system())


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("utf-16", "\t"), ("cp1252", ";")])
def test_encodings_delimiters_and_other_headings_are_understood(tmp_path, trust, team, encoding, delimiter):
    rows = [["Employee Number", "FTE", "Job Role", "Team", "Staff Group", "Start Date", "Colour"],
            ["S1", "0.6", "Pflegehelferin für Ältere", "hill", "Nursing", "01/02/2025", "blue"]]  # fmt: skip
    (tmp_path / "l.csv").write_text("\n".join(delimiter.join(row) for row in rows), encoding=encoding)
    done = import_staff(tmp_path / "l.csv", "staff_list_csv", trust, by=make.system())
    assert done.status == "published", done.message
    row = StaffLine.objects.get()
    assert (row.unit, row.role, row.wte, row.starts_on) == (
        team, "Pflegehelferin für Ältere", Decimal("0.6"), date(2025, 2, 1),
    )  # fmt: skip


def test_a_row_twice_is_refused_and_two_posts_of_one_person_are_not(tmp_path, trust, team):
    make.team(trust, code="DALE")
    rows = [*good(40), line("S1", "HILL"), line("S1", "DALE", wte="0.4")]
    done = load_list(tmp_path, trust, rows)
    assert (done.rows_accepted, done.rows_refused) == (41, 1)
    assert done.report["refused"][0]["row"] == 42


def test_what_broke_off_after_loading_is_made_good_by_a_repeat(tmp_path, trust, team, monkeypatch):
    say(trust)
    with monkeypatch.context() as broken:
        broken.setattr("peerwork.mix.actions.suggest_by_words", lambda organisation: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load_list(tmp_path, trust, [peer("P1", "HILL", role="Peer trainer")])
    assert StaffLine.objects.count() == 1
    assert not Snapshot.objects.exists()
    assert load_list(tmp_path, trust, [peer("P1", "HILL", role="Peer trainer")]).rows_accepted == 1
    assert StaffLine.objects.count() == 1
    assert Snapshot.objects.exists()
    assert CountingRule.objects.filter(value="Peer trainer", status="suggested").exists()


def test_a_repeat_in_another_order_changes_nothing(tmp_path, trust, team):
    load_list(tmp_path, trust, good(30))
    ids = list(StaffLine.objects.values_list("pk", flat=True))
    done = load_list(tmp_path, trust, list(reversed(good(30))))
    assert done.status == "unchanged"
    assert list(StaffLine.objects.values_list("pk", flat=True)) == ids


def test_a_mended_list_replaces_the_one_of_the_same_month(tmp_path, trust, team):
    load_list(tmp_path, trust, good(30), as_at=date(2026, 10, 31))
    load_list(tmp_path, trust, good(29), as_at=date(2026, 11, 5))
    assert StaffLine.objects.count() == 29


def test_a_list_of_a_later_month_leaves_the_earlier_one(tmp_path, trust, team):
    load_list(tmp_path, trust, good(30), as_at=date(2026, 9, 30))
    load_list(tmp_path, trust, good(20), as_at=date(2026, 10, 31))
    say(trust)
    heads = dict(Snapshot.objects.filter(unit=trust, basis="headcount").values_list("month", "denominator"))
    assert heads[date(2026, 9, 1)] == 30
    assert heads[date(2026, 10, 1)] == 20


def test_teams_are_opened_only_when_asked(tmp_path, trust):
    assert load_list(tmp_path, trust, [line("S1", "NEW")]).status == "refused"
    done = load_list(tmp_path, trust, [line("S1", "NEW")], create_organisations=True)
    assert (done.status, done.created_teams) == ("published", 1)
    assert StaffLine.objects.get().unit.code == "NEW"


def test_a_dry_run_says_what_would_happen_and_loads_nothing(tmp_path, trust):
    done = load_list(tmp_path, trust, [line("S1", "NEW")], create_organisations=True, dry_run=True)
    assert (done.status, done.rows_accepted, done.report["teams_opened"]) == ("checked", 1, 1)
    assert not StaffLine.objects.exists()
    assert not trust.units.exists()


def test_a_failure_while_publishing_leaves_nothing_behind(tmp_path, trust, monkeypatch):
    def broken(self, *args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("peerwork.mix.importers._finish", _failing_finish(broken))
    with pytest.raises(RuntimeError):
        load_list(tmp_path, trust, [line("S1", "NEW")], create_organisations=True)
    assert not StaffLine.objects.exists()
    assert not trust.units.exists()
    assert StaffSubmission.objects.get().status == "refused"


def _failing_finish(broken):
    from peerwork.mix import importers

    real = importers._finish
    return lambda submission, verb, *args, **kwargs: (
        broken(submission) if verb == "publish" else real(submission, verb, *args, **kwargs)
    )


def test_no_staged_file_stays_behind(tmp_path, trust, team):
    before = set(Path(settings.STAGING_ROOT).glob("*"))
    load_list(tmp_path, trust, good(3))
    load_list(tmp_path, trust, [line("S1", "NOWHERE")])
    assert set(Path(settings.STAGING_ROOT).glob("*")) <= before


def test_words_suggest_peer_roles_and_not_support_time_and_recovery(tmp_path, trust, team):
    roles = ["Senior Peer Support Worker", "Lived experience practitioner", "Carer Consultant", "Recovery trainer",
             "Support, Time and Recovery Worker", "Peer review officer", "Nurse", "Speerhead"]  # fmt: skip
    load_list(tmp_path, trust, [line(f"S{n}", "HILL", role=role) for n, role in enumerate(roles)])
    found = CountingRule.objects.all()
    assert set(found.values_list("value", flat=True)) == set(roles[:4])
    assert set(found.values_list("status", "counts_as", "told_by")) == {("suggested", "peer", "job_role")}
    load_list(tmp_path, trust, [line(f"T{n}", "HILL", role=role) for n, role in enumerate(roles)])
    assert found.count() == 4


# Published sums
def test_a_new_file_replaces_its_months_as_a_whole(tmp_path, trust):
    load_fte(tmp_path, trust, [["2017-SEP", "RAA", "F", "Nurses", "10"], ["2017-SEP", "RAA", "F", "Doctors", "2"],
                               ["2018-JUN", "RAA", "F", "Nurses", "11"]])  # fmt: skip
    done = load_fte(tmp_path, trust, [["2017-SEP", "RAA", "F", "Nurses", "12"]])
    assert done.report["months_changed"] == 1
    assert set(StaffFte.objects.values_list("month", "staff_group", "fte")) == {
        (date(2017, 9, 1), "Nurses", Decimal(12)), (date(2018, 6, 1), "Nurses", Decimal(11)),
    }  # fmt: skip


def test_unknown_organisations_are_refused_without_leave_to_open_them(tmp_path, trust):
    rows = [["2017-SEP", "RAA", "F", f"Group {n}", "1"] for n in range(40)]
    done = load_fte(tmp_path, None, [*rows, ["2017-SEP", "RZZ", "Z", "Nurses", "1"]])
    assert (done.status, done.rows_refused) == ("published", 1)
    assert done.report["warnings"]


def test_a_file_without_rows_for_the_organisation_is_refused(tmp_path, trust):
    assert load_fte(tmp_path, trust, [["2017-SEP", "RZZ", "Z", "Nurses", "1"]]).status == "refused"


def test_months_to_come_are_refused(tmp_path, trust):
    assert load_fte(tmp_path, trust, [["2099-SEP", "RAA", "F", "Nurses", "1"]]).status == "refused"


def test_list_columns_and_peers(tmp_path, trust, team):
    path = write(tmp_path / "l.csv", LIST, [peer("P1", "HILL", name="A Name", end="2026-12-31")])
    import_staff(path, "staff_list_csv", trust, by=make.system())
    row = StaffLine.objects.get()
    assert (row.name, row.ends_on, row.organisation) == ("A Name", date(2026, 12, 31), trust)
