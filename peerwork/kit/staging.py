"""Files handed in for import: kept private on disk, read row by row whatever their encoding, and removed after use."""

import codecs
import csv
import hashlib
import os
import re
import secrets
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
from django.conf import settings
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid

CHUNK = 2**20
MAX_COLUMNS = 500
MAX_PARTS = 2_000  # files inside an Office file
MAX_RATIO = 200  # times it may grow when unpacked
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Staged:
    """A file on disk that only this program reads; `with stage(upload) as staged:` removes it after use."""

    path: Path
    name: str
    size: int
    sha256: str

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.remove()


def stage(source, name: str = "") -> Staged:
    """Copy an upload, or the file at a path, to the staging folder; raises Invalid when it is empty or too large."""
    settings.STAGING_ROOT.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.STAGING_ROOT / secrets.token_hex(16)
    seal, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
            for chunk in _chunks(source):
                size += len(chunk)
                if size > settings.IMPORT_LIMIT:
                    limit = settings.IMPORT_LIMIT // 2**20
                    raise Invalid(
                        _("This file is larger than %(limit)d MB. Split it, then try again.") % {"limit": limit}
                    )
                seal.update(chunk)
                copy.write(chunk)
        if not size:
            raise Invalid(_("This file is empty. Export it again, then try again."))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    shown = name or getattr(source, "name", "") or str(source)
    return Staged(path, Path(str(shown).replace("\\", "/")).name[:200], size, seal.hexdigest())


