"""MHSDS versions 5 and 6: a CSV for each table, joined on disk in a file of its own; only hashed numbers are in it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.mix.activity_models import CareSource, Kind
from peerwork.mix.care_sums import TYPE
from peerwork.mix.profiles.base import BadRow, Reading, line, parsed_day
from peerwork.mix.profiles.codes import ATTENDANCE, LAST_OF_V5, MECHANISMS, TEAM_TYPES, uniq_month
from peerwork.mix.profiles.keys import keyed
from peerwork.mix.profiles.reading import Table, plain
from peerwork.mix.profiles.spool import AT_ONCE

BATCH = 20_000
NO_CODES = ("", "", "", None)
LANDED = {"OrgIDProv": ("OrgIDProvider",), "UniqMonthID": ()}  # what a warehouse adds to every table
TABLES = {
    "MHS000": {"OrgIDProvider": ("OrgIDProv",), "ReportingPeriodStartDate": (), "ReportingPeriodEndDate": ()},
    "MHS101": {"ServiceRequestID": (), "CareProfTeamLocalID": (), **LANDED},
    "MHS201": {
        "CareContactID": (), "ServiceRequestID": (), "CareContDate": (), "OtherCareProfTeamLocalID": (),
        "CareProfTeamLocalID": (), "ClinContDurOfCareCont": (), "ConsMechanismMH": (), "ConsMediumUsed": (),
        "AttendStatus": (), "AttendOrDNACode": (), **LANDED,
    },
    "MHS202": {"CareActID": (), "CareContactID": (), "ClinContactDurOfCareAct": (), "CareProfLocalID": (), **LANDED},
    "MHS206": {"CareActID": (), "CareProfLocalID": (), **LANDED},
    "MHS204": {
        "ServiceRequestID": (), "OtherCareProfTeamLocalID": ("CareProfTeamLocalID",), "IndirectActDate": (),
        "IndirectActTime": (), "DurationIndirectAct": (), "CareProfLocalID": (), **LANDED,
    },
    "MHS301": {
        "GroupSessID": (), "GroupSessDate": (), "ClinContDurOfGroupSess": (), "CareProfLocalID": (),
        "ServTeamTypeRefToMH": (), **LANDED,
    },
    "MHS302": {
        "MHDropInContactID": (), "CareContactDateMHDropInContact": (), "StartTimeDropInContact": (),
        "EndTimeDropInContact": (), "CareProfLocalID": (), "MHDropInContactServiceType": (), **LANDED,
    },
    "MHS901": {
        "CareProfLocalID": (), "CareProfStaffGpMH": (), "CareProfJobRoleCode": (), "OccCode": (),
        "ProfRegBodyCode": (), **LANDED,
    },
    "MHS902": {"CareProfTeamLocalID": (), "ServTeamTypeMH": (), **LANDED},
}  # fmt: skip
NEEDED = {  # besides the number of the record itself
    "MHS101": 1, "MHS201": 3, "MHS202": 2, "MHS206": 2, "MHS204": 1, "MHS301": 2, "MHS302": 2, "MHS901": 1, "MHS902": 1,
}  # fmt: skip
SCHEMA = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; PRAGMA temp_store=FILE;
CREATE TABLE referral (id INTEGER, team INTEGER);
CREATE TABLE contact (
    id INTEGER, referral INTEGER, day TEXT, own INTEGER, minutes INTEGER, attendance TEXT, mechanism TEXT, line INTEGER
);
CREATE TABLE activity (id INTEGER, contact INTEGER, minutes INTEGER, staff INTEGER, line INTEGER);
CREATE TABLE act_staff (activity INTEGER, staff INTEGER, line INTEGER);
CREATE TABLE indirect (
    referral INTEGER, day TEXT, time TEXT, own INTEGER, minutes INTEGER, staff INTEGER, line INTEGER
);
"""
JOIN = """
SELECT c.rowid, c.id, c.day, c.own, c.minutes, c.attendance, c.mechanism, c.line, r.team,
       a.rowid, a.minutes, a.staff, s.staff
FROM contact c
LEFT JOIN referral r ON r.id = c.referral
LEFT JOIN activity a ON a.contact = c.id
LEFT JOIN act_staff s ON s.activity = a.id
ORDER BY c.rowid
"""


