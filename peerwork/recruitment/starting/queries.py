"""What the pages about starters show; the user who asks comes first, and every page costs a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.utils import timezone

from peerwork.kit import readlog
from peerwork.kit.access import policy_of
from peerwork.kit.models import StoredFile
from peerwork.people.models import Person, RoleAssignment, User, live
from peerwork.people.policy import people
from peerwork.people.reach import reach_of
from peerwork.placements.policy import posts
from peerwork.placements.reach import employed_by
from peerwork.recruitment.policy import applications
from peerwork.recruitment.starting import gate
from peerwork.recruitment.starting.checks.models import SETTLED, Check, StartDecision
from peerwork.recruitment.starting.checks.policy import checks, criminal_records, decisions, references, work_health
from peerwork.recruitment.starting.models import Move, Starter
from peerwork.recruitment.starting.onboarding.models import RecordDocument
from peerwork.recruitment.starting.onboarding.policy import onboarding_tasks, record_documents, task_templates
from peerwork.recruitment.starting.policy import consents, offer_templates, starters, updates

PAGE = 50
LATE = timedelta(days=7)


def may_look(user) -> bool:
    return bool({"hr", "team_lead"} & set(reach_of(user)))


# The board ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Lane:
    """Whose move it is for how many starters, and since when for the longest."""

    move: str
    label: str
    count: int
    since: date | None


def board(user, *, move: str = "", team=None, words: str = ""):
    """Everybody getting ready to start within reach, the longest waiting first."""
    rows = starters.visible(user).filter(status__in=Starter.OPEN)
    employed = employed_by("hr")(user)
    if move:  # whose move it is only HR of the employer may ask
        rows = rows.filter(employed, move=move) if employed is not None else rows.none()
    if team:
        rows = rows.filter(team=team)
    for word in words.split():
        name = Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word)
        rows = rows.filter(name | Q(person__known_as__icontains=word))
    rows = rows.select_related("person", "post", "team", "line_manager")
    return rows.order_by("starts_on", "pk") if employed is None else rows.order_by("move_since", "pk")


def lanes(user) -> list[Lane]:
    """How many wait on whose move: one query, for HR of the employer only (a team lead is told no checks)."""
    if "hr" not in reach_of(user):
        return []
    mine = Starter.objects.filter(pk__in=_employed(user).filter(status__in=Starter.OPEN).values("pk"))
    found = {
        row["move"]: (row["count"], row["since"])
        for row in mine.order_by().values("move").annotate(count=Count("pk"), since=Min("move_since"))
    }
    return [Lane(move, str(label), *found[move]) for move, label in Move.choices if move in found]


def _employed(user):
    """The starters of one's own organisation: of others HR reads less."""
    rule = employed_by("hr")(user)
    return starters.visible(user).none() if rule is None else starters.visible(user).filter(rule)


def page_of(rows, number):
    return Paginator(rows, PAGE).get_page(number)


# One starter --------------------------------------------------------------------------------------------------------
@dataclass
class Line:
    """A check as a reader may see it, with the plan that lets it pass, if one was signed or waits to be."""

    check: Check
    seen: object
    plan: StartDecision | None = None
    settled: bool = False


@dataclass
class StarterPage:
    row: Starter
    lines: list[Line] = field(default_factory=list)
    tasks: list = field(default_factory=list)
    references: list = field(default_factory=list)
    updates: list = field(default_factory=list)
    consents: list = field(default_factory=list)

    @property
    def settled(self) -> int:
        return sum(line.settled for line in self.lines)

    @property
    def done(self) -> int:
        return sum(task.status != "open" for task in self.tasks)

    @property
    def waiting_days(self) -> int:
        return (timezone.localdate() - (self.row.answered_on or self.row.offered_on)).days

    @property
    def silent_days(self) -> int:
        return (timezone.localdate() - self.row.updated_on).days


