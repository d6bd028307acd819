"""Spreadsheets that leave the system: complete or not at all, safe to open, each with a line that says who took it."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import xlsxwriter
from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid, TooMany
from peerwork.kit.logs import request_id
from peerwork.kit.models import ExportLine

# What spreadsheet programs read as the start of a formula (OWASP, CSV injection), full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CELL_LIMIT = 32_767
AN_HOUR = 60


def csv_response(by, what: str, columns: Sequence[str], rows: Iterable[Sequence], *, named: bool, reason: str = ""):
    """A CSV file (UTF-8 with a mark that Excel knows); a cell that would start a formula starts with an apostrophe."""
    file = tempfile.SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115  the response closes it
    allowed(by, named=named, reason=reason)
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer, count = csv.writer(text), 0
    writer.writerow([safe(name) for name in columns])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        count += 1
    text.detach()
    return _response(file, by, what, "csv", count, named, reason, "text/csv; charset=utf-8")


def xlsx_response(by, what: str, columns: Sequence[str], rows: Iterable[Sequence], *, named: bool, reason: str = ""):
    """An Excel file; words are always stored as words, never as formulas or links."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    allowed(by, named=named, reason=reason)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": str(what), "author": settings.PEERWORK["SERVICE_NAME"]})
        sheet = book.add_worksheet("".join(c for c in str(what) if c not in "[]:*?/\\'")[:31] or "1")
        bold = book.add_format({"bold": True})
        dates = {
            date: book.add_format({"num_format": "d mmm yyyy"}),
            datetime: book.add_format({"num_format": "d mmm yyyy hh:mm"}),
        }
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(columns):
            sheet.set_column(place, place, max(12, min(len(str(name)) + 2, 40)))
            sheet.write_string(0, place, str(name)[:CELL_LIMIT], bold)
        count = 0
        for count, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                _write(sheet, count, place, value, dates)
    return _response(
        file,
        by,
        what,
        "xlsx",
        count,
        named,
        reason,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def json_file(name: str, data, content_type: str = "application/json") -> HttpResponse:
    """What was made for the reader, as a file to keep; whoever made it has written its line (`log`)."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(json.dumps(data, indent=1, ensure_ascii=False), content_type=content_type, headers=headers)


def allowed(by, *, named: bool, reason: str = "") -> None:
    """Whether this export may be made: names need a reason (Invalid), and an hour has a limit (TooMany)."""
    if named and not reason.strip():
        raise Invalid(fields={"reason": [_("Say what the names are needed for: it is kept with the export.")]})
    limit = settings.PEERWORK.get("EXPORTS_AN_HOUR", AN_HOUR)
    if ExportLine.objects.filter(by=by, at__gt=timezone.now() - timedelta(hours=1)).count() >= limit:
        raise TooMany(_("That was a lot of files in one hour. Wait a little, then try again."), wait=3600)


def log(by, what: str, format: str, rows: int, *, named: bool, reason: str = "", about=None) -> ExportLine:
    """The line of one file that leaves; to be written before the first byte of it does (PDF and bundles call this)."""
    return ExportLine.objects.create(
        by=by,
        what=str(what)[:120],
        format=format,
        rows=rows,
        named=named,
        reason=reason.strip()[:400],
        request_id=request_id.get(),
        about_model=about._meta.label if about is not None else "",
        about_id=about.pk if about is not None else None,
    )


def _response(file, by, what, format, count, named, reason, content_type) -> FileResponse:
    log(by, what, format, count, named=named, reason=reason)
    file.seek(0)
    name = f"{slugify(str(what)) or 'export'}-{timezone.localdate():%Y-%m-%d}.{format}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def _csv_cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return (
            timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if timezone.is_aware(value) else value.isoformat(" ")
        )
    if isinstance(value, date):
        return value.isoformat()
    return safe(value)


def safe(value) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _write(sheet, row: int, place: int, value, dates) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, _("yes") if value else _("no"))
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, place, value)
    elif isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        sheet.write_datetime(row, place, local, dates[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, dates[date])
    else:
        sheet.write_string(row, place, str(value)[:CELL_LIMIT])
