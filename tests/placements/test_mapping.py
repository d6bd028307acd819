"""An organisation's own spreadsheet: mapped, previewed, checked, loaded, loaded again; never a forbidden column."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from peerwork.placements import mapping
from peerwork.placements.importers import import_mapped
from peerwork.placements.models import ColumnMapping, Placement, StaffFile
from tests import make

pytestmark = pytest.mark.django_db
HEADINGS = [
    "Employee Number",
    "First Name",
    "Last Name",
    "Team Code",
    "Position Title",
    "FTE",
    "Start Date in Position",
    "Fixed Term End Date",
    "Pay Band",
    "Date of Birth",
    "NI Number",
    "Ethnic Origin",
]
CANARY = "ZZCANARY"
ROWS = [
    ["101", "Noor", "Marsh", "HARB", "Staff nurse", "1.0", "01/04/2022", "", "5", CANARY, CANARY, CANARY],
    ["102", "Dev", "Lowe", "HARB", "Staff nurse", "0.6", "2023-02-01", "", "5", CANARY, CANARY, CANARY],
    ["103", "Esme", "Grant", "HARB", "Peer support worker", "0.8", "1 Jun 2024", "", "3", CANARY, CANARY, CANARY],
]
COLUMNS = {"staff_id": "employee_number", "given_name": "first_name", "family_name": "last_name", "team": "team_code",
           "title": "position_title", "wte": "fte", "starts_on": "start_date_in_position",
           "ends_on": "fixed_term_end_date", "band": "pay_band"}  # fmt: skip


def csv_of(rows=ROWS) -> bytes:
    return "\n".join(",".join(row) for row in [HEADINGS, *rows]).encode()


def xlsx_of(rows=ROWS) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in [HEADINGS, *rows]:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.fixture
def trust():
    trust = make.organisation("Example Trust", "RXX")
    make.team(trust, "Harbour Team", code="HARB")
    return trust


@pytest.fixture
def admin(trust):
    return make.holder("administrator", trust)


def load(content, trust, by, name="staff.csv", **options):
    options = {"columns": COLUMNS, "as_at": date(2026, 10, 31)} | options
    return import_mapped(SimpleUploadedFile(name, content), trust, by=by, name=name, **options)


@pytest.mark.parametrize(("content", "name"), [(csv_of(), "staff.csv"), (xlsx_of(), "staff.xlsx")], ids=["csv", "xlsx"])
def test_a_spreadsheet_becomes_people_posts_and_placements(content, name, trust, admin):
    done = load(content, trust, admin, name)
    assert (done.status, done.rows_accepted, done.rows_refused) == ("published", 3, 0), done.report
    rows = Placement.objects.order_by("starts_on").values_list("person__given_name", "wte", "starts_on", "post__wte")
    assert list(rows) == [
        ("Noor", Decimal(1), date(2022, 4, 1), Decimal("1.6")),
        ("Dev", Decimal("0.6"), date(2023, 2, 1), Decimal("1.6")),
        ("Esme", Decimal("0.8"), date(2024, 6, 1), Decimal("0.8")),
    ]  # fmt: skip


def test_loading_it_again_changes_nothing_and_new_hours_hold_from_the_day_of_the_list(trust, admin):
    load(csv_of(), trust, admin)
    before = list(Placement.objects.order_by("pk").values())
    assert load(csv_of(), trust, admin).status == "unchanged"
    assert load(csv_of(), trust, admin, as_at=date(2026, 11, 20)).status == "unchanged"
    assert list(Placement.objects.order_by("pk").values()) == before
    changed = [[*row[:5], "0.4", *row[6:]] if row[0] == "102" else row for row in ROWS]
    assert load(csv_of(changed), trust, admin, as_at=date(2026, 11, 20)).status == "published"
    terms = Placement.objects.get(person__given_name="Dev").terms.order_by("starts_on")
    assert [(t.starts_on, t.wte) for t in terms] == [
        (date(2023, 2, 1), Decimal("0.6")), (date(2026, 11, 20), Decimal("0.4")),
    ]  # fmt: skip


def test_a_dry_run_loads_nothing(trust, admin):
    done = load(csv_of(), trust, admin, dry_run=True)
    assert done.status == "checked" and done.report["done"]["people_registered"] == 3
    assert not Placement.objects.exists()


def test_bad_rows_are_told_by_line_and_column_without_their_values(trust, admin):
    many = [[str(200 + n), "A", f"B{n}", *ROWS[0][3:]] for n in range(40)]
    bad = [["301", "X", "Y", "NOWHERE", *ROWS[0][4:]], ["302", "X", "Y", "HARB", "Nurse", "lots", *ROWS[0][6:]]]
    done = load(csv_of([*many, *bad]), trust, admin)
    assert [(line["row"], line["column"]) for line in done.report["refused"]] == [(42, "team"), (43, "wte")]
    assert "NOWHERE" not in str(done.report) and done.rows_accepted == 40


def test_what_must_not_be_read_is_neither_offered_nor_read(trust, admin, tmp_path):
    file = tmp_path / "staff.csv"
    file.write_bytes(csv_of())
    names = mapping.headings(file)
    assert not {"date_of_birth", "ni_number", "ethnic_origin"} & set(names)
    assert mapping.guess(names) == COLUMNS
    assert load(csv_of(), trust, admin, columns=COLUMNS | {"known_as": "ethnic_origin"}).status == "refused"
    assert not Placement.objects.exists()
    load(csv_of(), trust, admin)
    dump = io.StringIO()
    call_command("dumpdata", "people", "placements", stdout=dump)
    assert CANARY not in dump.getvalue()


def test_columns_are_mapped_previewed_saved_and_used_again_on_pages(trust, admin, client):
    client.force_login(admin)
    url = reverse("placements:hand_in_sheet")
    sent = {"organisation": trust.pk, "file": SimpleUploadedFile("staff.csv", csv_of())}
    page = client.post(url, sent, follow=True)
    assert page.redirect_chain[-1][0] == reverse("placements:map_sheet")
    assert "Noor" in page.content.decode() and CANARY not in page.content.decode()
    answers = {f"column_{ours}": theirs for ours, theirs in COLUMNS.items()}
    answers |= {"as_at": "2026-10-31", "save_as": "Monthly list", "dry_run": "on"}
    client.post(reverse("placements:map_sheet"), answers)
    assert StaffFile.objects.get().status == "checked" and ColumnMapping.objects.get().columns == COLUMNS
    answers.pop("dry_run")
    page = client.post(reverse("placements:map_sheet"), answers, follow=True)
    assert "placements begun" in page.content.decode() and Placement.objects.count() == 3
    sent["file"] = SimpleUploadedFile("staff.csv", csv_of())
    client.post(url, sent)
    saved = ColumnMapping.objects.get()
    assert f"?saved={saved.pk}" in client.get(reverse("placements:map_sheet")).content.decode()
