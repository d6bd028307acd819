"""Reading centres, trainers, groups, places and registers."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.utils import timezone

from peerwork.people.models import Person, Unit, User, live
from peerwork.people.policy import people, units
from peerwork.people.reach import roles_of
from peerwork.training.certificates.policy import certificates
from peerwork.training.cohorts.models import (
    Attendance,
    Cohort,
    CohortTrainer,
    Enrolment,
    Learner,
    Meeting,
    SiteService,
    Trainer,
)
from peerwork.training.cohorts.policy import (
    attendance,
    cohort_trainers,
    cohorts,
    learners,
    meetings,
    offers,
    places,
    results,
    services,
    sites,
    support,
    trainers,
)
from peerwork.training.curricula.policy import assessments, curricula, versions
from peerwork.training.progress import Progress, progress_of
from peerwork.training.reach import is_learner, learners_of, teaches_somebody

ROOM = Count("enrolments", filter=Q(enrolments__status__in=Enrolment.HOLDS_A_PLACE))


def trains(user) -> bool:
    """Whether this person plans or gives training."""
    return "training_lead" in roles_of(user) or teaches_somebody(user)


# Groups -------------------------------------------------------------------------------------------------------------
def taken_of(rows):
    """Groups with how many places are taken, and how many people wait."""
    return rows.annotate(
        taken=Count("enrolments", filter=Q(enrolments__status__in=Enrolment.HOLDS_A_PLACE), distinct=True),
        waiting=Count("enrolments", filter=Q(enrolments__status="waiting"), distinct=True),
    )


def groups_for(user):
    """Every group the training team may see, those to come and under way first."""
    rows = cohorts.visible(user).select_related("edition__curriculum", "site")
    return taken_of(rows).order_by("status", "-starts_on", "pk")


def catalogue(user):
    """Open groups that somebody may take a place in, soonest first, with how many places are free."""
    rows = cohorts.visible(user).filter(status="open").select_related("edition__curriculum", "site")
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()))
    mine = Enrolment.objects.filter(cohort=OuterRef("pk"), learner__in=learners_of(user)).exclude(status="withdrawn")
    return taken_of(rows).annotate(my_place=Subquery(mine.values("pk")[:1])).order_by("starts_on", "pk")


def cohort_page(user, pk: int) -> dict:
    """A group: where and when, who teaches, and for the training team who is in it and how far they are."""
    row = cohorts.find(user, pk=pk)
    found = {
        "cohort": row,
        "curriculum": row.edition.curriculum,
        "days": list(meetings.visible(user).filter(cohort=row).select_related("module").order_by("starts_at", "pk")),
        "trainers": list(
            cohort_trainers.visible(user)
            .filter(live(), cohort=row)
            .select_related("trainer__person", "cohort__edition")
        ),
        "taken": row.enrolments.filter(status__in=Enrolment.HOLDS_A_PLACE).count(),
        "people": [],
        "waiting": [],
        "progress": {},
        "mine": None,
        "team": False,
    }
    if is_learner(user):
        own = places.visible(user).filter(cohort=row, learner__in=learners_of(user))
        found["mine"] = own.exclude(status="withdrawn").first()
    if {"training lead", "trainer"} & set(cohorts.roles(row)):
        members = places.visible(user).filter(cohort=row).exclude(status="withdrawn")
        members = list(members.select_related("learner__person", "edition__curriculum", "cohort").order_by(
            "learner__person__family_name", "learner__person__given_name", "pk"
        ))  # fmt: skip
        found["people"] = [place for place in members if place.status != "waiting"]
        found["waiting"] = sorted(
            (place for place in members if place.status == "waiting"), key=lambda place: (place.asked_at, place.pk)
        )
        found["progress"] = progress_of(found["people"])
        needs = {row.pk: learners.show(row) for row in learners.visible(user).filter(enrolments__in=members)}
        found["needs"] = [seen for seen in needs.values() if getattr(seen, "access_needs", "")]
        found["team"] = True
    return found


@dataclass
class RegisterLine:
    """One learner on a register, as marked before."""

    enrolment: Enrolment
    came: str = ""
    missed: int = 0
    made_up: bool = False
    row: Attendance | None = None


def register_page(user, pk: int) -> dict:
    """A day of a group with a line for everybody who has a place in it."""
    meeting = meetings.find(user, pk=pk)
    rows = {row.enrolment_id: row for row in attendance.visible(user).filter(meeting=meeting)}
    members = places.visible(user).filter(cohort=meeting.cohort_id, status__in=Enrolment.HOLDS_A_PLACE)
    members = members.exclude(learner__person__user=user.pk)  # nobody marks themselves: somebody else does
    members = members.select_related("learner__person", "cohort__edition__curriculum", "edition").order_by(
        "learner__person__given_name", "learner__person__family_name", "pk"
    )
    lines = []
    for enrolment in members:
        row = rows.get(enrolment.pk)
        came = row.came if row else ""
        lines.append(
            RegisterLine(enrolment, came, row.minutes_missed if row else 0, made_up=came == "made_up", row=row)
        )
    return {"meeting": meeting, "lines": lines, "marked": bool(rows)}


def next_days(user, limit: int = 12):
    """The next days of the groups this person plans or teaches, and those whose register is still to be taken."""
    rows = meetings.visible(user).filter(status="planned", cohort__status="open")
    since = timezone.now() - timedelta(days=60)
    return list(
        rows.filter(starts_at__gte=since)
        .select_related("module", "cohort__edition__curriculum", "cohort__site")
        .order_by("starts_at", "pk")[:limit]
    )


def catch_ups(user, limit: int = 30):
    """Days people were not there for and have not made up, those without a plan first."""
    rows = attendance.visible(user).filter(
        came="away", enrolment__status="placed", enrolment__cohort__status="open", meeting__module__makeable=True
    )
    return list(
        rows.select_related(
            "enrolment__learner__person", "meeting__module", "enrolment__cohort__edition__curriculum"
        ).order_by("made_up_on", "meeting__starts_at", "pk")[:limit]
    )


# Learners -----------------------------------------------------------------------------------------------------------
def my_learning(user) -> dict:
    """What somebody learns, and has learned."""
    rows = places.visible(user).filter(learner__in=learners_of(user)).exclude(status="withdrawn")
    rows = list(rows.select_related("cohort__edition__curriculum", "edition__curriculum", "learner__person"))
    progress = progress_of(rows)
    earned = certificates.visible(user).filter(enrolment__in=rows).select_related("enrolment__cohort")
    return {"places": [(row, progress[row.pk]) for row in rows], "certificates": list(earned)}


def learner_page(user, pk: int) -> dict:
    """One learner with everything they take part in."""
    row = learners.find(user, pk=pk)
    mine = places.visible(user).filter(learner=row)
    mine = list(mine.select_related("cohort__edition__curriculum", "edition__curriculum", "learner__person"))
    earned = certificates.visible(user).filter(enrolment__in=mine).select_related("enrolment")
    return {"learner": row, "places": mine, "progress": progress_of(mine), "certificates": list(earned)}


def place_page(user, pk: int) -> dict:
    """One place as its reader may see it: dates, register, assessments, how far, what was earned."""
    row = places.find(user, pk=pk)
    days = meetings.visible(user).filter(cohort=row.cohort_id).exclude(status="cancelled").select_related("module")
    marks = {each.meeting_id: each for each in attendance.visible(user).filter(enrolment=row)}
    carried = attendance.visible(user).filter(enrolment=row).exclude(meeting__cohort=row.cohort_id)
    parts = assessments.visible(user).filter(edition=row.edition_id, dropped=False).order_by("number")
    known = {each.part_id: each for each in results.visible(user).filter(enrolment=row).select_related("part")}
    earned = certificates.visible(user).filter(enrolment=row).order_by("-issued_on", "-pk")
    cohort = cohorts.visible(user).filter(pk=row.cohort_id).select_related("site").first()
    return {
        "row": row,
        "place": places.show(row),
        "cohort": cohorts.show(cohort) if cohort else None,
        "days": [(day, marks.get(day.pk)) for day in days.order_by("starts_at", "pk")],
        "carried": list(carried.select_related("meeting__module").order_by("meeting__starts_at")),
        "assessments": [(part, results.show(known[part.pk]) if part.pk in known else None) for part in parts],
        "results": known,
        "progress": progress_of([row])[row.pk],
        "certificates": list(earned),
        "edition": row.edition,
    }


def groups_to_move_to(user, enrolment: Enrolment):
    """Other open groups of the same course with a free place, on the same version or a newer one."""
    rows = cohorts.visible(user).filter(
        status="open",
        edition__curriculum=enrolment.edition.curriculum_id,
        edition__number__gte=enrolment.edition.number,
    )
    return rows.exclude(pk=enrolment.cohort_id).select_related("edition__curriculum")


def people_to_add(user, cohort: Cohort):
    """People this reader knows here who are not in the group yet."""
    inside = cohort.enrolments.exclude(status="withdrawn").values("learner__person")
    return people_known_to(user).exclude(pk__in=inside)


def people_known_to(user):
    """People this reader knows through work, and those who learn with them: some have no post."""
    known = people.visible(user).values("pk")
    learning = learners.visible(user).values("person")
    rows = Person.objects.filter(Q(pk__in=known) | Q(pk__in=learning))
    return rows.filter(merged_into__isnull=True, left_on__isnull=True, died_on__isnull=True)


def learner_of(cohort: Cohort, person) -> Learner | None:
    return Learner.objects.filter(organisation=cohort.organisation_id, person=person).first()


# Centres and trainers -----------------------------------------------------------------------------------------------
def sites_for(user):
    return sites.visible(user).order_by("closed_on", "name")


def site_page(user, pk: int) -> dict:
    """A centre: the services it is there for, its catalogue, its groups to come."""
    site = sites.find(user, pk=pk)
    coming = taken_of(cohorts.visible(user).filter(site=site, status="open").select_related("edition__curriculum"))
    return {
        "site": site,
        "services": list(services.visible(user).filter(live(), site=site).select_related("unit")),
        "offers": list(offers.visible(user).filter(live(), site=site).select_related("curriculum")),
        "groups": list(coming.order_by("starts_on", "pk")),
    }


def services_without(user):
    """Services of this reader's organisations that no centre is there for today."""
    served = SiteService.objects.filter(live(), unit=OuterRef("pk"), site__closed_on__isnull=True)
    above = SiteService.objects.filter(
        live(), unit__paths_down__descendant=OuterRef("pk"), site__closed_on__isnull=True
    )
    rows = units.visible(user).filter(kind=Unit.Kind.SERVICE, closed_on__isnull=True)
    return rows.exclude(Exists(served)).exclude(Exists(above)).order_by("name")


