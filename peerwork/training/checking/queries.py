"""Reading questions and feedback."""

from dataclasses import dataclass

from django.db.models import Avg, Count

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.training.checking.actions import SCALE
from peerwork.training.checking.models import Attempt, Feedback, Question
from peerwork.training.checking.policy import attempts, feedback, questions
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.cohorts.policy import places
from peerwork.training.curricula.models import Module


def questions_of(user, module: Module):
    """The questions of a module, as this reader may see them."""
    return questions.visible(user).filter(module=module, dropped=False).order_by("number")


def modules_with_questions(user, enrolment: Enrolment) -> list[Module]:
    asked = questions.visible(user).filter(module__edition=enrolment.edition_id, dropped=False)
    return list(Module.objects.filter(pk__in=asked.values("module"), dropped=False).order_by("number"))


def to_try(user, pk: int, number: int) -> tuple[Enrolment, Module, list[Question]]:
    """The questions of one module of one's own course; raises NotHere where there are none."""
    enrolment = places.find(user, pk=pk)
    if "answer" not in places.granted(enrolment):
        raise NotAllowed()
    module = Module.objects.filter(edition=enrolment.edition_id, number=number, dropped=False).first()
    asked = list(questions_of(user, module)) if module else []
    if not asked:
        raise NotHere()
    return enrolment, module, asked


@dataclass(frozen=True)
class Marked:
    """One question after a try: what was chosen, what fits, and why."""

    text: str
    chosen: str
    fits: str
    right: bool
    why: str


def marked(attempt: Attempt) -> list[Marked]:
    """A try, question by question; for the learner who made it."""
    rows = Question.objects.filter(pk__in=[int(key) for key in attempt.answers]).order_by("number")
    found = []
    for row in rows:
        chosen = attempt.answers[str(row.pk)]
        words = row.options[chosen - 1] if 1 <= chosen <= len(row.options) else ""
        found.append(Marked(row.text, words, row.options[row.answer - 1], chosen == row.answer, row.why))
    return found


def my_tries(user, module: Module):
    return attempts.visible(user).filter(module=module)[:5]


def said_of(user, cohort) -> dict | None:
    """What people say of a group, averages and words in no order of time; None before enough have answered."""
    rows = feedback.visible(user).filter(cohort=cohort)
    sums = rows.aggregate(people=Count("pk"), **{name: Avg(name) for name in SCALE})
    if not sums["people"]:
        return None
    words = sorted(row.best for row in rows if row.best), sorted(row.better for row in rows if row.better)
    labels = {name: str(Feedback._meta.get_field(name).verbose_name) for name in SCALE}
    return {
        "people": sums["people"],
        "scale": [(labels[name], sums[name]) for name in SCALE],
        "best": words[0],
        "better": words[1],
    }
