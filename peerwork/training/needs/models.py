"""Rules of what is needed, what was completed, exemptions, where everybody stands, files completions come in."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.models import Submission
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record
from peerwork.people.models import Dated, Identifier, Person, Unit, User, ends_after_it_starts
from peerwork.placements.models import Post
from peerwork.training.curricula.models import Curriculum


class NeedRule(Dated, Record):
    """Which role, team, band or stage needs which course, by when after the start, and how often again."""

    class Stage(models.TextChoices):
        ANY = "", _("Everybody")
        BEFORE = "before", _("Before the first day")
        SUPERVISES = "supervises", _("People who supervise others")

    verbs = frozenset({"set", "propose", "confirm", "end"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    course = models.ForeignKey(Curriculum, models.PROTECT, related_name="needed_by", verbose_name=_("which course?"))
    family = models.CharField(
        _("for which role?"), max_length=24, choices=Post.Family, blank=True, help_text=_("Empty means every role.")
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for which team or service?"),
        help_text=_("Empty means the whole organisation."),
    )
    band = models.CharField(_("for which band?"), max_length=10, blank=True, help_text=_("Empty means every band."))
    stage = models.CharField(_("for whom?"), max_length=10, choices=Stage, blank=True, default=Stage.ANY)
    within_days = models.PositiveSmallIntegerField(
        _("by when after the start, in days?"), default=90, validators=[MaxValueValidator(1825)]
    )
    every_months = models.PositiveSmallIntegerField(
        _("renewed every how many months?"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Empty means that once is enough."),
    )
    counts = models.BooleanField(
        _("part of being appropriately trained for the role"),
        default=False,
        help_text=_("The share of care by trained and supported peer workers is worked out from these."),
    )
    source = models.CharField(_("where this comes from"), max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("training rule")
        ordering = ["course__name", "family", "-starts_on", "pk"]
        constraints = [
            ends_after_it_starts("a_training_rule_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["organisation", "course", "family", "band", "stage"],
                condition=Q(ends_on__isnull=True, unit__isnull=True),
                name="one_training_rule_for_a_role_now",
                violation_error_message=_("There is a rule for this already. End that one first."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "course", "family", "band", "stage", "unit"],
                condition=Q(ends_on__isnull=True, unit__isnull=False),
                name="one_training_rule_for_a_role_in_a_team_now",
                violation_error_message=_("There is a rule for this already. End that one first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.get_family_display() or self.get_stage_display()}"

    def clean(self) -> None:
        if self.course_id and self.organisation_id and self.course.organisation_id != self.organisation_id:
            raise ValidationError({"course": _("Choose one of the organisation’s own courses.")})
        if self.unit_id and self.organisation_id and self.unit.root_id != self.organisation_id:
            raise ValidationError({"unit": _("Choose a team or service of the organisation.")})


class Completion(Record):
    """Somebody completed a course outside the groups kept here, on a day: noted by hand, or from a file."""

    class Source(models.TextChoices):
        HAND = "hand", _("Noted by the training team")
        FILE = "file", _("From a file")
        MOODLE = "moodle", _("From Moodle")
        XAPI = "xapi", _("From a learning system")

    verbs = frozenset({"note", "carry_in", "withdraw"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="completions", verbose_name=_("who"))
    course = models.ForeignKey(Curriculum, models.PROTECT, related_name="completions", verbose_name=_("course"))
    done_on = models.DateField(_("completed on"), default=timezone.localdate)
    expires_on = models.DateField(
        _("holds until"), null=True, blank=True, help_text=_("Only where it says so itself; else the rule says.")
    )
    source = models.CharField(_("from where"), max_length=6, choices=Source, default=Source.HAND)
    reference = models.CharField(_("number there"), max_length=120, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("noted by"))
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("completed course")
        ordering = ["-done_on", "-pk"]
        indexes = [models.Index(fields=["course", "person"], name="completions_of_a_course")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course", "done_on"],
                condition=Q(withdrawn_on__isnull=True),
                name="a_completion_is_noted_once",
                violation_error_message=_("This is noted already."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("done_on")),
                name="a_completion_holds_from_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {date_format(self.done_on, 'j F Y')}"

    def clean(self) -> None:
        if self.done_on and self.done_on > timezone.localdate():
            raise ValidationError({"done_on": _("The day must be today or in the past")})


class Exemption(Dated, Record):
    """Somebody does not need a course, from a day to a day, and why."""

    class Why(models.TextChoices):
        ELSEWHERE = "elsewhere", _("Has the same from somewhere else")
        NOT_IN_ROLE = "not_in_role", _("Not part of their work")
        SOON_LEAVING = "leaving", _("Leaves before it is due")
        LONG_AWAY = "away", _("Away for a long time")
        OTHER = "other", _("Something else")

    verbs = frozenset({"exempt", "end"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))
    course = models.ForeignKey(Curriculum, models.PROTECT, related_name="+", verbose_name=_("course"))
    why = models.CharField(_("why"), max_length=12, choices=Why)
    words = models.CharField(
        _("in a few words"),
        max_length=240,
        blank=True,
        help_text=_("They can read it, and so can the training team. Nothing about health."),
    )
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("decided by"))

    class Meta:
        verbose_name = _("exemption")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            ends_after_it_starts("an_exemption_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=Q(ends_on__isnull=True),
                name="somebody_is_exempt_once",
                violation_error_message=_("They are exempt from it already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.get_why_display()}"


class Standing(Entry):
    """Derived: where somebody stands with one course they need. Days are kept, and the state is read off them.

    next_on   the day it falls due next: the end of what they have, or the day it must first be done by; None: never
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="standings", verbose_name=_("who"))
    course = models.ForeignKey(Curriculum, models.CASCADE, related_name="+", verbose_name=_("course"))
    team = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+", verbose_name=_("team"))
    needed_from = models.DateField(_("needed from"))
    due_on = models.DateField(_("first to be done by"))
    every_months = models.PositiveSmallIntegerField(_("renewed every (months)"), null=True)
    counts = models.BooleanField(_("part of being appropriately trained"), default=False)
    confirmed = models.BooleanField(_("the rule is confirmed"), default=True)
    done_on = models.DateField(_("completed on"), null=True)
    valid_until = models.DateField(_("holds until"), null=True)
    booked_on = models.DateField(_("booked for"), null=True)
    exempt_until = models.DateField(_("exempt until"), null=True)
    exempt_why = models.CharField(_("exempt because"), max_length=12, choices=Exemption.Why, blank=True)
    next_on = models.DateField(_("falls due on"), null=True)

    KEPT = (
        *("team", "needed_from", "due_on", "every_months", "counts", "confirmed", "done_on", "valid_until"),
        *("booked_on", "exempt_until", "exempt_why", "next_on"),
    )

    class Meta:
        verbose_name = _("where somebody stands")
        ordering = ["person", "course__name", "pk"]
        indexes = [models.Index(fields=["next_on"], name="what_falls_due_when")]
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="somebody_stands_once_with_a_course")]

    def __str__(self) -> str:
        return str(self.course)


