"""Who may see and do what with the tasks round a first day, their templates, and documents on a person's record."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import own, within
from peerwork.placements.reach import closed_to, employed_by, employs
from peerwork.recruitment.starting.onboarding.models import OnboardingTask, RecordDocument, TaskTemplate
from peerwork.recruitment.starting.policy import coming_here

TEMPLATE = {"organisation", "family", "title", "hint", "owner", "topic", "offset", "before", "closed_on"}
task_templates = Policy(
    TaskTemplate,
    [
        Grant("hr", within("hr", "organisation"), TEMPLATE, TEMPLATE, {"open", "edit", "close"}),
        Grant("system", system, TEMPLATE, TEMPLATE, {"open", "edit", "close"}),
    ],
)


def theirs(user) -> Q | None:
    """A row rule: the tasks that are the starter's own."""
    return Q(starter__person__user=user.pk, owner_kind="applicant") if getattr(user, "pk", None) else None


def of_my_team(user) -> Q | None:
    """A row rule: what a team lead does for somebody who comes to the team."""
    rule = coming_here("starter__")(user)
    return None if rule is None else rule & Q(owner_kind="manager")


TASK = {
    "status",
    "starter",
    "title",
    "hint",
    "owner_kind",
    "owner",
    "topic",
    "offset",
    "due_on",
    "before",
    "done_on",
    "done_by",
    "skipped_because",
}
GIVEN = {"starter", "title", "hint", "owner_kind", "owner", "offset", "due_on", "before", "skipped_because"}
SHOWN = TASK - {"skipped_because", "done_by", "owner"}
onboarding_tasks = Policy(
    OnboardingTask,
    [
        Grant("starter", theirs, SHOWN, (), {"do"}, own=True),
        Grant("starter", own("starter__person__user"), SHOWN, own=True),
        Grant("hr", employed_by("hr", "starter__"), TASK, GIVEN, {"add", "edit", "do", "skip", "reopen"}),
        Grant("team lead", of_my_team, SHOWN, (), {"do"}),
        Grant("who does it", own("owner"), SHOWN, (), {"do"}),
        Grant("system", system, TASK, GIVEN, {"add", "edit", "do", "skip", "reopen"}),
    ],
    closed=closed_to("starter__person"),
    bars={verb: own("starter__person__user") for verb in ("add", "edit", "skip", "reopen")},
)


def on_record(user) -> Q | None:
    """A row rule: the records HR keeps: of people it registered, and of those it employs."""
    registered = within("hr", "person__organisation")(user)
    employed = employs("hr", "person")(user)
    return None if registered is None else registered | employed


DOCUMENT = {"person", "kind", "title", "retention_class", "added_by", "added_on", "withdrawn_on"}
record_documents = Policy(
    RecordDocument,
    [
        Grant("worker", own("person__user"), DOCUMENT, own=True),
        Grant("hr", on_record, DOCUMENT, {"person", "kind", "title"}, {"add", "withdraw"}),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("add", "withdraw")},
)
