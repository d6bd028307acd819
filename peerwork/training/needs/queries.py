"""What the pages, the API and other apps ask about training that is needed; the user comes first."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.development.queries import covered_people
from peerwork.development.ties import Ask
from peerwork.people.models import Identifier, Person, Unit, UnitPath, live
from peerwork.people.policy import people, units
from peerwork.people.reach import reach_of, units_of
from peerwork.placements.models import Placement, PlacementTerm, Post
from peerwork.placements.reach import employs, supervises, supervises_somebody, works_in
from peerwork.placements.warnings import REALLY_HELD
from peerwork.training.cohorts.models import Cohort, Enrolment
from peerwork.training.curricula.models import Curriculum
from peerwork.training.curricula.policy import curricula
from peerwork.training.needs.days import BOOKED, DONE, DUE, EXEMPT, EXPIRED, LATE, SOON, latest, state
from peerwork.training.needs.models import Completion, LearningFile, NeedRule, Standing, Unmatched
from peerwork.training.needs.policy import (
    completions,
    course_names,
    exemptions,
    files,
    mappings,
    rules,
    standings,
    unmatched,
)
from peerwork.training.words import Kind

WATCHING = ("team_lead", "training_lead", "hr")
RECOVERY = (Kind.PRACTICE, Kind.EXTENSION, Kind.RECOVERY)
COVERAGE = ("training_lead", "hr", "lived_experience_lead", "director")


def may_watch(user) -> bool:
    """Whether somebody reads the training of people other than themselves."""
    return supervises_somebody(user) or bool(set(WATCHING) & set(reach_of(user)))


def state_of(row: Standing, today: date) -> str:
    return state(
        today,
        due_on=row.due_on,
        done_on=row.done_on,
        valid_until=row.valid_until,
        booked_on=row.booked_on,
        exempt_until=row.exempt_until,
    )


def in_words(row: Standing, today: date | None = None) -> tuple[str, str]:
    """Where somebody stands, in words, and the colour of its tag ("": plain text)."""
    today = today or timezone.localdate()
    day = lambda value: date_format(value, "j F Y")
    found = state_of(row, today)
    if found == EXEMPT:
        until = "" if row.exempt_until == date.max else _(" until %(day)s") % {"day": day(row.exempt_until)}
        return _("Exempt%(until)s: %(why)s") % {"until": until, "why": row.get_exempt_why_display()}, "quiet"
    if found == DONE:
        if row.valid_until is None:
            return _("Done %(day)s") % {"day": day(row.done_on)}, ""
        words = _("Done, holds until %(day)s") % {"day": day(row.valid_until)}
        return words, "due" if row.valid_until <= today + SOON else ""
    if found == BOOKED:
        return _("Booked for %(day)s") % {"day": day(row.booked_on)}, "info"
    if found == EXPIRED:
        return _("Ran out on %(day)s") % {"day": day(row.valid_until)}, "over"
    if found == LATE:
        return _("Was due by %(day)s") % {"day": day(row.due_on)}, "over"
    return _("Due by %(day)s") % {"day": day(row.due_on)}, "due" if row.due_on <= today + SOON else "quiet"


SHORT = {
    DONE: lambda row: date_format(row.valid_until, "M Y") if row.valid_until else _("Done"),
    BOOKED: lambda row: _("Booked"),
    DUE: lambda row: _("Due"),
    LATE: lambda row: _("Late"),
    EXPIRED: lambda row: _("Ran out"),
    EXEMPT: lambda row: _("Exempt"),
}


# One person -----------------------------------------------------------------------------------------------------------
@dataclass
class Line:
    """One course somebody needs."""

    row: Standing
    words: str
    kind: str
    state: str
    to_confirm: bool
    group: object = None  # the next group with places that can be asked for

    @property
    def course(self):
        return self.row.course


def lines_of(user, person: Person) -> list[Line]:
    """Everything a person needs, the most pressing first, each with a group that can be booked."""
    today = timezone.localdate()
    rows = list(standings.visible(user).filter(person=person).select_related("course"))
    groups = next_groups({row.course_id for row in rows}, today)
    found = []
    for row in rows:
        words, kind = in_words(row, today)
        found.append(Line(row, words, kind, state_of(row, today), not row.confirmed, groups.get(row.course_id)))
    order = {LATE: 0, EXPIRED: 0, DUE: 1, BOOKED: 2, DONE: 3, EXEMPT: 4}
    return sorted(found, key=lambda line: (order[line.state], line.row.next_on or date.max, line.row.course.name))


def next_groups(courses: Iterable[int], today: date) -> dict[int, Cohort]:
    """The next open group of each course in which people may take a place themselves."""
    rows = Cohort.objects.filter(
        status="open", ask_yourself=True, starts_on__gte=today, edition__curriculum__in=list(courses)
    )
    found: dict[int, Cohort] = {}
    for group in rows.select_related("edition").order_by("starts_on", "pk"):
        found.setdefault(group.edition.curriculum_id, group)
    return found


def completions_of(user, person: Person) -> list:
    rows = completions.visible(user).filter(person=person, withdrawn_on__isnull=True)
    return [completions.show(row) for row in rows.select_related("course", "noted_by")]


def exemptions_of(user, person: Person) -> list:
    rows = exemptions.visible(user).filter(live(), person=person).select_related("course", "decided_by")
    return [exemptions.show(row) for row in rows]


def own_person(user) -> Person | None:
    return Person.objects.filter(user=user.pk).first()


def asks_of_posts(user, person: Person, posts: list[Post]) -> dict[int, list[Ask]]:
    """The courses that confirmed rules ask for in each of these posts, and whether the person has them today."""
    today = timezone.localdate()
    above: dict[int, set[int]] = defaultdict(set)
    paths = UnitPath.objects.filter(live(today), descendant__in={post.team_id for post in posts})
    for below, unit in paths.values_list("descendant", "ancestor"):
        above[below].add(unit)
    roots = {post.team.root_id for post in posts}
    asked = [
        rule
        for rule in rules.visible(user).filter(live(today), organisation__in=roots).select_related("course")
        if rule.confirmed_on and rule.stage != NeedRule.Stage.SUPERVISES
    ]
    done: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    noted = completions.visible(user).filter(person=person, withdrawn_on__isnull=True)
    for course, day, expires in noted.values_list("course", "done_on", "expires_on"):
        done[course].append((day, expires))
    for row in standings.visible(user).filter(person=person, done_on__isnull=False):  # the groups kept here too
        done[row.course_id].append((row.done_on, None))
    found: dict[int, list[Ask]] = defaultdict(list)
    for post in posts:
        for rule in asked:
            here = rule.organisation_id == post.team.root_id and (
                not rule.unit_id or rule.unit_id in above[post.team_id]
            )
            if here and rule.family in ("", post.family) and rule.band in ("", post.band):
                best = latest(done[rule.course_id], rule.every_months)
                found[post.pk].append(Ask(str(rule.course), bool(best) and (best[1] is None or best[1] >= today)))
    return dict(found)


# A team ---------------------------------------------------------------------------------------------------------------
def watched(user, *, team: int | None = None) -> QuerySet[Person]:
    """The people whose training this person reads, who need something; in a fixed number of queries."""
    rule = Q(pk__in=[])
    for reach in (
        supervises("pk"),
        works_in("team_lead", "pk"),
        works_in("training_lead", "pk"),
        employs("hr", "pk"),
    ):
        if (found := reach(user)) is not None:
            rule |= found
    needing = standings.visible(user)
    if team:
        needing = needing.filter(team=team)
    return (
        people.visible(user).filter(rule, pk__in=needing.values("person")).order_by("family_name", "given_name", "pk")
    )


@dataclass
class Matrix:
    """People by courses: a cell for each that is needed, an empty one where it is not."""

    courses: list[Curriculum]
    rows: list[tuple[Person, str, list]] = field(default_factory=list)


def matrix(user, persons: list[Person], today: date | None = None) -> Matrix:
    """The matrix of these people from what is stored: three queries, however many they are."""
    today = today or timezone.localdate()
    cells: dict[tuple[int, int], Standing] = {}
    courses: dict[int, Curriculum] = {}
    teams: dict[int, str] = {}
    rows = standings.visible(user).filter(person__in=[person.pk for person in persons])
    for row in rows.select_related("course", "team"):
        cells[row.person_id, row.course_id] = row
        courses[row.course_id] = row.course
        teams.setdefault(row.person_id, row.team.name if row.team else "")
    found = Matrix(sorted(courses.values(), key=lambda each: (each.name, each.pk)))
    for person in persons:
        line = [cells.get((person.pk, each.pk)) for each in found.courses]
        found.rows.append((person, teams.get(person.pk, ""), [cell and _cell(cell, today) for cell in line]))
    return found


def _cell(row: Standing, today: date) -> dict:
    kind = in_words(row, today)
    found = state_of(row, today)
    return {"text": SHORT[found](row), "long": kind[0], "kind": kind[1], "state": found}


def teams_watched(user) -> QuerySet[Unit]:
    """The teams in which somebody needs something that this person reads."""
    return Unit.objects.filter(pk__in=standings.visible(user).exclude(team=None).values("team")).order_by("name")


def counts_by_state(user, *, team: int | None = None, today: date | None = None) -> Counter[str]:
    """How many needs stand in which state, over everybody in reach: counted in the database."""
    today = today or timezone.localdate()
    rows = standings.visible(user)
    rows = rows.filter(team=team) if team else rows
    free = Q(exempt_until__gte=today)
    free_now = Q(exempt_until__isnull=True) | Q(exempt_until__lt=today)
    held = free_now & Q(done_on__isnull=False) & (Q(valid_until=None) | Q(valid_until__gte=today))
    open_ones = free_now & (Q(done_on=None) | Q(valid_until__lt=today))
    booked = open_ones & Q(booked_on__gte=today)
    unbooked = open_ones & (Q(booked_on=None) | Q(booked_on__lt=today))
    got = rows.order_by().aggregate(
        exempt=Count("pk", filter=free),
        done=Count("pk", filter=held),
        booked=Count("pk", filter=booked),
        expired=Count("pk", filter=unbooked & Q(done_on__isnull=False)),
        due=Count("pk", filter=unbooked & Q(done_on=None, due_on__gte=today)),
        late=Count("pk", filter=unbooked & Q(done_on=None, due_on__lt=today)),
    )
    return Counter(got)


def falling_due(user, *, team: int | None = None, until: date | None = None) -> QuerySet[Standing]:
    """What falls due in the next quarter, and what is late, of people in reach; not what is booked or exempt."""
    today = timezone.localdate()
    rows = standings.visible(user).filter(next_on__lte=until or today + SOON)
    rows = rows.filter(Q(exempt_until__isnull=True) | Q(exempt_until__lt=today))
    rows = rows.filter(Q(booked_on__isnull=True) | Q(booked_on__lt=today))
    rows = rows.filter(team=team) if team else rows
    return rows.select_related("person", "course", "team").order_by("next_on", "person", "pk")


# Rules, files, the queue ----------------------------------------------------------------------------------------------
def rules_for(user, *, past: bool = False) -> list:
    rows = rules.visible(user).select_related("course", "unit", "organisation", "confirmed_by")
    if not past:
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()))
    return [rules.show(row) for row in rows]


def organisations_led(user, *roles: str) -> QuerySet[Unit]:
    return units.visible(user).filter(pk__in=units_of(user, *(roles or ("training_lead",))), organisation__isnull=True)


def courses_of(user) -> QuerySet[Curriculum]:
    """The courses of organisations in which somebody leads training."""
    here = organisations_led(user)
    return curricula.visible(user).filter(organisation__in=here.values("pk"), closed_on__isnull=True)


def courses_for(user, person: Person) -> QuerySet[Curriculum]:
    """The courses that may be noted for somebody: those of the organisations where they work or belong."""
    placed = Placement.objects.filter(person=person).values("host")
    rows = curricula.visible(user).filter(closed_on__isnull=True)
    return rows.filter(Q(organisation__in=placed) | Q(organisation=person.organisation_id))


def units_led(user) -> QuerySet[Unit]:
    return units.visible(user).filter(pk__in=units_of(user, "training_lead"), organisation__isnull=False)


def files_for(user) -> QuerySet[LearningFile]:
    return files.visible(user).select_related("organisation", "course")


def waiting_lines(user) -> QuerySet[Unmatched]:
    rows = unmatched.visible(user).filter(status="waiting").select_related("course", "organisation")
    return rows.order_by("number", "done_on", "pk")


def suggestions(user, lines: list[Unmatched]) -> dict[int, list[Person]]:
    """People whose work email stands in a line: suggested, and never matched by themselves."""
    by_mail = {
        person.work_email.casefold(): person
        for person in people.visible(user).exclude(work_email="")
        if any(person.work_email.casefold() in line.hint.casefold() for line in lines)
    }
    return {line.pk: [person for mail, person in by_mail.items() if mail in line.hint.casefold()] for line in lines}


def people_to_match(user, words: str) -> QuerySet[Person]:
    """People a waiting line could be about, found by a staff number, an email address or a name."""
    rows = people.visible(user).filter(merged_into__isnull=True)
    numbers = Identifier.objects.filter(value__iexact=words.strip(), ended_on__isnull=True)
    found = Q(pk__in=numbers.values("person")) | Q(work_email__iexact=words.strip())
    for word in words.split()[:3]:
        found |= Q(family_name__icontains=word) | Q(given_name__icontains=word)
    return rows.filter(found).order_by("family_name", "given_name", "pk")


def names_for(user):
    rows = course_names.visible(user).filter(ended_on__isnull=True)
    return rows.select_related("course", "organisation")


def mappings_for(user, organisation: Unit | None = None):
    rows = mappings.visible(user).filter(dropped_on__isnull=True).select_related("organisation")
    return rows if organisation is None else rows.filter(organisation=organisation)


def learning_lines(user, organisation: Unit):
    """Every completion in reach with the staff number of whose it is: what goes out to ESR."""
    numbers: dict[int, str] = {}
    held = Identifier.objects.filter(organisation=organisation, ended_on__isnull=True)
    for system in ("esr_assignment", "staff_id"):
        numbers |= dict(held.filter(system=system).values_list("person", "value"))
    intervals = dict(
        standings.visible(user).filter(course__organisation=organisation).values_list("course", "every_months")
    )
    reached = people.visible(user).values("pk")
    rows = completions.visible(user).filter(
        course__organisation=organisation, withdrawn_on__isnull=True, person__in=reached
    )
    lines = list(rows.values_list("person", "course", "course__name", "done_on", "expires_on"))
    finished = Enrolment.objects.filter(
        status__in=Enrolment.DONE, edition__curriculum__organisation=organisation, learner__person__in=reached
    )
    lines += [
        (*line, None)
        for line in finished.values_list(
            "learner__person", "edition__curriculum", "edition__curriculum__name", "finished_on"
        )
    ]
    return numbers, intervals, sorted(set(lines), key=lambda line: (numbers.get(line[0], ""), line[3], line[2]))


# Recovery training by profession and level ----------------------------------------------------------------------------
def recovery_coverage(organisation: Unit, today: date | None = None) -> list[dict]:
    """For each profession and band: how many people work here, and how many of them had recovery training."""
    today = today or timezone.localdate()
    terms = PlacementTerm.objects.filter(
        live(today), cancelled_on__isnull=True, placement__host=organisation, placement__status__in=REALLY_HELD
    )
    here = terms.values_list("placement__person", "placement__post__family", "placement__post__band")
    courses = Curriculum.objects.filter(organisation=organisation, kind__in=RECOVERY).values("pk")
    noted = Completion.objects.filter(course__in=courses, withdrawn_on__isnull=True, done_on__lte=today)
    finished = Enrolment.objects.filter(status__in=Enrolment.DONE, edition__curriculum__in=courses)
    trained = set(noted.values_list("person", flat=True)) | set(finished.values_list("learner__person", flat=True))
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    told: set[int] = set()  # somebody in two posts is one person, counted once
    for person, family, band in here.order_by("placement__starts_on", "placement"):
        if person not in told:
            groups[family, band].add(person)
            told.add(person)
    return [
        {
            "family": str(Post.Family(family).label),
            "band": band,
            "people": len(members),
            "trained": len(members & trained),
        }
        for (family, band), members in sorted(groups.items())
    ]


def coverage_places(user) -> list[Unit]:
    """The organisations whose coverage this person may see."""
    return list(organisations_led(user, *COVERAGE))


def learners_covered(user, cohort: Cohort) -> list[Person]:
    """The learners of a group whose evidence this person reads."""
    places = Enrolment.objects.filter(cohort=cohort, status__in=(*Enrolment.HOLDS_A_PLACE, "stopped"))
    rows = covered_people(user).filter(pk__in=places.values("learner__person"))
    return list(rows.select_related("organisation"))
