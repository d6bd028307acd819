"""The delivery log as a template file: a row for a day or week, a team and a kind. Nobody who is supported is in it."""

from django.utils.translation import gettext as _

from peerwork.mix.activity_models import CareSource
from peerwork.mix.care_sums import ALL, COVERED
from peerwork.mix.profiles.base import BadRow, Reading, line
from peerwork.mix.profiles.keys import keyed
from peerwork.mix.profiles.reading import plain
from peerwork.mix.profiles.simple import KINDS

COLUMNS = {
    "date": ("week", "day", "held_on"),
    "team_code": ("team",),
    "staff_number": ("staff_id", "staff_local_id"),
    "kind": ("type",),
    "minutes": (),
    "contacts": ("count", "sessions"),
    "covering": ("covering_another_role",),
}
WEEK = 7 * 24 * 60
MOST = 500  # contacts in one row
YES, NO = {"y", "yes", "1", "true"}, {"", "n", "no", "0", "false"}


class DeliveryLog(Reading):
    source = CareSource.DELIVERY_LOG

    def read(self) -> None:
        table, seen = self.open(self.extract.only(), COLUMNS, ("date", "team_code", "kind")), {}
        for number, cells in table.rows():
            self.report.read += 1
            try:
                if cells is None:
                    raise BadRow("", _("more cells than headings"), _("Take out the cells too many."))
                self._row(number, *map(plain, cells[:-1]), seen=seen)
            except BadRow as bad:
                self.report.refuse(number, *bad.args)
        self.spool.flush()
        self.guard.check()

    def _row(self, number, date, team, staff, kind, minutes, contacts, covering, *, seen):
        day = self.day("date", date).isoformat()
        if not team:
            raise BadRow("team_code", _("missing"), _("Say which team."))
        found = KINDS.get(kind.casefold())
        if found is None or not kind:
            raise BadRow("kind", _("unknown code"), _("Use direct, group, dropin or indirect."))
        if covering.casefold() not in YES | NO:
            raise BadRow("covering", _("unknown code"), _("Use Y or N."))
        spent = self._whole("minutes", minutes, WEEK)
        held = self._whole("contacts", contacts, MOST)
        if not spent and not held:
            raise BadRow("minutes", _("missing"), _("Give the minutes, or how many contacts, or both."))
        how = COVERED if covering.casefold() in YES else "Y" if staff else ALL
        said = f"{date}|{team}|{staff}|{found}|{how}"
        seen[said] = seen.get(said, 0) + 1  # two alike are two, and the same again in the same file
        who, where = self.staff_key(staff), self.team_key(team)
        for part in range(max(held, 1)):
            contact = keyed(self.secrets["contact"], f"LOG|{said}|{seen[said]}|{part}")
            time = 0 if part else spent
            self.spool.put(f"{day[:7]}-01").append(
                line(contact, who, where, day, found.value, how, "--", time, time, time, "a" if held else "m", number)
            )

    def _whole(self, column: str, text: str, most: int) -> int:
        if not text:
            return 0
        if not text.isdecimal() or int(text) > most:
            self.guard.note(column, text)
            raise BadRow(column, _("not a number"), _("Write a whole number, at most %(most)d.") % {"most": most})
        return int(text)
