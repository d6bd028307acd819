"""Works out, from placements, rules and completions, what everybody needs and where they stand: reads only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.db.models import Q

from peerwork.people.models import Person, Unit, UnitPath, live
from peerwork.placements.models import Away, Placement, PlacementTerm, SupervisorLink
from peerwork.placements.warnings import REALLY_HELD
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.needs.days import A_DAY, Need, latest, next_due, strictest
from peerwork.training.needs.models import Completion, Exemption, NeedRule, Standing
from peerwork.training.needs.qualifying import Asks, Had, Spell, covers, intervals

COMING = (*REALLY_HELD, "agreed")


@dataclass
class Known:
    """Everything about some people of one organisation that the rules look at."""

    spells: dict[int, list[Spell]] = field(default_factory=lambda: defaultdict(list))
    coming: dict[int, list[Spell]] = field(default_factory=lambda: defaultdict(list))  # agreed, not begun yet
    teams: dict[int, int] = field(default_factory=dict)
    had: dict[int, Had] = field(default_factory=dict)
    booked: dict[tuple[int, int], date] = field(default_factory=dict)
    whys: dict[tuple[int, int], tuple[date, str]] = field(default_factory=dict)


def rules_of(organisation: Unit) -> list[NeedRule]:
    return list(NeedRule.objects.filter(organisation=organisation).order_by("pk"))


def is_for(rule: NeedRule, spell: Spell) -> bool:
    """Whether a rule asks something of somebody in this spell of work."""
    if rule.family and rule.family != spell.family:
        return False
    if rule.band and rule.band != spell.band:
        return False
    if rule.unit_id and rule.unit_id not in spell.units:
        return False
    return spell.supervises or rule.stage != NeedRule.Stage.SUPERVISES


def know(organisation: Unit, people: Iterable[int] | None, today: date) -> Known:
    """What there is about these people (None: everybody placed here), in a fixed number of queries."""
    known = Known()
    held = Placement.objects.filter(host=organisation, status__in=COMING)
    if people is not None:
        held = held.filter(person__in=list(people))
    terms = PlacementTerm.objects.filter(placement__in=held, cancelled_on__isnull=True).order_by("starts_on")
    lines = terms.values_list(
        "placement__person",
        "placement__person__user",
        "placement__status",
        "placement__starts_on",
        "placement__ends_on",
        "placement__post__family",
        "placement__post__band",
        "team",
        "starts_on",
        "ends_on",
    )
    lines = list(lines)
    paths: dict[int, list] = defaultdict(list)
    for below, above, first, last in UnitPath.objects.filter(descendant__organisation=organisation).values_list(
        "descendant", "ancestor", "starts_on", "ends_on"
    ):
        paths[below].append((above, first, last))
    links: dict[int, list] = defaultdict(list)
    for user, first, last in SupervisorLink.objects.filter(stream__organisation=organisation).values_list(
        "supervisor", "starts_on", "ends_on"
    ):
        links[user].append((first, last))
    for person, user, status, began, ended, family, band, team, starts_on, ends_on in lines:
        first = max(starts_on, began)
        last = min((day for day in (ends_on, ended) if day), default=None)
        if last is not None and last < first:
            continue
        pieces = _pieces(first, last, family, band, paths[team], links.get(user, []))
        (known.coming if status == "agreed" else known.spells)[person].extend(pieces)
        if covers(first, last, today) or person not in known.teams:
            known.teams[person] = team
    _learned(known, organisation, set(known.spells) | set(known.coming), people is not None, today)
    return known


def _pieces(first, last, family, band, paths, links) -> list[Spell]:
    """One stretch of work, cut where the team's place in the tree or the supervising changed."""
    marks = {first}
    for begins, ends in [(each[1], each[2]) for each in paths] + links:
        for day in (begins, ends + A_DAY if ends else None):
            if day and first < day and (last is None or day <= last):
                marks.add(day)
    days = sorted(marks)
    found = []
    for place, day in enumerate(days):
        stop = days[place + 1] - A_DAY if place + 1 < len(days) else last
        units = frozenset(above for above, begins, ends in paths if covers(begins, ends, day))
        leads = any(covers(begins, ends, day) for begins, ends in links)
        found.append(Spell(day, stop, family, band, units, leads))
    return found


