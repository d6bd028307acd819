"""The rows of training in the prepared world: one of each, in the state that tells readers apart."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from peerwork.people.models import Unit
from peerwork.training.certificates import actions as certificates
from peerwork.training.checking import actions as checking
from peerwork.training.checking.models import Feedback
from peerwork.training.cohorts import actions as cohorts
from peerwork.training.cohorts.models import Cohort, Enrolment, Learner, Meeting, Trainer
from peerwork.training.curricula import actions as curricula
from peerwork.training.curricula.models import Curriculum
from peerwork.training.library import actions as library
from peerwork.training.pathways import actions as pathways
from tests import make

HOURS = Decimal(3)


def course(organisation: Unit, code: str = "peer-basics", *, modules: int = 2, **terms) -> Curriculum:
    """A course of so many modules of three hours, with one assessment, in use."""
    by = make.system()
    about = {"name": f"Course {code}", "kind": "core", "summary": "Being alongside people", "audience": ["peer"]}
    curriculum = curricula.open_curriculum(by=by, organisation=organisation, code=code, **about)
    edition = curriculum.versions.get()
    if terms:
        edition = curricula.edit_version(edition, by=by, **terms)
    made = [
        curricula.add_module(edition, by=by, title=f"Module {number}", hours=HOURS, teaches=["3.1"])
        for number in range(1, modules + 1)
    ]
    if modules > 1:
        curricula.ask_for_first(made[1], made[0], by=by)
    curricula.add_assessment(edition, by=by, title="A short talk")
    curricula.publish_version(edition, by=by)
    return curriculum


def edition_of(curriculum: Curriculum):
    return curriculum.versions.get(status="published")


def trainer(person, **values) -> Trainer:
    values = {"organisation": person.organisation, "about": "Has taught for years"} | values
    return cohorts.register_trainer(by=make.system(), person=person, **values)


def group(curriculum: Curriculum, lived: Trainer, professional: Trainer, **values) -> Cohort:
    """An open group, taught from both sides."""
    by = make.system()
    values = {"name": "Autumn", "capacity": 8, "starts_on": make.today() - timedelta(days=20), "place": "Hall"} | values
    cohort = cohorts.plan(by=by, edition=edition_of(curriculum), **values)
    since = {"starts_on": make.today() - make.LONG_AGO}
    cohorts.name_trainer(by=by, cohort=cohort, trainer=lived, side="lived", **since)
    cohorts.name_trainer(by=by, cohort=cohort, trainer=professional, side="professional", **since)
    return cohorts.open_cohort(cohort, by=by)


def day(cohort: Cohort, number: int = 1, *, days_ago: int = 7, minutes: int = 180) -> Meeting:
    module = cohort.edition.modules.get(number=number)
    starts_at = timezone.now() - timedelta(days=days_ago)
    return cohorts.set_meeting(by=make.system(), cohort=cohort, module=module, starts_at=starts_at, minutes=minutes)


def learner(person, **values) -> Learner:
    return cohorts.register_learner(by=make.system(), organisation=person.organisation, person=person, **values)


def both_trainers(place) -> tuple[Trainer, Trainer]:
    """The colleague teaches from declared lived experience; somebody without an account from a profession."""
    lived = trainer(place.person("colleague"), supported_by=place.user("supervisor"))
    lived = cohorts.declare(lived, by=place.user("colleague"), lived_experience="yes")
    return lived, trainer(make.person(place.root), professional=True)


def finished(enrolment: Enrolment, days: list[Meeting]) -> Enrolment:
    by = make.system()
    for meeting in days:
        cohorts.take_register(meeting, [{"enrolment": enrolment, "came": "came"}], by=by)
    part = enrolment.edition.assessments.first()
    cohorts.record_result(by=by, enrolment=enrolment, part=part, comment="Clear and warm")
    return cohorts.complete(enrolment, by=by)


def fill(place) -> None:
    """What training adds to one trust: a course, a group of it, a worker who has finished and a carer by link."""
    put, system = place.put, make.system()
    lived, professional = both_trainers(place)
    put("trainer", lived)
    put("support", cohorts.log_support(by=system, trainer=lived))
    curriculum = put("course", course(place.root))
    edition = put("used", edition_of(curriculum))
    put("used", edition.modules.get(number=1))
    put("used", edition.assessments.get())
    draft = put("draft", curricula.draft_version(curriculum, by=system, to_confirm="Level"))
    put("draft", draft.modules.get(number=1))
    put("draft", draft.assessments.get())
    put("draft", draft.modules.get(number=1).counted_from.get())
    put("used", edition.modules.get(number=2).prerequisites.get())
    put("draft", draft.modules.get(number=2).prerequisites.get())
    site = put("college", cohorts.open_site(by=system, organisation=place.root, name="Harbour College"))
    put("college", cohorts.serve(by=system, site=site, unit=place.service))
    put("college", cohorts.offer(by=system, site=site, curriculum=curriculum))
    cohort = put("group", group(curriculum, lived, professional, site=site, link="https://meet.example.org/a"))
    put("planned", cohorts.plan(by=system, edition=edition, name="Spring", starts_on=make.today() + make.SOON))
    put("lived", cohort.trainers.get(side="lived"))
    days = [day(cohort, 1), day(cohort, 2, days_ago=3)]
    put("first", days[0])
    mine = put("worker", learner(place.person("worker"), access_needs="Breaks every hour", profession="peer"))
    done = put("worker", finished(cohorts.enrol(cohort, mine, by=system), days))
    put("worker", done.attendance.get(meeting=days[0]))
    put("worker", done.results.get())
    certificate = certificates.issue(by=place.user("training_lead"), enrolment=done)
    put("worker", certificates.ask_badge(certificate, by=place.user("worker")))
    put("key", certificate.key)
    carer = cohorts.register_learner(
        by=system, organisation=place.root, given_name="Ash", family_name="Moor", kind="carer"
    )
    put("carer", carer)
    put("carer", cohorts.enrol(cohort, carer, by=system))
    asked(place, done, edition.modules.get(number=1))
    shared(place)
    on_the_way(place, edition)


def asked(place, enrolment: Enrolment, module) -> None:
    """A question on the module, the worker's try at it, and what four people say of the group."""
    words = {"text": "What comes first?", "options": ["Advice", "Listening"], "answer": 2, "why": "People know best"}
    question = place.put("used", checking.add_question(module, by=make.system(), **words))
    tried = checking.try_questions(enrolment, module, {question.pk: 1}, by=place.user("worker"))
    place.put("worker", tried)
    for number in range(4):
        said = dict.fromkeys(checking.SCALE, 4) | {"best": f"The tea {number}", "better": "More breaks"}
        row = Feedback.objects.create(cohort=enrolment.cohort, **said)
    place.put("said", row)


