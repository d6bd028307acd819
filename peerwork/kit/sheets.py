"""A single page to hang on a wall: a name, what it is for, and a square code that leads to a page to check it.

A4 across, tagged like every other document of ours, with every font embedded.
"""

import io
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics

from peerwork.kit.pdf import BRAND, INK, LINE, QUIET, _Canvas, _fonts

PAGE = landscape(A4)
PALE = HexColor("#e6eeef")


@dataclass(frozen=True)
class Sheet:
    """What stands on the page, from the top; `url` is what the square code says, `alt` what it is in words."""

    title: str
    issuer: str
    before: str
    name: str
    between: str
    what: str
    facts: str
    dates: str
    code: str
    code_words: str
    url: str
    alt: str


def square(url: str, size: float) -> Drawing:
    """A square code of this size that says the address, with the white margin readers need."""
    widget = QrCodeWidget(url, barLevel="M", barBorder=4)
    left, bottom, right, top = widget.getBounds()
    drawing = Drawing(size, size, transform=[size / (right - left), 0, 0, size / (top - bottom), 0, 0])
    drawing.add(widget)
    return drawing


def build(sheet: Sheet) -> bytes:
    """The PDF of a sheet."""
    _fonts()
    out = io.BytesIO()
    canvas = _Canvas(out, pagesize=PAGE, initialFontName="Sans", lang=get_language() or settings.LANGUAGE_CODE)
    canvas.setTitle(f"{sheet.title}: {sheet.what}, {sheet.name}")
    canvas.setAuthor(sheet.issuer)
    width, height = PAGE
    _ground(canvas, width, height)
    left = 62 * mm
    room = width - left - 24 * mm
    _line(canvas, "P", sheet.issuer, left, height - 38 * mm, 15, "Sans-Bold", BRAND, room)
    _line(canvas, "H1", sheet.title, left, height - 62 * mm, 25, "Sans-Bold", INK, room)
    _line(canvas, "P", sheet.before, left, height - 80 * mm, 11.5, "Sans", QUIET, room)
    _line(canvas, "P", sheet.name, left, height - 94 * mm, 29, "Sans-Bold", BRAND, room)
    _line(canvas, "P", sheet.between, left, height - 107 * mm, 11.5, "Sans", QUIET, room)
    lowest = _lines(canvas, sheet.what, left, height - 119 * mm, 18, room)
    _line(canvas, "P", sheet.facts, left, lowest - 10 * mm, 11.5, "Sans", INK, room)
    _line(canvas, "P", sheet.dates, left, lowest - 18 * mm, 11.5, "Sans", INK, room)
    _check(canvas, sheet, width)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _ground(canvas, width: float, height: float) -> None:
    """The band at the side with two rings that overlap, and a thin frame: nothing a reader is to be told."""
    canvas.artifact()
    canvas.setFillColor(BRAND)
    canvas.rect(0, 0, 40 * mm, height, stroke=0, fill=1)
    canvas.setStrokeColor(white)
    canvas.setLineWidth(2.2)
    for across in (16.5 * mm, 23.5 * mm):
        canvas.circle(across, height - 34 * mm, 7.5 * mm, stroke=1, fill=0)
    canvas.setStrokeColor(PALE)
    canvas.setLineWidth(6)
    for across in (8 * mm, 40 * mm):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(48 * mm, 10 * mm, width - 58 * mm, height - 20 * mm)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.circle(width - 40 * mm + across, 26 * mm, 62 * mm, stroke=1, fill=0)
        canvas.restoreState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.8)
    canvas.rect(48 * mm, 10 * mm, width - 58 * mm, height - 20 * mm, stroke=1, fill=0)
    canvas.end()


def _line(canvas, tag: str, words: str, left, up, size, font, colour, room) -> None:
    """One line under its own tag; a long one is set smaller until it fits."""
    words = str(words)
    while size > 7 and pdfmetrics.stringWidth(words, font, size) > room:
        size -= 0.5
    canvas.enter(tag)
    canvas.mark()
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(left, up, words)
    canvas.end()
    canvas.leave()


def _lines(canvas, words: str, left, up, size, room) -> float:
    """A title over two lines where it needs them; how far down it came."""
    lines, line = [], ""
    for word in str(words).split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(longer, "Sans-Bold", size) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    canvas.enter("H2")
    canvas.mark()
    canvas.setFillColor(INK)
    canvas.setFont("Sans-Bold", size)
    for number, each in enumerate(lines[:3]):
        canvas.drawString(left, up - number * size * 1.3, each)
    canvas.end()
    canvas.leave()
    return up - (min(len(lines), 3) - 1) * size * 1.3


def _check(canvas, sheet: Sheet, width: float) -> None:
    """At the foot: the square code, the code in letters and the address, on white so that a reader takes it."""
    size, left, up = 34 * mm, 62 * mm, 16 * mm
    canvas.enter("Figure", alt=sheet.alt)
    canvas.mark()
    canvas.setFillColor(white)
    canvas.rect(left - 4 * mm, up, size, size, stroke=0, fill=1)
    square(sheet.url, size).drawOn(canvas, left - 4 * mm, up)
    canvas.end()
    canvas.leave()
    beside = left + size
    room = width - beside - 24 * mm
    _line(canvas, "P", sheet.code_words, beside, up + 22 * mm, 10, "Sans", QUIET, room)
    _line(canvas, "P", sheet.code, beside, up + 13.5 * mm, 17, "Sans-Bold", INK, room)
    _line(canvas, "P", sheet.url, beside, up + 6.5 * mm, 9, "Sans", QUIET, room)
