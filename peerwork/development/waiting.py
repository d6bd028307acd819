"""What waits for somebody about development: evidence to look at, more that was wanted, steps of one's own."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.development import queries
from peerwork.development.policy import assessors, evidence, organisation_evidence, steps
from peerwork.kit.tasks import MOST, Task
from peerwork.people.reach import has_record


def for_user(user) -> Iterator[Task]:
    mine = evidence.visible(user).filter(person__user=user.pk, status__in=("more_wanted", "asked"))[: 2 * MOST]
    own = list(mine) if has_record(user) else []
    for piece in (piece for piece in own if piece.status == "more_wanted"):
        yield Task(
            _("Add to your evidence: %(title)s") % {"title": piece},
            piece.get_absolute_url(),
            tag=_("A little more is wanted"),
            kind="info",
            weight=6,
        )
    for piece in queries.waiting_for_review(user)[:MOST]:
        if {"confirm", "assess"} & evidence.offers(piece):
            yield Task(
                _("Look at evidence from %(name)s") % {"name": piece.person},
                piece.get_absolute_url(),
                consequence=str(piece.competence),
                weight=6,
            )
    for piece in (piece for piece in own if piece.status == "asked"):
        yield Task(str(piece), piece.get_absolute_url(), tag=_("Waiting to be looked at"), kind="info", mine=False)
    for row in assessors.visible(user).filter(user=user.pk, lived_experience=None, ends_on=None)[:1]:
        yield Task(
            _("Say whether you assess from lived experience"),
            reverse("development:say", args=[row.pk]),
            consequence=_("It is yours to say or not to say."),
            weight=7,
        )
    if organisation_evidence.may_start(user, "confirm"):
        for row in organisation_evidence.visible(user).filter(status="shown").exclude(added_by=user.pk)[:MOST]:
            if "confirm" in organisation_evidence.offers(row):
                yield Task(
                    _("Confirm what the organisation shows: %(title)s") % {"title": row},
                    row.get_absolute_url(),
                    weight=7,
                )
    soon = timezone.localdate() + timedelta(days=7)
    due = steps.visible(user).filter(
        goal__person__user=user.pk, goal__status="open", done_on=None, dropped_on=None, due_on__lte=soon
    )
    for step in due.select_related("goal")[:MOST]:
        yield Task(step.what, step.goal.get_absolute_url(), step.due_on, consequence=step.goal.title, weight=8)
