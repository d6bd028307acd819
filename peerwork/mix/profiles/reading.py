"""Extracts on disk: a file, a folder or a ZIP, whatever the case and order of its headings and its encoding."""

import csv
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.kit.staging import MAX_COLUMNS, MAX_PARTS, MAX_RATIO, delimiter_of, encoding_of

FEWEST, MORE_THAN = 20, 0.5  # NHS numbers: of at least so many values more than this part
# Columns that are never kept; the report says that they were there and were dropped.
IDENTIFIERS = {
    "nhsnumber", "nhsnumberstatus", "personid", "localpatientid", "localpatientidextended", "personbirthdate",
    "dateofbirth", "dob", "postcode", "genderidcode", "gender", "gendersameatbirth", "ethniccategory",
    "ethniccategory2021", "religiousorotherbeliefsystem", "sexualorientation", "languagecodetreat", "patientname",
    "surname", "forename", "atsistatus", "clientkey", "disabcode", "procedure", "finding", "observation", "obsvalue",
}  # fmt: skip


def heading(cell: str) -> str:
    """CareContactID, CareContactId and care_contact_id are one heading."""
    return re.sub(r"[^a-z0-9]", "", cell.casefold())


def plain(cell: str) -> str:
    """A cell without outer spaces; NULL is blank."""
    cell = cell.replace("\xa0", " ").strip()
    return "" if cell.upper() == "NULL" else cell


class Extract:
    """The CSV files handed in, unpacked into `place` if they came in a ZIP. Raises Invalid for what can't be read."""

    def __init__(self, path: Path, place: Path, name: str = ""):
        self.files: dict[str, Path] = {}
        if path.is_dir():
            for each in sorted(path.iterdir()):
                if each.is_file() and each.suffix.lower() in (".csv", ".txt"):
                    self.files[each.name] = each
        elif zipfile.is_zipfile(path):
            self._unpack(path, place)
        else:
            self.files[name or path.name] = path
        if not self.files:
            raise Invalid(_("There is no CSV file in what was handed in."))

    def _unpack(self, path: Path, place: Path) -> None:
        try:
            with zipfile.ZipFile(path) as parts:
                listed = [part for part in parts.infolist() if part.filename.lower().endswith((".csv", ".txt"))]
                limit = min(settings.IMPORT_LIMIT * 4, MAX_RATIO * max(path.stat().st_size, 50_000))
                if len(listed) > MAX_PARTS or sum(part.file_size for part in listed) > limit:
                    raise Invalid(_("This ZIP holds more than can be unpacked safely. Hand in its files by parts."))
                for number, part in enumerate(listed):
                    target = place / f"part-{number}"  # never a name from the archive
                    with parts.open(part) as inside, target.open("xb") as out:
                        shutil.copyfileobj(inside, out, 2**20)
                    self.files[Path(part.filename.replace("\\", "/")).name] = target
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
            raise Invalid(_("This ZIP can't be read. Make it again without a password, then try again.")) from None

    def table(self, *names: str) -> Path | None:
        """The file whose name holds one of these, such as MHS201; None where there is none."""
        for name in names:
            for known, path in self.files.items():
                if heading(name) in heading(known):
                    return path
        return None

    def only(self) -> Path:
        """The one file of a profile that is one file; raises Invalid where there are several."""
        if len(self.files) > 1:
            raise Invalid(_("Hand in one file: there are several CSV files here."))
        return next(iter(self.files.values()))


class Guard:
    """Refuses a file in which a column that is kept turns out to hold NHS numbers."""

    def __init__(self):
        self.values: dict[str, int] = {}
        self.passes: dict[str, int] = {}

    def note(self, column: str, value: str, times: int = 1) -> None:
        self.values[column] = self.values.get(column, 0) + times
        if 9 < len(value) < 13 and is_nhs_number(value):
            self.passes[column] = self.passes.get(column, 0) + times

    def check(self) -> None:
        for column, passes in self.passes.items():
            if self.values[column] >= FEWEST and passes > MORE_THAN * self.values[column]:
                raise Invalid(
                    _(
                        "The column %(column)s holds NHS numbers, so nothing was read further and nothing was kept. "
                        "Export it again with the system's own record numbers in that column."
                    )
                    % {"column": column}
                )


def is_nhs_number(value: str) -> bool:
    """Ten digits, spaces and dashes aside, of which the last is the check digit (modulus 11)."""
    digits = value.replace(" ", "").replace("-", "")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return False
    left = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return left == int(digits[9])


class Table:
    """One CSV file, of which only the columns asked for are looked at.

    columns   our name -> headings that mean it; `has` says which of them are there. Raises Invalid.
    """

    def __init__(self, path: Path, columns: dict[str, tuple[str, ...]], required: tuple[str, ...], named: str = ""):
        self.path, self.named = path, named
        self.encoding = encoding_of(path)
        with self._open() as file:
            first = next((line for line in file if line.strip()), "")
        self.delimiter = delimiter_of(first)
        _number, cells = next(self._lines(), (0, []))
        headings = [heading(cell) for cell in cells]
        if len(headings) > MAX_COLUMNS:
            raise Invalid(_("This file has more than %(most)d columns.") % {"most": MAX_COLUMNS})
        # -1 is the blank that is put behind every row: a column that is not there is blank everywhere.
        self.at = {
            name: next((headings.index(heading(each)) for each in (name, *others) if heading(each) in headings), -1)
            for name, others in columns.items()
        }
        self.has = {name for name, index in self.at.items() if index >= 0}
        if missing := [name for name in required if name not in self.has]:
            raise Invalid(
                _("These columns are missing%(table)s: %(missing)s. The first row must hold the column names.")
                % {"missing": ", ".join(missing), "table": _(" in %(table)s") % {"table": named} if named else ""}
            )
        self.width = len(headings)
        self.dropped = len({each for each in headings if each} - {headings[at] for at in self.at.values() if at >= 0})
        self.identifiers = len(set(headings) & IDENTIFIERS)
        self.pick = itemgetter(*self.at.values(), -1)  # at least two, so that it always gives a tuple

    def _open(self):
        return self.path.open(encoding=self.encoding, errors="replace" if self.encoding == "cp1252" else "strict",
                              newline="")  # fmt: skip

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        with self._open() as file:
            try:
                reader = csv.reader(file, delimiter=self.delimiter)
                for cells in reader:
                    if cells:
                        yield reader.line_num, cells
            except (csv.Error, UnicodeError):
                raise Invalid(
                    _("This file can't be read as CSV. Export it again as CSV in UTF-8, then try again.")
                ) from None

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Line number and the cells asked for, raw and in order, with a last blank one; None for a row too long."""
        lines, width, pick = self._lines(), self.width, self.pick
        next(lines, None)
        for number, cells in lines:
            if len(cells) != width:
                if len(cells) < width:
                    cells += [""] * (width - len(cells))
                elif any(cell.strip() for cell in cells[width:]):
                    yield number, None
                    continue
                if not any(cells):
                    continue
            cells.append("")
            yield number, pick(cells)
