"""Curricula as versioned data: a change makes a new version; people finish on theirs, or move by a recorded mapping."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Unit
from peerwork.training.words import AssessmentKind, Audience, Domain, Kind, Mode, only_known

HOURS = {"max_digits": 6, "decimal_places": 2}


class Curriculum(Record):
    """A course the organisation can give, whatever version of it is in use."""

    verbs = frozenset({"open", "edit", "close"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="curricula", verbose_name=_("organisation"))
    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("Use small letters, numbers and dashes."))],
    )
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind of course"), max_length=10, choices=Kind, default=Kind.OTHER)
    summary = models.TextField(_("what it is"), max_length=1200, blank=True)
    audience = models.JSONField(_("who it is for"), default=list, blank=True)
    closed_on = models.DateField(_("no longer given from"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("curriculum"), _("curricula")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="a_curriculum_code_is_used_once",
                violation_error_message=_("There is a curriculum with this code already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if not only_known(Audience, self.audience):
            raise ValidationError({"audience": _("Choose from the list.")})

    def get_absolute_url(self) -> str:
        return reverse("training:curriculum", args=[self.pk])


class CurriculumVersion(Record):
    """One version of a curriculum: once it is in use its modules stand, and a change makes the next."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        PUBLISHED = "published", _("In use")
        REPLACED = "replaced", _("Replaced by a newer one")
        DISCARDED = "discarded", _("Not used")

    moves = Moves(
        {
            "draft": ([START], "draft"),
            "edit": (["draft"], None),
            "publish": (["draft"], "published"),
            "replace": (["published"], "replaced"),
            "discard": (["draft"], "discarded"),
            "confirm": (["draft", "published"], None),
        }
    )
    USED = ("published", "replaced")

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    curriculum = models.ForeignKey(Curriculum, models.PROTECT, related_name="versions", verbose_name=_("curriculum"))
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    changes = models.TextField(_("what is new"), max_length=1200, blank=True)
    source = models.CharField(_("where it comes from"), max_length=300, blank=True)
    threshold = models.PositiveSmallIntegerField(
        _("part of the hours to be attended, in percent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    may_make_up = models.PositiveSmallIntegerField(
        _("modules that may be made up later"), default=2, help_text=_("A made-up module counts as attended.")
    )
    accredited = models.BooleanField(_("can also be accredited"), default=False)
    level = models.CharField(_("level"), max_length=20, blank=True)
    credits = models.PositiveSmallIntegerField(_("credits"), null=True, blank=True)
    practicum_hours = models.PositiveSmallIntegerField(_("hours of practice"), default=0)
    supervised_hours = models.PositiveSmallIntegerField(_("supervised hours"), default=0)
    one_to_one_hours = models.PositiveSmallIntegerField(_("of which one to one"), default=0)
    renew_months = models.PositiveSmallIntegerField(
        _("renewed every (months)"), null=True, blank=True, help_text=_("Empty: once is enough.")
    )
    designed_with = models.JSONField(_("designed with"), default=list, blank=True)
    produced_with = models.JSONField(_("written with"), default=list, blank=True)
    to_confirm = models.CharField(
        _("to be confirmed"), max_length=300, blank=True, help_text=_("What somebody here has still to check.")
    )
    published_on = models.DateField(_("in use since"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a curriculum")
        ordering = ["curriculum", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["curriculum", "number"], name="versions_of_a_curriculum_are_numbered"),
            models.UniqueConstraint(
                fields=["curriculum"], condition=Q(status="published"), name="one_version_is_in_use"
            ),
            models.UniqueConstraint(
                fields=["curriculum"],
                condition=Q(status="draft"),
                name="one_version_is_written_at_a_time",
                violation_error_message=_("A new version is being written already. Finish that one first."),
            ),
            models.CheckConstraint(
                condition=Q(one_to_one_hours__lte=F("supervised_hours")), name="one_to_one_is_part_of_supervised_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.curriculum}, {_('version')} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("training:version", args=[self.pk])


class Module(Record):
    """One part of a course, on one subject."""

    verbs = frozenset({"add", "edit", "drop"})

    edition = models.ForeignKey(CurriculumVersion, models.PROTECT, related_name="modules", verbose_name=_("version"))
    number = models.PositiveSmallIntegerField(_("number"))
    part = models.CharField(_("part of the course"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in one line"), max_length=240, blank=True)
    learning = models.TextField(_("what you will be able to do"), max_length=2000, blank=True)
    hours = models.DecimalField(
        _("hours"), default=1, validators=[MinValueValidator(0), MaxValueValidator(200)], **HOURS
    )
    mode = models.CharField(_("how"), max_length=9, choices=Mode, default=Mode.TOGETHER)
    domains = models.JSONField(_("areas of practice"), default=list, blank=True)
    teaches = models.JSONField(
        _("competences it teaches"), default=list, blank=True, help_text=_("Their numbers in the framework, as 3.2")
    )
    makeable = models.BooleanField(_("can be made up later"), default=True)
    dropped = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("module")
        ordering = ["edition", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                condition=Q(dropped=False),
                name="modules_of_a_version_are_numbered",
                violation_error_message=_("Another module has this number."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not only_known(Domain, self.domains):
            raise ValidationError({"domains": _("Choose from the list.")})
        if not isinstance(self.teaches, list) or not all(isinstance(code, str) for code in self.teaches):
            raise ValidationError({"teaches": _("Write the numbers of competences, with commas between.")})

    def get_absolute_url(self) -> str:
        return reverse("training:module", args=[self.pk])


class Prerequisite(Record):
    """A module that is to be finished before another begins."""

    verbs = frozenset({"ask_for", "drop"})

    module = models.ForeignKey(Module, models.PROTECT, related_name="prerequisites", verbose_name=_("module"))
    first = models.ForeignKey(Module, models.PROTECT, related_name="opens", verbose_name=_("to be finished first"))
    dropped = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("module to be finished first")
        ordering = ["module", "first"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "first"], condition=Q(dropped=False), name="a_module_is_asked_for_once"
            ),
            models.CheckConstraint(condition=~Q(module=F("first")), name="a_module_does_not_come_before_itself"),
        ]

    def __str__(self) -> str:
        return str(self.first)


class ModuleMapping(Record):
    """Which module of an earlier version counts as which of a later one: recorded before anybody is moved."""

    verbs = frozenset({"map", "drop"})

    old = models.ForeignKey(Module, models.PROTECT, related_name="counts_as", verbose_name=_("module of before"))
    new = models.ForeignKey(Module, models.PROTECT, related_name="counted_from", verbose_name=_("counts as"))
    dropped = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("module carried over")
        ordering = ["old", "new"]
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"], condition=Q(dropped=False), name="a_module_is_carried_over_once"
            ),
            models.CheckConstraint(condition=~Q(old=F("new")), name="a_module_is_not_carried_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class AssessmentPart(Record):
    """Something that shows what was learned: a talk, a workbook, observed practice."""

    verbs = frozenset({"add", "edit", "drop"})

    edition = models.ForeignKey(
        CurriculumVersion, models.PROTECT, related_name="assessments", verbose_name=_("version")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=9, choices=AssessmentKind, default=AssessmentKind.TALK)
    words = models.TextField(_("what it asks"), max_length=1200, blank=True)
    for_accreditation = models.BooleanField(_("only needed to be accredited"), default=False)
    dropped = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("assessment")
        ordering = ["edition", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                condition=Q(dropped=False),
                name="assessments_of_a_version_are_numbered",
                violation_error_message=_("Another assessment has this number."),
            )
        ]

    def __str__(self) -> str:
        return self.title