def shared(place) -> None:
    """A resource, the worker's story that people here may read, and one they have not agreed to yet."""
    lead, worker = place.user("training_lead"), place.user("worker")
    place.put("kept", library.add_resource(by=lead, organisation=place.root, title="A guide to listening"))
    mine = {"organisation": place.root, "teller": place.person("worker"), "told_as": "Robin"}
    shown = library.tell(by=worker, title="The allotment", text="It began with beans.", **mine)
    place.put("shown", library.give_consent(shown, by=worker, in_library=True))
    shown.refresh_from_db()
    place.put("shown", shown)
    place.put("told", library.tell(by=worker, title="The long winter", text="Not for everybody yet.", **mine))


def on_the_way(place, edition) -> None:
    """The worker on an apprenticeship, with hours away from the job and supervised hours to be signed."""
    system, worker, today = make.system(), place.person("worker"), make.today()
    way = {"organisation": place.root, "person": worker, "kind": "apprenticeship", "off_job_needed": 6}
    pathway = place.put("worker", pathways.begin(by=system, **way))
    place.put("worker", pathways.log_off_job(by=system, pathway=pathway, hours=2, what="Reading"))
    month = {"starts_on": today - timedelta(days=40), "ends_on": today - timedelta(days=10)}
    hours = {"hours": 6, "one_to_one": 2} | month
    place.put("worker", pathways.note_hours(by=place.user("worker"), person=worker, edition=edition, **hours))


COPIED = [  # for tests/system/crowd.py
    ("training.Curriculum/course", "code"),
    ("training.Cohort/group", ""),
    ("training.CohortTrainer/lived", "trainer=same"),
    ("training.Meeting/first", "uid cohort=same"),
    ("training.Learner/worker", ""),
    ("training.Enrolment/worker", "cohort=same"),
    ("training.Attendance/worker", "meeting=same"),
    ("training.Certificate/worker", "uuid code"),
    ("training.Feedback/said", "cohort=same"),
    ("training.Resource/kept", ""),
    ("training.Pathway/worker", ""),
    ("training.OffJobHours/worker", "pathway=same"),
    ("training.SupervisedHours/worker", "person=same"),
]
