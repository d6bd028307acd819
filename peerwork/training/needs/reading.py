"""Files of completed courses, read row by row: Moodle's exports with their blank and repeated headings, spreadsheets.

Nothing here touches the database: each row becomes a `Said`, or goes to the report with its column and what to do.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit.errors import Invalid
from peerwork.kit.staging import Report, delimiter_of, encoding_of, normal, rows

SHAPES = (
    *("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%d.%m.%Y", "%Y%m%d", "%d/%m/%y"),
    *("%d-%b-%y",),
)
# What Moodle writes for "completed" in its activity reports; "not completed", "completed (did not pass)" are not.
DONE = re.compile(r"^completed\b(?!.*(not|did|fail))", re.I)
# Which of a person's numbers a heading of Moodle's identity fields gives, the surest first.
NUMBERS = {
    "staff_id": ("id_number", "idnumber", "employee_number", "staff_number", "staff_id", "payroll_number"),
    "lms": ("id", "user_id", "userid", "moodle_id", "lms_id"),
}
HINTS = ("user", "name", "full_name", "fullname", "first_name", "last_name", "surname", "email_address", "email")
PREVIEW = 5

# Our name -> (what it is, in words; headings that mean the same; needed)
COLUMNS = {
    "staff_id": (later("Staff number"), ("staff number", "employee number", "employee no", "payroll number"), False),
    "lms": (later("Number in the learning system"), ("user id", "learner id", "lms id", "moodle id"), False),
    "course": (later("Course"), ("course name", "competence name", "competence", "course", "title", "subject"), True),
    "done_on": (later("Completed on"), ("date from", "completion date", "completed", "date completed", "date"), True),
    "expires_on": (later("Holds until"), ("date to", "expiry date", "expires", "valid until"), False),
    "reference": (later("Number of the record there"), ("record id", "certificate number", "reference"), False),
    "hint": (later("Name or email, to help match"), ("name", "full name", "learner", "email", "work email"), False),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One completion as a file has it; numbers are (system, value) pairs, the surest first."""

    row: int
    column: str
    numbers: tuple[tuple[str, str], ...]
    course: str
    done_on: date
    expires_on: date | None = None
    reference: str = ""
    hint: str = ""


class BadCell(Exception):
    """A cell that refuses its row: the column, the rule and what to do, never the value."""


# Dates ----------------------------------------------------------------------------------------------------------------
def day_of(column: str, text: str, *, today: date | None = None, past: bool = True) -> date:
    """A day however it is written; raises BadCell for what is no day, and for one to come where it must be past."""
    text = text.strip()
    found = None
    for shape in SHAPES:
        for tried in (text, text.split(" ")[0].split("T")[0], text[:11].strip()):
            try:
                found = datetime.strptime(tried, shape).date()  # noqa: DTZ007  a day, not a moment
                break
            except ValueError:
                continue
        if found:
            break
    if found is None or not 1950 <= found.year <= 2100:
        raise BadCell(column, _("not a date"), _("Write dates as 2026-11-25 or 25/11/2026."))
    if past and found > (today or timezone.localdate()):
        raise BadCell(column, _("still to come"), _("Give courses that have been completed."))
    return found


# Moodle ---------------------------------------------------------------------------------------------------------------
def lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV in any encoding Moodle writes (UTF-16 with tabs too), blank headings and all."""
    encoding = encoding_of(path)
    with open(path, encoding=encoding, errors="replace" if encoding == "cp1252" else "strict", newline="") as file:
        try:
            first = next((line for line in file if line.strip()), "")
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter_of(first))
            for cells in reader:
                if any(cells):
                    yield reader.line_num, [cell.strip().replace("\xa0", " ") for cell in cells]
        except (csv.Error, UnicodeError):
            raise Invalid(_("This file can't be read as CSV. Export it again from Moodle, then try again.")) from None


def moodle_progress(path: Path, report: Report) -> Iterator[Said]:
    """Moodle's activity completion report: the name under a blank heading, identity fields, two columns an activity."""
    table = lines(path)
    headings = next(table, (0, []))[1]
    normals = [normal(heading) for heading in headings]
    numbers, hints = _identity(normals)
    if not numbers:
        raise Invalid(
            _("No number to know people by: show the “ID number” field in Moodle's report, then export it again.")
        )
    pairs = _activities(headings, normals, set(numbers) | set(hints))
    if not pairs:
        raise Invalid(_("No activities in this file. Export the activity completion report."))
    for number, cells in table:
        cells = cells + [""] * (len(headings) - len(cells))
        report.read += 1
        try:
            who, hint = _who(cells, numbers), _hint(cells, hints)
            found = []
            for name, state, dated in pairs:
                if not DONE.match(cells[state]):
                    continue
                done_on = day_of(name, cells[dated])
                found.append(Said(number, name, who, name, done_on, hint=hint))
        except BadCell as bad:
            report.refuse(number, *bad.args)
            continue
        yield from found


def _identity(normals: list[str]) -> tuple[dict[int, str], list[int]]:
    """Which columns hold numbers a person is known by (place -> system, the surest first), and which names or mail."""
    numbers = {}
    for system, names in NUMBERS.items():
        found = next((normals.index(name) for name in names if name in normals), None)
        if found is not None:
            numbers[found] = system
    hints = [place for place, name in enumerate(normals) if name in HINTS]
    return numbers, ([0, *hints] if normals and not normals[0] else hints)


