"""Files that leave: formula-safe, complete or not at all, and logged in the same step."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.db import DatabaseError

from peerwork.kit.errors import Invalid, TooMany
from peerwork.kit.exports import csv_response, xlsx_response
from peerwork.kit.models import ExportLine
from tests.kit import people

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1+1", "＝1", '=HYPERLINK("http://x")', "\n=1"]


@pytest.fixture
def hana(db):
    return people.user("Hana Roy")


def body(response):
    return b"".join(response.streaming_content)


def cells(response):
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"))))


def sheet(response):
    return openpyxl.load_workbook(io.BytesIO(body(response))).active


@pytest.mark.parametrize("text", NASTY)
def test_exports_csv_no_cell_starts_a_formula(hana, text):
    rows = cells(csv_response(hana, "list", [text], [[text]], named=False))
    assert [row[0] for row in rows] == [f"'{text}"] * 2


@pytest.mark.parametrize("text", [*NASTY, "http://example.org", "123"])
def test_exports_xlsx_words_stay_words(hana, text):
    page = sheet(xlsx_response(hana, "list", ["name"], [[text]], named=False))
    assert page["A2"].data_type == "s"
    assert page["A2"].hyperlink is None
    assert page["A2"].value.replace("_x000D_", "\r").strip() == text.strip()


def test_exports_numbers_and_dates_stay_what_they_are(hana):
    row = [-5, Decimal("0.25"), date(2026, 11, 23), datetime(2026, 7, 1, 8, 30, tzinfo=UTC), True, None, "Zoë"]
    columns = list("abcdefg")
    assert cells(csv_response(hana, "list", columns, [row], named=False))[1] == [
        "-5",
        "0.25",
        "2026-11-23",
        "2026-07-01 09:30",
        "yes",
        "",
        "Zoë",
    ]
    page = sheet(xlsx_response(hana, "list", columns, [row], named=False))
    assert [cell.value for cell in page[2]] == [
        -5,
        0.25,
        datetime(2026, 11, 23),  # noqa: DTZ001
        datetime(2026, 7, 1, 9, 30),  # noqa: DTZ001
        "yes",
        None,
        "Zoë",
    ]


@pytest.mark.parametrize("make", [csv_response, xlsx_response])
def test_exports_each_leaves_a_line_with_its_rows(hana, make):
    response = make(
        hana, "Peer workers: North/South", ["name"], ([str(n)] for n in range(3)), named=True, reason=" Rota "
    )
    line = ExportLine.objects.get()
    assert (line.by, line.rows, line.named, line.reason) == (hana, 3, True, "Rota")
    assert line.format in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith('attachment; filename="peer-workers-northsouth-')
    assert body(response)


@pytest.mark.parametrize("make", [csv_response, xlsx_response])
@pytest.mark.parametrize("reason", ["", "   "])
def test_exports_names_need_a_reason(hana, make, reason):
    with pytest.raises(Invalid) as refused:
        make(hana, "list", ["name"], [["Sam"]], named=True, reason=reason)
    assert "reason" in refused.value.fields
    assert not ExportLine.objects.exists()


@pytest.mark.parametrize("make", [csv_response, xlsx_response])
def test_exports_no_line_no_file(hana, make, monkeypatch):
    def full(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(ExportLine.objects, "create", full)
    with pytest.raises(DatabaseError):
        make(hana, "list", ["name"], [["Sam"]], named=False)


@pytest.mark.parametrize("make", [csv_response, xlsx_response])
def test_exports_a_failure_half_way_leaves_no_half_file_and_no_line(hana, make):
    def rows():
        yield ["Sam"]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        make(hana, "list", ["name"], rows(), named=False)
    assert not ExportLine.objects.exists()


def test_exports_have_a_limit_an_hour(hana, settings):
    settings.PEERWORK = settings.PEERWORK | {"EXPORTS_AN_HOUR": 2}
    for _ in range(2):
        csv_response(hana, "list", ["name"], [], named=False)
    with pytest.raises(TooMany):
        xlsx_response(hana, "list", ["name"], [], named=False)
    csv_response(people.user("Max Stone"), "list", ["name"], [], named=False)
