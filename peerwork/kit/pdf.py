"""Documents: blocks to a tagged A4 PDF that a screen reader can follow, with every font embedded.

`build(title, [Heading("…"), Paragraph("…"), Table(…)])`. The tagging writes marked content and a structure tree round
what reportlab draws (ISO 32000-1, 14.7 and 14.8); it was checked with poppler and qpdf.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil, log10
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab import rl_config
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Paragraph as Words
from reportlab.platypus import Table as Grid

INK, QUIET, BRAND, LINE, PANEL = (HexColor(c) for c in ("#212b32", "#48575f", "#0f4c5c", "#b9c4c7", "#f4f7f7"))
COLOURS = [HexColor(c) for c in ("#0f4c5c", "#8a5200", "#2b6f80", "#41276c")]
BAND = HexColor("#dbe7ea")
MARGIN = 18 * mm
EDGE = MARGIN + 6  # the frame of a page keeps 6 points to itself
WIDTH = A4[0] - 2 * EDGE


# Blocks -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Figures:
    """A few figures side by side, each with its label and a line about it."""

    items: Sequence[tuple[str, str, str]]  # value, label, note


@dataclass(frozen=True)
class Table:
    """A table with a caption; cells are words already formatted, the first column heads its row."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: bool = True  # every column but the first is right-aligned


@dataclass(frozen=True)
class Series:
    label: str
    values: Sequence[float | None]  # None leaves a gap
    dash: tuple[int, ...] = ()


@dataclass(frozen=True)
class LineChart:
    """Lines over named points; `alt` says in words what it shows, and a table beside it gives the figures."""

    alt: str
    points: Sequence[str]
    series: Sequence[Series] = field(default_factory=tuple)
    unit: str = ""
    band: Sequence[tuple[float, float] | None] = ()  # low and high at each point, drawn behind the lines


