"""The share of care by peer workers who were trained and supported at the time, beside the share by all of them.

Training is asked of the facts that training writes, supervision of the kinds somebody must have; both as they stood on
the month's last day, or on the last day before it for somebody who had left by then. A month waits a fortnight first,
because sessions are often written up late; from then on its answer stands as long as its figure does.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as later

from peerwork.mix import care_sums, rollups
from peerwork.mix.models import Basis, Snapshot, Supported, clean_text
from peerwork.mix.rollups import last_day
from peerwork.people.models import Identifier, live
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
