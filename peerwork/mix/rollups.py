"""From staff files and the rules on who counts to the figure of every unit, month and basis. Sums in Decimal.

A month is counted as at its last day, as the national statistics are. Staff a rule doesn't reach are not attributed:
they are shown, lower the coverage, and are never dropped.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum
from django.utils import timezone

from peerwork.mix.models import (
    Basis,
    CountingRule,
    CountsAs,
    Definition,
    Snapshot,
    StaffFte,
    StaffLine,
    StaffSubmission,
    clean_text,
)
from peerwork.people.models import UnitPath

By = CountingRule.By
CLOSEST_FIRST = (By.STAFF_ID, By.POST, By.JOB_ROLE, By.OCCUPATION_CODE, By.STAFF_GROUP)
FIELD = {
    By.STAFF_ID: "staff_id",
    By.POST: "post",
    By.JOB_ROLE: "role",
    By.OCCUPATION_CODE: "occupation_code",
    By.STAFF_GROUP: "staff_group",
}
MONTHS_BACK = 36  # how far a staff list is worked back by its start and end dates
MEASURED = (Basis.WTE, Basis.HEADCOUNT)  # hours and contacts come with the care activity


# Months ---------------------------------------------------------------------------------------------------------------
def first_of(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, number: int) -> date:
    year, index = divmod(month.year * 12 + month.month - 1 + number, 12)
    return date(year, index + 1, 1)


def last_day(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


def is_over(month: date) -> bool:
    return last_day(month) < timezone.localdate()


def months_between(first: date, last: date) -> Iterator[date]:
    month = first_of(first)
    while month <= last:
        yield month
        month = add_months(month, 1)


# Who counts -----------------------------------------------------------------------------------------------------------
def rules_for(organisation_id: int):
    """The rules in use that concern an organisation: its own, and those for everybody."""
    return CountingRule.objects.filter(
        Q(organisation=organisation_id) | Q(organisation__isnull=True), status=CountingRule.Status.APPROVED
    )


def mapping_version(organisation_id: int) -> int:
    """Rises with every change to the rules an organisation's figures are made with, and never falls."""
    return (
        CountingRule.objects.filter(Q(organisation=organisation_id) | Q(organisation__isnull=True))
        .exclude(status__in=(CountingRule.Status.SUGGESTED, CountingRule.Status.REJECTED))
        .aggregate(total=Sum("version"))["total"]
        or 0
    )


class Mapping:
    """The rules as they stood on one day."""

    def __init__(self, rules: Iterable[CountingRule], day: date):
        standing = [r for r in rules if r.starts_on <= day and (r.ends_on is None or r.ends_on >= day)]
        standing.sort(key=lambda r: (r.organisation_id is not None, r.starts_on))  # the last one written wins
        self.answers: dict[str, dict[str, str]] = {by: {} for by in CLOSEST_FIRST}
        for rule in standing:
            self.answers[rule.told_by][rule.key] = rule.counts_as
        self.asked = [(FIELD[by], self.answers[by]) for by in CLOSEST_FIRST if self.answers[by]]

    def __bool__(self) -> bool:
        return bool(self.asked)

    def counts_as(self, keys: dict[str, str]) -> str | None:
        """Peer, clinical, excluded, or None where no rule answers; `keys` are cleaned values by field name."""
        for name, answers in self.asked:
            if (key := keys.get(name)) and key in answers:
                return answers[key]
        return None


# Figures --------------------------------------------------------------------------------------------------------------
@dataclass
class Tally:
    """The sums of one unit in one month on one basis."""

    source: str
    peers: int | None
    numerator: Decimal = Decimal(0)
    clinical: Decimal = Decimal(0)
    excluded: Decimal = Decimal(0)
    not_attributed: Decimal = Decimal(0)
    low: Decimal | None = None  # the share at least and at most, where a source gives bands
    high: Decimal | None = None

    @property
    def denominator(self) -> Decimal:
        return self.numerator + self.clinical

    def add(self, counts_as: str | None, amount: Decimal) -> None:
        name = {CountsAs.PEER: "numerator", CountsAs.CLINICAL: "clinical", CountsAs.EXCLUDED: "excluded"}.get(
            counts_as, "not_attributed"
        )
        setattr(self, name, getattr(self, name) + amount)

    def same_as(self, row: Snapshot) -> bool:
        names = ("numerator", "denominator", "excluded", "not_attributed", "peers", "source", "low", "high")
        return all(getattr(self, name) == getattr(row, name) for name in names)


