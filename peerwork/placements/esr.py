"""The NHS Electronic Staff Record's generic outbound file (GO2): what is read of it, and what never is.

Delimiter `~`, no quoting; HDR first, TRL with the record count last; dates yyyyMMdd. Only the columns named here are
taken from a line: birth date, NI number, gender, ethnic origin, disability, nationality, marital status, salary,
addresses and phones are cut away as the line is read, so they can reach neither the database nor a log.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.kit.staging import Report
from peerwork.placements import staffing
from peerwork.placements.staffing import Assignment, Member, Org, Position, Staffing

# Record type -> our name: place in the line (0 is the record type). Places of the layout GO2, 43/49/23/14 columns.
KEPT = {
    "PRA": {
        "number": 1, "staff_id": 4, "family_name": 6, "given_name": 7, "known_as": 10, "left_on": 17, "reason": 18,
        "smartcard": 29, "work_email": 35,
    },
    "ASA": {
        "member": 1, "number": 2, "starts_on": 3, "ends_on": 4, "first_day": 5, "number_shown": 7, "status": 8,
        "user_status": 9, "manager": 15, "category": 20, "wte": 25, "org": 27, "position": 28, "contract_end": 40,
        "last_working": 45, "last_day": 48,
    },
    "POA": {
        "number": 1, "starts_on": 2, "ends_on": 3, "code": 4, "title": 5, "wte": 6, "staff_group": 8, "job_role": 9,
        "band": 11, "org": 14,
    },
    "ORA": {"number": 1, "name": 2, "starts_on": 4, "ends_on": 5, "parent": 10, "code": 11},
}  # fmt: skip
DELETED = {"PRD": "member", "ASD": "assignment", "POD": "position", "ORD": "org"}
PASSED_OVER = {"LCA", "LCD", "PHA", "PHD", "ADA", "ADD", "VHA", "VHD", "COA", "COD"}
END_OF_TIME = 4000  # ESR writes 47121231 for "no end"
NAME = re.compile(r"GO_[A-Z0-9]+_EXP_GO([FC])_(\d{8})_\d{8}\.DAT", re.I)


class BadCell(Exception):
    """A cell that refuses its line: the column, the rule and what to do, never the value."""


def read(path: Path, name: str, report: Report) -> Staffing:
    """Everything a file says; lines that can't be read are refused in the report.

    Raises Invalid where it is no such file, or its count of records does not fit: it was cut short on its way.
    """
    found, count, trailer = None, 0, None
    for line, cells in _lines(path):
        kind = cells[0]
        if found is None:
            if kind != "HDR" or len(cells) < 6:
                raise Invalid(_("This is not an ESR outbound file: its first line must begin with HDR."))
            named = NAME.search(name) or NAME.search(cells[1])
            as_at = _day(_at(cells, 5)[:8]) or _day(_at(cells, 2)[:8])
            if as_at is None:
                raise Invalid(_("The header holds no date of the run. Ask for the file again."))
            found = Staffing(as_at=as_at, full=named is None or named[1].upper() == "F")
            continue
        if kind == "TRL":
            trailer = _at(cells, 1)
            continue
        count += 1
        if kind in PASSED_OVER:
            continue
        report.read += 1
        try:
            _take(found, kind, line, cells)
        except BadCell as problem:
            report.refuse(line, *problem.args)
    if found is None:
        raise Invalid(_("This file is empty. Export it again, then try again."))
    if trailer is None or not trailer.isdigit():
        raise Invalid(_("The last line (TRL) is missing: the file was cut short. Nothing was loaded."))
    if int(trailer) not in (count, count + 2):  # some senders count the header and the trailer too
        raise Invalid(
            _("The file says it has %(said)s records and has %(real)d. It was cut short, so nothing was loaded.")
            % {"said": trailer, "real": count}
        )
    return found


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each line by its number, and of its cells only those that are kept: every other is cut away here."""
    with open(path, encoding="cp1252", errors="replace", newline=None) as file:
        for number, text in enumerate(file, 1):
            text = text.strip("\r\n\ufeff")
            if text.startswith("ï»¿"):
                text = text[3:]
            if not text:
                continue
            cells = text.split("~")
            kind = cells[0].strip().upper()
            if kind in KEPT:
                wanted = set(KEPT[kind].values())
                cells = [cell.strip() if place in wanted else "" for place, cell in enumerate(cells)]
            elif kind not in ("HDR", "TRL"):
                cells = [kind, _at(cells, 1).strip()] if kind in DELETED else [kind]
            cells[0] = kind
            yield number, cells


