"""What the list pages read: rules on who counts, codes nobody has answered for, staff files, the target in force."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, QuerySet, Sum, Value, When
from django.utils import timezone

from peerwork.kit.errors import NotHere
from peerwork.mix import rollups
from peerwork.mix.models import Basis, CountingRule, StaffFte, StaffLine, Target, clean_text
from peerwork.mix.policy import rules, submissions, targets
from peerwork.people.models import Unit
from peerwork.people.policy import units
from peerwork.people.reach import units_of


def rules_for(user, *, status: str = "", q: str = "", **_others) -> QuerySet:
    """The rules this person keeps: what waits for a decision first, then by value."""
    waiting = Case(When(status="suggested", then=Value(0)), default=Value(1), output_field=IntegerField())
    found = rules.visible(user).order_by(waiting, "value", "-starts_on", "pk")
    found = found.filter(status=status) if status else found
    return found.filter(key__contains=clean_text(q)) if q else found


def submissions_for(user) -> QuerySet:
    return submissions.visible(user).select_related("organisation").order_by("-started_at", "-pk")


@dataclass(frozen=True)
class Code:
    """A code in the latest staff file that no rule answers for, and how much time it stands for."""

    organisation: int
    told_by: str
    value: str
    wte: Decimal

    @property
    def kind(self) -> str:
        return CountingRule.By(self.told_by).label

    @property
    def query(self) -> str:
        return urlencode({"told_by": self.told_by, "value": self.value, "organisation": self.organisation})


def unanswered(user) -> list[Code]:
    """The codes this person keeps that nobody has answered for, the largest first; no person is named."""
    mine = Unit.objects.filter(pk__in=units_of(user, "administrator"), organisation__isnull=True)
    organisations = list(mine.values_list("pk", flat=True))
    return sorted(
        (code for organisation in organisations for code in _open_codes(organisation)), key=lambda code: -code.wte
    )[:50]


def _open_codes(organisation: int) -> list[Code]:
    mapping = rollups.Mapping(rollups.rules_for(organisation), timezone.localdate())
    left: dict[str, Decimal] = defaultdict(Decimal)
    if lists := rollups.lists_of(organisation):
        lines = StaffLine.objects.filter(submission=lists[-1][1], ends_on__isnull=True).order_by()
        for *values, wte in lines.values_list("role", "occupation_code", "staff_group").annotate(Sum("wte")):
            keys = dict(zip(("role", "occupation_code", "staff_group"), map(clean_text, values), strict=True))
            if mapping.counts_as(keys) is None:
                left[values[0] or values[2]] += wte
        told_by = CountingRule.By.JOB_ROLE
    else:
        latest = StaffFte.objects.filter(organisation=organisation).order_by("-month").values("month")[:1]
        sums = StaffFte.objects.filter(organisation=organisation, month=latest).order_by()
        for group, wte in sums.values_list("staff_group").annotate(Sum("fte")):
            if mapping.counts_as({"staff_group": clean_text(group)}) is None:
                left[group] += wte
        told_by = CountingRule.By.STAFF_GROUP
    return [Code(organisation, told_by, value, wte) for value, wte in left.items()]


@dataclass(frozen=True)
class Aim:
    """What the target page begins with: the unit, the basis, and the target in force if there is one."""

    unit: Unit
    basis: str
    initial: dict
    version: int | None


def aim(user, unit: int, basis: str) -> Aim:
    """The unit and basis a target is set for; raises NotHere out of reach or for an unknown basis."""
    if basis not in Basis.values:
        raise NotHere()
    found = units.find(user, pk=unit)
    standing = targets.visible(user).filter(unit=found, basis=basis, status=Target.Status.SET).first()
    if standing is None:
        return Aim(found, basis, {"trajectory": "straight"}, None)
    names = ("value", "due_on", "starts_value", "starts_on", "trajectory")
    initial = {name: getattr(standing, name) for name in names}
    if steps := standing.steps():
        initial["milestone"], initial["milestone_on"] = steps[0]
    return Aim(found, basis, initial, standing.version)
