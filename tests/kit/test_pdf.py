"""Documents: tagged, every font embedded, readable in order, in a file other programs accept."""

import io
import re
import shutil
import subprocess

import pypdf
import pytest

from peerwork.kit import pdf
from peerwork.kit.pdf import Figures, Heading, LineChart, Paragraph, Series, Table

MONTHS = [f"{month} 2026" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug")]


def document(rows=5, **values) -> bytes:
    blocks = [
        Paragraph("Peer workers’ share of care – “on WTE” & <b>not markup</b>."),
        Figures(
            [
                ("11.2%", "Share now", "October 2026"),
                ("[c]", "People", "hidden up to 7"),
                ("25%", "Target", "March 2028"),
            ]
        ),
        Heading("Share by month"),
        LineChart(
            "Line chart: the share rises from 8% in January to 11.2% in August; the target path ends at 12%.",
            MONTHS,
            [
                Series("Recorded", [8, 8.4, 9, None, 9.8, 10.1, 10.9, 11.2]),
                Series("Target", [8 + n / 2 for n in range(8)], dash=(6, 4)),
            ],
            unit="%",
        ),
        Table(
            "Share by team",
            ["Team", "Peer WTE", "All WTE", "Share"],
            [[f"Team {n} – café ≥ Zoë", "4.2", "38.0", "11.1%"] for n in range(rows)],
        ),
        Paragraph("Figures were fixed on 5 November.", quiet=True),
    ]
    return pdf.build("Workforce mix: Northmere", blocks, **values)


@pytest.fixture(scope="module")
def reader():
    return pypdf.PdfReader(io.BytesIO(document(rows=70)))


def tags(element, found=None):
    found = [] if found is None else found
    element = element.get_object()
    if "/S" in element:
        found.append(str(element["/S"]))
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if not isinstance(kid, int) and kid.get_object().get("/Type") != "/MCR":
            tags(kid, found)
    return found


def test_pdf_every_font_is_embedded(reader):
    fonts = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            descriptor = font.get("/FontDescriptor") or font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3", "/FontFile"} & set(descriptor.get_object()), font["/BaseFont"]
            fonts.add(re.sub(r"^/\w+\+", "", font["/BaseFont"]))
    assert fonts == {"DejaVuSans", "DejaVuSans-Bold"}


def test_pdf_says_what_it_is(reader):
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-gb"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Workforce mix: Northmere"
    assert all(page["/Tabs"] == "/S" for page in reader.pages)


def test_pdf_structure_names_headings_figure_table_and_header_cells(reader):
    found = tags(reader.trailer["/Root"]["/StructTreeRoot"])
    assert found[:2] == ["/Document", "/H1"]
    assert found.count("/H2") == 1
    assert found.count("/Figure") == 1
    assert found.count("/Caption") == 1
    pages_of_table = found.count("/Table")
    assert pages_of_table > 1
    assert found.count("/TR") == 70 + pages_of_table
    assert found.count("/TD") == 70 * 3
    assert found.count("/TH") == 70 + pages_of_table * 4


def test_pdf_the_chart_has_words(reader):
    def figure(element):
        element = element.get_object()
        if element.get("/S") == "/Figure":
            return element
        kids = element.get("/K", [])
        return next((hit for kid in kids if not isinstance(kid, int) and (hit := figure(kid))), None)

    assert figure(reader.trailer["/Root"]["/StructTreeRoot"])["/Alt"].startswith("Line chart: the share rises")


def test_pdf_all_content_is_marked(reader):
    """Between BDC/BMC and EMC, or it is not there for a screen reader."""
    painted = 0
    for page in reader.pages:
        depth = 0
        for operands, operator in page.get_contents().operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif operator in (b"Tj", b"TJ", b"S", b"f", b"B"):
                painted += 1
                assert depth > 0, (operator, operands)
            assert 0 <= depth <= 1
        assert depth == 0
    assert painted > 300


def test_pdf_words_come_out_as_they_went_in(reader):
    words = "\n".join(page.extract_text() for page in reader.pages)
    for expected in ("“on WTE” & <b>not markup</b>", "Team 69 – café ≥ Zoë", "[c]", "Page 2"):
        assert expected in words


def test_pdf_language_and_empty_parts():
    reader = pypdf.PdfReader(io.BytesIO(pdf.build("Leer", [LineChart("Nothing yet.", [], [])], lang="de")))
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert len(reader.pages) == 1


def test_pdf_a_second_document_starts_afresh():
    assert len(pypdf.PdfReader(io.BytesIO(document())).pages) == len(pypdf.PdfReader(io.BytesIO(document())).pages) == 1


@pytest.mark.parametrize(
    ("highest", "step"), [(0.5, 0.1), (0.9, 0.2), (5, 1), (11.2, 2), (50, 10), (100, 20), (1234, 200), (0.004, 0.001)]
)
def test_pdf_gridlines_fit_small_and_large_shares(highest, step):
    assert pdf._step(highest) == pytest.approx(step)


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_pdf_other_programs_accept_it(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(document(rows=70))
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    if shutil.which("pdfinfo"):
        told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
        assert re.search(r"Tagged:\s+yes", told)
        spoken = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True).stdout
        assert spoken.index("Workforce mix") < spoken.index("Share by month") < spoken.index("Team 69")
