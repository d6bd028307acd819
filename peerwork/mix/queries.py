"""What is read of the share of care: one answer for the page, the downloads, the PDF and the API."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit import release
from peerwork.kit.errors import NotHere
from peerwork.mix import care_sums, headcounts, rollups, telling
from peerwork.mix.care_details import Details, SkillMix, details, rule_words, skill_mix
from peerwork.mix.forecast import forecast
from peerwork.mix.models import Basis, FixedThresholds, Snapshot, Target
from peerwork.mix.policy import AS_IT_IS, READERS, snapshots, targets
from peerwork.mix.rollups import add_months, last_day
from peerwork.mix.shown import (
    SENTENCES,
    BasisRow,
    Cell,
    Choice,
    Definition,
    Figure,
    Flag,
    HeatRow,
    Mix,
    Point,
    amount,
    percentage,
    points,
    words,
)
from peerwork.mix.trees import Group, Key, Sums, months_of
from peerwork.people.models import Settings, Unit
from peerwork.people.reach import units_of

SERIES, HEAT = 36, 12  # months on the chart, and in the table of teams
COVERED = Decimal("0.97")  # below this coverage the page says so
STEP = Decimal("0.15")  # a denominator that changes by more is a change in counting until somebody says otherwise
KINDS = {"organisation": 0, "directorate": 1, "service": 2, "team": 3}
FIRST_CHOICE = (Basis.HOURS, Basis.WTE, Basis.HEADCOUNT, Basis.CONTACTS)


# As it is -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Share:
    """One unrounded figure with all it takes to check it; for the system user and those who see figures as they are."""

    unit: Unit
    month: date
    basis: str
    sums: Sums
    source: str
    definition: int
    mapping_version: int
    number: int | None
    frozen_at: datetime | None

    def as_data(self) -> dict:
        plain = lambda value: value if value is None else float(value)
        sums = self.sums
        return {
            "organisation": (self.unit.organisation or self.unit).code,
            "unit": self.unit.code,
            "name": self.unit.name,
            "month": f"{self.month:%Y-%m}",
            "basis": self.basis,
            "numerator": plain(sums.numerator),
            "denominator": plain(sums.denominator),
            "share": plain(sums.share),
            "coverage": plain(sums.coverage),
            "not_attributed": plain(sums.not_attributed),
            "not_counted": plain(sums.excluded),
            "definition_version": self.definition,
            "mapping_version": self.mapping_version,
            "version": self.number,
            "frozen_at": self.frozen_at and self.frozen_at.isoformat(timespec="seconds"),
            "source": self.source,
        }


def shares(user, unit: Unit | None, basis: str, month: date) -> Iterator[Share]:
    """The figure of a unit, or of every organisation (None), as it is: fixed if the month is, else worked out now."""
    rows = snapshots.visible(user).filter(current=True, basis=basis, month=month).select_related("definition")
    rows = rows.filter(unit=unit) if unit else rows.filter(unit__organisation=None)
    fixed = {row.unit_id: row for row in rows if "numerator" in snapshots.readable(row)}
    known = care_sums.organisations if basis in care_sums.CARE else rollups.organisations_with_data
    units = [unit] if unit else Unit.objects.filter(pk__in=known()).order_by("code")
    for each in units:
        if row := fixed.get(each.pk):
            made_with = (row.source, row.definition.number, row.mapping_version, row.number, row.frozen_at)
            yield Share(each, month, basis, Sums.of(row), *made_with)
        elif user.is_system:
            tally = _worked_out(each, basis, month)
            if tally:
                meaning = rollups.definition_in_force(month, "care" if basis in care_sums.CARE else "staff")
                made_with = (tally.source, meaning.number if meaning else 1, rollups.mapping_version(each.root_id))
                yield Share(each, month, basis, Sums.of(tally), *made_with, None, None)  # type: ignore[call-arg]


def _worked_out(unit: Unit, basis: str, month: date) -> rollups.Tally | None:
    """A month that is not over, or in which nobody has said who counts, as it is now."""
    if basis in care_sums.CARE:
        return care_sums.figures(unit.root_id, [month]).get(month, {}).get((unit.pk, basis))
    return rollups.Staff.of(unit.root_id).count(month).get((unit.pk, basis))


# The page -------------------------------------------------------------------------------------------------------------
def mix(
    user, unit: Unit | int | str | None = None, basis: str = "", month: date | str | None = None, *, released=False
) -> Mix:
    """The share of care as this reader may see it; the widest unit, first basis and last month unless told.

    unit is a unit or its number, month a date or YYYY-MM, as an address gives them. Directors get every figure through
    the release rules; with `released` everybody does. Raises NotHere for a unit, basis or month out of reach.
    """
    try:
        pk = unit.pk if isinstance(unit, Unit) else int(unit) if unit else None
        month = date.fromisoformat(f"{month}-01") if month and isinstance(month, str) else month or None
    except ValueError:
        raise NotHere() from None
    return _Answer(user, pk, basis, month, released).give()


class _Answer:
    """Reads what one answer needs, in a fixed number of queries."""

    def __init__(self, user, pk: int | None, basis: str, month: date | None, released: bool):
        self.user = user
        reach = Unit.objects.filter(pk__in=units_of(user, *READERS)).select_related("organisation")
        self.choices = sorted(reach, key=lambda each: (each.organisation_id is not None, KINDS[each.kind], each.name))
        if not self.choices:
            raise NotHere()
        pk = pk or self.choices[0].pk
        self.unit = next((each for each in self.choices if each.pk == pk), None)
        if self.unit is None or (basis and basis not in Basis.values):
            raise NotHere()
        ours = units_of(user, *AS_IT_IS)
        theirs = pk in ours if isinstance(ours, list) else ours.filter(descendant=pk).exists()
        self.released = released or not theirs
        self.organisation = self.unit.organisation or self.unit
        known = Snapshot.objects.filter(unit=self.unit, current=True).values_list("basis", "month").order_by("month")
        self.known: dict[str, list[date]] = {}
        for each, when in known:
            self.known.setdefault(each, []).append(when)
        self.basis = basis or next((each for each in FIRST_CHOICE if each in self.known), Basis.WTE)
        self.available = self.known.get(self.basis, [])
        self.month = rollups.first_of(month) if month else (self.available[-1] if self.available else None)
        if month and self.available and self.month not in self.available:
            raise NotHere()

    def give(self) -> Mix:
        context = {
            "unit": self.unit,
            "month": self.month,
            "basis": self.basis,
            "units": [Choice(str(u.pk), u.name, u == self.unit) for u in self.choices],
            "months": [Choice(f"{m:%Y-%m}", words(m), m == self.month) for m in reversed(self.available)],
            "bases": [Choice(each, str(Basis(each).label), each == self.basis) for each in Basis.values],
            "released": self.released,
        }
        if not self.available:
            return Mix(**context, finding=self._nothing())
        self._read()
        return Mix(**context, **self._figures())

    def _nothing(self) -> str:
        if self.known:
            return _("There is no data by %(basis)s for %(unit)s yet.") % {
                "basis": Basis(self.basis).label, "unit": self.unit,
            }  # fmt: skip
        return _(
            "There are no figures for %(unit)s yet. They come once a staff file is loaded, a month after it is over."
        ) % {"unit": self.unit}

    def _read(self) -> None:
        first = add_months(self.month, 1 - SERIES)
        rows = Snapshot.objects.filter(organisation=self.organisation, current=True)
        window = rows.filter(basis=self.basis, month__gte=first, month__lte=self.month)
        window = list(window.select_related("counting_rule", "supported"))
        self.rows = {row.month: row for row in window if row.unit_id == self.unit.pk}
        self.answered: dict[date, dict[int, Snapshot]] = defaultdict(dict)
        for row in window:
            if hasattr(row, "supported"):
                self.answered[row.month][row.unit_id] = row
        self.tree = months_of(self.organisation.pk, window)
        self.all_bases = {
            row.basis: row
            for row in rows.filter(unit=self.unit, month=self.month).select_related("definition", "counting_rule")
        }
        now = release.rules_of(Settings.objects.filter(organisation=self.organisation).first())
        fixed = FixedThresholds.objects.filter(organisation=self.organisation, month__gte=first)
        self.fixed = {when: release.Rules(*each) for when, each in fixed.values_list("month", "thresholds")}
        self.now = now
        self.rules = self._rules(self.month)
        units = Unit.objects.filter(organisation=self.organisation).values_list("pk", "name", "kind")
        self.names = {pk: name for pk, name, _kind in units}
        self.teams = {pk for pk, _name, kind in units if kind == Unit.Kind.TEAM}
        self.names[self.organisation.pk] = self.organisation.name
        self.targets = {
            row.unit_id: row
            for row in Target.objects.filter(
                Q(unit=self.organisation) | Q(unit__organisation=self.organisation),
                basis=self.basis,
                status=Target.Status.SET,
            )
        }
        self.target = self.targets.get(self.unit.pk) or self.targets.get(self.organisation.pk)
        self.groups: dict[date, list[Group]] = {}
        self.apart: dict[date, set[Key]] = {}
        for when, month in self.tree.items():
            if self.released:
                self.apart[when], groups = month.folded(self._rules(when).apart_from)
                below = month.under(self.unit.pk) if self.unit.pk in month.sums else set()
                self.groups[when] = [g for g in groups if g.within in below or g.key in below]
            else:
                self.apart[when], self.groups[when] = {self.unit.pk}, month.as_it_is(self.unit.pk)
        self.people = self._people_counts(rows) if self.released else {}

    def _people_counts(self, rows) -> dict[date, dict[Key, headcounts.Pair]]:
        """The counts of people a director may see: of every month by people, else of the month shown."""
        tree = self.tree
        if self.basis != Basis.HEADCOUNT:
            tree = months_of(self.organisation.pk, rows.filter(basis=Basis.HEADCOUNT, month=self.month))
        return {
            when: headcounts.released(month, *month.folded(self._rules(when).apart_from), self._rules(when))
            for when, month in tree.items()
        }

    def _rules(self, when: date) -> release.Rules:
        """The release thresholds that were fixed with a month."""
        return self.fixed.get(when, self.now)

    # Through the release rules, or as it is ------------------------------------------------------------------------
    def _shown(self, when: date) -> Sums | None:
        """The unit's sums in a month, unless a director may not see it apart."""
        month = self.tree.get(when)
        if month is None or self.unit.pk not in self.apart[when]:
            return None
        return month.sums.get(self.unit.pk)

    def _rounded(self, basis: str) -> bool:
        """Whether these are counts of people on their way to a director."""
        return self.released and basis == Basis.HEADCOUNT

    def _counts(self, when: date, sums: Sums, key: Key, basis: str = "") -> tuple:
        """Peers, others and everyone as they may be shown; by people a director sees released counts, never the sum."""
        if not self._rounded(basis or self.basis):
            return sums.numerator, sums.denominator - sums.numerator, sums.denominator
        return *self.people.get(when, {}).get(key, headcounts.HIDDEN), None

    def _share(self, when: date, sums: Sums | None, key: Key, basis: str = "") -> Decimal | None:
        if sums is None or not sums.reportable:
            return None
        if not self._rounded(basis or self.basis):
            return sums.share
        return headcounts.share(self.people.get(when, {}).get(key, headcounts.HIDDEN))

    def _coverage(self, sums: Sums, basis: str) -> str:
        """By people a director is told the coverage of their contracted time: one count fewer to work back from."""
        if self._rounded(basis):
            row = self.all_bases.get(Basis.WTE)
            return percentage(Sums.of(row).coverage) if row else release.HIDDEN_MARK
        return percentage(sums.coverage)

    # The parts of the answer ---------------------------------------------------------------------------------------
    def _figures(self) -> dict:
        sums = self._shown(self.month)
        share = self._share(self.month, sums, self.unit.pk)
        aim = self.target and self.target.path(last_day(self.month))
        gap = None if share is None or aim is None else share - aim
        series = [self._point(when) for when in rollups.months_between(min(self.rows), self.month)]
        row = self.all_bases[self.basis]
        flags = self._flags()
        care = details(self.organisation, self.unit, self.month) if sums and self.basis in care_sums.CARE else None
        return {
            "forecast": forecast([(point.month, point.actual) for point in series], [flag.month for flag in flags]),
            "care": care,
            "skills": self._skills() if care else None,
            "warnings": self._warnings(sums, care),
            "supported": self._supported(),
            "finding": self._finding(share, gap),
            "headline": self._headline(series, gap),
            "share": share,
            "aim": aim,
            "gap": gap,
            "target": self.target and targets.show(self._seen(self.target)),
            "milestones": self._milestones(share),
            "figures": self._top(sums, share, aim, gap),
            "note": self._note(row),
            "series": series,
            "path": self._path(),
            "heat_months": list(rollups.months_between(add_months(self.month, 1 - HEAT), self.month)),
            "heat": self._heat(),
            "flags": flags,
            "definition": self._definition(row, sums),
            "four": [self._four(each) for each in FIRST_CHOICE],
            "frozen_at": row.frozen_at,
        }

    def _skills(self) -> SkillMix | None:
        """The unit's parts side by side; for a director those that are not shown apart are one line together."""
        tree, apart = self.tree[self.month], self.apart[self.month]
        lines, rest = [], []
        for part in tree.parts.get(self.unit.pk, ()):
            own = isinstance(part, tuple)
            units = {part[1]} if own else {key for key in tree.under(part) if isinstance(key, int)}
            if self.released and part not in apart:
                rest.append((part, units))
            else:
                lines.append((self._name(part), units))
        lines.sort()
        if rest and ("small", self.unit.pk) in {group.key for group in self.groups[self.month]}:
            lines.append((str(release.FOLDED), set().union(*(units for _part, units in rest))))
        return skill_mix(self.organisation, self.month, lines) if len(lines) > 1 else None

    def _supported(self) -> telling.Told | None:
        """As it is, or by service through the release rules: never of a team, whatever its size."""
        if not self.released:
            return telling.told(self.rows.values(), self.month, None, self.rules)
        lets = {}
        for when, month in self.tree.items():
            wider = {unit: row for unit, row in self.answered[when].items() if unit not in self.teams}
            lets[when] = telling.released(
                month, self.apart[when], wider, self._rules(when), why=when == self.month
            ).get(self.unit.pk)
        return telling.told(self.rows.values(), self.month, lets, self.rules)

    def _seen(self, target: Target) -> Target:
        """The target with the marks of what this reader may read of it and do to it."""
        return targets.visible(self.user).filter(pk=target.pk).first() or target

    def _point(self, when: date) -> Point:
        sums = self._shown(when)
        aim = self.target.path(last_day(when)) if self.target else None
        if sums is None:
            return Point(when, target=aim)
        peers, others, _everyone = self._counts(when, sums, self.unit.pk)
        return Point(when, self._share(when, sums, self.unit.pk), aim, peers, others)

    def _path(self) -> list[tuple[date, Decimal]]:
        if not self.target:
            return []
        first = max(rollups.first_of(self.target.starts_on), min(self.rows))
        whole = rollups.months_between(first, self.target.due_on)
        return [(when, value) for when in whole if (value := self.target.path(last_day(when))) is not None]

    def _milestones(self, share: Decimal | None) -> list[tuple[Decimal, bool]]:
        steps = self.target.steps() if self.target else []
        return [(value, share is not None and share >= value) for value, _on in steps]

    def _finding(self, share: Decimal | None, gap: Decimal | None) -> str:
        said = {"share": percentage(share), "month": words(self.month), "unit": self.unit.name}
        if share is None:
            hidden = self.rows[self.month].denominator and self.released
            sums = self._shown(self.month)
            if sums is not None and not sums.reportable:
                return (
                    _(
                        "The share of %(unit)s in %(month)s is not reportable: too much care is by staff nobody said "
                        "how to count."
                    )
                    % said
                )
            return (
                _("The share of %(unit)s in %(month)s is not shown, because it has too few peer workers.") % said
                if hidden
                else _("Nobody was counted in %(unit)s in %(month)s, so there is no share.") % said
            )
        sentences = [SENTENCES[self.basis] % said]
        row = self.rows[self.month]
        if row.low is not None and row.high is not None:
            said |= {"low": percentage(row.low), "high": percentage(row.high)}
            sentences.append(_("Minutes come in bands, so it lies between %(low)s and %(high)s.") % said)
        passed = [value for value, done in self._milestones(share) if done]
        where = gap is not None and (
            _("on the target path")
            if abs(gap) < Decimal("0.0005")
            else (
                _("%(points)s points above the target path")
                if gap > 0
                else _("%(points)s points below the target path")
            )
            % {"points": points(abs(gap))}
        )
        mark = passed and _("past the %(milestone)s milestone") % {"milestone": percentage(passed[-1])}
        if mark and where:
            sentences.append(_("That is %(mark)s and %(where)s.") % {"mark": mark, "where": where})
        elif mark or where:
            sentences.append(_("That is %(where)s.") % {"where": mark or where})
        if self.target:
            aim = {"share": percentage(self.target.value), "month": words(self.target.due_on)}
            sentences.append(_("The target is %(share)s by %(month)s.") % aim)
        return " ".join(sentences)

    def _headline(self, series: Sequence[Point], gap: Decimal | None) -> str:
        known = [point.actual for point in series[-HEAT:] if point.actual is not None]
        if len(known) < 6:
            return _("The share so far")
        early, late = sum(known[:3]) / 3, sum(known[-3:]) / 3
        change = late - early
        if abs(change) < max(early * Decimal("0.02"), Decimal("0.0005")):
            return _("The share has hardly changed in a year")
        if change < 0:
            return _("The share is falling")
        if gap is None:
            return _("The share is rising")
        return (
            _("The share is rising, as fast as planned or faster")
            if gap >= 0
            else _("The share is rising, but is below the path")
        )

    def _top(self, sums: Sums | None, share, aim, gap) -> list[Figure]:
        hidden = release.HIDDEN_MARK
        main = Figure(
            _("Care delivered by peer workers")
            if self.basis in (Basis.HOURS, Basis.CONTACTS)
            else _("Peer workers among care staff"),
            percentage(share).removesuffix("%") if share is not None else hidden,
            "%" if share is not None else "",
            _("Target path: %(share)s") % {"share": percentage(aim)} if aim is not None else _("No target yet"),
        )
        others = [main, self._people(sums)]
        if gap is not None:
            others.append(Figure(_("Gap to the target path"), points(gap, signed=True), "", _("percentage points")))
        if sums is not None:
            others.append(
                Figure(
                    _("Coverage"),
                    self._coverage(sums, self.basis),
                    "",
                    _("of care is by staff somebody has said how to count")
                    if self.basis in care_sums.CARE
                    else _("of all staff have been said how to count"),
                )
            )
        return others

    def _people(self, sums: Sums | None) -> Figure:
        label = _("Peer workers in post")
        if sums is None:
            return Figure(label, release.HIDDEN_MARK)
        if not sums.people_known:
            return Figure(label, "–", "", _("The file holds no count of people."))
        counted = self.people.get(self.month, {}).get(self.unit.pk, headcounts.HIDDEN)[0]
        count = counted if self.released else sums.peers
        wte = self.all_bases.get(Basis.WTE)
        note = _("%(wte)s whole-time equivalent") % {"wte": amount(wte.numerator)} if wte else ""
        return Figure(label, release.shown(count), "", note)

    def _note(self, row: Snapshot) -> str:
        fixed = _("Figures were fixed on %(day)s.") % {"day": date_format(row.frozen_at, "j F Y")}
        return f"{self.rules.note} {fixed}" if self.released else fixed

    # Teams by month ------------------------------------------------------------------------------------------------
    def _heat(self) -> list[HeatRow]:
        months = list(rollups.months_between(add_months(self.month, 1 - HEAT), self.month))
        groups = {when: {g.key: g for g in self.groups.get(when, ()) if g.key != self.unit.pk} for when in months}
        keys = {key for found in groups.values() for key in found}
        if not keys:
            return []
        order = sorted(keys, key=lambda key: (isinstance(key, tuple) and key[0] == "small", self._name(key)))
        rows = [self._heat_row(key, months, groups) for key in order]
        cells = tuple(Cell(when, self._whole(when), *self._why(when)) for when in months)
        total = HeatRow("total", _("All teams"), "", cells, self._gap(self.unit.pk, cells[-1].share))
        return [*rows, total]

    def _why(self, when: date) -> tuple[str]:
        if when not in self.rows:
            return ("none",)
        if self._whole(when) is not None:
            return ("shown",)
        return (self._not_shown(self._shown(when)),)

    @staticmethod
    def _not_shown(sums: Sums | None) -> str:
        return "hidden" if sums is None or sums.reportable else "unsure"

    def _whole(self, when: date) -> Decimal | None:
        return self._share(when, self._shown(when), self.unit.pk)

    def _heat_row(self, key: Key, months, groups) -> HeatRow:
        cells = []
        for when in months:
            if key in groups[when]:
                share = self._share(when, groups[when][key].sums, key)
                why = self._not_shown(groups[when][key].sums) if share is None else "shown"
                cells.append(Cell(when, share, why))
            else:
                month = self.tree.get(when)
                cells.append(Cell(when, None, "folded" if month and key in month.sums else "none"))
        last = next(groups[when][key] for when in reversed(months) if key in groups[when])
        small = isinstance(key, tuple) and key[0] == "small"
        sub = ", ".join(sorted(self._name(member) for member in last.members)) if small else ""
        gap = self._gap(last.within if small else key, cells[-1].share)
        return HeatRow("small" if small else "team", self._name(key), sub, tuple(cells), gap)

    def _gap(self, key: Key, share: Decimal | None) -> Decimal | None:
        target = (self.targets.get(key) if isinstance(key, int) else None) or self.target
        aim = target and target.path(last_day(self.month))
        return None if share is None or aim is None else share - aim

    def _name(self, key: Key) -> str:
        if isinstance(key, int):
            return self.names[key]
        kind, unit = key
        if kind == "own":
            return _("%(unit)s, in no team") % {"unit": self.names[unit]}
        return f"{release.FOLDED}, {self.names[unit]}" if unit != self.unit.pk else str(release.FOLDED)

    # What to be careful about --------------------------------------------------------------------------------------
    def _flags(self) -> list[Flag]:
        flags, months = [], sorted(self.rows)
        for before, after in pairwise(months):
            old, new = self._everyone(before), self._everyone(after)
            said = {"before": words(before), "after": words(after)}
            if old and new is not None and abs(new - old) > STEP * old:
                change = Decimal((new - old) / old * 100).quantize(Decimal(1), ROUND_HALF_UP)
                said |= {"old": amount(old), "new": amount(new), "change": f"{change:+}%".replace("-", "−")}
                flags.append(
                    Flag(
                        after,
                        _(
                            "Everyone counted went from %(old)s in %(before)s to %(new)s in %(after)s (%(change)s). "
                            "Look for a merger or a change in counting before reading it as progress."
                        )
                        % said,
                        _("Everyone counted: %(change)s") % said,
                    )
                )
            if self.rows[before].definition_id != self.rows[after].definition_id or (
                {self.rows[before].source, self.rows[after].source} > {Snapshot.Source.STAFF_FTE}
            ):
                flags.append(
                    Flag(after, _("Counted in another way from %(after)s on.") % said, _("Counted in another way"))
                )
        return flags

    def _warnings(self, sums: Sums | None, care: Details | None) -> list[str]:
        """What to doubt about the month shown."""
        if sums is None or care is None:
            return []
        said = list(care.doubts)
        covered = sums.coverage
        if covered is not None and covered < COVERED:
            said.insert(
                0,
                _("%(part)s of care is not attributed: nobody has said yet who these staff are, or how they count.")
                % {"part": percentage(1 - covered)},
            )
        return said

    def _everyone(self, when: date):
        sums = self._shown(when)
        if sums is None:
            return None
        peers, others, everyone = self._counts(when, sums, self.unit.pk)
        return everyone if None in (peers, others) or everyone is not None else peers + others

    def _definition(self, row: Snapshot, sums: Sums | None) -> Definition:
        hidden = release.HIDDEN_MARK
        peers, _others, everyone = self._counts(self.month, sums, self.unit.pk) if sums else (None, None, None)
        rest = sums and (
            release.shown(release.pub(int(sums.not_attributed), self.rules))
            if self._rounded(self.basis)
            else amount(sums.not_attributed)
        )
        return Definition(
            text=row.definition.text,
            number=row.definition.number,
            mapping_version=row.mapping_version,
            version=row.number,
            source=row.get_source_display(),
            numerator=hidden if peers is None else amount(peers),
            denominator=_("not shown") if everyone is None else amount(everyone),
            not_attributed=rest or hidden,
            coverage=self._coverage(sums, self.basis) if sums else hidden,
            caution=_("People who had left by the time of the list may be missing.")
            if row.source == Snapshot.Source.WORKED_BACK
            else "",
            counting=rule_words(row.counting_rule) if row.counting_rule_id else "",
        )

    def _four(self, basis: str) -> BasisRow:
        label, row = str(Basis(basis).label), self.all_bases.get(basis)
        if row is None:
            return BasisRow(basis, label, none=_("No data yet"))
        if self.unit.pk not in self.apart.get(self.month, ()):
            return BasisRow(basis, label, none=_("Not shown: too few peer workers"))
        sums = Sums.of(row)
        peers, _others, everyone = self._counts(self.month, sums, self.unit.pk, basis)
        share = self._share(self.month, sums, self.unit.pk, basis)
        text = lambda value: release.HIDDEN_MARK if value is None else amount(value)
        return BasisRow(
            basis, label, text(peers), _("not shown") if self._rounded(basis) else text(everyone),
            release.HIDDEN_MARK if share is None else percentage(share), self._coverage(sums, basis),
        )  # fmt: skip
