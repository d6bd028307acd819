"""A copy of a record while it is made and fetched, and the cases in which a records officer gives one."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record, Versioned
from peerwork.people.models import Person, User


class RecordsCase(Record):
    """A request for what is kept about somebody: who asked for what, until when, what was looked through and sent."""

    class Kind(models.TextChoices):
        SUBJECT_ACCESS = "subject_access", _("Request for one’s own data")
        COMPLAINT = "complaint", _("Complaint")
        LEGAL = "legal", _("Legal request")

    class Status(models.TextChoices):
        OPEN = "open", _("Opened")
        GATHERING = "gathering", _("Being gathered")
        REVIEW = "review", _("To look through")
        SENT = "sent", _("Given")
        CLOSED = "closed", _("Closed")

    moves = Moves(
        {
            "open": ([START], "open"),
            "edit": (["open"], None),
            "extend": (["open", "gathering", "review"], None),
            "gather": (["open", "review"], "gathering"),
            "gathered": (["gathering"], "review"),
            "send": (["review"], "sent"),
            "close": (["open", "review", "sent"], "closed"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.OPEN)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("about"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.SUBJECT_ACCESS)
    received_on = models.DateField(_("asked on"), default=timezone.localdate)
    due_on = models.DateField(_("answer due by"))
    identity_on = models.DateField(
        _("who they are was checked on"), null=True, blank=True, help_text=_("Nothing is given before that.")
    )
    parts = models.JSONField(_("which parts"), default=list, blank=True, help_text=_("None ticked means all of them."))
    words = models.CharField(_("what they ask for"), max_length=400, blank=True)
    extended_because = models.CharField(_("why it takes longer"), max_length=400, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=400, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))

    class Meta:
        verbose_name = _("records case")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("received_on")), name="a_case_is_due_after_it_was_asked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:case", args=[self.pk])


class Redaction(Record):
    """Something left out of what is given in a case, and why."""

    class Why(models.TextChoices):
        OTHERS = "others", _("It is about somebody else")
        PRIVILEGE = "privilege", _("Legal advice")
        HARM = "harm", _("It could seriously harm somebody")
        CONFIDENCE = "confidence", _("A reference given in confidence")
        NOT_ASKED = "not_asked", _("They did not ask for it")

    verbs = frozenset({"leave_out", "put_back"})

    case = models.ForeignKey(RecordsCase, models.PROTECT, related_name="redactions", verbose_name=_("case"))
    piece = models.CharField(_("what is left out"), max_length=200)
    why = models.CharField(_("why"), max_length=10, choices=Why)
    left_out_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("left out by"))
    put_back_on = models.DateField(_("put back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("left out of a case")
        ordering = ["case", "piece"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "piece"], condition=Q(put_back_on__isnull=True), name="a_piece_is_left_out_once"
            )
        ]

    def __str__(self) -> str:
        return self.piece


class Copy(Versioned):
    """A copy of somebody's whole record: made behind the page, fetched once within seven days, by its owner only."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Being made")
        READY = "ready", _("Ready to fetch")
        FETCHED = "fetched", _("Fetched")
        FAILED = "failed", _("Could not be made")
        ENDED = "ended", _("No longer here")

    moves = Moves(
        {
            "ask": ([START], "asked"),
            "make": (["asked"], "ready"),
            "fail": (["asked"], "failed"),
            "fetch": (["ready"], "fetched"),
            "hand_over": (["ready"], "fetched"),
            "end": (["asked", "ready", "failed"], "ended"),
        }
    )
    history = HistoricalRecords(excluded_fields=["progress"])  # how far the making is, told while it is made

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.ASKED)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("whose record"))
    case = models.ForeignKey(
        RecordsCase, models.PROTECT, null=True, blank=True, related_name="copies", verbose_name=_("given in")
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    progress = models.PositiveSmallIntegerField(_("progress in percent"), default=0)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    ends_at = models.DateTimeField(_("can be fetched until"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("fetched"), null=True, blank=True)

    class Meta:
        verbose_name = _("copy of a record")
        verbose_name_plural = _("copies of records")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status="asked", case__isnull=True),
                name="one_copy_is_made_at_a_time",
                violation_error_message=_("A copy is being made already."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Copy of a record"))

    def get_absolute_url(self) -> str:
        return reverse("people:copy", args=[self.pk])
