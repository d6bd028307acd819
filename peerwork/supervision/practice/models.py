"""The worker's own reflections, observations of practice, and the check whether the role is staying a peer role."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record, Versioned
from peerwork.people.models import Person, User
from peerwork.placements.models import Stream
from peerwork.supervision.words import QUESTIONS, ROLE_QUESTIONS, Answer

NOTE = 0  # an item without a question: the worker's own words


class Reflection(Versioned):
    """A worker's own look back after contact with people they support: private, without history, truly erasable."""

    verbs = frozenset({"reflect", "erase"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("whose it is"))
    on = models.DateField(_("day"), default=timezone.localdate)

    class Meta:
        verbose_name = _("reflection")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return str(_("Reflection of %(day)s") % {"day": date_format(self.on, "j F Y")})

    def get_absolute_url(self) -> str:
        return reverse("supervision:reflection", args=[self.pk])


class ReflectionItem(Versioned):
    """One answer, or the worker's own words: shared into supervision one by one, and taken back again."""

    verbs = frozenset({"reflect", "edit", "share", "unshare", "erase"})

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="items", verbose_name=_("reflection"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("whose it is"))
    number = models.PositiveSmallIntegerField(_("question"))
    answer = models.CharField(_("answer"), max_length=9, choices=Answer, blank=True)
    text = models.TextField(_("in your own words"), max_length=2000, blank=True)
    shared_in = models.ForeignKey(
        Stream, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shared in")
    )
    shared_on = models.DateField(_("shared on"), null=True, blank=True)

    class Meta:
        verbose_name = _("part of a reflection")
        ordering = ["reflection", "number"]
        constraints = [models.UniqueConstraint(fields=["reflection", "number"], name="a_question_is_answered_once")]

    def __str__(self) -> str:
        return self.question

    @property
    def question(self) -> str:
        return str(QUESTIONS[self.number - 1] if self.number else _("In your own words"))

    def clean(self) -> None:
        if self.number > len(QUESTIONS):
            raise ValidationError({"number": _("There is no such question.")})


class Observation(Record):
    """A supervisor saw the worker at work, by agreement; the worker adds their own view."""

    class Status(models.TextChoices):
        RECORDED = "recorded", _("Waiting for the worker’s view")
        ANSWERED = "answered", _("With the worker’s view")

    moves = Moves(
        {
            "record": ([START], "recorded"),
            "edit": (["recorded"], None),
            "answer": (["recorded"], "answered"),
        }
    )

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.RECORDED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+", verbose_name=_("kind of supervision"))
    observed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("observed by"))
    observed_on = models.DateField(_("observed on"), default=timezone.localdate)
    setting = models.CharField(
        _("where"), max_length=120, help_text=_("Such as a group, or a visit. Name nobody who was supported.")
    )
    went_well = models.TextField(_("what went well"), max_length=2000)
    to_try = models.TextField(_("what to try next time"), max_length=2000, blank=True)
    worker_view = models.TextField(_("the worker’s own view"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("observation of practice")
        ordering = ["-observed_on", "-pk"]

    def __str__(self) -> str:
        return str(_("Observation of %(day)s") % {"day": date_format(self.observed_on, "j F Y")})

    def get_absolute_url(self) -> str:
        return reverse("supervision:observation", args=[self.pk])

    def clean(self) -> None:
        if self.observed_on and self.observed_on > timezone.localdate():
            raise ValidationError({"observed_on": _("The day must be today or in the past")})


class RoleCheck(Record):
    """Is this staying a peer role? One person's view, kept beside the others' and never averaged with them."""

    class View(models.TextChoices):
        WORKER = "worker", _("The worker")
        SUPERVISOR = "supervisor", _("The supervisor")

    verbs = frozenset({"give", "edit"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+", verbose_name=_("kind of supervision"))
    view = models.CharField(_("whose view"), max_length=10, choices=View)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    on = models.DateField(_("day"), default=timezone.localdate)
    answers = models.JSONField(_("answers"), default=list)
    words = models.TextField(_("anything to add"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("check of the peer role")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_view_display()}, {date_format(self.on, 'j F Y')}"

    def clean(self) -> None:
        check_answers(self.answers)

    def lines(self) -> list[tuple[str, str]]:
        return [
            (str(question), str(Answer(answer).label))
            for question, answer in zip(ROLE_QUESTIONS, self.answers, strict=True)
        ]


def check_answers(answers) -> None:
    if not isinstance(answers, list) or len(answers) != len(ROLE_QUESTIONS) or set(answers) - set(Answer.values):
        raise ValidationError({"answers": _("Answer each question, or leave it out.")})


class VoiceCode(Entry):
    """A one-use code for somebody the worker supports; only its keyed hash is kept, and using it leaves no trace."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    ends_on = models.DateField()


class Voice(Entry):
    """What one person supported said: no name, no code, no day, only the quarter; gone once it is gathered."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    quarter = models.DateField()
    answers = models.JSONField(default=list)


class VoiceBatch(Record):
    """What at least five people supported said up to the end of a quarter, counted question by question."""

    verbs = frozenset({"gather", "share", "unshare", "allow", "disallow"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    quarter = models.DateField(_("up to the quarter from"))
    people = models.PositiveSmallIntegerField(_("people who answered"))
    counts = models.JSONField(_("answers by question"), default=list)
    shared_in = models.ForeignKey(
        Stream, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shared in")
    )
    in_appraisal = models.BooleanField(_("may be used in an appraisal"), default=False)

    class Meta:
        verbose_name = _("what people supported said")
        ordering = ["-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["person", "quarter"], name="a_quarter_is_gathered_once"),
            models.CheckConstraint(condition=models.Q(people__gte=5), name="five_or_more_people_answered"),
        ]

    def __str__(self) -> str:
        return date_format(self.quarter, "F Y")

    def lines(self) -> list[tuple[str, list[tuple[str, int]]]]:
        shown = [answer for answer in Answer if answer.value]
        return [
            (str(question), [(str(answer.label), count.get(answer.value, 0)) for answer in shown])
            for question, count in zip(ROLE_QUESTIONS, self.counts, strict=True)
        ]
