"""Whom and what somebody reaches through training: groups they teach, their own learning, that of people they know."""

from django.db.models import Q

from peerwork.kit.access import remembered
from peerwork.people.models import Unit, live
from peerwork.people.reach import member, reach_of, units_of, within
from peerwork.training.cohorts.models import Cohort, CohortTrainer, Enrolment, Learner


def lead(*paths: str):
    """A row rule: rows of the organisations for whose training as a whole the user is responsible."""
    rule = within("training_lead", *paths)
    return lambda user: rule(user) if leads_training(user) else None


def leads_training(user) -> bool:
    """Whether the user is the training lead of a whole organisation, not only of a part of one."""
    if "training_lead" not in reach_of(user):
        return False
    whole = Unit.objects.filter(kind=Unit.Kind.ORGANISATION, pk__in=units_of(user, "training_lead"))
    return remembered(("leads training", user.pk), whole.exists)


def groups_of(user):
    """The groups the user teaches today, as a subquery of their numbers."""
    return CohortTrainer.objects.filter(live(), trainer__person__user=user.pk).values("cohort")


def teaches_somebody(user) -> bool:
    if not getattr(user, "pk", None):
        return False
    return remembered(("teaches", user.pk), groups_of(user).exists)


def teaches(path: str = "cohort"):
    """A row rule: what belongs to groups the user teaches today."""
    return lambda user: Q(**{f"{path}__in": groups_of(user)}) if teaches_somebody(user) else None


def taught(path: str = "pk"):
    """A row rule: learners in groups the user teaches today."""

    def rows(user) -> Q | None:
        if not teaches_somebody(user):
            return None
        places = Enrolment.objects.filter(cohort__in=groups_of(user)).exclude(status="withdrawn")
        return Q(**{f"{path}__in": places.values("learner")})

    return rows


def learners_of(user):
    return Learner.objects.filter(Q(person__user=user.pk) | Q(visitor=user.pk))


def is_learner(user) -> bool:
    if not getattr(user, "pk", None):
        return False
    return remembered(("learns", user.pk), learners_of(user).exists)


def mine(path: str = "learner"):
    """A row rule: what belongs to the user's own learning, by account or by link."""
    prefix = f"{path}__" if path else ""
    return lambda user: (
        Q(**{f"{prefix}person__user": user.pk}) | Q(**{f"{prefix}visitor": user.pk}) if is_learner(user) else None
    )


def my_places(path: str, field: str, *, held: bool = False):
    """A row rule: rows named by this field of the places the user has or waits for (`held`: has or had only)."""

    def rows(user) -> Q | None:
        if not is_learner(user):
            return None
        shut = ("withdrawn", "waiting") if held else ("withdrawn",)
        places = Enrolment.objects.filter(learner__in=learners_of(user)).exclude(status__in=shut)
        return Q(**{f"{path}__in": places.values(field)})

    return rows


def shown_groups(user) -> Q | None:
    """A row rule on groups: those anybody in the organisation may know of."""
    rule = member("organisation")(user)
    return None if rule is None else rule & ~Q(status="planned")


def openly_teaching(user) -> Q | None:
    """A row rule on trainers: those of groups that anybody in the organisation may know of."""
    rule = shown_groups(user)
    if rule is None:
        return None
    named = CohortTrainer.objects.filter(live(), cohort__in=Cohort.objects.filter(rule).values("pk"))
    return Q(pk__in=named.values("trainer"))


def of_groups(rule, path: str = "cohort"):
    """The same row rule on groups, for what belongs to them."""

    def rows(user) -> Q | None:
        found = rule(user)
        return None if found is None else Q(**{f"{path}__in": Cohort.objects.filter(found).values("pk")})

    return rows
