"""Counts of people as directors may see them: a whole organisation's month is released at once, or not at all.

Peer workers and others are published, never their sum: with it, the roundings of three figures would narrow each other
down. A share is worked out from the two published counts, so it tells nothing they do not.
"""

from decimal import Decimal

from peerwork.kit import release
from peerwork.mix.trees import Group, Key, Month

Pair = tuple[release.Count, release.Count]  # peer workers, others
HIDDEN: Pair = (None, None)


def released(month: Month, apart: set[Key], groups: list[Group], rules: release.Rules) -> dict[Key, Pair]:
    """Peer workers and others of every unit and group of one month; what is hidden is None."""
    sums = {key: month.sums[key] for key in apart} | {group.key: group.sums for group in groups}
    leaves = {group.key for group in groups}
    counts, breakdowns = {}, []
    for key, each in sums.items():
        counts["peers", key] = int(each.numerator)
        counts["others", key] = int(each.denominator - each.numerator)
    for unit in from_the_top(month, apart - leaves):
        parts = [part for part in (*month.parts.get(unit, ()), ("small", unit)) if part in sums]
        for name in ("peers", "others"):
            breakdowns.append(release.Breakdown((name, unit), tuple((name, part) for part in parts)))
    values = release.publish(counts, breakdowns, rules).values
    return {key: (values.get(("peers", key)), values.get(("others", key))) for key in sums}


def from_the_top(month: Month, units: set[Key]) -> list[Key]:
    order, waiting = [], [month.root]
    while waiting:
        unit = waiting.pop(0)
        if unit in units:
            order.append(unit)
            waiting += [part for part in month.parts.get(unit, ()) if part in units]
    return order


def share(pair: Pair) -> Decimal | None:
    """The share of peer workers in two published counts, in whole percent as a fraction."""
    if None in pair:
        return None
    percent = release.pct(pair[0], sum(pair))
    return None if percent is None else Decimal(percent) / 100
