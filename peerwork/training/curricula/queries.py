"""Reading curricula: what is taught, in which version, who has finished what."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.utils import timezone

from peerwork.training.cohorts.models import Attendance, Cohort, Enrolment, Meeting
from peerwork.training.cohorts.policy import cohorts, meetings, places
from peerwork.training.curricula.models import Curriculum, CurriculumVersion, Module, ModuleMapping, Prerequisite
from peerwork.training.curricula.policy import assessments, curricula, mappings, modules, prerequisites, versions
from peerwork.training.progress import Progress, progress_of


def curricula_for(user):
    """Every course this reader may know of, with its version in use, its modules and hours."""
    live = Q(versions__status="published", versions__modules__dropped=False)
    return (
        curricula.visible(user)
        .annotate(
            in_use=Count("versions", filter=Q(versions__status="published"), distinct=True),
            module_count=Count("versions__modules", filter=live),
            hours=Sum("versions__modules__hours", filter=live),
            writing=Exists(CurriculumVersion.objects.filter(curriculum=OuterRef("pk"), status="draft")),
            to_confirm=Exists(
                CurriculumVersion.objects.filter(curriculum=OuterRef("pk"), status="published").exclude(to_confirm="")
            ),
        )
        .order_by("closed_on", "kind", "name")
    )


@dataclass
class ModuleLine:
    """One module on a curriculum page: who has finished it, when it is or was taught."""

    module: Module
    finished: int = 0
    people: int = 0
    taught_on: date | None = None
    booked_at: object = None
    clash: bool = False


@dataclass
class Part:
    name: str
    hours: object
    lines: list[ModuleLine] = field(default_factory=list)


@dataclass
class GroupFacts:
    """What is counted for one group: people, modules taught, who is up to date, hours taught."""

    people: int
    taught: int
    of_modules: int
    next_at: object
    up_to_date: int
    with_plan: int
    behind: int
    hours_taught: object
    of_hours: object


def shown_edition(curriculum: Curriculum, user):
    """The version this reader is shown: the one in use, or what is being written."""
    rows = list(versions.visible(user).filter(curriculum=curriculum).order_by("-number"))
    by_status = {row.status: row for row in reversed(rows)}
    return by_status.get("published") or by_status.get("draft") or (rows[0] if rows else None), rows


def groups_of(user, curriculum: Curriculum):
    """The groups of a course whose people this reader may see, newest first."""
    mine = places.visible(user).values("cohort")
    rows = cohorts.visible(user).filter(edition__curriculum=curriculum, pk__in=mine)
    return rows.exclude(status="cancelled").select_related("edition__curriculum").order_by("-starts_on")


def parts_of(lines: list[ModuleLine]) -> list[Part]:
    parts = []
    for name, members in groupby(lines, key=lambda line: line.module.part):
        members = list(members)
        parts.append(Part(name, sum(line.module.hours for line in members), members))
    return parts


def module_lines(user, edition: CurriculumVersion, cohort: Cohort | None) -> tuple[list[ModuleLine], dict, list]:
    """The modules of a version, with how far a group is: lines, progress by place, places."""
    lines = [
        ModuleLine(module) for module in modules.visible(user).filter(edition=edition, dropped=False).order_by("number")
    ]
    if cohort is None:
        return lines, {}, []
    people = list(
        places.visible(user)
        .filter(cohort=cohort, status__in=Enrolment.HOLDS_A_PLACE)
        .select_related("learner__person", "edition")
        .order_by("learner__person__family_name", "learner__person__given_name", "pk")
    )
    progress = progress_of(people)
    days = defaultdict(list)
    for day in meetings.visible(user).filter(cohort=cohort).exclude(status="cancelled").order_by("starts_at"):
        days[day.module_id].append(day)
    on_a_day = Counter(timezone.localdate(day.starts_at) for found in days.values() for day in found)
    finished = Counter(pk for each in progress.values() for pk in each.finished)
    for line in lines:
        line.people, line.finished = len(people), finished[line.module.pk]
        held = [day for day in days[line.module.pk] if day.status == "held"]
        ahead = [day for day in days[line.module.pk] if day.status == "planned"]
        line.taught_on = timezone.localdate(held[-1].starts_at) if held else None
        line.booked_at = ahead[0].starts_at if ahead else None
        line.clash = any(on_a_day[timezone.localdate(day.starts_at)] > 1 for day in ahead)
    return lines, progress, people


def group_facts(cohort: Cohort, lines: list[ModuleLine], people: list, progress: dict[int, Progress]) -> GroupFacts:
    """The four figures of a group."""
    missed = defaultdict(list)
    rows = Attendance.objects.filter(enrolment__in=people, came="away").values_list("enrolment", "made_up_on")
    for enrolment, on in rows:
        missed[enrolment].append(on)
    ahead = Meeting.objects.filter(cohort=cohort, status="planned", starts_at__gte=timezone.now())
    taught = [line for line in lines if line.taught_on]
    with_plan = sum(all(plans) for plans in missed.values())
    return GroupFacts(
        people=len(people),
        taught=len(taught),
        of_modules=len(lines),
        next_at=ahead.order_by("starts_at").values_list("starts_at", flat=True).first(),
        up_to_date=len(people) - len(missed),
        with_plan=with_plan,
        behind=len(missed) - with_plan,
        hours_taught=sum(line.module.hours for line in taught),
        of_hours=sum(line.module.hours for line in lines),
    )


def to_mark(user, curriculum: Curriculum):
    """The day of this course whose register is to be taken next: over and not marked, else today's."""
    rows = meetings.visible(user).filter(cohort__edition__curriculum=curriculum, status="planned")
    rows = rows.filter(cohort__status="open", starts_at__date__lte=timezone.localdate())
    return rows.order_by("starts_at").first()


