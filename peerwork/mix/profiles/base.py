"""What every kind of extract has in common: who and where it names, what is refused, and which months it covers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from peerwork.kit.staging import Report
from peerwork.mix.activity_models import CareSource
from peerwork.mix.profiles.keys import keyed, secret
from peerwork.mix.profiles.reading import Extract, Guard, Table, plain
from peerwork.mix.profiles.spool import Spool

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d-%b-%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M")
FIRST = date(2000, 1, 1)
LONGEST = 1440  # minutes: no contact lasts longer than a day
NUMBER = re.compile(r"[0-9]{1,4}(\.0+)?")


class BadRow(Exception):
    """A row that is refused: the column, the rule and what to do, never a value."""


@dataclass
class Codes:
    """What an extract says of one staff member: their codes, from the first month each was seen."""

    local_id: str
    by_month: dict[str, tuple[str, str, str, bool | None]] = field(default_factory=dict)


class Reading:
    """One extract on its way into the spool."""

    source: CareSource

    def __init__(self, extract: Extract, organisation, spool: Spool, report: Report, *, staff, teams, beat: Callable):
        self.extract, self.organisation, self.spool, self.report = extract, organisation, spool, report
        self.guard, self.beat = Guard(), beat
        self.staff_keys: dict[str, int] = dict(staff)  # local id -> key, as known from earlier extracts
        self.team_keys: dict[str, int] = dict(teams)
        self.staff: dict[str, Codes] = {}
        self.teams: dict[str, str] = {}  # local id -> team type
        self.period: set[str] = set()  # months that are replaced even if no row is left in them
        self.warnings: list[str] = []
        self.facts: dict = {}
        self.others = self.dropped = self.identifiers = 0
        self.today = localdate()
        self.secrets = {name: secret(name) for name in ("contact", "staff", "team", "referral", "activity")}

    def read(self) -> None:
        raise NotImplementedError

    def open(self, path: Path, columns, required, named: str = "") -> Table:
        table = Table(path, columns, required, named)
        self.dropped += table.dropped
        self.identifiers += table.identifiers
        return table

    def key(self, table: str, number: str) -> int:
        return keyed(self.secrets[table], f"{self.source}|{number}")

    def staff_key(self, local_id: str, times: int = 1) -> int:
        """The key of a staff number, 0 where there is none."""
        if not local_id:
            return 0
        self.guard.note("staff", local_id, times)
        if local_id not in self.staff_keys:
            if len(local_id) > 80:
                raise BadRow("staff", _("too long"), _("Use at most 80 characters."))
            self.staff_keys[local_id] = self.key("staff", f"{self.organisation.pk}|{local_id}")
        self.staff.setdefault(local_id, Codes(local_id))
        return self.staff_keys[local_id]

    def team_key(self, local_id: str, times: int = 1) -> int:
        if not local_id:
            return 0
        self.guard.note("team", local_id, times)
        if local_id not in self.team_keys:
            if len(local_id) > 80:
                raise BadRow("team", _("too long"), _("Use at most 80 characters."))
            self.team_keys[local_id] = self.key("team", f"{self.organisation.pk}|{local_id}")
        self.teams.setdefault(local_id, "")
        return self.team_keys[local_id]

    def day(self, column: str, text: str, forms: tuple[str, ...] = DAYS) -> date:
        """A day of the past; raises BadRow."""
        found = parsed_day(text, forms)
        if found is None:
            rule, advice = (_("missing"), _("Fill in the day.")) if not plain(text) else (
                _("not a day"), _("Write the day as 2026-10-31."))  # fmt: skip
            raise BadRow(column, rule, advice)
        if not FIRST <= found <= self.today:
            raise BadRow(column, _("day out of range"), _("The day lies in the future, or before the year 2000."))
        return found

    def minutes(self, column: str, text: str) -> int | None:
        """Whole minutes, None where blank; raises BadRow."""
        text = plain(text)
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            self.guard.note(column, text)
            raise BadRow(column, _("not a number"), _("Write whole minutes, such as 45."))
        number = int(float(text))
        if number > LONGEST:
            raise BadRow(column, _("too large"), _("A contact lasts at most a day: write minutes, not seconds."))
        return number


def parsed_day(text: str, forms: tuple[str, ...] = DAYS) -> date | None:
    text = plain(text)
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return None


def line(contact, staff, team, day, kind, attendance, mechanism, low, minutes, high, timed_by, row) -> str:
    return (
        f"{contact}\t{staff}\t{row:09d}\t{team}\t{day}\t{kind}\t{attendance}\t{mechanism}\t{low}\t{minutes}\t{high}"
        f"\t{timed_by}\n"
    )
