"""Figures of supervision: as leads read them, and as they pass the release rules for a director."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext_lazy as lazy

from peerwork.kit import release
from peerwork.kit.errors import NotHere
from peerwork.people.models import Settings, Unit
from peerwork.people.reach import units_of
from peerwork.supervision import queries
from peerwork.supervision.due import LATE
from peerwork.supervision.models import MonthFigure
from peerwork.supervision.policy import figures

STEPS = {
    "on_time": lazy("Not late"),
    "up_to_1_week": lazy("Up to 1 week late"),
    "up_to_4_weeks": lazy("Up to 4 weeks late"),
    "over_4_weeks": lazy("More than 4 weeks late"),
    "paused": lazy("Paused"),
}
MONTHS = 12


def trend_rows(rows: list[MonthFigure]) -> list[dict]:
    """By kind of supervision, the last twelve fixed months: in date of how many, and how late the rest were."""
    kinds: dict = {}
    for row in rows:
        months = kinds.setdefault(row.stream, {})
        month = months.setdefault(row.month, {"month": row.month, "people": 0, "in_date": 0, "late": defaultdict(int)})
        month["people"] += row.people - row.paused
        month["in_date"] += row.in_date
        for step, count in row.late.items():
            month["late"][step] += count
    return [
        {
            "stream": stream,
            "months": (shown := list(months.values())[-MONTHS:]),
            "late": [(words, [month["late"][step] for month in shown]) for step, words in STEPS.items()],
        }
        for stream, months in kinds.items()
    ]


def released(user, unit: Unit | None, month: date | None) -> dict:
    """What a director may see of one unit and month: rounded, fixed months only, one choice each."""
    mine = set(units_of(user, "director"))
    reached = queries.reached_units(user, "director")
    top = queries.widest(user, "director")
    chosen = unit or next((each for each in reached if each.pk in top), None)
    if chosen is None or chosen.pk not in mine:
        raise NotHere()
    rows = figures.visible(user, MonthFigure.objects.filter(unit=chosen)).select_related("stream")
    months = sorted({row.month for row in rows}, reverse=True)
    shown = month or (months[0] if months else None)
    if shown is not None and shown not in months:
        raise NotHere()
    now = release.rules_of(Settings.objects.filter(organisation=chosen.root_id).first())
    of_month = [row for row in rows if row.month == shown]
    return {
        "unit": chosen,
        "units": reached,
        "month": shown,
        "months": months[:36],
        "note": of(of_month[0], now).note if of_month else now.note,
        "lines": [line(row, of(row, now)) for row in sorted(of_month, key=lambda row: str(row.stream))],
        "trend": [
            {"month": row.month, "stream": row.stream, "share": share(row, of(row, now))}
            for row in sorted(rows, key=lambda row: (str(row.stream), row.month))
        ],
    }


def of(row: MonthFigure, now: release.Rules) -> release.Rules:
    """The thresholds fixed with a month; today's for months from before they were."""
    return release.Rules(*row.thresholds) if row.thresholds else now


LATENESS = tuple(step for step in LATE if step != "paused")  # time away is out of every on-time measure


def line(row: MonthFigure, by: release.Rules) -> dict:
    """One kind of supervision in one month: people, in date, and how late others were, all or not at all."""
    values, spread = _published(row, by)
    return {
        "stream": row.stream,
        "people": release.shown(values["needed"]),
        "share": _share(values),
        "steps": [(STEPS[step], release.shown(values[step])) for step in LATENESS] if spread else [],
        "withheld": not spread,
    }


def share(row: MonthFigure, by: release.Rules) -> str:
    return _share(_published(row, by)[0])


def _published(row: MonthFigure, by: release.Rules) -> tuple[dict, bool]:
    """What may be told of a month's counts, and whether how late people were is part of it."""
    needed = row.people - row.paused
    counts = {"needed": needed, "in_date": row.in_date, "overdue": needed - row.in_date}
    counts |= {step: row.late.get(step, 0) for step in LATENESS}
    spread = release.Breakdown("needed", LATENESS)
    published = release.publish(counts, [release.Breakdown("needed", ("in_date", "overdue")), spread], by)
    return dict(published.values), published.shows(spread)


def _share(values: dict) -> str:
    """How many of those not paused were in date, from the rounded counts."""
    found = release.pct(values.get("in_date"), values["needed"])
    return release.HIDDEN_MARK if found is None else f"{found}%"
