"""Every write of questions and feedback."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.records import acting, creating, keep
from peerwork.training.checking.models import Attempt, Feedback, Question
from peerwork.training.checking.policy import attempts, questions
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.cohorts.policy import places
from peerwork.training.curricula.models import Module

SCALE = ("useful", "welcome", "together", "pace", "helped")


def add_question(module: Module, *, by, **values) -> Question:
    """Add a question people can check themselves by; a module in use may gain some."""
    last = module.questions.filter(dropped=False).order_by("-number").first()
    values.setdefault("number", last.number + 1 if last else 1)
    with creating(questions, "add", by=by, module=module, **values) as question:
        pass
    return question


def edit_question(question: Question, *, by, version: int | None = None, **changes) -> Question:
    """Change a question or its answers."""
    with acting(questions, "edit", question, by=by, version=version, **changes) as question:
        pass
    return question


def drop_question(question: Question, *, by, version: int | None = None) -> Question:
    """Ask a question no more."""
    with acting(questions, "drop", question, by=by, version=version) as question:
        if question.dropped:
            raise Conflict()
        question.dropped = True
    return question


def try_questions(enrolment: Enrolment, module: Module, answers: dict[int, int], *, by) -> Attempt:
    """A learner checks themselves: question -> number of the answer chosen. Kept for them alone."""
    mine = places.find(by, pk=enrolment.pk)
    if "answer" not in places.granted(mine):
        raise NotAllowed()
    if module.edition_id != mine.edition_id:
        raise NotHere()
    asked = list(module.questions.filter(dropped=False))
    if not asked:
        raise NotHere(_("There are no questions on this module yet."))
    if missing := [question for question in asked if question.pk not in answers]:
        raise Invalid(fields={f"q_{question.pk}": [_("Choose an answer.")] for question in missing})
    kept = {str(question.pk): answers[question.pk] for question in asked}
    with creating(attempts, "try", by=by, learner=mine.learner, module=module, answers=kept) as attempt:
        attempt.fitting = sum(answers[question.pk] == question.answer for question in asked)
        attempt.of = len(asked)
    return attempt


@transaction.atomic
def give_feedback(enrolment: Enrolment, *, by, version: int | None = None, **said) -> Feedback:
    """A learner says how the course was, once; what they say is kept without their name."""
    with acting(places, "answer", enrolment, by=by, version=version) as enrolment:
        if enrolment.feedback_on:
            raise Conflict(_("You have told us already. Thank you."))
        enrolment.feedback_on = timezone.localdate()
    feedback = Feedback(cohort_id=enrolment.cohort_id, **said)
    keep(feedback, "give", by=by)
    return feedback
