"""What was observed, as the simulation needs it: teams, who is on the way, who leaves, how others' care grows.

Read for the system and never shown as it is: pages show what came of it, through the release rules.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.apps import apps

from peerwork.mix.models import Snapshot
from peerwork.mix.rollups import add_months, first_of, last_day
from peerwork.mix.steering.simulation import Assumptions, Rate, Stage, Team
from peerwork.people.actions import system_user
from peerwork.people.models import Unit, UnitPath, live
from peerwork.placements.queries import peer_spells, peers_by_team

WINDOW = 24  # months looked back on
RAMP = (0.25, 0.5, 0.75)  # of full hours in the first months in post: an assumption, shown as one
MONTH = 30.4375  # days, on average
# Months from a stage to the first day where nobody has gone that way yet: an assumption, shown as one.
USUAL = {"sent": 5, "shortlisted": 4, "interview": 4, "interviewed": 3, "reserve": 6, "offered": 3, "appointed": 2}


@dataclass(frozen=True)
class Observed:
    """What is known at the end of a month; `months` are the (month, share) pairs the future follows on from."""

    month: date
    teams: list[Team]
    labels: dict[str, str]
    given: Assumptions
    past: list[tuple[date, float]]
    care: list[tuple[date, float, float]]


def observed(unit: Unit, basis: str, month: date | None = None) -> Observed | None:
    """The state of a unit at the end of a month (the latest with figures, unless told); None without figures."""
    rows = Snapshot.objects.filter(unit=unit, basis=basis, current=True)
    rows = rows.filter(month__lte=month) if month else rows
    series = list(rows.order_by("month").values_list("month", "numerator", "denominator"))
    if not series:
        return None
    month = series[-1][0]
    care = [(when, float(peers), float(whole - peers)) for when, peers, whole in series][-WINDOW:]
    teams, labels = _teams(unit, basis, month)
    spells = peer_spells(system_user(), last_day(month))
    new, settled = _leaving(spells.values(), last_day(month))
    stages, waiting = _on_the_way([int(team.name) for team in teams], last_day(month))
    fresh = _fresh(spells, teams, last_day(month))
    teams = [
        Team(team.name, team.peers, max(team.peers - fresh.get(int(team.name), 0), 0), team.hours, team.others,
             waiting.get(int(team.name), {}))
        for team in teams
    ]  # fmt: skip
    growth, season, noise = _others([others for _when, _peers, others in care], month)
    given = Assumptions(new, settled, RAMP, stages, growth, season, noise)
    past = [(when, peers / (peers + others)) for when, peers, others in care if peers + others]
    return Observed(month, teams, labels, given, past, care)


def _teams(unit: Unit, basis: str, month: date) -> tuple[list[Team], dict[str, str]]:
    """The teams below a unit as they stood; the unit as one where its figures are known as a whole only."""
    day = last_day(month)
    below = UnitPath.objects.filter(live(day), ancestor=unit).values("descendant")
    rows = Snapshot.objects.filter(basis=basis, current=True, month=month).select_related("unit")
    found = list(rows.filter(unit__in=below, unit__kind=Unit.Kind.TEAM)) or list(rows.filter(unit=unit))
    counted = peers_by_team([row.unit_id for row in found], day)
    heads = {row.unit_id: row.peers if row.peers is not None else counted.get(row.unit_id, 0) for row in found}
    known = [(float(row.numerator), heads[row.unit_id]) for row in found if heads[row.unit_id]]
    usual = sum(amount for amount, _n in known) / sum(n for _amount, n in known) if known else 0.0
    teams = []
    for row in found:
        amount, people = float(row.numerator), heads[row.unit_id]
        people = people or (round(amount / usual) if usual else 0)
        each = amount / people if people else usual
        teams.append(Team(str(row.unit_id), people, people, each, float(row.denominator) - amount))
    return teams, {str(row.unit_id): row.unit.name for row in found}


def _leaving(spells: Iterable[list[tuple[date, date | None]]], day: date) -> tuple[Rate, Rate]:
    """Who left of those in their first months, and of the others: months watched, and how many ended by leaving."""
    since, young = add_months(first_of(day), -WINDOW), len(RAMP) * MONTH
    watched, left = Counter(), Counter()
    for own in spells:
        for first, last in own:
            end = min(last or day, day)
            if end < since or first > day:
                continue
            turn = first + timedelta(days=round(young))
            watched["new"] += max((min(end, turn) - max(first, since)).days, 0) / MONTH
            watched["settled"] += max((end - max(turn, since)).days, 0) / MONTH
            if last is not None and last <= day:
                left["new" if last < turn else "settled"] += 1
    return tuple(Rate(left[kind], watched[kind]) for kind in ("new", "settled"))  # type: ignore[return-value]


def _fresh(spells, teams: list[Team], day: date) -> dict[int, int]:
    """Peers still in their first months, by team."""
    begun = {
        person
        for person, own in spells.items()
        for first, last in own
        if last is None and first > day - timedelta(days=round(len(RAMP) * MONTH))
    }
    term = apps.get_model("placements.PlacementTerm")
    rows = term.objects.filter(live(day), team__in=[int(team.name) for team in teams], placement__person__in=begun)
    return dict(Counter(rows.filter(cancelled_on__isnull=True).values_list("team", flat=True)))


def _on_the_way(teams: list[int], day: date) -> tuple[tuple[Stage, ...], dict[int, dict[str, int]]]:
    """Applications by stage and team on a day, and how those that have ended since went on from each stage."""
    application = apps.get_model("recruitment.Application")
    steps = application.history.filter(history_date__date__lte=day).order_by("id", "history_date", "history_id")
    reached: dict[int, dict[str, date]] = defaultdict(dict)
    stands: dict[int, tuple[str, int]] = {}
    for pk, status, when, vacancy in steps.values_list("id", "status", "history_date", "vacancy"):
        reached[pk].setdefault(status, when.date())
        stands[pk] = status, vacancy
    where = dict(apps.get_model("recruitment.Vacancy").objects.values_list("pk", "team"))
    waiting: dict[int, dict[str, int]] = defaultdict(Counter)
    tried, came, months = Counter(), Counter(), defaultdict(Counter)
    for pk, (status, vacancy) in stands.items():
        team = where.get(vacancy)
        if status in application.OPEN:
            if team in teams:
                waiting[team][status] += 1
            continue
        for stage in USUAL:
            if (since := reached[pk].get(stage)) is not None:
                tried[stage] += 1
                if status == "started":
                    came[stage] += 1
                    months[stage][round((reached[pk]["started"] - since).days / MONTH)] += 1
    stages = tuple(
        Stage(stage, Rate(came[stage], tried[stage]), dict(months[stage]) or {usual: 1.0})
        for stage, usual in USUAL.items()
    )
    return stages, waiting


def _others(values: list[float], month: date) -> tuple[tuple[float, float], tuple[float, ...], float]:
    """Growth in a month with its standard error, twelve factors of season, and what is left over, of others' care."""
    flat = (1.0,) * 12
    if len(values) < 6 or min(values) <= 0:
        return (0.0, 0.01), flat, 0.05
    logs, count = np.log(values), len(values)
    months = np.array([add_months(month, n - count + 1).month for n in range(count)])
    turn = np.arange(count)
    season = np.zeros(12)
    for _round in range(3 if count >= 24 else 1):  # trend and season in turn, until they agree
        slope, start = np.polyfit(turn, logs - season[months - 1], 1)
        rest = logs - (start + slope * turn)
        if count >= 24:
            season = np.array(
                [rest[months == number].mean() if (months == number).any() else 0 for number in range(1, 13)]
            )
            season -= season.mean()
    rest = rest - season[months - 1]
    noise = float(np.sqrt((rest**2).sum() / max(count - 2, 1)))
    error = noise / float(np.sqrt(((turn - turn.mean()) ** 2).sum()))
    # The path goes on from the last month as it was: factors are relative to that month's.
    last = season[months[-1] - 1]
    ahead = tuple(float(np.exp(season[add_months(month, n + 1).month - 1] - last)) for n in range(12))
    return (float(np.expm1(slope)), error), ahead, noise
