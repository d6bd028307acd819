"""An organisation's own spreadsheet of staff: which column means what, and the staffing that every file becomes."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit.errors import Invalid
from peerwork.kit.staging import Report, normal, rows
from peerwork.people.models import Unit
from peerwork.placements import staffing
from peerwork.placements.staffing import Assignment, Member, Position, Staffing

# Our name -> (what it is, in words; headings that mean the same in the staff files and extracts we know of; needed)
COLUMNS = {
    "staff_id": (later("Staff number"), ("staff number", "employee number", "employee no", "payroll number"), True),
    "given_name": (later("First name"), ("first name", "forename", "given name", "firstname"), True),
    "family_name": (later("Last name"), ("last name", "surname", "family name", "lastname"), True),
    "known_as": (later("Likes to be called"), ("preferred name", "known as"), False),
    "work_email": (later("Work email"), ("work email", "office email address", "email", "email address"), False),
    "team": (later("Team (code or name)"), ("team code", "team", "organisation", "department", "org l7"), True),
    "title": (later("Post title"), ("position title", "post title", "job title", "role", "job role"), True),
    "position": (later("Position number"), ("position number", "position no", "post number"), False),
    "staff_group": (later("Staff group"), ("staff group",), False),
    "band": (later("Band"), ("band", "grade", "pay scale grade", "pay scale", "pay band"), False),
    "wte": (later("WTE"), ("wte", "fte", "contracted fte", "contracted wte"), True),
    "contract": (later("Kind of contract"), ("assignment category", "contract type", "contract"), False),
    "starts_on": (later("In the post from"), ("start date in position", "start date", "start", "from"), True),
    "ends_on": (later("In the post until"), ("fixed term end date", "end date", "end", "to"), False),
    "manager": (later("Line manager’s staff number"), ("supervisor employee number", "manager employee number"), False),
}  # fmt: skip
NEEDED = [name for name, (_words, _same, needed) in COLUMNS.items() if needed]
# Headings never offered, so that nobody maps them by mistake: they are not read at all.
NEVER = re.compile(
    r"birth|dob|national_?ins|ni_num|nino|ethnic|disab|national(ity)?$|gender|sex|marital|religio|orientation|salary|"
    r"pay_?value|home|address_line|postcode|sickness|absence_reason"
)
PREVIEW = 5


def headings(path: Path) -> list[str]:
    """The columns of a spreadsheet that may be mapped; never those about a person's background."""
    first = next(iter(rows(path)), None)
    if first is None:
        raise Invalid(_("This file has no rows under its headings."))
    return [name for name in first if name and not NEVER.search(name)]


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
    """A mapping with known columns only; raises Invalid where a needed one is missing or a forbidden one is named."""
    found = {ours: normal(theirs) for ours, theirs in columns.items() if ours in COLUMNS and theirs}
    problems = {
        name: [_("Choose the column for: %(what)s.") % {"what": COLUMNS[name][0]}]
        for name in NEEDED
        if name not in found
    }
    problems |= {ours: [_("This column is never read.")] for ours, theirs in found.items() if NEVER.search(theirs)}
    if problems:
        raise Invalid(fields=problems)
    return found


def read(path: Path, columns: dict, organisation: Unit, report: Report, as_at: date) -> Staffing:
    """Every row of the spreadsheet as staffing; rows that can't be read are refused in the report. Raises Invalid."""
    columns = checked(columns)
    found = Staffing(as_at=as_at, full=False)
    teams = _teams(organisation)
    for row in rows(path, needs=set(columns.values())):
        report.read += 1
        said = {ours: row.get(theirs, "") for ours, theirs in columns.items()}
        try:
            _take(found, row.number, said, teams)
        except _BadCell as problem:
            report.refuse(row.number, *problem.args)
    return found


class _BadCell(Exception):
    pass


def _teams(organisation: Unit) -> dict[str, Unit]:
    units = list(Unit.objects.filter(organisation=organisation, closed_on__isnull=True))
    names = [unit.name.casefold() for unit in units]
    found = {unit.name.casefold(): unit for unit in units if names.count(unit.name.casefold()) == 1}
    return found | {unit.code.casefold(): unit for unit in units}


def _take(found: Staffing, line: int, said: dict, teams: dict[str, Unit]) -> None:
    for name in NEEDED:
        if not said.get(name):
            raise _BadCell(name, _("empty"), _("This column must have a value in every row."))
    team = teams.get(said["team"].casefold())
    if team is None:
        raise _BadCell("team", _("no such team"), _("Use the team’s code or name as it stands under Units."))
    try:
        wte = Decimal(said["wte"].replace(",", ".")).quantize(Decimal("0.001"))
    except InvalidOperation:
        raise _BadCell("wte", _("not a number"), _("Give the WTE as a number such as 0.6.")) from None
    if not 0 <= wte <= 1:
        raise _BadCell("wte", _("out of range"), _("One row has 0 to 1 WTE. Give each post its own row."))
    starts_on, ends_on = _date("starts_on", said["starts_on"]), _date("ends_on", said.get("ends_on", ""))
    if ends_on and ends_on < starts_on:
        raise _BadCell("ends_on", _("before the start"), _("The end must be on or after the start."))
    post = said.get("position") or f"{team.code}|{said['title'].casefold()}"
    held = found.positions.get(post)
    found.positions[post] = Position(
        line, post, said["title"][:160], f"#{team.pk}", (held.wte if held else Decimal(0)) + wte,
        min(starts_on, held.starts_on if held else starts_on), None, said.get("position", "")[:40],
        said.get("staff_group", ""), said["title"], _band(said.get("band", "")),
    )  # fmt: skip
    number = said["staff_id"]
    found.members.setdefault(
        number,
        Member(line, "", said["given_name"][:80], said["family_name"][:80], number, said.get("known_as", "")[:80],
               said.get("work_email", "")),
    )  # fmt: skip
    found.assignments.append(
        Assignment(
            line, f"{number}|{post}|{starts_on}", number, post, f"#{team.pk}", wte,
            max(starts_on, min(found.as_at, ends_on or found.as_at)), None, starts_on,
            contract=staffing.told_by(staffing.CONTRACTS, said.get("contract", ""), otherwise="permanent"),
            manager=said.get("manager", ""), last_day=ends_on,
        )
    )  # fmt: skip


def _band(text: str) -> str:
    found = re.search(r"\d[a-d]?", text, re.I)
    return found[0].lower() if found else text[:10]


def _date(name: str, text: str) -> date | None:
    if not text:
        return None
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d.%m.%Y", "%Y%m%d"):
        try:
            return datetime.strptime(text[:11].strip(), shape).date()  # noqa: DTZ007  a day, not a moment
        except ValueError:
            continue
    raise _BadCell(name, _("not a date"), _("Write dates as 2026-11-25 or 25/11/2026."))
