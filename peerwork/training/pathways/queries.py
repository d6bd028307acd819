"""Reading ways into a post and supervised hours."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from peerwork.kit.errors import NotHere
from peerwork.people.models import Person
from peerwork.people.policy import people
from peerwork.training.cohorts.queries import people_known_to
from peerwork.training.curricula.models import CurriculumVersion
from peerwork.training.curricula.policy import versions
from peerwork.training.pathways.models import Pathway, SupervisedHours
from peerwork.training.pathways.policy import off_job, pathways, supervised

STAGES = ("taster", "cohort", "practicum", "gateway", "post")


def pathways_for(user):
    """Everybody on the way into a post whom this reader may see, by stage."""
    rows = pathways.visible(user).select_related("person", "practice_in", "enrolment__cohort")
    return rows.order_by("person__family_name", "person__given_name", "pk")


def board(user) -> list[dict]:
    """People by stage, for the board at the top of the page."""
    rows = list(pathways_for(user))
    found = []
    for stage in STAGES:
        here = [row for row in rows if row.status == stage]
        cards = [{"title": str(row), "href": row.get_absolute_url(), "text": row.get_kind_display()} for row in here]
        found.append({"label": Pathway.Status(stage).label, "count": len(here), "cards": cards})
    return found


def pathway_page(user, pk: int) -> dict:
    row = pathways.find(user, pk=pk)
    hours = off_job.visible(user).filter(pathway=row, withdrawn=False).order_by("-on", "-pk")
    done = hours.aggregate(total=Sum("hours"))["total"] or Decimal(0)
    return {"pathway": row, "hours": list(hours[:100]), "done": done}


def people_to_begin(user, organisation):
    """People known here who are not on the way yet."""
    inside = Pathway.objects.filter(organisation=organisation).exclude(status__in=("post", "stopped")).values("person")
    return people_known_to(user).filter(organisation=organisation).exclude(pk__in=inside)


@dataclass(frozen=True)
class Counter:
    """Supervised hours toward one course: signed, waiting, needed, and the same one to one."""

    edition: CurriculumVersion
    signed: Decimal
    waiting: Decimal
    needed: int
    one_to_one: Decimal
    one_to_one_needed: int


def hours_page(user, pk: int) -> dict:
    """Somebody's supervised hours, as this reader may see them; raises NotHere for a person out of reach."""
    # By the key, not the link: a number too large for the database is then simply not there.
    theirs = supervised.visible(user).filter(person__in=Person.objects.filter(pk=pk))
    rows = list(theirs.select_related("edition__curriculum", "person", "signed_by"))
    person = people.visible(user).filter(pk=pk).first() or (rows[0].person if rows else None)
    if person is None:
        raise NotHere()
    counters = []
    for edition in dict.fromkeys(row.edition for row in rows):
        mine = [row for row in rows if row.edition_id == edition.pk]
        signed = [row for row in mine if row.status == SupervisedHours.Status.SIGNED]
        counters.append(
            Counter(
                edition,
                sum((row.hours for row in signed), Decimal(0)),
                sum((row.hours for row in mine), Decimal(0)) - sum((row.hours for row in signed), Decimal(0)),
                edition.supervised_hours,
                sum((row.one_to_one for row in signed), Decimal(0)),
                edition.one_to_one_hours,
            )
        )
    return {"person": person, "rows": rows, "counters": counters, "mine": person.user_id == user.pk}


def own_person(user) -> Person | None:
    return Person.objects.filter(user=user.pk, merged_into__isnull=True).first()


def courses_with_hours(user):
    """Versions in use that ask for supervised hours."""
    rows = versions.visible(user).filter(status__in=CurriculumVersion.USED, supervised_hours__gt=0)
    return rows.select_related("curriculum")


def to_sign(user):
    """Hours that wait for this supervisor."""
    from_mine = supervised.visible(user).filter(status="noted").exclude(person__user=user.pk)
    rows = from_mine.select_related("person", "edition__curriculum").order_by("starts_on", "pk")
    return [row for row in rows if "sign" in supervised.offers(row)]
