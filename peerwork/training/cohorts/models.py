"""Who learns when and where: centres, trainers, groups, places, registers and assessments."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Dated, Person, Unit, User, ends_after_it_starts
from peerwork.placements.models import Post
from peerwork.training.curricula.models import AssessmentPart, Curriculum, CurriculumVersion, Module
from peerwork.training.words import Audience, Came, LearnerKind, With, only_known

MINUTES = [MinValueValidator(5), MaxValueValidator(1440)]


# Where --------------------------------------------------------------------------------------------------------------
class Site(Record):
    """A recovery college or education centre, with the courses it gives and the services it is there for."""

    class Kind(models.TextChoices):
        COLLEGE = "college", _("Recovery college")
        CENTRE = "centre", _("Education centre")
        PARTNER = "partner", _("Partner organisation")

    verbs = frozenset({"open", "edit", "close"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.COLLEGE)
    place = models.CharField(_("address"), max_length=240, blank=True)
    getting_in = models.CharField(_("getting there and getting in"), max_length=400, blank=True)
    contact = models.CharField(_("who to ask"), max_length=160, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("centre"), _("centres")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:site", args=[self.pk])


class SiteService(Dated, Record):
    """A service that a centre is there for."""

    verbs = frozenset({"serve", "end"})

    site = models.ForeignKey(Site, models.PROTECT, related_name="services", verbose_name=_("centre"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("service"))

    class Meta:
        verbose_name = _("service of a centre")
        ordering = ["site", "unit"]
        constraints = [
            ends_after_it_starts("a_centre_serves_after_it_began"),
            models.UniqueConstraint(
                fields=["site", "unit"],
                condition=Q(ends_on__isnull=True),
                name="a_centre_serves_a_service_once",
                violation_error_message=_("The centre is there for this service already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class Offer(Dated, Record):
    """A course in a centre's catalogue."""

    verbs = frozenset({"offer", "end"})

    site = models.ForeignKey(Site, models.PROTECT, related_name="offers", verbose_name=_("centre"))
    curriculum = models.ForeignKey(Curriculum, models.PROTECT, related_name="+", verbose_name=_("course"))

    class Meta:
        verbose_name = _("course in the catalogue")
        ordering = ["site", "curriculum"]
        constraints = [
            ends_after_it_starts("a_course_is_offered_after_it_began"),
            models.UniqueConstraint(
                fields=["site", "curriculum"],
                condition=Q(ends_on__isnull=True),
                name="a_course_is_in_a_catalogue_once",
                violation_error_message=_("This course is in the catalogue already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.curriculum)


# Who teaches --------------------------------------------------------------------------------------------------------
class Trainer(Record):
    """Somebody who teaches, with their own training, support and pay; what they declare of themselves is theirs."""

    class Declared(models.TextChoices):
        UNSAID = "", _("Not said")
        YES = "yes", _("Teaches from lived experience")
        NO = "no", _("Does not teach from lived experience")

    class Pay(models.TextChoices):
        WORK_TIME = "work_time", _("Part of their job")
        SESSION = "session", _("Paid by the session")
        VOUCHER = "voucher", _("Thanked in another way they chose")
        UNPAID = "unpaid", _("Gives the time freely")

    verbs = frozenset({"register", "edit", "declare", "retire"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="teaching", verbose_name=_("trainer"))
    professional = models.BooleanField(_("teaches from a profession"), default=False)
    lived_experience = models.CharField(_("lived experience"), max_length=3, choices=Declared, blank=True)
    about = models.CharField(_("about them, as learners read it"), max_length=400, blank=True)
    trained_in = models.CharField(_("trained in teaching by"), max_length=160, blank=True)
    trained_on = models.DateField(_("trained in teaching on"), null=True, blank=True)
    supported_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who supports them")
    )
    support_weeks = models.PositiveSmallIntegerField(_("support every (weeks)"), default=6)
    pay = models.CharField(_("how they are paid"), max_length=9, choices=Pay, blank=True)
    retired_on = models.DateField(_("stopped teaching on"), null=True, blank=True)

    class Meta:
        verbose_name = _("trainer")
        ordering = ["person__family_name", "person__given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(retired_on__isnull=True),
                name="a_trainer_is_registered_once",
                violation_error_message=_("This person is in the register already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("training:trainer", args=[self.pk])


class TrainerSupport(Record):
    """That a trainer had support, supervision or training of their own: when and how long, not what was said."""

    class Kind(models.TextChoices):
        SUPERVISION = "supervision", _("Supervision")
        DEBRIEF = "debrief", _("Talk after a session")
        TRAINING = "training", _("Their own training")

    verbs = frozenset({"log", "withdraw"})

    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="support", verbose_name=_("trainer"))
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.SUPERVISION)
    held_on = models.DateField(_("on"), default=timezone.localdate)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=60, validators=MINUTES)
    withdrawn = models.BooleanField(_("taken back"), default=False)

    class Meta:
        verbose_name = _("support for a trainer")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {date_format(self.held_on, 'j F Y')}"


# Groups -------------------------------------------------------------------------------------------------------------
class Cohort(Record):
    """A group that takes one version of a course together: where, when, with whom, and for how many."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Being planned")
        OPEN = "open", _("Open")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")

    moves = Moves(
        {
            "plan": ([START], "planned"),
            "edit": (["planned", "open"], None),
            "open": (["planned"], "open"),
            "finish": (["open"], "finished"),
            "cancel": (["planned", "open"], "cancelled"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    edition = models.ForeignKey(
        CurriculumVersion, models.PROTECT, related_name="cohorts", verbose_name=_("course and version")
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="cohorts", verbose_name=_("centre")
    )
    name = models.CharField(_("name of the group"), max_length=120)
    place = models.CharField(_("where"), max_length=240, blank=True)
    link = models.URLField(_("link to join online"), max_length=400, blank=True)
    getting_in = models.CharField(_("getting there and getting in"), max_length=400, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("places"), default=16, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    audience = models.JSONField(_("who it is for"), default=list, blank=True)
    ask_yourself = models.BooleanField(
        _("people may take a place themselves"), default=True, help_text=_("If not, the training team adds them.")
    )
    designed_with = models.JSONField(_("designed with"), default=list, blank=True)
    produced_with = models.JSONField(_("written with"), default=list, blank=True)
    delivered_with = models.JSONField(_("taught with"), default=list, blank=True)

    class Meta:
        verbose_name = _("group")
        ordering = ["-starts_on", "name", "pk"]
        constraints = [ends_after_it_starts("a_group_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.name}, {self.edition.curriculum}"

    def clean(self) -> None:
        super().clean()
        for name, known in (
            ("audience", Audience),
            ("designed_with", With),
            ("produced_with", With),
            ("delivered_with", With),
        ):
            if not only_known(known, getattr(self, name)):
                raise ValidationError({name: _("Choose from the list.")})

    def get_absolute_url(self) -> str:
        return reverse("training:cohort", args=[self.pk])


class CohortTrainer(Dated, Record):
    """Who teaches a group, and from which side: lived experience, or a profession."""

    class Side(models.TextChoices):
        LIVED = "lived", _("From lived experience")
        PROFESSIONAL = "professional", _("From a profession")

    verbs = frozenset({"name", "end"})

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="trainers", verbose_name=_("group"))
    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="groups", verbose_name=_("trainer"))
    side = models.CharField(_("teaches"), max_length=12, choices=Side)

    class Meta:
        verbose_name = _("trainer of a group")
        ordering = ["cohort", "pk"]
        constraints = [
            ends_after_it_starts("a_trainer_leaves_after_they_came"),
            models.UniqueConstraint(
                fields=["cohort", "trainer"],
                condition=Q(ends_on__isnull=True),
                name="a_trainer_is_named_once",
                violation_error_message=_("They teach this group already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.trainer)


class Meeting(Record):
    """One day of a group: which module, when, where."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    moves = Moves(
        {
            "set": ([START], "planned"),
            "move": (["planned"], None),
            "hold": (["planned", "held"], "held"),
            "cancel": (["planned"], "cancelled"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="meetings", verbose_name=_("group"))
    module = models.ForeignKey(Module, models.PROTECT, related_name="+", verbose_name=_("module"))
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=180, validators=MINUTES)
    place = models.CharField(_("where, if not the usual place"), max_length=240, blank=True)
    sequence = models.PositiveSmallIntegerField(_("times it was changed"), default=0)

    class Meta:
        verbose_name = _("day of a group")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["cohort", "starts_at"], name="days_of_a_group")]

    def __str__(self) -> str:
        return f"{self.module}, {date_format(timezone.localtime(self.starts_at), 'j F Y')}"

    def get_absolute_url(self) -> str:
        return reverse("training:register", args=[self.pk])


