"""Telling the trained-and-supported share: as it is, or through the release rules for small numbers.

Through the rules an amount is a count of people: so many of the unit's peer workers as give it on average. These counts
are published together for an organisation and its services, like any others: its peer workers, and those of them who
fell out, by reason. A part is worked out from two published counts, so it tells nothing that they do not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit import release
from peerwork.mix import rollups
from peerwork.mix.headcounts import from_the_top
from peerwork.mix.models import Basis, Snapshot
from peerwork.mix.shown import amount, percentage, words
from peerwork.mix.supported import BASES, BOTH, REASONS, SUPERVISION, TRAINING, UNKNOWN
from peerwork.mix.trees import Key, Month

PEOPLE, FALLEN, OTHER, REST = "people", "fallen", "other", "rest"
# Reasons as they are told through the rules: always the same ones, so that a missing line tells nothing.
GROUPS = {TRAINING: (TRAINING,), SUPERVISION: (SUPERVISION,), OTHER: (BOTH, UNKNOWN)}
LABELS = REASONS | {OTHER: later("Neither of the two, or not known here")}


@dataclass(frozen=True)
class Reason:
    label: str
    amount: str
    people: str
    part: str  # of what peer workers gave


@dataclass(frozen=True)
class Told:
    """The trained-and-supported share of one unit and month, as this reader may see it."""

    finding: str
    share: Decimal | None = None
    text: str = ""
    reasons: list[Reason] = field(default_factory=list)
    note: str = ""
    series: list[tuple[date, Decimal | None]] = field(default_factory=list)

    def at(self, month: date) -> Decimal | None:
        return next((share for when, share in self.series if when == month), None)


@dataclass(frozen=True)
class Let:
    """What may be told of one unit and month: published counts of its peer workers, who fell out, and for what.

    most  the reason that took out most, named where no count by reason may be told
    """

    values: Mapping[str, int]
    most: str = ""

    def part(self, name: str) -> Decimal | None:
        """Of what peer workers gave, in whole percent."""
        percent = release.pct(self.values[name], self.values[PEOPLE])
        return None if percent is None else Decimal(percent) / 100


# What may be told -----------------------------------------------------------------------------------------------------
def released(
    month: Month, apart: set[Key], answers: Mapping[int, Snapshot], rules: release.Rules, *, why: bool = True
) -> dict[int, Let]:
    """Of one month, the units that may be told of, and for which reasons if `why`.

    answers  the figures that have an answer, of units that are no teams
    """
    units = [unit for unit in from_the_top(month, apart & answers.keys()) if isinstance(unit, int)]
    below = {unit: [part for part in month.parts.get(unit, ()) if part in units] for unit in units}
    above = {part: unit for unit in units for part in below[unit]}
    own = {unit: _in_people(answers[unit]) for unit in units}
    counts = _counts(units, below, own, (PEOPLE, FALLEN, *GROUPS) if why else (PEOPLE, FALLEN))
    parts = {unit: [*below[unit], *([(REST, unit)] if (PEOPLE, (REST, unit)) in counts else [])] for unit in units}
    tree = lambda name, unit: release.Breakdown((name, unit), tuple((name, part) for part in parts[unit]))
    down = lambda *names: [tree(name, unit) for unit in units if below[unit] for name in names]
    reasons = lambda unit: release.Breakdown((FALLEN, unit), tuple((name, unit) for name in GROUPS))
    breakdowns = down(PEOPLE, FALLEN)
    if why:
        breakdowns += [*(reasons(unit) for unit in units), *down(*GROUPS)]
    told = release.publish(counts, breakdowns, rules)

    def may(name: str, unit: int) -> bool:
        """Published, in the table of the unit and in that of every unit above it."""
        if told.values.get((name, unit)) is None or (name in GROUPS and not told.shows(reasons(unit))):
            return False
        return unit not in above or (told.shows(tree(name, above[unit])) and may(name, above[unit]))

    lets = {}
    for unit in units:
        found = _published(own[unit], answers[unit].supported.people, rules)
        values = {name: value for name, value in found.items() if may(name, unit)}
        if PEOPLE in values and FALLEN in values:
            lets[unit] = Let(values, "" if values.keys() & GROUPS.keys() or not why else _most(own[unit]))
    return lets


def _in_people(row: Snapshot) -> Counter:
    """What was given, by what became of it, as so many of the unit's peer workers as give it on average."""
    held, many = row.supported, sum(row.supported.people.values())
    each = row.numerator / many if many and row.numerator else Decimal(1)
    worth = lambda names: sum((getattr(held, name) for name in names), Decimal(0)) / each
    found = Counter({name: int(worth(names).quantize(1, ROUND_HALF_UP)) for name, names in GROUPS.items()})
    found[FALLEN] = found.total()
    found[PEOPLE] = max(many, found[FALLEN])
    return found


