"""Who may see and do what with training that is needed. The words are access.md's."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import member, own, within
from peerwork.placements.reach import closed_to, employs, supervises, works_in
from peerwork.training.needs.models import (
    Completion,
    CourseName,
    Exemption,
    LearningFile,
    LearningMapping,
    NeedRule,
    Standing,
    Unmatched,
)

LEAD = within("training_lead", "organisation")


def led(user) -> Q | None:
    """A row rule: rows of people placed where the user leads training, or registered in that organisation."""
    placed, registered = (
        works_in("training_lead", "person")(user),
        within("training_lead", "person__organisation")(user),
    )
    return None if placed is None or registered is None else placed | registered


def watchers(reads) -> list[Grant]:
    return [
        Grant("supervisor", supervises("person"), reads),
        Grant("team lead", works_in("team_lead", "person"), reads),
        Grant("hr", employs("hr", "person"), reads),
    ]


RULE = {
    "organisation",
    "course",
    "family",
    "unit",
    "band",
    "stage",
    "within_days",
    "every_months",
    "counts",
    "source",
    "starts_on",
    "ends_on",
}
CONFIRMED = {"confirmed_by", "confirmed_on"}
rules = Policy(
    NeedRule,
    [
        Grant("anyone in the organisation", member("organisation"), RULE | CONFIRMED),
        Grant("training lead", LEAD, RULE | CONFIRMED, RULE, {"set", "confirm", "end"}),
        Grant("hr", within("hr", "organisation"), RULE | CONFIRMED, (), {"confirm"}),
        Grant("system", system, RULE | CONFIRMED, RULE, {"propose", "set", "end"}),
    ],
)

GIVEN = {"person", "course", "done_on", "expires_on", "reference"}
COMPLETION = GIVEN | {"source", "noted_by", "withdrawn_on"}
completions = Policy(
    Completion,
    [
        Grant("worker", own("person__user"), COMPLETION, own=True),
        Grant("training lead", led, COMPLETION, GIVEN, {"note", "withdraw"}),
        *watchers(COMPLETION),
        Grant("system", system, COMPLETION, GIVEN, {"note", "carry_in"}),
    ],
    closed=closed_to("person"),
    bars={"note": own("person__user"), "withdraw": own("person__user")},
)

EXEMPT = {"person", "course", "why", "starts_on", "ends_on"}
exemptions = Policy(
    Exemption,
    [
        Grant("worker", own("person__user"), EXEMPT | {"words", "decided_by"}, own=True),
        Grant("training lead", led, EXEMPT | {"words", "decided_by"}, EXEMPT | {"words"}, {"exempt", "end"}),
        *watchers(EXEMPT),
    ],
    closed=closed_to("person"),
    bars={"exempt": own("person__user"), "end": own("person__user")},
)

STANDING = {"person", "course", *Standing.KEPT}
standings = Policy(
    Standing,
    [
        Grant("worker", own("person__user"), STANDING, own=True),
        Grant("training lead", led, STANDING),
        *watchers(STANDING),
    ],
    closed=closed_to("person"),
)

NAME = {"organisation", "value", "course", "ended_on"}
course_names = Policy(
    CourseName,
    [Grant("training lead", LEAD, NAME, {"organisation", "value", "course"}, {"name", "end"})],
    internal={"key"},
)

MAPPING = {"organisation", "name", "columns", "dropped_on"}
mappings = Policy(
    LearningMapping,
    [Grant("training lead", LEAD, MAPPING, {"organisation", "name", "columns"}, {"keep", "edit", "drop"})],
)

HANDED = {"organisation", "profile", "file_name", "sha256", "dry_run", "course"}
FILE = HANDED | {
    "status",
    "started_at",
    "finished_at",
    "rows_read",
    "rows_accepted",
    "rows_refused",
    "progress",
    "message",
    "report",
    "handed_in_by",
}
VERBS = {"hand_in", "check", "publish", "pass_over", "refuse"}
files = Policy(LearningFile, [Grant("training lead", LEAD, FILE, HANDED, VERBS)])

LINE = {
    "status",
    "organisation",
    "system",
    "number",
    "hint",
    "course",
    "done_on",
    "expires_on",
    "source",
    "file",
    "person",
}
unmatched = Policy(
    Unmatched,
    [
        Grant("training lead", LEAD, LINE, {"person"}, {"match", "set_aside"}),
        Grant("system", system, LINE, LINE, {"hold"}),
    ],
)
