"""Who may see and do what with questions and feedback: answers to questions are one's own, feedback is nobody's."""

from django.db.models import Count, Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.training.checking.models import Attempt, Feedback, Question
from peerwork.training.curricula.policy import used
from peerwork.training.reach import lead, mine, my_places, teaches

LEAST = 4  # feedback of fewer people could be told apart
ASKED = {"module", "number", "text", "options"}
QUESTION = ASKED | {"answer", "why"}
questions = Policy(
    Question,
    [
        Grant(
            "training lead",
            lead("module__edition__curriculum__organisation"),
            QUESTION | {"dropped"},
            QUESTION,
            {"add", "edit", "drop"},
        ),
        Grant(
            "anyone in the organisation",
            used("module__edition__status", "module__edition__curriculum__organisation"),
            ASKED,
        ),
        Grant("learner", my_places("module__edition", "edition"), ASKED, own=True),
        Grant("system", system, QUESTION | {"dropped"}, QUESTION, {"add", "edit", "drop"}),
    ],
)
attempts = Policy(
    Attempt,
    [
        Grant(
            "learner",
            mine(),
            {"learner", "module", "answers", "fitting", "of", "at"},
            {"learner", "module", "answers"},
            {"try"},
            own=True,
        )
    ],
)


def enough(rule):
    """A row rule: feedback of groups from which enough people have answered."""

    def rows(user) -> Q | None:
        found = rule(user)
        if found is None:
            return None
        counted = Feedback.objects.order_by().values("cohort").annotate(answers=Count("pk"))
        return found & Q(cohort__in=counted.filter(answers__gte=LEAST).values("cohort"))

    return rows


SAID = {"cohort", "useful", "welcome", "together", "pace", "helped", "best", "better"}
feedback = Policy(
    Feedback,
    [
        Grant("training lead", enough(lead("cohort__organisation")), SAID),
        Grant("trainer", enough(teaches()), SAID),
    ],
)
