"""Completed courses come in: from Moodle, spreadsheets, statements. Good rows together; a repeat changes nothing.

A named writer. People are matched on stable numbers, never on a name; who is not found waits in a queue. Reports name
the row, the column, the rule and what to do, and never a value.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from simple_history.utils import bulk_create_with_history

from peerwork.kit.errors import Invalid, NotAllowed, Refused
from peerwork.kit.records import acting, creating
from peerwork.kit.staging import Report, Staged, stage
from peerwork.people.actions import system_user
from peerwork.people.models import Identifier, Unit
from peerwork.people.reach import units_of
from peerwork.training.curricula.models import Curriculum
from peerwork.training.needs import actions, reading
from peerwork.training.needs.models import Completion, CourseName, LearningFile, Unmatched
from peerwork.training.needs.policy import completions, files
from peerwork.training.needs.reading import BadCell, Said

Profile = LearningFile.Profile
Source = Completion.Source
NOTED, HERE, WAITING, REFUSED = "noted", "here", "waiting", "refused"
WORDS = {
    "check": lazy("The file was checked. Nothing was loaded."),
    "publish": lazy("The file was loaded."),
    "pass_over": lazy("All of this is here already. Nothing was changed."),
}


def import_learning(
    source,
    profile: str,
    organisation: Unit,
    *,
    by,
    course: Curriculum | None = None,
    columns: dict | None = None,
    dry_run: bool = False,
    name: str = "",
) -> LearningFile:
    """Load a file of completed courses; `course`: what a file from Moodle's course completion report is about.

    Returns the file: its `status`, `message` and `report` say what happened. Raises NotAllowed, Invalid.
    """
    if not files.may_start(by, "hand_in"):
        raise NotAllowed()
    if profile not in Profile.values:
        raise Invalid(fields={"profile": [_("We don't know this kind of file.")]})
    if profile == Profile.COMPLETION and course is None:
        raise Invalid(fields={"course": [_("Say which course this file is about.")]})
    staged = source if isinstance(source, Staged) else stage(source, name)
    with staged if staged is not source else nullcontext(staged):
        values = {"organisation": organisation, "profile": profile, "file_name": name or staged.name, "course": course}
        with creating(files, "hand_in", by=by, sha256=staged.sha256 or "0" * 64, dry_run=dry_run, **values) as file:
            file.handed_in_by = by
        report = Report()
        try:
            found = _Found(organisation, report)
            found.take(_rows(staged.path, profile, report, course, columns or {}), course)
            if report.read and report.too_bad():
                raise Invalid(
                    _("%(bad)d of %(all)d rows can't be loaded, so nothing was. Mend the rows listed, then try again.")
                    % {"bad": report.refused, "all": report.read}
                )
            source_word = Source.FILE if profile == Profile.MAPPED else Source.MOODLE
            verb = "check" if dry_run else "publish" if found.new or found.waiting else "pass_over"
            with transaction.atomic():
                if verb == "publish":
                    found.write(by=by, source=source_word, file=file)
                file = _finish(file, verb, WORDS[verb], report, by=by, counts=found.counts)
        except Refused as problem:
            file = _finish(file, "refuse", problem.message, report, by=by, counts={})
    if verb_done(file):
        actions.refresh(organisation, sorted({completion.person_id for completion in found.new}))
    return file


def verb_done(file: LearningFile) -> bool:
    return file.status == LearningFile.Status.PUBLISHED


def _rows(path: Path, profile: str, report: Report, course, columns: dict) -> Iterator[Said]:
    if profile == Profile.PROGRESS:
        return reading.moodle_progress(path, report)
    if profile == Profile.COMPLETION:
        return reading.moodle_completion(path, report, course.name)
    return reading.mapped(path, report, columns)


def _finish(file, verb, message, report: Report, *, by, counts: dict) -> LearningFile:
    with acting(files, verb, file, by=by) as file:
        file.rows_read, file.rows_refused = report.read, report.refused
        file.rows_accepted = 0 if verb == "refuse" else report.accepted
        file.message, file.finished_at, file.progress = str(message), timezone.now(), 100
        file.report = report.as_dict() | {"rows_accepted": file.rows_accepted, **counts}
    return file


# Matching -------------------------------------------------------------------------------------------------------------
@dataclass
class Known:
    """What rows are looked up in: numbers of people, names of courses."""

    people: dict[tuple[str, str], int]
    courses: dict[str, Curriculum]

    @classmethod
    def of(cls, organisation: Unit) -> "Known":
        numbers = Identifier.objects.filter(
            organisation=organisation, ended_on__isnull=True, system__in=("staff_id", "lms"), person__merged_into=None
        )
        courses: dict[str, Curriculum] = {}
        for each in Curriculum.objects.filter(organisation=organisation):
            courses[actions.key_of(each.name)] = courses[actions.key_of(each.code)] = each
        names = CourseName.objects.filter(organisation=organisation, ended_on__isnull=True).select_related("course")
        courses |= {name.key: name.course for name in names}
        return cls(
            {
                (system, plain(value)): person
                for system, value, person in numbers.values_list("system", "value", "person")
            },
            courses,
        )

    def person(self, numbers: Iterable[tuple[str, str]]) -> int | None:
        """The one person these numbers name; None where nobody has them, or where two of them name two people."""
        found = {self.people[key] for system, value in numbers if (key := (system, plain(value))) in self.people}
        return found.pop() if len(found) == 1 else None

    def course(self, words: str) -> Curriculum | None:
        return self.courses.get(actions.key_of(words))


def plain(value: str) -> str:
    """A number as it is compared: case and leading noughts do not matter."""
    return value.strip().casefold().lstrip("0")


@dataclass
class _Found:
    """What a file brings that is not here yet."""

    organisation: Unit
    report: Report
    new: list[Completion] = field(default_factory=list)
    waiting: list[Unmatched] = field(default_factory=list)
    same: int = 0
    passed_over: dict[str, int] = field(default_factory=dict)  # names of activities that are no course here

    def take(self, said: Iterable[Said], course: Curriculum | None) -> list[str]:
        """Sort what is said into what is new, what waits and what is here; what became of each, in its order."""
        known = Known.of(self.organisation)
        of_course = Completion.objects.filter(course__organisation=self.organisation)
        here = set(of_course.filter(withdrawn_on=None).values_list("person", "course", "done_on"))
        # What somebody took back as a mistake does not come again with the next file.
        here |= set(of_course.exclude(withdrawn_on=None).values_list("person", "course", "done_on"))
        lines = Unmatched.objects.filter(organisation=self.organisation)
        queued = set(lines.values_list("system", "number", "course", "done_on"))
        refused: set[int] = set()
        told: list[str] = []
        for each in said:
            told.append(NOTED)
            what = course or known.course(each.course)
            if what is None:
                told[-1] = REFUSED
                if each.column != "course":  # one of many activities of a Moodle file
                    self.passed_over[each.course] = self.passed_over.get(each.course, 0) + 1
                elif each.row not in refused:
                    refused.add(each.row)
                    advice = _("Say which course this is under “Names of courses”, or use the course's own name.")
                    self.report.refuse(each.row, each.column, _("unknown course"), advice)
                continue
            person = known.person(each.numbers)
            if person is None:
                told[-1] = self._wait(each, what, queued)
                continue
            key = (person, what.pk, each.done_on)
            if key in here:
                told[-1] = HERE
                self.same += 1
                continue
            here.add(key)
            self.new.append(
                Completion(
                    person_id=person, course=what, done_on=each.done_on, expires_on=each.expires_on,
                    reference=each.reference, version=1,
                )
            )  # fmt: skip
        return told

    def _wait(self, said: Said, course: Curriculum, queued: set) -> str:
        system, number = said.numbers[0]
        key = (system, number[:120], course.pk, said.done_on)
        if key in queued:
            self.same += 1
            return HERE
        queued.add(key)
        self.waiting.append(
            Unmatched(
                organisation=self.organisation, system=system, number=number[:120], hint=said.hint[:200],
                course=course, done_on=said.done_on, expires_on=said.expires_on, version=1,
            )
        )  # fmt: skip
        return WAITING

    @property
    def counts(self) -> dict:
        return {
            "completions_new": len(self.new),
            "already_here": self.same,
            "waiting_for_a_person": len(self.waiting),
            "activities_passed_over": self.passed_over,
        }

    def write(self, *, by, source: str, file: LearningFile | None) -> None:
        system = system_user()
        for row in self.new:
            row.source, row.noted_by = source, by
        for line in self.waiting:
            line.source, line.file = source, file
        bulk_create_with_history(
            self.new, Completion, batch_size=500, default_user=system, default_change_reason="carry_in"
        )
        bulk_create_with_history(
            self.waiting, Unmatched, batch_size=500, default_user=system, default_change_reason="hold"
        )


# Statements -----------------------------------------------------------------------------------------------------------
COMPLETED = ("http://adlnet.gov/expapi/verbs/completed", "http://adlnet.gov/expapi/verbs/passed")
MOST = 500


@dataclass(frozen=True)
class Outcome:
    """What became of one statement."""

    id: str
    outcome: str  # noted, here, waiting, refused
    why: str = ""


def take_statements(statements: list[dict], organisation: Unit, *, by) -> list[Outcome]:
    """Completions told by a learning system as xAPI statements; each is answered for itself, a repeat is "here".

    Raises NotAllowed, Invalid.
    """
    if not completions.may_start(by, "note") or organisation.pk not in units_of(by, "training_lead"):
        raise NotAllowed()
    if len(statements) > MOST:
        raise Invalid(_("Send at most %(most)d statements at once.") % {"most": MOST})
    outcomes: dict[int, Outcome] = {}
    said: list[Said] = []
    for place, statement in enumerate(statements):
        name = str(statement.get("id", ""))[:80] if isinstance(statement, dict) else ""
        try:
            said.append(_statement(place, statement))
            outcomes[place] = Outcome(name, NOTED)
        except BadCell as bad:
            column, rule, advice = bad.args
            outcomes[place] = Outcome(name, REFUSED, f"{column}: {rule}. {advice}")
    found = _Found(organisation, Report())
    unknown = _("object.id: no course here has this name. Say which course it is under “Names of courses”.")
    for each, outcome in zip(said, found.take(said, None), strict=True):
        name = outcomes[each.row].id
        outcomes[each.row] = Outcome(name, outcome, unknown if outcome == REFUSED else "")
    with transaction.atomic():
        found.write(by=by, source=Source.XAPI, file=None)
    actions.refresh(organisation, sorted({row.person_id for row in found.new}))
    return [outcomes[place] for place in sorted(outcomes)]


def _statement(place: int, given: object) -> Said:
    """One statement; raises BadCell, in words for whoever wrote the sender."""
    if not isinstance(given, dict):
        raise BadCell("statement", _("not an object"), _("Send a list of JSON objects."))
    part = lambda *names: _dig(given, names)
    if part("verb", "id") not in COMPLETED:
        raise BadCell("verb.id", _("not a completion"), _("Send statements with the verb “completed” or “passed”."))
    if part("result", "completion") is False or part("result", "success") is False:
        raise BadCell("result", _("not completed"), _("Send what was completed."))
    number = part("actor", "account", "name")
    if not isinstance(number, str) or not number.strip():
        advice = _("Name the person by the number of their account; an email address or a name is not enough.")
        raise BadCell("actor.account.name", _("missing"), advice)
    course = part("object", "id")
    if not isinstance(course, str) or not course:
        raise BadCell("object.id", _("missing"), _("Say which course it is."))
    moment = part("timestamp")
    at = parse_datetime(moment) if isinstance(moment, str) and re.match(r"\d{4}-\d\d-\d\d", moment) else None
    if at is None:
        raise BadCell("timestamp", _("not a moment"), _("Write it as 2026-11-25T10:00:00Z."))
    done_on = _local_day(at)
    if done_on > timezone.localdate():
        raise BadCell("timestamp", _("still to come"), _("Send what was completed."))
    numbers = tuple((system, number.strip()) for system in ("lms", "staff_id"))
    return Said(place, "course", numbers, course, done_on, reference=str(given.get("id", ""))[:120])


def _dig(given: dict, names: tuple[str, ...]):
    for name in names:
        given = given.get(name) if isinstance(given, dict) else None  # type: ignore[assignment]
    return given


def _local_day(at: datetime) -> date:
    return timezone.localdate(at) if timezone.is_aware(at) else at.date()
