"""Every write of groups: centres, trainers, dates, places, registers, assessments."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import access, links
from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.records import acting, creating, keep
from peerwork.people.actions import register_person, system_user
from peerwork.people.models import Person, Unit, User, live
from peerwork.training import mail
from peerwork.training.cohorts.models import (
    AssessmentResult,
    Attendance,
    Cohort,
    CohortTrainer,
    Enrolment,
    Learner,
    Meeting,
    Offer,
    Site,
    SiteService,
    Trainer,
    TrainerSupport,
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
from peerwork.training.curricula.models import ModuleMapping
from peerwork.training.progress import progress_of


# Where --------------------------------------------------------------------------------------------------------------
def open_site(*, by, **values) -> Site:
    """A recovery college or education centre opens."""
    with creating(sites, "open", by=by, **values) as site:
        pass
    return site


def edit_site(site: Site, *, by, version: int | None = None, **changes) -> Site:
    """Change what is said of a centre."""
    with acting(sites, "edit", site, by=by, version=version, **changes) as site:
        pass
    return site


def close_site(site: Site, *, by, version: int | None = None, closed_on: date | None = None) -> Site:
    """A centre closes from a day."""
    with acting(sites, "close", site, by=by, version=version) as site:
        site.closed_on = closed_on or timezone.localdate()
    return site


def serve(*, by, **values) -> SiteService:
    """A centre is there for a service, from a day."""
    with creating(services, "serve", by=by, **values) as row:
        if row.unit.root_id != row.site.organisation_id:
            raise Invalid(fields={"unit": [_("Choose a service of this organisation.")]})
    return row


def end_service(row: SiteService, *, by, ends_on: date | None = None, version: int | None = None) -> SiteService:
    """A centre is no longer there for a service."""
    with acting(services, "end", row, by=by, version=version, ends_on=ends_on or timezone.localdate()) as row:
        pass
    return row


def offer(*, by, **values) -> Offer:
    """Put a course into a centre's catalogue."""
    with creating(offers, "offer", by=by, **values) as row:
        pass
    return row


def end_offer(row: Offer, *, by, ends_on: date | None = None, version: int | None = None) -> Offer:
    """Take a course out of a centre's catalogue."""
    with acting(offers, "end", row, by=by, version=version, ends_on=ends_on or timezone.localdate()) as row:
        pass
    return row


# Who teaches --------------------------------------------------------------------------------------------------------
def register_trainer(*, by, **values) -> Trainer:
    """Put somebody into the register of trainers; what they declare of themselves they say themselves."""
    with creating(trainers, "register", by=by, **values) as trainer:
        pass
    return trainer


def edit_trainer(trainer: Trainer, *, by, version: int | None = None, **changes) -> Trainer:
    """Change what the register says of a trainer."""
    with acting(trainers, "edit", trainer, by=by, version=version, **changes) as trainer:
        pass
    return trainer


def declare(trainer: Trainer, *, by, version: int | None = None, **changes) -> Trainer:
    """A trainer says, or takes back, that they teach from lived experience: always their own choice."""
    with acting(trainers, "declare", trainer, by=by, version=version, **changes) as trainer:
        pass
    return trainer


def retire(trainer: Trainer, *, by, version: int | None = None, retired_on: date | None = None) -> Trainer:
    """A trainer stops teaching."""
    with acting(trainers, "retire", trainer, by=by, version=version) as trainer:
        trainer.retired_on = retired_on or timezone.localdate()
    return trainer


def log_support(*, by, **values) -> TrainerSupport:
    """A trainer had supervision, a talk after a session, or training of their own."""
    with creating(support, "log", by=by, **values) as row:
        if row.held_on > timezone.localdate():
            raise Invalid(fields={"held_on": [_("The day must be today or in the past.")]})
    return row


def withdraw_support(row: TrainerSupport, *, by, version: int | None = None) -> TrainerSupport:
    """Take back a line that was noted by mistake."""
    with acting(support, "withdraw", row, by=by, version=version) as row:
        row.withdrawn = True
    return row


# Groups -------------------------------------------------------------------------------------------------------------
def plan(*, by, edition, **values) -> Cohort:
    """Plan a group for the version of a course that is in use."""
    if edition.status != "published":
        raise Invalid(fields={"edition": [_("Choose a version that is in use.")]})
    values = {"designed_with": edition.designed_with, "produced_with": edition.produced_with} | values
    values.setdefault("organisation", edition.curriculum.organisation)
    with creating(cohorts, "plan", by=by, edition=edition, **values) as cohort:
        if cohort.organisation_id != edition.curriculum.organisation_id:
            raise Invalid(fields={"edition": [_("Choose a course of this organisation.")]})
    return cohort


