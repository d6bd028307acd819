"""Training: curricula and their versions, centres, trainers, groups, learners, registers, certificates."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from peerwork.api.resources import Resource, Verb
from peerwork.api.shapes import Pick
from peerwork.kit.errors import Invalid
from peerwork.people.models import Person
from peerwork.training.certificates import actions as certificates
from peerwork.training.certificates import policy as certificates_policy
from peerwork.training.checking import actions as checking
from peerwork.training.checking import policy as checking_policy
from peerwork.training.cohorts import actions as cohorts
from peerwork.training.cohorts import policy as cohorts_policy
from peerwork.training.cohorts.models import Cohort, Enrolment
from peerwork.training.curricula import actions as curricula
from peerwork.training.curricula import policy as curricula_policy
from peerwork.training.curricula.models import Module
from peerwork.training.library import actions as library
from peerwork.training.library import policy as library_policy
from peerwork.training.pathways import actions as pathways
from peerwork.training.pathways import policy as pathways_policy
from peerwork.training.words import Came


def ticks() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=20)


# Curricula ------------------------------------------------------------------------------------------------------------
ABOUT = ("name", "kind", "summary")
TERMS = (
    *("changes", "source", "threshold", "may_make_up", "accredited", "level", "credits", "practicum_hours"),
    *("supervised_hours", "one_to_one_hours", "renew_months", "to_confirm"),
)
courses = Resource(
    "curricula",
    curricula_policy.curricula,
    starts={"open": Verb(curricula.open_curriculum, "organisation", "code", *ABOUT, audience=ticks())},
    verbs={
        "edit": Verb(curricula.edit_curriculum, *ABOUT, audience=ticks()),
        "close": Verb(curricula.close_curriculum),
    },
    filters=["organisation", "code", "kind", "closed_on"],
    search=["name", "summary"],
)


def draft(*, by, curriculum, **values):
    """Begin the next version of a curriculum."""
    return curricula.draft_version(curriculum, by=by, **values)


editions = Resource(
    "curriculum-versions",
    curricula_policy.versions,
    starts={"draft": Verb(draft, "curriculum", "changes")},
    verbs={
        "edit": Verb(curricula.edit_version, *TERMS, designed_with=ticks(), produced_with=ticks()),
        "publish": Verb(curricula.publish_version),
        "discard": Verb(curricula.discard_version),
        "confirm": Verb(curricula.confirm_version),
    },
    filters=["status", "curriculum", "published_on"],
)


def add_module(*, by, edition, **values):
    """Add a module to a version that is being written."""
    return curricula.add_module(edition, by=by, **values)


MODULE = ("number", "part", "title", "summary", "learning", "hours", "mode", "makeable")
modules = Resource(
    "modules",
    curricula_policy.modules,
    starts={"add": Verb(add_module, "edition", *MODULE, domains=ticks(), teaches=ticks())},
    verbs={
        "edit": Verb(curricula.edit_module, *MODULE, domains=ticks(), teaches=ticks()),
        "drop": Verb(curricula.drop_module),
    },
    filters=["edition", "mode", "dropped"],
    search=["title", "summary"],
    follow=["edition__curriculum"],
)


def ask_for(*, by, module, first):
    """One module is to be finished before another."""
    return curricula.ask_for_first(module, first, by=by)


prerequisites = Resource(
    "prerequisites",
    curricula_policy.prerequisites,
    starts={"ask_for": Verb(ask_for, "module", "first")},
    verbs={"drop": Verb(curricula.drop_prerequisite)},
    filters=["module", "dropped"],
)


def map_module(*, by, old, new):
    """A module of an earlier version counts as one of a later version."""
    return curricula.map_module(old, new, by=by)


mappings = Resource(
    "module-mappings",
    curricula_policy.mappings,
    starts={"map": Verb(map_module, "old", "new")},
    verbs={"drop": Verb(curricula.drop_mapping)},
    filters=["old", "new", "dropped"],
)


def add_assessment(*, by, edition, **values):
    """Add an assessment to a version that is being written."""
    return curricula.add_assessment(edition, by=by, **values)


ASSESSMENT = ("number", "title", "kind", "words", "for_accreditation")
assessments = Resource(
    "assessments",
    curricula_policy.assessments,
    starts={"add": Verb(add_assessment, "edition", *ASSESSMENT)},
    verbs={"edit": Verb(curricula.edit_assessment, *ASSESSMENT), "drop": Verb(curricula.drop_assessment)},
    filters=["edition", "kind", "dropped"],
    follow=["edition__curriculum"],
)

# Where, and who teaches -----------------------------------------------------------------------------------------------
SITE = ("name", "kind", "place", "getting_in", "contact")
sites = Resource(
    "sites",
    cohorts_policy.sites,
    starts={"open": Verb(cohorts.open_site, "organisation", *SITE)},
    verbs={"edit": Verb(cohorts.edit_site, *SITE), "close": Verb(cohorts.close_site, "closed_on")},
    filters=["organisation", "kind", "closed_on"],
    search=["name"],
)
services = Resource(
    "site-services",
    cohorts_policy.services,
    starts={"serve": Verb(cohorts.serve, "site", "unit", "starts_on")},
    verbs={"end": Verb(cohorts.end_service, "ends_on")},
    filters=["site", "unit", "starts_on", "ends_on"],
)
offers = Resource(
    "course-offers",
    cohorts_policy.offers,
    starts={"offer": Verb(cohorts.offer, "site", "curriculum", "starts_on")},
    verbs={"end": Verb(cohorts.end_offer, "ends_on")},
    filters=["site", "curriculum", "starts_on", "ends_on"],
)
TRAINER = ("professional", "about", "trained_in", "trained_on", "support_weeks", "pay")
trainers = Resource(
    "trainers",
    cohorts_policy.trainers,
    starts={"register": Verb(cohorts.register_trainer, "organisation", "person", *TRAINER)},
    verbs={
        "edit": Verb(cohorts.edit_trainer, *TRAINER),
        "declare": Verb(cohorts.declare, "lived_experience", "about"),
        "retire": Verb(cohorts.retire, "retired_on"),
    },
    filters=["organisation", "person", "professional", "retired_on"],
)
support = Resource(
    "trainer-support",
    cohorts_policy.support,
    starts={"log": Verb(cohorts.log_support, "trainer", "kind", "held_on", "minutes")},
    verbs={"withdraw": Verb(cohorts.withdraw_support)},
    filters=["trainer", "kind", "held_on"],
    follow=["trainer__person"],
)

# Groups ---------------------------------------------------------------------------------------------------------------
GROUP = ("name", "site", "place", "link", "getting_in", "capacity", "starts_on", "ends_on", "ask_yourself")
TOGETHER = {
    "audience": ticks(),
    "designed_with": ticks(),
    "produced_with": ticks(),
    "delivered_with": ticks(),
}
groups = Resource(
    "cohorts",
    cohorts_policy.cohorts,
    starts={"plan": Verb(cohorts.plan, "edition", *GROUP, **TOGETHER)},
    verbs={
        "edit": Verb(cohorts.edit_cohort, *GROUP, **TOGETHER),
        "open": Verb(cohorts.open_cohort),
        "finish": Verb(cohorts.finish_cohort),
        "cancel": Verb(cohorts.cancel_cohort),
    },
    filters=["status", "organisation", "edition", "site", "starts_on"],
    search=["name"],
    follow=["edition__curriculum"],
)
cohort_trainers = Resource(
    "cohort-trainers",
    cohorts_policy.cohort_trainers,
    starts={"name": Verb(cohorts.name_trainer, "cohort", "trainer", "side", "starts_on")},
    verbs={"end": Verb(cohorts.end_trainer, "ends_on")},
    filters=["cohort", "trainer", "ends_on"],
    follow=["cohort__edition__curriculum", "trainer__person"],
)


class Line(serializers.Serializer):
    """How one learner came to the day."""

    enrolment = Pick(Enrolment)
    came = serializers.ChoiceField(Came.choices)
    minutes_missed = serializers.IntegerField(required=False, min_value=0, max_value=1440)


def hold(meeting, *, by, lines=(), version=None):
    """Take the register of a day."""
    return cohorts.take_register(meeting, lines, by=by, version=version)


WHEN = ("module", "starts_at", "minutes", "place")
meetings = Resource(
    "meetings",
    cohorts_policy.meetings,
    starts={"set": Verb(cohorts.set_meeting, "cohort", *WHEN)},
    verbs={
        "move": Verb(cohorts.move_meeting, *WHEN),
        "hold": Verb(hold, lines=Line(many=True, required=False)),
        "cancel": Verb(cohorts.cancel_meeting),
    },
    filters=["status", "cohort", "module", "starts_at"],
    follow=["cohort__edition__curriculum"],
)

# Who learns -----------------------------------------------------------------------------------------------------------
LEARNER = ("kind", "profession", "level", "access_needs")


def invite(learner, *, by, enrolment, email: str, version=None):
    """Send a learner without an account the link to one of their places."""
    if enrolment.learner_id != learner.pk:
        raise Invalid(fields={"enrolment": [_("Choose one of their own places.")]})
    return cohorts.invite(enrolment, by=by, email=email, version=version)


learners = Resource(
    "learners",
    cohorts_policy.learners,
    starts={
        "register": Verb(
            cohorts.register_learner,
            "organisation",
            *LEARNER,
            person=Pick(Person, required=False),
            given_name=serializers.CharField(required=False, max_length=80),
            family_name=serializers.CharField(required=False, max_length=80),
        )
    },
    verbs={
        "edit": Verb(cohorts.edit_learner, *LEARNER),
        "tell": Verb(cohorts.tell_needs, "profession", "level", "access_needs"),
        "invite": Verb(invite, enrolment=Pick(Enrolment), email=serializers.EmailField()),
    },
    filters=["organisation", "person", "profession", "kind"],
)


def enrol(*, by, cohort, learner):
    """Take a place in a group, or the next place on its waiting list."""
    return cohorts.enrol(cohort, learner, by=by)


def give_feedback(row, *, by, version=None, **said):
    """Say how the course was, without your name."""
    return checking.give_feedback(row, by=by, version=version, **said)


places = Resource(
    "enrolments",
    cohorts_policy.places,
    starts={"enrol": Verb(enrol, "cohort", "learner")},
    verbs={
        "withdraw": Verb(cohorts.withdraw),
        "stop": Verb(cohorts.stop, "stopped_because"),
        "resume": Verb(cohorts.resume),
        "transfer": Verb(cohorts.transfer, cohort=Pick(Cohort)),
        "complete": Verb(cohorts.complete, "finished_on"),
        "accredit": Verb(cohorts.accredit, "finished_on"),
        "answer": Verb(
            give_feedback,
            **{name: serializers.IntegerField(min_value=1, max_value=5) for name in checking.SCALE},
            best=serializers.CharField(required=False, allow_blank=True, max_length=1000),
            better=serializers.CharField(required=False, allow_blank=True, max_length=1000),
        ),
    },
    filters=["status", "cohort", "learner", "edition", "finished_on"],
    follow=["learner__person", "cohort__edition__curriculum", "edition__curriculum"],
)


def mark(*, by, meeting, enrolment, **values):
    """Note how one learner came to one day."""
    return cohorts.mark(meeting, enrolment, by=by, **values)


MARK = ("came", "minutes_missed", "made_up_on", "made_up_how")


def remark(row, *, by, **values):
    """Correct how one learner came to one day."""
    kept = {name: getattr(row, name) for name in MARK}
    return cohorts.mark(row.meeting, row.enrolment, by=by, **kept | values)


attendance = Resource(
    "attendance",
    cohorts_policy.attendance,
    starts={"mark": Verb(mark, "meeting", "enrolment", *MARK)},
    verbs={"edit": Verb(remark, *MARK)},
    filters=["enrolment", "meeting", "came"],
    follow=["enrolment__learner__person", "enrolment__cohort__edition__curriculum", "meeting__module"],
)
RESULT = ("result", "assessed_on", "comment")
results = Resource(
    "assessment-results",
    cohorts_policy.results,
    starts={"record": Verb(cohorts.record_result, "enrolment", "part", *RESULT)},
    verbs={"edit": Verb(cohorts.edit_result, *RESULT)},
    filters=["enrolment", "part", "result", "assessed_on"],
    follow=["enrolment__learner__person", "enrolment__cohort__edition__curriculum"],
)

# Certificates ---------------------------------------------------------------------------------------------------------
keys = Resource(
    "signing-keys",
    certificates_policy.keys,
    verbs={"retire": Verb(certificates.retire_key)},
    filters=["organisation", "retired_on"],
)
earned = Resource(
    "certificates",
    certificates_policy.certificates,
    starts={"issue": Verb(certificates.issue, "enrolment", "award", "valid_until")},
    verbs={
        "revoke": Verb(certificates.revoke, "revoked_because"),
        "ask_badge": Verb(certificates.ask_badge),
        "drop_badge": Verb(certificates.drop_badge),
    },
    filters=["status", "enrolment", "award", "issued_on", "valid_until"],
    follow=["enrolment__learner__person", "enrolment__cohort__edition__curriculum"],
)


# Checking oneself, the library, ways into a post ----------------------------------------------------------------------
def add_question(*, by, module, **values):
    """Add a question people can check themselves by."""
    return checking.add_question(module, by=by, **values)


def words() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=6)


QUESTION = ("number", "text", "answer", "why")
questions = Resource(
    "questions",
    checking_policy.questions,
    starts={"add": Verb(add_question, "module", *QUESTION, options=words())},
    verbs={
        "edit": Verb(checking.edit_question, *QUESTION, options=words()),
        "drop": Verb(checking.drop_question),
    },
    filters=["module"],
)


def try_questions(*, by, enrolment, module, answers: dict):
    """Check yourself on a module: question number -> number of the answer you choose."""
    return checking.try_questions(enrolment, module, {int(key): value for key, value in answers.items()}, by=by)


class Answers(serializers.DictField):
    """Question -> answer, both as numbers."""

    child = serializers.IntegerField(min_value=1, max_value=6)

    def to_internal_value(self, data):
        found = super().to_internal_value(data)
        if not all(str(key).isdecimal() for key in found):
            self.fail("not_a_dict", input_type="text")
        return found


tries = Resource(
    "question-tries",
    checking_policy.attempts,
    starts={"try": Verb(try_questions, enrolment=Pick(Enrolment), module=Pick(Module), answers=Answers())},
    filters=["module"],
    follow=["learner__person"],
)
said = Resource("course-feedback", checking_policy.feedback, filters=["cohort"], follow=["cohort__edition__curriculum"])
RESOURCE = ("title", "kind", "made_by", "year", "link", "words")
library_resources = Resource(
    "library-resources",
    library_policy.resources,
    starts={"add": Verb(library.add_resource, "organisation", *RESOURCE, domains=ticks())},
    verbs={
        "edit": Verb(library.edit_resource, *RESOURCE, domains=ticks()),
        "drop": Verb(library.drop_resource),
    },
    filters=["organisation", "kind", "year"],
    search=["title", "words"],
)
STORY = ("title", "told_as", "text")
stories = Resource(
    "recovery-stories",
    library_policy.stories,
    starts={"tell": Verb(library.tell, "organisation", "teller", *STORY)},
    verbs={"edit": Verb(library.edit_story, *STORY), "withdraw": Verb(library.withdraw_story)},
    filters=["status", "organisation"],
    search=["title"],
)


def give_consent(*, by, story, **values):
    """The teller agrees to where their story is shown; the consent before ends."""
    return library.give_consent(story, by=by, **values)


consents = Resource(
    "story-consents",
    library_policy.consents,
    starts={"give": Verb(give_consent, "story", "in_library", "in_training", "outside", "until", "how")},
    verbs={"end": Verb(library.end_consent)},
    filters=["story", "ended_on"],
)
WAY = ("kind", "gateway_on", "end_point_on", "off_job_needed")
on_the_way = Resource(
    "pathways",
    pathways_policy.pathways,
    starts={
        "begin": Verb(
            pathways.begin,
            "organisation",
            "source",
            "begun_on",
            *WAY,
            person=Pick(Person, required=False),
            given_name=serializers.CharField(required=False, max_length=80),
            family_name=serializers.CharField(required=False, max_length=80),
        )
    },
    verbs={
        "edit": Verb(pathways.edit_pathway, "enrolment", "practice_in", *WAY),
        "join": Verb(pathways.join),
        "practise": Verb(pathways.practise),
        "reach": Verb(pathways.reach),
        "take_post": Verb(pathways.take_post),
        "stop": Verb(pathways.stop_pathway, "stopped_because"),
        "resume": Verb(pathways.resume_pathway),
    },
    filters=["status", "organisation", "person", "kind", "gateway_on", "end_point_on"],
    follow=["enrolment__learner__person", "enrolment__cohort__edition__curriculum"],
)
off_job = Resource(
    "off-job-hours",
    pathways_policy.off_job,
    starts={"log": Verb(pathways.log_off_job, "pathway", "on", "hours", "what")},
    verbs={"withdraw": Verb(pathways.withdraw_off_job)},
    filters=["pathway", "on"],
    follow=["pathway__person"],
)
HOURS = ("starts_on", "ends_on", "hours", "one_to_one")
supervised = Resource(
    "supervised-hours",
    pathways_policy.supervised,
    starts={"note": Verb(pathways.note_hours, "person", "edition", *HOURS)},
    verbs={
        "edit": Verb(pathways.edit_hours, *HOURS),
        "sign": Verb(pathways.sign),
        "ask": Verb(pathways.ask_about, "question"),
    },
    filters=["status", "person", "edition", "starts_on", "ends_on"],
    follow=["edition__curriculum"],
)
resources = [
    *(courses, editions, modules, prerequisites, mappings, assessments, sites, services, offers, trainers, support),
    *(groups, cohort_trainers, meetings, learners, places, attendance, results, keys, earned),
    *(questions, tries, said, library_resources, stories, consents, on_the_way, off_job, supervised),
]
