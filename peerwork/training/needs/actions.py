"""Every write about training that is needed: rules, completions, exemptions, names of courses, and what follows."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from peerwork.kit import outbox
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.jobs import enqueue, job
from peerwork.kit.models import Message
from peerwork.kit.records import acting, creating
from peerwork.people.actions import note_identifier, system_user
from peerwork.people.models import Identifier, Person, Unit
from peerwork.placements.models import Post, Qualified
from peerwork.placements.queries import TRAINED
from peerwork.training.curricula.models import Curriculum, CurriculumVersion
from peerwork.training.needs import working
from peerwork.training.needs.days import SOON
from peerwork.training.needs.models import (
    Completion,
    CourseName,
    Exemption,
    LearningMapping,
    NeedRule,
    Standing,
    Unmatched,
)
from peerwork.training.needs.policy import completions, course_names, exemptions, mappings, rules, unmatched

A_WEEK = timedelta(days=7)
AT_ONCE = 400  # people: more are worked out behind the pages
CHUNK = 1000
FROM_RULES = "Training rules"


# Rules ----------------------------------------------------------------------------------------------------------------
def set_rule(*, by, **values) -> NeedRule:
    """Say which role, team or stage needs which course; until it is confirmed nobody is reminded and nothing counts."""
    with creating(rules, "set", by=by, **values) as rule:
        pass
    _after(rule.organisation)
    return rule


def confirm_rule(rule: NeedRule, *, by, version: int | None = None) -> NeedRule:
    """The organisation's own answer: from now on people are reminded, and it counts where it is said to count."""
    with acting(rules, "confirm", rule, by=by, version=version) as rule:
        rule.confirmed_by, rule.confirmed_on = by, timezone.localdate()
    _after(rule.organisation)
    return rule


def end_rule(rule: NeedRule, *, by, version: int | None = None, ends_on: date | None = None) -> NeedRule:
    """From the next day on nothing is needed by this rule; past months keep it."""
    with acting(rules, "end", rule, by=by, version=version) as rule:
        rule.ends_on = max(ends_on or timezone.localdate(), rule.starts_on)
    _after(rule.organisation)
    return rule


@transaction.atomic
def propose_rules(organisation: Unit, *, by) -> list[NeedRule]:
    """Put the usual rules before an organisation for the courses it has, each to be confirmed."""
    found = []
    versions = {
        version.curriculum_id: version
        for version in CurriculumVersion.objects.filter(curriculum__organisation=organisation, status="published")
    }
    standing = set(
        NeedRule.objects.filter(organisation=organisation, ends_on__isnull=True).values_list("course", flat=True)
    )
    for course in Curriculum.objects.filter(organisation=organisation, closed_on__isnull=True).exclude(pk__in=standing):
        version = versions.get(course.pk)
        for values in _usual(course, version):
            source = (version.to_confirm or version.source) if version else ""
            with creating(
                rules, "propose", by=by, organisation=organisation, course=course, source=source[:300], **values
            ) as rule:
                pass
            found.append(rule)
    _after(organisation)
    return found


def _usual(course: Curriculum, version: CurriculumVersion | None) -> list[dict]:
    months = version.renew_months if version else None
    if course.kind == "mandatory":
        return [{"within_days": 90, "every_months": months}]
    if course.kind == "core":
        return [{"family": role, "within_days": 182, "counts": True} for role in ("peer", "senior_peer", "carer_peer")]
    if course.kind == "supervisor":
        return [{"stage": "supervises", "within_days": 182, "every_months": months}]
    if course.kind == "team":
        return [{"within_days": 182}]
    return [{"family": Post.Family.MEDICAL, "within_days": 365}] if course.kind == "extension" else []


# Completions and exemptions -------------------------------------------------------------------------------------------
def note_completion(*, by, person: Person, course: Curriculum, **values) -> Completion:
    """Note that somebody else completed a course outside the groups kept here."""
    with creating(completions, "note", by=by, person=person, course=course, **values) as completion:
        completion.noted_by = by
    refresh(course.organisation, [person.pk])
    return completion


def withdraw_completion(completion: Completion, *, by, version: int | None = None) -> Completion:
    """A completion was noted by mistake: it counts no more, for past months either."""
    with acting(completions, "withdraw", completion, by=by, version=version) as completion:
        if completion.withdrawn_on:
            raise Conflict()
        completion.withdrawn_on = timezone.localdate()
    refresh(completion.course.organisation, [completion.person_id])
    return completion


def exempt(*, by, person: Person, course: Curriculum, **values) -> Exemption:
    """Say that somebody does not need a course, and why."""
    with creating(exemptions, "exempt", by=by, person=person, course=course, **values) as exemption:
        exemption.decided_by = by
    refresh(course.organisation, [person.pk])
    return exemption


