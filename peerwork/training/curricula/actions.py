"""Every write of curricula: a version is written, put to use, and from then on stands as it is."""

import json
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.models import Unit
from peerwork.training.curricula.models import (
    AssessmentPart,
    Curriculum,
    CurriculumVersion,
    Module,
    ModuleMapping,
    Prerequisite,
)
from peerwork.training.curricula.policy import (
    TERMS,
    assessments,
    curricula,
    mappings,
    modules,
    prerequisites,
    versions,
)

DATA = Path(__file__).parent / "data"
MODULE = ("number", "part", "title", "summary", "learning", "hours", "mode", "domains", "teaches", "makeable")
ASSESSMENT = ("number", "title", "kind", "words", "for_accreditation")


# Curricula and their versions ---------------------------------------------------------------------------------------
@transaction.atomic
def open_curriculum(*, by, **values) -> Curriculum:
    """Begin a curriculum, with a first version to write."""
    with creating(curricula, "open", by=by, **values) as curriculum:
        pass
    draft_version(curriculum, by=by)
    return curriculum


def edit_curriculum(curriculum: Curriculum, *, by, version: int | None = None, **changes) -> Curriculum:
    """Change a curriculum's name, its summary, or who it is for."""
    with acting(curricula, "edit", curriculum, by=by, version=version, **changes) as curriculum:
        pass
    return curriculum


def close_curriculum(curriculum: Curriculum, *, by, version: int | None = None) -> Curriculum:
    """A curriculum is no longer given; what people have finished stands."""
    with acting(curricula, "close", curriculum, by=by, version=version) as curriculum:
        if curriculum.closed_on:
            raise Conflict()
        curriculum.closed_on = timezone.localdate()
    return curriculum


@transaction.atomic
def draft_version(curriculum: Curriculum, *, by, **values) -> CurriculumVersion:
    """Begin the next version: a copy of the one in use, with each module carried over to its copy."""
    last = curriculum.versions.order_by("-number").first()
    before = curriculum.versions.filter(status="published").first()
    if before is not None:
        values = {name: getattr(before, name) for name in TERMS - {"changes"}} | values
    with creating(versions, "draft", by=by, curriculum=curriculum, **values) as draft:
        draft.number = last.number + 1 if last else 1
    if before is not None:
        _copy(before, draft, by=by)
    return draft


def _copy(before: CurriculumVersion, draft: CurriculumVersion, *, by) -> None:
    copies = {}
    for module in before.modules.filter(dropped=False):
        copies[module.pk] = add_module(draft, by=by, **{name: getattr(module, name) for name in MODULE})
        map_module(module, copies[module.pk], by=by)
    for needed in Prerequisite.objects.filter(module__in=copies, dropped=False):
        if needed.first_id in copies:
            ask_for_first(copies[needed.module_id], copies[needed.first_id], by=by)
    for part in before.assessments.filter(dropped=False):
        add_assessment(draft, by=by, **{name: getattr(part, name) for name in ASSESSMENT})