@dataclass(frozen=True)
class Bars:
    """A row of bars, one under the other: label, length (None: none is drawn) and what is written beside it."""

    caption: str
    rows: Sequence[tuple[str, float | None, str]]


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, whole and as they are, and whose they are."""

    text: str
    by: str


def build(title: str, blocks: Iterable, *, lang: str = "", author: str = "") -> bytes:
    """The PDF of these blocks under a title; every page says the title, the day it was made and its number."""
    _fonts()
    out, made = io.BytesIO(), date_format(timezone.localdate(), "j F Y")

    def foot(canvas, document):
        canvas.artifact()
        canvas.setFillColor(QUIET)
        canvas.setFont("Sans", 8)
        canvas.drawString(EDGE, 12 * mm, f"{str(title)[:80]} · {made}")
        canvas.drawRightString(A4[0] - EDGE, 12 * mm, _("Page %(number)d") % {"number": document.page})
        canvas.end()

    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=22 * mm,
        title=str(title),
        author=str(author or settings.PEERWORK["SERVICE_NAME"]),
        lang=lang or get_language() or settings.LANGUAGE_CODE,
        initialFontName="Sans",
    )
    story = [_Tagged(escape(str(title)), _style("H1"))]
    for block in blocks:
        story += _DRAWN[type(block)](block)
    document.build(story, onFirstPage=foot, onLaterPages=foot, canvasmaker=_Canvas)
    return out.getvalue()


# Drawing ------------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=1)
def _fonts() -> None:
    for name, file in (("Sans", "DejaVuSans.ttf"), ("Sans-Bold", "DejaVuSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, Path(__file__).parent / "fonts" / file))
    pdfmetrics.registerFontFamily("Sans", normal="Sans", bold="Sans-Bold", italic="Sans", boldItalic="Sans-Bold")
    rl_config.defaultGraphicsFontName = "Sans"  # a drawing sets it before its first line, and Helvetica is not embedded
    # Only in pages that set them do these two names appear; reportlab leaves them out otherwise.
    pdfdoc.PDFPage.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


def _style(tag: str, **values) -> ParagraphStyle:
    size, leading, before, after = {
        "H1": (20, 26, 0, 8),
        "H2": (14, 19, 14, 5),
        "H3": (11.5, 16, 10, 4),
        "P": (10, 15, 0, 6),
        "Caption": (10, 14, 8, 4),
    }.get(tag, (9, 12, 0, 0))
    bold = tag[0] == "H" or tag in ("Caption", "TH")
    style = ParagraphStyle(
        tag,
        **{
            "fontName": "Sans-Bold" if bold else "Sans",
            "fontSize": size,
            "leading": leading,
            "spaceBefore": before,
            "spaceAfter": after,
            "textColor": BRAND if tag in ("H1", "H2") else INK,
        }
        | values,
    )
    style.tag = tag
    return style


def _heading(block: Heading) -> list:
    return [CondPageBreak(120), _Tagged(escape(str(block.text)), _style(f"H{min(max(block.level, 2), 3)}"))]


def _paragraph(block: Paragraph) -> list:
    return [
        _Tagged(escape(str(block.text)), _style("P", **({"textColor": QUIET, "fontSize": 9} if block.quiet else {})))
    ]


def _figures(block: Figures) -> list:
    def cell(value, label, note):
        big = _style("P", fontName="Sans-Bold", fontSize=17, leading=22, textColor=BRAND, spaceAfter=0)
        small = _style("P", fontSize=8.5, leading=11, spaceAfter=2)
        quiet = _style("P", fontSize=8, leading=11, textColor=QUIET, spaceAfter=0)
        parts = [(label, small), (value, big), (note, quiet)]
        return [_Tagged(escape(str(words)), style) for words, style in parts if words]

    grid = Grid([[cell(*item) for item in block.items]], colWidths=[WIDTH / len(block.items)] * len(block.items))
    grid.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), "Sans", 9),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, -1), PANEL),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ]
        )
    )
    grid._renderCB = _layout_only
    return [Spacer(1, 4), grid, Spacer(1, 8)]


def _table(block: Table) -> list:
    side = "RIGHT" if block.numbers else "LEFT"
    flush = {"alignment": 2 if block.numbers else 0}
    cells = [[_words(c, "TH", {} if n == 0 else flush) for n, c in enumerate(block.columns)]]
    cells += [
        [_words(c, "TH" if n == 0 else "TD", {} if n == 0 else flush) for n, c in enumerate(row)] for row in block.rows
    ]
    count = len(block.columns)
    first = WIDTH if count == 1 else max(WIDTH / count, WIDTH * 0.3)
    grid = Grid(cells, colWidths=[first] + [(WIDTH - first) / max(count - 1, 1)] * (count - 1), repeatRows=1)
    grid.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), "Sans", 9),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("ALIGN", (1, 0), (-1, -1), side),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
                ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    grid._renderCB = _structure
    return [CondPageBreak(90), _Tagged(escape(str(block.caption)), _style("Caption")), grid, Spacer(1, 8)]


def _words(text, tag: str, values: dict) -> "_Tagged":
    return _Tagged(escape(str(text)), _style(tag, **({"fontName": "Sans-Bold"} if tag == "TH" else {}) | values))


def _chart(block: LineChart) -> list:
    return [Spacer(1, 4), _Figure(_lines(block, WIDTH, 190), str(block.alt)), Spacer(1, 6)]


def _lines(block: LineChart, width: float, height: float) -> Drawing:
    left, right, bottom, top = 44, 96, 22, 18
    drawing, last = Drawing(width, height), max(len(block.points) - 1, 1)
    inside = [each[1] for each in block.band if each is not None]
    highest = max([v for each in block.series for v in each.values if v is not None] + inside, default=1) or 1
    step = _step(highest)
    ceiling = ceil(highest / step - 1e-9) * step

    def x(n):
        return left + (width - left - right) * n / last

    def y(value):
        return bottom + (height - bottom - top) * value / ceiling

    def words(across, up, text, anchor="start", **values):
        values = {"fontName": "Sans", "fontSize": 8, "fillColor": QUIET, "textAnchor": anchor} | values
        drawing.add(String(across, up, str(text), **values))

    tick = 0
    while tick * step <= ceiling + step / 100:
        drawing.add(Line(left, y(tick * step), width - right, y(tick * step), strokeColor=LINE, strokeWidth=0.5))
        words(left - 6, y(tick * step) - 3, f"{tick * step:.6g}{block.unit}", "end")
        tick += 1
    every = ceil(len(block.points) / 6)
    for n, point in enumerate(block.points):
        if n % every == 0:
            words(x(n), 6, point, "middle")
    for run in _runs(block.band):
        upper = [c for n, (_low, high) in run for c in (x(n), y(high))]
        lower = [c for n, (low, _high) in reversed(run) for c in (x(n), y(low))]
        if len(run) > 1:
            drawing.add(Polygon(upper + lower, fillColor=BAND, strokeColor=None))
    taken: list[float] = []
    for each, colour in zip(block.series, COLOURS * 9, strict=False):
        ends = [(n, value) for n, value in enumerate(each.values) if value is not None]
        for run in _runs(each.values):
            flat = [c for n, value in run for c in (x(n), y(value))]
            if len(run) > 1:
                dash = {"strokeDashArray": list(each.dash)} if each.dash else {}
                drawing.add(PolyLine(flat, strokeColor=colour, strokeWidth=1.8, **dash))
        if ends:
            n, value = ends[-1]
            drawing.add(Circle(x(n), y(value), 2.6, fillColor=colour, strokeColor=None))
            up = y(value) - 3
            while any(abs(up - other) < 11 for other in taken):
                up += 11
            taken.append(up)
            words(x(n) + 7, up, each.label, fillColor=colour, fontName="Sans-Bold")
    return drawing


def _bars(block: Bars) -> list:
    """Drawn as vectors; what is drawn stands beside it as words, for those who hear it."""
    left, step, most = 150, 18, max([value or 0 for _label, value, _shown in block.rows] or [1]) or 1
    drawing = Drawing(WIDTH, step * len(block.rows) + 4)
    for n, (label, value, shown) in enumerate(block.rows):
        up = step * (len(block.rows) - 1 - n) + 4
        long = (WIDTH - left - 60) * (value or 0) / most
        words = {"fontName": "Sans", "fontSize": 8.5, "fillColor": INK}
        drawing.add(String(0, up + 2, str(label), **words))
        if long:
            drawing.add(Rect(left, up, long, 10, fillColor=BRAND, strokeColor=None))
        drawing.add(String(left + long + 6, up + 2, str(shown), **{**words, "fontName": "Sans-Bold"}))
    alt = f"{block.caption}: " + "; ".join(f"{label} {shown}" for label, _value, shown in block.rows)
    return [
        CondPageBreak(90),
        _Tagged(escape(str(block.caption)), _style("Caption")),
        _Figure(drawing, alt),
        Spacer(1, 8),
    ]


def _quote(block: Quote) -> list:
    own = {"leftIndent": 14, "rightIndent": 14}
    parts = [part.strip() for part in str(block.text).replace("\r", "").split("\n") if part.strip()]
    said = [_Tagged(escape(part), _style("P", **own)) for part in parts]
    return [*said, _Tagged(escape(str(block.by)), _style("P", **own, textColor=QUIET, fontSize=9))]


def _runs(values) -> list[list[tuple[int, Any]]]:
    runs: list[list[tuple[int, Any]]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((n, value))
    return runs


def _step(highest: float) -> float:
    """The distance between gridlines that gives four to seven of them."""
    power = 10 ** int(log10(highest / 5) - (highest < 5))
    return next(power * n for n in (1, 2, 2.5, 5, 10, 20, 50) if highest / (power * n) <= 7)


_DRAWN = {
    Heading: _heading, Paragraph: _paragraph, Figures: _figures, Table: _table, LineChart: _chart, Bars: _bars,
    Quote: _quote,
}  # fmt: skip


# Tags ---------------------------------------------------------------------------------------------------------------
class _Element:
    def __init__(self, tag: str, parent: "_Element | None", **attributes):
        self.tag, self.parent, self.attributes, self.kids = tag, parent, attributes, []
        if parent is not None:
            parent.kids.append(self)


class _Canvas(Canvas):
    """A canvas that notes what each piece of the page is, and writes the structure tree when it is saved."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._root = self._now = _Element("Document", None)
        self._marks: list[_Element] = []
        self._marked_pages: list[tuple[object, list[_Element]]] = []
        add = self._doc.addPage

        def add_page(page):
            page.StructParents, page.Tabs = len(self._marked_pages), pdfdoc.PDFName("S")
            self._marked_pages.append((page, self._marks))
            self._marks = []
            add(page)

        self._doc.addPage = add_page

    def enter(self, tag: str, **attributes) -> None:
        self._now = _Element(tag, self._now, **attributes)

    def leave(self) -> None:
        self._now = self._now.parent

    def mark(self) -> None:
        self._now.kids.append((len(self._marked_pages), len(self._marks)))
        self._code.append(f"/{self._now.tag} <</MCID {len(self._marks)}>> BDC")
        self._marks.append(self._now)

    def artifact(self) -> None:
        self._code.append("/Artifact BMC")

    def end(self) -> None:
        self._code.append("EMC")

    def save(self):
        if self._code:
            self.showPage()
        document, references = self._doc, {}
        name, text, table = pdfdoc.PDFName, pdfdoc.PDFString, pdfdoc.PDFDictionary

        def written(element, parent):
            entry = table({"Type": name("StructElem"), "S": name(element.tag), "P": parent})
            references[element] = reference = document.Reference(entry)
            if alt := element.attributes.get("alt"):
                entry["Alt"] = text(alt)
            if scope := element.attributes.get("scope"):
                entry["A"] = table({"O": name("Table"), "Scope": name(scope)})
            kids = []
            for kid in element.kids:
                if isinstance(kid, tuple):
                    page = document.Reference(self._marked_pages[kid[0]][0])
                    kids.append(table({"Type": name("MCR"), "Pg": page, "MCID": kid[1]}))
                else:
                    kids.append(written(kid, reference))
            entry["K"] = pdfdoc.PDFArray(kids)
            return reference

        root = table({"Type": name("StructTreeRoot")})
        reference = document.Reference(root)
        root["K"] = pdfdoc.PDFArray([written(self._root, reference)])
        numbers = []
        for number, (_page, marks) in enumerate(self._marked_pages):
            numbers += [number, pdfdoc.PDFArray([references[element] for element in marks])]
        root["ParentTree"] = document.Reference(table({"Nums": pdfdoc.PDFArray(numbers)}))
        root["ParentTreeNextKey"] = len(self._marked_pages)
        document.Catalog.StructTreeRoot = reference
        document.Catalog.MarkInfo = table({"Marked": "true"})
        document.Catalog.ViewerPreferences = table({"DisplayDocTitle": "true"})
        super().save()


