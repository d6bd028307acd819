"""Score sheets, scores, what was changed after the reveal, decisions, and the figures about them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record
from peerwork.people.models import Unit, User


class ScoreSheet(Record):
    """One member's scores for one applicant: open until sent, sent once; nobody else sees it before the reveal."""

    class Status(models.TextChoices):
        OPEN = "open", _("Not sent yet")
        KEYED = "keyed", _("Typed in by a supporter, to be confirmed")
        SUBMITTED = "submitted", _("Sent")
        EXCUSED = "excused", _("Excused")
        LATE = "late", _("Not sent in time")

    moves = Moves(
        {
            "give": ([START], "open"),
            "save": (["open"], None),
            "submit": (["open"], "submitted"),
            "key": (["open"], "keyed"),
            "confirm": (["keyed"], "submitted"),
            "correct": (["keyed"], "open"),
            "excuse": (["open", "keyed"], "excused"),
            "lapse": (["open", "keyed"], "late"),
            "reopen": (["submitted", "excused"], "open"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.OPEN)
    seat = models.ForeignKey("recruitment.Seat", models.PROTECT, related_name="sheets", verbose_name=_("panel member"))
    application = models.ForeignKey(
        "recruitment.Application", models.CASCADE, related_name="+", verbose_name=_("applicant")
    )
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    reason = models.CharField(_("why excused, or opened again"), max_length=300, blank=True)
    keyed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("typed in by")
    )

    class Meta:
        verbose_name = _("score sheet")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "application"], name="a_member_scores_an_applicant_on_one_sheet"),
            models.CheckConstraint(
                condition=~Q(status="excused") | ~Q(reason=""), name="nobody_is_excused_without_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Scores of %(name)s") % {"name": self.seat})

    def get_absolute_url(self) -> str:
        return reverse("panels:check", args=[self.seat_id, self.application_id])


class Score(Record):
    """A member's own score for one question, 1 to 5, or not assessed; after the reveal it stays as it was given."""

    verbs = frozenset({"save", "change"})

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores", verbose_name=_("score sheet"))
    question = models.ForeignKey("recruitment.Question", models.PROTECT, related_name="+", verbose_name=_("question"))
    value = models.PositiveSmallIntegerField(
        _("score"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, _("Choose a score from 1 to 5.")),
            MaxValueValidator(5, _("Choose a score from 1 to 5.")),
        ],
    )
    not_assessed = models.BooleanField(_("I could not tell"), default=False)
    note = models.TextField(_("anything you want to remember?"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("score")
        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question"], name="a_question_is_scored_once_on_a_sheet"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=1, value__lte=5), name="scores_are_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(not_assessed=False) | Q(value__isnull=True), name="what_was_not_assessed_has_no_score"
            ),
        ]

    def __str__(self) -> str:
        return str(self.value or _("Not assessed"))

    def clean(self) -> None:
        if self.not_assessed and self.value is not None:
            raise ValidationError({"value": _("Choose a score, or say that you could not tell.")})


class Moderation(Record):
    """A change after the reveal: a new entry with its reason, beside the score as it was given."""

    verbs = frozenset({"moderate"})

    score = models.ForeignKey(Score, models.CASCADE, related_name="moderations", verbose_name=_("score"))
    value = models.PositiveSmallIntegerField(
        _("score after talking it through"),
        validators=[
            MinValueValidator(1, _("Choose a score from 1 to 5.")),
            MaxValueValidator(5, _("Choose a score from 1 to 5.")),
        ],
    )
    reason = models.CharField(_("why"), max_length=400)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("change after talking it through")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="moderated_scores_are_1_to_5")
        ]

    def __str__(self) -> str:
        return str(self.value)


