"""Questions to check oneself by, one's own answers, and what people say of a course without their names."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.records import Entry, Record
from peerwork.training.cohorts.models import Cohort, Learner
from peerwork.training.curricula.models import Module

MOST_OPTIONS = 6
LIKERT = [MinValueValidator(1), MaxValueValidator(5)]


class Question(Record):
    """A question on a module, with answers to choose from, which one fits, and why."""

    verbs = frozenset({"add", "edit", "drop"})

    module = models.ForeignKey(Module, models.PROTECT, related_name="questions", verbose_name=_("module"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    text = models.CharField(_("question"), max_length=400)
    options = models.JSONField(_("answers to choose from"), default=list)
    answer = models.PositiveSmallIntegerField(_("number of the answer that fits"), default=1)
    why = models.CharField(_("why it fits"), max_length=600, blank=True)
    dropped = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("question to check oneself")
        ordering = ["module", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "number"],
                condition=Q(dropped=False),
                name="questions_of_a_module_are_numbered",
                violation_error_message=_("Another question has this number."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        words = self.options
        if not isinstance(words, list) or not all(isinstance(each, str) and each.strip() for each in words):
            raise ValidationError({"options": _("Write each answer on a line of its own.")})
        if not 2 <= len(words) <= MOST_OPTIONS:
            raise ValidationError({"options": _("Write two to six answers.")})
        if not 1 <= self.answer <= len(words):
            raise ValidationError({"answer": _("Choose the number of one of the answers.")})


class Attempt(Entry):
    """One try at the questions of a module: for the learner alone."""

    verbs = frozenset({"try"})

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="+", verbose_name=_("learner"))
    module = models.ForeignKey(Module, models.PROTECT, related_name="+", verbose_name=_("module"))
    answers = models.JSONField(_("answers"), default=dict)
    fitting = models.PositiveSmallIntegerField(_("answers that fit"))
    of = models.PositiveSmallIntegerField(_("of"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("try at the questions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.fitting}/{self.of}"


class Feedback(Entry):
    """What one learner says of a course: nothing in it says who."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="feedback", verbose_name=_("group"))
    useful = models.PositiveSmallIntegerField(_("I can use what I learned"), validators=LIKERT)
    welcome = models.PositiveSmallIntegerField(_("I felt welcome"), validators=LIKERT)
    together = models.PositiveSmallIntegerField(
        _("Lived experience and professions taught as equals"), validators=LIKERT
    )
    pace = models.PositiveSmallIntegerField(_("The pace was right for me"), validators=LIKERT)
    helped = models.PositiveSmallIntegerField(_("What helps me take part was there"), validators=LIKERT)
    best = models.TextField(_("What was best?"), max_length=1000, blank=True)
    better = models.TextField(_("What should be different?"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("feedback on a course")
        ordering = ["cohort", "pk"]

    def __str__(self) -> str:
        return str(_("Feedback on %(group)s") % {"group": self.cohort.name})
