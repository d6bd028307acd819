"""Adjustments: what would help, what was agreed, who makes it happen, and how long each step takes."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.adjustments.health.models import (  # noqa: F401  Django looks for models here
    Clinical,
    Disclosure,
    Recommendation,
    Referral,
    Report,
)
from peerwork.adjustments.own.models import (  # noqa: F401
    Card,
    CardOpening,
    CarryOver,
    Plan,
    Share,
    WellbeingPlan,
)
from peerwork.adjustments.returning.models import Return  # noqa: F401
from peerwork.adjustments.words import Funding, Kind, Outcome
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record, Versioned
from peerwork.people.models import Person, Unit, User

DAYS = [MinValueValidator(1), MaxValueValidator(366)]


class Times(Record):
    """How many days each step may take before somebody is reminded; suggestions until they are confirmed."""

    verbs = frozenset({"open", "edit", "confirm"})

    organisation = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    confirm_days = models.PositiveSmallIntegerField(
        _("days until what was asked on somebody’s behalf stands"), default=10, validators=DAYS
    )
    answer_days = models.PositiveSmallIntegerField(_("days to answer a request"), default=14, validators=DAYS)
    arrange_days = models.PositiveSmallIntegerField(_("days from agreed to in place"), default=28, validators=DAYS)
    adequate_days = models.PositiveSmallIntegerField(
        _("days from asked to in place that count as adequate"), default=42, validators=DAYS
    )
    review_months = models.PositiveSmallIntegerField(
        _("months until an agreement is looked at again"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    inform_days = models.PositiveSmallIntegerField(
        _("days to talk through a referral with the worker"), default=5, validators=DAYS
    )
    consent_days = models.PositiveSmallIntegerField(
        _("days the worker has to decide about a referral"), default=10, validators=DAYS
    )
    refer_days = models.PositiveSmallIntegerField(_("days to send a referral once agreed"), default=3, validators=DAYS)
    appointment_days = models.PositiveSmallIntegerField(_("days to offer an appointment"), default=14, validators=DAYS)
    report_days = models.PositiveSmallIntegerField(_("days to write the report"), default=7, validators=DAYS)
    reading_days = models.PositiveSmallIntegerField(
        _("days the worker has to read a report"), default=10, validators=DAYS
    )
    respond_days = models.PositiveSmallIntegerField(
        _("days to respond to recommendations"), default=14, validators=DAYS
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("how long each step may take")

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return reverse("adjustments:times")


class TypicalAdjustment(Record):
    """One line of the library people choose from; they may always ask for something else."""

    verbs = frozenset({"open", "edit", "close"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    words = models.CharField(_("in words"), max_length=200)
    source = models.CharField(_("where this comes from"), max_length=200, blank=True)
    closed_on = models.DateField(_("no longer offered from"), null=True, blank=True)

    class Meta:
        verbose_name = _("typical adjustment")
        ordering = ["kind", "words", "pk"]

    def __str__(self) -> str:
        return self.words


class Adjustment(Record):
    """One thing that helps somebody do their job: from the day it is asked for until it is no longer needed."""

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", _("Asked for on their behalf")
        ASKED = "asked", _("Asked for")
        AGREED = "agreed", _("Being arranged")
        PARTLY = "partly", _("Agreed in part, being arranged")
        DECLINED = "declined", _("Not agreed")
        IN_PLACE = "in_place", _("In place")
        REVIEWED = "reviewed", _("In place, looked at again")
        ENDED = "ended", _("Ended")
        WITHDRAWN = "withdrawn", _("Taken back")

    moves = Moves(
        {
            "ask": ([START], "asked"),
            "raise_for": ([START], "provisional"),
            "confirm": (["provisional"], "asked"),
            "stand": (["provisional"], "asked"),
            "take_up": ([START], "agreed"),
            "edit": (["provisional", "asked"], None),
            "withdraw": (["provisional", "asked", "agreed", "partly", "declined"], "withdrawn"),
            "agree": (["asked"], "agreed"),
            "agree_partly": (["asked"], "partly"),
            "decline": (["asked"], "declined"),
            "ask_again": (["partly", "declined"], "asked"),
            "put_in_place": (["agreed", "partly"], "in_place"),
            "say_not_working": (["in_place", "reviewed"], None),
            "review": (["in_place", "reviewed"], "reviewed"),
            "end": (["reviewed"], "ended"),
        }
    )
    LIVE = ("agreed", "partly", "in_place", "reviewed")
    STANDING = ("in_place", "reviewed")
    WAITING = ("provisional", "asked")

    status = models.CharField(_("where it is"), max_length=11, choices=Status, default=Status.ASKED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="adjustments", verbose_name=_("worker"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    what = models.CharField(_("what would help?"), max_length=400)
    barrier = models.TextField(
        _("what makes work harder at present?"),
        max_length=2000,
        blank=True,
        help_text=_("About work, such as noise or early starts. You need not say why, and nobody asks for proof."),
    )
    from_start = models.BooleanField(_("said before starting"), default=False, editable=False)
    trial = models.BooleanField(
        _("try it for a time"), default=False, help_text=_("Then say until when; it is looked at again by that day.")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Leave empty if it is lasting. Nothing stops by itself.")
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_on = models.DateField(_("asked for on"), default=timezone.localdate)
    stands_on = models.DateField(_("stands from"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    answer_by = models.DateField(_("answer due by"), null=True, blank=True)
    agreed_what = models.CharField(_("what was agreed"), max_length=400, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    decided_on = models.DateField(_("answered on"), null=True, blank=True)
    decision = models.TextField(_("the reason for this answer"), max_length=2000, blank=True)
    alternatives = models.TextField(_("what could be done instead"), max_length=2000, blank=True)
    cost = models.DecimalField(
        _("cost in pounds"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    funding = models.CharField(_("who pays"), max_length=14, choices=Funding, blank=True)
    place_by = models.DateField(_("in place by"), null=True, blank=True)
    in_place_on = models.DateField(_("in place since"), null=True, blank=True)
    not_working = models.TextField(_("what is not working"), max_length=2000, blank=True)
    review_on = models.DateField(_("looked at again by"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked at by")
    )
    reviewed_on = models.DateField(_("looked at again on"), null=True, blank=True)
    outcome = models.CharField(_("how is it working?"), max_length=6, choices=Outcome, blank=True)
    review_words = models.TextField(_("what you found together"), max_length=2000, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("adjustment")
        ordering = ["-asked_on", "-pk"]
        indexes = [
            models.Index(fields=["person", "status"], name="adjustments_of_a_person"),
            models.Index(fields=["status", "answer_by"], name="adjustments_to_answer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["partly", "declined"]) | ~Q(decision=""), name="less_than_asked_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="an_adjustment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(reviewed_on__isnull=False), name="nothing_ends_without_a_review"
            ),
        ]

    def __str__(self) -> str:
        return self.agreed_what or self.what

    def get_absolute_url(self) -> str:
        return reverse("adjustments:adjustment", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.trial and self.ends_on is None:
            raise ValidationError({"ends_on": _("Say until when you try it.")})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Choose a day after it starts.")})

    # The clock: asked, answered, in place.
    @property
    def days_to_answer(self) -> int:
        return ((self.decided_on or timezone.localdate()) - self.asked_on).days

    @property
    def days_to_arrange(self) -> int | None:
        if self.decided_on is None or self.status in ("asked", "declined", "provisional"):
            return None
        return ((self.in_place_on or timezone.localdate()) - self.decided_on).days

    @property
    def late_since(self):
        """The day on which the step it is in should have been done, once that has passed."""
        due = {
            "asked": self.answer_by,
            "agreed": self.place_by,
            "partly": self.place_by,
            "in_place": self.review_on,
            "reviewed": self.review_on,
        }.get(self.status)
        return due if due is not None and due < timezone.localdate() else None


class Reason(Versioned):
    """Why somebody asked, in their own words: optional, shared person by person; what it was before is not kept."""

    verbs = frozenset({"write", "edit", "erase"})

    adjustment = models.OneToOneField(
        Adjustment, models.PROTECT, related_name="reason", verbose_name=_("what it is about")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    words = models.TextField(_("why, in your own words"), max_length=4000)

    class Meta:
        verbose_name = _("reason")

    def __str__(self) -> str:
        return str(_("Why it was asked for"))

    def get_absolute_url(self) -> str:
        return reverse("adjustments:reason", args=[self.pk])


class Step(Record):
    """Something somebody has to do so that an adjustment comes about: a colleague, IT, estates, Access to Work."""

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("No longer needed")

    moves = Moves(
        {
            "add": ([START], "open"),
            "edit": (["open"], None),
            "send": (["open"], None),
            "do": (["open"], "done"),
            "drop": (["open"], "dropped"),
            "reopen": (["done", "dropped"], "open"),
        }
    )

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN)
    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="steps", verbose_name=_("adjustment"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("for"))
    what = models.CharField(_("what has to be done"), max_length=240, help_text=_("No reasons and no health words."))
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    owner_words = models.CharField(
        _("who does it, if they have no account"), max_length=120, blank=True, help_text=_("Such as IT, or estates.")
    )
    owner_email = models.EmailField(_("their email address"), blank=True)
    due_on = models.DateField(_("by"))
    sent_on = models.DateField(_("sent to them on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("adjustments:step", args=[self.pk])

    def who(self) -> str:
        return str(self.owner) if self.owner_id and not self.owner_words else self.owner_words

    def clean(self) -> None:
        super().clean()
        if self.owner_id is None and not self.owner_words.strip():
            raise ValidationError({"owner_words": _("Say who does it.")})


class MonthFigure(Entry):
    """Adjustments of an organisation as they stood at the end of a month: counts and days, nobody's name."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    month = models.DateField(_("month"))
    people = models.PositiveIntegerField(_("people with an adjustment asked for or in place"))
    by_stage = models.JSONField(_("by stage"), default=dict)
    by_kind = models.JSONField(_("by kind"), default=dict)
    to_agree = models.JSONField(_("days from asked to agreed"), default=list)
    to_place = models.JSONField(_("days from agreed to in place"), default=list)
    asked = models.PositiveIntegerField(_("people whose request was due to be in place"), default=0)
    adequate = models.PositiveIntegerField(_("of them, in place in time"), default=0)
    frozen_at = models.DateTimeField(_("fixed"), default=timezone.now)

    class Meta:
        verbose_name = _("adjustments by month")
        ordering = ["-month", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month"], name="adjustments_of_a_month_are_fixed_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.month:%Y-%m}"