def open_services(user, organisation_id: int):
    kinds = (Unit.Kind.SERVICE, Unit.Kind.DIRECTORATE, Unit.Kind.TEAM)
    rows = units.visible(user).filter(organisation=organisation_id, kind__in=kinds, closed_on__isnull=True)
    return rows.order_by("kind", "name")


@dataclass
class TrainerLine:
    """One trainer of the register: what they teach from, when they last had support, how many groups they have."""

    trainer: Trainer
    groups: int
    last_support: object
    late: bool


def trainers_for(user) -> list[TrainerLine]:
    """The register of trainers, with whose support is late."""
    rows = trainers.visible(user).select_related("person", "supported_by", "organisation").annotate(
        last_support=Max("support__held_on", filter=Q(support__withdrawn=False)),
        now=Count("groups", filter=live(prefix="groups__") & Q(groups__cohort__status="open"), distinct=True),
    )  # fmt: skip
    today, lines = timezone.localdate(), []
    for row in rows.order_by("retired_on", "person__family_name", "person__given_name", "pk"):
        due = row.last_support is None or row.last_support + timedelta(weeks=row.support_weeks) < today
        lines.append(TrainerLine(row, row.now, row.last_support, late=due and row.now > 0 and row.retired_on is None))
    return lines


def trainer_page(user, pk: int) -> dict:
    row = trainers.find(user, pk=pk)
    groups = CohortTrainer.objects.filter(trainer=row).values("cohort")
    return {
        "trainer": row,
        "support": list(support.visible(user).filter(trainer=row, withdrawn=False)[:50]),
        "groups": list(
            cohorts.visible(user).filter(pk__in=groups).select_related("edition__curriculum").order_by("-starts_on")
        ),
    }


