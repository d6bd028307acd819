"""Rates by day and kind of work, and claims: claimed, approved by somebody else, paid."""

from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Dated, Unit, User, ends_after_it_starts

PENNY = Decimal("0.01")


class Work(models.TextChoices):
    PANEL = "panel", _("Sitting on a panel")
    CHAIR = "chair", _("Chairing a panel")
    DESIGN = "design", _("Writing questions or a specification")
    TRAINING = "training", _("Giving or taking training for panels")


class PanelRate(Dated, Record):
    """What an hour is paid for one kind of work, from a day to a day; said to members before they agree to come."""

    verbs = frozenset({"set", "end"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    work = models.CharField(_("kind of work"), max_length=8, choices=Work)
    hourly = models.DecimalField(
        _("pounds an hour"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(PENNY), MaxValueValidator(Decimal(500))],
    )

    class Meta:
        verbose_name = _("rate for panel work")
        ordering = ["work", "-starts_on"]
        constraints = [
            ends_after_it_starts("a_rate_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["organisation", "work"],
                condition=Q(ends_on__isnull=True),
                name="a_kind_of_work_has_one_rate_now",
                violation_error_message=_("There is a rate for this already. End it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_work_display()}, £{self.hourly}"

    def get_absolute_url(self) -> str:
        return reverse("panels:rates")


class PanelClaim(Record):
    """Hours and expenses of one member on one day, paid as they chose; approved by somebody else, then paid."""

    class Status(models.TextChoices):
        CLAIMED = "claimed", _("Waiting to be approved")
        QUERIED = "queried", _("Sent back with a question")
        APPROVED = "approved", _("Approved, to be paid")
        PAID = "paid", _("Paid")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Choice(models.TextChoices):
        PAID = "paid", _("In full")
        PART = "part", _("In part")
        DECLINED = "declined", _("Expenses only")

    moves = Moves(
        {
            "claim": ([START], "claimed"),
            "edit": (["claimed", "queried"], "claimed"),
            "query": (["claimed"], "queried"),
            "withdraw": (["claimed", "queried"], "withdrawn"),
            "approve": (["claimed"], "approved"),
            "pay": (["approved"], "paid"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.CLAIMED)
    seat = models.ForeignKey("recruitment.Seat", models.PROTECT, related_name="claims", verbose_name=_("panel member"))
    work = models.CharField(_("kind of work"), max_length=8, choices=Work, default=Work.PANEL)
    worked_on = models.DateField(_("day"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(24))],
    )
    expenses = models.DecimalField(
        _("travel and other expenses, in pounds"),
        max_digits=7,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(2000))],
    )
    expenses_for = models.CharField(_("what the expenses were for"), max_length=200, blank=True)
    choice = models.CharField(_("paid"), max_length=8, choices=Choice, default=Choice.PAID)
    part_amount = models.DecimalField(
        _("part of it, in pounds"), max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(PENNY)],
    )  # fmt: skip
    hourly = models.DecimalField(_("rate on that day"), max_digits=6, decimal_places=2, editable=False)
    question = models.CharField(_("question about it"), max_length=300, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    class Meta:
        verbose_name = _("claim")
        ordering = ["-worked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("claimed", "queried", "withdrawn")) | Q(approved_by__isnull=False),
                name="nothing_is_paid_before_somebody_approved_it",
            ),
            models.UniqueConstraint(
                fields=["seat", "worked_on", "work"],
                condition=~Q(status="withdrawn"),
                name="a_day_of_panel_work_is_claimed_once",
                violation_error_message=_("There is a claim for this day and work already."),
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(approved_on__lte=F("paid_on")),
                name="a_claim_is_approved_before_it_is_paid",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Claim for %(day)s") % {"day": date_format(self.worked_on, "j F Y")})

    def get_absolute_url(self) -> str:
        return reverse("panels:claim", args=[self.pk])

    @property
    def fee(self) -> Decimal:
        """What the hours come to, as the member chose."""
        full = (self.hours * self.hourly).quantize(PENNY, ROUND_HALF_UP)
        if self.choice == self.Choice.DECLINED:
            return Decimal("0.00")
        return min(full, self.part_amount) if self.choice == self.Choice.PART else full

    @property
    def total(self) -> Decimal:
        return self.fee + self.expenses

    def clean(self) -> None:
        if self.worked_on and self.worked_on > timezone.localdate():
            raise ValidationError({"worked_on": _("The day must be today or in the past.")})
        if self.expenses and not self.expenses_for:
            raise ValidationError({"expenses_for": _("Say what the expenses were for, such as a bus fare.")})
        if self.choice == self.Choice.PART and self.part_amount is None:
            raise ValidationError({"part_amount": _("Say how much of it you would like.")})
        if self.choice != self.Choice.PART:
            self.part_amount = None