class Mhsds(Reading):
    """Either version: what was handed in says where the staff links are; each day says which team rule holds."""

    source = CareSource.MHSDS
    needed: tuple[str, ...] = ("MHS201", "MHS202")

    def read(self) -> None:
        self.files = {name: self.extract.table(name) for name in TABLES}
        if missing := [name for name in self.needed if self.files[name] is None]:
            raise Invalid(
                _("These tables are missing: %(missing)s. Hand in one CSV for each table, named after it.")
                % {"missing": ", ".join(missing)}
            )
        self.lines = 0
        self.odd_codes = 0
        self._header()
        self._staff_table()
        self._team_table()
        with closing(sqlite3.connect(self.spool.place / "join.sqlite3", isolation_level=None)) as self.join:
            self.join.executescript(SCHEMA)
            self._gather("MHS101", "referral", 2, self._referral)
            self._gather("MHS201", "contact", 8, self._contact)
            self._gather("MHS202", "activity", 5, self._activity)
            self._gather("MHS206", "act_staff", 3, self._act_staff)
            self._gather("MHS204", "indirect", 7, self._indirect)
            self.guard.check()
            self._settle()
            self._contacts()
            self._indirect_lines()
        (self.spool.place / "join.sqlite3").unlink()
        self._each("MHS301", self._group)
        self._each("MHS302", self._dropin)
        self.spool.flush()
        self.guard.check()
        self._tell()

    # Tables -------------------------------------------------------------------------------------------------------
    def _table(self, name: str) -> Table | None:
        path = self.files[name]
        if path is None:
            return None
        columns = TABLES[name]
        return self.open(path, columns, tuple(list(columns)[: NEEDED.get(name, 0)]), name)

    def _rows(self, name: str) -> Iterator[tuple[int, dict[str, int], tuple]]:
        """The rows that are of this organisation, with where each column is."""
        table = self._table(name)
        if table is None:
            return
        at = {column: index for index, column in enumerate(table.at)}
        provider = at.get("OrgIDProv")
        ours = self.organisation.code
        for number, cells in table.rows():
            if cells is None:
                self._refuse(number, name, "", _("more cells than headings"), _("Export the table again."))
            elif provider is not None and (whose := plain(cells[provider]).upper()) and whose != ours:
                self.others += 1
            else:
                yield number, at, cells

    def _refuse(self, number: int, name: str, column: str, rule, advice) -> None:
        self.report.read += name not in ("MHS901", "MHS902", "MHS101")
        self.report.refuse(number, f"{name}.{column}" if column else name, rule, advice)

    def _gather(self, name: str, into: str, width: int, understand: Callable) -> None:
        """Put a table's rows into the joining file; a row that can't be understood is refused."""
        marks = ", ".join("?" * width)
        put = f"INSERT INTO {into} VALUES ({marks})"  # noqa: S608  our own words
        batch: list[tuple] = []
        counted = name != "MHS101"
        self.join.execute("BEGIN")
        for number, at, cells in self._rows(name):
            try:
                batch.append(understand(number, at, cells))
            except BadRow as bad:
                self._refuse(number, name, *bad.args)
                continue
            if len(batch) == BATCH:
                self.join.executemany(put, batch)
                self.report.read += BATCH * counted
                batch.clear()
                self.beat(self.report.read)
        self.join.executemany(put, batch)
        self.report.read += len(batch) * counted
        self.join.execute("COMMIT")

    def _each(self, name: str, understand: Callable) -> None:
        for number, at, cells in self._rows(name):
            try:
                understand(number, at, cells)
            except BadRow as bad:
                self._refuse(number, name, *bad.args)
                continue
            self.report.read += 1
            self._flush()

    def _number(self, column: str, text: str) -> str:
        text = plain(text)
        if not text:
            raise BadRow(column, _("missing"), _("Every record needs its number."))
        self.guard.note(column, text)
        return text

    def _put(self, day: str, text: str) -> None:
        self.spool.put(f"{day[:7]}-01").append(text)
        self.lines += 1
        self._flush()

    def _flush(self) -> None:
        if self.lines >= AT_ONCE:
            self.spool.flush()
            self.lines = 0
            self.beat(self.report.read)

    # Header, staff, teams -----------------------------------------------------------------------------------------
    def _header(self) -> None:
        """The reporting periods the file is for: their months are replaced, and every day must lie in one."""
        self.periods: list[tuple[date, date]] = []
        table, elsewhere = self._table("MHS000"), 0
        for _number, cells in table.rows() if table else ():
            provider, starts, ends, _blank = cells or ("", "", "", "")
            if plain(provider).upper() != self.organisation.code:
                elsewhere += 1
                continue
            first, last = parsed_day(starts), parsed_day(ends)
            if first is None or last is None or not first <= last or (last - first).days > 3700:
                raise Invalid(_("The header (MHS000) has no reporting period that can be read. Export it again."))
            self.periods.append((first, last))
            day = first.replace(day=1)
            while day <= last:
                self.period.add(f"{day:%Y-%m}-01")
                day = (day + timedelta(days=32)).replace(day=1)
        if elsewhere and not self.periods:
            raise Invalid(
                _("The header (MHS000) names another provider than the code of this organisation. Nothing was loaded.")
            )
        if table is None:
            self.warnings.append(
                _("There is no header (MHS000): the months with rows are replaced, and days aren't checked against it.")
            )

    def _held_on(self, column: str, text: str) -> str:
        day = self.day(column, text)
        if self.periods and not any(first <= day <= last for first, last in self.periods):
            raise BadRow(column, _("outside the reporting period"), _("The day must lie in the period of the header."))
        return day.isoformat()

    def _month_of(self, at: dict, cells: tuple) -> str:
        """The month a staff row is of, as the first day: its own in a warehouse, else the first of the header."""
        number = plain(cells[at["UniqMonthID"]])
        if number.isdecimal() and 1200 < int(number) < 3000:
            year, month = divmod(int(number) + 2, 12)
            return f"{year + 1900}-{month + 1:02d}-01"
        return min(self.period, default="2000-01-01")

    def _staff_table(self) -> None:
        """Staff codes; a number that comes twice in a month is refused altogether, as it is nationally."""
        found: dict[tuple[str, str], list] = {}
        for number, at, cells in self._rows("MHS901"):
            local_id = plain(cells[at["CareProfLocalID"]])
            if local_id:
                found.setdefault((local_id, self._month_of(at, cells)), []).append((number, at, cells))
        self.in_staff_table = set()
        registered = self.files["MHS901"] is not None
        for (local_id, month), rows in sorted(found.items()):
            if len(rows) > 1:
                for number, _at, _cells in rows:
                    self._refuse(
                        number, "MHS901", "CareProfLocalID", _("repeated"),
                        _("This staff number came more than once: no row of it was taken."),
                    )  # fmt: skip
                with suppress(BadRow):
                    self.staff_key(local_id)
                    self.staff[local_id].by_month[month] = NO_CODES  # whatever an earlier file said of this month
                continue
            _number, at, cells = rows[0]
            get = lambda column, cells=cells, at=at: plain(cells[at[column]])
            try:
                self.staff_key(local_id)
            except BadRow:
                continue
            self.in_staff_table.add(local_id)
            body = bool(get("ProfRegBodyCode")) if registered else None
            codes = (get("CareProfStaffGpMH")[:160], get("CareProfJobRoleCode")[:160], get("OccCode")[:20], body)
            self.staff[local_id].by_month[month] = codes

    def _team_table(self) -> None:
        odd = 0
        for _number, at, cells in self._rows("MHS902"):
            local_id, kind = plain(cells[at["CareProfTeamLocalID"]]), plain(cells[at["ServTeamTypeMH"]]).upper()
            try:
                if self.team_key(local_id):
                    self.teams[local_id] = kind[:3]
            except BadRow:
                continue
            odd += bool(kind) and not self._valid_type(kind)
        if odd:
            self.warnings.append(_("%(number)d teams have a team type that is not valid in this period.") % {
                "number": odd})  # fmt: skip

    def _valid_type(self, kind: str) -> bool:
        first, last = TEAM_TYPES.get(kind, (10**6, None))
        months = [uniq_month(int(month[:4]), int(month[5:7])) for month in self.period] or [1489]
        return any(first <= month and (last is None or month <= last) for month in months)

    # Records ------------------------------------------------------------------------------------------------------
    def _referral_key(self, text: str, day: str = "", month: str = "") -> int:
        number = plain(text)
        if not number:
            return 0
        self.guard.note("ServiceRequestID", number)
        month = month or (str(uniq_month(int(day[:4]), int(day[5:7]))) if self.by_month and day else "")
        return keyed(self.secrets["referral"], f"{number}|{month}")

    by_month = False  # whether referrals are told apart by month: a warehouse holds each open one every month

    def _referral(self, _number, at, cells):
        month = plain(cells[at["UniqMonthID"]])
        self.by_month = self.by_month or bool(month)
        team = self.team_key(plain(cells[at["CareProfTeamLocalID"]]))
        return self._referral_key(cells[at["ServiceRequestID"]], month=month), team

    def _code(self, known: set[str], *texts: str) -> str:
        """The first code there is: of two generations of a column in one table, one is blank."""
        code = next((found for text in texts if (found := plain(text))), "")
        if not code:
            return ""
        for form in (code, code.lstrip("0"), code.zfill(2)):
            if form in known:
                return form
        self.odd_codes += 1
        return "?"

    def _contact(self, number, at, cells):
        name = self._number("CareContactID", cells[at["CareContactID"]])
        day = self._held_on("CareContDate", cells[at["CareContDate"]])
        newer = uniq_month(int(day[:4]), int(day[5:7])) > LAST_OF_V5
        own = plain(cells[at["OtherCareProfTeamLocalID" if newer else "CareProfTeamLocalID"]])
        return (
            keyed(self.secrets["contact"], f"MHS201|{name}"),
            self._referral_key(cells[at["ServiceRequestID"]], day) if newer else 0,
            day,
            self.team_key(own),
            self.minutes("ClinContDurOfCareCont", cells[at["ClinContDurOfCareCont"]]),
            self._code(ATTENDANCE, cells[at["AttendStatus"]], cells[at["AttendOrDNACode"]]),
            self._code(MECHANISMS, cells[at["ConsMechanismMH"]], cells[at["ConsMediumUsed"]]),
            number,
        )

    def _activity(self, number, at, cells):
        contact = self._number("CareContactID", cells[at["CareContactID"]])
        return (
            keyed(self.secrets["activity"], self._number("CareActID", cells[at["CareActID"]])),
            keyed(self.secrets["contact"], f"MHS201|{contact}"),
            self.minutes("ClinContactDurOfCareAct", cells[at["ClinContactDurOfCareAct"]]),
            self.staff_key(plain(cells[at["CareProfLocalID"]])) or None,
            number,
        )

    def _act_staff(self, number, at, cells):
        staff = self.staff_key(self._number("CareProfLocalID", cells[at["CareProfLocalID"]]))
        return keyed(self.secrets["activity"], self._number("CareActID", cells[at["CareActID"]])), staff, number

    def _indirect(self, number, at, cells):
        day = self._held_on("IndirectActDate", cells[at["IndirectActDate"]])
        return (
            self._referral_key(cells[at["ServiceRequestID"]], day),
            day,
            plain(cells[at["IndirectActTime"]])[:8],
            self.team_key(plain(cells[at["OtherCareProfTeamLocalID"]])),
            self.minutes("DurationIndirectAct", cells[at["DurationIndirectAct"]]),
            self.staff_key(plain(cells[at["CareProfLocalID"]])),
            number,
        )

    # Joined -------------------------------------------------------------------------------------------------------
    def _settle(self) -> None:
        """Indexes, and records that came twice: the first is kept, the others are refused."""
        wanted = ("referral (id)", "contact (id)", "activity (id)", "activity (contact)", "act_staff (activity)")
        for number, index in enumerate(wanted):
            self.join.execute(f"CREATE INDEX index{number} ON {index}")
        repeated = (
            ("MHS201", "contact", "id", "CareContactID"),
            ("MHS202", "activity", "id", "CareActID"),
            ("MHS206", "act_staff", "activity, staff", "CareActID"),
            ("MHS204", "indirect", "referral, day, time", ""),
        )
        for name, table, key, column in repeated:
            again = self.join.execute(
                f"SELECT t.rowid, t.line FROM {table} t JOIN (SELECT {key}, MIN(rowid) AS first FROM {table} "  # noqa: S608
                f"GROUP BY {key} HAVING COUNT(*) > 1) d USING ({key}) WHERE t.rowid > d.first ORDER BY t.line"
            ).fetchall()
            for _rowid, number in again:
                self.report.refuse(
                    number, f"{name}.{column}" if column else name, _("repeated"),
                    _("This record came before. The first was kept."),
                )  # fmt: skip
            self.join.executemany(f"DELETE FROM {table} WHERE rowid = ?", [(row[0],) for row in again])  # noqa: S608
        self.join.execute("DELETE FROM referral WHERE rowid NOT IN (SELECT MAX(rowid) FROM referral GROUP BY id)")
        alone = self.join.execute(
            "SELECT COUNT(*) FROM activity a WHERE NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = a.contact)"
        ).fetchone()[0]
        if alone:
            self.warnings.append(
                _("%(number)d activities belong to no contact of this file and were left out.") % {"number": alone}
            )

    def _contacts(self) -> None:
        without_team = 0
        for _contact, rows in groupby(self.join.execute(JOIN), itemgetter(0)):
            first, *more = rows
            _rowid, contact, day, own, minutes, attendance, mechanism, number, referred = first[:9]
            team = own or referred or 0
            without_team += not team
            for staff, (low, by) in credited(minutes, [first, *more]).items():
                self._put(
                    day,
                    line(contact, staff, team, day, "direct", attendance, mechanism, low, low, low, by, number),
                )
        self._unplaced(without_team)

    def _unplaced(self, without_team: int) -> None:
        self.facts["contacts_without_team"] = without_team
        newer = any(uniq_month(int(m[:4]), int(m[5:7])) > LAST_OF_V5 for m in self.spool.months())
        if without_team and newer and self.files["MHS101"] is None:
            self.warnings.append(
                _(
                    "%(number)d contacts name no team of their own, and the referrals (MHS101) that would say theirs "
                    "are not in this extract: they are in no team. Export MHS101 too."
                )
                % {"number": without_team}
            )

    def _indirect_lines(self) -> None:
        rows = self.join.execute(
            "SELECT i.time, i.referral, i.day, i.own, i.minutes, i.staff, i.line, r.team FROM indirect i "
            "LEFT JOIN referral r ON r.id = i.referral ORDER BY i.rowid"
        )
        for time, referral, day, own, minutes, staff, number, referred in rows:
            key = keyed(self.secrets["contact"], f"MHS204|{referral}|{day}|{time}")
            spent, by = (minutes, "a") if minutes is not None else (0, "n")
            self._put(
                day,
                line(key, staff, own or referred or 0, day, "indirect", "", "", spent, spent, spent, by, number),
            )

    def _group(self, number, at, cells):
        name = self._number("GroupSessID", cells[at["GroupSessID"]])
        day = self._held_on("GroupSessDate", cells[at["GroupSessDate"]])
        minutes = self.minutes("ClinContDurOfGroupSess", cells[at["ClinContDurOfGroupSess"]])
        self._alone("MHS301", name, number, day, Kind.GROUP, minutes, at, cells, "ServTeamTypeRefToMH")

    def _dropin(self, number, at, cells):
        name = self._number("MHDropInContactID", cells[at["MHDropInContactID"]])
        day = self._held_on("CareContactDateMHDropInContact", cells[at["CareContactDateMHDropInContact"]])
        minutes = between(cells[at["StartTimeDropInContact"]], cells[at["EndTimeDropInContact"]])
        self._alone("MHS302", name, number, day, Kind.DROPIN, minutes, at, cells, "")

    def _alone(self, table, name, number, day, kind, minutes, at, cells, typed) -> None:
        """Group and drop-in contacts: they name no team, at most its type."""
        key = keyed(self.secrets["contact"], f"{table}|{name}")
        team_type = plain(cells[at[typed]]).upper()[:3] if typed else ""
        team = self.team_key(TYPE + team_type) if team_type else 0
        staff = self.staff_key(plain(cells[at["CareProfLocalID"]]))
        spent, by = (minutes, "a") if minutes is not None else (0, "n")
        self._put(day, line(key, staff, team, day, kind.value, "", "", spent, spent, spent, by, number))

    def _months_read(self) -> set[str]:
        return self.period or {month for month in self.spool.months() if self.spool.count.get(month)}

    def _tell(self) -> None:
        if self.odd_codes:
            self.warnings.append(
                _("%(number)d codes of attendance or way of contact are no national codes. These contacts don't count.")
                % {"number": self.odd_codes}
            )
        unknown = sorted(set(self.staff) - self.in_staff_table)
        if self.files["MHS901"] is not None:
            for local_id in unknown:
                self.staff[local_id].by_month.setdefault(min(self._months_read(), default="2000-01-01"), NO_CODES)
        self.facts["staff_not_in_staff_table"] = len(unknown)
        if unknown:
            self.warnings.append(
                _("%(number)d staff numbers are not in the staff table (MHS901). They are kept, to be mapped.")
                % {"number": len(unknown)}
            )