def closes(as_at: date) -> date:
    """The last month a list made on this day is complete for: its own on the month's last day, else the one before."""
    month = first_of(as_at)
    return month if as_at == last_day(month) else add_months(month, -1)


@dataclass
class Staff:
    """What is known of an organisation's staff: read once, counted for any month."""

    organisation_id: int
    rules: list[CountingRule]
    lists: list[tuple[date, int]]  # as at, submission: earliest first
    lines: dict[int, list[tuple]] = field(default_factory=dict)
    sums: dict[date, list[tuple]] = field(default_factory=dict)
    above: dict[int, list[tuple]] = field(default_factory=dict)

    @classmethod
    def of(cls, organisation_id: int) -> "Staff":
        staff = cls(organisation_id, list(rules_for(organisation_id)), lists_of(organisation_id))
        for unit, month, group, fte in StaffFte.objects.filter(organisation=organisation_id).values_list(
            "unit_id", "month", "staff_group", "fte"
        ):
            staff.sums.setdefault(month, []).append((unit, clean_text(group), fte))
        for descendant, *link in UnitPath.objects.filter(
            descendant__organisation=organisation_id, depth__gt=0
        ).values_list("descendant_id", "ancestor_id", "starts_on", "ends_on"):
            staff.above.setdefault(descendant, []).append(tuple(link))
        return staff

    def months(self) -> list[date]:
        """The months that are over and that the files cover."""
        months = set(self.sums)
        if self.lists:
            as_at, submission = self.lists[0]
            earliest = StaffLine.objects.filter(submission=submission).aggregate(day=Min("starts_on"))["day"]
            first = max(first_of(earliest), add_months(first_of(as_at), -MONTHS_BACK))
            months |= set(months_between(first, closes(self.lists[-1][0])))
        return sorted(month for month in months if is_over(month))

    def source_of(self, month: date) -> tuple[str, int | None] | None:
        """What a month is counted from: its own list, else published sums, else a later list worked back."""
        source, submission = Snapshot.Source, next((pk for day, pk in self.lists if closes(day) >= month), None)
        if submission and any(closes(day) == month for day, _pk in self.lists):
            return source.STAFF_LIST, submission
        if month in self.sums:
            return source.STAFF_FTE, None
        if submission:
            return source.WORKED_BACK, submission
        running = next((pk for day, pk in reversed(self.lists) if first_of(day) == month), None)
        return (source.STAFF_LIST, running) if running else None  # the month is not over: never frozen

    def _lines(self, submission: int) -> list[tuple]:
        if submission not in self.lines:
            names = [FIELD[by] for by in CLOSEST_FIRST]
            rows = StaffLine.objects.filter(submission=submission).values_list(
                "unit_id", "wte", "starts_on", "ends_on", *names
            )
            cleaned: dict[tuple, dict[str, str]] = {}
            kept = self.lines[submission] = []
            for unit, wte, starts, ends, *values in rows.iterator(chunk_size=5000):
                values = tuple(values)
                if values not in cleaned:
                    cleaned[values] = dict(zip(names, map(clean_text, values), strict=True))
                kept.append((unit, values[0], cleaned[values], wte, starts, ends))
        return self.lines[submission]

    def mapping(self, month: date) -> Mapping:
        return Mapping(self.rules, last_day(month))

    def count(self, month: date) -> dict[tuple[int, str], Tally]:
        """(unit, basis) -> sums, for every unit with staff of its own or below it; empty for a month without data."""
        day = last_day(month)
        mapping = self.mapping(month)
        found = self.source_of(month)
        if not found:
            return {}
        source, submission = found
        return self._from_list(submission, source, day, mapping) if submission else self._from_sums(month, day, mapping)

    def _up(self, unit: int, day: date) -> list[int]:
        """A unit and all above it on a day; the organisation always, even for a team nobody had linked by then."""
        above = {a for a, starts, ends in self.above.get(unit, ()) if starts <= day and (ends is None or ends >= day)}
        return list({unit, self.organisation_id} | above)

    def peers_of(self, month: date) -> dict[int, dict[str, Decimal]]:
        """Unit -> staff number (cleaned) -> WTE of its own peer workers in a month; {} where no list covers it."""
        day, mapping = last_day(month), self.mapping(month)
        _source, submission = self.source_of(month) or ("", None)
        found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for unit, staff_id, keys, wte, starts, ends in self._lines(submission) if submission else ():
            if starts <= day and (ends is None or ends >= day) and mapping.counts_as(keys) == CountsAs.PEER:
                found[unit][clean_text(staff_id)] += wte
        return found

    def above_on(self, unit: int, day: date) -> list[int]:
        """A unit and all above it on a day."""
        return self._up(unit, day)

    def _from_sums(self, month: date, day: date, mapping: Mapping) -> dict[tuple[int, str], Tally]:
        tallies: dict[tuple[int, str], Tally] = {}
        for unit, group, fte in self.sums.get(month, ()):
            counts_as = mapping.counts_as({"staff_group": group})
            for each in self._up(unit, day):
                tallies.setdefault((each, Basis.WTE), Tally(Snapshot.Source.STAFF_FTE, None)).add(counts_as, fte)
        return tallies

    def _from_list(self, submission: int, source: str, day: date, mapping: Mapping) -> dict[tuple[int, str], Tally]:
        tallies: dict[tuple[int, str], Tally] = {}
        people: dict[int, dict[str, str | None]] = defaultdict(dict)
        answers: dict[int, str | None] = {}
        up: dict[int, list[int]] = {}
        for unit, staff_id, keys, wte, starts, ends in self._lines(submission):
            if starts > day or (ends is not None and ends < day):
                continue
            if id(keys) not in answers:
                answers[id(keys)] = mapping.counts_as(keys)
            counts_as = answers[id(keys)]
            if unit not in up:
                up[unit] = self._up(unit, day)
            for each in up[unit]:
                tallies.setdefault((each, Basis.WTE), Tally(source, 0)).add(counts_as, wte)
                seen = people[each]
                seen[staff_id] = counts_as if staff_id not in seen else _first(seen[staff_id], counts_as)
        for unit, seen in people.items():
            heads = tallies[unit, Basis.HEADCOUNT] = Tally(source, 0)
            for counts_as in seen.values():
                heads.add(counts_as, Decimal(1))
            heads.peers = tallies[unit, Basis.WTE].peers = int(heads.numerator)
        return tallies


