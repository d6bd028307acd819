"""Panels: their rules, who sits on them, when people are met, and what is asked."""

import uuid
from decimal import Decimal

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
from peerwork.people.models import Unit, User


class Side(models.TextChoices):
    """As whom somebody sits: carers are first-class beside people with lived experience of their own."""

    SERVICE_USER = "service_user", _("Service user")
    CARER = "carer", _("Carer")
    STAFF = "staff", _("Staff")


LIVED = (Side.SERVICE_USER, Side.CARER)


class PanelRule(Record):
    """What an organisation asks of its panels; without one of its own the defaults hold, until somebody confirms."""

    verbs = frozenset({"set", "edit", "confirm"})

    organisation = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    service_users = models.PositiveSmallIntegerField(_("service users and carers at least"), default=2)
    no_fewer_than_staff = models.BooleanField(_("no fewer of them than staff"), default=True)
    named_reserve = models.BooleanField(
        _("a named reserve"), default=True, help_text=_("So that somebody who drops out on the day stops nothing.")
    )
    trained_only = models.BooleanField(_("everybody trained for panels"), default=True)
    quorum = models.PositiveSmallIntegerField(
        _("members who must have scored"), default=3, validators=[MinValueValidator(1)]
    )
    weight = models.DecimalField(
        _("how much one service user’s score counts"),
        max_digits=3,
        decimal_places=1,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(5))],
        help_text=_("1: every member counts the same. 2: a service user’s score counts twice."),
    )
    least_average = models.DecimalField(
        _("average needed for an offer"),
        max_digits=2,
        decimal_places=1,
        default=Decimal(3),
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(5))],
    )
    reserve_months = models.PositiveSmallIntegerField(
        _("months on the reserve list"), default=6, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("rules for panels")

    def __str__(self) -> str:
        return str(_("Rules for panels, %(name)s") % {"name": self.organisation})

    def get_absolute_url(self) -> str:
        return reverse("panels:rules")


class Panel(Record):
    """The people who meet, score and choose for one vacancy."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Being set up")
        SCORING = "scoring", _("Scoring")
        REVEALED = "revealed", _("Scores are in")
        CLOSED = "closed", _("Decided")
        CANCELLED = "cancelled", _("Cancelled")

    moves = Moves(
        {
            "plan": ([START], "planned"),
            "edit": (["planned", "scoring"], None),
            "override": (["planned", "scoring", "revealed"], None),
            "open": (["planned"], "scoring"),
            "reveal": (["scoring"], "revealed"),
            "close": (["revealed"], "closed"),
            "cancel": (["planned", "scoring"], "cancelled"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    vacancy = models.ForeignKey("recruitment.Vacancy", models.PROTECT, related_name="panels", verbose_name=_("vacancy"))
    closes_at = models.DateTimeField(
        _("scores are in by"),
        null=True,
        blank=True,
        help_text=_("Members can change their scores until then. Who has not sent them by then is excused."),
    )
    decide_by = models.DateField(_("applicants hear by"), null=True, blank=True)
    help_name = models.CharField(_("who to ask on the day"), max_length=80, blank=True)
    help_phone = models.CharField(_("their phone number"), max_length=30, blank=True)
    questions_by = models.CharField(
        _("who wrote the questions"),
        max_length=160,
        blank=True,
        help_text=_("As roles, such as two service users and the team manager."),
    )
    questions_on = models.DateField(_("questions written on"), null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(_("members who must have scored"), default=3)
    weight = models.DecimalField(
        _("how much one service user’s score counts"), max_digits=3, decimal_places=1, default=Decimal(1)
    )
    least_average = models.DecimalField(
        _("average needed for an offer"), max_digits=2, decimal_places=1, default=Decimal(3)
    )
    override_reason = models.CharField(
        _("why this panel may go on although it does not keep a rule"), max_length=400, blank=True
    )
    overridden = models.JSONField(_("rules it was allowed not to keep"), default=list, blank=True)
    overridden_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("allowed by")
    )
    overridden_on = models.DateField(_("allowed on"), null=True, blank=True)
    opened_at = models.DateTimeField(_("scoring opened"), null=True, blank=True)
    revealed_at = models.DateTimeField(_("scores shown"), null=True, blank=True)
    closed_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("panel")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy"],
                condition=~Q(status="cancelled"),
                name="a_vacancy_has_one_panel",
                violation_error_message=_("This vacancy has a panel already."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Panel for %(vacancy)s") % {"vacancy": self.vacancy})

    def get_absolute_url(self) -> str:
        return reverse("panels:panel", args=[self.pk])


class Panellist(Record):
    """Somebody who sits on panels, with what they told us once: training, what they need, how they wish to be paid."""

    class Pay(models.TextChoices):
        PAID = "paid", _("Pay me in full")
        PART = "part", _("Pay me part of it")
        DECLINED = "declined", _("No payment, thank you")

    verbs = frozenset({"name", "edit", "tell"})

    user = models.ForeignKey(User, models.PROTECT, related_name="panellists", verbose_name=_("who"))
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    side = models.CharField(_("sits as"), max_length=12, choices=Side)
    trained_on = models.DateField(_("trained for panels on"), null=True, blank=True)
    access_needs = models.TextField(
        _("what would help you take part?"),
        max_length=2000,
        blank=True,
        help_text=_("Such as breaks, large print, a taxi, or somebody with you."),
    )
    payment_choice = models.CharField(_("payment"), max_length=8, choices=Pay, default=Pay.PAID)
    part_amount = models.DecimalField(
        _("at most this much each day"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    advice_offered_on = models.DateField(_("benefits check offered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("panel member")
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                name="somebody_is_on_the_list_of_panel_members_once",
                violation_error_message=_("They are on the list of panel members already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("panels:panellist", args=[self.pk])

    @property
    def is_lived(self) -> bool:
        return self.side in LIVED

    def clean(self) -> None:
        if self.trained_on and self.trained_on > timezone.localdate():
            raise ValidationError({"trained_on": _("The day of the training must be today or in the past.")})
        if self.payment_choice == self.Pay.PART and self.part_amount is None:
            raise ValidationError({"part_amount": _("Say how much at most.")})
        if self.payment_choice != self.Pay.PART:
            self.part_amount = None


class Seat(Record):
    """One person's place on one panel: asked, accepted with the confidentiality agreement, ended by itself."""

    class Status(models.TextChoices):
        INVITED = "invited", _("Asked")
        ON = "on", _("On the panel")
        DECLINED = "declined", _("Not this time")
        STEPPED_DOWN = "stepped_down", _("Stepped down")

    moves = Moves(
        {
            "add": ([START], "invited"),
            "edit": (["invited", "on"], None),
            "resend": (["invited", "on"], None),
            "accept": (["invited"], "on"),
            "decline": (["invited"], "declined"),
            "step_down": (["invited", "on"], "stepped_down"),
            "step_in": (["on"], None),
        }
    )

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.INVITED)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats", verbose_name=_("panel"))
    panellist = models.ForeignKey(Panellist, models.PROTECT, related_name="seats", verbose_name=_("panel member"))
    side = models.CharField(_("sits as"), max_length=12, choices=Side)
    chair = models.BooleanField(_("chairs the panel"), default=False)
    reserve = models.BooleanField(
        _("reserve"), default=False, help_text=_("Takes the place of somebody who drops out.")
    )
    confidential_on = models.DateField(_("agreed to keep what is said private on"), null=True, blank=True)
    access_until = models.DateField(_("can look until"))
    ended_because = models.CharField(_("why the place was given up"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("place on a panel")
        ordering = ["reserve", "-chair", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "panellist"],
                name="somebody_has_one_place_on_a_panel",
                violation_error_message=_("They are on this panel already."),
            ),
            models.UniqueConstraint(
                fields=["panel"],
                condition=Q(chair=True, status__in=("invited", "on")),
                name="a_panel_has_one_chair",
                violation_error_message=_("Somebody else chairs this panel. Change that first."),
            ),
            models.CheckConstraint(
                condition=~Q(status="on") | Q(confidential_on__isnull=False),
                name="whoever_sits_has_agreed_to_keep_it_private",
            ),
        ]
        indexes = [models.Index(fields=["panellist", "status"], name="seats_of_a_panellist")]

    def __str__(self) -> str:
        return str(self.panellist)

    def get_absolute_url(self) -> str:
        return reverse("panels:seat", args=[self.pk])

    @property
    def is_lived(self) -> bool:
        return self.side in LIVED

    def clean(self) -> None:
        if self.chair and self.reserve:
            raise ValidationError({"chair": _("A reserve can chair once they have stepped in.")})