def _chunks(source) -> Iterator[bytes]:
    if hasattr(source, "chunks"):
        yield from source.chunks(CHUNK)
        return
    with open(source, "rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def sweep(older_than: timedelta = timedelta(days=7)) -> int:
    """Remove uploads that were left lying, by a crash or by somebody who never went on; how many there were."""
    cut, removed = time.time() - older_than.total_seconds(), 0
    for path in settings.STAGING_ROOT.glob("[0-9a-f]" * 32):
        with suppress(FileNotFoundError):  # whoever was working on it has just removed it
            if path.stat().st_mtime < cut:
                path.unlink()
                removed += 1
    return removed


# Rows ---------------------------------------------------------------------------------------------------------------
class Row(dict):
    """One row by normalised header; `number` is its line in the file, `width` how many cells it really has."""

    number: int
    width: int


def normal(header: str) -> str:
    """A header as it is looked up: case, spaces and punctuation don't matter ("Staff Group " is "staff_group")."""
    return re.sub(r"[^a-z0-9]+", "_", str(header or "").casefold()).strip("_")


def rows(path: Path, *, needs: Iterable[str] = ()) -> Iterator[Row]:
    """The rows of a CSV or Excel file, every cell as trimmed text, empty rows left out.

    Raises Invalid, with what to do, for a file that can't be read or that lacks one of the headers in `needs`.
    """
    with open(path, "rb") as file:
        start = file.read(4)
    numbered = _excel(path) if start == b"PK\x03\x04" else _text(path)
    headers: list[str] = []
    for number, cells in numbered:
        if not any(cells):
            continue
        if not headers:
            headers = _headers(cells, needs)
            continue
        row = Row(zip(headers, cells + [""] * (len(headers) - len(cells)), strict=False))
        row.pop("", None)
        while len(cells) > len(headers) and not cells[-1]:
            cells = cells[:-1]
        row.number, row.width = number, len(cells)
        yield row
    if not headers:
        raise Invalid(_("This file has no rows. The first row must hold the column names."))


def _headers(cells: list[str], needs: Iterable[str]) -> list[str]:
    headers = [normal(cell) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MAX_COLUMNS:
        raise Invalid(_("This file has more than %(most)d columns.") % {"most": MAX_COLUMNS})
    if twice := sorted({name for name in headers if name and headers.count(name) > 1}):
        raise Invalid(_("These columns are there twice: %(names)s. Take one away.") % {"names": ", ".join(twice)})
    if missing := [name for name in needs if name not in headers]:
        raise Invalid(
            _("These columns are missing: %(names)s. The first row must hold the column names.")
            % {"names": ", ".join(missing)}
        )
    return headers


def encoding_of(path: Path) -> str:
    """UTF-16 with a mark, else UTF-8, else Windows; raises Invalid for what is no text."""
    with open(path, "rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        decoder, utf8 = codecs.getincrementaldecoder("utf-8")(), True
        while chunk := file.read(CHUNK):
            if b"\x00" in chunk:
                raise Invalid(_("This is not a text or Excel file. Save it as CSV or .xlsx, then try again."))
            if utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    utf8 = False
        with suppress(UnicodeDecodeError):
            decoder.decode(b"", final=True)
            return "utf-8-sig" if utf8 else "cp1252"
    return "cp1252"


def delimiter_of(line: str) -> str:
    """What stands between the cells of a heading line."""
    outside = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=lambda mark: (outside.count(mark), -DELIMITERS.index(mark)))


def _text(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding = encoding_of(path)
    # cp1252 has five holes; a byte in one of them is kept as a mark that no code list holds, and its row is refused.
    with open(path, encoding=encoding, errors="replace" if encoding == "cp1252" else "strict", newline="") as file:
        try:
            first = next((line for line in file if line.strip()), "")
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter_of(first))
            for cells in reader:
                yield reader.line_num, [cell.strip().replace("\xa0", " ") for cell in cells]
        except (csv.Error, UnicodeError):
            raise Invalid(
                _("This file can't be read as CSV. Export it again as CSV in UTF-8, then try again.")
            ) from None


def _excel(path: Path) -> Iterator[tuple[int, list[str]]]:
    unreadable = Invalid(_("This Excel file can't be read. Save it again as .xlsx or CSV, then try again."))
    with open(path, "rb") as file:
        if not unpacks_safely(file, path.stat().st_size, max(settings.IMPORT_LIMIT, 10 * 2**20)):
            raise unreadable
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # a false dimension in the file would cut rows off
            lines = enumerate(sheet.iter_rows(values_only=True), 1)
            while (line := next(lines, None)) is not None:
                yield line[0], [_cell(value) for value in line[1]]
        except Exception:  # openpyxl lets whatever a broken file causes pass through
            raise unreadable from None


def unpacks_safely(file, size: int, limit: int) -> bool:
    """Whether an Office file holds no macros, no document type (so no entities) and no bomb.

    The declared sizes may lie, but zipfile gives out no more than was declared.
    """
    try:
        with zipfile.ZipFile(file) as parts:
            listed = parts.infolist()
            if len(listed) > MAX_PARTS or sum(p.file_size for p in listed) > min(limit, MAX_RATIO * max(size, 50_000)):
                return False
            for part in listed:
                with parts.open(part) as inside:
                    if "vbaproject" in part.filename.lower() or b"<!doctype" in inside.read(4096).lower():
                        return False
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return False
    return True


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip().replace("\xa0", " ")


# What was refused ---------------------------------------------------------------------------------------------------
@dataclass
class Report:
    """The rows refused, with the rule and what to do, never the values; the list is capped, the counts are not."""

    most: int = 1_000
    read: int = 0
    refused: int = 0
    by_rule: dict[str, int] = field(default_factory=dict)
    lines: list[dict] = field(default_factory=list)

    def refuse(self, row: int, column: str, rule: str, advice: str) -> None:
        """One refused row: its number, the column, the rule it breaks in a few words, and what to do."""
        self.refused += 1
        self.by_rule[str(rule)] = self.by_rule.get(str(rule), 0) + 1
        if len(self.lines) < self.most:
            self.lines.append({"row": row, "column": str(column), "rule": str(rule), "advice": str(advice)})

    @property
    def accepted(self) -> int:
        return self.read - self.refused

    def too_bad(self, share: float | None = None) -> bool:
        """Whether more than the set share of rows was refused, so that the whole file should be."""
        share = settings.PEERWORK["IMPORT_MAX_BAD_SHARE"] if share is None else share
        return self.refused > share * self.read

    def as_dict(self) -> dict:
        return {
            "rows_read": self.read,
            "rows_accepted": self.accepted,
            "rows_refused": self.refused,
            "by_rule": self.by_rule,
            "refused": self.lines,
            "refused_not_listed": self.refused - len(self.lines),
        }
