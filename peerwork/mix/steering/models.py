"""Plans for the share of care: what somebody would do, what is assumed, and what came of it when it was played."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.mix.models import Basis
from peerwork.people.models import Unit, User

FRACTION = {"max_digits": 6, "decimal_places": 5, "validators": [MinValueValidator(0), MaxValueValidator(1)]}


class Scenario(Record):
    """What would happen if: people hired, a group trained, more people staying; kept, compared, and played again.

    steps        what is done beside what goes on already
    assumptions  blank means "as observed"; what was used stands in the result
    limits       what can be done at most, for the question "what would it take"
    """

    class Status(models.TextChoices):
        KEPT = "kept", _("Kept")
        SET_ASIDE = "set_aside", _("Set aside")

    moves = Moves(
        {
            "make": ([START], "kept"),
            "edit": (["kept"], None),
            "work_out": (["kept"], None),
            "settle": (["kept"], None),
            "set_aside": (["kept"], "set_aside"),
            "take_up": (["set_aside"], "kept"),
        }
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.KEPT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("for"))
    basis = models.CharField(_("counted by"), max_length=9, choices=Basis, default=Basis.HOURS)
    name = models.CharField(_("name"), max_length=120, help_text=_("For example: two more a month from spring."))
    why = models.CharField(_("what it is for"), max_length=400, blank=True)
    months = models.PositiveSmallIntegerField(
        _("months ahead"), default=36, validators=[MinValueValidator(6), MaxValueValidator(60)]
    )
    # Steps
    hires_a_month = models.PositiveSmallIntegerField(
        _("people starting each month"), default=0, validators=[MaxValueValidator(100)],
        help_text=_("On top of those who are on the way already. They are spread evenly over the teams."),
    )  # fmt: skip
    hires_from = models.DateField(_("from"), null=True, blank=True)
    hires_until = models.DateField(_("until"), null=True, blank=True)
    hire_in = models.JSONField(
        _("in these teams"), default=list, blank=True, help_text=_("Their numbers. None: all teams, in turn.")
    )
    cohort = models.PositiveSmallIntegerField(
        _("people who start together after a course"), default=0, validators=[MaxValueValidator(200)]
    )
    cohort_on = models.DateField(_("they start"), null=True, blank=True)
    fewer_leave = models.DecimalField(
        _("fewer people leave"), default=0, **FRACTION, help_text=_("In percent of those who leave now.")
    )
    more_supervisors = models.PositiveSmallIntegerField(
        _("supervisors trained"), default=0, validators=[MaxValueValidator(100)],
        help_text=_("On top of those there are."),
    )  # fmt: skip
    more_supervisors_on = models.DateField(_("they can supervise from"), null=True, blank=True)
    opens = models.CharField(_("a team that opens"), max_length=80, blank=True)
    opens_on = models.DateField(_("it opens"), null=True, blank=True)
    opens_care = models.DecimalField(
        _("care by its other staff in a month"), max_digits=9, decimal_places=2, default=0,
        validators=[MinValueValidator(0)],
        help_text=_("In what the plan is counted by: hours, contacts, or full-time equivalents."),
    )  # fmt: skip
    opens_peers = models.PositiveSmallIntegerField(
        _("peer workers who start with it"), default=0, validators=[MaxValueValidator(100)]
    )
    # Assumptions
    leaves = models.DecimalField(_("leave in a month"), null=True, blank=True, **FRACTION)
    fills = models.DecimalField(_("places that are filled"), default=Decimal("0.9"), **FRACTION)
    growth = models.DecimalField(
        _("growth of other staff's care in a month"), max_digits=6, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(Decimal("-0.2")), MaxValueValidator(Decimal("0.2"))],
    )  # fmt: skip
    cost_a_year = models.DecimalField(
        _("cost of one person for a year"), max_digits=9, decimal_places=2, null=True, blank=True,
        help_text=_("Pay with what the employer pays on top. Blank: the pay table's, with on-costs."),
    )  # fmt: skip
    on_costs = models.DecimalField(
        _("on-costs"), default=Decimal("0.25"), **FRACTION, help_text=_("In percent of pay. To be confirmed.")
    )
    # Limits
    most_a_month = models.PositiveSmallIntegerField(_("at most so many start in a month"), null=True, blank=True)
    supervisors = models.PositiveSmallIntegerField(_("supervisors there are"), null=True, blank=True)
    per_supervisor = models.PositiveSmallIntegerField(
        _("people one supervisor can supervise"), default=8, validators=[MinValueValidator(1)]
    )
    places_a_month = models.PositiveSmallIntegerField(_("training places in a month"), null=True, blank=True)
    budget = models.DecimalField(_("budget for the whole time"), max_digits=12, decimal_places=2, null=True, blank=True)
    first_month = models.PositiveSmallIntegerField(
        _("months until the first can start"), default=4, validators=[MaxValueValidator(24)]
    )
    result = models.JSONField(_("what came of it"), default=dict, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hires_until__isnull=True)
                | models.Q(hires_from__isnull=True)
                | models.Q(hires_until__gte=models.F("hires_from")),
                name="hiring_ends_after_it_begins",
                violation_error_message=_("The last month must not be before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mix:plan", args=[self.pk])
