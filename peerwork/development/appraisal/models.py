"""Appraisals: a year looked back on and planned ahead, together."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person, User

WORDS = {"max_length": 2000, "blank": True}


class Appraisal(Record):
    """One year's appraisal of a peer worker, from their own view of it to what both signed."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Their own view first")
        TALKING = "talking", _("To talk through together")
        TO_SIGN = "to_sign", _("To be signed by both")
        SIGNED = "signed", _("Signed by both")
        WITHDRAWN = "withdrawn", _("Taken back")

    # Signing leads to "signed" once both have: the action settles that.
    moves = Moves(
        {
            "begin": ([START], "preparing"),
            "choose": (["preparing", "talking", "to_sign"], None),
            "prepare": (["preparing"], None),
            "plan_voice": (["preparing", "talking"], None),
            "hand_in": (["preparing"], "talking"),
            "write": (["talking"], None),
            "propose": (["talking"], "to_sign"),
            "ask_change": (["to_sign"], "talking"),
            "sign": (["to_sign"], None),
            "countersign": (["to_sign"], None),
            "look_halfway": (["signed"], None),
            "withdraw": (["preparing", "talking"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PREPARING)
    person = models.ForeignKey(Person, models.PROTECT, related_name="appraisals", verbose_name=_("worker"))
    appraiser = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("with whom"))
    year_from = models.DateField(_("the year from"), help_text=_("The first day of the year you look at."))
    meet_on = models.DateField(_("we meet on"), null=True, blank=True)
    # The worker's own view, first
    proud = models.TextField(_("What am I proud of this year?"), **WORDS)
    learned = models.TextField(_("What have I learned?"), **WORDS)
    hard = models.TextField(
        _("What was hard, and what would have helped?"), help_text=_("Nothing about health is needed."), **WORDS
    )
    ahead = models.TextField(_("What do I want from the year ahead?"), **WORDS)
    values_own = models.TextField(
        _("Where did our values show in what I do?"),
        help_text=_("Hope, mutuality, choice, strengths, being honest about power: whichever speak to you."),
        **WORDS,
    )
    # What people who use the service say
    voice_who = models.CharField(
        _("Who asks people who use the service?"),
        max_length=160,
        blank=True,
        help_text=_("Somebody they can be open with: not the worker, and not the one who appraises."),
    )
    voice_how = models.CharField(
        _("How are they asked?"),
        max_length=400,
        blank=True,
        help_text=_("So that nobody can tell who said what, and saying no has no consequence."),
    )
    voice_said = models.TextField(
        _("What they said, together"), help_text=_("No names, and nothing that tells who said it."), **WORDS
    )
    # Together
    view = models.TextField(_("How I see the year"), **WORDS)
    values_view = models.TextField(_("Where I saw our values"), **WORDS)
    support = models.TextField(_("What I will do to support this"), **WORDS)
    agreed = models.TextField(_("What we agreed for the year ahead"), **WORDS)
    change_wanted = models.TextField(_("what the worker would change"), **WORDS)
    handed_in_on = models.DateField(_("own view handed in"), null=True, blank=True)
    signed_on = models.DateField(_("signed by the worker"), null=True, blank=True)
    countersigned_on = models.DateField(_("signed by the one who appraises"), null=True, blank=True)
    halfway_due = models.DateField(_("halfway look due"), null=True, blank=True)
    halfway_on = models.DateField(_("halfway look on"), null=True, blank=True)
    halfway = models.TextField(_("Halfway: how is it going, and what changes?"), **WORDS)

    class Meta:
        verbose_name = _("appraisal")
        ordering = ["-year_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year_from"],
                condition=~Q(status="withdrawn"),
                name="a_year_is_appraised_once",
                violation_error_message=_("There is an appraisal for this year already."),
            ),
            models.CheckConstraint(
                condition=~Q(status="signed") | Q(signed_on__isnull=False, countersigned_on__isnull=False),
                name="a_signed_appraisal_is_signed_by_both",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Year from %(day)s") % {"day": date_format(self.year_from, "j F Y")})

    def get_absolute_url(self) -> str:
        return reverse("development:appraisal", args=[self.pk])

    @property
    def year_until(self) -> date:
        """The last day that belongs to the year, or today while it still runs."""
        return min(timezone.localdate(), date(self.year_from.year + 1, self.year_from.month, 1))

    def clean(self) -> None:
        if self.year_from and self.year_from > timezone.localdate():
            raise ValidationError({"year_from": _("The year must have begun: this looks back first.")})
