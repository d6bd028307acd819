"""What a worker brought from an employer before, as they chose to give it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person


class Brought(Record):
    """A file of another employer's Peerwork that its owner handed in here: whole, checked, and never added to."""

    class Status(models.TextChoices):
        GIVEN = "given", _("Given")
        WITHDRAWN = "withdrawn", _("Taken back")

    moves = Moves({"give": ([START], "given"), "ask_for": (["given"], None), "withdraw": (["given"], "withdrawn")})

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.GIVEN)
    person = models.ForeignKey(Person, models.PROTECT, related_name="brought", verbose_name=_("whose it is"))
    employer = models.CharField(_("from"), max_length=200)
    code = models.CharField(_("their code"), max_length=40, blank=True)
    name = models.CharField(_("name in the file"), max_length=240)
    made_on = models.DateField(_("made on"))
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    signed_by = models.CharField(_("signed with the key"), max_length=120)
    signature = models.CharField(max_length=160)
    certificates = models.JSONField(_("certificates"), default=list, blank=True)
    learning = models.JSONField(_("learning and awards from outside"), default=list, blank=True)
    competences = models.JSONField(_("competences"), default=list, blank=True)
    adjustments = models.JSONField(_("adjustments"), default=list, blank=True)
    checks = models.JSONField(_("employment checks"), default=list, blank=True)
    asked_on = models.DateField(_("adjustments asked for on"), null=True, blank=True)

    class Meta:
        verbose_name = _("record brought along")
        verbose_name_plural = _("records brought along")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "signature"], condition=Q(status="given"), name="a_file_is_brought_once",
                violation_error_message=_("This file is here already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.employer}, {self.made_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("joining:brought_row", args=[self.pk])
