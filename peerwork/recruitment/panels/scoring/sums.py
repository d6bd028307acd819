"""Averages, places, spread and agreement: plain arithmetic on scores, with nothing of the database in it."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")
APART = 3  # scores that differ by as much are talked through


def mean(values: Sequence[int | Fraction]) -> Fraction | None:
    return Fraction(sum(values)) / len(values) if values else None


def weighted(values: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The average of (value, weight) pairs; None where there is none."""
    pairs = list(values)
    total = sum(weight for _value, weight in pairs)
    return sum(value * weight for value, weight in pairs) / total if total else None


def shown(value: Fraction | None, step: Decimal = TENTH) -> Decimal | None:
    """As people read it: half up, to one place unless told."""
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP)


def spread(values: Sequence[int]) -> int | None:
    """How far the highest and the lowest score are apart."""
    return max(values) - min(values) if values else None


def places(averages: Mapping[Hashable, Fraction | None]) -> dict[Hashable, int]:
    """First, second, …; equal averages share a place, and who has none has no place."""
    known = {key: value for key, value in averages.items() if value is not None}
    return {key: 1 + sum(other > value for other in known.values()) for key, value in known.items()}


def agreement(raters: Iterable[Mapping[Hashable, Fraction | int]]) -> Fraction | None:
    """Kendall's W, tied ranks corrected: how alike the raters put the same people in order, from 0 to 1.

    Only people whom every rater scored are compared; None with fewer than two raters or two people, or where every
    rater puts everybody level.
    """
    rows = [dict(row) for row in raters if row]
    shared = set(rows[0]).intersection(*rows[1:]) if rows else set()
    n, m = len(shared), len(rows)
    if n < 2 or m < 2:
        return None
    totals, ties = dict.fromkeys(shared, Fraction(0)), 0
    for row in rows:
        values = [row[key] for key in shared]
        for key in shared:
            below, level = sum(value < row[key] for value in values), values.count(row[key])
            totals[key] += below + Fraction(level + 1, 2)
        ties += sum(count**3 - count for count in (values.count(value) for value in set(values)))
    middle = Fraction(m * (n + 1), 2)
    squares = sum((total - middle) ** 2 for total in totals.values())
    most = Fraction(m**2 * (n**3 - n) - m * ties)
    return 12 * squares / most if most else None
