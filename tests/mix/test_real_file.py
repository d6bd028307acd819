"""The published file of 52 trusts: every trust and month equals a sum worked out here from the file itself."""

import csv
import io
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from peerwork.mix.models import Snapshot, StaffFte, StaffSubmission
from peerwork.people.models import Unit
from tests import make

DATA = Path(__file__).parent.parent / "data"
FILE = DATA / "nhs_hchs_fte_mh_trusts_by_staff_group_2017-09_2018-06.csv"
GROUPS = DATA / "nhs_hchs_staff_groups.csv"
MONTHS = {"2017-SEP": "2017-09", "2018-JUN": "2018-06"}


def run(*words: object) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def load() -> str:
    return run("import_staff", FILE, "--profile", "staff_fte_csv", "--organisation", "ALL", "--create-organisations")


def classify() -> str:
    return run("classify", "--file", GROUPS, "--from", "2017-09-01", "--all")


def printed(*words: str) -> str:
    return run("share", "--basis", "wte", *words)


def independent_sums() -> dict:
    """(trust, month) -> peers, everyone, not counted, with nothing but the csv module and Decimal."""
    peer = "Support to doctors, nurses & midwives"
    clinical = {
        "HCHS doctors", "Nurses & health visitors", "Midwives", "Scientific, therapeutic & technical staff",
        "Ambulance staff", "Support to ST&T staff", "Support to ambulance staff",
    }  # fmt: skip
    sums = defaultdict(lambda: [Decimal(0), Decimal(0), Decimal(0)])
    with FILE.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            at, fte = sums[row["org_code"], MONTHS[row["month"]]], Decimal(row["fte"])
            if row["staff_group"] == peer:
                at[0] += fte
                at[1] += fte
            elif row["staff_group"] in clinical:
                at[1] += fte
            else:
                at[2] += fte
    return sums


@pytest.fixture
def loaded(db):
    said = load()
    classify()
    return said


def test_the_real_file_loads_whole(loaded):
    assert "1076 rows read, 1076 accepted, 0 refused." in loaded
    assert "52 organisations opened." in loaded
    assert StaffFte.objects.count() == 1076
    assert Unit.objects.filter(kind="organisation").count() == 52
    assert Unit.objects.get(code="RRE").name == "Midlands Partnership NHS Foundation Trust"


def test_every_trust_and_month_equals_an_independent_sum(loaded):
    expected = independent_sums()
    assert len(expected) == 104
    for month in MONTHS.values():
        found = json.loads(printed("--all", "--month", month))
        assert [row["organisation"] for row in found] == sorted(code for code, when in expected if when == month)
        for row in found:
            peers, everyone, not_counted = expected[row["organisation"], month]
            assert row["numerator"] == float(peers)
            assert row["denominator"] == float(everyone)
            assert row["not_counted"] == float(not_counted)
            assert row["share"] == pytest.approx(float(peers / everyone), abs=1e-12)
            assert (row["coverage"], row["not_attributed"]) == (1, 0)


def test_figures_in_the_database_are_exact(loaded):
    for (code, month), (peers, everyone, not_counted) in independent_sums().items():
        row = Snapshot.objects.get(unit__code=code, month=f"{month}-01", basis="wte", current=True)
        assert (row.numerator, row.denominator, row.excluded) == (peers, everyone, not_counted)


def test_the_same_file_again_changes_nothing(loaded):
    before = list(StaffFte.objects.order_by("pk").values())
    assert "Nothing was changed" in load()
    assert list(StaffFte.objects.order_by("pk").values()) == before
    assert StaffSubmission.objects.latest("pk").status == "unchanged"
    assert Snapshot.objects.count() == 104


def test_saying_the_same_again_makes_no_new_version(loaded):
    classify()
    assert set(Snapshot.objects.values_list("number", "current")) == {(1, True)}


def test_one_organisation_of_the_file_leaves_the_others_out(db):
    trust = make.organisation("One trust", "RRE")
    said = run("import_staff", FILE, "--profile", "staff_fte_csv", "--organisation", "RRE")
    assert "for other organisations" in said
    assert set(StaffFte.objects.values_list("organisation", flat=True)) == {trust.pk}
    assert Unit.objects.filter(kind="organisation").count() == 1


def test_csv_and_json_say_the_same(loaded):
    rows = list(csv.DictReader(io.StringIO(printed("--organisation", "RRE", "--month", "2018-06", "--format", "csv"))))
    asked = json.loads(printed("--organisation", "RRE", "--month", "2018-06"))
    assert [float(row["share"]) for row in rows] == [asked["share"]]
    assert list(rows[0]) == list(asked)
