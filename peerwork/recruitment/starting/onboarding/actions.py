"""Every write about the tasks round a first day, their templates, and documents on a person's record."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import files
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.models import Person, Unit, User
from peerwork.placements import warnings
from peerwork.recruitment.starting.checks.actions import settle
from peerwork.recruitment.starting.models import Starter
from peerwork.recruitment.starting.onboarding.models import (
    OnboardingTask,
    Owner,
    RecordDocument,
    TaskTemplate,
    Topic,
)
from peerwork.recruitment.starting.onboarding.policy import onboarding_tasks, record_documents, task_templates

# A start for organisations that have written no list of their own, after Northern trusts' induction lists.
USUAL = [
    ("Contract and pay", "With an independent benefits check, offered to everyone.", Owner.HR, "", -14, True),
    ("Supervisor named", "For line management and for peer supervision.", Owner.MANAGER, "", -14, True),
    (
        "Buddy named",
        "Somebody already working as a peer, in another team if possible.",
        Owner.MANAGER,
        Topic.BUDDY,
        -14,
        False,
    ),
    ("Team welcome session", "So that the team knows what the peer role is, and is not.", Owner.MANAGER, "", -7, False),
    ("Accounts and equipment", "Sign-in, phone, badge.", Owner.IT, "", -5, True),
    ("First week plan", "What happens on which day, and who is there.", Owner.MANAGER, "", -5, False),
    ("Say what helps you at work", "Only what you choose to say.", Owner.WORKER, "", 0, False),
    ("Meet before the first week ends", "", Owner.BUDDY, "", 4, False),
    ("Book the first supervision", "Within the first two weeks.", Owner.MANAGER, Topic.SUPERVISION, 10, False),
]


# Templates ----------------------------------------------------------------------------------------------------------
def open_template(*, by, **values) -> TaskTemplate:
    """Add a task that every starter of a role gets."""
    with creating(task_templates, "open", by=by, **values) as template:
        pass
    return template


def edit_template(template: TaskTemplate, *, by, version: int | None = None, **changes) -> TaskTemplate:
    """Change a task for those who start from now on; whoever is on the way keeps theirs."""
    with acting(task_templates, "edit", template, by=by, version=version, **changes) as template:
        pass
    return template


def close_template(template: TaskTemplate, *, by, version: int | None = None) -> TaskTemplate:
    """A task is no longer given to new starters."""
    with acting(task_templates, "close", template, by=by, version=version) as template:
        template.closed_on = timezone.localdate()
    return template


@transaction.atomic
def open_usual(organisation: Unit, *, by) -> int:
    """Begin with the usual list, for the organisation to change; how many tasks were added."""
    if TaskTemplate.objects.filter(organisation=organisation, closed_on__isnull=True).exists():
        raise Conflict(_("There is a list already. Change that one."))
    for title, hint, owner, topic, offset, before in USUAL:
        open_template(
            by=by,
            organisation=organisation,
            title=_(title),
            hint=_(hint) if hint else "",
            owner=owner,
            topic=topic,
            offset=offset,
            before=before,
        )
    return len(USUAL)


# Tasks --------------------------------------------------------------------------------------------------------------
def owner_of(starter: Starter, kind: str) -> User | None:
    """Who does a task of this kind for this starter, as far as they are named."""
    return {
        Owner.HR: starter.contact,
        Owner.MANAGER: starter.line_manager,
        Owner.WORKER: starter.person.user,
        Owner.BUDDY: starter.buddy,
    }.get(kind)


def lay_tasks(starter: Starter, *, by) -> None:
    """Everything the templates say for this role; and where the team is not ready, the team lead's overdue task."""
    today = timezone.localdate()
    for_role = Q(family="") | Q(family=starter.post.family)
    for template in TaskTemplate.objects.filter(for_role, organisation=starter.employer, closed_on__isnull=True):
        values = {"title": template.title, "hint": template.hint, "offset": template.offset}
        with creating(
            onboarding_tasks, "add", by=by, starter=starter, owner_kind=template.owner, before=template.before, **values
        ) as task:
            task.owner, task.topic = owner_of(starter, template.owner), template.topic
    if starter.post.lived_experience_essential and warnings.team_not_ready(starter.team):
        with creating(
            onboarding_tasks,
            "add",
            by=by,
            starter=starter,
            owner_kind=Owner.MANAGER,
            title=_("Get the team ready"),
            hint=_("It should have been ready before the vacancy was published. It does not delay the starter."),
            due_on=today - timedelta(days=1),
            before=True,
        ) as task:
            task.owner, task.topic = owner_of(starter, Owner.MANAGER), Topic.READINESS


