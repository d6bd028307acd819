"""Tasks round the first day, the templates they come from, and the documents on a person's record."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person, Unit, User
from peerwork.placements.models import Post
from peerwork.recruitment.starting.models import Starter


class Owner(models.TextChoices):
    """Whose task it is."""

    HR = "hr", _("HR")
    MANAGER = "manager", _("Team lead")
    IT = "it", _("IT")
    WORKER = "applicant", _("The starter")
    BUDDY = "buddy", _("Buddy")


class Topic(models.TextChoices):
    """What a task is about, where the program knows of it itself."""

    OTHER = "", _("Anything else")
    BUDDY = "buddy", _("Naming a buddy")
    READINESS = "readiness", _("Getting the team ready")
    SUPERVISION = "supervision", _("Booking the first supervision")


class TaskTemplate(Record):
    """A task that every starter of a role gets: whose it is, and how many days from the first day."""

    verbs = frozenset({"open", "edit", "close"})

    organisation = models.ForeignKey(
        Unit, models.PROTECT, related_name="task_templates", verbose_name=_("organisation")
    )
    family = models.CharField(
        _("role"), max_length=24, choices=Post.Family, blank=True, help_text=_("None means every role.")
    )
    title = models.CharField(_("what"), max_length=120)
    hint = models.CharField(_("why, or how"), max_length=240, blank=True)
    owner = models.CharField(_("whose task"), max_length=9, choices=Owner)
    topic = models.CharField(_("about"), max_length=11, choices=Topic, blank=True, default=Topic.OTHER)
    offset = models.SmallIntegerField(
        _("days from the first day"),
        default=0,
        help_text=_("-7 is a week before, 0 the day itself, 14 two weeks after."),
    )
    before = models.BooleanField(_("must be done before the first day"), default=False)
    closed_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("task for every starter")
        ordering = ["offset", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(before=False) | Q(offset__lte=0), name="what_must_be_done_before_is_not_due_after"
            ),
            models.UniqueConstraint(
                fields=["organisation", "family", "title"],
                condition=Q(closed_on__isnull=True),
                name="a_task_is_given_once_to_a_role",
                violation_error_message=_("There is such a task for this role already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OnboardingTask(Record):
    """One thing to do for one starter, with its owner and its day."""

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Not needed")

    moves = Moves(
        {
            "add": ([START], "open"),
            "edit": (["open"], None),
            "do": (["open"], "done"),
            "skip": (["open"], "skipped"),
            "reopen": (["done", "skipped"], "open"),
        }
    )

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN)
    starter = models.ForeignKey(Starter, models.PROTECT, related_name="tasks", verbose_name=_("starter"))
    title = models.CharField(_("what"), max_length=120)
    hint = models.CharField(_("why, or how"), max_length=240, blank=True)
    owner_kind = models.CharField(_("whose task"), max_length=9, choices=Owner)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    topic = models.CharField(_("about"), max_length=11, choices=Topic, blank=True, default=Topic.OTHER)
    offset = models.SmallIntegerField(_("days from the first day"), default=0)
    due_on = models.DateField(_("due"), null=True, blank=True)
    before = models.BooleanField(_("must be done before the first day"), default=False)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    skipped_because = models.CharField(_("why it is not needed"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("task before or after the first day")
        ordering = ["offset", "pk"]
        indexes = [
            models.Index(fields=["owner", "status"], name="starters_tasks_of_somebody"),
            models.Index(fields=["status", "due_on"], name="starters_tasks_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="skipped") | ~Q(skipped_because=""), name="what_is_skipped_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("starting:task", args=[self.pk])


class RecordDocument(Record):
    """A document on somebody's record: checked by its content, private, kept as long as its class says."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("Copy for identity or right to work")
        CONTRACT = "contract", _("Contract or offer")
        CERTIFICATE = "certificate", _("Certificate or qualification")
        ASSURANCE = "assurance", _("Written assurance")
        OTHER = "other", _("Other")

    verbs = frozenset({"add", "withdraw"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="documents", verbose_name=_("whose record"))
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    title = models.CharField(_("what it is"), max_length=120)
    retention_class = models.CharField(_("kept as"), max_length=40)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_on = models.DateField(_("added on"), default=timezone.localdate)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("document on a record")
        ordering = ["-added_on", "-pk"]

    def __str__(self) -> str:
        return self.title
