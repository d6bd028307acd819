"""What may be published about people: the one module figures pass before a director, or anybody outside, sees them.

A count is hidden or rounded on its own; a breakdown is published only if the rounded figures, taken together with every
other breakdown of the same people, leave no count known to within one. What is withheld is decided from the rounded
figures alone, so that the decision itself tells nothing more. Rules: access.md, release rules; quality.md section 1.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

HIDDEN_MARK = "[c]"
Count = int | None  # None: hidden
NOTE = _(
    "Counts of people up to %(hide)d are hidden and shown as [c]; others are rounded to the nearest %(step)d. "
    "Totals are rounded on their own, so parts may not add up to them."
)
WITHHELD = _("This table is not shown, because small numbers could be worked out from it.")
FOLDED = _("Small teams together")
ANY = 10**9  # more than there are people to count


@dataclass(frozen=True)
class Rules:
    """The thresholds. An organisation may raise them; nothing can lower them below the installation's."""

    hide_up_to: int
    round_to: int
    fold_under: int

    def __post_init__(self):
        # The hidden range ends where a rounding step begins: a part of a step left showing would name a count.
        start = (self.round_to + 1) // 2  # the first count that rounds up to one step
        steps = max(0, -(-(self.hide_up_to + 1 - start) // self.round_to))
        object.__setattr__(self, "hide_up_to", start + steps * self.round_to - 1)

    @property
    def apart_from(self) -> int:
        """From how many people on a unit may be shown apart: a hidden count must not say "at least the fold"."""
        return max(self.fold_under, self.hide_up_to + 1)

    @property
    def thresholds(self) -> list[int]:
        """To be kept with a frozen month: `Rules(*thresholds)`."""
        return [self.hide_up_to, self.round_to, self.fold_under]

    @property
    def note(self) -> str:
        return NOTE % {"hide": self.hide_up_to, "step": self.round_to}


def rules(hide_up_to: int | None = None, round_to: int | None = None, fold_under: int | None = None) -> Rules:
    """The installation's thresholds, raised to an organisation's own where those are higher."""
    least = settings.PEERWORK
    return Rules(
        max(least["HIDE_UP_TO"], hide_up_to or 0),
        max(least["ROUND_TO"], round_to or 0),
        max(least["FOLD_TEAMS_UNDER"], fold_under or 0),
    )


def rules_of(held) -> Rules:
    """The thresholds of an organisation's settings; the installation's where it has none (None)."""
    return rules(held.hide_up_to, held.round_to, held.fold_teams_under) if held is not None else rules()


# One figure ---------------------------------------------------------------------------------------------------------
def pub(n: int, by: Rules | None = None) -> Count:
    """A count of people as it may be published: hidden (None) or rounded half up; raises ValueError below zero."""
    by = by or rules()
    if n < 0:
        raise ValueError("A count of people can't be below zero.")
    return None if n <= by.hide_up_to else (2 * n + by.round_to) // (2 * by.round_to) * by.round_to


def pct(part: Count, whole: Count) -> int | None:
    """A whole percentage of two *published* counts; hidden if either is, and 0 or 100 % of fewer than 20 people."""
    if part is None or whole is None or not whole:
        return None
    share = (200 * part + whole) // (2 * whole)
    return None if whole < 20 and share in (0, 100) else share


def shown(value: Count) -> str:
    """A published figure as people read it."""
    return HIDDEN_MARK if value is None else number_format(value, use_l10n=True, force_grouping=True)


def span(value: Count, by: Rules) -> tuple[int, int]:
    """The counts a published figure may stand for, lowest and highest: what a reader who knows the rules knows."""
    if value is None:
        return 0, by.hide_up_to
    return max(value - by.round_to // 2, by.hide_up_to + 1), value + (by.round_to - 1) // 2


# Figures that add up ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Breakdown:
    """A total and the parts it is the sum of, by key."""

    total: Hashable
    parts: tuple[Hashable, ...]


@dataclass(frozen=True)
class Published:
    """Figures that may leave: `values[key]` is a rounded count or None (hidden); a key that is absent is withheld."""

    values: Mapping[Hashable, Count]
    withheld: tuple[Breakdown, ...] = field(default=())

    def shows(self, breakdown: Breakdown) -> bool:
        return breakdown not in self.withheld


def publish(counts: Mapping[Hashable, int], breakdowns: Iterable[Breakdown], by: Rules | None = None) -> Published:
    """Publish counts and their breakdowns together, most important first; raises ValueError where they don't add up.

    Give it everything that is published about one group of people for one month at once: two breakdowns, each safe
    alone, can give away a count side by side. A breakdown that would be mostly hidden, whose total is hidden or
    withheld, or that would let a count be known to within one, is withheld whole.
    """
    by = by or rules()
    breakdowns = list(breakdowns)
    is_part = {key for breakdown in breakdowns for key in breakdown.parts}
    rounded = {key: pub(n, by) for key, n in counts.items()}
    values = {key: value for key, value in rounded.items() if key not in is_part}
    withheld: list[Breakdown] = []
    for breakdown in breakdowns:
        if counts[breakdown.total] != sum(counts[key] for key in breakdown.parts):
            raise ValueError(f"The parts of {breakdown.total!r} don't add up to it.")
        parts = {key: rounded[key] for key in breakdown.parts}
        mostly_hidden = 2 * sum(value is None for value in parts.values()) > len(parts)
        trial = values | parts
        if values.get(breakdown.total) is None or mostly_hidden or _known(trial, breakdowns, by):
            withheld.append(breakdown)
        else:
            values = trial
    return Published(values, tuple(withheld))


def _known(values: Mapping[Hashable, Count], sums: list[Breakdown], by: Rules) -> bool:
    """Whether somebody who knows the rules could work out any of these counts to within one.

    They know what adds up to what, of tables that are withheld as well: a figure may stand in another one.
    """
    low: dict[Hashable, int] = dict.fromkeys((key for each in sums for key in (each.total, *each.parts)), 0)
    high: dict[Hashable, int] = dict.fromkeys(low, ANY)
    for key, value in values.items():
        low[key], high[key] = span(value, by)
    changed = True
    while changed:
        changed = False
        for each in sums:
            lowest, highest = sum(low[key] for key in each.parts), sum(high[key] for key in each.parts)
            bounds = [(each.total, lowest, highest)]
            total_low, total_high = max(low[each.total], lowest), min(high[each.total], highest)
            for key in each.parts:
                bounds.append((key, total_low - (highest - high[key]), total_high - (lowest - low[key])))
            for key, least, most in bounds:
                if least > low[key] or most < high[key]:
                    low[key], high[key], changed = max(low[key], least), min(high[key], most), True
    return any(high[key] - low[key] <= 2 for key in values)


# Activity -----------------------------------------------------------------------------------------------------------
def fold(teams: Iterable, people: Callable[[object], int], under: int | None = None) -> tuple[list, list]:
    """Care hours, contacts or WTE by team: the teams shown as they are, and those shown only as "small teams together".

    teams    the teams of one service in one month; fold services the same way where a whole service is small
    people   how many peer workers a team had that month
    under    a team with fewer is folded (5, or the organisation's higher threshold)
    The folded group always holds at least two teams and `under` people where the service has them: the next smallest
    team joins it, because a group of one team is that team. One small team alone in its service folds to the service.
    """
    under = max(under or 0, settings.PEERWORK["FOLD_TEAMS_UNDER"])
    by_size = sorted(teams, key=people)
    folded = [team for team in by_size if people(team) < under]
    rest = by_size[len(folded) :]
    while folded and rest and (len(folded) < 2 or sum(map(people, folded)) < under):
        folded.append(rest.pop(0))
    return rest, folded