def add_task(*, by, starter: Starter, **values) -> OnboardingTask:
    """Add a task for one starter."""
    if starter.status not in (*Starter.OPEN, "started"):
        raise Conflict(_("They are not starting any more."))
    with creating(onboarding_tasks, "add", by=by, starter=starter, **values) as task:
        task.owner = task.owner or owner_of(starter, task.owner_kind)
        if task.due_on is None and starter.starts_on:
            task.due_on = starter.starts_on + timedelta(days=task.offset)
    settle(starter)
    return task


@transaction.atomic
def edit_task(task: OnboardingTask, *, by, version: int | None = None, **changes) -> OnboardingTask:
    """Change a task's words, owner or day."""
    with acting(onboarding_tasks, "edit", task, by=by, version=version, **changes) as task:
        pass
    settle(task.starter_id)
    return task


@transaction.atomic
def do_task(task: OnboardingTask, *, by, version: int | None = None) -> OnboardingTask:
    """The task is done."""
    with acting(onboarding_tasks, "do", task, by=by, version=version) as task:
        if task.topic == Topic.BUDDY and task.starter.buddy_id is None:
            raise Conflict(_("Name the buddy on the starter’s page: that is this task."))
        task.done_on, task.done_by = timezone.localdate(), by
    settle(task.starter_id)
    return task


@transaction.atomic
def skip_task(task: OnboardingTask, *, by, skipped_because: str, version: int | None = None) -> OnboardingTask:
    """A task is not needed for this starter; why is kept."""
    with acting(onboarding_tasks, "skip", task, by=by, version=version, skipped_because=skipped_because) as task:
        if not task.skipped_because.strip():
            raise Invalid(fields={"skipped_because": [_("Say why it is not needed.")]})
        task.done_on, task.done_by = timezone.localdate(), by
    settle(task.starter_id)
    return task


@transaction.atomic
def reopen_task(task: OnboardingTask, *, by, version: int | None = None) -> OnboardingTask:
    """It is still to be done."""
    with acting(onboarding_tasks, "reopen", task, by=by, version=version) as task:
        task.done_on = task.done_by = None
        task.skipped_because = ""
    settle(task.starter_id)
    return task


def date_tasks(starter: Starter, starts_on: date | None) -> None:
    """Tasks follow the start date; without one they have no day."""
    for task in OnboardingTask.objects.filter(starter=starter, status="open").exclude(topic=Topic.READINESS):
        due_on = starts_on + timedelta(days=task.offset) if starts_on else None
        if task.due_on != due_on:
            with acting(onboarding_tasks, "edit", task, by=system_user(), due_on=due_on):
                pass


def give_tasks(starter: Starter) -> None:
    """Whoever is named now does the tasks that nobody is named for, or that were the one's before."""
    for task in OnboardingTask.objects.filter(starter=starter, status="open").exclude(owner_kind=Owner.IT):
        owner = owner_of(starter, task.owner_kind)
        if owner is not None and task.owner_id != owner.pk:
            with acting(onboarding_tasks, "edit", task, by=system_user(), owner=owner):
                pass


def team_is_ready(team_ids) -> int:
    """Teams that have become ready: the tasks that asked for it are done; how many."""
    rows = OnboardingTask.objects.filter(topic=Topic.READINESS, status="open", starter__team__in=team_ids)
    done = 0
    for task in rows.select_related("starter__team"):
        if not warnings.team_not_ready(task.starter.team):
            do_task(task, by=system_user())
            done += 1
    return done


# Documents ----------------------------------------------------------------------------------------------------------
IDENTITY_COPY, ON_RECORD = "identity_copy", "record_document"


@transaction.atomic
def add_document(*, by, person: Person, file, **values) -> RecordDocument:
    """Put a document on somebody's record: checked by its content, kept privately, as long as its class says."""
    with creating(record_documents, "add", by=by, person=person, **values) as document:
        document.added_by = by
        document.retention_class = IDENTITY_COPY if document.kind == RecordDocument.Kind.IDENTITY else ON_RECORD
    files.store(file, by=by, about=document, retention_class=document.retention_class)
    return document


def withdraw_document(document: RecordDocument, *, by, version: int | None = None) -> RecordDocument:
    """A document was put there by mistake: nobody can open it any more, and it goes with its class."""
    with acting(record_documents, "withdraw", document, by=by, version=version) as document:
        if document.withdrawn_on:
            raise Conflict(_("It was withdrawn already."))
        document.withdrawn_on = timezone.localdate()
    return document