def _published(own: Counter, people: Mapping[str, int], rules: release.Rules) -> dict[str, int]:
    """The counts to tell of one unit; hidden where the amount, or the people who gave it, are too few."""
    held = {name: sum(people.get(each, 0) for each in names) for name, names in GROUPS.items()}
    held |= {FALLEN: sum(held.values()), PEOPLE: sum(people.values())}
    told = {name: release.pub(own[name], rules) for name in held if release.pub(held[name], rules) is not None}
    return {name: value for name, value in told.items() if value is not None}


def _most(own: Counter) -> str:
    """The reason that took out most; the first of them where there are two, so that a tie is not told."""
    return max(GROUPS, key=lambda name: own[name])


def _counts(units: list[int], below: dict[int, list], of: dict[int, Counter], names: tuple) -> dict[tuple, int]:
    """The counts of each unit, and of the rest of it beside its services, from below so that they add up."""
    counts: dict[tuple, int] = {}

    def put(key, found: Counter) -> Counter:
        counts.update({(name, key): found[name] for name in names})
        return found

    def lay(unit: int) -> Counter:
        if not below[unit]:
            return put(unit, of[unit])
        rest = of[unit] - sum((of[part] for part in below[unit]), Counter())
        rest[FALLEN] = sum(rest[name] for name in GROUPS)
        rest[PEOPLE] = max(rest[PEOPLE], rest[FALLEN])
        if rest[PEOPLE]:
            put((REST, unit), rest)
        return put(unit, rest + sum((lay(part) for part in below[unit]), Counter()))

    if units:
        lay(units[0])
    return counts


# In words -------------------------------------------------------------------------------------------------------------
def told(
    rows: Iterable[Snapshot], month: date, lets: Mapping[date, Let | None] | None, rules: release.Rules
) -> Told | None:
    """What may be told of one unit. `rows` are its fixed figures with their answers; `lets` is None as it is."""
    known = {row.month: row for row in rows if hasattr(row, "supported")}
    row = known.get(month)
    if row is None or row.basis not in BASES:
        return None
    let = lambda each: lets.get(each.month) if lets else None
    series = [(when, _share(each, let(each), lets is None)) for when, each in sorted(known.items())]
    share = _share(row, let(row), lets is None)
    if share is None:
        few = _("How much of it was by peer workers trained and supported at the time is told by service, where at "
                "least %(least)d of them were not.")  # fmt: skip
        return Told(few % {"least": rules.hide_up_to + 1}, series=series)
    sentences = {
        Basis.HOURS: _("In %(month)s, %(share)s of care hours were by peer workers who were trained and supported at "
                       "the time; %(raw)s were by peer workers altogether."),
        Basis.WTE: _("In %(month)s, %(share)s of care staff were peer workers who were trained and supported at the "
                     "time; %(raw)s were peer workers altogether."),
    }  # fmt: skip
    raw = rollups.share(row.numerator, row.denominator)
    said = {"month": words(month), "share": percentage(share), "raw": percentage(raw)}
    reasons, note = _reasons(row, let(row))
    return Told(sentences[row.basis] % said, share, percentage(share), reasons, note, series)


def _share(row: Snapshot, let: Let | None, as_it_is: bool) -> Decimal | None:
    if as_it_is:
        return rollups.share(row.supported.ready, row.denominator)
    raw = rollups.share(row.numerator, row.denominator)
    if let is None or raw is None:
        return None
    gone = let.part(FALLEN)
    return None if gone is None else (raw * (1 - gone)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _reasons(row: Snapshot, let: Let | None) -> tuple[list[Reason], str]:
    held, people, whole = row.supported, row.supported.people, row.numerator
    if let is None:
        fallen = {name: getattr(held, name) for name in REASONS if getattr(held, name) or people.get(name)}
        return [_reason(name, amount(each), str(people.get(name, 0)), each / whole if whole else None)
                for name, each in fallen.items()], ""  # fmt: skip
    lines = []
    for name in GROUPS:
        if name in let.values and (part := let.part(name)) is not None:
            lines.append(_reason(name, amount((part * whole).quantize(Decimal(1), ROUND_HALF_UP)), "", part))
    if len(lines) == len(GROUPS):
        return lines, ""
    few = _("How much of it fell out for each reason is not told, because some of it was few people.")
    most = _("Most of it: %(reason)s.") % {"reason": LABELS[let.most]} if let.most else ""
    return lines, f"{most} {few}".strip()


def _reason(name: str, value: str, people: str, part: Decimal | None) -> Reason:
    share = percentage(part.quantize(Decimal("0.01"), ROUND_HALF_UP)) if part is not None else ""
    return Reason(str(LABELS[name]), value, people, share)
