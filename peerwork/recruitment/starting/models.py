"""People getting ready to start: the offer, what an organisation asks, what they agree to have carried over."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record, Versioned
from peerwork.people.models import Person, Unit, User
from peerwork.placements.models import Contract, Placement, Post
from peerwork.recruitment.starting.merging import unknown_fields


class Move(models.TextChoices):
    """Whose move it is."""

    APPLICANT = "applicant", _("the starter")
    REFEREE = "referee", _("a referee")
    THIRD = "third", _("somebody outside")
    OH = "oh", _("occupational health")
    HR = "hr", _("HR")
    MANAGER = "manager", _("the team lead")
    IT = "it", _("IT")
    BUDDY = "buddy", _("the buddy")
    DAY = "day", _("nobody: the day is agreed")


class StartingRules(Record):
    """What an organisation asks of itself between an offer and a first day; the defaults are for it to confirm."""

    verbs = frozenset({"open", "edit"})

    organisation = models.OneToOneField(
        Unit, models.PROTECT, related_name="starting_rules", verbose_name=_("organisation")
    )
    answer_days = models.PositiveSmallIntegerField(_("days to answer an offer"), default=14)
    update_days = models.PositiveSmallIntegerField(_("tell starters how things stand every so many days"), default=7)
    references = models.PositiveSmallIntegerField(_("references asked for"), default=2)
    reference_years = models.PositiveSmallIntegerField(
        _("years that references cover"), default=3, help_text=_("To be confirmed by your organisation.")
    )
    ready_team_first = models.BooleanField(
        _("no start date before the team is ready"),
        default=False,
        help_text=_("If not ticked, getting the team ready is the team lead’s task and delays nobody."),
    )
    offers_first = models.BooleanField(
        _("people new here start only through an offer and its checks"),
        default=True,
        help_text=_("Untick only while you bring in people who work here already."),
    )

    class Meta:
        verbose_name = _("rules for starters")
        constraints = [
            models.CheckConstraint(
                condition=Q(update_days__gte=1) & Q(update_days__lte=7), name="starters_hear_every_week_at_least"
            ),
            models.CheckConstraint(condition=Q(answer_days__gte=1), name="an_offer_leaves_time_to_answer"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class OfferTemplate(Record):
    """The letter of a conditional offer, with fields that are filled in and nothing else that changes."""

    verbs = frozenset({"open", "edit", "close"})

    organisation = models.ForeignKey(
        Unit, models.PROTECT, related_name="offer_templates", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=80)
    body = models.TextField(_("letter"), max_length=8000)
    closed_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("offer letter")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(closed_on__isnull=True),
                name="an_offer_letter_name_is_used_once",
                violation_error_message=_("There is a letter with this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if unknown := unknown_fields(self.body or ""):
            words = _("These are no fields of a letter: %(names)s") % {"names": ", ".join(unknown)}
            raise ValidationError({"body": words})


class Starter(Versioned):
    """Somebody who has been offered a post, until their first day: what is waited for, and whose move it is."""

    class Status(models.TextChoices):
        OFFERED = "offered", _("Offer sent")
        ACCEPTED = "accepted", _("Checks under way")
        CLEARED = "cleared", _("Ready for a start date")
        DATED = "dated", _("Start date agreed")
        STARTED = "started", _("Started")
        DECLINED = "declined", _("Declined by them")
        WITHDRAWN = "withdrawn", _("Not going ahead")

    OPEN = ("offered", "accepted", "cleared", "dated")
    # What is worked out from checks, tasks and updates has its history there.
    history = HistoricalRecords(excluded_fields=["move", "move_since", "waits_for", "updated_on"])

    moves = Moves(
        {
            "offer": ([START], "offered"),
            "accept": (["offered"], "accepted"),
            "decline": (["offered", "accepted"], "declined"),
            "edit": (["offered", "accepted", "cleared"], None),
            "plan": (["offered", "accepted", "cleared"], None),
            "name_buddy": (["accepted", "cleared", "dated"], None),
            "clear": (["accepted"], "cleared"),
            "reopen": (["cleared", "dated"], "accepted"),
            "set_date": (["cleared", "dated"], "dated"),
            "start": (["dated"], "started"),
            "withdraw": (["offered", "accepted", "cleared", "dated"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OFFERED)
    application = models.ForeignKey(
        "recruitment.Application",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="starters",
        verbose_name=_("application"),
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="starters", verbose_name=_("who is starting"))
    recruited_by = models.CharField(
        _("recruited through"),
        max_length=120,
        blank=True,
        help_text=_("For example NHS Jobs or Trac, with its number; nothing for a vacancy here."),
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="starters", verbose_name=_("post"))
    team = models.ForeignKey(Unit, models.PROTECT, related_name="starters", verbose_name=_("team"))
    employer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("employer"))
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("host organisation"))
    contract = models.CharField(_("contract"), max_length=10, choices=Contract, default=Contract.PERMANENT)
    wte = models.DecimalField(_("WTE"), max_digits=4, decimal_places=3)
    ends_on = models.DateField(_("last day of a fixed term"), null=True, blank=True)
    line_manager = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("line manager")
    )
    contact = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("HR contact"))
    buddy = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("buddy"),
        help_text=_("Somebody already working as a peer, in another team if possible."),
    )
    letter = models.TextField(_("offer letter"), max_length=12000)
    offered_on = models.DateField(_("offered on"), default=timezone.localdate)
    answer_by = models.DateField(_("answer by"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    planned_on = models.DateField(
        _("planned date"),
        null=True,
        blank=True,
        help_text=_("A day to plan with. It is no start date: that is set once all checks are back."),
    )
    planned_for = models.CharField(
        _("who the planned date is for"), max_length=120, blank=True, help_text=_("Such as payroll, or the Jobcentre.")
    )
    cleared_on = models.DateField(_("file checked on"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file checked by")
    )
    starts_on = models.DateField(_("start date"), null=True, blank=True)
    dated_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("start date set by")
    )
    placement = models.OneToOneField(
        Placement, models.PROTECT, null=True, blank=True, related_name="starter", verbose_name=_("placement")
    )
    reason = models.CharField(
        _("why it is not going ahead"), max_length=400, blank=True, help_text=_("Nothing about health or a record.")
    )
    updated_on = models.DateField(_("last update to them"), default=timezone.localdate)
    # Worked out from checks and tasks with every change (checks/actions.py, settle), so that lists can sort by it.
    move = models.CharField(_("whose move it is"), max_length=9, choices=Move, blank=True)
    move_since = models.DateField(_("since"), null=True, blank=True)
    waits_for = models.CharField(_("waiting for"), max_length=120, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("starter"), _("starters")
        ordering = ["move_since", "pk"]
        indexes = [
            models.Index(fields=["status", "move", "move_since"], name="starters_by_whose_move"),
            models.Index(fields=["person", "status"], name="starters_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("dated", "started")) | Q(starts_on__isnull=True),
                name="a_start_date_comes_after_the_checks",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("dated", "started")) | Q(starts_on__isnull=False, cleared_on__isnull=False),
                name="a_start_has_a_date_and_a_checked_file",
            ),
            models.CheckConstraint(
                condition=~Q(status="started") | Q(placement__isnull=False), name="who_started_holds_a_placement"
            ),
            models.CheckConstraint(condition=Q(wte__gte=0) & Q(wte__lte=1), name="a_starter_is_up_to_full_time"),
            models.CheckConstraint(
                condition=Q(answer_by__gte=F("offered_on")), name="an_offer_can_be_answered_after_it_was_made"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(application__isnull=False) & ~Q(status__in=("declined", "withdrawn")),
                name="an_application_is_offered_a_post_once",
                violation_error_message=_("An offer has been made for this application already."),
            ),
            models.UniqueConstraint(
                fields=["person", "post"],
                condition=Q(status__in=("offered", "accepted", "cleared", "dated")),
                name="a_person_is_offered_a_post_once",
                violation_error_message=_("They are getting ready to start in this post already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"

    def get_absolute_url(self) -> str:
        return reverse("starting:starter", args=[self.pk])

    @property
    def ready(self) -> str:
        """All that a receiving team is told of the checks."""
        return _("Ready") if self.status in ("cleared", "dated", "started") else _("Not ready yet")


class Update(Record):
    """What a starter was told about how things stand; at least every seven days, by somebody or by itself."""

    verbs = frozenset({"send"})

    starter = models.ForeignKey(Starter, models.PROTECT, related_name="updates", verbose_name=_("starter"))
    words = models.CharField(
        _("what to tell them"), max_length=1000, help_text=_("Nothing about health or a record: they read it here.")
    )
    sent_on = models.DateField(_("sent on"), default=timezone.localdate)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))

    class Meta:
        verbose_name = _("update")
        ordering = ["-sent_on", "-pk"]

    def __str__(self) -> str:
        return date_format(self.sent_on, "j F Y")


class Consent(Record):
    """What a starter lets go with them into the job, each on its own; silence carries nothing."""

    class Kind(models.TextChoices):
        NEEDS = "needs", _("What helped at the interview")
        HEALTH = "health", _("The outcome of the work health assessment")
        PROGRAMME = "programme", _("The programme I am on")

    verbs = frozenset({"give", "take_back"})

    starter = models.ForeignKey(Starter, models.PROTECT, related_name="consents", verbose_name=_("starter"))
    kind = models.CharField(_("what"), max_length=9, choices=Kind)
    words = models.CharField(_("in my own words"), max_length=400, blank=True)
    given_on = models.DateField(_("agreed on"), default=timezone.localdate)
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)
    carried_on = models.DateField(_("carried over on"), null=True, blank=True)

    class Meta:
        verbose_name = _("agreed to carry over")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["starter", "kind"], condition=Q(taken_back_on__isnull=True), name="a_thing_is_carried_over_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


# Django looks for models here; they are at home beside what is done with them.
from peerwork.recruitment.starting.checks.models import (  # noqa: E402, F401
    Check,
    CriminalRecord,
    Reference,
    StartDecision,
    WorkHealth,
)
from peerwork.recruitment.starting.onboarding.models import (  # noqa: E402, F401
    OnboardingTask,
    RecordDocument,
    TaskTemplate,
)
