"""What somebody asks about their own record, or wants put right in it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person, User


class RecordRequest(Record):
    """A question about one's own record, or something in it that HR must confirm before it is changed."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("I have a question")
        CORRECTION = "correction", _("Something is not right")

    class About(models.TextChoices):
        DETAILS = "details", _("My name, contact or date of birth")
        JOB = "job", _("My post, team, hours or dates")
        SUPERVISION = "supervision", _("Supervision")
        TRAINING = "training", _("Training and certificates")
        ADJUSTMENTS = "adjustments", _("Adjustments")
        READ = "read", _("Who looked at my record")
        ELSE = "else", _("Something else")

    class Status(models.TextChoices):
        ASKED = "asked", _("With HR")
        ANSWERED = "answered", _("Answered")
        PUT_RIGHT = "put_right", _("Put right")
        WITHDRAWN = "withdrawn", _("Taken back")

    moves = Moves(
        {
            "ask": ([START], "asked"),
            "edit": (["asked"], None),
            "answer": (["asked"], "answered"),
            "put_right": (["asked"], "put_right"),
            "withdraw": (["asked"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.ASKED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="requests", verbose_name=_("whose record"))
    kind = models.CharField(_("what is it?"), max_length=10, choices=Kind, default=Kind.QUESTION)
    about = models.CharField(_("what is it about?"), max_length=11, choices=About)
    words = models.TextField(
        _("in your words"),
        max_length=1000,
        help_text=_("What would you like to know, or what should it say? Nothing about your health is needed here."),
    )
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    answer = models.TextField(_("the answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("question or correction")
        verbose_name_plural = _("questions and corrections")
        ordering = ["-asked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_about_display()}"

    def get_absolute_url(self) -> str:
        return reverse("people:request", args=[self.pk])
