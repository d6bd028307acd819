"""The Australian PMHC MDS: practitioners, service contacts, and (where there is one) who else took part in a contact.

Durations come in bands, so minutes have a lowest and a highest value, and the share an interval.
"""

import sqlite3
from contextlib import closing

from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.mix.activity_models import CareSource, Kind
from peerwork.mix.profiles.base import BadRow, Reading, line
from peerwork.mix.profiles.keys import keyed
from peerwork.mix.profiles.reading import plain
from peerwork.mix.profiles.spool import AT_ONCE

CATEGORIES = {  # code: what it is called, and whether the profession is registered (None: some are)
    "1": ("Clinical Psychologist", True), "2": ("General Psychologist", True), "3": ("Social Worker", None),
    "4": ("Occupational Therapist", True), "5": ("Mental Health Nurse", True),
    "6": ("Aboriginal and Torres Strait Islander Health/Mental Health Worker", None),
    "7": ("Low Intensity Mental Health Worker", False), "8": ("General Practitioner", True),
    "9": ("Psychiatrist", True), "10": ("Other Medical", True), "11": ("Other", None),
    "12": ("Psychosocial Support Worker", False), "13": ("Peer Support Worker", False),
}  # fmt: skip
# Lowest, middle and highest minutes. Over two hours: nobody knows how long, so from 121 up to a working day.
BANDS = {
    "0": (0, 0, 0), "1": (1, 8, 15), "2": (16, 23, 30), "3": (31, 38, 45), "4": (46, 53, 60), "5": (61, 68, 75),
    "6": (76, 83, 90), "7": (91, 98, 105), "8": (106, 113, 120), "9": (121, 128, 480),
}  # fmt: skip
DAYS = ("%d%m%Y", "%Y-%m-%d", "%d/%m/%Y")
KINDS = {"1": Kind.DIRECT, "2": Kind.GROUP, "3": Kind.DIRECT, "4": Kind.INDIRECT, "5": Kind.DIRECT, "9": Kind.DIRECT}
CONTACTS = {
    "service_contact_key": (), "practitioner_key": (), "service_contact_date": (), "service_contact_duration": (),
    "service_contact_no_show": (), "service_contact_modality": (), "service_contact_participants": (),
    "organisation_path": (), "delivery_organisation_path": (),
}  # fmt: skip
NEEDED = ("service_contact_key", "practitioner_key", "service_contact_date", "service_contact_duration")


class Pmhc(Reading):
    source = CareSource.PMHC

    def read(self) -> None:
        contacts = self.extract.table("service-contacts") or self.extract.table("servicecontacts")
        practitioners = next(
            (path for name, path in self.extract.files.items() if name.lower().startswith("practitioners")), None
        )
        if contacts is None or practitioners is None:
            raise Invalid(_("Hand in practitioners.csv and service-contacts.csv, in a ZIP or a folder."))
        categories = self._practitioners(practitioners)
        with closing(sqlite3.connect(self.spool.place / "join.sqlite3", isolation_level=None)) as join:
            self._others(join)
            self._contacts(contacts, join)
        (self.spool.place / "join.sqlite3").unlink()
        self.spool.flush()
        self.guard.check()
        first = min((month for month in self.spool.months() if self.spool.count.get(month)), default="2000-01-01")
        for local_id, codes in self.staff.items():
            name, registered = CATEGORIES.get(categories.get(local_id, ""), ("", None))
            codes.by_month[first] = (name, "", "", registered)
        unknown = sum(1 for local_id in self.staff if local_id not in categories)
        if unknown:
            self.warnings.append(
                _("%(number)d practitioners of contacts are not in practitioners.csv. They are kept, to be mapped.")
                % {"number": unknown}
            )

    def _practitioners(self, path) -> dict[str, str]:
        table = self.open(path, {"practitioner_key": (), "practitioner_category": ()}, ("practitioner_key",))
        found = {}
        for _number, cells in table.rows():
            if cells and plain(cells[0]):
                found[plain(cells[0])] = plain(cells[1]).lstrip("0")
        return found

    def _others(self, join) -> None:
        """Who else took part, kept on disk by hashed numbers."""
        join.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE part (contact, staff);")
        path = self.extract.table("service-contact-practitioners", "servicecontactpractitioners")
        if path is not None:
            columns = {"service_contact_key": (), "practitioner_key": ()}
            table = self.open(path, columns, tuple(columns))
            rows = (
                (self._contact_key(plain(cells[0])), self.staff_key(plain(cells[1])))
                for _number, cells in table.rows()
                if cells and plain(cells[0]) and plain(cells[1])
            )
            join.execute("BEGIN")
            join.executemany("INSERT INTO part VALUES (?, ?)", rows)
            join.execute("COMMIT")
        join.execute("CREATE INDEX part_contact ON part (contact)")

    def _contact_key(self, number: str) -> int:
        return keyed(self.secrets["contact"], f"PMHC|{number}")

    def _contacts(self, path, join) -> None:
        table, held = self.open(path, CONTACTS, NEEDED), 0
        for number, cells in table.rows():
            self.report.read += 1
            try:
                if cells is None:
                    raise BadRow("", _("more cells than headings"), _("Export the table again."))
                held += self._contact(number, *map(plain, cells[:-1]), join=join)
            except BadRow as bad:
                self.report.refuse(number, *bad.args)
            if held >= AT_ONCE:
                self.spool.flush()
                self.beat(self.report.read)
                held = 0

    def _contact(self, number, name, practitioner, date, band, no_show, modality, with_whom, path, other, *, join):
        if not name:
            raise BadRow("service_contact_key", _("missing"), _("Every contact needs its key."))
        self.guard.note("service_contact_key", name)
        if date.isdecimal() and len(date) == 7:
            date = f"0{date}"  # a spreadsheet takes the nought from 01022026
        day = self.day("service_contact_date", date, DAYS).isoformat()
        if band not in BANDS and band not in ("", "99"):
            self.guard.note("service_contact_duration", band)
            raise BadRow("service_contact_duration", _("unknown code"), _("Use the codes 0 to 9, or 99."))
        low, middle, high = BANDS.get(band, (0, 0, 0))
        came = "N" if no_show == "1" or band == "0" or modality == "0" else "Y"
        way = f"P{modality}" if modality in ("0", "1", "2", "3", "4") else ""
        contact = self._contact_key(name)
        staff = {self.staff_key(practitioner)} | {
            row[0] for row in join.execute("SELECT DISTINCT staff FROM part WHERE contact = ?", (contact,))
        }
        team, kind = self.team_key(other or path), KINDS.get(with_whom, Kind.DIRECT)
        timed_by = "a" if band in BANDS else "n"
        for each in sorted(staff - {0} or {0}):
            self.spool.put(f"{day[:7]}-01").append(
                line(contact, each, team, day, kind.value, came, way, low, middle, high, timed_by, number)
            )
        return len(staff)