RANK = {CountsAs.PEER: 0, CountsAs.CLINICAL: 1, None: 2, CountsAs.EXCLUDED: 3}


def _first(one: str | None, other: str | None) -> str | None:
    """Somebody with several posts is one person: a peer worker if any post is, then care staff, then unknown."""
    return one if RANK[one] <= RANK[other] else other


def lists_of(organisation_id: int) -> list[tuple[date, int]]:
    """The staff lists in use, by the day they are as at."""
    return list(
        StaffSubmission.objects.filter(
            Exists(StaffLine.objects.filter(submission=OuterRef("pk"))),
            organisation=organisation_id,
            status=StaffSubmission.Status.PUBLISHED,
        )
        .order_by("as_at", "pk")
        .values_list("as_at", "pk")
    )


def organisations_with_data() -> list[int]:
    """The ids of the organisations that have handed in anything that can be counted."""
    return sorted(
        set(StaffFte.objects.order_by().values_list("organisation", flat=True).distinct())
        | set(StaffLine.objects.order_by().values_list("organisation", flat=True).distinct())
    )


def share(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """The share as a fraction, unrounded; None where there is nobody to share with (no activity is not nought)."""
    return numerator / denominator if denominator else None


def coverage(denominator: Decimal, excluded: Decimal, not_attributed: Decimal) -> Decimal | None:
    """How much of all staff somebody has said how to count, as a fraction; None where there are none."""
    everyone = denominator + excluded + not_attributed
    return (denominator + excluded) / everyone if everyone else None


def definition_in_force(month: date, measure: str = Definition.Measure.STAFF) -> Definition | None:
    return Definition.objects.filter(effective_from__lte=month, measure=measure).order_by("-number").first()


def latest_sums(organisation_id: int) -> tuple:
    """Tells whether the published sums of an organisation have changed: rows are only ever replaced, never edited."""
    found = StaffFte.objects.filter(organisation=organisation_id).aggregate(last=Max("pk"), rows=Count("pk"))
    return found["last"], found["rows"]
