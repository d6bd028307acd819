"""Who is still in post after how long, when some have left and others simply have not been here that long yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt


@dataclass(frozen=True)
class Step:
    """What is known at one moment: people still watched just before it, people who had left by it, the share in post.

    share, low, high  fractions; low and high are the 95 % confidence limits, None where nobody has left or all have
    """

    after: int
    at_risk: int
    left: int
    share: float
    low: float | None
    high: float | None


def kaplan_meier(lives: Iterable[tuple[int, bool]], moments: Iterable[int]) -> list[Step]:
    """The share still in post after each of these times, by the product-limit estimate.

    lives    (time watched, whether it ended by leaving) for each person; the time is in any one unit
    moments  times to report, in the same unit
    Source: Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457-481; limits by Greenwood's variance on the log(-log)
    scale (Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 2002, section 1.4).
    """
    lives = sorted(lives)
    watched, share, variance, left, place = len(lives), 1.0, 0.0, 0, 0
    found = []
    for moment in sorted(moments):
        while place < len(lives) and lives[place][0] <= moment:
            time, gone, seen = lives[place][0], 0, 0
            while place < len(lives) and lives[place][0] == time:
                gone += lives[place][1]
                seen += 1
                place += 1
            if gone:
                share *= 1 - gone / watched
                variance += gone / (watched * (watched - gone)) if watched > gone else 0.0
                left += gone
            watched -= seen
        at_risk = sum(1 for time, _left in lives if time >= moment)
        low = high = None
        if 0 < share < 1:
            spread = 1.959964 * sqrt(variance) / abs(log(share))
            low, high = exp(log(share) * exp(spread)), exp(log(share) * exp(-spread))
        found.append(Step(moment, at_risk, left, share, low, high))
    return found
