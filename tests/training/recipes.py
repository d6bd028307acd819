"""One recipe for each verb of training: who does it, on which row (tests/system/test_history.py)."""

from datetime import timedelta

from django.utils import timezone

from peerwork.training.certificates import actions as certificates
from peerwork.training.checking import actions as checking
from peerwork.training.cohorts import actions as cohorts
from peerwork.training.curricula import actions as curricula
from peerwork.training.library import actions as library
from peerwork.training.pathways import actions as pathways
from tests import make
from tests.training import world


def root(w):
    return w.row("people.Unit/organisation")


def draft(w):
    return w.row("training.CurriculumVersion/draft")


def group(w):
    return w.row("training.Cohort/group")


def carer(w):
    return w.row("training.Enrolment/carer")


def worker(w):
    return w.row("training.Enrolment/worker")


def _newcomer(w):
    return world.learner(make.person(root(w)))


def _fresh(w):
    """A course in version 2 with an open group of each version."""
    course = world.course(root(w), "fresh")
    lived, professional = w.row("training.Trainer/trainer"), world.trainer(make.person(root(w)), professional=True)
    first = world.group(course, lived, professional, name="First", capacity=1)
    curricula.publish_version(curricula.draft_version(course, by=make.system()), by=make.system())
    return first, world.group(course, lived, professional, name="Second", capacity=1)


def _held(w):
    """The carer has come to every day of the group and achieved what it asks."""
    for meeting in group(w).meetings.all():
        cohorts.take_register(meeting, [{"enrolment": carer(w), "came": "came"}], by=make.system())
    part = carer(w).edition.assessments.get()
    cohorts.record_result(by=make.system(), enrolment=carer(w), part=part)


def _accreditable(w):
    row = draft(w)
    row = curricula.edit_version(row, by=make.system(), accredited=True)
    row = curricula.publish_version(row, by=make.system())
    lived, professional = w.row("training.Trainer/trainer"), world.trainer(make.person(root(w)), professional=True)
    cohort = world.group(row.curriculum, lived, professional)
    enrolment = cohorts.enrol(cohort, _newcomer(w), by=make.system())
    days = [world.day(cohort, number) for number in (1, 2)]
    return world.finished(enrolment, days)


def _full(w):
    """Two who wait for the one place of a group."""
    groups = _fresh(w)
    for _n in range(2):
        cohorts.enrol(groups[1], _newcomer(w), by=make.system())
    return *groups, _newcomer(w)


def _stopped(w):
    return cohorts.stop(carer(w), by=make.system(), stopped_because="life")


def _in_first(w):
    first, second = _fresh(w)
    return cohorts.enrol(first, _newcomer(w), by=make.system()), second


def _later(w):
    module = group(w).edition.modules.get(number=2)
    at = timezone.now() + timedelta(days=5)
    return cohorts.set_meeting(by=make.system(), cohort=group(w), module=module, starts_at=at)


def _planned(w):
    lived, professional = w.row("training.Trainer/trainer"), world.trainer(make.person(root(w)), professional=True)
    cohort = w.row("training.Cohort/planned")
    for trainer, side in ((lived, "lived"), (professional, "professional")):
        cohorts.name_trainer(by=make.system(), cohort=cohort, trainer=trainer, side=side)
    return cohort


def way(w):
    return w.row("training.Pathway/worker")


def _joined(w):
    return pathways.join(way(w), by=make.system())


def _practising(w):
    pathways.log_off_job(by=make.system(), pathway=way(w), hours=4, what="A course")
    return pathways.practise(_joined(w), by=make.system())


def _paused(w):
    return pathways.stop_pathway(_joined(w), by=make.system(), stopped_because="later")


