"""Certificates: what was earned, a code to check it by, and the organisation's key that signs them."""

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Unit, User
from peerwork.training.cohorts.models import Enrolment

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another


def new_code() -> str:
    """Twelve letters in threes, easy to read out: 59 random bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _m in range(3))


class SigningKey(Record):
    """The key an organisation signs its certificates and badges with; its secret half is sealed."""

    verbs = frozenset({"make", "retire"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    public_key = models.CharField(_("public key"), max_length=80)
    made_on = models.DateField(_("made on"), default=timezone.localdate)
    retired_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        ordering = ["organisation", "-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(retired_on__isnull=True), name="one_key_signs_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(_("Signing key of %(organisation)s") % {"organisation": self.organisation})


class Certificate(Record):
    """A certificate of attendance or completion; what it says is fixed and signed on the day it is issued."""

    class Status(models.TextChoices):
        ISSUED = "issued", _("Issued")
        REVOKED = "revoked", _("Taken back")

    class Award(models.TextChoices):
        ATTENDANCE = "attendance", _("Attendance")
        COMPLETION = "completion", _("Completion")
        ACCREDITED = "accredited", _("Completion, accredited")

    moves = Moves(
        {
            "issue": ([START], "issued"),
            "revoke": (["issued"], "revoked"),
            "ask_badge": (["issued"], None),
            "drop_badge": (["issued"], None),
        }
    )

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ISSUED)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True, default=new_code, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates", verbose_name=_("learner"))
    award = models.CharField(_("for"), max_length=10, choices=Award)
    holder = models.CharField(_("name on it"), max_length=200)
    title = models.CharField(_("course"), max_length=200)
    issuer = models.CharField(_("issued by"), max_length=160)
    hours = models.DecimalField(_("hours attended"), max_digits=7, decimal_places=2, default=0)
    credential = models.CharField(_("level and credits"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), default=timezone.localdate)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("issued by (person)"))
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+", verbose_name=_("signing key"))
    signature = models.CharField(max_length=120)
    badge = models.JSONField(_("badge"), null=True, blank=True)
    revoked_on = models.DateField(_("taken back on"), null=True, blank=True)
    revoked_because = models.CharField(_("why it was taken back"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("certificate")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "award"],
                condition=Q(status="issued"),
                name="an_award_is_certified_once",
                violation_error_message=_("There is a certificate for this already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_award_display()}"

    def get_absolute_url(self) -> str:
        return reverse("training:certificate", args=[self.pk])
