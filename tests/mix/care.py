"""Makers of care activity: files as organisations hand them in, and what joins them to people and teams."""

from datetime import date
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from peerwork.mix import actions
from peerwork.mix.activity import import_activity
from tests import make

_numbers = count(1)
HEADINGS = "activity_id,activity_date,team_code,staff_local_id,staff_group_code,attended,mechanism,kind,minutes"


def text(rows: list[dict]) -> str:
    """An activity file of these rows; what a row does not say is a direct contact of half an hour, attended."""
    names = HEADINGS.split(",")
    usual = {
        "attended": "5",
        "mechanism": "01",
        "kind": "direct",
        "minutes": "30",
        "team_code": "",
        "staff_group_code": "",
    }
    lines = [",".join(str((usual | row)[name]) for name in names) for row in rows]
    return "\n".join([HEADINGS, *lines]) + "\n"


def contact(staff: str, day: date, **values) -> dict:
    return {"activity_id": f"C{next(_numbers)}", "activity_date": day.isoformat(), "staff_local_id": staff} | values


def upload(rows, name: str = "") -> SimpleUploadedFile:
    body = rows if isinstance(rows, str) else text(rows)
    return SimpleUploadedFile(name or f"activity{next(_numbers)}.csv", body.encode(), "text/csv")


def activity(organisation, rows, *, by=None, profile: str = "activity_simple_csv", dry_run: bool = False):
    """A file of care activity handed in and loaded."""
    file = rows if isinstance(rows, SimpleUploadedFile) else upload(rows)
    return import_activity(file, profile, organisation, by=by or make.system(), dry_run=dry_run)


def tally(unit, *, by, person=None, **values):
    values = {"held_on": make.today(), "kind": "group", "minutes": 90, "contacts": 1} | values
    return actions.log_tally(by=by, unit=unit, person=person, **values)


def zip_upload(body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"extract{next(_numbers)}.zip", body, "application/zip")


def raw_upload(body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"activity{next(_numbers)}.csv", body, "text/csv")