class Declaration(Record):
    """What a member says about knowing an applicant, before anything else; a conflict keeps them from scoring."""

    class Answer(models.TextChoices):
        NO = "no", _("No, I don’t know this person")
        FAIR = "fair", _("A little, and I can score fairly")
        CONFLICT = "conflict", _("Yes, and somebody else should score")

    verbs = frozenset({"declare", "change"})

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="declarations", verbose_name=_("panel member"))
    application = models.ForeignKey(
        "recruitment.Application", models.CASCADE, related_name="+", verbose_name=_("applicant")
    )
    answer = models.CharField(_("do you know this person?"), max_length=8, choices=Answer)
    words = models.CharField(_("how you know them"), max_length=200, blank=True, help_text=_("Only HR can read this."))
    declared_on = models.DateField(_("said on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("answer about knowing an applicant")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "application"],
                name="a_member_says_once_whether_they_know_an_applicant",
                violation_error_message=_("You have answered this already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_answer_display())


class InterviewDay(Record):
    """A day on which people are met: interviews with times to choose from, a taster or a group exercise."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("Interviews")
        TASTER = "taster", _("Taster session with the team")
        GROUP = "group", _("Group exercise")

    verbs = frozenset({"add", "edit", "cancel"})

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="days", verbose_name=_("panel"))
    kind = models.CharField(_("what happens"), max_length=9, choices=Kind, default=Kind.INTERVIEW)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes in all"), default=240, validators=[MinValueValidator(15), MaxValueValidator(720)]
    )
    place = models.CharField(_("place"), max_length=160, blank=True)
    link = models.URLField(_("link to join by video"), blank=True)
    words = models.TextField(
        _("what to expect"), max_length=2000, blank=True, help_text=_("Applicants and the panel read this.")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)

    class Meta:
        verbose_name = _("day of meeting people")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {date_format(timezone.localtime(self.starts_at), 'j F Y')}"

    def get_absolute_url(self) -> str:
        return reverse("panels:panel", args=[self.panel_id])

    def clean(self) -> None:
        if not self.place and not self.link:
            raise ValidationError({"place": _("Give a place, or a link to join by video.")})


class Slot(Record):
    """A time an applicant can choose: nobody else's once it is chosen."""

    class Status(models.TextChoices):
        OPEN = "open", _("Free")
        BOOKED = "booked", _("Booked")
        WITHDRAWN = "withdrawn", _("Taken back")

    moves = Moves(
        {
            "offer": ([START], "open"),
            "book": (["open"], "booked"),
            "free": (["booked"], "open"),
            "withdraw": (["open"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.OPEN)
    day = models.ForeignKey(InterviewDay, models.PROTECT, related_name="slots", verbose_name=_("day"))
    starts_at = models.DateTimeField(_("time"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    application = models.ForeignKey(
        "recruitment.Application", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("applicant")
    )
    booked_at = models.DateTimeField(_("booked"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("interview time")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(status="booked"),
                name="an_applicant_has_one_interview_time",
                violation_error_message=_("You have a time already. Give it back first, then choose another."),
            ),
            models.UniqueConstraint(
                fields=["day", "starts_at"],
                condition=~Q(status="withdrawn"),
                name="a_time_is_offered_once",
                violation_error_message=_("There is a time at this hour already."),
            ),
            models.CheckConstraint(
                condition=Q(status="booked", application__isnull=False)
                | (~Q(status="booked") & Q(application__isnull=True)),
                name="a_booked_time_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        local = timezone.localtime(self.starts_at)
        return date_format(local, "l j F, H:i")

    def get_absolute_url(self) -> str:
        return reverse("panels:panel", args=[self.day.panel_id])


class Question(Record):
    """One question of the interview plan: which criterion it is about, who scores it, what good can look like."""

    class ScoredBy(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        LIVED = "lived", _("Service users and carers")
        STAFF = "staff", _("Staff")

    verbs = frozenset({"add", "edit", "drop"})

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="questions", verbose_name=_("panel"))
    number = models.PositiveSmallIntegerField(_("number"), default=1, validators=[MinValueValidator(1)])
    text = models.CharField(
        _("question to score"), max_length=240, help_text=_("Such as: How well did they listen without judging?")
    )
    asked = models.TextField(_("what is asked"), max_length=1000, blank=True)
    guide = models.TextField(
        _("what good can look like"), max_length=2000, blank=True, help_text=_("One line for each thing to look for.")
    )
    criterion = models.ForeignKey(
        "recruitment.Criterion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("criterion it is about"),
    )
    part = models.CharField(_("seen in"), max_length=9, choices=InterviewDay.Kind, default=InterviewDay.Kind.INTERVIEW)
    scored_by = models.CharField(_("scored by"), max_length=9, choices=ScoredBy, default=ScoredBy.EVERYBODY)
    dropped_on = models.DateField(_("left out since"), null=True, blank=True)

    class Meta:
        verbose_name = _("question of the interview plan")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "number"],
                condition=Q(dropped_on__isnull=True),
                name="questions_of_a_plan_are_numbered",
                violation_error_message=_("There is a question with this number already."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("panels:panel", args=[self.panel_id])

    def asks(self, side: str) -> bool:
        """Whether somebody of this side scores it."""
        if self.scored_by == self.ScoredBy.EVERYBODY:
            return True
        return (side in LIVED) == (self.scored_by == self.ScoredBy.LIVED)


from peerwork.recruitment.panels.pay.models import PanelClaim, PanelRate  # noqa: E402, F401  Django looks for models here
from peerwork.recruitment.panels.scoring.models import (  # noqa: E402, F401
    Decision,
    Moderation,
    PanelElsewhere,
    PanelFigure,
    Score,
    ScoreSheet,
)
