"""Staff files for tests, written where the test says."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from peerwork.mix.actions import classify
from peerwork.mix.importers import import_staff
from peerwork.people.actions import system_user

LIST = ["staff_id", "name", "team_code", "role", "staff_group", "wte", "start", "end"]
FTE = ["month", "org_code", "org_name", "staff_group", "fte"]
CODES = (("job_role", "Peer support worker", "peer"), ("staff_group", "Nursing", "clinical"),
         ("staff_group", "Estates", "excluded"))  # fmt: skip


def write(path: Path, columns: list[str], rows) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def line(staff_id, team, role="Nurse", group="Nursing", wte="1", start="2025-01-01", end="", name="") -> list:
    return [staff_id, name, team, role, group, wte, start, end]


def peer(staff_id, team, **values) -> list:
    return line(staff_id, team, **{"role": "Peer support worker", "group": "Support"} | values)


def load_list(tmp_path, organisation, rows, as_at=date(2026, 10, 31), **values):
    path = write(tmp_path / "list.csv", LIST, rows)
    return import_staff(path, "staff_list_csv", organisation, by=system_user(), as_at=as_at, **values)


def load_fte(tmp_path, organisation, rows, **values):
    path = write(tmp_path / "fte.csv", FTE, rows)
    return import_staff(path, "staff_fte_csv", organisation, by=system_user(), **values)


def say(organisation, *answers, starts_on=date(2020, 1, 1)):
    return classify(by=system_user(), organisation=organisation, answers=answers or CODES, starts_on=starts_on)


def sums(row) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return row.numerator, row.denominator, row.excluded, row.not_attributed
