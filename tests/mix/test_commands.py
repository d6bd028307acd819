"""The commands: what they print, what they write, and how they end."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from peerwork.mix.models import CountingRule, Snapshot, StaffSubmission
from tests import make
from tests.mix.files import LIST, line, peer, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    return make.organisation("Fellside", "RAA")


@pytest.fixture
def team(trust):
    return make.team(make.service(trust, code="COM"), code="HILL")


def run(*words: object) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def ends(*words: object) -> int:
    with pytest.raises(CommandError) as problem:
        run(*words)
    assert len(str(problem.value)) > 20
    return problem.value.returncode


def load(tmp_path, rows, *words):
    path = write(tmp_path / "list.csv", LIST, rows)
    return run(
        "import_staff", path, "--profile", "staff_list_csv", "--organisation", "RAA", "--as-at", "2026-10-31", *words
    )


def classify(told_by, value, counts_as, *words):
    words = words or ("--organisation", "RAA")
    return run("classify", "--by", told_by, "--value", value, "--as", counts_as, "--from", "2020-01-01", *words)


def share(*words) -> dict:
    return json.loads(run("share", "--month", "2026-10", *words))


def test_from_a_list_to_the_share_of_a_team_service_and_organisation(tmp_path, team):
    load(tmp_path, [peer("P1", "HILL", wte="0.6"), line("N1", "HILL"), line("N2", "")])
    classify("job_role", "Peer support worker", "peer")
    classify("staff_group", "Nursing", "clinical", "--all")
    assert share("--unit", "HILL", "--basis", "wte") == share("--unit", "COM", "--basis", "wte") | {
        "unit": "HILL", "name": team.name,
    }  # fmt: skip
    found = share("--organisation", "RAA", "--basis", "headcount")
    assert (found["numerator"], found["denominator"], found["coverage"]) == (1, 3, 1)
    assert found["share"] == 1 / 3
    assert found["definition_version"] == 1
    assert share("--unit", "HILL", "--organisation", "RAA", "--basis", "wte")["share"] == 0.375
    assert [row["unit"] for row in share("--all", "--basis", "wte")] == ["RAA"]


def test_a_month_that_is_not_fixed_is_worked_out(tmp_path, team):
    load(tmp_path, [line("N1", "HILL")])
    found = share("--organisation", "RAA", "--basis", "wte")
    assert (found["frozen_at"], found["version"], found["share"]) == (None, None, None)
    assert (found["not_attributed"], found["coverage"]) == (1, 0)
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("basis", ["hours", "contacts"])
def test_a_basis_without_data_ends_with_3(tmp_path, team, basis):
    load(tmp_path, [line("N1", "HILL")])
    assert ends("share", "--organisation", "RAA", "--basis", basis, "--month", "2026-10") == 3
    assert ends("share", "--all", "--basis", basis, "--month", "2026-10") == 3


def test_a_month_without_data_ends_with_3(tmp_path, team):
    load(tmp_path, [line("N1", "HILL", start="2026-05-01")])
    assert ends("share", "--organisation", "RAA", "--basis", "wte", "--month", "2025-01") == 3


def test_what_is_not_known_ends_with_2(tmp_path, team):
    asked = ("--basis", "wte", "--month", "2026-10")
    assert ends("share", "--organisation", "ZZZ", *asked) == 2
    assert ends("share", "--unit", "ZZZ", *asked) == 2
    assert ends("share", *asked) == 2
    assert ends("share", "--all", "--organisation", "RAA", *asked) == 2
    path = write(tmp_path / "x.csv", LIST, [line("N1", "HILL")])
    assert ends("import_staff", path, "--profile", "staff_list_csv", "--organisation", "ZZZ") == 2
    assert ends("import_staff", path, "--profile", "staff_list_csv") == 2
    assert ends("import_staff", tmp_path / "no.csv", "--profile", "staff_list_csv", "--organisation", "RAA") == 2
    assert ends("classify", "--by", "job_role", "--from", "2020-01-01", "--all") == 2
    assert ends("classify", "--by", "job_role", "--value", "A", "--as", "peer", "--from", "2020-01-01",
                "--organisation", "ZZZ") == 2  # fmt: skip


def test_a_unit_code_of_two_organisations_needs_to_be_told_apart(team):
    make.team(make.organisation("Other", "RBB"), code="HILL")
    assert ends("share", "--unit", "HILL", "--basis", "wte", "--month", "2026-10") == 2


def test_a_refused_file_ends_with_1_and_its_report_lists_rows(tmp_path, team):
    path = write(tmp_path / "list.csv", LIST, [line("SECRET", "HILL", wte="*"), line("N1", "HILL")])
    report = tmp_path / "report.json"
    words = ("import_staff", path, "--profile", "staff_list_csv", "--organisation", "RAA")
    assert ends(*words, "--report", report) == 1
    found = json.loads(report.read_text())
    assert (found["status"], found["rows_read"], found["rows_refused"]) == ("refused", 2, 1)
    assert found["refused"][0]["row"] == 2
    assert "SECRET" not in report.read_text()
    assert ends(*words, "--report", tmp_path / "report.csv") == 1
    rows = list(csv.DictReader((tmp_path / "report.csv").open()))
    assert [(row["row"], row["column"]) for row in rows] == [("2", "wte")]


def test_a_dry_run_and_a_repeat_say_so(tmp_path, team):
    assert "Nothing was loaded" in load(tmp_path, [line("N1", "HILL")], "--dry-run")
    assert "1 accepted" in load(tmp_path, [line("N1", "HILL")])
    assert "Nothing was changed" in load(tmp_path, [line("N1", "HILL")])
    assert list(StaffSubmission.objects.order_by("pk").values_list("status", flat=True)) == [
        "checked", "published", "unchanged",
    ]  # fmt: skip


def test_an_organisation_and_its_teams_are_opened_for_a_list(tmp_path):
    said = load(tmp_path, [line("N1", "HILL"), line("N2", "DALE")], "--create-organisations")
    assert "2 teams opened." in said
    classify("staff_group", "Nursing", "clinical")
    assert share("--unit", "DALE", "--basis", "wte")["denominator"] == 1


def test_a_named_person_is_only_suggested(tmp_path, team):
    load(tmp_path, [line("N1", "HILL")])
    assert "suggested for HR" in classify("staff_id", "N1", "peer")
    assert CountingRule.objects.get().status == "suggested"


def test_everything_is_written_as_the_system_user(tmp_path, team):
    load(tmp_path, [line("N1", "HILL")])
    classify("staff_group", "Nursing", "clinical")
    for model in (CountingRule, StaffSubmission):
        assert {row.history_user.kind for row in model.history.all()} == {"system"}
