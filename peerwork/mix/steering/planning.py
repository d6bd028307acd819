"""What it would take: the fewest starters that bring the share to its target in time, within what can be done.

A mixed-integer program on the average path (HiGHS, through scipy): how many people start in each team and month. The
plan is then played in thousands of futures by `simulation`, because an average is not a promise.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from peerwork.mix.steering.simulation import Assumptions, Hires, Team, middle_path, worth_of_a_starter

SECONDS = 20.0  # at the most, for one plan


@dataclass(frozen=True)
class Limits:
    """What can be done at most; None is no limit.

    a_month        starters in one month, all teams together
    in_team        team -> starters in all, as far as it has vacancies
    supervised     peers in post at one time that the supervisors there are can supervise: always, or month by month
    trained        month -> starters that month for whom there are training places
    budget         cost of all starters over the whole time
    cost_a_month   cost of one person in post for a month, by team
    first_month    the earliest month anybody can start, for recruiting takes time
    """

    a_month: int | None = None
    in_team: dict[str, int] | None = None
    supervised: int | tuple[int, ...] | None = None
    trained: dict[int, int] | None = None
    budget: float | None = None
    cost_a_month: dict[str, float] = field(default_factory=dict)
    first_month: int = 3


@dataclass(frozen=True)
class Plan:
    """The plan, or why there is none.

    hires      who starts where and when
    share      the share at the target's month on the average path
    starters   how many people
    cost       of them over the time, where costs were given
    binding    the limits that, if lifted alone, would ask for fewer starters or make the target possible
    """

    possible: bool
    hires: tuple[Hires, ...]
    share: float
    starters: int
    cost: float
    binding: tuple[str, ...]


LIMITS = ("a_month", "in_team", "supervised", "trained", "budget")


def least(teams: list[Team], given: Assumptions, limits: Limits, *, target: float, by: int) -> Plan:
    """The fewest starters with which the share is at the target in month `by` (0 is the first month ahead).

    Where no plan gets there, the one that gets furthest, and the limits that stand in the way.
    """
    found = _solve(teams, given, limits, target, by)
    possible = found is not None
    if found is None:
        found = _furthest(teams, given, limits, by)
    starters = int(found.sum())
    binding = tuple(
        name
        for name in LIMITS
        if getattr(limits, name) is not None
        and _better(_solve(teams, given, replace(limits, **{name: None}), target, by), starters if possible else None)
    )
    hires = tuple(
        Hires(team.name, month, int(number))
        for n, team in enumerate(teams)
        for month, number in enumerate(found[n])
        if number
    )
    return Plan(
        possible, hires, _share_of(teams, given, found, by), starters, _cost(teams, limits, given, found), binding
    )


def _better(found, starters: int | None) -> bool:
    if found is None:
        return False
    return starters is None or int(found.sum()) < starters


def _solve(teams, given, limits: Limits, target: float, by: int) -> np.ndarray | None:
    """Starters by team and month, as few as can be; None where the target is out of reach."""
    peers, others = middle_path(teams, given, by + 1)
    worth = worth_of_a_starter(given, by + 1)
    # Peers' care must be target x (peers' care + others' care) at least: peers (1 - target) >= target x others.
    needed = target * others[by].sum() - (1 - target) * peers[by].sum()
    gains = np.array([[(1 - target) * team.hours * worth[by - m] for m in range(by + 1)] for team in teams])
    cost = np.ones_like(gains) + np.arange(by + 1)[None, ::-1] * 1e-6  # of two equal plans, the one that starts later
    return _optimum(teams, given, limits, by, cost, least_gain=(gains, needed))


def _furthest(teams, given, limits: Limits, by: int) -> np.ndarray:
    """The most care by peers that the limits allow in that month, with no more people than that takes."""
    worth = worth_of_a_starter(given, by + 1)
    gains = np.array([[team.hours * worth[by - m] for m in range(by + 1)] for team in teams])
    found = _optimum(teams, given, limits, by, 1e-4 - gains)
    return found if found is not None else np.zeros_like(gains, dtype=int)


def _optimum(teams, given, limits: Limits, by: int, cost, least_gain=None) -> np.ndarray | None:
    from scipy.optimize import Bounds, LinearConstraint, milp  # here, so that pages that plan nothing never load it

    count, months = cost.shape
    size = count * months
    rules = []

    def rule(matrix, most, least=-np.inf):
        rules.append(LinearConstraint(np.asarray(matrix, dtype=float).reshape(-1, size), least, most))

    if least_gain is not None:
        gains, needed = least_gain
        rule(gains.ravel(), np.inf, needed)
    if limits.a_month is not None:
        for month in range(months):
            rule(_where(count, months, month=month), limits.a_month)
    for n, team in enumerate(teams):
        if limits.in_team is not None:
            rule(_where(count, months, team=n), limits.in_team.get(team.name, 0))
    for month, places in (limits.trained or {}).items():
        if month < months:
            rule(_where(count, months, month=month), places)
    if limits.supervised is not None:
        there = _in_post(teams, given, months)
        stays = _stays_alone(given, months)
        most = limits.supervised if isinstance(limits.supervised, tuple) else (limits.supervised,) * months
        for month in range(months):
            row = np.zeros((count, months))
            row[:, : month + 1] = stays[month::-1][None, : month + 1]
            rule(row, max(most[month] - there[month], 0))
    if limits.budget is not None:
        rule(_costs(teams, limits, given, months), limits.budget)
    upper = np.full((count, months), float(limits.a_month if limits.a_month is not None else 500))
    upper[:, : limits.first_month] = 0
    for n, team in enumerate(teams):
        upper[n, : team.opens] = 0
    bounds = Bounds(np.zeros(size), upper.ravel())
    found = milp(
        cost.ravel(), constraints=rules, bounds=bounds, integrality=np.ones(size),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )  # fmt: skip
    if found.x is None:
        return None
    return np.rint(found.x).astype(int).reshape(count, months)


def _where(count: int, months: int, *, team: int | None = None, month: int | None = None) -> np.ndarray:
    row = np.zeros((count, months))
    row[slice(None) if team is None else team, slice(None) if month is None else month] = 1
    return row


def _stays_alone(given: Assumptions, months: int) -> np.ndarray:
    """The chance that a starter is still there, by months since they started."""
    return worth_of_a_starter(replace(given, ramp=(1.0,) * len(given.ramp)), months)


def _in_post(teams: list[Team], given: Assumptions, months: int) -> np.ndarray:
    """Peers in post on average without the plan, by month."""
    heads = [replace(team, hours=1.0) for team in teams]
    return middle_path(heads, replace(given, ramp=(1.0,) * len(given.ramp)), months)[0].sum(axis=1)


def _costs(teams, limits: Limits, given: Assumptions, months: int) -> np.ndarray:
    stays = _stays_alone(given, months)
    return np.array(
        [[limits.cost_a_month.get(team.name, 0.0) * stays[: months - m].sum() for m in range(months)] for team in teams]
    )


def _cost(teams, limits, given, found) -> float:
    return float((_costs(teams, limits, given, found.shape[1]) * found).sum())


def _share_of(teams, given, found, by: int) -> float:
    peers, others = middle_path(teams, given, by + 1)
    worth = worth_of_a_starter(given, by + 1)
    hours = np.array([team.hours for team in teams])
    more = sum(hours[n] * found[n, m] * worth[by - m] for n in range(len(teams)) for m in range(by + 1))
    care = peers[by].sum() + more
    whole = care + others[by].sum()
    return float(care / whole) if whole else 0.0