LEAD = "training_lead"
RECIPES = {
    "training.Curriculum/open": (LEAD, lambda w, by: curricula.open_curriculum(
        by=by, organisation=root(w), code="new", name="New course")),
    "training.Curriculum/edit": (LEAD, lambda w, by: curricula.edit_curriculum(
        w.row("training.Curriculum/course"), by=by, name="Another name")),
    "training.Curriculum/close": (LEAD, lambda w, by: curricula.close_curriculum(
        w.row("training.Curriculum/course"), by=by)),
    "training.CurriculumVersion/draft": (LEAD, lambda w, by: curricula.open_curriculum(
        by=by, organisation=root(w), code="new", name="New course")),
    "training.CurriculumVersion/edit": (LEAD, lambda w, by: curricula.edit_version(draft(w), by=by, threshold=90)),
    "training.CurriculumVersion/publish": (LEAD, lambda w, by: curricula.publish_version(draft(w), by=by)),
    "training.CurriculumVersion/replace": (LEAD, lambda w, by: curricula.publish_version(draft(w), by=by)),
    "training.CurriculumVersion/discard": (LEAD, lambda w, by: curricula.discard_version(draft(w), by=by)),
    "training.CurriculumVersion/confirm": (LEAD, lambda w, by: curricula.confirm_version(draft(w), by=by)),
    "training.Module/add": (LEAD, lambda w, by: curricula.add_module(draft(w), by=by, title="More")),
    "training.Module/edit": (LEAD, lambda w, by: curricula.edit_module(
        w.row("training.Module/draft"), by=by, title="Otherwise")),
    "training.Module/drop": (LEAD, lambda w, by: curricula.drop_module(w.row("training.Module/draft"), by=by)),
    "training.Prerequisite/ask_for": (LEAD, lambda w, by: curricula.ask_for_first(
        curricula.add_module(draft(w), by=by, title="Third"), w.row("training.Module/draft"), by=by)),
    "training.Prerequisite/drop": (LEAD, lambda w, by: curricula.drop_prerequisite(
        w.row("training.Prerequisite/draft"), by=by)),
    "training.ModuleMapping/map": (LEAD, lambda w, by: curricula.map_module(
        w.row("training.Module/used"), draft(w).modules.get(number=2), by=by)),
    "training.ModuleMapping/drop": (LEAD, lambda w, by: curricula.drop_mapping(
        w.row("training.ModuleMapping/draft"), by=by)),
    "training.AssessmentPart/add": (LEAD, lambda w, by: curricula.add_assessment(draft(w), by=by, title="Essay")),
    "training.AssessmentPart/edit": (LEAD, lambda w, by: curricula.edit_assessment(
        w.row("training.AssessmentPart/draft"), by=by, title="A long talk")),
    "training.AssessmentPart/drop": (LEAD, lambda w, by: curricula.drop_assessment(
        w.row("training.AssessmentPart/draft"), by=by)),
    "training.Site/open": (LEAD, lambda w, by: cohorts.open_site(by=by, organisation=root(w), name="Hill College")),
    "training.Site/edit": (LEAD, lambda w, by: cohorts.edit_site(w.row("training.Site/college"), by=by, place="Quay")),
    "training.Site/close": (LEAD, lambda w, by: cohorts.close_site(w.row("training.Site/college"), by=by)),
    "training.SiteService/serve": (LEAD, lambda w, by: cohorts.serve(
        by=by, site=w.row("training.Site/college"), unit=w.row("people.Unit/team"))),
    "training.SiteService/end": (LEAD, lambda w, by: cohorts.end_service(w.row("training.SiteService/college"), by=by)),
    "training.Offer/offer": (LEAD, lambda w, by: cohorts.offer(
        by=by, site=w.row("training.Site/college"), curriculum=w.ready), lambda w: world.course(root(w), "another")),
    "training.Offer/end": (LEAD, lambda w, by: cohorts.end_offer(w.row("training.Offer/college"), by=by)),
    "training.Trainer/register": (LEAD, lambda w, by: cohorts.register_trainer(
        by=by, organisation=root(w), person=w.row("people.Person/worker"))),
    "training.Trainer/edit": (LEAD, lambda w, by: cohorts.edit_trainer(
        w.row("training.Trainer/trainer"), by=by, pay="session")),
    "training.Trainer/declare": ("colleague", lambda w, by: cohorts.declare(
        w.row("training.Trainer/trainer"), by=by, lived_experience="no")),
    "training.Trainer/retire": (LEAD, lambda w, by: cohorts.retire(w.row("training.Trainer/trainer"), by=by)),
    "training.TrainerSupport/log": ("colleague", lambda w, by: cohorts.log_support(
        by=by, trainer=w.row("training.Trainer/trainer"))),
    "training.TrainerSupport/withdraw": (LEAD, lambda w, by: cohorts.withdraw_support(
        w.row("training.TrainerSupport/support"), by=by)),
    "training.Cohort/plan": (LEAD, lambda w, by: cohorts.plan(
        by=by, edition=w.row("training.CurriculumVersion/used"), name="Summer", starts_on=make.today())),
    "training.Cohort/edit": ("colleague", lambda w, by: cohorts.edit_cohort(group(w), by=by, place="The library")),
    "training.Cohort/open": (LEAD, lambda w, by: cohorts.open_cohort(w.ready, by=by), _planned),
    "training.Cohort/finish": ("colleague", lambda w, by: cohorts.finish_cohort(group(w), by=by)),
    "training.Cohort/cancel": (LEAD, lambda w, by: cohorts.cancel_cohort(w.row("training.Cohort/planned"), by=by)),
    "training.CohortTrainer/name": (LEAD, lambda w, by: cohorts.name_trainer(
        by=by, cohort=w.row("training.Cohort/planned"), trainer=w.row("training.Trainer/trainer"), side="lived")),
    "training.CohortTrainer/end": (LEAD, lambda w, by: cohorts.end_trainer(
        w.row("training.CohortTrainer/lived"), by=by)),
    "training.Meeting/set": ("colleague", lambda w, by: cohorts.set_meeting(
        by=by, cohort=group(w), module=group(w).edition.modules.get(number=1), starts_at=timezone.now())),
    "training.Meeting/move": ("colleague", lambda w, by: cohorts.move_meeting(
        w.ready, by=by, place="Upstairs"), _later),
    "training.Meeting/hold": ("colleague", lambda w, by: cohorts.take_register(
        w.row("training.Meeting/first"), [], by=by)),
    "training.Meeting/cancel": ("colleague", lambda w, by: cohorts.cancel_meeting(w.ready, by=by), _later),
    "training.Learner/register": (LEAD, lambda w, by: cohorts.register_learner(
        by=by, organisation=root(w), person=w.row("people.Person/colleague"))),
    "training.Learner/edit": (LEAD, lambda w, by: cohorts.edit_learner(
        w.row("training.Learner/carer"), by=by, kind="volunteer")),
    "training.Learner/tell": ("worker", lambda w, by: cohorts.tell_needs(
        w.row("training.Learner/worker"), by=by, access_needs="A seat near the door")),
    "training.Enrolment/enrol": (LEAD, lambda w, by: cohorts.enrol(group(w), w.ready, by=by), _newcomer),
    "training.Enrolment/wait": (LEAD, lambda w, by: cohorts.enrol(w.ready[1], w.ready[2], by=by), _full),
    "training.Enrolment/withdraw": ("colleague", lambda w, by: cohorts.withdraw(carer(w), by=by)),
    "training.Enrolment/stop": ("colleague", lambda w, by: cohorts.stop(carer(w), by=by, stopped_because="life")),
    "training.Enrolment/resume": ("colleague", lambda w, by: cohorts.resume(w.ready, by=by), _stopped),
    "training.Enrolment/transfer": (LEAD, lambda w, by: cohorts.transfer(
        w.ready[0], by=by, cohort=w.ready[1]), _in_first),
    "training.Enrolment/complete": ("colleague", lambda w, by: cohorts.complete(carer(w), by=by), _held),
    "training.Enrolment/accredit": (LEAD, lambda w, by: cohorts.accredit(w.ready, by=by), _accreditable),
    "training.Attendance/mark": ("colleague", lambda w, by: cohorts.mark(
        w.row("training.Meeting/first"), carer(w), by=by, came="late", minutes_missed=20)),
    "training.Attendance/edit": ("colleague", lambda w, by: cohorts.mark(
        w.row("training.Meeting/first"), worker(w), by=by, came="late", minutes_missed=20)),
    "training.AssessmentResult/record": ("colleague", lambda w, by: cohorts.record_result(
        by=by, enrolment=carer(w), part=carer(w).edition.assessments.get(), comment="Well told")),
    "training.AssessmentResult/edit": ("colleague", lambda w, by: cohorts.edit_result(
        w.row("training.AssessmentResult/worker"), by=by, comment="Very well told")),
    "training.SigningKey/retire": ("administrator", lambda w, by: certificates.retire_key(
        w.row("training.SigningKey/key"), by=by)),
    "training.Certificate/issue": ("colleague", lambda w, by: certificates.issue(by=by, enrolment=carer(w)), _held),
    "training.Certificate/revoke": (LEAD, lambda w, by: certificates.revoke(
        w.row("training.Certificate/worker"), by=by, revoked_because="The wrong name")),
    "training.Certificate/ask_badge": ("worker", lambda w, by: certificates.ask_badge(
        w.row("training.Certificate/worker"), by=by)),
    "training.Certificate/drop_badge": ("worker", lambda w, by: certificates.drop_badge(
        w.row("training.Certificate/worker"), by=by)),
    "training.Question/add": (LEAD, lambda w, by: checking.add_question(
        w.row("training.Module/used"), by=by, text="And then?", options=["Ask", "Tell"], answer=1)),
    "training.Question/edit": (LEAD, lambda w, by: checking.edit_question(
        w.row("training.Question/used"), by=by, why="They live it")),
    "training.Question/drop": (LEAD, lambda w, by: checking.drop_question(w.row("training.Question/used"), by=by)),
    "training.Resource/add": (LEAD, lambda w, by: library.add_resource(by=by, organisation=root(w), title="A film")),
    "training.Resource/edit": (LEAD, lambda w, by: library.edit_resource(
        w.row("training.Resource/kept"), by=by, words="Short")),
    "training.Resource/drop": (LEAD, lambda w, by: library.drop_resource(w.row("training.Resource/kept"), by=by)),
    "training.Story/tell": ("worker", lambda w, by: library.tell(
        by=by, organisation=root(w), teller=w.row("people.Person/worker"), title="The sea", text="Cold and good.")),
    "training.Story/edit": ("worker", lambda w, by: library.edit_story(
        w.row("training.Story/told"), by=by, title="A long winter")),
    "training.Story/show": ("worker", lambda w, by: library.give_consent(
        w.row("training.Story/told"), by=by, in_library=True)),
    "training.Story/hide": ("worker", lambda w, by: library.end_consent(w.row("training.StoryConsent/shown"), by=by)),
    "training.Story/withdraw": ("worker", lambda w, by: library.withdraw_story(w.row("training.Story/told"), by=by)),
    "training.StoryConsent/give": ("worker", lambda w, by: library.give_consent(
        w.row("training.Story/told"), by=by, in_training=True)),
    "training.StoryConsent/end": ("worker", lambda w, by: library.end_consent(
        w.row("training.StoryConsent/shown"), by=by)),
    "training.Pathway/begin": (LEAD, lambda w, by: pathways.begin(by=by, organisation=root(w), person=w.ready),
                               lambda w: make.person(root(w))),
    "training.Pathway/edit": (LEAD, lambda w, by: pathways.edit_pathway(way(w), by=by, gateway_on=make.today())),
    "training.Pathway/join": (LEAD, lambda w, by: pathways.join(way(w), by=by)),
    "training.Pathway/practise": (LEAD, lambda w, by: pathways.practise(w.ready, by=by), _joined),
    "training.Pathway/reach": (LEAD, lambda w, by: pathways.reach(w.ready, by=by), _practising),
    "training.Pathway/take_post": (LEAD, lambda w, by: pathways.take_post(w.ready, by=by), _practising),
    "training.Pathway/stop": (LEAD, lambda w, by: pathways.stop_pathway(way(w), by=by, stopped_because="later")),
    "training.Pathway/resume": (LEAD, lambda w, by: pathways.resume_pathway(w.ready, by=by), _paused),
    "training.OffJobHours/log": ("worker", lambda w, by: pathways.log_off_job(
        by=by, pathway=way(w), hours=3, what="The library")),
    "training.OffJobHours/withdraw": ("worker", lambda w, by: pathways.withdraw_off_job(
        w.row("training.OffJobHours/worker"), by=by)),
    "training.SupervisedHours/note": ("worker", lambda w, by: pathways.note_hours(
        by=by, person=w.row("people.Person/worker"), edition=w.row("training.CurriculumVersion/used"), hours=2,
        starts_on=make.today() - timedelta(days=9), ends_on=make.today() - timedelta(days=1))),
    "training.SupervisedHours/edit": ("worker", lambda w, by: pathways.edit_hours(
        w.row("training.SupervisedHours/worker"), by=by, hours=5)),
    "training.SupervisedHours/sign": ("supervisor", lambda w, by: pathways.sign(
        w.row("training.SupervisedHours/worker"), by=by)),
    "training.SupervisedHours/ask": ("supervisor", lambda w, by: pathways.ask_about(
        w.row("training.SupervisedHours/worker"), by=by, question="Was the week of leave left out?")),
}  # fmt: skip

ELSEWHERE = {
    "training.Enrolment/promote": "by itself when a place is given back: tests/training",
    "training.Enrolment/answer": "with the survey: tests/training",
    "training.Learner/invite": "with a link: tests/training",
    "training.SigningKey/make": "with the first certificate: tests/training",
}
