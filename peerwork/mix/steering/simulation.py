"""Where the share may go: thousands of possible futures, each with its own luck and its own guess at the rates.

Every month the people in post stay or leave, those on the way arrive, new starters come up to full hours, and the care
given by other staff follows its trend and its season. What is not known exactly (how many stay, how many of those who
apply come to start, how care by others grows) is drawn anew for each future from what was observed, so that a short
past gives a wide interval. Nothing here reads the database or the clock: the same question gives the same answer.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9  # the median and the 80% interval
RUNS, MONTHS = 10_000, 36
BATCH = 2_000  # futures at a time: memory stays the same however many are asked for


@dataclass(frozen=True)
class Rate:
    """A share of people, as counted: `came` of `tried`. A rate known for certain has `sure` set."""

    came: float = 0
    tried: float = 0
    sure: float | None = None

    @property
    def middle(self) -> float:
        return self.sure if self.sure is not None else (self.came + 1) / (self.tried + 2)

    def draw(self, rng: np.random.Generator, runs: int) -> np.ndarray:
        """One possible value for each future (Beta, from a flat start)."""
        if self.sure is not None:
            return np.full(runs, self.sure)
        return rng.beta(self.came + 1, max(self.tried - self.came, 0) + 1, runs)


@dataclass(frozen=True)
class Stage:
    """People on the way in one stage: how many come to start, and how long that takes.

    months    months until the start -> weight; any positive numbers
    """

    name: str
    starts: Rate
    months: dict[int, float]

    def spread(self, ahead: int) -> np.ndarray:
        """The part of those who start that does so in each month; what lies beyond the horizon is left out."""
        whole = sum(self.months.values())
        spread = np.zeros(ahead)
        for month, weight in self.months.items():
            if 0 <= month < ahead:
                spread[month] += weight / whole
        return spread


@dataclass(frozen=True)
class Team:
    """One team as it stands: peers in post, what one of them gives a month, what others give, who is on the way.

    peers      people in post
    settled    of these, how many are past their first months
    hours      care a settled peer gives a month, in what the basis counts (hours, contacts, WTE)
    others     care given by other staff in the last month
    waiting    stage name -> people
    opens      the month ahead in which a team that is not there yet opens; nobody gives care in it before
    """

    name: str
    peers: int
    settled: int
    hours: float
    others: float
    waiting: dict[str, int] = field(default_factory=dict)
    opens: int = 0

    def care(self, months: int) -> np.ndarray:
        """Care by others month by month, before growth and season: none until the team opens."""
        return np.where(np.arange(months) >= self.opens, self.others, 0.0)


@dataclass(frozen=True)
class Assumptions:
    """What the futures are drawn from; each can be seen and changed by the planner.

    leaves_new     rate of leaving in a month, in the first months in post
    leaves         the same, later
    ramp           part of full hours in the first, second … month in post
    stages         those on the way, by stage
    growth         middle and standard error of the monthly growth of care by others (0.01 is one in a hundred)
    season         twelve factors, from the first month ahead on
    noise          standard deviation of one month's care by others round its path, as a part of it
    """

    leaves_new: Rate = Rate(sure=0.0)
    leaves: Rate = Rate(sure=0.0)
    ramp: tuple[float, ...] = (0.25, 0.5, 0.75)
    stages: tuple[Stage, ...] = ()
    growth: tuple[float, float] = (0.0, 0.0)
    season: tuple[float, ...] = (1.0,) * 12
    noise: float = 0.0


@dataclass(frozen=True)
class Hires:
    """People a plan brings in: how many into which team, in which month (0 is the first ahead), and how many fill."""

    team: str
    month: int
    number: int
    fills: Rate = Rate(sure=1.0)


@dataclass(frozen=True)
class Futures:
    """What came of it: for each month the middle, and the low and high end of four futures in five.

    share          (months, 3) for the whole
    by_team        team -> (months, 3)
    peers, others  (months, 3): care by peers and by others, as two absolute lines
    people         (months, 3): peers in post
    reached        part of the futures that have reached a share, by month, for `aim`
    """

    share: np.ndarray
    by_team: dict[str, np.ndarray]
    peers: np.ndarray
    others: np.ndarray
    people: np.ndarray
    reached: np.ndarray | None

    def met(self, aim: float) -> int | None:
        """The first month from which the middle stays at the aim or above; None if it does not."""
        stays = np.logical_and.accumulate((self.share[:, 1] >= aim - 1e-12)[::-1])[::-1]
        return int(np.argmax(stays)) if stays.any() else None


def simulate(
    teams: list[Team], given: Assumptions, *, plan: tuple[Hires, ...] = (), months: int = MONTHS, runs: int = RUNS,
    seed: int = 1, aim: float | None = None,
) -> Futures:  # fmt: skip
    """Play so many futures; the same seed and input give the same figures.

    aim     a share: how many futures have reached it is then told by month
    """
    rng = np.random.default_rng(seed)
    count = len(teams)
    peers = np.empty((runs, months, count), dtype=np.float32)
    others = np.empty_like(peers)
    people = np.empty((runs, months), dtype=np.float32)
    for start in range(0, runs, BATCH):
        part = slice(start, min(start + BATCH, runs))
        _play(rng, teams, given, plan, months, part.stop - part.start, peers[part], others[part], people[part])
    whole = _share(peers.sum(axis=2), others.sum(axis=2))
    return Futures(
        share=_band(whole),
        by_team={team.name: _band(_share(peers[:, :, n], others[:, :, n])) for n, team in enumerate(teams)},
        peers=_band(peers.sum(axis=2)),
        others=_band(others.sum(axis=2)),
        people=_band(people),
        reached=None if aim is None else (whole >= aim - 1e-9).mean(axis=0),
    )


def _play(rng, teams, given: Assumptions, plan, months: int, runs: int, peers, others, people) -> None:
    count, young = len(teams), len(given.ramp)
    arrivals = _arrivals(rng, teams, given, plan, months, runs)
    leave_new = given.leaves_new.draw(rng, runs)[:, None]
    leave = given.leaves.draw(rng, runs)[:, None]
    hours = np.array([team.hours for team in teams])
    # In post by month of service: the youngest first, the settled last. Those who are new today are spread evenly.
    post = np.zeros((young + 1, runs, count), dtype=np.int64)
    for n, team in enumerate(teams):
        fresh = max(team.peers - team.settled, 0)
        for age in range(young):
            post[age, :, n] = fresh // young + (age < fresh % young) if young else 0
        post[young, :, n] = team.peers - post[:young, :, n].sum(axis=0)
    given_by_others = _by_others(rng, teams, given, months, runs)
    parts = np.array([*given.ramp, 1.0])[:, None, None]
    for month in range(months):
        for age in range(young + 1):
            rate = leave_new if age < young else leave
            if rate.any():
                post[age] -= rng.binomial(post[age], np.broadcast_to(rate, post[age].shape))
        post[young] += post[young - 1] if young else arrivals[:, month, :]
        for age in range(young - 1, 0, -1):
            post[age] = post[age - 1]
        if young:
            post[0] = arrivals[:, month, :]
        peers[:, month, :] = (post * parts).sum(axis=0) * hours
        people[:, month] = post.sum(axis=(0, 2))
    others[:] = given_by_others


def _arrivals(rng, teams, given: Assumptions, plan, months: int, runs: int) -> np.ndarray:
    """Who starts where and when: those on the way today, and those a plan brings in."""
    found = np.zeros((runs, months, len(teams)), dtype=np.int64)
    for stage in given.stages:
        odds, spread = stage.starts.draw(rng, runs), stage.spread(months)
        for n, team in enumerate(teams):
            if number := team.waiting.get(stage.name, 0):
                chances = odds[:, None] * spread
                chances = np.concatenate([chances, 1 - chances.sum(axis=1, keepdims=True)], axis=1)
                found[:, :, n] += rng.multinomial(number, np.clip(chances, 0, 1))[:, :months]
    place = {team.name: n for n, team in enumerate(teams)}
    for hires in plan:
        if hires.month < months and hires.number:
            odds = hires.fills.draw(rng, runs)
            found[:, hires.month, place[hires.team]] += rng.binomial(hires.number, odds)
    return found


def _by_others(rng, teams, given: Assumptions, months: int, runs: int) -> np.ndarray:
    middle, error = given.growth
    growth = rng.normal(middle, error, runs) if error else np.full(runs, middle)
    path = (1 + np.clip(growth, -0.5, 0.5))[:, None] ** np.arange(1, months + 1)[None, :]
    path *= np.array([given.season[month % 12] for month in range(months)])[None, :]
    if given.noise:
        path *= np.exp(rng.normal(0, given.noise, path.shape) - given.noise**2 / 2)
    return (path[:, :, None] * _care(teams, months)[None, :, :]).astype(np.float32)


def _care(teams: list[Team], months: int) -> np.ndarray:
    return np.array([team.care(months) for team in teams]).T


def _share(peers: np.ndarray, others: np.ndarray) -> np.ndarray:
    whole = peers + others
    return np.divide(peers, whole, out=np.zeros_like(peers), where=whole > 0)


def _band(values: np.ndarray) -> np.ndarray:
    return np.quantile(values, [LOW, MIDDLE, HIGH], axis=0).T.astype(float)


def middle_path(teams: list[Team], given: Assumptions, months: int) -> tuple[np.ndarray, np.ndarray]:
    """Care by peers (months, teams) and by others as they are on average, without luck: what a plan is solved on."""
    return expected_peers(teams, given, months), _expected_others(teams, given, months)


def expected_peers(teams: list[Team], given: Assumptions, months: int) -> np.ndarray:
    young = len(given.ramp)
    kept = _kept(given, months)
    found = np.zeros((months, len(teams)))
    for n, team in enumerate(teams):
        fresh = max(team.peers - team.settled, 0)
        for age in range(young):
            number = fresh // young + (age < fresh % young)
            for month in range(months):
                found[month, n] += number * _stays(given, age, month) * _part(given, age + month + 1) * team.hours
        settled = team.peers - fresh
        found[:, n] += settled * (1 - given.leaves.middle) ** np.arange(1, months + 1) * team.hours
        for stage in given.stages:
            number = team.waiting.get(stage.name, 0) * stage.starts.middle
            for start, part in enumerate(stage.spread(months)):
                if number and part:
                    found[start:, n] += number * part * kept[: months - start] * team.hours
    return found


def _expected_others(teams: list[Team], given: Assumptions, months: int) -> np.ndarray:
    path = (1 + given.growth[0]) ** np.arange(1, months + 1)
    path = path * np.array([given.season[month % 12] for month in range(months)])
    return path[:, None] * _care(teams, months)


def worth_of_a_starter(given: Assumptions, months: int) -> np.ndarray:
    """The part of a settled person's care that one new starter gives on average, by months since they started."""
    return _kept(given, months)