def own_trainer(user) -> Trainer | None:
    """The reader's own line in the register of trainers."""
    return trainers.visible(user).filter(person__user=user, retired_on__isnull=True).first()


def trainer_choices(user) -> dict:
    """Whom the training team can put into the register, and who could support them."""
    rows = people_known_to(user)
    accounts = User.objects.filter(person__in=rows, is_active=True, kind=User.Kind.ACCOUNT)
    return {"person": rows, "supported_by": accounts.select_related("person").order_by("person__family_name", "pk")}


def trainers_to_name(user, cohort: Cohort):
    """Trainers of the register who are not named for this group yet."""
    named = CohortTrainer.objects.filter(live(), cohort=cohort).values("trainer")
    rows = trainers.visible(user).filter(organisation=cohort.organisation_id, retired_on__isnull=True)
    return rows.exclude(pk__in=named).select_related("person")


# Certificates -------------------------------------------------------------------------------------------------------
def certificates_for(user):
    """The certificates this reader may see, newest first."""
    rows = certificates.visible(user).select_related("enrolment__learner__person", "enrolment__cohort")
    return rows.order_by("-issued_on", "-pk")


def to_certify(user):
    """People who have completed a course and hold no certificate of it yet."""
    held = certificates.model.objects.filter(enrolment=OuterRef("pk"), status="issued").exclude(award="attendance")
    rows = places.visible(user).filter(status__in=Enrolment.DONE).exclude(Exists(held))
    return rows.select_related("learner__person", "cohort__edition__curriculum").order_by("-finished_on", "pk")