def end_exemption(exemption: Exemption, *, by, version: int | None = None) -> Exemption:
    """An exemption ends today: from tomorrow the course is needed again."""
    with acting(exemptions, "end", exemption, by=by, version=version) as exemption:
        exemption.ends_on = max(timezone.localdate(), exemption.starts_on)
    refresh(exemption.course.organisation, [exemption.person_id])
    return exemption


# Names elsewhere, saved columns, the queue ----------------------------------------------------------------------------
def key_of(value: str) -> str:
    """A name as it is looked up: case and spaces do not matter."""
    return " ".join(value.casefold().split())[:300]


def name_course(*, by, organisation: Unit, value: str, course: Curriculum) -> CourseName:
    """Say which course another system means by a name."""
    if course.organisation_id != organisation.pk:
        raise Invalid(fields={"course": [_("Choose one of the organisation’s own courses.")]})
    with creating(course_names, "name", by=by, organisation=organisation, value=value, course=course) as name:
        name.key = key_of(value)
    return name


def end_course_name(name: CourseName, *, by, version: int | None = None) -> CourseName:
    """A name no longer means a course."""
    with acting(course_names, "end", name, by=by, version=version) as name:
        name.ended_on = name.ended_on or timezone.localdate()
    return name


def keep_mapping(*, by, organisation: Unit, name: str, columns: dict) -> LearningMapping:
    """Save which column means what, under a name; the same name again changes it."""
    held = LearningMapping.objects.filter(organisation=organisation, name=name, dropped_on__isnull=True).first()
    if held is not None:
        with acting(mappings, "edit", held, by=by, columns=columns) as held:
            pass
        return held
    with creating(mappings, "keep", by=by, organisation=organisation, name=name, columns=columns) as mapping:
        pass
    return mapping


def drop_mapping(mapping: LearningMapping, *, by, version: int | None = None) -> LearningMapping:
    """Saved columns are no longer offered."""
    with acting(mappings, "drop", mapping, by=by, version=version) as mapping:
        mapping.dropped_on = mapping.dropped_on or timezone.localdate()
    return mapping


@transaction.atomic
def match_line(line: Unmatched, *, by, person: Person, remember: bool = False, version: int | None = None) -> Unmatched:
    """Say whose a waiting completion is, and that of every other waiting line with the same number.

    remember  note the number with the person, so that the next file finds them by itself
    """
    with acting(unmatched, "match", line, by=by, version=version, person=person) as line:
        if (
            person.organisation_id != line.organisation_id
            and not person.placements.filter(host=line.organisation_id).exists()
        ):
            raise Invalid(fields={"person": [_("Choose somebody who works in the organisation.")]})
    _carry(line, by=by)
    others = Unmatched.objects.filter(
        organisation=line.organisation_id, system=line.system, number=line.number, status="waiting"
    )
    for other in others:
        with acting(unmatched, "match", other, by=by, person=person) as other:
            pass
        _carry(other, by=by)
    known = Identifier.objects.filter(
        organisation=line.organisation_id, system=line.system, value=line.number, ended_on__isnull=True
    )
    if remember and not known.exists():
        note_identifier(
            by=system_user(), person=person, organisation=line.organisation, system=line.system, value=line.number[:80]
        )
    refresh(line.organisation, [person.pk])
    return line


def _carry(line: Unmatched, *, by) -> None:
    held = Completion.objects.filter(
        person=line.person_id, course=line.course_id, done_on=line.done_on, withdrawn_on__isnull=True
    )
    if not held.exists():
        values = {"done_on": line.done_on, "expires_on": line.expires_on, "reference": line.number}
        with creating(
            completions, "carry_in", by=system_user(), person=line.person, course=line.course, **values
        ) as completion:
            completion.noted_by, completion.source = by, line.source


def set_aside(line: Unmatched, *, by, version: int | None = None) -> Unmatched:
    """Nobody here has this number: the line is kept, and waits no more."""
    with acting(unmatched, "set_aside", line, by=by, version=version) as line:
        pass
    return line


# What follows ---------------------------------------------------------------------------------------------------------
def _after(organisation: Unit) -> None:
    """A rule concerns everybody: worked out at once where they are few, else behind the pages."""
    people = working.people_here(organisation)
    if len(people) <= AT_ONCE:
        refresh(organisation, people)
    else:
        enqueue(refresh_everybody, organisation.pk)


@job()
def refresh_everybody(organisation: int) -> None:
    """Work out anew where everybody of an organisation stands, behind the pages."""
    refresh(Unit.objects.get(pk=organisation))


