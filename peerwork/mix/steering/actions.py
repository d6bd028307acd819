"""Making plans, and having them played."""

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.kit.jobs import enqueue, job
from peerwork.kit.records import acting, creating
from peerwork.mix.models import Basis
from peerwork.mix.steering import playing
from peerwork.mix.steering.models import Scenario
from peerwork.mix.steering.policy import scenarios
from peerwork.people.actions import system_user
from peerwork.people.models import Unit, UnitPath, live


def make_plan(*, by, unit: Unit, basis: str, **values) -> Scenario:
    """Keep a plan and have it played: what the share may become, and what it would take to reach the target.

    values: name, why, months, the steps, what is assumed (blank: as observed) and the limits. Raises NotAllowed,
    Invalid.
    """
    with creating(scenarios, "make", by=by, unit=unit, basis=basis, **values) as plan:
        _check(plan)
        plan.made_by = by
    enqueue(play, plan.pk)
    return plan


def edit_plan(plan: Scenario, *, by, version: int | None = None, **values) -> Scenario:
    """Change a plan and have it played again. Raises NotAllowed, Conflict, Invalid."""
    with acting(scenarios, "edit", plan, by=by, version=version, **values) as plan:
        _check(plan)
        plan.result = {}
    enqueue(play, plan.pk)
    return plan


def _check(plan: Scenario) -> None:
    if plan.basis == Basis.HEADCOUNT:
        raise Invalid(fields={"basis": [_("Plans are made on care hours, contacts or contracted time, not on heads.")]})
    if plan.hires_a_month and plan.hires_from is None:
        raise Invalid(fields={"hires_from": [_("Say from which month they start.")]})
    if plan.cohort and plan.cohort_on is None:
        raise Invalid(fields={"cohort_on": [_("Say in which month they start.")]})
    if plan.more_supervisors and plan.more_supervisors_on is None:
        raise Invalid(fields={"more_supervisors_on": [_("Say from which month they can supervise.")]})
    if plan.opens and plan.opens_on is None:
        raise Invalid(fields={"opens_on": [_("Say in which month the team opens.")]})
    if not plan.opens and (plan.opens_on or plan.opens_care or plan.opens_peers):
        raise Invalid(fields={"opens": [_("Name the team that opens.")]})
    _check_teams(plan)


def _check_teams(plan: Scenario) -> None:
    below = UnitPath.objects.filter(live(), ancestor=plan.unit, descendant__kind=Unit.Kind.TEAM)
    known = set(below.values_list("descendant", flat=True))
    if not isinstance(plan.hire_in, list) or not all(team in known for team in plan.hire_in):
        raise Invalid(fields={"hire_in": [_("Choose teams of the unit that the plan is for.")]})


def set_plan_aside(plan: Scenario, *, by, version: int | None = None) -> Scenario:
    """Put a plan out of the list; it can be taken up again."""
    with acting(scenarios, "set_aside", plan, by=by, version=version) as plan:
        pass
    return plan


def take_plan_up(plan: Scenario, *, by, version: int | None = None) -> Scenario:
    """Take up a plan that was set aside."""
    with acting(scenarios, "take_up", plan, by=by, version=version) as plan:
        pass
    return plan


def work_out(plan: Scenario, *, by, version: int | None = None) -> Scenario:
    """Have a plan played again, on the latest month's figures."""
    with acting(scenarios, "work_out", plan, by=by, version=version) as plan:
        plan.result = {}
    enqueue(play, plan.pk)
    return plan


@job
def play(pk: int) -> None:
    """Play a plan that was made or changed, and keep what came of it."""
    plan = Scenario.objects.select_related("unit").filter(pk=pk, status=Scenario.Status.KEPT).first()
    if plan is None or plan.result:
        return
    result = playing.played(plan)
    with acting(scenarios, "settle", plan, by=system_user(), version=plan.version) as plan:
        plan.result = result | {"at": timezone.now().isoformat(timespec="seconds")}