def ready_to_complete(people: list[Enrolment], progress: dict[int, Progress]) -> list[Enrolment]:
    return [place for place in people if place.status == "placed" and progress[place.pk].can_complete]


def editions_for(user):
    """Versions in use, for a group to be planned on."""
    rows = versions.visible(user).filter(status="published", curriculum__closed_on__isnull=True)
    return rows.select_related("curriculum").order_by("curriculum__name")


def courses_to_offer(user, site):
    named = offers.visible(user).filter(live(), site=site).values("curriculum")
    rows = curricula.visible(user).filter(organisation=site.organisation_id, closed_on__isnull=True)
    return rows.filter(versions__status="published").exclude(pk__in=named)


def out_of_order(meeting: Meeting) -> bool:
    """Whether a module that is to be finished first has no earlier day in this group."""
    firsts = set(meeting.module.prerequisites.filter(dropped=False).values_list("first", flat=True))
    earlier = Meeting.objects.filter(cohort=meeting.cohort_id, module__in=firsts, starts_at__lt=meeting.starts_at)
    return bool(firsts - set(earlier.exclude(status="cancelled").values_list("module", flat=True)))


def clashes(meeting: Meeting) -> bool:
    """Whether the group has another day at the same date: kept, and said."""
    day = timezone.localdate(meeting.starts_at)
    others = Meeting.objects.filter(cohort=meeting.cohort_id, starts_at__date=day).exclude(pk=meeting.pk)
    return others.exclude(status="cancelled").exists()
