"""How long adjustments and occupational health records are kept, and how all of one person's go together."""

from peerwork.adjustments.health.models import Clinical, Disclosure, Recommendation, Referral, Report
from peerwork.adjustments.models import Adjustment, Reason, Step
from peerwork.adjustments.own.models import Card, CardOpening, CarryOver, Plan, Share, WellbeingPlan
from peerwork.adjustments.returning.models import Return
from peerwork.kit import links
from peerwork.kit.retention import remove
from peerwork.people.models import Person

HEALTH = (Disclosure, Clinical, Recommendation, Report, Referral)
OTHERS = (CardOpening, Card, WellbeingPlan, Share, Reason, CarryOver, Plan, Return, Step, Adjustment)


def _left(organisation, day, models):
    people = Person.objects.filter(organisation=organisation, left_on__isnull=False, left_on__lte=day)
    rule = None
    for model in models:
        here = people.filter(pk__in=model.objects.values("person"))
        rule = here if rule is None else rule | here
    return rule


def health_due(organisation, day):
    """People who left by that day and of whom something of occupational health is kept."""
    return _left(organisation, day, HEALTH)


def adjustments_due(organisation, day):
    """People who left by that day and of whom adjustments are kept."""
    return _left(organisation, day, OTHERS)


def purge_health(person: Person) -> None:
    """Every referral, report, sealed part and disclosure of one person, with their history."""
    for model in HEALTH:
        for row in model.objects.filter(person=person):
            remove(row)


def purge_adjustments(person: Person) -> None:
    """Every adjustment, plan, card and share of one person, with their history; their links end."""
    for model in OTHERS:
        for row in model.objects.filter(person=person):
            if model is Step:
                links.revoke(about=row)
            remove(row)
