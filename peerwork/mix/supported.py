"""The share of care by peer workers who were trained and supported at the time, beside the share by all of them.

Training is asked of the facts that training writes, supervision of the kinds somebody must have; both as they stood on
the month's last day, or on the last day before it for somebody who had left by then. A month waits a fortnight first,
because sessions are often written up late; from then on its answer stands as long as its figure does.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit import release
from peerwork.mix import care_sums, rollups
from peerwork.mix.models import Basis, Snapshot, Supported, clean_text
from peerwork.mix.rollups import last_day
from peerwork.mix.shown import amount, percentage, words
from peerwork.people.models import Identifier, Unit, live
from peerwork.placements.models import Qualified
from peerwork.placements.queries import TRAINED, terms_on
from peerwork.supervision import due
from peerwork.training.needs.actions import requirement_of

BASES = (Basis.HOURS, Basis.WTE)  # contacts and people are not sums of what each person gave
WRITTEN_UP = timedelta(days=14)
READY, TRAINING, SUPERVISION, BOTH, UNKNOWN = "ready", "training", "supervision", "both", "unknown"
REASONS = {
    TRAINING: later("Training for the role not complete"),
    SUPERVISION: later("A supervision they must have not in date, or none set"),
    BOTH: later("Neither training nor supervision"),
    UNKNOWN: later("Not known here, or in no post here"),
}
PLACES = Decimal("0.00001")
ENOUGH = 8  # people behind anything told of a reason


# Working it out -------------------------------------------------------------------------------------------------------
def settle(organisation_id: int, today: date | None = None) -> int:
    """Work out every fixed figure that has no answer yet; how many months there were."""
    until = (today or timezone.localdate()) - WRITTEN_UP
    waiting = Snapshot.objects.filter(
        organisation=organisation_id, current=True, basis__in=BASES, supported=None, month__lte=until
    )
    by_month: dict[date, list[Snapshot]] = defaultdict(list)
    for row in waiting:
        if last_day(row.month) <= until:
            by_month[row.month].append(row)
    if not by_month:
        return 0
    people, staff = _people(organisation_id), rollups.Staff.of(organisation_id)
    for month, rows in sorted(by_month.items()):
        stands = standing(organisation_id, month)
        of = lambda number, stands=stands: stands(people.get(number))
        made = []
        for basis in {row.basis for row in rows}:
            sums = _given(organisation_id, month, staff, basis)
            made += [_row(row, sums.get(row.unit_id, {}), of) for row in rows if row.basis == basis]
        Supported.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return len(by_month)


def _people(organisation_id: int) -> dict[str, int]:
    """Staff number, cleaned -> person."""
    rows = Identifier.objects.filter(organisation=organisation_id, system=Identifier.System.STAFF_ID)
    return {clean_text(value): person for value, person in rows.order_by("pk").values_list("value", "person")}


def _given(organisation_id: int, month: date, staff: rollups.Staff, basis: str) -> dict[int, dict]:
    """Unit -> staff number -> what they gave there or below, for the peer workers of a month."""
    if basis == Basis.HOURS:
        own: dict = care_sums.sums_of(organisation_id, [month], {})[0].given
        worth: Callable = lambda minutes: Decimal(minutes) / 60
    else:
        own, worth = staff.peers_of(month), Decimal
    found: dict[int, dict] = defaultdict(lambda: defaultdict(Decimal))
    for unit, each in own.items():
        for above in staff.above_on(unit, last_day(month)):
            for number, value in each.items():
                found[above][number] += worth(value)
    return found


def _row(snapshot: Snapshot, given: dict, of: Callable) -> Supported:
    sums, people = defaultdict(Decimal), Counter()
    for number, value in given.items():
        answer = of(number)
        sums[answer] += value
        people[answer] += 1
    left, told = snapshot.numerator, {}
    for name in (READY, TRAINING, SUPERVISION, BOTH):
        told[name] = min(sums[name].quantize(PLACES, ROUND_HALF_UP), left)
        left -= told[name]
    if left < Decimal("0.01") and not people[UNKNOWN]:  # each was rounded by itself
        told[READY], left = told[READY] + left, Decimal(0)
    return Supported(snapshot=snapshot, unknown=left, people=dict(people), **told)


def standing(organisation_id: int, month: date) -> Callable[[int | None], str]:
    """How each person stood in a month, in a number of queries that does not grow with them."""
    end, before = last_day(month), month - timedelta(days=1)
    roles, left = _roles(organisation_id, end), _roles(organisation_id, before)
    trained = {end: _trained(organisation_id, end), before: _trained(organisation_id, before)}
    supervised = {
        end: _supervised(organisation_id, end),
        before: _supervised(organisation_id, before) if left.keys() - roles.keys() else {},
    }

    def of(person: int | None) -> str:
        day, families = (end, roles[person]) if person in roles else (before, left.get(person, ()))
        if not families:
            return UNKNOWN
        had = any(requirement_of(family) in trained[day].get(person, ()) for family in families)
        kinds = supervised[day].get(person, ())
        had_time = bool(kinds) and due.OVERDUE not in kinds
        return {(True, True): READY, (False, True): TRAINING, (True, False): SUPERVISION}.get((had, had_time), BOTH)

    return of


def _roles(organisation_id: int, day: date) -> dict[int | None, set[str]]:
    """Person -> the roles they hold on a day: those as a peer worker where they have one."""
    rows = terms_on(day).filter(placement__person__organisation=organisation_id)
    found: dict[int | None, dict[bool, set[str]]] = defaultdict(lambda: {True: set(), False: set()})
    names = ("placement__person", "placement__post__lived_experience_essential", "placement__post__family")
    for person, peer, family in rows.values_list(*names):
        found[person][peer].add(family)
    return {person: each[True] or each[False] for person, each in found.items()}


def _trained(organisation_id: int, day: date) -> dict[int, set[str]]:
    rows = Qualified.objects.filter(
        live(day), person__organisation=organisation_id, requirement__startswith=TRAINED, cancelled_on=None
    )
    found: dict[int, set[str]] = defaultdict(set)
    for person, requirement in rows.values_list("person", "requirement"):
        found[person].add(requirement)
    return found


def _supervised(organisation_id: int, day: date) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for fact in due.facts(day, organisation=organisation_id):
        if fact.required:
            found[fact.person_id].add(fact.state)
    return found


# Telling it -----------------------------------------------------------------------------------------------------------
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


def told(unit: Unit, rows: Iterable[Snapshot], month: date, *, rules: release.Rules | None, apart) -> Told | None:
    """What may be told. `rows` are the unit's fixed figures with their answers; `rules` are None as it is.

    apart   which months a director may see the unit apart in; a team never is told of, whatever its size
    Through the release rules a share is whole percent, and a reason is told only of eight people or more.
    """
    known = {row.month: row for row in rows if hasattr(row, "supported")}
    row = known.get(month)
    if row is None or row.basis not in BASES:
        return None
    may = lambda each: (
        rules is None
        or (unit.kind != Unit.Kind.TEAM and apart(each.month) and _enough(each, rules) and each.denominator)
    )
    series = [(when, _share(each, rules) if may(each) else None) for when, each in sorted(known.items())]
    if not may(row):
        return Told(_("How much of it was by peer workers trained and supported at the time is told by service, where "
                      "there are at least %(enough)d of them.") % {"enough": max(ENOUGH, rules.apart_from)},
                    series=series)  # fmt: skip
    share = _share(row, rules)
    sentences = {
        Basis.HOURS: _("In %(month)s, %(share)s of care hours were by peer workers who were trained and supported at "
                       "the time; %(raw)s were by peer workers altogether."),
        Basis.WTE: _("In %(month)s, %(share)s of care staff were peer workers who were trained and supported at the "
                     "time; %(raw)s were peer workers altogether."),
    }  # fmt: skip
    raw = rollups.share(row.numerator, row.denominator)
    said = {"month": words(month), "share": percentage(share), "raw": percentage(raw)}
    reasons, note = _reasons(row, rules)
    return Told(sentences[row.basis] % said, share, percentage(share), reasons, note, series)


def _enough(row: Snapshot, rules: release.Rules) -> bool:
    return sum(row.supported.people.values()) >= max(ENOUGH, rules.apart_from)


def _share(row: Snapshot, rules: release.Rules | None) -> Decimal | None:
    found = rollups.share(row.supported.ready, row.denominator)
    if found is None or rules is None:
        return found
    return found.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _reasons(row: Snapshot, rules: release.Rules | None) -> tuple[list[Reason], str]:
    held, people = row.supported, row.supported.people
    fallen = {name: (getattr(held, name), people.get(name, 0)) for name in REASONS}
    fallen = {name: each for name, each in fallen.items() if each[0] or each[1]}
    if rules is None:
        return [_reason(REASONS[name], *each, row.numerator, str(each[1])) for name, each in fallen.items()], ""
    least = max(ENOUGH, rules.apart_from)
    shown = {name: each for name, each in fallen.items() if each[1] >= least}
    rest = [each for name, each in fallen.items() if name not in shown]
    whole = [_reason(REASONS[name], *each, row.numerator, "") for name, each in shown.items()]
    if sum(number for _sum, number in rest) >= least:
        whole.append(_reason(_("Other reasons together"), sum(s for s, _n in rest), 0, row.numerator, ""))
        rest = []
    few = _("Why the rest fell out is not told, because it was few people.") if rest else ""
    return whole, few


def _reason(label, value: Decimal, _people: int, of: Decimal, people: str) -> Reason:
    part = percentage((value / of).quantize(Decimal("0.01"), ROUND_HALF_UP)) if of else ""
    shown = amount(value) if people else amount(value.quantize(Decimal(1), ROUND_HALF_UP))
    return Reason(str(label), shown, people, part)