@transaction.atomic
def edit_cohort(cohort: Cohort, *, by, version: int | None = None, **changes) -> Cohort:
    """Change where, when or for how many a group is; new places go to those who have waited longest."""
    with acting(cohorts, "edit", cohort, by=by, version=version, **changes) as cohort:
        taken = _taken(cohort)
        if "capacity" in changes and cohort.capacity < taken:
            words = _("%(count)d people have a place already. Choose at least that many.")
            raise Invalid(fields={"capacity": [words % {"count": taken}]})
    _fill(cohort)
    return cohort


def missing_trainers(cohort: Cohort) -> list[str]:
    """What the rule of teaching together still asks for: one from lived experience and another from a profession."""
    on = max(timezone.localdate(), cohort.starts_on)  # who will be there when it begins
    named = CohortTrainer.objects.filter(live(on), cohort=cohort, trainer__retired_on__isnull=True)
    lived = set(named.filter(side="lived", trainer__lived_experience="yes").values_list("trainer", flat=True))
    professional = set(named.filter(side="professional", trainer__professional=True).values_list("trainer", flat=True))
    wanted = []
    if not lived:
        wanted.append(_("a trainer with lived experience"))
    if not professional:
        wanted.append(_("a trainer from a profession"))
    return wanted


def open_cohort(cohort: Cohort, *, by, version: int | None = None) -> Cohort:
    """Open a group for learners, once it is taught by somebody with lived experience and by a professional."""
    with acting(cohorts, "open", cohort, by=by, version=version) as cohort:
        if wanted := missing_trainers(cohort):
            words = _("This group can't open yet. It still needs %(who)s.")
            raise Conflict(words % {"who": _(" and ").join(wanted)})
    return cohort


@transaction.atomic
def finish_cohort(cohort: Cohort, *, by, version: int | None = None) -> Cohort:
    """A group is over; whoever still waited is told."""
    with acting(cohorts, "finish", cohort, by=by, version=version) as cohort:
        pass
    _send_home(cohort, ["waiting"])
    return cohort


@transaction.atomic
def cancel_cohort(cohort: Cohort, *, by, version: int | None = None) -> Cohort:
    """A group will not take place; everybody in it is told."""
    with acting(cohorts, "cancel", cohort, by=by, version=version) as cohort:
        pass
    for meeting in cohort.meetings.filter(status="planned"):
        with acting(meetings, "cancel", meeting, by=by) as meeting:
            meeting.sequence += 1
    _send_home(cohort, ["waiting", "placed"])
    return cohort


def _send_home(cohort: Cohort, states: list[str]) -> None:
    for enrolment in cohort.enrolments.filter(status__in=states).select_related("learner__person__user"):
        with acting(places, "withdraw", enrolment, by=system_user()) as enrolment:
            pass
        mail.ended(enrolment)


def name_trainer(*, by, **values) -> CohortTrainer:
    """Name who teaches a group, and from which side."""
    with creating(cohort_trainers, "name", by=by, **values) as row:
        trainer = row.trainer
        if trainer.organisation_id != row.cohort.organisation_id or trainer.retired_on:
            raise Invalid(fields={"trainer": [_("Choose somebody from the register.")]})
        if row.side == "lived" and trainer.lived_experience != "yes":
            raise Invalid(fields={"side": [_("They have not said that they teach from lived experience. Ask them.")]})
        if row.side == "professional" and not trainer.professional:
            raise Invalid(fields={"side": [_("The register does not say that they teach from a profession.")]})
    access.forget()
    return row


def end_trainer(row: CohortTrainer, *, by, ends_on: date | None = None, version: int | None = None) -> CohortTrainer:
    """Somebody no longer teaches a group."""
    with acting(cohort_trainers, "end", row, by=by, version=version, ends_on=ends_on or timezone.localdate()) as row:
        pass
    access.forget()
    return row


@transaction.atomic
def set_meeting(*, by, **values) -> Meeting:
    """Set a day of a group, for one module; everybody with a place gets the date."""
    with creating(meetings, "set", by=by, **values) as meeting:
        if meeting.module.edition_id != meeting.cohort.edition_id:
            raise Invalid(fields={"module": [_("Choose a module of this group’s course.")]})
        if meeting.cohort.status not in ("planned", "open"):
            raise Conflict(_("This group is over."))
    mail.invite(meeting)
    return meeting


