"""My development: a worker's own front door, drawn from what every app keeps for them."""

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.adjustments.models import Adjustment
from peerwork.adjustments.own.policy import shares, wellbeing_plans
from peerwork.adjustments.policy import adjustments
from peerwork.development.models import Goal
from peerwork.development.moments import queries as moments
from peerwork.development.policy import evidence
from peerwork.development.queries import goals_of
from peerwork.kit.templatetags.ui import day
from peerwork.people.models import Person
from peerwork.people.policy import people
from peerwork.people.records.queries import my_requests, who_looked
from peerwork.supervision.queries import my_lines
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.cohorts.queries import my_learning

NEXT, GOALS, STORY, LOOKED = 5, 4, 8, 3


@dataclass
class Training:
    """Where somebody is in the course they are on: modules finished of those there are."""

    course: str
    url: str
    done: int
    of: int

    @property
    def words(self) -> str:
        return ngettext("%(done)d of %(of)d module finished.", "%(done)d of %(of)d modules finished.", self.of) % {
            "done": self.done, "of": self.of,
        }  # fmt: skip

    @property
    def to_go(self) -> str:
        left = self.of - self.done
        if not left:
            return _("All of them.")
        return ngettext("%d to go.", "%d to go.", left) % left + " " + _("Taking longer is fine.")


@dataclass
class Front:
    """Everything the page shows."""

    person: Person
    next: list[dict]
    training: list[Training]
    certificates: list
    supervision: list
    goals: list[Goal]
    shown: int
    adjustments: str
    wellbeing: str
    wellbeing_with: list[str]
    lines: list[moments.Line]
    coming: list[moments.Line]
    looked: list
    open_requests: int
    may_correct: bool = field(default=False)


def front(user, person: Person) -> Front:
    """The worker's page; a fixed number of queries, whatever they have done."""
    story = moments.story_of(user)
    coming = moments.coming_up(story)
    learning = my_learning(user)
    record = people.visible(user).get(pk=person.pk)
    plan = wellbeing_plans.visible(user).filter(person=person).first()
    shared = shares.visible(user).filter(person=person, part="wellbeing", ended_on__isnull=True)
    return Front(
        person=person,
        next=_next(coming),
        training=_training(learning["places"]),
        certificates=[row for row in learning["certificates"] if row.status == "issued"][:5],
        supervision=my_lines(user, person),
        goals=[goal for goal in goals_of(user, person) if goal.status != "aside"][:GOALS],
        shown=evidence.visible(user).filter(person=person, status="confirmed").count(),
        adjustments=_adjustments(user, person),
        wellbeing=_("There for you, in your words.") if plan else "",
        wellbeing_with=[str(row.user) for row in shared.select_related("user")] if plan else [],
        lines=moments.so_far(story, STORY),
        coming=coming[:1],
        looked=list(who_looked(person)[:LOOKED]),
        open_requests=my_requests(user).filter(status="asked").count(),
        may_correct="correct" in people.offers(record),
    )


def _next(coming: list[moments.Line]) -> list[dict]:
    """What is in their diary, the soonest first; what waits for them is on their home page."""
    found = []
    for line in coming[:NEXT]:
        when = ", ".join(filter(None, [day(line.event.on), line.event.text]))
        found.append({"title": line.event.title, "href": line.event.href, "text": when})
    return found


def _training(places) -> list[Training]:
    return [
        Training(
            str(row.edition.curriculum), reverse("training:place", args=[row.pk]), len(progress.finished),
            len(progress.parts),
        )
        for row, progress in places
        if row.status == Enrolment.Status.PLACED and progress.parts
    ]  # fmt: skip


def _adjustments(user, person: Person) -> str:
    counts = adjustments.visible(user).filter(person=person).aggregate(
        here=Count("pk", filter=Q(status__in=Adjustment.STANDING)),
        asked=Count("pk", filter=Q(status__in=(*Adjustment.WAITING, "agreed", "partly"))),
    )  # fmt: skip
    if not counts["here"] and not counts["asked"]:
        return ""
    words = ngettext("%d in place", "%d in place", counts["here"]) % counts["here"]
    if counts["asked"]:
        words += ", " + ngettext("%d on the way", "%d on the way", counts["asked"]) % counts["asked"]
    return f"{words}."