def starter_page(user, starter: Starter) -> StarterPage:
    """Checks, tasks, references, updates and consents of one starter, as far as the reader may see each."""
    rows = list(checks.visible(user).filter(starter=starter).select_related("owner", "decided_by").order_by("pk"))
    plans = defaultdict(lambda: None)
    open_plans = decisions.visible(user).filter(employment_check__starter=starter, status__in=("proposed", "agreed"))
    for plan in open_plans.select_related("decider"):
        plans[plan.employment_check_id] = plan
    today = timezone.localdate()
    signed = gate.with_a_plan([row.pk for row in rows], today) if rows else {}
    lines = [Line(row, checks.show(row), plans[row.pk], gate.is_settled(row, today, signed)) for row in rows]
    return StarterPage(
        starter,
        lines,
        list(onboarding_tasks.visible(user).filter(starter=starter).select_related("owner").order_by("offset", "pk")),
        list(references.visible(user).filter(starter=starter).order_by("pk")),
        list(updates.visible(user).filter(starter=starter).select_related("sent_by")[:5]),
        list(consents.visible(user).filter(starter=starter, taken_back_on__isnull=True)),
    )


def own_starter(user) -> Starter | None:
    """What somebody signed in is getting ready for, if anything."""
    if not getattr(user, "pk", None):
        return None
    return starters.visible(user).filter(person__user=user.pk, status__in=Starter.OPEN).first()


def check_page(user, check: Check) -> dict:
    """What hangs on one check: references, plans, and that the confidential ones are there."""
    about = {"employment_check": check}
    return {
        "references": list(references.visible(user).filter(starter=check.starter_id).order_by("pk"))
        if check.kind == Check.Kind.REFERENCES
        else [],
        "plans": list(decisions.visible(user).filter(**about).select_related("proposed_by", "decider")),
        "record": criminal_records.visible(user).filter(**about).select_related("verifier", "decider").first()
        if check.kind == Check.Kind.CRIMINAL_RECORD
        else None,
        "health": work_health.visible(user).filter(**about).select_related("adviser").first()
        if check.kind == Check.Kind.WORK_HEALTH
        else None,
        "settled": check.status in SETTLED,
    }


def own_certificate(user, starter: Starter):
    """The certificate of one's own start, if somebody was named for it."""
    return criminal_records.visible(user).filter(employment_check__starter=starter).first()


def own_health(user, starter: Starter):
    return work_health.visible(user).filter(employment_check__starter=starter).first()


def open_own(row):
    """One's own confidential row, opened: the person themself leaves no line."""
    return readlog.opened(policy_of(row), row.person.user, what="", person_id=row.person_id, pk=row.pk)


# Choices ------------------------------------------------------------------------------------------------------------
def letters_for(user, organisation=None):
    rows = offer_templates.visible(user).filter(closed_on__isnull=True)
    return rows.filter(organisation=organisation) if organisation else rows


def posts_for(user):
    today = timezone.localdate()
    return posts.visible(user).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).select_related("team")


def task_list(user):
    return task_templates.visible(user).filter(closed_on__isnull=True).select_related("organisation")


def applications_to_offer(user):
    """Applications the decision has chosen and nobody has written to yet."""
    made = Starter.objects.exclude(status__in=("declined", "withdrawn")).filter(application__isnull=False)
    rows = applications.visible(user).filter(status="offered").exclude(pk__in=made.values("application"))
    return rows.select_related("vacancy", "contact").order_by("since", "pk")


# Documents ----------------------------------------------------------------------------------------------------------
def documents_of(user, person: Person) -> list[RecordDocument]:
    return list(record_documents.visible(user).filter(person=person).select_related("added_by"))


def file_of(document: RecordDocument) -> StoredFile | None:
    """The file behind a document; the caller has asked the policy of the document."""
    return StoredFile.objects.filter(about_model=document._meta.label, about_id=document.pk).first()


def reads_documents(user, person: Person | None) -> bool:
    """Whether somebody keeps, or owns, this record: it may still be empty. `person` comes from `people.visible`."""
    return person is not None and (
        person.user_id == user.pk or "edit" in people.granted(person) or "record_death" in people.granted(person)
    )


# The file for payroll ------------------------------------------------------------------------------------------------
def for_payroll(user):
    """Starters with a date, or a planned one, for the file that payroll and the staff system take."""
    rows = _employed(user).filter(Q(status__in=("dated", "started")) | Q(planned_on__isnull=False))
    rows = rows.filter(status__in=("accepted", "cleared", "dated", "started"))
    return rows.select_related("person", "post", "team", "employer", "host", "line_manager", "application")


def advisers(check: Check):
    """Occupational health advisers of the employer."""
    held = RoleAssignment.objects.filter(live(), role="oh_adviser")
    here = Q(unit=check.starter.employer_id) | Q(unit__organisation=check.starter.employer_id)
    return User.objects.filter(pk__in=held.filter(here).values("user"), is_active=True)
