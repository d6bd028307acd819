"""From rows of care activity to the sums of a month: who counted as what on the day, in which team, by which rule.

A staff number of a care system is answered for by the crosswalk and the staff list, else by the codes the extract
holds, else by nobody: then its minutes are not attributed. They lower the coverage and are never dropped.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, Max, Q, Sum

from peerwork.mix import rollups
from peerwork.mix.activity_models import (
    COUNTED_KINDS,
    Care,
    CareCode,
    CareMonth,
    CarePeers,
    CarePeriod,
    CareSource,
    CareStaff,
    CareStamp,
    CareTeam,
    CountedRule,
    Kind,
    Profession,
    StaffLink,
    Tally,
)
from peerwork.mix.models import Basis, CountsAs, Snapshot, StaffLine, clean_text
from peerwork.mix.rollups import RANK, Mapping, last_day
from peerwork.people.models import Identifier, Unit, UnitPath

CARE = (Basis.HOURS, Basis.CONTACTS)
OWN_NUMBERS = (CareSource.ACTIVITY, CareSource.DELIVERY_LOG)  # these name staff by their staff number, unless linked
PMHC_PEERS_FROM = date(2019, 1, 1)  # the PMHC MDS has had a code for peer workers since
PMHC_PEER = "peer support worker"
COVERED, ALL = "C", "T"  # in a delivery log: covering another role; the team's other staff together
COVERING, TOGETHER = "covering another role", "other staff together"
HOUR = Decimal(60)


@dataclass(frozen=True)
class Class:
    """How one staff member counts on a day in a team."""

    counts_as: str | None
    profession: str = ""
    registration: str = ""
    home: int | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.counts_as or "", self.profession, self.registration)


SPECIAL = {COVERED: Class(CountsAs.CLINICAL, COVERING), ALL: Class(CountsAs.CLINICAL, TOGETHER)}


class Answers:
    """What is known of an organisation's staff, teams and rules: read once, asked for any month."""

    def __init__(self, organisation_id: int):
        self.organisation_id = organisation_id
        self.code = Unit.objects.values_list("code", flat=True).get(pk=organisation_id)
        self.rules = list(rollups.rules_for(organisation_id))
        self.lists = rollups.lists_of(organisation_id)
        self.units = dict(Unit.objects.filter(organisation=organisation_id).values_list("code", "pk"))
        self.units[self.code] = organisation_id
        types: dict[str, list[int]] = defaultdict(list)
        for pk, kind in Unit.objects.filter(organisation=organisation_id).values_list("pk", "team_type"):
            types[kind].append(pk)
        self.only_of_type = {kind: pks[0] for kind, pks in types.items() if kind and len(pks) == 1}
        self.teams: dict[int, int | None] = {}
        self.by_type: set[int] = {0}  # no team, or only its type: the staff member's home team goes first
        for key, local_id, unit in CareTeam.objects.filter(organisation=organisation_id).values_list(
            "key", "local_id", "unit"
        ):
            if local_id.startswith(TYPE):
                self.by_type.add(key)
                unit = unit or self.only_of_type.get(local_id.removeprefix(TYPE))
            self.teams[key] = unit or self.units.get(local_id.upper())
        self.staff = {
            key: (source, local_id)
            for key, source, local_id in CareStaff.objects.filter(organisation=organisation_id).values_list(
                "key", "source", "local_id"
            )
        }
        self.codes: dict[int, list[tuple]] = defaultdict(list)
        for key, *code in (
            CareCode.objects.filter(staff__organisation=organisation_id)
            .order_by("month")
            .values_list("staff__key", "month", "staff_group", "job_role", "occupation_code", "registered")
        ):
            self.codes[key].append(tuple(code))
        self.links: dict[tuple[str, str], list[tuple]] = defaultdict(list)
        for source, local_id, *link in StaffLink.objects.filter(organisation=organisation_id).values_list(
            "source", "local_id", "starts_on", "ends_on", "staff_id"
        ):
            self.links[source, local_id].append(tuple(link))
        self.professions = {
            key: (name, registration)
            for key, name, registration in Profession.objects.filter(organisation=organisation_id).values_list(
                "key", "name", "registration"
            )
        }
        self.people = dict(
            Identifier.objects.filter(organisation=organisation_id, system=Identifier.System.STAFF_ID)
            .order_by("-ended_on", "pk")
            .values_list("person", "value")
        )
        self.counting = list(
            CountedRule.objects.filter(Q(organisation=organisation_id) | Q(organisation=None)).order_by("number")
        )
        self._lists: dict[int, dict[str, list[tuple]]] = {}
        self._mappings: dict[date, Mapping] = {}

    def counting_rule(self, month: date) -> CountedRule:
        """The organisation's own rule in force, else the national one; the last one written wins."""
        standing = [rule for rule in self.counting if rule.effective_from <= month]
        own = [rule for rule in standing if rule.organisation_id]
        return max(own or standing, key=lambda rule: (rule.effective_from, rule.number))

    def lines(self, month: date) -> dict[str, list[tuple]]:
        """Lines of the staff list that covers a month, else of the last one, by staff number."""
        if not self.lists:
            return {}
        pk = next((pk for day, pk in self.lists if rollups.closes(day) >= month), self.lists[-1][1])
        if pk not in self._lists:
            found: dict[str, list[tuple]] = defaultdict(list)
            names = ("staff_id", "post", "role", "occupation_code", "staff_group")
            for unit, _wte, starts, ends, *values in (
                StaffLine.objects.filter(submission=pk).order_by("-wte", "pk")
                .values_list("unit_id", "wte", "starts_on", "ends_on", *names)
            ):  # fmt: skip
                keys = dict(zip(names, map(clean_text, values), strict=True))
                found[keys["staff_id"]].append((unit, starts, ends, keys, values[-1]))
            self._lists[pk] = dict(found)
        return self._lists[pk]

    def mapping(self, day: date) -> Mapping:
        if day not in self._mappings:
            self._mappings[day] = Mapping(self.rules, day)
        return self._mappings[day]

    def number(self, staff: int, day: date) -> str:
        """The staff number a number of a care system stands for on a day, cleaned; "" where nobody has said."""
        source, local_id = self.staff.get(staff, ("", ""))
        for starts, ends, number in self.links.get((source, local_id), ()):
            if starts <= day and (ends is None or ends >= day):
                return clean_text(number)
        return clean_text(local_id) if source in OWN_NUMBERS else ""