class _Tagged(Words):
    """A paragraph under its own tag; inside a table cell the tag is the cell's, the words a P within it."""

    def draw(self):
        tag = self.style.tag
        self.canv.enter("P" if tag in ("TH", "TD") else tag)
        self.canv.mark()
        super().draw()
        self.canv.end()
        self.canv.leave()


class _Figure(Flowable):
    def __init__(self, drawing: Drawing, alt: str):
        super().__init__()
        self.drawing, self.alt = drawing, alt

    def wrap(self, _width, _height):
        return self.drawing.width, self.drawing.height

    def draw(self):
        self.canv.enter("Figure", alt=self.alt)
        self.canv.mark()
        self.drawing.drawOn(self.canv, 0, 0)
        self.canv.end()
        self.canv.leave()


def _structure(grid, event, *details) -> None:
    """reportlab tells a table's drawing step by step: rows, cells, backgrounds, lines."""
    canvas = grid.canv
    if event == "startTable":
        canvas.enter("Table")
    elif event == "startRow":
        canvas.enter("TR")
        grid._row = details[0]
    elif event == "startCell":
        scope = "Column" if grid._row < grid.repeatRows else "Row" if details[1] == 0 else ""
        canvas.enter("TH" if scope else "TD", scope=scope)
    elif event in ("endTable", "endRow", "endCell"):
        canvas.leave()
    else:
        _layout_only(grid, event)


def _layout_only(grid, event, *_details) -> None:
    if event in ("startBG", "startLines"):
        grid.canv.artifact()
    elif event in ("endBG", "endLines"):
        grid.canv.end()