class Version5(Mhsds):
    """The staff link is on the activity (MHS202.CareProfLocalID)."""


class Version6(Mhsds):
    """The staff link is a table of its own (MHS206)."""

    def read(self) -> None:
        if self.extract.table("MHS206") is None:
            path = self.extract.table("MHS202")
            if path is None or "CareProfLocalID" not in Table(path, TABLES["MHS202"], (), "MHS202").has:
                raise Invalid(_("The staff of each activity (MHS206) are missing. Export that table too."))
        super().read()


def credited(contact_minutes: int | None, rows: Iterable[tuple]) -> dict[int, tuple[int, str]]:
    """Staff -> minutes credited in one contact, and where they come from: a activity, c contact, n nobody noted any.

    Each staff member gets the whole of every activity they took part in. Where one of them has no minutes noted, the
    contact's stand instead, if they are more.
    """
    activities: dict[int | None, tuple[int | None, set[int]]] = {}
    for row in rows:
        activity, minutes, old, new = row[9:]
        _minutes, staff = activities.setdefault(activity, (minutes, set()))
        staff.update(each for each in (old, new) if each)
    known: dict[int, int] = {}
    blank: set[int] = set()
    for minutes, staff in activities.values():
        for each in staff or {0}:
            known[each] = known.get(each, 0) + (minutes or 0)
            if minutes is None:
                blank.add(each)
    return {
        staff: (max(spent, contact_minutes), "c")
        if staff in blank and contact_minutes is not None
        else (spent, "n" if staff in blank and not spent else "a")
        for staff, spent in known.items()
    }


def between(starts: str, ends: str) -> int | None:
    """Minutes from one time of day to another, over midnight for at most half a day; None where they don't say."""
    found = []
    for text in (plain(starts), plain(ends)):
        for form in ("%H:%M:%S", "%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"):
            try:
                found.append(datetime.strptime(text[:19], form))  # noqa: DTZ007  two times of one place
                break
            except ValueError:
                continue
    if len(found) != 2:
        return None
    minutes = int((found[1] - found[0]).total_seconds() // 60) % 1440
    return minutes if minutes <= 720 else None
