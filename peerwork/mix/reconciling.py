"""Sums against rows: every row of a month is read and counted one by one, in another way than the sums were made."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Count

from peerwork.mix import care_sums
from peerwork.mix.activity_models import COUNTED_KINDS, Care, CareMonth, CarePeriod, CareStamp, Kind, Tally
from peerwork.mix.models import Basis, CountsAs, Snapshot
from peerwork.mix.rollups import RANK
from peerwork.people.models import Unit

ROUNDING = Decimal("0.005")  # rounding to a hundred-thousandth of an hour, over some hundred teams


def reconcile(organisation: Unit) -> tuple[int, int, list[str]]:
    """Months and rows read, and in words whatever differs; nothing is changed."""
    answers = care_sums.Answers(organisation.pk)
    months = care_sums.months_known(organisation.pk)
    stamps = dict(CareStamp.objects.filter(organisation=organisation).values_list("month", "stamp"))
    fresh = care_sums.stamp(organisation.pk, months)
    faults, rows = _strays(organisation), 0
    for month in months:
        if stamps.get(month) != fresh[month]:
            faults.append(f"{month:%Y-%m}: the sums were made with other rules, links or lists than hold now")
        said, read = _month(organisation, answers, month)
        faults += said
        rows += read
    return len(months), rows, faults


def _strays(organisation: Unit) -> list[str]:
    """Rows nobody sees and nobody clears, and months whose number of rows is not what was loaded."""
    faults = []
    for period in CarePeriod.objects.filter(organisation=organisation, current=True, submission__isnull=False):
        held = Care.objects.filter(submission=period.submission_id, month=period.month).count()
        if held != period.rows:
            faults.append(f"{period.month:%Y-%m} {period.source}: {period.rows} rows were loaded, {held} are there")
    known = set(CarePeriod.objects.values_list("submission", "month"))
    there = Care.objects.filter(submission__organisation=organisation).order_by()
    for submission, month, number in there.values_list("submission", "month").annotate(Count("pk")):
        if (submission, month) not in known:
            faults.append(f"{month:%Y-%m}: {number} rows of file {submission} belong to nothing")
    return faults


def _month(organisation: Unit, answers: care_sums.Answers, month: date) -> tuple[list[str], int]:
    of, rule = care_sums.MonthOf(answers, month), answers.counting_rule(month)
    minutes: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    contacts: dict[tuple, tuple] = {}
    peers: set = set()
    read = 0
    periods = CarePeriod.objects.filter(organisation=organisation, current=True, month=month)
    for period in periods.exclude(submission=None):
        rows = Care.objects.filter(submission=period.submission_id, month=month).iterator(chunk_size=5000)
        for row in rows:
            read += 1
            key = _key(answers, of, rule, period.source, row)
            for at, value in enumerate((1, row.low, row.minutes, row.high)):
                minutes[key][at] += value
            if row.timed_by != "m":
                order = (key[3] != "", RANK[key[4] or None], key)
                which = (period.source, row.kind, row.contact)
                contacts[which] = min(contacts.get(which, order), order)
            if key[4] == CountsAs.PEER and not key[3] and row.kind in COUNTED_KINDS:
                peers.add(answers.number(row.staff, row.held_on) or row.staff)
    counted: dict[tuple, int] = defaultdict(int)
    for _out, _rank, key in contacts.values():
        counted[key] += 1
    faults = _compare(organisation, month, minutes, counted)
    return faults + _frozen(organisation, month, minutes, counted, peers), read


def _key(answers, of, rule, source: str, row: Care) -> tuple:
    left_out = ""
    unit = answers.teams.get(row.team)
    if row.attendance in care_sums.SPECIAL:
        found = care_sums.SPECIAL[row.attendance]
    else:
        if row.kind in (Kind.GROUP, Kind.DROPIN) and row.team in answers.by_type:
            unit = of.at(row.staff, None, row.held_on).home or unit
        found = of.at(row.staff, unit, row.held_on)
        if row.kind == Kind.DIRECT:
            left_out = rule.counts(row.attendance, row.mechanism, answers.code)
        elif row.kind != Kind.INDIRECT and row.attendance and row.attendance not in rule.attended.split():
            left_out = "attendance"
    return (unit or answers.organisation_id, source, row.kind, left_out, *found.key)


def _compare(organisation: Unit, month: date, minutes: dict, counted: dict) -> list[str]:
    """The sums pages read, beside those counted row by row; the delivery log's own lines are left aside."""
    names = ("unit_id", "source", "kind", "left_out", "counts_as", "profession", "registration")
    logged = Tally.objects.filter(unit__organisation=organisation, held_on__year=month.year, held_on__month=month.month)
    held = {}
    for row in CareMonth.objects.filter(organisation=organisation, month=month):
        key = tuple(getattr(row, name) for name in names)
        held[key] = (row.rows, row.low, row.minutes, row.high, row.contacts)
    faults = []
    for key in sorted(set(held) | set(minutes), key=str):
        if key[1] == "delivery_log" and logged.exists():
            continue
        wanted = (*minutes.get(key, (0, 0, 0, 0)), counted.get(key, 0))
        if held.get(key, (0,) * 5) != wanted:
            faults.append(f"{month:%Y-%m} {key}: sums {held.get(key)}, rows {wanted}")
    return faults


def _frozen(organisation: Unit, month: date, minutes: dict, counted: dict, peers: set) -> list[str]:
    """The organisation's fixed figures, where all its care of the month comes from files."""
    if Tally.objects.filter(unit__organisation=organisation, held_on__year=month.year, held_on__month=month.month):
        return []
    faults = []
    for basis, total in ((Basis.HOURS, _hours(minutes)), (Basis.CONTACTS, _contacts(counted))):
        row = Snapshot.objects.filter(unit=organisation, month=month, basis=basis, current=True).first()
        if row is None:
            continue
        wanted = (total[CountsAs.PEER], total[CountsAs.PEER] + total[CountsAs.CLINICAL], total[""])
        found = (row.numerator, row.denominator, row.not_attributed)
        if any(abs(a - b) > ROUNDING for a, b in zip(wanted, found, strict=True)) or row.peers != len(peers):
            faults.append(f"{month:%Y-%m} {basis}: fixed {found} {row.peers}, rows {wanted} {len(peers)}")
    return faults


def _hours(minutes: dict) -> dict[str, Decimal]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for (_unit, _source, kind, left_out, counts_as, *_rest), (_rows, _low, spent, _high) in minutes.items():
        if not left_out and kind in COUNTED_KINDS:
            total[counts_as] += Decimal(spent) / 60
    return total


def _contacts(counted: dict) -> dict[str, Decimal]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for (_unit, _source, kind, left_out, counts_as, *_rest), number in counted.items():
        if not left_out and kind in COUNTED_KINDS:
            total[counts_as] += number
    return total
