"""Files handed in for import: whatever the program that wrote them did, rows come out or a clear refusal does."""

import codecs
import hashlib
import io
import zipfile
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from peerwork.kit.errors import Invalid
from peerwork.kit.staging import Report, normal, rows, stage, sweep

TEXT = 'Staff Group,FTE,Organisation name\nNurses,12.5,"Northmere, Zoë’s"\n\nDoctors,3,–\n'
EXPECTED = [
    {"staff_group": "Nurses", "fte": "12.5", "organisation_name": "Northmere, Zoë’s"},
    {"staff_group": "Doctors", "fte": "3", "organisation_name": "–"},
]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STAGING_ROOT = tmp_path / "staging"
    return settings.STAGING_ROOT


def read(content: bytes, **options):
    with stage(SimpleUploadedFile("in.csv", content)) as staged:
        return [dict(row) for row in rows(staged.path, **options)]


def book(*lines) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        made.active.append(line)
    made.save(out)
    return out.getvalue()


def repacked(content: bytes, **changed) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            for end, change in changed.items():
                if part.endswith(end + ".xml"):
                    data = change(data)
            new.writestr(part, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace('"Northmere, Zoë’s"', "'").replace(",", ";").replace("'", "Northmere, Zoë’s").encode(),
        TEXT.replace('"Northmere, Zoë’s"', "'").replace(",", "\t").replace("'", "Northmere, Zoë’s").encode(),
    ],
    ids=["utf-8", "with mark", "utf-16", "utf-16 be", "cp1252", "crlf", "semicolons", "tabs"],
)
def test_staging_reads_what_spreadsheet_programs_write(content):
    assert read(content) == EXPECTED


def test_staging_reads_excel():
    content = book(
        ["Staff  GROUP ", "fte", "Organisation Name", None],
        [None],
        ["Nurses", 12.5, "Northmere, Zoë’s"],
        ["Doctors", 3.0, "–"],
    )
    assert read(content) == EXPECTED
    dates = book(["from", "at"], [date(2026, 11, 23), datetime(2026, 11, 23, 8, 30)])  # noqa: DTZ001
    assert read(dates) == [{"from": "2026-11-23", "at": "2026-11-23 08:30:00"}]


def test_staging_column_order_case_and_spaces_do_not_matter():
    assert normal("  Staff-Group ") == normal("STAFF GROUP") == "staff_group"
    assert read(b"B, a \n1,2\n", needs=["a", "b"]) == [{"a": "2", "b": "1"}]


def test_staging_rows_know_their_number_and_width():
    with stage(SimpleUploadedFile("in.csv", b'a,b\n\n1,"x\ny"\n1,2,3\n1\n1,2,,\n')) as staged:
        assert [(row.number, row.width) for row in rows(staged.path)] == [(4, 2), (5, 3), (6, 1), (7, 2)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "missing: staff_group"),
        (b"Staff group,staff_group\n1,2\n", "twice: staff_group"),
        (b"\n\n", "no rows"),
        (b"%PDF-1.7\x00\x01", "not a text or Excel"),
        (b"PK\x03\x04 not really", "can't be read"),
        (b'staff_group\n"' + b"x" * 200_000, "can't be read as CSV"),
        (b",".join(b"c%d" % n for n in range(600)), "more than 500"),
    ],
    ids=["missing", "twice", "no_rows", "binary", "zip", "quote", "columns"],
)
def test_staging_a_bad_file_is_refused_with_what_to_do(content, words):
    with pytest.raises(Invalid, match=words):
        read(content, needs=["staff_group"])


def test_staging_an_excel_file_with_an_entity_or_a_bomb_or_macros_is_refused():
    good = book(["a"], ["x"])
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    for part in ("sheet1", "workbook"):
        bad = repacked(
            good,
            **{
                part: lambda data: (
                    data[: data.index(b">") + 1] + entity + data[data.index(b">") + 1 :]
                    if data.startswith(b"<?xml")
                    else entity + data
                )
            },
        )
        with pytest.raises(Invalid, match="can't be read"):
            read(bad)
    bomb = repacked(good, sheet1=lambda data: data + b" " * 60_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(Invalid, match="can't be read"):
        read(bomb)
    out = io.BytesIO(good)
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(Invalid, match="can't be read"):
        read(out.getvalue())


def test_staging_a_file_cut_short_is_refused_not_half_read():
    content = book(["a"], *[["x" * 50] for _ in range(2000)])
    with pytest.raises(Invalid, match="can't be read"):
        read(content[: len(content) // 2])


@pytest.mark.parametrize("content", [b"", b"x" * 2048], ids=["empty", "large"])
def test_staging_an_empty_or_too_large_file_leaves_nothing_behind(content, folder, settings):
    settings.IMPORT_LIMIT = 1024
    with pytest.raises(Invalid):
        stage(SimpleUploadedFile("in.csv", content))
    assert list(folder.iterdir()) == []


def test_staging_keeps_the_file_private_and_removes_it(folder, tmp_path):
    source = tmp_path / "staff list.csv"
    source.write_bytes(TEXT.encode())
    with stage(source) as staged:
        assert staged.path.parent == folder
        assert staged.path.stat().st_mode & 0o777 == 0o600
        assert staged.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
        assert (staged.name, staged.size) == ("staff list.csv", len(TEXT.encode()))
    assert list(folder.iterdir()) == []
    assert source.exists()


def test_staging_a_hostile_name_is_only_a_name():
    with stage(SimpleUploadedFile("x", b"a\n1\n"), name="..\\..\\etc/passwd") as staged:
        assert staged.name == "passwd"


def test_staging_a_byte_no_encoding_has_is_a_bad_cell_not_a_crash():
    assert read(b"a\ncaf\xe9 \x81\n") == [{"a": "café �"}]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=3, max_size=3),
        max_size=6,
    )
)
def test_staging_what_goes_in_comes_out(lines):
    import csv
    import tempfile

    out = io.StringIO()
    csv.writer(out).writerows([["a", "b", "c"], *lines])
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(out.getvalue().encode())
        file.flush()
        trimmed = [[cell.strip().replace("\xa0", " ") for cell in line] for line in lines]
        assert [list(row.values()) for row in rows(file.name)] == [line for line in trimmed if any(line)]


def test_staging_the_report_counts_all_and_lists_some_without_values():
    report = Report(most=2, read=50)
    for number in range(3):
        report.refuse(number + 2, "fte", "not a number", "Write numbers like 12.5.")
    answer = report.as_dict()
    assert (answer["rows_refused"], answer["rows_accepted"], answer["refused_not_listed"]) == (3, 47, 1)
    assert answer["by_rule"] == {"not a number": 3}
    assert answer["refused"][0] == {
        "row": 2,
        "column": "fte",
        "rule": "not a number",
        "advice": "Write numbers like 12.5.",
    }
    assert report.too_bad()
    assert not report.too_bad(0.06)


def test_staging_what_was_left_lying_goes_and_nothing_else(folder):
    left = stage(SimpleUploadedFile("staff.csv", TEXT.encode()))
    (folder / "other-work").write_text("not an upload")
    assert sweep() == 0
    assert sweep(timedelta(seconds=-5)) == 1
    assert not left.path.exists()
    assert (folder / "other-work").exists()
