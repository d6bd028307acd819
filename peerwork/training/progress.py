"""How far somebody is in their course: always worked out again from the registers, never kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from peerwork.training.cohorts.models import AssessmentResult, Attendance, Enrolment, Meeting
from peerwork.training.curricula.models import AssessmentPart, Module, ModuleMapping
from peerwork.training.words import Came

HERE = (Came.CAME, Came.LATE, Came.LEFT_EARLY, Came.MADE_UP)


@dataclass(frozen=True)
class Line:
    """One line of a register: which group's day on which module, how long it was, how long they missed of it."""

    cohort: int
    module: int
    minutes: int
    came: str
    missed: int = 0
    made_up_on: date | None = None

    @property
    def attended(self) -> int:
        return max(0, self.minutes - self.missed) if self.came in HERE else 0


@dataclass(frozen=True)
class Course:
    """What a version asks for: hours by module, the threshold, what may be made up, the assessments."""

    hours: dict[int, Fraction]
    threshold: int
    may_make_up: int
    required: frozenset[int] = frozenset()
    for_accreditation: frozenset[int] = frozenset()
    accredited: bool = False


@dataclass
class Progress:
    """What has been attended of a course, module by module, as a part of each (0 to 1)."""

    parts: dict[int, Fraction]
    hours: Fraction
    of_hours: Fraction
    made_up: int
    threshold: int
    assessed: frozenset[int] = frozenset()
    open_assessments: frozenset[int] = frozenset()
    open_accreditation: frozenset[int] = frozenset()
    accreditable: bool = False
    finished: list[int] = field(default_factory=list)

    @property
    def share(self) -> Fraction:
        return self.hours / self.of_hours if self.of_hours else Fraction(0)

    @property
    def attended_enough(self) -> bool:
        return self.of_hours > 0 and self.share * 100 >= self.threshold

    @property
    def can_complete(self) -> bool:
        return self.attended_enough and not self.open_assessments

    @property
    def can_accredit(self) -> bool:
        return self.accreditable and self.can_complete and not self.open_accreditation


def work_out(
    course: Course,
    lines: Iterable[Line],
    planned: dict[tuple[int, int], int],
    carried: Iterable[tuple[int, int]] = (),
    achieved: Iterable[int] = (),
) -> Progress:
    """Progress from the registers alone.

    planned   (group, module) -> minutes of all its days that were not cancelled
    carried   (module of an earlier version, module it counts as)
    achieved  assessments achieved
    A module made up beyond the number allowed counts no more; the earliest made up count first.
    """
    attended: dict[tuple[int, int], int] = defaultdict(int)
    made_up: dict[tuple[int, int], date] = {}
    lines = list(lines)
    for line in lines:
        if line.came == Came.MADE_UP:
            key = (line.cohort, line.module)
            made_up[key] = min(made_up.get(key, date.max), line.made_up_on or date.max)
    counted = {key for key, _on in sorted(made_up.items(), key=lambda item: (item[1], item[0]))[: course.may_make_up]}
    for line in lines:
        key = (line.cohort, line.module)
        if line.came != Came.MADE_UP or key in counted:
            attended[key] += line.attended
    own: dict[int, Fraction] = defaultdict(Fraction)
    for key, minutes in attended.items():
        whole = max(planned.get(key, 0), minutes)
        if whole:
            own[key[1]] += Fraction(minutes, whole)
    parts = {module: _part(module, own, _sources(carried)) for module in course.hours}
    achieved = frozenset(achieved)
    return Progress(
        parts=parts,
        hours=sum((course.hours[module] * part for module, part in parts.items()), Fraction(0)),
        of_hours=sum(course.hours.values(), Fraction(0)),
        made_up=len(counted),
        threshold=course.threshold,
        assessed=achieved,
        open_assessments=course.required - achieved,
        open_accreditation=course.for_accreditation - achieved,
        accreditable=course.accredited,
        finished=[module for module, part in parts.items() if part and part * 100 >= course.threshold],
    )


def _sources(carried) -> dict[int, list[int]]:
    found = defaultdict(list)
    for old, new in carried:
        found[new].append(old)
    return found


def _part(module: int, own: dict[int, Fraction], sources: dict[int, list[int]]) -> Fraction:
    """What was attended of a module, and of those of earlier versions that count as it: one whole at most."""
    seen, ahead, part = set(), [module], Fraction(0)
    while ahead:
        here = ahead.pop()
        if here not in seen:
            seen.add(here)
            part += own.get(here, 0)
            ahead += sources.get(here, ())
    return min(part, Fraction(1))


def progress_of(enrolments: Iterable[Enrolment]) -> dict[int, Progress]:
    """The progress of each of these places, in a constant number of queries."""
    enrolments = list(enrolments)
    editions = {enrolment.edition_id: enrolment.edition for enrolment in enrolments}
    hours: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for pk, edition, length in Module.objects.filter(edition__in=editions, dropped=False).values_list(
        "pk", "edition", "hours"
    ):
        hours[edition][pk] = Fraction(length)
    parts: dict[int, tuple[set, set]] = defaultdict(lambda: (set(), set()))
    for pk, edition, extra in AssessmentPart.objects.filter(edition__in=editions, dropped=False).values_list(
        "pk", "edition", "for_accreditation"
    ):
        parts[edition][extra].add(pk)
    courses = {
        pk: Course(
            hours[pk],
            edition.threshold,
            edition.may_make_up,
            frozenset(parts[pk][False]),
            frozenset(parts[pk][True]),
            edition.accredited,
        )
        for pk, edition in editions.items()
    }
    lines: dict[int, list[Line]] = defaultdict(list)
    groups = {enrolment.cohort_id for enrolment in enrolments}
    for row in Attendance.objects.filter(enrolment__in=enrolments).values_list(
        "enrolment", "meeting__cohort", "meeting__module", "meeting__minutes", "came", "minutes_missed", "made_up_on"
    ):
        lines[row[0]].append(Line(*row[1:]))
        groups.add(row[1])
    planned: dict[tuple[int, int], int] = defaultdict(int)
    for cohort, module, minutes in (
        Meeting.objects.filter(cohort__in=groups).exclude(status="cancelled").values_list("cohort", "module", "minutes")
    ):
        planned[cohort, module] += minutes
    carried = ModuleMapping.objects.filter(
        new__edition__curriculum__in={edition.curriculum_id for edition in editions.values()}, dropped=False
    ).values_list("old", "new")
    carried = list(carried)
    achieved: dict[int, set[int]] = defaultdict(set)
    for enrolment, part in AssessmentResult.objects.filter(enrolment__in=enrolments, result="achieved").values_list(
        "enrolment", "part"
    ):
        achieved[enrolment].add(part)
    return {
        each.pk: work_out(courses[each.edition_id], lines[each.pk], planned, carried, achieved[each.pk])
        for each in enrolments
    }