def version_page(user, pk: int) -> dict:
    """One version with everything it holds."""
    edition = versions.find(user, pk=pk)
    rows = list(modules.visible(user).filter(edition=edition, dropped=False).order_by("number"))
    firsts = defaultdict(list)
    for row in prerequisites.visible(user).filter(module__in=rows, dropped=False).select_related("first"):
        firsts[row.module_id].append(row)
    carried = defaultdict(list)
    for row in mappings.visible(user).filter(new__in=rows, dropped=False).select_related("old__edition", "new"):
        carried[row.new_id].append(row)
    return {
        "edition": edition,
        "modules": [(row, firsts[row.pk], carried[row.pk]) for row in rows],
        "assessments": list(assessments.visible(user).filter(edition=edition, dropped=False).order_by("number")),
        "people": places.visible(user).filter(edition=edition, status="placed").count(),
    }


def module_page(user, pk: int) -> dict:
    module = modules.find(user, pk=pk)
    edition = versions.find(user, pk=module.edition_id)
    firsts = prerequisites.visible(user).filter(module=module, dropped=False).select_related("first")
    opens = prerequisites.visible(user).filter(first=module, dropped=False).select_related("module")
    carried = mappings.visible(user).filter(new=module, dropped=False).select_related("old__edition", "new")
    return {
        "module": module,
        "edition": edition,
        "firsts": list(firsts),
        "opens": [row.module for row in opens],
        "carried": list(carried),
    }


def may_come_first(user, module: Module):
    """Modules of the same version that could be asked for before this one."""
    asked = Prerequisite.objects.filter(module=module, dropped=False).values("first")
    same = modules.visible(user).filter(edition=module.edition_id, dropped=False)
    return same.exclude(pk=module.pk).exclude(pk__in=asked)


def may_count_as(user, module: Module):
    """Modules of earlier versions that could count as this one."""
    mapped = ModuleMapping.objects.filter(new=module, dropped=False).values("old")
    return (
        modules.visible(user)
        .filter(
            edition__curriculum=module.edition.curriculum_id,
            edition__number__lt=module.edition.number,
            edition__status__in=CurriculumVersion.USED,
            dropped=False,
        )
        .exclude(pk__in=mapped)
        .order_by(F("edition__number").desc(), "number")
    )
