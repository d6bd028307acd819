"""Thirty months of care activity for the demonstration: a file like a charity's, through the importer of such files."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from peerwork.mix import actions as mix
from peerwork.mix.activity import import_activity
from peerwork.mix.activity_models import ActivitySubmission
from peerwork.people.models import Person

FIRST, LAST = date(2024, 5, 1), date(2026, 10, 31)
COLUMNS = ["activity_id", "activity_date", "team_code", "staff_local_id", "staff_group_code", "attended", "mechanism",
           "kind", "minutes"]  # fmt: skip
A_MONTH = 4  # records of somebody who works full time: a sample of a real caseload, so that the demo is quick
REGISTERED = {
    "Nursing and Midwifery Registered": ("Nurses", "registered"),
    "Allied Health Professionals": ("Allied health professionals", "registered"),
    "Medical and Dental": ("Doctors", "registered"),
    "Add Prof Scientific and Technic": ("Psychologists and social workers", "registered"),
    "Additional Clinical Services": ("Support workers", "unregistered"),
}
# attendance, way of contact, kind, and how often; peer workers more often write, run groups and drop-ins
OTHERS = [("5", "01", "direct", 52), ("5", "02", "direct", 22), ("5", "11", "direct", 9), ("3", "01", "direct", 7),
          ("5", "05", "direct", 3), ("6", "01", "direct", 3), ("", "", "indirect", 4)]  # fmt: skip
PEERS = [("5", "01", "direct", 50), ("5", "02", "direct", 12), ("5", "09", "direct", 9), ("5", "13", "direct", 3),
         ("3", "01", "direct", 4), ("Y", "", "group", 14), ("Y", "", "dropin", 8)]  # fmt: skip
MINUTES = [15, 20, 30, 30, 45, 45, 60, 60, 90]


def add_activity(demo) -> None:
    """Load it, name the staff groups, set the aim by care hours, and log a few weeks of work without a record."""
    trust, by = demo.units["NMP"], demo.by
    path = Path(settings.STAGING_ROOT) / "demo-activity.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(records(demo))
    try:
        import_activity(path, ActivitySubmission.Profile.ACTIVITY, trust, by=by)
    finally:
        path.unlink()
    for value, (name, registration) in REGISTERED.items():
        mix.name_profession(by=demo.users["Tom Ferris"], organisation=trust, value=value, name=name,
                            registration=registration)  # fmt: skip
    log(demo)
    mix.freeze_care(trust)
    mix.set_target(
        by=demo.users["Ruth Adeyemi"], unit=trust, basis="hours", value=Decimal("0.5"), due_on=date(2030, 3, 31),
        starts_on=date(2024, 4, 1), starts_value=Decimal("0.05"), milestones=[{"value": "0.25", "on": "2027-03-31"}],
        reason="Up to half of care by trained and supported peer workers: the board's aim of March 2024.",
    )  # fmt: skip


def records(demo) -> Iterator[list]:
    """Contacts of everybody in post, month by month; some by two people, some of a team nobody has mapped."""
    number = 0
    month = FIRST
    while month <= LAST:
        after = (month + timedelta(days=32)).replace(day=1)
        for entry in demo.planned:
            if entry["staff_group"] == "Administrative and Clerical":
                continue
            first = max(month, entry["since"])
            last = min(after, entry["until"] or after)
            days = (last - first).days
            if days < 1:
                continue
            ways = PEERS if entry["peer"] else OTHERS
            share = float(entry["wte"]) * days / (after - month).days
            for _ in range(round(A_MONTH * share + demo.random.random() - 0.5)):
                number += 1
                yield from contact(demo, entry, f"N{number:07d}", first + timedelta(demo.random.randrange(days)), ways)
        month = after


def contact(demo, entry: dict, number: str, day: date, ways: list) -> Iterator[list]:
    attended, way, kind, _often = demo.random.choices(ways, weights=[row[-1] for row in ways])[0]
    team = "NMP-0417" if demo.random.random() < 0.004 else entry["team_code"]
    staff = "AGENCY-2" if demo.random.random() < 0.004 else entry["staff_id"]
    row = [number, day.isoformat(), team, staff, entry["staff_group"], attended, way, kind,
           demo.random.choice(MINUTES) if demo.random.random() > 0.01 else ""]  # fmt: skip
    yield row
    if demo.random.random() < 0.06:
        other = demo.random.choice(demo.planned)
        if other["since"] <= day and (other["until"] is None or other["until"] >= day) and other is not entry:
            yield [*row[:3], other["staff_id"], other["staff_group"], *row[5:]]


def log(demo) -> None:
    """Sam's drop-in, which no record system holds, and a shift in which he covered another role."""
    sam = Person.objects.get(user=demo.users["Sam Okafor"])
    team, by = demo.units["HILL"], demo.users["Sam Okafor"]
    for week in range(5):
        day = date(2026, 9, 28) + timedelta(weeks=week)
        mix.log_tally(by=by, unit=team, person=sam, held_on=day, kind="dropin", minutes=120, contacts=6)
    mix.log_tally(by=by, unit=team, person=sam, held_on=date(2026, 10, 14), kind="direct", minutes=420, covering=True)
