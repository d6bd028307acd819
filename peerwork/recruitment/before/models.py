"""Who would like to hear of a post, where people can ask about the work, and help that was offered."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Unit, User
from peerwork.placements.models import Post


class InformationSession(Record):
    """An hour in which people can ask what the work is like, before they apply for anything."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CANCELLED = "cancelled", _("Cancelled")

    moves = Moves({"plan": ([START], "planned"), "edit": (["planned"], None), "cancel": (["planned"], "cancelled")})

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    title = models.CharField(_("title"), max_length=160)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=60, validators=[MinValueValidator(15), MaxValueValidator(480)]
    )
    place = models.CharField(_("where, or how to join"), max_length=300)
    about = models.TextField(_("what happens there"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("information session")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.title}, {date_format(timezone.localtime(self.starts_at), 'j F Y, H:i')}"


class Interest(Record):
    """Somebody who would like to hear when a post opens, or to come to an information session."""

    class Status(models.TextChoices):
        OPEN = "open", _("Would like to hear")
        INVITED = "invited", _("Told of a vacancy")
        CLOSED = "closed", _("Closed")

    moves = Moves(
        {
            "tell": ([START], "open"),
            "invite": (["open", "invited"], "invited"),
            "note_came": (["open", "invited"], None),
            "close": (["open", "invited"], "closed"),
        }
    )

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("email address"))
    family = models.CharField(_("which role"), max_length=24, choices=Post.Family, blank=True)
    session = models.ForeignKey(
        InformationSession,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("information session to come to"),
    )
    wish = models.TextField(_("anything you would like to ask"), max_length=1000, blank=True)
    told_on = models.DateField(_("told us on"), default=timezone.localdate)
    came = models.BooleanField(_("came to the session"), default=False)

    class Meta:
        verbose_name = _("interest")
        ordering = ["-told_on", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recruitment:interests")


class Support(Record):
    """Help that was offered to somebody who applies: offered, and taken or not. It counts for nothing else."""

    class Kind(models.TextChoices):
        HELP = "help", _("Help to apply")
        BENEFITS = "benefits", _("Independent benefits check")
        VISIT = "visit", _("A visit to the team")

    class Status(models.TextChoices):
        OFFERED = "offered", _("Offered")
        TAKEN = "taken", _("Taken")
        DECLINED = "declined", _("Not wanted")

    moves = Moves(
        {
            "offer": ([START], "offered"),
            "take": (["offered", "declined"], "taken"),
            "decline": (["offered"], "declined"),
        }
    )

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OFFERED)
    application = models.ForeignKey(
        "recruitment.Application", models.CASCADE, related_name="supports", verbose_name=_("application")
    )
    kind = models.CharField(_("what"), max_length=8, choices=Kind)
    offered_on = models.DateField(_("offered on"), default=timezone.localdate)
    offered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("offered by")
    )

    class Meta:
        verbose_name = _("help offered")
        ordering = ["-offered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                name="help_of_a_kind_is_offered_once",
                violation_error_message=_("This was offered already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
