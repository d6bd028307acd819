"""Where the share is heading if nothing changes: a damped trend, with an interval judged by its own past forecasts.

Exponential smoothing with a damped trend (Gardner and McKenzie, 1985) on the monthly share. The 80% interval is as wide
as it would have had to be in the past; how often it then held the share that came is shown beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import sqrt

from peerwork.mix.rollups import add_months

FEWEST = 12  # months without a gap or a change in counting
AHEAD = 12  # months
LEVEL = 0.8
NORMAL = 1.2816  # half the width of an 80% interval in standard errors
UNTRIED = 2.0  # the same, before there is a past to judge by: a short past always looks too sure
ALPHAS, BETAS, PHIS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9), (0.05, 0.1, 0.2, 0.4), (0.8, 0.9, 0.95, 0.98)
FIRST_ORIGIN = 9  # months known before the first forecast that is judged


@dataclass(frozen=True)
class Forecast:
    """Months ahead as (month, middle, low, high) in fractions; how many past forecasts were judged and held."""

    months: tuple[tuple[date, float, float, float], ...] = ()
    judged: int = 0
    held: int = 0
    known: int = 0  # months it was made from

    @property
    def coverage(self) -> float | None:
        return self.held / self.judged if self.judged else None

    def __bool__(self) -> bool:
        return bool(self.months)


@dataclass(frozen=True)
class Fit:
    alpha: float
    beta: float
    phi: float
    level: float
    trend: float
    error: float  # standard error of one month ahead

    def ahead(self, steps: int) -> tuple[float, float]:
        """The share after so many months, and its standard error."""
        damped = sum(self.phi**k for k in range(1, steps + 1))
        grown, total = 1.0, 0.0
        for k in range(1, steps):
            total += self.phi**k
            grown += (self.alpha + self.alpha * self.beta * total) ** 2
        return self.level + damped * self.trend, self.error * sqrt(grown)


def fit(values: Sequence[float]) -> Fit:
    """The smoothing that would have said the next month best, over the whole run."""
    return min((_run(values, *each) for each in product(ALPHAS, BETAS, PHIS)), key=lambda found: found.error)


def _run(values: Sequence[float], alpha: float, beta: float, phi: float) -> Fit:
    level, trend, squares = values[0], (values[min(3, len(values) - 1)] - values[0]) / min(3, len(values) - 1), 0.0
    for value in values[1:]:
        said = level + phi * trend
        miss = value - said
        level = said + alpha * miss
        trend = phi * trend + alpha * beta * miss
        squares += miss * miss
    return Fit(alpha, beta, phi, level, trend, sqrt(squares / max(1, len(values) - 2)))


def forecast(series: Sequence[tuple[date, float | None]], breaks: Sequence[date] = ()) -> Forecast:
    """A year ahead of the last month; empty where fewer than twelve months follow on from each other up to it."""
    values = _last_run(series, breaks)
    if len(values) < FEWEST:
        return Forecast(known=len(values))
    ratios: list[tuple[int, float]] = []  # (month in which it was known, miss in standard errors)
    judged = held = 0
    for origin in range(FIRST_ORIGIN, len(values)):
        past = fit(values[:origin])
        width = _width([ratio for known, ratio in ratios if known <= origin])
        for steps in range(1, min(AHEAD, len(values) - origin) + 1):
            middle, error = past.ahead(steps)
            low, high = _within(middle - width * error), _within(middle + width * error)
            real = values[origin + steps - 1]
            judged += 1
            held += low - 1e-12 <= real <= high + 1e-12
            ratios.append((origin + steps, abs(real - middle) / error if error > 1e-12 else 0.0))
    now, width = fit(values), _width([ratio for _known, ratio in ratios])
    last, months = series[-1][0], []
    for steps in range(1, AHEAD + 1):
        middle, error = now.ahead(steps)
        span = width * error
        months.append((add_months(last, steps), _within(middle), _within(middle - span), _within(middle + span)))
    return Forecast(tuple(months), judged, held, len(values))


def _last_run(series, breaks) -> list[float]:
    values: list[float] = []
    after: date | None = None
    for month, value in reversed(series):
        if value is None or (after is not None and add_months(month, 1) != after):
            break
        values.append(float(value))
        after = month
        if month in breaks:
            break
    return values[::-1]


def _width(ratios: list[float]) -> float:
    """Standard errors to either side within which four in five past forecasts came, once there are enough of them."""
    if len(ratios) < 10:
        return UNTRIED
    ordered = sorted(ratios)
    return max(ordered[min(len(ordered) - 1, int(LEVEL * (len(ordered) + 1)))], NORMAL / 2)


def _within(share: float) -> float:
    return min(1.0, max(0.0, share))