def edit_version(row: CurriculumVersion, *, by, version: int | None = None, **changes) -> CurriculumVersion:
    """Change what a version asks for, while it is being written."""
    with acting(versions, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


@transaction.atomic
def publish_version(row: CurriculumVersion, *, by, version: int | None = None) -> CurriculumVersion:
    """Put a version to use; the one before it is replaced, and people on it finish on it."""
    if not row.modules.filter(dropped=False).exists():
        raise Invalid(_("Add at least one module first."))
    before = CurriculumVersion.objects.filter(curriculum=row.curriculum_id, status="published").first()
    if before is not None:
        with acting(versions, "replace", before, by=by) as before:
            pass
    with acting(versions, "publish", row, by=by, version=version) as row:
        row.published_on = timezone.localdate()
    return row


def discard_version(row: CurriculumVersion, *, by, version: int | None = None) -> CurriculumVersion:
    """A version that was being written is not used after all."""
    with acting(versions, "discard", row, by=by, version=version) as row:
        pass
    return row


def confirm_version(row: CurriculumVersion, *, by, version: int | None = None) -> CurriculumVersion:
    """Somebody here has checked what was to be confirmed."""
    with acting(versions, "confirm", row, by=by, version=version) as row:
        if not row.to_confirm:
            raise Conflict(_("There is nothing left to confirm."))
        row.to_confirm = ""
    return row


# What a version holds -----------------------------------------------------------------------------------------------
def must_be_written(row: CurriculumVersion) -> None:
    """Only a version that is being written changes; people rely on the others."""
    if CurriculumVersion.objects.values_list("status", flat=True).get(pk=row.pk) != CurriculumVersion.Status.DRAFT:
        raise Conflict(_("This version is in use and stands as it is. Begin a new version to change it."))


def add_module(edition: CurriculumVersion, *, by, **values) -> Module:
    """Add a module to a version that is being written."""
    must_be_written(edition)
    values.setdefault("number", (edition.modules.filter(dropped=False).order_by("-number").first() or _None).number + 1)
    with creating(modules, "add", by=by, edition=edition, **values) as module:
        pass
    return module


class _None:
    number = 0


def edit_module(module: Module, *, by, version: int | None = None, **changes) -> Module:
    """Change a module of a version that is being written."""
    with acting(modules, "edit", module, by=by, version=version, **changes) as module:
        must_be_written(module.edition)
    return module


def drop_module(module: Module, *, by, version: int | None = None) -> Module:
    """Leave a module out of a version that is being written."""
    with acting(modules, "drop", module, by=by, version=version) as module:
        must_be_written(module.edition)
        module.dropped = True
    return module


@transaction.atomic
def ask_for_first(module: Module, first: Module, *, by) -> Prerequisite:
    """One module is to be finished before another; never round in a circle."""
    must_be_written(module.edition)
    if first.edition_id != module.edition_id:
        raise Invalid(fields={"first": [_("Choose a module of the same version.")]})
    needs: dict[int, set[int]] = {}
    kept = Prerequisite.objects.filter(module__edition=module.edition_id, dropped=False)
    for later, earlier in kept.values_list("module", "first"):
        needs.setdefault(later, set()).add(earlier)
    reached, ahead = set(), [first.pk]
    while ahead:
        here = ahead.pop()
        if here == module.pk:
            raise Invalid(fields={"first": [_("That module itself waits for this one.")]})
        if here not in reached:
            reached.add(here)
            ahead += needs.get(here, ())
    with creating(prerequisites, "ask_for", by=by, module=module, first=first) as needed:
        pass
    return needed


def drop_prerequisite(needed: Prerequisite, *, by, version: int | None = None) -> Prerequisite:
    """A module no longer waits for another."""
    with acting(prerequisites, "drop", needed, by=by, version=version) as needed:
        must_be_written(needed.module.edition)
        needed.dropped = True
    return needed


def map_module(old: Module, new: Module, *, by) -> ModuleMapping:
    """Record that a module of an earlier version counts as one of a later version."""
    if old.edition.curriculum_id != new.edition.curriculum_id or old.edition.number >= new.edition.number:
        raise Invalid(fields={"old": [_("Choose a module of an earlier version of the same course.")]})
    with creating(mappings, "map", by=by, old=old, new=new) as mapping:
        pass
    return mapping


def drop_mapping(mapping: ModuleMapping, *, by, version: int | None = None) -> ModuleMapping:
    """A module no longer counts as the other."""
    with acting(mappings, "drop", mapping, by=by, version=version) as mapping:
        must_be_written(mapping.new.edition)
        mapping.dropped = True
    return mapping


def add_assessment(edition: CurriculumVersion, *, by, **values) -> AssessmentPart:
    """Add an assessment to a version that is being written."""
    must_be_written(edition)
    last = edition.assessments.filter(dropped=False).order_by("-number").first() or _None
    values.setdefault("number", last.number + 1)
    with creating(assessments, "add", by=by, edition=edition, **values) as part:
        pass
    return part


def edit_assessment(part: AssessmentPart, *, by, version: int | None = None, **changes) -> AssessmentPart:
    """Change an assessment of a version that is being written."""
    with acting(assessments, "edit", part, by=by, version=version, **changes) as part:
        must_be_written(part.edition)
    return part


def drop_assessment(part: AssessmentPart, *, by, version: int | None = None) -> AssessmentPart:
    """Leave an assessment out of a version that is being written."""
    with acting(assessments, "drop", part, by=by, version=version) as part:
        must_be_written(part.edition)
        part.dropped = True
    return part


# What ships ---------------------------------------------------------------------------------------------------------
@cache
def shipped() -> dict[str, dict]:
    """The curricula that come with the product, by code: our own words, for an organisation to look at and change."""
    found = {}
    for path in sorted(DATA.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for each in content if isinstance(content, list) else [content]:
            found[each["code"]] = each
    return found


@transaction.atomic
def load_shipped(organisation: Unit, *, by, codes=None) -> list[Curriculum]:
    """Take the curricula that come with the product; one whose code is here already is left alone."""
    here = set(Curriculum.objects.filter(organisation=organisation).values_list("code", flat=True))
    wanted = [code for code in (codes or shipped()) if code not in here]
    return [_load(shipped()[code], organisation, by=by) for code in wanted]


def _load(data: dict, organisation: Unit, *, by) -> Curriculum:
    about = {name: data[name] for name in ("code", "name", "kind", "summary", "audience")}
    with creating(curricula, "open", by=by, organisation=organisation, **about) as curriculum:
        pass
    edition = draft_version(curriculum, by=by, **{name: data[name] for name in TERMS & data.keys()})
    made = {}
    for number, module in enumerate(data["modules"], 1):
        words = {name: module[name] for name in MODULE if name in module}
        made[number] = add_module(edition, by=by, number=number, **words)
    for number, module in enumerate(data["modules"], 1):
        for first in module.get("after", ()):
            ask_for_first(made[number], made[first], by=by)
    for number, part in enumerate(data.get("assessments", ()), 1):
        add_assessment(edition, by=by, number=number, **part)
    publish_version(edition, by=by)
    return curriculum