def _at(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _day(text: str) -> date | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{8}", text[:8]):
        raise ValueError
    if int(text[:4]) >= END_OF_TIME:
        return None
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _take(found: Staffing, kind: str, line: int, cells: list[str]) -> None:
    if kind in DELETED:
        found.deleted.append((line, DELETED[kind], _needed(cells, 1, DELETED[kind])))
        return
    if kind not in KEPT:
        raise BadCell("RecordType", _("unknown record type"), _("Ask for the file in the GO2 layout."))
    row = {name: _at(cells, place) for name, place in KEPT[kind].items()}
    for name in ("starts_on", "ends_on", "first_day", "left_on", "contract_end", "last_working", "last_day"):
        if name in row:
            try:
                row[name] = _day(row[name])
            except ValueError:
                raise BadCell(name, _("not a date"), _("Dates are written yyyyMMdd.")) from None
    if "wte" in row:
        try:
            row["wte"] = Decimal(row["wte"] or "0").quantize(Decimal("0.001"))
        except InvalidOperation:
            raise BadCell("Fte", _("not a number"), _("Give the FTE as a number such as 0.6.")) from None
        if row["wte"] < 0 or (kind == "ASA" and row["wte"] > 1):
            raise BadCell("Fte", _("out of range"), _("An assignment has 0 to 1 FTE. Split it in ESR, or correct it."))
    _TAKERS[kind](found, line, row)


def _needed(cells_or_row, key, name: str) -> str:
    value = _at(cells_or_row, key) if isinstance(cells_or_row, list) else cells_or_row[key]
    if not value:
        raise BadCell(name, _("empty"), _("This column must have a value."))
    return value


def _org(found: Staffing, line: int, row: dict) -> None:
    number = _needed(row, "number", "OrganisationId")
    starts_on = row["starts_on"] or date(1948, 7, 5)
    held = found.orgs.get(number)
    if held is None or held.starts_on <= starts_on:
        found.orgs[number] = Org(
            line, number, _needed(row, "name", "OrganisationName")[:160], row["parent"], starts_on, row["ends_on"],
            row["code"],
        )  # fmt: skip


def _position(found: Staffing, line: int, row: dict) -> None:
    number = _needed(row, "number", "PositionId")
    if row["starts_on"] is None:
        raise BadCell("EffectiveFromDate", _("empty"), _("This column must have a date."))
    held = found.positions.get(number)
    if held is None or held.starts_on <= row["starts_on"]:
        found.positions[number] = Position(
            line, number, _title(_needed(row, "title", "PositionName")), row["org"], row["wte"], row["starts_on"],
            row["ends_on"], row["code"][:40], row["staff_group"], row["job_role"], band(row["band"]),
        )  # fmt: skip


def _title(text: str) -> str:
    """A position's name without its number, cost centre and grade, which ESR joins to it with bars."""
    parts = [part.strip() for part in text.split("|") if part.strip()]
    words = [part for part in parts if not part.isdigit()] or parts
    return max(words, key=len)[:160]


def band(text: str) -> str:
    """The band in a pay scale's name: "NHS|XR03|Review Body Band 3" is 3; "" where there is none."""
    found = re.search(r"band\s*(\d[a-d]?)", text, re.I) or re.search(r"\bX[RN]0?(\d[a-dA-D]?)\b", text)
    return found[1].lower() if found else ""


def _member(found: Staffing, line: int, row: dict) -> None:
    number = _needed(row, "number", "PersonId")
    found.members[number] = Member(
        line, number, _needed(row, "given_name", "FirstName")[:80], _needed(row, "family_name", "LastName")[:80],
        row["staff_id"], row["known_as"][:80] if row["known_as"] != row["given_name"] else "", row["work_email"],
        row["smartcard"], row["left_on"],
        staffing.told_by(staffing.REASONS, row["reason"], otherwise="unknown") if row["left_on"] else "",
    )  # fmt: skip


def _assignment(found: Staffing, line: int, row: dict) -> None:
    if row["starts_on"] is None:
        raise BadCell("EffectiveStartDate", _("empty"), _("This column must have a date."))
    status = f"{row['status']} {row['user_status']}"
    last = row["last_day"] or row["last_working"] or row["contract_end"]
    ended = bool(staffing.told_by([("ended", staffing.ENDED)], row["status"]))
    if ended:
        last = row["last_day"] or row["last_working"] or row["starts_on"] - timedelta(days=1)
    found.assignments.append(
        Assignment(
            line, _needed(row, "number", "AssignmentId"), _needed(row, "member", "PersonId"), row["position"],
            row["org"], row["wte"], row["starts_on"], row["ends_on"], row["first_day"], row["number_shown"],
            staffing.told_by(staffing.CONTRACTS, row["category"], row["user_status"], otherwise="permanent"),
            staffing.told_by(staffing.KINDS, status, otherwise="usual"), row["manager"], last, ended,
        )
    )  # fmt: skip


_TAKERS = {"PRA": _member, "ASA": _assignment, "POA": _position, "ORA": _org}
