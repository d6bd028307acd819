"""One employment check each, who does what next, and the two confidential ones apart from them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit import sealed
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person, User
from peerwork.recruitment.starting.models import Move, Starter

SETTLED = ("satisfactory", "not_required", "waived")  # nothing more is waited for


class Check(Record):
    """An employment check of one starter: where it stands, whose move it is, until when it holds."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("Identity")
        RIGHT_TO_WORK = "right_to_work", _("Right to work")
        REGISTRATION = "registration", _("Registration and qualifications")
        REFERENCES = "references", _("Employment history and references")
        CRIMINAL_RECORD = "criminal_record", _("Criminal record check")
        WORK_HEALTH = "work_health", _("Work health assessment")
        OWN = "own", _("A check of our own")

    class Status(models.TextChoices):
        TODO = "todo", _("Not started")
        REQUESTED = "requested", _("Asked for")
        RECEIVED = "received", _("Received")
        SATISFACTORY = "satisfactory", _("Complete")
        CONCERN = "concern", _("To talk about")
        NOT_REQUIRED = "not_required", _("Not needed for this role")
        WAIVED = "waived", _("Waived")

    class Held(models.TextChoices):
        """Where a check was made that is not made again."""

        TRAC = "trac", _("Trac")
        NHS_JOBS = "nhs_jobs", _("NHS Jobs")
        ASSURANCE = "assurance", _("Written assurance of the employer")
        HONORARY = "honorary", _("Honorary contract")
        ACCESS = "access", _("Letter of access")
        OTHER = "other", _("Another system")

    NHS = ("identity", "right_to_work", "registration", "references", "criminal_record", "work_health")
    CONFIDENTIAL = ("criminal_record", "work_health")

    moves = Moves(
        {
            "add": ([START], "todo"),
            "edit": (["todo", "requested", "received", "concern"], None),
            "request": (["todo", "requested", "received"], "requested"),
            "say_done": (["requested"], None),
            "receive": (["todo", "requested"], "received"),
            "pass": (["received", "concern"], "satisfactory"),
            "raise_concern": (["requested", "received", "satisfactory"], "concern"),
            "assure": (["todo", "requested", "received"], "satisfactory"),
            "not_need": (["todo", "requested"], "not_required"),
            "waive": (["todo", "requested", "received", "concern"], "waived"),
            "renew": (["satisfactory", "not_required", "waived"], "requested"),
        }
    )

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.TODO)
    starter = models.ForeignKey(Starter, models.PROTECT, related_name="checks", verbose_name=_("starter"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("what is checked"), max_length=120, blank=True, help_text=_("For a check of your own."))
    need = models.CharField(
        _("what the starter does"), max_length=400, blank=True, help_text=_("In plain words: they read it.")
    )
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who sees to it")
    )
    move = models.CharField(_("whose move it is"), max_length=9, choices=Move, default=Move.HR, blank=True)
    moved_on = models.DateField(_("since"), default=timezone.localdate)
    due_on = models.DateField(_("due"), null=True, blank=True)
    requested_on = models.DateField(_("asked for on"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    note = models.CharField(
        _("what was seen"),
        max_length=240,
        blank=True,
        help_text=_("Which documents, seen how. Nothing that was read in them."),
    )
    held = models.CharField(_("held elsewhere"), max_length=9, choices=Held, blank=True)
    held_reference = models.CharField(_("number or letter there"), max_length=120, blank=True)
    held_by = models.CharField(_("who assures it"), max_length=160, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed off by")
    )
    decided_on = models.DateField(_("signed off on"), null=True, blank=True)
    reason = models.CharField(_("why it is waived or not needed"), max_length=400, blank=True)
    expires_on = models.DateField(_("holds until"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("employment check"), _("employment checks")
        ordering = ["starter", "pk"]
        indexes = [models.Index(fields=["status", "due_on"], name="checks_by_due_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["starter", "kind"], condition=~Q(kind="own"), name="a_starter_has_each_check_once"
            ),
            models.CheckConstraint(condition=~Q(kind="own") | ~Q(title=""), name="a_check_of_our_own_has_a_name"),
            models.CheckConstraint(
                condition=~Q(status__in=("waived", "not_required")) | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="what_is_waived_says_why_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="satisfactory") | (Q(decided_by__isnull=False) & Q(decided_on__isnull=False)),
                name="what_is_complete_was_signed_off",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("starting:check", args=[self.pk])


class Reference(Record):
    """A reference: named by the starter, asked for by a one-use link, answered by the referee, read by HR."""

    class Status(models.TextChoices):
        NAMED = "named", _("Named")
        ASKED = "asked", _("Waiting for the referee")
        ANSWERED = "answered", _("Answered")
        TAKEN = "taken", _("Read and taken")
        WITHDRAWN = "withdrawn", _("Not used")

    moves = Moves(
        {
            "name": ([START], "named"),
            "edit": (["named"], None),
            "ask": (["named", "asked"], "asked"),
            "answer": (["asked"], "answered"),
            "take": (["answered"], "taken"),
            "withdraw": (["named", "asked", "answered"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.NAMED)
    starter = models.ForeignKey(Starter, models.PROTECT, related_name="references", verbose_name=_("starter"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("reference for"))
    name = models.CharField(_("name of the referee"), max_length=160)
    email = models.EmailField(_("their email address"))
    organisation = models.CharField(_("where they know you from"), max_length=160, blank=True)
    relation = models.CharField(
        _("how they know you"),
        max_length=160,
        help_text=_("A manager, a tutor, somebody you volunteered with. It need not be a paid job."),
    )
    covers_from = models.DateField(_("they know you from"), null=True, blank=True)
    covers_to = models.DateField(_("until"), null=True, blank=True)
    referee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("referee’s way in")
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    known_as = models.CharField(_("how I know them"), max_length=160, blank=True)
    dates_right = models.BooleanField(_("the dates are right"), null=True, blank=True)
    role = models.CharField(_("what they did"), max_length=240, blank=True)
    strengths = models.TextField(_("what they do well"), max_length=2000, blank=True)
    to_know = models.TextField(
        _("anything we should know about their conduct at work"),
        max_length=2000,
        blank=True,
        help_text=_("Not about health, sickness or disability: please leave those out."),
    )
    again = models.CharField(
        _("would you work with them again"),
        max_length=6,
        blank=True,
        choices=[("yes", _("Yes")), ("unsure", _("Not sure")), ("no", _("No")), ("cannot", _("I can’t say"))],
    )

    class Meta:
        verbose_name = _("reference")
        ordering = ["starter", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["starter", "email"],
                condition=~Q(status="withdrawn"),
                name="a_referee_is_named_once",
                violation_error_message=_("This referee is named already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("starting:reference", args=[self.pk])


class StartDecision(Record):
    """A start although a check is not settled: proposed with a plan by one person, signed by another who is named."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waiting to be signed")
        AGREED = "agreed", _("Agreed with a plan")
        DECLINED = "declined", _("Not agreed")
        ENDED = "ended", _("No longer holds")

    moves = Moves(
        {
            "propose": ([START], "proposed"),
            "agree": (["proposed"], "agreed"),
            "decline": (["proposed"], "declined"),
            "end": (["proposed", "agreed"], "ended"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PROPOSED)
    # Named `employment_check`, because `check` is a word of Django's.
    employment_check = models.ForeignKey(
        Check, models.PROTECT, related_name="decisions", verbose_name=_("about the check")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("about"))
    plan = models.TextField(
        _("the plan"),
        max_length=2000,
        help_text=_("What is done so that the start is safe and fair, by whom. No details of a record or of health."),
    )
    holds_until = models.DateField(
        _("holds until"), null=True, blank=True, help_text=_("The day it is looked at again.")
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_on = models.DateField(_("proposed on"), default=timezone.localdate)
    decider = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who signs it"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    grounds = models.CharField(_("why"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("start with a plan")
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("decider")), name="nobody_signs_the_start_they_proposed"),
            models.UniqueConstraint(
                fields=["employment_check"],
                condition=Q(status__in=("proposed", "agreed")),
                name="one_start_decision_for_a_check",
                violation_error_message=_("There is a plan for this check already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.employment_check)

    def get_absolute_url(self) -> str:
        return reverse("starting:decision", args=[self.pk])


# Confidential: models of their own, opened through the read log ------------------------------------------------------
class CriminalRecord(Record):
    """What a criminal record certificate says, for two named people and the person; gone six months after the decision.

    The words themselves are sealed (`details`, `grounds`) and are in no history.
    """

    class Status(models.TextChoices):
        NAMED = "named", _("Waiting for the certificate")
        RECORDED = "recorded", _("Waiting for a decision")
        DECIDED = "decided", _("Decided")

    class Level(models.TextChoices):
        BASIC = "basic", _("Basic")
        STANDARD = "standard", _("Standard")
        ENHANCED = "enhanced", _("Enhanced")
        BARRED = "barred", _("Enhanced, with the barred list")

    class Outcome(models.TextChoices):
        GO_ON = "go_on", _("They can start")
        WITH_A_PLAN = "with_a_plan", _("They can start with a plan")
        NOT_THIS_TIME = "not_this_time", _("Not this time")

    moves = Moves(
        {
            "name": ([START], "named"),
            "hand_over": (["named", "recorded"], None),
            "record": (["named"], "recorded"),
            "decide": (["recorded"], "decided"),
            "dispute": (["recorded", "decided"], None),
            "end_dispute": (["recorded", "decided"], None),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.NAMED)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employment_check = models.OneToOneField(
        Check, models.PROTECT, related_name="criminal_record", verbose_name=_("about the check")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("about"))
    verifier = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who sees the certificate"))
    decider = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who decides"))
    level = models.CharField(
        _("level"), max_length=8, choices=Level, default=Level.ENHANCED, help_text=_("To be confirmed for each role.")
    )
    seen_on = models.DateField(_("certificate seen on"), null=True, blank=True)
    something = models.BooleanField(_("there is something on it"), null=True, blank=True)
    outcome = models.CharField(_("decision"), max_length=13, choices=Outcome, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    disputed_on = models.DateField(_("disputed on"), null=True, blank=True)
    dispute_ended_on = models.DateField(_("dispute ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("criminal record certificate")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(verifier=F("decider")), name="two_people_look_at_a_certificate"),
        ]

    def __str__(self) -> str:
        return str(self.employment_check)

    def get_absolute_url(self) -> str:
        return reverse("starting:record", args=[self.pk])

    @property
    def details(self) -> str:
        """What the certificate says; read only once the row has been opened through the read log."""
        return sealed.read(self.uuid, "details") if self.__dict__.get("_opened") else ""

    @property
    def grounds(self) -> str:
        return sealed.read(self.uuid, "grounds") if self.__dict__.get("_opened") else ""


class WorkHealth(Record):
    """The outcome of a work health assessment, and nothing else: the answers stay with occupational health."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Waiting for occupational health")
        GIVEN = "given", _("Outcome given")

    class Outcome(models.TextChoices):
        FIT = "fit", _("Fit for the role")
        ADJUSTMENTS = "adjustments", _("Fit with adjustments")
        NOT_YET = "not_yet", _("Not yet")

    moves = Moves({"ask": ([START], "asked"), "give": (["asked", "given"], "given")})

    status = models.CharField(_("status"), max_length=5, choices=Status, default=Status.ASKED)
    employment_check = models.OneToOneField(
        Check, models.PROTECT, related_name="work_health", verbose_name=_("about the check")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("about"))
    adviser = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("occupational health adviser"),
        help_text=_("Leave empty for an outside service: HR then notes the outcome it sends."),
    )
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    outcome = models.CharField(_("outcome"), max_length=11, choices=Outcome, blank=True)
    given_on = models.DateField(_("given on"), null=True, blank=True)
    given_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )

    class Meta:
        verbose_name = _("work health outcome")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(status="given") | ~Q(outcome=""), name="a_given_outcome_says_what")
        ]

    def __str__(self) -> str:
        return str(self.employment_check)

    def get_absolute_url(self) -> str:
        return reverse("starting:health", args=[self.pk])