@transaction.atomic
def move_meeting(meeting: Meeting, *, by, version: int | None = None, **changes) -> Meeting:
    """Move a day, or change its module or place; everybody with a place is told."""
    with acting(meetings, "move", meeting, by=by, version=version, **changes) as meeting:
        meeting.sequence += 1
        if meeting.module.edition_id != meeting.cohort.edition_id:
            raise Invalid(fields={"module": [_("Choose a module of this group’s course.")]})
    mail.invite(meeting)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by, version: int | None = None) -> Meeting:
    """A day does not take place; everybody with a place is told."""
    with acting(meetings, "cancel", meeting, by=by, version=version) as meeting:
        meeting.sequence += 1
    mail.invite(meeting)
    return meeting


# Who learns ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def register_learner(
    *, by, organisation: Unit, person: Person | None = None, given_name: str = "", family_name: str = "", **values
) -> Learner:
    """Somebody becomes a learner: a person known here, or somebody new, who needs no account."""
    if not learners.may_start(by, "register"):
        raise NotAllowed()
    if person is None:
        if not (given_name.strip() and family_name.strip()):
            raise Invalid(fields={"given_name": [_("Write their first and last name.")]})
        names = {"given_name": given_name.strip(), "family_name": family_name.strip()}
        person = register_person(by=system_user(), organisation=organisation, **names)
    elif Learner.objects.filter(person=person, organisation=organisation).exists():
        # No constraint of the database: two records of one person, merged, may bring two lines together.
        raise Invalid(fields={"person": [_("This person is here as a learner already.")]})
    elif person.organisation_id != organisation.pk and not person.placements.filter(host=organisation).exists():
        raise Invalid(fields={"person": [_("Choose somebody who works or is known here.")]})
    with creating(learners, "register", by=by, organisation=organisation, person=person, **values) as learner:
        pass
    access.forget()
    return learner


def edit_learner(learner: Learner, *, by, version: int | None = None, **changes) -> Learner:
    """Correct what is noted of a learner."""
    with acting(learners, "edit", learner, by=by, version=version, **changes) as learner:
        pass
    return learner


def tell_needs(learner: Learner, *, by, version: int | None = None, **changes) -> Learner:
    """A learner says what helps them take part; no reason is asked."""
    with acting(learners, "tell", learner, by=by, version=version, **changes) as learner:
        pass
    return learner


@transaction.atomic
def invite(enrolment: Enrolment, *, by, email: str, version: int | None = None) -> Learner:
    """Send somebody without an account the link to their place; a new link takes the place of the one before."""
    with acting(learners, "invite", enrolment.learner, by=by, version=version) as learner:
        if learner.person.user_id:
            raise Conflict(_("They have an account. They find their place under “My training”."))
        if learner.visitor is None or learner.visitor.email.lower() != email.strip().lower():
            learner.visitor = _visitor(learner, email.strip())
    links.revoke(about=enrolment)
    enrolment.learner = learner
    access.forget()
    mail.way_in(enrolment)
    return learner


