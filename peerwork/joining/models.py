"""What a peer worker who is ready to start chooses to say about where they could work."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from peerwork.kit.records import Record
from peerwork.people.models import Person


class StartingPoint(Record):
    """In the worker's own words: from when, how many hours, and travel or access needs they choose to state."""

    verbs = frozenset({"state", "edit"})

    person = models.OneToOneField(
        Person, models.PROTECT, related_name="starting_point", verbose_name=_("who is ready to start")
    )
    ready_from = models.DateField(_("I could start from"), null=True, blank=True)
    wte = models.DecimalField(
        _("hours I would like, in WTE"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(Decimal(1))],
        help_text=_("1 is full time, 0.6 is three days of five."),
    )
    travel = models.CharField(
        _("how far I can travel"), max_length=400, blank=True, help_text=_("For example: by bus, half an hour at most.")
    )
    access = models.CharField(
        _("what I need at the place itself"),
        max_length=400,
        blank=True,
        help_text=_("For example: step-free, a quiet room. Only what you choose to say; no reason is asked."),
    )

    class Meta:
        verbose_name = _("starting point")
        ordering = ["ready_from", "pk"]

    def __str__(self) -> str:
        return str(self.person)


from peerwork.joining.bring.models import Brought  # noqa: E402, F401  Django looks for models here
from peerwork.joining.ties.models import EvidenceSession, GoalCourse  # noqa: E402, F401
