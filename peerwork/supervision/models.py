"""Supervision: how often it should be, what was agreed about it, when it is booked, and what was recorded together."""

import uuid

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
from peerwork.kit.records import Entry, Record, Versioned
from peerwork.people.models import Dated, Person, Unit, User, ends_after_it_starts
from peerwork.placements.models import Post, Stream
from peerwork.supervision.practice.models import (  # noqa: F401  Django looks for models here
    Observation,
    Reflection,
    ReflectionItem,
    RoleCheck,
    Voice,
    VoiceBatch,
    VoiceCode,
)
from peerwork.supervision.words import Mode, NotHeld, Skill, Topic

WORDS = {"max_length": 4000, "blank": True}
MINUTES = [MinValueValidator(5), MaxValueValidator(600)]


class Period(models.TextChoices):
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


def only_known(choices, values, name: str) -> None:
    """Refuse ticks that are not on the list; raises ValidationError."""
    if not isinstance(values, list) or set(values) - set(choices.values):
        raise ValidationError({name: _("Choose from the list.")})


class SupervisionRule(Dated, Record):
    """How often a kind of supervision is due, for a role or for all, from a day to a day."""

    verbs = frozenset({"propose", "set", "confirm", "end"})

    stream = models.ForeignKey(Stream, models.PROTECT, related_name="rules", verbose_name=_("kind of supervision"))
    family = models.CharField(
        _("role"), max_length=24, choices=Post.Family, blank=True, help_text=_("Leave empty for every role.")
    )
    every = models.PositiveSmallIntegerField(_("every"), default=4, validators=[MinValueValidator(1)])
    unit = models.CharField(_("weeks or months"), max_length=6, choices=Period, default=Period.WEEKS)
    first_weeks = models.PositiveSmallIntegerField(
        _("weeks that count as starting"), default=0, help_text=_("0 where starters have the same interval.")
    )
    first_every = models.PositiveSmallIntegerField(
        _("weeks between sessions for starters"), default=1, validators=[MinValueValidator(1)]
    )
    tolerance_days = models.PositiveSmallIntegerField(_("days late before it is overdue"), default=0)
    least_minutes = models.PositiveSmallIntegerField(
        _("shortest session that counts, in minutes"), default=0, validators=[MaxValueValidator(600)]
    )
    required = models.BooleanField(_("required for this role"), default=True)
    source = models.CharField(_("where this comes from"), max_length=200, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("how often supervision is due")
        ordering = ["stream", "family", "-starts_on"]
        constraints = [
            ends_after_it_starts("a_supervision_rule_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["stream", "family"],
                condition=Q(ends_on__isnull=True),
                name="one_rule_per_stream_and_role_now",
                violation_error_message=_("There is a rule for this already. End it first, from a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}, {self.get_family_display() or _('every role')}"


class Agreement(Record):
    """What a worker and a supervisor have agreed about their supervision."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for the worker")
        AGREED = "agreed", _("Agreed by both")
        RENEWED = "renewed", _("Renewed")
        ENDED = "ended", _("Ended")

    moves = Moves(
        {
            "propose": ([START], "proposed"),
            "edit": (["proposed"], None),
            "ask_change": (["proposed"], None),
            "agree": (["proposed"], "agreed"),
            "renew": (["agreed"], "renewed"),
            "end": (["proposed", "agreed"], "ended"),
        }
    )

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PROPOSED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+", verbose_name=_("kind of supervision"))
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("supervisor"))
    every = models.PositiveSmallIntegerField(_("we meet every"), default=4, validators=[MinValueValidator(1)])
    unit = models.CharField(_("weeks or months"), max_length=6, choices=Period, default=Period.WEEKS)
    purpose = models.TextField(_("what it is for"), max_length=2000)
    confidentiality = models.TextField(_("what stays between us, and when it can’t"), max_length=2000)
    recorded = models.TextField(_("what is written down, and who can see it"), max_length=2000)
    disagree = models.TextField(_("what we do when we disagree"), max_length=2000)
    review_on = models.DateField(_("we look at this again on"))
    change_wanted = models.TextField(_("what the worker would change"), max_length=2000, blank=True)
    proposed_on = models.DateField(_("proposed on"), default=timezone.localdate)
    agreed_on = models.DateField(_("agreed by both on"), null=True, blank=True)

    class Meta:
        verbose_name = _("supervision agreement")
        ordering = ["person", "stream", "-proposed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "stream"], condition=Q(status="agreed"), name="one_agreement_holds_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["person", "stream"],
                condition=Q(status="proposed"),
                name="one_agreement_is_proposed_at_a_time",
                violation_error_message=_("There is one waiting to be agreed already. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Agreement about %(stream)s") % {"stream": self.stream})

    def get_absolute_url(self) -> str:
        return reverse("supervision:agreement", args=[self.pk])


class Booking(Record):
    """A session in the diary: booked, moved, cancelled, asked for by a worker, and at last held."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked for")
        BOOKED = "booked", _("Booked")
        HELD = "held", _("Held")
        MISSED = "missed", _("Did not happen")
        CANCELLED = "cancelled", _("Cancelled")

    moves = Moves(
        {
            "ask": ([START], "asked"),
            "book": ([START, "asked"], "booked"),
            "move": (["booked"], None),
            "cancel": (["asked", "booked"], "cancelled"),
            "hold": (["booked"], "held"),
            "miss": (["booked"], "missed"),
            "rehome": (["asked", "booked"], None),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.BOOKED)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    sequence = models.PositiveSmallIntegerField(_("times it was changed"), default=0)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("worker"),
        help_text=_("Nobody for a group: everybody in the group is invited."),
    )
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+", verbose_name=_("kind of supervision"))
    held_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("supervisor"))
    starts_at = models.DateTimeField(_("when"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=60, validators=MINUTES)
    mode = models.CharField(_("how"), max_length=9, choices=Mode, default=Mode.TOGETHER)
    place = models.CharField(_("where"), max_length=160, blank=True)
    asked_on = models.DateField(_("asked for on"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cancelled by")
    )
    cancelled_because = models.CharField(_("why"), max_length=16, choices=NotHeld, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("instead of")
    )

    class Meta:
        verbose_name = _("booked session")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["held_by", "starts_at"], name="diary_of_a_supervisor"),
            models.Index(fields=["person", "starts_at"], name="diary_of_a_worker"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False) | Q(status__in=["asked", "cancelled"]),
                name="what_is_booked_has_a_time",
            )
        ]

    def __str__(self) -> str:
        if self.starts_at is None:
            return str(_("Session asked for"))
        return str(_("Session on %(day)s") % {"day": date_format(timezone.localtime(self.starts_at), "j F Y, H:i")})

    def get_absolute_url(self) -> str:
        return reverse("supervision:booking", args=[self.pk])


class Held(Record):
    """What a session with one person and a session with a group have in common."""

    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+", verbose_name=_("kind of supervision"))
    held_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("supervisor"))
    booking = models.OneToOneField(
        Booking, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("booked as")
    )
    held_on = models.DateField(_("date you met"), default=timezone.localdate)
    minutes = models.PositiveSmallIntegerField(_("length"), null=True, blank=True, validators=MINUTES)
    mode = models.CharField(_("how you met"), max_length=9, choices=Mode, blank=True)
    logged_at = models.DateTimeField(_("logged"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.held_on and self.held_on > timezone.localdate():
            raise ValidationError({"held_on": _("Date you met must be today or in the past")})


class Session(Held):
    """One session with one worker, and the record the two keep of it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waiting for the worker")
        AGREED = "agreed", _("Agreed by both")
        QUERIED = "queried", _("A change was asked for")
        NOT_ANSWERED = "not_answered", _("Not answered")
        DID_NOT_HAPPEN = "did_not_happen", _("Did not happen")
        PAST = "past", _("From before")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    moves = Moves(
        {
            "log": ([START], "draft"),
            "miss": ([START], "did_not_happen"),
            "carry_in": ([START], "past"),
            "edit": (["draft", "proposed", "queried"], None),
            "propose": (["draft", "queried"], "proposed"),
            "remind": (["proposed"], None),
            "agree": (["proposed", "not_answered"], "agreed"),
            "query": (["proposed"], "queried"),
            "lapse": (["proposed"], "not_answered"),
            "withdraw": (["draft"], "withdrawn"),
        }
    )
    CLOSED = ("agreed", "not_answered")
    NOT_HELD = ("did_not_happen", "withdrawn")

    status = models.CharField(_("status"), max_length=14, choices=Status, default=Status.DRAFT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="sessions", verbose_name=_("worker"))
    counts = models.BooleanField(_("counts as supervision"), default=True, editable=False)
    not_held_because = models.CharField(_("why it did not happen"), max_length=16, choices=NotHeld, blank=True)
    also_there = models.CharField(_("who else was there"), max_length=160, blank=True)
    topics = models.JSONField(_("what you talked about"), default=list, blank=True)
    skills = models.JSONField(_("competences you touched on"), default=list, blank=True)
    gone_well = models.TextField(
        _("What has gone well?"), help_text=_("A moment they are proud of, or something people said"), **WORDS
    )
    lived_experience = models.TextField(
        _("How is it going, using lived experience at work?"),
        help_text=_("What they chose to share, what they kept private, and how it felt afterwards"),
        **WORDS,
    )
    peer_role = models.TextField(
        _("Is the role staying a peer role?"),
        help_text=_("Any pull towards tasks that belong to someone else"),
        **WORDS,
    )
    workload = models.TextField(
        _("Workload and wellbeing at work"),
        help_text=_("What would help. Please do not write down health details."),
        **WORDS,
    )
    talked_about = models.TextField(_("Anything else you talked about"), **WORDS)
    what_we_agreed = models.TextField(_("What you agreed"), **WORDS)
    written_together = models.BooleanField(_("We wrote this together, or they have seen it"), default=False)
    next_on = models.DateField(_("when will you meet next?"), null=True, blank=True)
    worker_comment = models.TextField(_("the worker’s comment"), max_length=2000, blank=True)
    change_wanted = models.TextField(_("the change the worker asks for"), max_length=2000, blank=True)
    proposed_at = models.DateTimeField(_("sent to the worker"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["stream", "person", "held_on"], condition=Q(counts=True), name="last_session_of_each"),
            models.Index(fields=["held_by", "status"], name="sessions_a_supervisor_holds"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(counts=False) | ~Q(status__in=["did_not_happen", "withdrawn"]),
                name="what_did_not_happen_never_counts",
            ),
            models.CheckConstraint(
                condition=~Q(status="did_not_happen") | ~Q(not_held_because=""), name="not_held_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Session on %(day)s") % {"day": date_format(self.held_on, "j F Y")})

    def get_absolute_url(self) -> str:
        return reverse("supervision:session", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        only_known(Topic, self.topics, "topics")
        only_known(Skill, self.skills, "skills")

    @property
    def kept(self) -> str:
        """Whether it took place, and nothing else about it."""
        if self.status == self.Status.DID_NOT_HAPPEN:
            return str(_("Did not happen"))
        return str(_("Withdrawn")) if self.status == self.Status.WITHDRAWN else str(_("Kept"))


class GroupSession(Held):
    """One session with a group: who came and which themes, and no words about anybody."""

    class Status(models.TextChoices):
        HELD = "held", _("Held")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    moves = Moves({"log": ([START], "held"), "edit": (["held"], None), "withdraw": (["held"], "withdrawn")})

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.HELD)
    topics = models.JSONField(_("themes"), default=list, blank=True)
    counts = models.BooleanField(_("counts as supervision"), default=True, editable=False)

    class Meta:
        verbose_name = _("group session")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return str(_("Group session on %(day)s") % {"day": date_format(self.held_on, "j F Y")})

    def get_absolute_url(self) -> str:
        return reverse("supervision:group", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        only_known(Topic, self.topics, "topics")


class Attendance(Record):
    """That somebody came to a group session, or did not."""

    verbs = frozenset({"note", "edit"})

    group = models.ForeignKey(GroupSession, models.PROTECT, related_name="attendances", verbose_name=_("group session"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    came = models.BooleanField(_("came"), default=True)

    class Meta:
        verbose_name = _("attendance")
        ordering = ["group", "person"]
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="attendance_is_noted_once")]

    def __str__(self) -> str:
        return str(self.group)

    @property
    def held_on(self):
        return self.group.held_on

    @property
    def stream(self) -> str:
        return str(self.group.stream)

    @property
    def minutes(self):
        return self.group.minutes


class AgreedAction(Record):
    """Something agreed in a session: what, who does it, by when. It is carried on until it is done or let go."""

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("No longer needed")

    moves = Moves(
        {
            "add": ([START], "open"),
            "edit": (["open"], None),
            "do": (["open"], "done"),
            "drop": (["open"], "dropped"),
            "reopen": (["done", "dropped"], "open"),
        }
    )

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN)
    session = models.ForeignKey(Session, models.PROTECT, related_name="actions", verbose_name=_("agreed in"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+", verbose_name=_("kind of supervision"))
    what = models.CharField(_("what will happen?"), max_length=240)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who will do it?")
    )
    owner_words = models.CharField(_("who, if they have no account"), max_length=120, blank=True)
    both = models.BooleanField(_("both of you"), default=False)
    due_on = models.DateField(_("by when?"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("action agreed")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["person", "stream", "status"], name="open_actions_of_a_worker")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="done") & Q(done_on__isnull=False)) | (~Q(status="done") & Q(done_on__isnull=True)),
                name="an_action_done_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("supervision:action", args=[self.pk])

    def who(self) -> str:
        return str(_("Both")) if self.both else self.owner_words or (str(self.owner) if self.owner else "")


class PreparationNote(Versioned):
    """A supervisor's own note before a session: theirs alone, without history, gone 30 days after the record closes."""

    verbs = frozenset({"write", "edit", "ask", "give", "erase"})

    session = models.OneToOneField(Session, models.PROTECT, related_name="preparation", verbose_name=_("session"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    text = models.TextField(_("note for yourself"), max_length=4000)
    asked_on = models.DateField(_("the worker asked for it on"), null=True, blank=True)
    given_on = models.DateField(_("given on"), null=True, blank=True)

    class Meta:
        verbose_name = _("preparation note")

    def __str__(self) -> str:
        return str(_("Preparation note"))


class Addendum(Record):
    """A remark on a closed record, by either of the two."""

    verbs = frozenset({"add"})

    session = models.ForeignKey(Session, models.PROTECT, related_name="addenda", verbose_name=_("session"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.TextField(_("your remark"), max_length=4000)

    class Meta:
        verbose_name = _("later remark")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(_("Later remark"))


class EntryShare(Record):
    """One record shown to one named person: for 30 days, or (a new supervisor) for as long as they supervise."""

    verbs = frozenset({"share", "end"})

    session = models.ForeignKey(Session, models.PROTECT, related_name="shares", verbose_name=_("record"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who can read it"))
    shared_on = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Empty: while they supervise you in this kind of supervision.")
    )
    ended_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("shared record")
        ordering = ["-shared_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=Q(ended_on__isnull=True),
                name="a_record_is_shared_once_with_a_person",
                violation_error_message=_("They can read it already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class PassedOn(Record):
    """That a safeguarding concern was passed to somebody, when, and whether the worker was told. Never what it is."""

    verbs = frozenset({"note", "tell"})

    session = models.ForeignKey(Session, models.PROTECT, related_name="passed_on", verbose_name=_("session"))
    to = models.CharField(
        _("who it was passed to"), max_length=120, help_text=_("A role or a team, such as the safeguarding lead.")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("passed on by"))
    passed_on = models.DateField(_("passed on"), default=timezone.localdate)
    worker_told = models.BooleanField(_("the worker has been told"), default=False)

    class Meta:
        verbose_name = _("concern passed on")
        ordering = ["-passed_on", "-pk"]

    def __str__(self) -> str:
        return str(_("Passed on to %(whom)s") % {"whom": self.to})


class MonthFigure(Entry):
    """How many were in date at the end of a month, by unit and kind of supervision; fixed once."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+", verbose_name=_("kind of supervision"))
    month = models.DateField(_("month"))
    people = models.PositiveIntegerField(_("people who should have it"))
    in_date = models.PositiveIntegerField(_("in date"))
    paused = models.PositiveIntegerField(_("paused"))
    late = models.JSONField(_("how late"), default=dict)
    thresholds = models.JSONField(_("release thresholds of that day"), default=list, editable=False)
    frozen_at = models.DateTimeField(_("fixed"), default=timezone.now)

    class Meta:
        verbose_name = _("supervision in date, by month")
        ordering = ["-month", "unit", "stream"]
        constraints = [models.UniqueConstraint(fields=["unit", "stream", "month"], name="a_month_is_fixed_once")]

    def __str__(self) -> str:
        return f"{self.unit}, {date_format(self.month, 'F Y')}"


class SessionFile(Submission):
    """A file of sessions held before: dates, kinds and lengths only."""

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
    columns = models.JSONField(_("columns"), default=dict, blank=True)
    handed_in_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("handed in by"))

    class Meta(Submission.Meta):
        abstract = False
        verbose_name = _("file of past sessions")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("supervision:file", args=[self.pk])
