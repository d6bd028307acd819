"""The register of processes in which recovery values must live, local audits, recovery leads, initiatives."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Dated, Unit, User, ends_after_it_starts
from peerwork.readiness.models import WithPresent, after, not_in_future
from peerwork.readiness.words import LEVELS_OF, LeadLevel, ProcessKind


class Process(WithPresent, Record):
    """A process or policy in which recovery values must live: when was that last looked at, with whom?"""

    verbs = frozenset({"list", "edit", "review", "close"})

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("whose it is"))
    kind = models.CharField(_("kind"), max_length=12, choices=ProcessKind)
    name = models.CharField(_("name"), max_length=120)
    keeper = models.CharField(
        _("who keeps it"), max_length=120, blank=True, help_text=_("A post or a group, in words.")
    )
    reviewed_on = models.DateField(_("values last looked at on"), null=True, blank=True)
    found = models.CharField(
        _("what we found"), max_length=400, blank=True, help_text=_("Where recovery values show in it, and where not.")
    )
    next_on = models.DateField(_("look again on"), null=True, blank=True)
    closed_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("process or policy")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(closed_on__isnull=True),
                name="a_process_is_listed_once",
                violation_error_message=_("This is already on the list."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("readiness:values")

    def clean(self) -> None:
        super().clean()
        not_in_future(self, "reviewed_on")
        after(self, "reviewed_on", "next_on")

    @property
    def is_gap(self) -> bool:
        """Whether its values were never looked at, or it is time to look again."""
        return self.reviewed_on is None or (self.next_on is not None and self.next_on <= timezone.localdate())


class Audit(WithPresent, Record):
    """A local look at what people know of recovery, or do: what was found, and what followed."""

    class About(models.TextChoices):
        KNOWLEDGE = "knowledge", _("What people know")
        PRACTICE = "practice", _("What people do")

    moves = Moves(
        {
            "record": ([START], "open"),
            "edit": (["open"], None),
            "close": (["open"], "closed"),
        }
    )

    class Status(models.TextChoices):
        OPEN = "open", _("To be followed up")
        CLOSED = "closed", _("Followed up")

    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("team or service"))
    about = models.CharField(_("about"), max_length=9, choices=About, default=About.PRACTICE)
    topic = models.CharField(_("what was looked at"), max_length=160)
    held_on = models.DateField(_("looked at on"), default=timezone.localdate)
    looked_at = models.PositiveSmallIntegerField(_("how many were looked at"))
    met = models.PositiveSmallIntegerField(_("how many were as they should be"))
    found = models.TextField(_("what we found"), max_length=2000, blank=True)
    again_on = models.DateField(_("look again on"), null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="again", verbose_name=_("looks again at")
    )

    class Meta:
        verbose_name = _("local audit")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["unit", "held_on"], name="audits_of_a_unit")]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("readiness:audit", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        not_in_future(self, "held_on")
        after(self, "held_on", "again_on")
        if self.looked_at is not None and self.met is not None and self.met > self.looked_at:
            raise ValidationError({"met": _("This can't be more than were looked at")})
        if self.looked_at == 0:
            raise ValidationError({"looked_at": _("Look at one at least")})
        if self.follows_id:
            earlier = self.follows
            if earlier.unit_id != self.unit_id or earlier.held_on > self.held_on or earlier.pk == self.pk:
                raise ValidationError({"follows": _("Choose an earlier one of the same team.")})

    @property
    def share(self) -> float:
        return self.met / self.looked_at


class RecoveryLead(Dated, Record):
    """Somebody who is known, at one level, for standing up for recovery."""

    class Kind(models.TextChoices):
        LEAD = "lead", _("Recovery lead")
        CHAMPION = "champion", _("Recovery champion")

    verbs = frozenset({"name", "end"})

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("where"))
    level = models.CharField(_("level"), max_length=12, choices=LeadLevel)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.CHAMPION)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("recovery lead")
        ordering = ["level", "name", "pk"]
        constraints = [ends_after_it_starts("a_recovery_lead_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.unit_id and self.level and self.level not in LEVELS_OF.get(self.unit.kind, ()):
            raise ValidationError({"level": _("Choose a level that this part of the organisation has.")})


class Initiative(WithPresent, Record):
    """Something a team or an organisation tries: it has an owner and serves an aim; stopping it teaches something."""

    class Status(models.TextChoices):
        IDEA = "idea", _("An idea")
        GOING = "going", _("Going on")
        DONE = "done", _("Part of how we work")
        STOPPED = "stopped", _("Stopped, and learned from")

    moves = Moves(
        {
            "propose": ([START], "idea"),
            "edit": (["idea", "going"], None),
            "begin": (["idea"], "going"),
            "finish": (["going"], "done"),
            "stop": (["idea", "going"], "stopped"),
            "reopen": (["stopped", "done"], "going"),
        }
    )

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.IDEA)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("where"))
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what is tried"), max_length=1000, blank=True)
    aim = models.CharField(
        _("which aim of the organisation it serves"),
        max_length=240,
        help_text=_("In the words of the strategy: without an aim of the whole, a trial rarely lasts."),
    )
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who sees to it")
    )
    owner_words = models.CharField(_("or who, in words"), max_length=120, blank=True)
    starts_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    learned = models.TextField(_("what we learned"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("initiative")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "status"], name="initiatives_of_a_unit")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("readiness:initiative", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if not self.owner_id and not self.owner_words.strip():
            raise ValidationError({"owner_words": _("Say who sees to it")})
        if self.status == self.Status.STOPPED and not self.learned.strip():
            raise ValidationError({"learned": _("Say what you learned: others can build on it")})

    @property
    def who(self) -> str:
        return self.owner_words or (str(self.owner) if self.owner_id else "")
