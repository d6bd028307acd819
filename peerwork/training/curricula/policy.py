"""Who may see and do what with curricula: read by the organisation once in use, written by the training team."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import member
from peerwork.training.curricula.models import (
    AssessmentPart,
    Curriculum,
    CurriculumVersion,
    Module,
    ModuleMapping,
    Prerequisite,
)
from peerwork.training.reach import lead, my_places


def used(path: str, organisation: str):
    """A row rule: versions (or what belongs to them) that are or were in use, for anybody in the organisation."""

    def rows(user) -> Q | None:
        rule = member(organisation)(user)
        return None if rule is None else rule & Q(**{f"{path}__in": CurriculumVersion.USED})

    return rows


CURRICULUM = {"organisation", "code", "name", "kind", "summary", "audience", "closed_on"}
curricula = Policy(
    Curriculum,
    [
        Grant("training lead", lead("organisation"), CURRICULUM, CURRICULUM, {"open", "edit", "close"}),
        Grant("anyone in the organisation", member("organisation"), CURRICULUM),
        Grant("learner", my_places("pk", "edition__curriculum"), CURRICULUM - {"organisation"}, own=True),
        Grant("system", system, CURRICULUM, CURRICULUM, {"open", "edit", "close"}),
    ],
)

TERMS = {
    "changes",
    "source",
    "threshold",
    "may_make_up",
    "accredited",
    "level",
    "credits",
    "practicum_hours",
    "supervised_hours",
    "one_to_one_hours",
    "renew_months",
    "designed_with",
    "produced_with",
    "to_confirm",
}
VERSION = TERMS | {"status", "curriculum", "number", "published_on"}
VERSION_VERBS = {"draft", "edit", "publish", "replace", "discard", "confirm"}
versions = Policy(
    CurriculumVersion,
    [
        Grant("training lead", lead("curriculum__organisation"), VERSION, TERMS | {"curriculum"}, VERSION_VERBS),
        Grant("anyone in the organisation", used("status", "curriculum__organisation"), VERSION),
        Grant("learner", my_places("pk", "edition"), VERSION - {"to_confirm", "source"}, own=True),
        Grant("system", system, VERSION, TERMS | {"curriculum"}, VERSION_VERBS),
    ],
)

WORDS = {"number", "part", "title", "summary", "learning", "hours", "mode", "domains", "teaches", "makeable"}
MODULE = WORDS | {"edition", "dropped"}
modules = Policy(
    Module,
    [
        Grant(
            "training lead",
            lead("edition__curriculum__organisation"),
            MODULE,
            WORDS | {"edition"},
            {"add", "edit", "drop"},
        ),
        Grant("anyone in the organisation", used("edition__status", "edition__curriculum__organisation"), MODULE),
        Grant("learner", my_places("edition", "edition"), MODULE, own=True),
        Grant("system", system, MODULE, WORDS | {"edition"}, {"add", "edit", "drop"}),
    ],
)

FIRST = {"module", "first", "dropped"}
prerequisites = Policy(
    Prerequisite,
    [
        Grant(
            "training lead",
            lead("module__edition__curriculum__organisation"),
            FIRST,
            {"module", "first"},
            {"ask_for", "drop"},
        ),
        Grant(
            "anyone in the organisation",
            used("module__edition__status", "module__edition__curriculum__organisation"),
            FIRST,
        ),
        Grant("learner", my_places("module__edition", "edition"), FIRST, own=True),
        Grant("system", system, FIRST, {"module", "first"}, {"ask_for", "drop"}),
    ],
)

MAPPED = {"old", "new", "dropped"}
mappings = Policy(
    ModuleMapping,
    [
        Grant("training lead", lead("new__edition__curriculum__organisation"), MAPPED, {"old", "new"}, {"map", "drop"}),
        Grant("system", system, MAPPED, {"old", "new"}, {"map", "drop"}),
    ],
)

ASKED = {"number", "title", "kind", "words", "for_accreditation"}
PART = ASKED | {"edition", "dropped"}
assessments = Policy(
    AssessmentPart,
    [
        Grant(
            "training lead",
            lead("edition__curriculum__organisation"),
            PART,
            ASKED | {"edition"},
            {"add", "edit", "drop"},
        ),
        Grant("anyone in the organisation", used("edition__status", "edition__curriculum__organisation"), PART),
        Grant("learner", my_places("edition", "edition"), PART, own=True),
        Grant("system", system, PART, ASKED | {"edition"}, {"add", "edit", "drop"}),
    ],
)