TYPE = "type:"  # a team number made of a team type, where the extract names no team


class MonthOf:
    """One month of an organisation: classes of staff by day, asked once for each."""

    def __init__(self, answers: Answers, month: date):
        self.answers, self.month, self.last = answers, month, last_day(month)
        self.lines = answers.lines(month)
        inside = lambda days: {day for day in days if day and month < day <= self.last}
        self.turns = inside(
            day for rule in answers.rules for day in (rule.starts_on, rule.ends_on and rule.ends_on + timedelta(1))
        )
        self.inside = inside
        self._classes: dict[tuple, Class] = {}
        self._turns: dict[int, list[date]] = {}

    def turns_of(self, staff: int) -> list[date]:
        """The days of the month from which something about a staff member may be otherwise, its first included."""
        if staff not in self._turns:
            found = set(self.turns)
            source = self.answers.staff.get(staff, ("", ""))
            numbers = {self.answers.number(staff, self.month)}
            for starts, ends, number in self.answers.links.get(source, ()):
                found |= self.inside((starts, ends and ends + timedelta(1)))
                numbers.add(clean_text(number))
            for number in numbers:
                for _unit, starts, ends, *_rest in self.lines.get(number, ()):
                    found |= self.inside((starts, ends and ends + timedelta(1)))
            self._turns[staff] = [self.month, *sorted(found)]
        return self._turns[staff]

    def changes(self, staff: int) -> bool:
        """Whether the staff member counts in different ways, or has different home teams, within the month."""
        turns = self.turns_of(staff)
        if len(turns) == 1:
            return False
        units = [None, *{unit for n in self._numbers(staff) for unit, *_rest in self.lines.get(n, ())}]
        return any(len({self.at(staff, unit, day) for day in turns}) > 1 for unit in units)

    def _numbers(self, staff: int) -> set[str]:
        return {self.answers.number(staff, day) for day in self.turns_of(staff)}

    def at(self, staff: int, unit: int | None, day: date | None = None) -> Class:
        """How a staff member counts in a unit on a day (any day, for those who count in one way all month)."""
        day = day or self.month
        turn = max((turn for turn in self.turns_of(staff) if turn <= day), default=self.month)
        key = (staff, unit, turn)
        if key not in self._classes:
            self._classes[key] = self._class(staff, unit, turn)
        return self._classes[key]

    def forget(self) -> None:
        """Its sums are made: how each staff member counts in each team is no longer held, a large extract has many."""
        self._classes.clear()
        self._turns.clear()

    def _class(self, staff: int, unit: int | None, day: date) -> Class:
        if not staff:
            return Class(None)
        source, _local = self.answers.staff.get(staff, ("", ""))
        found = self.by_number(self.answers.number(staff, day), unit, day)
        if found and found.counts_as is not None:
            return found
        group, role, occupation, registered = self._code(staff)
        keys = {
            "staff_id": self.answers.number(staff, day), "role": clean_text(role),
            "occupation_code": clean_text(occupation), "staff_group": clean_text(group),
        }  # fmt: skip
        counts_as = self.answers.mapping(day).counts_as(keys)
        if source == CareSource.PMHC and keys["staff_group"] == PMHC_PEER and day < PMHC_PEERS_FROM:
            counts_as = None
        if found and counts_as is None:
            return found
        told = {True: "registered", False: "unregistered"}.get(registered, "")
        return self._named(counts_as, group or role, found.home if found else None, told)

    def _code(self, staff: int) -> tuple:
        known = self.answers.codes.get(staff)
        if not known:
            return ("", "", "", None)
        return next((code for code in reversed(known) if code[0] <= self.month), known[0])[1:]

    def by_number(self, number: str, unit: int | None, day: date) -> Class | None:
        """How the person with a staff number counts: by their post in that team if they have one there, else by any."""
        live = [line for line in self.lines.get(number, ()) if line[1] <= day and (line[2] is None or line[2] >= day)]
        if not live:
            return None
        home = live[0][0]
        here = [line for line in live if line[0] == unit] or live
        mapping = self.answers.mapping(day)
        counted = [(mapping.counts_as(line[3]), line[4]) for line in here]
        counts_as, group = min(counted, key=lambda each: RANK[each[0]])
        return self._named(counts_as, group, home)

    def _named(self, counts_as: str | None, group: str, home: int | None, told: str = "") -> Class:
        name, registration = self.answers.professions.get(clean_text(group), (group, told))
        return Class(counts_as, name, registration, home)