def _kept(given: Assumptions, months: int) -> np.ndarray:
    return np.array([_stays_from_start(given, month) * _part(given, month) for month in range(months)])


def _part(given: Assumptions, age: int) -> float:
    return given.ramp[age] if age < len(given.ramp) else 1.0


def _stays_from_start(given: Assumptions, age: int) -> float:
    young = min(age, len(given.ramp))
    return (1 - given.leaves_new.middle) ** young * (1 - given.leaves.middle) ** (age - young)


def _stays(given: Assumptions, age: int, month: int) -> float:
    """The chance that somebody in their month of service `age` today is there `month` months ahead."""
    steps, young = month + 1, len(given.ramp)
    early = min(steps, max(young - age, 0))
    return (1 - given.leaves_new.middle) ** early * (1 - given.leaves.middle) ** (steps - early)


def judged(past: list[Any], forecast, held: float = 0.8) -> dict[str, float]:
    """How forecasts made at earlier months did: the mean miss of the middle, and how often the interval held.

    past       (origin, real) pairs: what was known then, and the shares that came, month by month
    forecast   origin -> Futures, made from what was known then
    """
    misses, inside = [], []
    for origin, real in past:
        bands = forecast(origin).share
        for month, share in enumerate(real[: len(bands)]):
            low, middle, high = bands[month]
            misses.append(abs(share - middle))
            inside.append(low - 1e-9 <= share <= high + 1e-9)
    return {
        "judged": len(misses),
        "miss": float(np.mean(misses)) if misses else float("nan"),
        "held": float(np.mean(inside)) if inside else float("nan"),
        "promised": held,
    }