def _activities(headings, normals, taken: set[int]) -> list[tuple[str, int, int]]:
    """(name, column of the state, column of the date): the date's heading is blank, or the activity's again."""
    found, place = [], 0
    while place < len(headings) - 1:
        dated = normals[place + 1] in ("", normals[place], f"{normals[place]}_date")
        if normals[place] and dated and place not in taken:
            found.append((headings[place], place, place + 1))
            place += 1
        place += 1
    return found


def moodle_completion(path: Path, report: Report, course: str) -> Iterator[Said]:
    """Moodle's course completion report: criteria with their dates, and “Course complete”; the file is one course."""
    table = lines(path)
    headings = next(table, (0, []))[1]
    normals = [normal(heading) for heading in headings]
    numbers, hints = _identity(normals)
    if not numbers:
        raise Invalid(_("No number to know people by: show the “ID number” field in Moodle's report, then export it."))
    ends = [place for place, name in enumerate(normals) if name.startswith("course_complete")]
    if not ends:
        raise Invalid(_("No column “Course complete”. Export the course completion report."))
    whole = ends[0]
    dates = [place for place, name in enumerate(normals) if name.endswith("completion_date")]
    for number, cells in table:
        cells = cells + [""] * (len(headings) - len(cells))
        report.read += 1
        said = cells[whole]
        if not said or said.casefold() in ("no", "0", "-") or re.match(r"^not\b", said, re.I):
            continue
        try:
            who, hint = _who(cells, numbers), _hint(cells, hints)
            done_on = _course_day(cells, headings[whole], whole, dates)
        except BadCell as bad:
            report.refuse(number, *bad.args)
            continue
        yield Said(number, headings[whole], who, course, done_on, hint=hint)


def _course_day(cells: list[str], name: str, whole: int, dates: list[int]) -> date:
    """The day of “Course complete”, or where it is only said that it is complete, of the last criterion."""
    for place in (whole, whole + 1):
        if place < len(cells) and re.search(r"\d{4}", cells[place]):
            return day_of(name, cells[place])
    found = [day_of(name, cells[place]) for place in dates if place < whole and cells[place]]
    if not found:
        raise BadCell(name, _("no date"), _("Show the completion dates in Moodle's report, then export it again."))
    return max(found)


def _who(cells: list[str], numbers: dict[int, str]) -> tuple[tuple[str, str], ...]:
    found = tuple((system, cells[place]) for place, system in numbers.items() if cells[place])
    if not found:
        raise BadCell("ID number", _("empty"), _("Give this person's staff number in Moodle, then export it again."))
    return found


def _hint(cells: list[str], places: Iterable[int]) -> str:
    return ", ".join(dict.fromkeys(cells[place] for place in places if cells[place]))[:200]


# Spreadsheets with mapped columns -------------------------------------------------------------------------------------
def headings_of(path: Path) -> list[str]:
    """The columns of a spreadsheet."""
    first = next(iter(rows(path)), None)
    if first is None:
        raise Invalid(_("This file has no rows under its headings."))
    return [name for name in first if name]


def guess(names: list[str]) -> dict[str, str]:
    """Which of these headings is probably which of our columns."""
    found, taken = {}, set()
    for ours, (_words, same, _needed) in COLUMNS.items():
        for heading in (ours, *same):
            if normal(heading) in names and normal(heading) not in taken:
                found[ours] = normal(heading)
                taken.add(normal(heading))
                break
    return found


def preview(path: Path, columns: dict) -> list[dict[str, str]]:
    """The first rows as they would be read with this mapping."""
    return [
        {ours: row.get(normal(theirs), "") for ours, theirs in columns.items() if theirs and ours in COLUMNS}
        for row in islice(rows(path), PREVIEW)
    ]


def checked(columns: dict) -> dict[str, str]:
    """A mapping with known columns only; raises Invalid where a needed one is missing."""
    found = {ours: normal(theirs) for ours, theirs in columns.items() if ours in COLUMNS and theirs}
    problems = {
        name: [_("Choose the column for: %(what)s.") % {"what": words}]
        for name, (words, _same, needed) in COLUMNS.items()
        if needed and name not in found
    }
    if "staff_id" not in found and "lms" not in found:
        problems["staff_id"] = [_("People are known by a number: choose the column for one of the two.")]
    if problems:
        raise Invalid(fields=problems)
    return found


def mapped(path: Path, report: Report, columns: dict) -> Iterator[Said]:
    """A spreadsheet with one completion a row."""
    columns, today = checked(columns), timezone.localdate()
    for row in rows(path, needs=set(columns.values())):
        report.read += 1
        said = {ours: row.get(theirs, "") for ours, theirs in columns.items()}
        try:
            yield _mapped(row.number, said, today)
        except BadCell as bad:
            report.refuse(row.number, *bad.args)


def _mapped(number: int, said: dict, today: date) -> Said:
    who = tuple((system, said[system]) for system in ("staff_id", "lms") if said.get(system))
    if not who:
        column = "staff_id" if "staff_id" in said else "lms"
        raise BadCell(column, _("empty"), _("Every row needs a number the person is known by."))
    if not said["course"]:
        raise BadCell("course", _("empty"), _("Every row needs a course."))
    done_on = day_of("done_on", said["done_on"], today=today)
    expires_on = day_of("expires_on", said["expires_on"], past=False) if said.get("expires_on") else None
    if expires_on is not None and expires_on < done_on:
        raise BadCell(
            "expires_on", _("before it was completed"), _("The end must be on or after the day of completion.")
        )
    return Said(
        number,
        "course",
        who,
        said["course"],
        done_on,
        expires_on,
        said.get("reference", "")[:120],
        said.get("hint", ""),
    )