# Who learns ---------------------------------------------------------------------------------------------------------
class Learner(Record):
    """Somebody who learns: staff, people who use services, carers; with an account, or by a link."""

    verbs = frozenset({"register", "edit", "tell", "invite"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="learning", verbose_name=_("learner"))
    visitor = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="learner", verbose_name=_("comes by link")
    )
    kind = models.CharField(_("learns as"), max_length=12, choices=LearnerKind, default=LearnerKind.STAFF)
    profession = models.CharField(_("profession"), max_length=24, choices=Post.Family, blank=True)
    level = models.CharField(_("level or band"), max_length=20, blank=True)
    access_needs = models.TextField(
        _("what helps you take part"),
        max_length=1000,
        blank=True,
        help_text=_("For example breaks, large print, a quiet room. No reason is needed."),
    )

    class Meta:
        verbose_name = _("learner")
        ordering = ["person__family_name", "person__given_name", "pk"]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("training:learner", args=[self.pk])


class Enrolment(Record):
    """Somebody's place in a group, from asking for it to what came of it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("On the waiting list")
        PLACED = "placed", _("Has a place")
        WITHDRAWN = "withdrawn", _("Gave the place back")
        STOPPED = "stopped", _("Stopped for now")
        COMPLETED = "completed", _("Completed")
        ACCREDITED = "accredited", _("Completed and accredited")

    class Stopped(models.TextChoices):
        OWN_CHOICE = "own_choice", _("Their own choice")
        WORK = "work", _("Work got in the way")
        LIFE = "life", _("Life got in the way")
        LATER = "later", _("Will take it later")
        ELSEWHERE = "elsewhere", _("Learns it somewhere else")
        ENDED = "ended", _("The group ended first")

    moves = Moves(
        {
            "enrol": ([START], "placed"),
            "wait": ([START], "waiting"),
            "promote": (["waiting"], "placed"),
            "withdraw": (["placed", "waiting"], "withdrawn"),
            "stop": (["placed"], "stopped"),
            "resume": (["stopped"], "placed"),
            "transfer": (["placed", "stopped"], None),
            "complete": (["placed"], "completed"),
            "accredit": (["placed", "completed"], "accredited"),
            "answer": (["placed", "stopped", "completed", "accredited"], None),
        }
    )
    HOLDS_A_PLACE = ("placed", "completed", "accredited")
    DONE = ("completed", "accredited")

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLACED)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments", verbose_name=_("group"))
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="enrolments", verbose_name=_("learner"))
    edition = models.ForeignKey(
        CurriculumVersion, models.PROTECT, related_name="enrolments", verbose_name=_("finishes on version")
    )
    asked_at = models.DateTimeField(_("asked for a place"), default=timezone.now)
    placed_on = models.DateField(_("has a place since"), null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    stopped_because = models.CharField(_("why they stopped"), max_length=10, choices=Stopped, blank=True)
    feedback_on = models.DateField(_("gave feedback on"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a group")
        ordering = ["cohort", "asked_at", "pk"]
        indexes = [models.Index(fields=["cohort", "status", "asked_at"], name="who_waits_longest")]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "learner"],
                condition=~Q(status="withdrawn"),
                name="a_learner_has_one_place_in_a_group",
                violation_error_message=_("They are in this group already."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["completed", "accredited"]) | Q(finished_on__isnull=False),
                name="what_is_completed_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}, {self.cohort}"

    def get_absolute_url(self) -> str:
        return reverse("training:place", args=[self.pk])


class Attendance(Record):
    """How somebody came to one day of their group."""

    verbs = frozenset({"mark", "edit"})

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance", verbose_name=_("learner"))
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="register", verbose_name=_("day"))
    came = models.CharField(_("came"), max_length=10, choices=Came, default=Came.CAME)
    minutes_missed = models.PositiveSmallIntegerField(_("minutes missed"), default=0)
    made_up_on = models.DateField(_("made up on"), null=True, blank=True)
    made_up_how = models.CharField(_("made up how"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("line of a register")
        ordering = ["meeting", "enrolment"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "meeting"], name="a_day_is_marked_once_for_a_learner"),
            models.CheckConstraint(
                condition=~Q(came="made_up") | Q(made_up_on__isnull=False), name="what_was_made_up_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_came_display()}"


class AssessmentResult(Record):
    """What came of one assessment for one learner, and what the trainer says to them about it."""

    class Result(models.TextChoices):
        ACHIEVED = "achieved", _("Achieved")
        NOT_YET = "not_yet", _("Not yet")

    verbs = frozenset({"record", "edit"})

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="results", verbose_name=_("learner"))
    part = models.ForeignKey(AssessmentPart, models.PROTECT, related_name="+", verbose_name=_("assessment"))
    result = models.CharField(_("result"), max_length=8, choices=Result, default=Result.ACHIEVED)
    assessed_on = models.DateField(_("on"), default=timezone.localdate)
    assessed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("assessed by"))
    comment = models.TextField(_("what you want to say to them"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("result of an assessment")
        ordering = ["enrolment", "part"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "part"], name="an_assessment_has_one_result")]

    def __str__(self) -> str:
        return f"{self.part}: {self.get_result_display()}"