def refresh_people(people: Iterable[int]) -> None:
    """Work out anew where these people stand, wherever rules ask something of them."""
    people = list(people)
    for organisation in working.organisations_with_rules():
        refresh(organisation, people)


def refresh(organisation: Unit, people: Iterable[int] | None = None, *, today: date | None = None) -> int:
    """Work out anew where people stand and when they were appropriately trained; how many rows changed.

    The same again changes nothing, so it may run at any time, for anybody, twice.
    """
    today = today or timezone.localdate()
    ids = list(people) if people is not None else working.people_here(organisation)
    found, changed = working.rules_of(organisation), 0
    if not found and not Standing.objects.filter(course__organisation=organisation).exists():
        return 0
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        known = working.know(organisation, some, today)
        with transaction.atomic():
            changed += _store(organisation, some, working.standings_of(known, found, today))
            changed += _settle(organisation, some, working.trained_intervals(known, found))
    return changed


def _store(organisation: Unit, people: list[int], wanted: dict[tuple[int, int], Standing]) -> int:
    held = {
        (row.person_id, row.course_id): row
        for row in Standing.objects.filter(person__in=people, course__organisation=organisation)
    }
    names = [Standing._meta.get_field(name).attname for name in Standing.KEPT]
    fresh = [
        row
        for key, row in wanted.items()
        if key not in held or any(getattr(held[key], name) != getattr(row, name) for name in names)
    ]
    gone = [row.pk for key, row in held.items() if key not in wanted]
    Standing.objects.bulk_create(
        fresh, batch_size=500, update_conflicts=True, unique_fields=["person", "course"], update_fields=Standing.KEPT
    )
    for start in range(0, len(gone), 500):
        Standing.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(fresh) + len(gone)


def requirement_of(family: str) -> str:
    """What a fact says it is for; stable, because past months are asked by it."""
    return f"{TRAINED} ({family})"


def _settle(organisation: Unit, people: list[int], wanted: dict) -> int:
    """Bring the dated facts in line: new stretches noted, ends moved, mistakes taken back, each with its history."""
    by, source = system_user(), f"{FROM_RULES}, {organisation.code}"
    held = Qualified.objects.filter(
        person__in=people, requirement__startswith=TRAINED, source=source, cancelled_on__isnull=True
    )
    standing = {(row.person_id, row.requirement, row.starts_on): row for row in held}
    stretches = {
        (person, requirement_of(family), first): last
        for (person, family), found in wanted.items()
        for first, last in found
    }
    new, moved = [], []
    for key, last in stretches.items():
        row = standing.get(key)
        if row is None:
            person, requirement, first = key
            new.append(
                Qualified(
                    person_id=person, requirement=requirement, source=source, starts_on=first, ends_on=last, version=1
                )
            )
        elif row.ends_on != last:
            row.ends_on, row.version = last, row.version + 1
            moved.append(row)
    for key, row in standing.items():
        if key not in stretches:
            row.cancelled_on, row.version = timezone.localdate(), row.version + 1
            moved.append(row)
    with transaction.atomic():
        # What is taken back goes first: a stretch that begins on the same day may take its place.
        bulk_update_with_history(
            moved,
            Qualified,
            ["ends_on", "cancelled_on", "version"],
            batch_size=500,
            default_user=by,
            default_change_reason="settle",
        )
        bulk_create_with_history(new, Qualified, batch_size=500, default_user=by, default_change_reason="settle")
    return len(new) + len(moved)


def remind(organisation: Unit, *, today: date | None = None) -> int:
    """What falls due in the next quarter goes into each person's weekly summary, once; and again in its last week."""
    today, written = today or timezone.localdate(), 0
    told = set(
        Message.objects.filter(rule__in=("training.quarter", "training.week"), on__gte=today).values_list(
            "rule", "subject_key", "on"
        )
    )
    for row in working.to_remind(organisation, today, today + SOON):
        for rule, until in (("training.week", today + A_WEEK), ("training.quarter", today + SOON)):
            key = f"{row.person_id}:{row.course_id}"
            if row.next_on > until or (rule, key, row.next_on) in told:
                continue
            if rule == "training.quarter" and ("training.week", key, row.next_on) in told:
                continue
            written += _tell(rule, key, row)
            told.add((rule, key, row.next_on))
    return written


def _tell(rule: str, key: str, row: Standing) -> int:
    outbox.send(
        rule=rule,
        subject_key=key,
        to=row.person.user,
        on=row.next_on,
        template="training/due",
        context={"course": str(row.course), "day": row.next_on, "url": f"/training/needs/mine/#course-{row.course_id}"},
        about=row,
    )
    return 1


def seal(person: Person, *, by) -> None:
    """Nothing is needed of somebody who has died."""
    Standing.objects.filter(person=person).delete()