class Decision(Record):
    """What the panel decided about one applicant, and what the applicant is told; told once."""

    class Status(models.TextChoices):
        DECIDED = "decided", _("Decided, not told yet")
        TOLD = "told", _("Told")

    class Outcome(models.TextChoices):
        OFFER = "offer", _("Offer a post")
        RESERVE = "reserve", _("Offer the next post that comes up")
        NOT_THIS_TIME = "not_this_time", _("Not this time")

    moves = Moves(
        {
            "decide": ([START], "decided"),
            "change": (["decided"], None),
            "draft": (["decided"], None),
            "send": (["decided"], "told"),
            "offer_next": (["told"], None),
            "expire": (["told"], None),
        }
    )

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.DECIDED)
    panel = models.ForeignKey("recruitment.Panel", models.PROTECT, related_name="decisions", verbose_name=_("panel"))
    application = models.OneToOneField(
        "recruitment.Application", models.CASCADE, related_name="decision", verbose_name=_("applicant")
    )
    outcome = models.CharField(_("what did the panel decide?"), max_length=13, choices=Outcome)
    reserve_until = models.DateField(_("on the reserve list until"), null=True, blank=True)
    reserve_ended_on = models.DateField(_("left the reserve list on"), null=True, blank=True)
    reason = models.TextField(
        _("why"),
        max_length=2000,
        blank=True,
        help_text=_("Needed where somebody the service users put higher is passed over, or an average is low."),
    )
    passes_over = models.BooleanField(_("passes over somebody the service users put higher"), default=False)
    service_users_place = models.PositiveSmallIntegerField(_("place the service users gave"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    feedback = models.TextField(
        _("feedback"),
        max_length=4000,
        blank=True,
        help_text=_("Start with what went well. They will read this word for word."),
    )
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(passes_over=False) | ~Q(reason=""), name="nobody_is_passed_over_without_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="reserve") | Q(reserve_until__isnull=False), name="a_reserve_list_place_ends"
            ),
            models.CheckConstraint(condition=Q(status="decided") | ~Q(feedback=""), name="nobody_is_told_nothing"),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())

    def get_absolute_url(self) -> str:
        return reverse("panels:outcome", args=[self.panel_id, self.application_id])


class PanelElsewhere(Record):
    """A panel for a post recruited elsewhere, kept light: who sat, the averages of each group, who was appointed."""

    verbs = frozenset({"record", "edit", "withdraw"})
    MOST = 20

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation or team"))
    post = models.CharField(_("post"), max_length=160, help_text=_("Such as consultant, or ward manager."))
    held_on = models.DateField(_("decided on"), default=timezone.localdate)
    service_users = models.PositiveSmallIntegerField(_("service users and carers on the panel"))
    staff = models.PositiveSmallIntegerField(_("staff on the panel"))
    service_user_chaired = models.BooleanField(_("a service user chaired"), default=False)
    candidates = models.JSONField(_("people met, with each group’s average"), default=list)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("panel for a post recruited elsewhere")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.post}, {date_format(self.held_on, 'j F Y')}"

    def get_absolute_url(self) -> str:
        return reverse("panels:elsewhere_row", args=[self.pk])

    def clean(self) -> None:
        if self.held_on and self.held_on > timezone.localdate():
            raise ValidationError({"held_on": _("The day must be today or in the past.")})
        rows = self.candidates
        if not isinstance(rows, list) or not 1 <= len(rows) <= self.MOST:
            raise ValidationError({"candidates": _("Give between 1 and %(most)d people.") % {"most": self.MOST}})
        for row in rows:
            if not isinstance(row, dict) or set(row) != {"who", "service_users", "staff", "appointed"}:
                raise ValidationError({"candidates": _("Each line needs a name, two averages and yes or no.")})
            averages = [row["service_users"], row["staff"]]
            if not all(value is None or _is_average(value) for value in averages):
                raise ValidationError({"candidates": _("Averages are numbers from 1 to 5.")})
            if not isinstance(row["who"], str) or not 0 < len(row["who"]) <= 80:
                raise ValidationError({"candidates": _("Each line needs a short name, such as initials.")})

    @property
    def first_choice_appointed(self) -> bool | None:
        """Whether somebody the service users put first was appointed; None where they did not rank or nobody was."""
        ranked = [row for row in self.candidates if row["service_users"] is not None]
        if not ranked or not any(row["appointed"] for row in self.candidates):
            return None
        best = max(float(row["service_users"]) for row in ranked)
        return any(row["appointed"] for row in ranked if float(row["service_users"]) == best)


def _is_average(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 5


class PanelFigure(Entry):
    """How panels of one quarter chose, by unit: whose first choice was appointed, what was waived; fixed once."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    quarter = models.DateField(_("quarter from"))
    panels = models.PositiveIntegerField(_("panels that appointed"))
    first_choice = models.PositiveIntegerField(_("service users’ first choice was appointed"))
    passed_over = models.PositiveIntegerField(_("somebody they put higher was passed over, with a reason"))
    overridden = models.PositiveIntegerField(_("went on although a rule was not kept"))
    chaired = models.PositiveIntegerField(_("chaired by a service user or carer"))
    frozen_at = models.DateTimeField(_("fixed"), default=timezone.now)

    class Meta:
        verbose_name = _("panels in a quarter")
        ordering = ["-quarter", "unit"]
        constraints = [models.UniqueConstraint(fields=["unit", "quarter"], name="a_quarter_of_panels_is_fixed_once")]

    def __str__(self) -> str:
        return f"{self.unit}, {quarter_words(self.quarter)}"


def quarter_of(day: date) -> date:
    """The first day of the quarter a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_words(first: date) -> str:
    last = date(first.year, first.month + 2, 1)
    return f"{date_format(first, 'F')} – {date_format(last, 'F Y')}"