def _visitor(learner: Learner, email: str) -> User:
    """Who comes by link from this address; never somebody with an account, never somebody else's."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(kind=User.Kind.LINK, email=email, name=str(learner.person)[:160])
        user.set_unusable_password()
        keep(user, "join", by=system_user())
    taken = Learner.objects.filter(visitor=user).exclude(pk=learner.pk).exists()
    if user.kind != User.Kind.LINK or not user.is_active or taken:
        raise Invalid(fields={"email": [_("This address can’t be used here. Ask them for another.")]})
    return user


def catch_up(
    row: Attendance, *, by, made_up_on: date, made_up_how: str, done: bool = False, version=None
) -> Attendance:
    """Plan how somebody makes up a day they were not there, or note that they have."""
    with acting(attendance, "edit", row, by=by, version=version) as row:
        if row.came not in ("away", "made_up"):
            raise Conflict(_("They were there that day."))
        if not row.meeting.module.makeable:
            raise Invalid(fields={"done": [_("This module can't be made up later.")]})
        if done and made_up_on > timezone.localdate():
            raise Invalid(fields={"made_up_on": [_("That day is still to come. Leave the box empty until then.")]})
        row.came, row.made_up_on, row.made_up_how = "made_up" if done else "away", made_up_on, made_up_how
    return row


# Places -------------------------------------------------------------------------------------------------------------
def _locked(cohort: Cohort) -> Cohort:
    """The group, held until the end of the transaction: places are given one after the other."""
    return Cohort.objects.select_for_update(of=("self",)).select_related("edition__curriculum").get(pk=cohort.pk)


def _taken(cohort: Cohort) -> int:
    return cohort.enrolments.filter(status__in=Enrolment.HOLDS_A_PLACE).count()


@transaction.atomic
def enrol(cohort: Cohort, learner: Learner, *, by) -> Enrolment:
    """Take a place in a group, or the next place on its waiting list; never more people than places."""
    cohort = _locked(cohort)
    if cohort.status != Cohort.Status.OPEN:
        raise Conflict(_("This group is not open. Look for another."))
    waiting = cohort.enrolments.filter(status="waiting").exists()
    verb = "wait" if waiting or _taken(cohort) >= cohort.capacity else "enrol"
    with creating(places, verb, by=by, cohort=cohort, learner=learner) as enrolment:
        enrolment.edition, enrolment.asked_at = cohort.edition, timezone.now()
        if verb == "enrol":
            enrolment.placed_on = timezone.localdate()
    mail.placed(enrolment)
    return enrolment


@transaction.atomic
def take_place(cohort: Cohort, *, by) -> Enrolment:
    """Somebody takes a place for themselves."""
    if not cohort.ask_yourself:
        raise NotAllowed(_("The training team adds people to this group. Ask them."))
    person = Person.objects.filter(user=by.pk, merged_into__isnull=True).first()
    if person is None:
        raise NotAllowed(_("There is no record of you as somebody who works or learns here. Ask the training team."))
    learner = Learner.objects.filter(organisation=cohort.organisation_id, person=person).first()
    if learner is None:
        learner = register_learner(by=system_user(), organisation=cohort.organisation, person=person)
    return enrol(cohort, learner, by=by)


def _fill(cohort: Cohort) -> list[Enrolment]:
    """Free places go to those who asked first, by themselves."""
    cohort = _locked(cohort)
    free = max(0, cohort.capacity - _taken(cohort)) if cohort.status == Cohort.Status.OPEN else 0
    promoted = []
    for enrolment in cohort.enrolments.filter(status="waiting").order_by("asked_at", "pk")[:free]:
        with acting(places, "promote", enrolment, by=system_user()) as enrolment:
            enrolment.placed_on = timezone.localdate()
        mail.placed(enrolment)
        promoted.append(enrolment)
    return promoted


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by, version: int | None = None) -> Enrolment:
    """Give a place back; it goes to whoever has waited longest."""
    cohort = _locked(enrolment.cohort)
    with acting(places, "withdraw", enrolment, by=by, version=version) as enrolment:
        pass
    _fill(cohort)
    return enrolment


@transaction.atomic
def stop(enrolment: Enrolment, *, by, version: int | None = None, **changes) -> Enrolment:
    """Somebody stops for now, with a reason that is nobody's fault; what they did is kept."""
    cohort = _locked(enrolment.cohort)
    with acting(places, "stop", enrolment, by=by, version=version, **changes) as enrolment:
        if not enrolment.stopped_because:
            raise Invalid(fields={"stopped_because": [_("Choose why they stop.")]})
    _fill(cohort)
    return enrolment


@transaction.atomic
def resume(enrolment: Enrolment, *, by, version: int | None = None) -> Enrolment:
    """Somebody who stopped comes back, if there is a place."""
    cohort = _locked(enrolment.cohort)
    if _taken(cohort) >= cohort.capacity:
        raise Conflict(_("This group is full. Choose another group for them."))
    with acting(places, "resume", enrolment, by=by, version=version) as enrolment:
        enrolment.stopped_because = ""
    return enrolment


def carried_over(old, new) -> bool:
    """Whether a mapping leads from one version to another, straight or over the versions between."""
    links = ModuleMapping.objects.filter(new__edition__curriculum=new.curriculum_id, dropped=False)
    steps = set(links.values_list("old__edition", "new__edition"))
    reached = {old.pk}
    while more := {after for before, after in steps if before in reached} - reached:
        reached |= more
    return new.pk in reached


