"""What stands between an offer and a start: asked by every path that could set a date."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict
from peerwork.people.models import Person
from peerwork.placements import warnings
from peerwork.placements.models import Placement, Post
from peerwork.recruitment.starting.checks.models import SETTLED, Check, StartDecision
from peerwork.recruitment.starting.models import Move, Starter, StartingRules
from peerwork.recruitment.starting.onboarding.models import OnboardingTask, Topic


def rules_of(organisation) -> StartingRules:
    """What an organisation has chosen, or the defaults (unsaved)."""
    return StartingRules.objects.filter(organisation=organisation).first() or StartingRules(organisation=organisation)


# Checks -------------------------------------------------------------------------------------------------------------
def with_a_plan(checks, day: date) -> dict[int, StartDecision]:
    """Check -> the plan that was signed by a second person and holds on that day."""
    holds = Q(holds_until__isnull=True) | Q(holds_until__gte=day)
    found = StartDecision.objects.filter(holds, employment_check__in=checks, status="agreed")
    return {decision.employment_check_id: decision for decision in found}


def is_settled(check: Check, day: date, plans) -> bool:
    if check.pk in plans:
        return True
    return check.status in SETTLED and (check.expires_on is None or check.expires_on >= day)


def not_settled(starter: Starter, day: date | None = None) -> list[Check]:
    """The checks that are not satisfactory, waived, not needed, or agreed with a plan, on that day."""
    day = day or timezone.localdate()
    checks = list(Check.objects.filter(starter=starter).order_by("pk"))
    if lacking := set(Check.NHS) - {check.kind for check in checks}:
        checks += [Check(starter=starter, kind=kind) for kind in Check.NHS if kind in lacking]
    plans = with_a_plan([check.pk for check in checks if check.pk], day)
    return [check for check in checks if not is_settled(check, day, plans)]


def signers(starter: Starter) -> set[int]:
    """Who signed off this starter's checks (what is held elsewhere was signed there, and noted here)."""
    signed = Check.objects.filter(starter=starter, decided_by__isnull=False)
    return set(signed.values_list("decided_by", flat=True))


TAKEN_BACK = ("withdrawn", "declined", "not_this_time")  # what an application's end is called


def require_settled(starter: Starter, day: date) -> None:
    """Raises Conflict, naming what is missing, where a check does not allow a start on that day."""
    if starter.application_id and starter.application.status in TAKEN_BACK:
        raise Conflict(_("They took their application back. Talk with them first."))
    if missing := not_settled(starter, day):
        names = ", ".join(str(check) for check in missing)
        raise Conflict(_("No start date yet. These checks must be settled first: %(names)s.") % {"names": names})


def require_team(starter: Starter) -> None:
    """Raises Conflict where the organisation wants the team to be ready first, and it is not."""
    asked = rules_of(starter.employer).ready_team_first and starter.post.lived_experience_essential
    if asked and (found := warnings.team_not_ready(starter.team)):
        raise Conflict(_("No start date yet. %(why)s") % {"why": found[0].words})


def undone(starter: Starter) -> list[OnboardingTask]:
    """What must be done before the first day and is not; getting the team ready never keeps anybody waiting."""
    return list(
        OnboardingTask.objects.filter(starter=starter, before=True, status="open").exclude(topic=Topic.READINESS)
    )


# Whose move ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Waiting:
    """Whose move it is, since when, and what for."""

    move: str = ""
    since: date | None = None
    what: str = ""


def waiting_for(starter: Starter) -> Waiting:
    """The one thing that has waited longest."""
    status, today = starter.status, timezone.localdate()
    if status == "offered":
        return Waiting(Move.APPLICANT, starter.offered_on, _("an answer to the offer"))
    if status == "accepted":
        if missing := not_settled(starter, today):
            oldest = min(missing, key=lambda check: (check.moved_on, check.pk or 0))
            return Waiting(oldest.move or Move.HR, oldest.moved_on, str(oldest)[:120])
        return Waiting(Move.HR, today, _("the file check"))
    if status == "cleared":
        return Waiting(Move.HR, starter.cleared_on, _("a start date"))
    if status == "dated":
        if tasks := sorted(undone(starter), key=lambda task: (task.due_on or today, task.pk)):
            return Waiting(tasks[0].owner_kind, min(tasks[0].due_on or today, today), tasks[0].title)
        if starter.starts_on < today:
            return Waiting(Move.HR, starter.starts_on, _("the word that they have started"))
        return Waiting(Move.DAY, today, _("the first day"))
    return Waiting()


# Every other path ---------------------------------------------------------------------------------------------------
def before_placing(person: Person, post: Post, verb: str, by) -> None:
    """Raises Conflict where somebody who is getting ready to start would be placed round their checks.

    Asked whenever a placement is proposed, agreed or started, from a page, the API, an import or a command. Somebody
    the file knows only by name counts too: a staff system sends people before they are matched.
    """
    namesake = Q(
        person__given_name__iexact=person.given_name,
        person__family_name__iexact=person.family_name,
        person__organisation=person.organisation_id,
        post=post,
    )
    coming = Starter.objects.filter(Q(person=person) | namesake, status__in=Starter.OPEN)
    for starter in coming.select_related("post", "employer", "team"):
        if starter.post_id != post.pk and _works_here(person, starter):
            continue
        if starter.status != "dated":
            raise Conflict(
                _("They are getting ready to start, and their checks do not allow a date yet. It is set on their page.")
            )
        require_settled(starter, max(starter.starts_on, timezone.localdate()))
        return
    if verb != "propose" and not by.is_system and _is_new(person) and rules_of(person.organisation).offers_first:
        raise Conflict(
            _("They are new here and have no employment checks yet. Make them an offer: that begins the checks.")
        )


def _is_new(person: Person) -> bool:
    """Whether they never worked for their employer, and no offer of it has led to a start."""
    worked = Placement.objects.filter(person=person, status__in=("started", "ended"))
    return not worked.exists() and not Starter.objects.filter(person=person, status="started").exists()


def _works_here(person: Person, starter: Starter) -> bool:
    """Somebody who works here already keeps their other posts while they get ready for a new one."""
    return Placement.objects.filter(person=person, employer=starter.employer, status="started").exists()