def _learned(known: Known, organisation: Unit, ids: set[int], some: bool, today: date) -> None:
    """Completions, exemptions and places in groups of these people."""
    done: dict[int, dict[int, list]] = defaultdict(lambda: defaultdict(list))
    free: dict[int, dict[int, list]] = defaultdict(lambda: defaultdict(list))
    theirs = Q(person__in=ids) if some else Q()
    rows = Completion.objects.filter(theirs, course__organisation=organisation, withdrawn_on__isnull=True)
    for person, course, day, expires in rows.values_list("person", "course", "done_on", "expires_on"):
        done[person][course].append((day, expires))
    places = Enrolment.objects.filter(edition__curriculum__organisation=organisation)
    if some:
        places = places.filter(learner__person__in=ids)
    finished = places.filter(status__in=Enrolment.DONE)
    for person, course, day in finished.values_list("learner__person", "edition__curriculum", "finished_on"):
        done[person][course].append((day, None))
    booked = places.filter(status="placed", cohort__status__in=("planned", "open"))
    for person, course, first, last in booked.values_list(
        "learner__person", "edition__curriculum", "cohort__starts_on", "cohort__ends_on"
    ):
        day = first if first >= today else last or first
        known.booked[person, course] = max(day, known.booked.get((person, course), day))
    exempt = Exemption.objects.filter(theirs, course__organisation=organisation)
    for person, course, first, last, why in exempt.values_list("person", "course", "starts_on", "ends_on", "why"):
        free[person][course].append((first, last))
        if covers(first, last, today):
            known.whys[person, course] = (last or date.max, why)
    for person in ids:
        known.had[person] = Had(dict(done.get(person, {})), dict(free.get(person, {})))


# Where everybody stands -----------------------------------------------------------------------------------------------
def needs_of(person: int, known: Known, rules: list[NeedRule], today: date) -> dict[int, Need]:
    """What one person needs today or will, by course."""
    here = known.spells.get(person, []) + known.coming.get(person, [])
    found: dict[int, list[Need]] = defaultdict(list)
    for rule in rules:
        if rule.ends_on is not None and rule.ends_on < today:
            continue
        first = _since([spell for spell in here if is_for(rule, spell)], today)
        if first is None:
            continue
        first = max(first, rule.starts_on)
        days = 0 if rule.stage == NeedRule.Stage.BEFORE else rule.within_days
        need = Need(first, first + timedelta(days=days), rule.every_months, rule.counts, rule.confirmed_on is not None)
        found[rule.course_id].append(need)
    return {course: strictest(needs) for course, needs in found.items()}


def _since(spells: list[Spell], today: date) -> date | None:
    """The first day of the stretch that holds today, or of the next one to come; None where there is neither."""
    first = last = None
    for spell in sorted(spells, key=lambda each: each.first):
        if first is not None and (last is None or spell.first <= last + A_DAY):
            last = None if last is None or spell.last is None else max(last, spell.last)
        else:
            first, last = spell.first, spell.last
        if last is None or last >= today:
            return first
    return None


def standings_of(known: Known, rules: list[NeedRule], today: date) -> dict[tuple[int, int], Standing]:
    """Everybody's standings as they should be stored, by (person, course)."""
    found = {}
    for person in set(known.spells) | set(known.coming):
        for course, need in needs_of(person, known, rules, today).items():
            done_on, valid_until = latest(known.had[person].completions.get(course, []), need.every_months) or (
                None,
                None,
            )
            until, why = known.whys.get((person, course), (None, ""))
            found[person, course] = Standing(
                person_id=person,
                course_id=course,
                team_id=known.teams.get(person),
                needed_from=need.needed_from,
                due_on=need.due_on,
                every_months=need.every_months,
                counts=need.counts,
                confirmed=need.confirmed,
                done_on=done_on,
                valid_until=valid_until,
                booked_on=known.booked.get((person, course)),
                exempt_until=until,
                exempt_why=why,
                next_on=next_due(need.due_on, done_on, valid_until, until),
            )
    return found


# Appropriately trained ------------------------------------------------------------------------------------------------
def trained_intervals(known: Known, rules: list[NeedRule]) -> dict[tuple[int, str], list[tuple[date, date | None]]]:
    """From which day to which day each person was appropriately trained, by (person, role)."""
    asks = [
        Asks(rule.course_id, rule.starts_on, rule.ends_on, rule.every_months, partial(is_for, rule))
        for rule in rules
        if rule.counts and rule.confirmed_on is not None
    ]
    if not asks:
        return {}
    return {
        (person, family): found
        for person, spells in known.spells.items()
        for family in {spell.family for spell in spells}
        if (found := intervals(family, spells, asks, known.had[person]))
    }


def organisations_with_rules() -> list[Unit]:
    return list(Unit.objects.filter(pk__in=NeedRule.objects.values("organisation")))


def people_here(organisation: Unit) -> list[int]:
    """Everybody who is, was or will be placed here, by number."""
    held = Placement.objects.filter(host=organisation, status__in=COMING)
    return sorted(set(held.values_list("person", flat=True)))


def to_remind(organisation: Unit, today: date, until: date):
    """Confirmed needs that fall due up to a day, of people who can be written to and are not away."""

    away = Away.objects.filter(live(today), cancelled_on__isnull=True).values("person")
    rows = Standing.objects.filter(
        course__organisation=organisation, confirmed=True, next_on__gte=today, next_on__lte=until
    )
    rows = rows.filter(Q(exempt_until__isnull=True) | Q(exempt_until__lt=today))
    rows = rows.filter(Q(booked_on__isnull=True) | Q(booked_on__lt=today))
    people = Person.objects.filter(died_on__isnull=True, merged_into__isnull=True, user__is_active=True)
    return rows.filter(person__in=people.values("pk")).exclude(person__in=away).select_related("person__user", "course")
