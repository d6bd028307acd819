"""The library: things to read, watch and use, and recovery stories, which stay those of the people who tell them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person, Unit, User
from peerwork.training.words import Domain, only_known


class Resource(Record):
    """Something to read, watch or use."""

    class Kind(models.TextChoices):
        READ = "read", _("To read")
        WATCH = "watch", _("To watch or listen to")
        TOOL = "tool", _("A tool to use")
        GROUP = "group", _("A group or organisation")

    verbs = frozenset({"add", "edit", "drop"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.READ)
    made_by = models.CharField(_("by"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    link = models.URLField(_("where to find it"), max_length=400, blank=True)
    words = models.CharField(_("what it is good for"), max_length=400, blank=True)
    domains = models.JSONField(_("areas of practice"), default=list, blank=True)
    dropped = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("resource")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not only_known(Domain, self.domains):
            raise ValidationError({"domains": _("Choose from the list.")})


class Story(Record):
    """A recovery story, in its teller's words; shown only while they agree to it."""

    class Status(models.TextChoices):
        TOLD = "told", _("Not shown")
        SHOWN = "shown", _("Shown")
        WITHDRAWN = "withdrawn", _("Taken back")

    moves = Moves(
        {
            "tell": ([START], "told"),
            "edit": (["told"], None),
            "show": (["told"], "shown"),
            "hide": (["shown"], "told"),
            "withdraw": (["told", "shown"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.TOLD)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    teller = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who tells it")
    )
    title = models.CharField(_("title"), max_length=160)
    told_as = models.CharField(
        _("name shown with it"), max_length=80, blank=True, help_text=_("Any name the teller likes, or none.")
    )
    text = models.TextField(_("the story"), max_length=12000)
    told_on = models.DateField(_("told on"), default=timezone.localdate)

    class Meta:
        verbose_name, verbose_name_plural = _("recovery story"), _("recovery stories")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:story", args=[self.pk])


class StoryConsent(Record):
    """What a teller agrees to, in numbered versions: for which uses, until when; taken back at any time."""

    verbs = frozenset({"give", "end"})

    story = models.ForeignKey(Story, models.PROTECT, related_name="consents", verbose_name=_("story"))
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    in_library = models.BooleanField(_("in the library, for people here"), default=True)
    in_training = models.BooleanField(_("in courses"), default=False)
    outside = models.BooleanField(_("outside the organisation"), default=False)
    given_on = models.DateField(_("agreed on"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("noted by"))
    how = models.CharField(
        _("how they agreed"), max_length=200, blank=True, help_text=_("For example: signed on paper, kept in the file.")
    )
    ended_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent to a story")
        ordering = ["story", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="consents_to_a_story_are_numbered"),
            models.UniqueConstraint(
                fields=["story"], condition=Q(ended_on__isnull=True), name="one_consent_to_a_story_holds"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Consent %(number)d to %(story)s") % {"number": self.number, "story": self.story})

    def clean(self) -> None:
        super().clean()
        if not (self.in_library or self.in_training or self.outside):
            raise ValidationError({"in_library": _("Choose at least one place where it may be shown.")})