# Files ----------------------------------------------------------------------------------------------------------------
class CourseName(Record):
    """What another system calls a course: an activity in Moodle, a competence in ESR, an address in a statement."""

    verbs = frozenset({"name", "end"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    value = models.CharField(_("what it is called there"), max_length=300)
    key = models.CharField(max_length=300, editable=False)
    course = models.ForeignKey(Curriculum, models.PROTECT, related_name="names", verbose_name=_("course"))
    ended_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("name of a course elsewhere")
        ordering = ["course__name", "value", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                condition=Q(ended_on__isnull=True),
                name="a_name_means_one_course",
                violation_error_message=_("This name belongs to a course already."),
            )
        ]

    def __str__(self) -> str:
        return self.value


class LearningMapping(Record):
    """Which column of an organisation's own file of completions means what, saved for the next file."""

    verbs = frozenset({"keep", "edit", "drop"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=80)
    columns = models.JSONField(_("columns"), default=dict)
    dropped_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("saved columns")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(dropped_on__isnull=True),
                name="saved_columns_have_a_name_of_their_own",
                violation_error_message=_("There are saved columns with this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class LearningFile(Submission):
    """A file of completed courses handed in: from Moodle, or a spreadsheet with mapped columns."""

    class Profile(models.TextChoices):
        PROGRESS = "moodle_progress", _("Moodle: activity completion")
        COMPLETION = "moodle_completion", _("Moodle: course completion")
        MAPPED = "mapped", _("Spreadsheet with mapped columns")

    moves = Moves(
        {
            "hand_in": ([START], "staged"),
            "check": (["staged"], "checked"),
            "publish": (["staged"], "published"),
            "pass_over": (["staged"], "unchanged"),
            "refuse": (["staged"], "refused"),
        }
    )

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    handed_in_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("handed in by"))
    course = models.ForeignKey(
        Curriculum,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("which course is it about?"),
        help_text=_("Only where the whole file is about one."),
    )

    class Meta(Submission.Meta):
        verbose_name = _("file of completed courses")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("training:needs_file", args=[self.pk])


class Unmatched(Record):
    """A completion whose number nobody here has: it waits until somebody says whose it is, or that it is nobody's."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        MATCHED = "matched", _("Matched")
        SET_ASIDE = "set_aside", _("Nobody here")

    moves = Moves(
        {
            "hold": ([START], "waiting"),
            "match": (["waiting", "set_aside"], "matched"),
            "set_aside": (["waiting"], "set_aside"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.WAITING)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    system = models.CharField(_("system"), max_length=16, choices=Identifier.System)
    number = models.CharField(_("number there"), max_length=120)
    hint = models.CharField(_("what the file says beside it"), max_length=200, blank=True)
    course = models.ForeignKey(Curriculum, models.PROTECT, related_name="+", verbose_name=_("course"))
    done_on = models.DateField(_("completed on"))
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    source = models.CharField(_("from where"), max_length=6, choices=Completion.Source)
    file = models.ForeignKey(
        LearningFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("matched with")
    )

    class Meta:
        verbose_name = _("completion without a person")
        ordering = ["status", "number", "course__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "system", "number", "course", "done_on"], name="an_unmatched_line_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.course}"
