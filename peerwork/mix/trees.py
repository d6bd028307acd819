"""An organisation's figures as a tree, month by month, and which of them a director may see apart.

A director sees groups of staff, never parts of a group: a team with too few peer workers is put together with others of
its service, a service with too few with another service. Every figure shown is a sum of whole groups, so no sum or
difference of what is shown can come below one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from peerwork.kit.release import fold
from peerwork.mix.models import Snapshot
from peerwork.mix.rollups import coverage, last_day, share
from peerwork.people.models import UnitPath

Key = int | tuple[str, int]  # a unit; ("own", unit) for staff attached to it and to no unit below; ("small", unit)


@dataclass(frozen=True)
class Sums:
    """Sums of one unit or group in one month."""

    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    excluded: Decimal = Decimal(0)
    not_attributed: Decimal = Decimal(0)
    peers: int = 0
    people_known: bool = True
    limit: Decimal | None = None  # a share is not told above this part not attributed

    @classmethod
    def of(cls, row) -> "Sums":
        limit = row.counting_rule.most_unattributed if getattr(row, "counting_rule_id", None) else None
        known = row.peers is not None
        return cls(row.numerator, row.denominator, row.excluded, row.not_attributed, row.peers or 0, known, limit)

    @property
    def reportable(self) -> bool:
        """Whether few enough of the sums are nobody's yet for a share to mean something."""
        covered = self.coverage
        return self.limit is None or covered is None or 1 - covered <= self.limit

    @property
    def share(self) -> Decimal | None:
        return share(self.numerator, self.denominator)

    @property
    def coverage(self) -> Decimal | None:
        return coverage(self.denominator, self.excluded, self.not_attributed)

    def plus(self, other: "Sums", sign: int = 1) -> "Sums":
        add = lambda name: max(getattr(self, name) + sign * getattr(other, name), 0 * getattr(self, name))
        return Sums(  # type: ignore[call-arg]
            *(add(name) for name in ("numerator", "denominator", "excluded", "not_attributed", "peers")),
            self.people_known and other.people_known,
            self.limit if self.limit is not None else other.limit,
        )

    def __bool__(self) -> bool:
        return bool(self.denominator or self.not_attributed)


def together(sums: Iterable[Sums]) -> Sums:
    total = Sums()
    for each in sums:
        total = total.plus(each)
    return total


@dataclass(frozen=True)
class Group:
    """Staff shown together: one team, or several small ones of the unit they are named after."""

    key: Key
    within: int
    members: tuple[Key, ...]
    sums: Sums


@dataclass
class Month:
    """One month of an organisation: who is part of what, with which sums."""

    root: int
    sums: dict[Key, Sums]
    children: dict[int, list[int]]
    parts: dict[int, list[Key]] = field(default_factory=dict)

    def __post_init__(self):
        """Staff attached to a unit that has parts of its own are one more part of it."""
        for unit, below in self.children.items():
            self.parts[unit] = [*below]
            rest = self.sums[unit].plus(together(self.sums[each] for each in below), sign=-1)
            if rest:
                self.sums["own", unit] = rest
                self.parts[unit].append(("own", unit))

    def teams(self, unit: Key) -> list[Key]:
        """The smallest parts of a unit."""
        below = self.parts.get(unit, ()) if isinstance(unit, int) else ()
        return [team for part in below for team in self.teams(part)] if below else [unit]

    def under(self, unit: Key) -> set[Key]:
        below = self.parts.get(unit, ()) if isinstance(unit, int) else ()
        return {unit}.union(*(self.under(part) for part in below))

    def as_it_is(self, unit: int) -> list[Group]:
        """Every team by itself, for its own lead, HR and the lived-experience lead."""
        return [Group(team, unit, (team,), self.sums[team]) for team in self.teams(unit) if team != unit]

    def peers(self, key: Key) -> int:
        sums = self.sums[key]
        return sums.peers if sums.people_known else 0  # where nobody counted people, a team is taken for small

    def folded(self, threshold: int) -> tuple[set[Key], list[Group]]:
        """The units a director may see apart (the organisation always), and the groups their figures are sums of."""
        apart: set[Key] = set()
        groups: list[Group] = []

        def split(unit: Key) -> None:
            apart.add(unit)
            parts = self.parts.get(unit, ()) if isinstance(unit, int) else ()
            shown, small = fold(parts, self.peers, threshold)
            if not parts or (small and (len(small) < 2 or sum(map(self.peers, small)) < threshold)):
                # A team, or a unit whose small parts are too few even together: shown whole, its parts are not.
                within = unit if isinstance(unit, int) else unit[1]
                groups.append(Group(unit, within, tuple(self.teams(unit)), self.sums[unit]))
                return
            for part in shown:
                split(part)
            if small:
                teams = tuple(team for part in small for team in self.teams(part))
                groups.append(Group(("small", unit), unit, teams, together(self.sums[part] for part in small)))

        split(self.root)
        return apart, groups


def months_of(organisation_id: int, rows: Iterable[Snapshot]) -> dict[date, Month]:
    """The months of an organisation from its figures on one basis, each with the tree as it was on its last day."""
    links = list(
        UnitPath.objects.filter(descendant__organisation=organisation_id, depth=1).values_list(
            "descendant_id", "ancestor_id", "starts_on", "ends_on"
        )
    )
    by_month: dict[date, dict[int, Sums]] = {}
    for row in rows:
        by_month.setdefault(row.month, {})[row.unit_id] = Sums.of(row)
    return {
        month: Month(organisation_id, dict(sums), _children(organisation_id, sums, links, last_day(month)))
        for month, sums in by_month.items()
        if organisation_id in sums
    }


def _children(root: int, sums: dict[int, Sums], links, day: date) -> dict[int, list[int]]:
    above = {unit: parent for unit, parent, starts, ends in links if starts <= day and (ends is None or ends >= day)}
    children: dict[int, list[int]] = {}
    for unit in sums:
        if unit != root:
            parent = above.get(unit, root)
            children.setdefault(parent if parent in sums else root, []).append(unit)
    return children
