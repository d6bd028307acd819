"""`activity_simple_csv`: one row for each staff member and contact, for charities and for systems without MHSDS."""

import sys
from hashlib import blake2b

from django.utils.translation import gettext as _

from peerwork.mix.activity_models import MECHANISMS, CareSource, Kind
from peerwork.mix.profiles.base import BadRow, Reading
from peerwork.mix.profiles.reading import plain
from peerwork.mix.profiles.spool import AT_ONCE

COLUMNS = {
    "activity_id": ("contact_id", "care_contact_id", "record_id"),
    "activity_date": ("date", "contact_date", "held_on"),
    "team_code": ("team", "team_id"),
    "staff_local_id": ("staff_id", "staff_number", "staff"),
    "staff_group_code": ("staff_group", "profession"),
    "attended": ("attend_status", "attendance"),
    "mechanism": ("consultation_mechanism", "way_of_contact"),
    "kind": ("type",),
    "minutes": ("duration", "duration_minutes"),
}
REQUIRED = ("activity_id", "activity_date", "staff_local_id", "minutes")
KINDS = {name: Kind(value) for value in Kind.values for name in (value,)} | {
    "drop-in": Kind.DROPIN, "drop in": Kind.DROPIN, "individual": Kind.DIRECT, "": Kind.DIRECT,
}  # fmt: skip
ATTENDED = {"y": "Y", "yes": "Y", "n": "N", "no": "N", "1": "Y", "0": "N", **{str(n): str(n) for n in range(2, 8)}}


class Simple(Reading):
    source = CareSource.ACTIVITY

    def read(self) -> None:
        table = self.open(self.extract.only(), COLUMNS, REQUIRED)
        self.no_mechanism, self.no_attendance = "mechanism" not in table.has, "attended" not in table.has
        # Each distinct cell is understood once; a file of a million rows has some thousand different ones.
        days: dict[str, tuple] = {}
        teams: dict[str, list] = {}
        people: dict[tuple[str, str], list] = {}
        hows: dict[tuple[str, str, str], str] = {}
        times: dict[str, str] = {}
        before, report, read = self.secrets["contact"] + b"activity|", self.report, 0
        suspects: list[str] = []
        held, whole = 0, int.from_bytes
        for number, cells in table.rows():
            read += 1
            try:
                if cells is None:
                    raise BadRow(
                        "", _("more cells than headings"), _("Take out the cells too many, or put quotes round commas.")
                    )
                activity, on, team, who, group, attended, mechanism, kind, minutes, _blank = cells
                day = days.get(on) or self._day(days, on)
                place = teams.get(team) or self._team(teams, team)
                person = people.get((who, group)) or self._person(people, who, group)
                how = hows.get((kind, attended, mechanism)) or self._how(hows, kind, attended, mechanism)
                time = times.get(minutes) or self._time(times, minutes)
                activity = activity.strip()
                if not activity or activity == "NULL":
                    raise BadRow("activity_id", _("missing"), _("Give each contact its number in your system."))
            except BadRow as bad:
                report.read = read
                report.refuse(number, *bad.args)
                continue
            if 9 < len(activity) < 13:
                suspects.append(activity)
            place[1] += 1
            person[1] += 1
            if day[2] < person[2]:
                person[2] = day[2]
            contact = whole(blake2b(before + activity.encode(), digest_size=8).digest(), "big") >> 1 or 1
            day[0].append(f"{contact}\t{person[0]}\t{number:09d}\t{place[0]}\t{day[1]}\t{how}\t{time}\n")
            held += 1
            if held == AT_ONCE:
                self.spool.flush()
                held = 0
                report.read = read
                self._look("activity_id", suspects)
                self.beat(read)
        report.read = read
        self.spool.flush()
        self._look("activity_id", suspects)
        self.guard.values["activity_id"] = read
        self._settle(teams, people)
        self.guard.check()

    def _look(self, column: str, values: list[str]) -> None:
        for value in values:
            self.guard.note(column, value)
        values.clear()

    def _settle(self, teams, people) -> None:
        for raw, (_key, times) in teams.items():
            if times and plain(raw):
                self.team_key(plain(raw), times)
        for (who, group), (_key, times, month) in people.items():
            if times and plain(who):
                self.staff_key(plain(who), times)
                if plain(group) and month < "9":
                    codes = self.staff[plain(who)].by_month
                    codes[month] = (plain(group)[:160], "", "", None)

    def _day(self, days, text):
        day = self.day("activity_date", text)
        month = f"{day:%Y-%m}-01"
        days[text] = (self.spool.put(month), day.isoformat(), month)
        return days[text]

    def _team(self, teams, text):
        teams[text] = [self.team_key(plain(text), 0), 0]
        return teams[text]

    def _person(self, people, who, group):
        if not plain(who):
            people[who, group] = [0, 0, "9"]
        else:
            people[who, group] = [self.staff_key(plain(who), 0), 0, "9"]
        return people[who, group]

    def _how(self, hows, kind, attended, mechanism):
        if (found := KINDS.get(plain(kind).casefold())) is None:
            self.guard.note("kind", plain(kind))
            raise BadRow("kind", _("unknown code"), _("Use direct, group, dropin or indirect."))
        status = "Y" if self.no_attendance or (found != Kind.DIRECT and not plain(attended)) else (
            "" if not plain(attended) else ATTENDED.get(plain(attended).casefold()))  # fmt: skip
        if status is None:
            self.guard.note("attended", plain(attended))
            raise BadRow("attended", _("unknown code"), _("Use Y or N, or the attendance codes 2 to 7."))
        way = "--" if self.no_mechanism else plain(mechanism)
        if way and way not in MECHANISMS:
            way = way.zfill(2)  # a spreadsheet takes the nought from 01
        if way and way not in MECHANISMS:
            self.guard.note("mechanism", plain(mechanism))
            raise BadRow("mechanism", _("unknown code"), _("Use the codes of the list, such as 01 for face to face."))
        hows[kind, attended, mechanism] = f"{found.value}\t{status}\t{way}"
        return hows[kind, attended, mechanism]

    def _time(self, times, text):
        minutes = self.minutes("minutes", text)
        if len(times) > 100_000:  # nobody's minutes are so many: a wrong column
            times.clear()
        times[sys.intern(text)] = "0\t0\t0\tn" if minutes is None else f"{minutes}\t{minutes}\t{minutes}\ta"
        return times[text]