# Sums -----------------------------------------------------------------------------------------------------------------
NAMES = (
    "rows", "contacts", "low", "minutes", "high", "minutes_of_contact", "rows_without_minutes", "rows_without_team",
)  # fmt: skip
Key = tuple  # unit, source, kind, left out, counts as, profession, registration


class Sums:
    """The sums of one month as they will be written."""

    def __init__(self, answers: Answers, month: date):
        self.of = MonthOf(answers, month)
        self.answers, self.month = answers, month
        self.rule = answers.counting_rule(month)
        self.rows: dict[Key, list[int]] = defaultdict(lambda: [0] * len(NAMES))
        self.peers: dict[int, set] = defaultdict(set)
        self.given: dict[int, dict] = defaultdict(lambda: defaultdict(int))  # unit -> staff number -> peer minutes

    def key(self, source: str, kind: str, left_out: str, team: int, staff: int, day: date | None) -> tuple:
        unit = self.answers.teams.get(team)
        if left_out in SPECIAL:
            found, left_out = SPECIAL[left_out], ""
        else:
            if team in self.answers.by_type and kind in (Kind.GROUP, Kind.DROPIN):
                unit = self.of.at(staff, None, day).home or unit
            found = self.of.at(staff, unit, day)
        return (unit or self.answers.organisation_id, source, kind, left_out, *found.key), unit

    def add(self, source: str, submission: int) -> None:
        """The rows of one source, as this submission brought them."""
        for kind, team, staff, left_out, on, *sums in self._grouped(submission):
            day = _date(on)
            key, unit = self.key(source, kind, left_out, team, staff, day)
            row = self.rows[key]
            for at, value in enumerate(sums):
                row[at] += value
            row[-1] += 0 if unit else sums[0]
            self._peer(key, left_out, kind, staff, day, sums[3])
        contacts: dict[tuple[str, int], tuple] = {}
        for kind, contact, team, staff, left_out, on in self._shared(submission):
            key, _unit = self.key(source, kind, left_out, team, staff, _date(on))
            order = (left_out != "", RANK[key[4] or None], key)
            known = contacts.get((kind, contact))
            contacts[kind, contact] = order if known is None else min(known, order)
        for _out, _rank, key in contacts.values():
            self.rows[key][1] += 1

    def _peer(self, key: Key, left_out: str, kind: str, staff: int, day: date | None, minutes: int) -> None:
        if key[4] == CountsAs.PEER and not left_out and kind in COUNTED_KINDS:
            number = self.answers.number(staff, day or self.month) or staff
            self.peers[key[0]].add(number)
            self.given[key[0]][number] += minutes

    def add_tallies(self) -> None:
        """The delivery log: minutes and counts as people wrote them down."""
        organisation = self.answers.organisation_id
        rows = Tally.objects.filter(
            Q(unit=organisation) | Q(unit__organisation=organisation), status=Tally.Status.LOGGED,
            held_on__gte=self.month, held_on__lte=self.of.last,
        )  # fmt: skip
        for row in rows:
            number = clean_text(self.answers.people.get(row.person_id, ""))
            found = self.of.by_number(number, row.unit_id, row.held_on) if number else None
            if found is None and number:
                found = Class(self.answers.mapping(row.held_on).counts_as({"staff_id": number}))
            if row.covering:
                found = SPECIAL[COVERED]
            elif row.person_id is None:
                found = SPECIAL[ALL]
            found = found or Class(None)
            key = (row.unit_id, CareSource.DELIVERY_LOG, row.kind, "", *found.key)
            sums = (1, row.contacts, row.minutes, row.minutes, row.minutes, 0, not row.minutes, 0)
            self.rows[key] = [a + b for a, b in zip(self.rows[key], sums, strict=True)]
            if found.counts_as == CountsAs.PEER and row.kind in COUNTED_KINDS:
                self.peers[row.unit_id].add(number)
                self.given[row.unit_id][number] += row.minutes

    # From the rows ----------------------------------------------------------------------------------------------------
    def _left_out(self) -> tuple[str, list]:
        """SQL for why a row is outside the counting rule; only contacts with one person have one."""
        attended = self.rule.attended.split() or ["-"]
        ways = sorted(self.rule.counted_mechanisms(self.answers.code)) or ["-"]
        marks = lambda values: ", ".join(["%s"] * len(values))
        sql = (
            f"CASE WHEN attendance IN ('{COVERED}', '{ALL}') THEN attendance WHEN kind = 'indirect' THEN '' "
            f"WHEN kind <> 'direct' AND attendance = '' THEN '' "
            f"WHEN attendance NOT IN ({marks(attended)}) THEN 'attendance' WHEN kind <> 'direct' THEN '' "
            f"WHEN mechanism IN ({marks(ways)}) THEN '' WHEN mechanism = '' THEN 'none' ELSE mechanism END"
        )
        return sql, [*attended, *ways]

    def _day(self, submission: int) -> tuple[str, list]:
        """SQL for the day, asked only of those who change within the month."""
        known = Care.objects.filter(submission=submission, month=self.month).order_by()
        changing = [
            staff for staff in known.values_list("staff", flat=True).distinct() if staff and self.of.changes(staff)
        ] if self.of.turns or self._anybody_turns() else []  # fmt: skip
        if not changing:
            return "NULL", []
        if len(changing) > 500:
            return "held_on", []
        return f"CASE WHEN staff IN ({', '.join(['%s'] * len(changing))}) THEN held_on END", changing

    def _anybody_turns(self) -> bool:
        days = [d for link in self.answers.links.values() for s, e, _n in link for d in (s, e and e + timedelta(1))]
        days += [
            day for lines in self.of.lines.values() for _u, starts, ends, *_rest in lines
            for day in (starts, ends and ends + timedelta(1))
        ]  # fmt: skip
        return bool(self.of.inside(days))

    def _grouped(self, submission: int) -> Iterable[tuple]:
        left_out, values = self._left_out()
        day, changing = self._day(submission)
        sql = f"""
            SELECT kind, team, staff, {left_out} AS left_out, {day} AS day, COUNT(*),
                   SUM(CASE WHEN shared OR timed_by = 'm' THEN 0 ELSE 1 END), SUM(low), SUM(minutes), SUM(high),
                   SUM(CASE WHEN timed_by = 'c' THEN minutes ELSE 0 END),
                   SUM(CASE WHEN timed_by = 'n' THEN 1 ELSE 0 END)
            FROM mix_care WHERE submission_id = %s AND month = %s GROUP BY 1, 2, 3, 4, 5
        """  # noqa: S608  made of our own words; every value is a parameter
        return self._rows(sql, [*values, *changing, submission, self.month])

    def _shared(self, submission: int) -> Iterable[tuple]:
        left_out, values = self._left_out()
        sql = f"""
            SELECT kind, contact, team, staff, {left_out}, held_on FROM mix_care
            WHERE submission_id = %s AND month = %s AND shared
        """  # noqa: S608
        return self._rows(sql, [*values, submission, self.month])

    def _rows(self, sql: str, values: list) -> Iterable[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            while rows := cursor.fetchmany(5000):
                yield from rows

    # As they are written ----------------------------------------------------------------------------------------------
    def months(self) -> list[CareMonth]:
        names = ("unit_id", "source", "kind", "left_out", "counts_as", "profession", "registration")
        return [
            CareMonth(
                organisation_id=self.answers.organisation_id, month=self.month,
                **dict(zip(names, key, strict=True)), **dict(zip(NAMES, map(int, row), strict=True)),
            )
            for key, row in sorted(self.rows.items())
        ]  # fmt: skip

    def peers_above(self, above: dict[int, list[tuple]]) -> list[CarePeers]:
        """Peer workers of every unit with all below it, each counted once."""
        organisation = self.answers.organisation_id
        total: dict[int, set] = defaultdict(set)
        for unit in {key[0] for key in self.rows}:
            for each in up(unit, organisation, above, self.of.last):
                total[each] |= self.peers.get(unit, set())
        return [
            CarePeers(organisation_id=organisation, month=self.month, unit_id=unit, peers=len(found))
            for unit, found in sorted(total.items())
        ]


def _date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value  # SQLite gives days as words


def above_of(organisation_id: int) -> dict[int, list[tuple]]:
    """Unit -> (unit above, from, to), for an organisation."""
    above: dict[int, list[tuple]] = defaultdict(list)
    for descendant, *link in UnitPath.objects.filter(descendant__organisation=organisation_id, depth__gt=0).values_list(
        "descendant_id", "ancestor_id", "starts_on", "ends_on"
    ):
        above[descendant].append(tuple(link))
    return above


def up(unit: int, organisation_id: int, above: dict[int, list[tuple]], day: date) -> set[int]:
    """A unit and all above it on a day, the organisation always."""
    found = {a for a, starts, ends in above.get(unit, ()) if starts <= day and (ends is None or ends >= day)}
    return {unit, organisation_id} | found


def months_known(organisation_id: int) -> list[date]:
    """The months an organisation has care activity of, from any source."""
    known = set(CarePeriod.objects.filter(organisation=organisation_id, current=True).values_list("month", flat=True))
    logged = Tally.objects.filter(
        Q(unit=organisation_id) | Q(unit__organisation=organisation_id), status=Tally.Status.LOGGED
    )
    return sorted(known | {rollups.first_of(day) for day in logged.values_list("held_on", flat=True).distinct()})


def sums_of(organisation_id: int, months: Iterable[date], instead: dict[tuple[str, date], int | None]) -> list[Sums]:
    """The sums of these months; `instead` names submissions about to take the place of a source's month."""
    answers = Answers(organisation_id)
    periods: dict[date, dict[str, int | None]] = defaultdict(dict)
    for source, month, submission in CarePeriod.objects.filter(organisation=organisation_id, current=True).values_list(
        "source", "month", "submission"
    ):
        periods[month][source] = submission
    for (source, month), submission in instead.items():
        periods[month][source] = submission
    found = []
    for month in months:
        sums = Sums(answers, month)
        for source, submission in sorted(periods[month].items()):
            if submission:
                sums.add(source, submission)
        sums.add_tallies()
        sums.of.forget()
        found.append(sums)
    return found


def stamp(organisation_id: int, months: Iterable[date]) -> dict[date, str]:
    """What the sums of each month depend on, but for the rows themselves: rules, lists, links, teams, tallies, tree."""
    state = lambda rows: rows.aggregate(n=Count("pk"), last=Max("pk"), sum=Sum("version"))
    ours = {"organisation": organisation_id}
    everywhere = [
        rollups.mapping_version(organisation_id),
        rollups.lists_of(organisation_id),
        *(sorted(state(model.objects.filter(**ours)).items()) for model in (StaffLink, CareTeam, Profession)),
        CareCode.objects.filter(staff__organisation=organisation_id).aggregate(n=Count("pk"), last=Max("pk")),
        UnitPath.objects.filter(descendant__organisation=organisation_id).aggregate(n=Count("pk"), last=Max("pk")),
        Unit.objects.filter(organisation=organisation_id).aggregate(n=Count("pk"), sum=Sum("version")),
        Identifier.objects.filter(organisation=organisation_id).aggregate(n=Count("pk"), sum=Sum("version")),
        CountedRule.objects.filter(Q(organisation=organisation_id) | Q(organisation=None)).aggregate(n=Max("number")),
    ]
    logged: dict[date, list] = defaultdict(list)
    tallies = Tally.objects.filter(Q(unit=organisation_id) | Q(unit__organisation=organisation_id)).order_by("pk")
    for pk, day, version in tallies.values_list("pk", "held_on", "version"):
        logged[rollups.first_of(day)].append((pk, version))
    periods: dict[date, list] = defaultdict(list)
    known = CarePeriod.objects.filter(organisation=organisation_id, current=True).order_by("source")
    for month, source, submission in known.values_list("month", "source", "submission"):
        periods[month].append((source, submission))
    return {
        month: hashlib.sha256(repr((everywhere, logged[month], periods[month])).encode()).hexdigest()
        for month in months
    }


# Written --------------------------------------------------------------------------------------------------------------
def write(organisation_id: int, months: Iterable[date], instead: dict, flip: Callable | None = None):
    """Work the sums of these months out, and write them in one short transaction, with `flip` in it if given.

    Nobody waits for the working out; if what it was made from has changed by then, it is done again.
    """
    months = list(months)
    while True:
        stamps = stamp(organisation_id, months)
        made = sums_of(organisation_id, months, instead)
        above = above_of(organisation_id)
        version = rollups.mapping_version(organisation_id)
        rows = _prepared(CareMonth, [row for sums in made for row in sums.months()])
        peers = _prepared(CarePeers, [row for sums in made for row in sums.peers_above(above)])
        with transaction.atomic():
            Unit.objects.select_for_update().get(pk=organisation_id)
            if stamps != stamp(organisation_id, months):
                continue
            result = flip() if flip else None
            of_months = {"organisation": organisation_id, "month__in": months}
            for model in (CareMonth, CarePeers, CareStamp):
                model.objects.filter(**of_months).delete()
            with connection.cursor() as cursor:
                for sql, values in (rows, peers):
                    cursor.executemany(sql, values)
            after = stamp(organisation_id, months)
            CareStamp.objects.bulk_create(
                CareStamp(
                    organisation_id=organisation_id, month=sums.month, stamp=after[sums.month],
                    counting_rule=sums.rule, mapping_version=version,
                )
                for sums in made
            )  # fmt: skip
            return result


def _prepared(model, rows: list) -> tuple[str, list[tuple]]:
    """Rows as the database takes them, made ready before anybody has to wait."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    table, columns = model._meta.db_table, ", ".join(field.column for field in fields)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608  our own words
    put = [(field.attname, field.get_db_prep_save) for field in fields]
    return sql, [tuple(save(getattr(row, name), connection) for name, save in put) for row in rows]


def refresh(organisation_id: int) -> int:
    """Work out again the months whose rules, lists, links, teams or tallies have changed; how many there were."""
    months = months_known(organisation_id)
    held = dict(CareStamp.objects.filter(organisation=organisation_id).values_list("month", "stamp"))
    stale = [month for month, stamp in stamp(organisation_id, months).items() if held.get(month) != stamp]
    gone = sorted(set(held) - set(months))
    if stale or gone:
        write(organisation_id, stale + gone, {})
    return len(stale)


# Figures --------------------------------------------------------------------------------------------------------------
def figures(organisation_id: int, months: Iterable[date]) -> dict[date, dict[tuple[int, str], rollups.Tally]]:
    """Month -> (unit, basis) -> hours and contacts by peer workers and others, for each unit with all below it."""
    months = list(months)
    above = above_of(organisation_id)
    peers = {
        (month, unit): number
        for month, unit, number in CarePeers.objects.filter(organisation=organisation_id, month__in=months).values_list(
            "month", "unit_id", "peers"
        )
    }
    found: dict[date, dict[tuple[int, str], rollups.Tally]] = {}
    for month, rows in _by_month(organisation_id, months).items():
        found[month] = _figures(organisation_id, month, rows, above, peers)
    return found


def _by_month(organisation_id: int, months: list[date]) -> dict[date, list[tuple]]:
    rows: dict[date, list[tuple]] = defaultdict(list)
    counted = CareMonth.objects.filter(
        organisation=organisation_id, month__in=months, left_out="", kind__in=COUNTED_KINDS
    ).order_by()
    for month, *row in counted.values_list("month", "unit_id", "source", "counts_as").annotate(
        Sum("contacts"), Sum("low"), Sum("minutes"), Sum("high")
    ):
        rows[month].append(tuple(row))
    return rows


def _figures(organisation_id: int, month: date, rows: list[tuple], above, peers) -> dict:
    sources = {row[1] for row in rows}
    source = sources.pop() if len(sources) == 1 else Snapshot.Source.SEVERAL
    tallies: dict[tuple[int, str], rollups.Tally] = {}
    bands: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])  # peers low, high; others low, high
    for unit, _source, counts_as, contacts, low, minutes, high in rows:
        hours = (Decimal(minutes) / HOUR).quantize(Decimal("0.00001"))  # so that parts add up to their whole
        for each in up(unit, organisation_id, above, last_day(month)):
            for basis, amount in ((Basis.HOURS, hours), (Basis.CONTACTS, Decimal(contacts))):
                tally = tallies.setdefault((each, basis), rollups.Tally(source, peers.get((month, each), 0)))
                tally.add(counts_as or None, amount)
            at = {CountsAs.PEER: 0, CountsAs.CLINICAL: 2}.get(counts_as)
            if at is not None:
                bands[each][at] += low
                bands[each][at + 1] += high
    for unit, (peer_low, peer_high, other_low, other_high) in bands.items():
        if (peer_low, other_low) != (peer_high, other_high):
            hours = tallies[unit, Basis.HOURS]
            hours.low, hours.high = _fraction(peer_low, other_high), _fraction(peer_high, other_low)
    return tallies


def _fraction(part: int, rest: int) -> Decimal | None:
    return (Decimal(part) / (part + rest)).quantize(Decimal("0.00000001")) if part + rest else None


def groups_of_lists(organisation_id: int) -> set[str]:
    """The staff groups of the last staff list."""
    lists = rollups.lists_of(organisation_id)
    rows = StaffLine.objects.filter(submission=lists[-1][1]) if lists else StaffLine.objects.none()
    return set(rows.order_by().values_list("staff_group", flat=True).distinct())


def organisations() -> list[int]:
    """The ids of the organisations that have care activity."""
    logged = Tally.objects.order_by().values_list("unit__organisation", "unit").distinct()
    return sorted(
        set(CarePeriod.objects.order_by().values_list("organisation", flat=True).distinct())
        | {root or unit for root, unit in logged}
    )


def in_use(organisation_id: int, month: date) -> bool:
    """Whether anybody has said who counts, as at the last day of the month: before, no figure is fixed."""
    return bool(Mapping(list(rollups.rules_for(organisation_id)), last_day(month)))