@transaction.atomic
def transfer(enrolment: Enrolment, *, by, cohort: Cohort, version: int | None = None) -> Enrolment:
    """Move somebody to another group of the same course; on a newer version, by the mapping recorded for it."""
    first, second = sorted((enrolment.cohort_id, cohort.pk))
    for pk in {first, second}:
        Cohort.objects.select_for_update(of=("self",)).get(pk=pk)
    cohort, left = _locked(cohort), enrolment.cohort
    if cohort.edition.curriculum_id != left.edition.curriculum_id or cohort.pk == left.pk:
        raise Invalid(fields={"cohort": [_("Choose another group of the same course.")]})
    if cohort.status != Cohort.Status.OPEN or _taken(cohort) >= cohort.capacity:
        raise Conflict(_("There is no free place in that group."))
    if cohort.edition.number < enrolment.edition.number:
        raise Invalid(fields={"cohort": [_("That group is on an earlier version. People only move on.")]})
    if cohort.edition_id != enrolment.edition_id and not carried_over(enrolment.edition, cohort.edition):
        raise Invalid(fields={"cohort": [_("First record which modules carry over to that version.")]})
    with acting(places, "transfer", enrolment, by=by, version=version, cohort=cohort) as enrolment:
        if cohort.edition_id != enrolment.edition_id:
            enrolment.edition = cohort.edition
    _fill(left)
    mail.placed(enrolment)
    return enrolment


def complete(enrolment: Enrolment, *, by, version: int | None = None, finished_on: date | None = None) -> Enrolment:
    """Somebody has completed the course: enough hours, every assessment it asks for."""
    if not progress_of([enrolment])[enrolment.pk].can_complete:
        raise Conflict(_("There are still hours or assessments open. Their page says which."))
    with acting(places, "complete", enrolment, by=by, version=version) as enrolment:
        enrolment.finished_on = finished_on or timezone.localdate()
    return enrolment


def accredit(enrolment: Enrolment, *, by, version: int | None = None, finished_on: date | None = None) -> Enrolment:
    """Somebody has completed the course and is accredited."""
    with acting(places, "accredit", enrolment, by=by, version=version) as enrolment:
        if not progress_of([enrolment])[enrolment.pk].can_accredit:
            raise Conflict(_("There are still hours or assessments open. Their page says which."))
        enrolment.finished_on = enrolment.finished_on or finished_on or timezone.localdate()
    return enrolment


# Registers and assessments ------------------------------------------------------------------------------------------
@transaction.atomic
def take_register(meeting: Meeting, lines: Iterable[dict], *, by, version: int | None = None) -> Meeting:
    """Note who came to a day: dicts with enrolment, came, and minutes_missed where they came late or left early."""
    if timezone.localdate(meeting.starts_at) > timezone.localdate():
        raise Conflict(_("This day is still to come."))
    with acting(meetings, "hold", meeting, by=by, version=version) as meeting:
        pass
    known = {row.enrolment_id: row for row in Attendance.objects.filter(meeting=meeting)}
    for line in lines:
        mark(meeting, line["enrolment"], by=by, known=known, **{k: v for k, v in line.items() if k != "enrolment"})
    return meeting


def mark(meeting: Meeting, enrolment: Enrolment, *, by, known: dict | None = None, **values) -> Attendance:
    """Note or correct how one learner came to one day."""
    values = {"minutes_missed": 0} | values
    came = values.get("came", "came")
    if came not in ("late", "left_early"):
        values["minutes_missed"] = 0
    elif values["minutes_missed"] > meeting.minutes:
        raise Invalid(fields={"minutes_missed": [_("They can't have missed more than the day was long.")]})
    if came == "made_up":
        if not meeting.module.makeable:
            raise Invalid(fields={"came": [_("This module can't be made up later.")]})
        values.setdefault("made_up_on", timezone.localdate())
    elif came != "away":
        values |= {"made_up_on": None, "made_up_how": ""}
    if known is None:
        known = {row.enrolment_id: row for row in Attendance.objects.filter(meeting=meeting, enrolment=enrolment)}
    row = known.get(enrolment.pk)
    if row is None:
        with creating(attendance, "mark", by=by, meeting=meeting, enrolment=enrolment, **values) as row:
            if enrolment.cohort_id != meeting.cohort_id:
                raise Invalid(_("They are not in this group."))
        return row
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    with acting(attendance, "edit", row, by=by, **values) as row:
        pass
    return row


def record_result(*, by, enrolment: Enrolment, part, **values) -> AssessmentResult:
    """Note what came of an assessment, and say something to the learner about it."""
    if part.edition_id != enrolment.edition_id or part.dropped:
        raise Invalid(fields={"part": [_("Choose an assessment of their course.")]})
    with creating(results, "record", by=by, enrolment=enrolment, part=part, **values) as result:
        result.assessed_by = by
    return result


def edit_result(result: AssessmentResult, *, by, version: int | None = None, **changes) -> AssessmentResult:
    """Change a result or what is said about it."""
    with acting(results, "edit", result, by=by, version=version, **changes) as result:
        result.assessed_by = by
    return result
