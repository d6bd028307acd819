"""Coming back after time away. There is no field for a diagnosis, and there will be none."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person, User
from peerwork.placements.models import Away, Placement


class Return(Record):
    """A return to work: the conversation about it, and the hours for the first weeks, agreed by the worker."""

    class Status(models.TextChoices):
        OPEN = "open", _("To talk about")
        HELD = "held", _("Talked about")
        PROPOSED = "proposed", _("Hours waiting for the worker")
        AGREED = "agreed", _("Hours agreed, for HR to put in place")
        PHASED = "phased", _("Hours in place")
        DONE = "done", _("Done")

    moves = Moves(
        {
            "open": ([START], "open"),
            "hold": (["open"], "held"),
            "edit": (["open", "held"], None),
            "keep_apart": (["open", "held", "proposed", "agreed", "phased", "done"], None),
            "propose_hours": (["held"], "proposed"),
            "ask_change": (["proposed"], "held"),
            "agree": (["proposed"], "agreed"),
            "apply": (["agreed"], "phased"),
            "finish": (["held", "phased"], "done"),
        }
    )

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    away = models.OneToOneField(Away, models.PROTECT, related_name="+", verbose_name=_("time away"))
    back_on = models.DateField(_("first day back"))
    held_on = models.DateField(_("talked about on"), null=True, blank=True)
    held_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("talked with")
    )
    what_helps = models.TextField(
        _("what will help in the first weeks"), max_length=2000, blank=True,
        help_text=_("About work. The reason for being away is not asked for and not written down."),
    )  # fmt: skip
    kept_apart = models.BooleanField(
        _("this absence is linked to a disability, and is kept apart from any count of absences"), default=False
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("placement")
    )
    phases = models.JSONField(_("hours week by week"), default=list, blank=True)
    change_wanted = models.TextField(_("what the worker would change"), max_length=2000, blank=True)
    agreed_on = models.DateField(_("hours agreed on"), null=True, blank=True)
    applied_on = models.DateField(_("put in place on"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("return to work")
        ordering = ["-back_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "held", "done"]) | Q(placement__isnull=False),
                name="phased_hours_belong_to_a_placement",
            )
        ]

    def __str__(self) -> str:
        return str(_("Return of %(name)s") % {"name": self.person})

    def get_absolute_url(self) -> str:
        return reverse("adjustments:return", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.phases, list):
            raise ValidationError({"phases": _("Give a list of steps.")})
        last = None
        for phase in self.phases:
            try:
                first, end = date.fromisoformat(phase["starts_on"]), date.fromisoformat(phase["ends_on"])
                hours = float(phase["working_wte"])
            except (KeyError, TypeError, ValueError):
                raise ValidationError({"phases": _("Each step has a first day, a last day and hours.")}) from None
            if end < first or (last is not None and first <= last):
                raise ValidationError({"phases": _("The steps follow one another, each after the one before.")})
            if not 0 < hours <= 1:
                raise ValidationError({"phases": _("Hours are more than 0 and at most 1 WTE.")})
            last = end
