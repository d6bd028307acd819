"""Recruitment: vacancies with their co-produced specification, and the applications for them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.models import StoredFile
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record, Versioned
from peerwork.people.models import Person, Unit, User
from peerwork.placements.models import Contract, Post
from peerwork.recruitment.before.models import InformationSession, Interest, Support  # noqa: F401  read here
from peerwork.recruitment.carrying.models import ApplicantFile, ApplicantMapping  # noqa: F401  read here
from peerwork.recruitment.words import Age, AssessedBy, Ethnicity, Gender, Kind, Mark, Rule, Stage, View, YesNo

DAYS = [MinValueValidator(1), MaxValueValidator(365)]


def only_known(choices, values, name: str) -> None:
    """Refuse ticks that are not on the list; raises ValidationError."""
    if not isinstance(values, list) or set(values) - set(choices.values):
        raise ValidationError({name: _("Choose from the list.")})


class StageTemplate(Record):
    """How long each stage should take, at best and at most, in days."""

    verbs = frozenset({"propose", "set", "confirm", "close"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=80)
    days = models.JSONField(_("days for each stage"), default=dict)
    source = models.CharField(_("where this comes from"), max_length=200, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    closed_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("stage times")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(closed_on__isnull=True),
                name="stage_times_have_a_name_once",
                violation_error_message=_("There are stage times with this name already. Change those."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        for stage, pair in (self.days or {}).items():
            fine = stage in Stage.values and isinstance(pair, list) and len(pair) == 2
            if not fine or not all(isinstance(n, int) and 1 <= n <= 365 for n in pair) or pair[0] > pair[1]:
                raise ValidationError({"days": _("Give two numbers of days for each stage: at best, and at most.")})


class Vacancy(Record):
    """A post to be filled: its specification, its advert, when it closes, and how far it is."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Open for applications")
        CLOSED = "closed", _("Shortlisting")
        SHORTLISTED = "shortlisted", _("Interviews and decision")
        FINISHED = "finished", _("Finished")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Contract(models.TextChoices):
        PERMANENT = Contract.PERMANENT.value, Contract.PERMANENT.label
        FIXED = Contract.FIXED.value, Contract.FIXED.label
        BANK = Contract.BANK.value, Contract.BANK.label
        APPRENTICE = Contract.APPRENTICE.value, Contract.APPRENTICE.label
        VOLUNTEER = Contract.VOLUNTEER.value, Contract.VOLUNTEER.label

    moves = Moves(
        {
            "draft": ([START], "draft"),
            "copy": ([START], "draft"),
            "carry_in": ([START], "closed"),
            "edit": (["draft", "published"], None),
            "comment": (["draft"], None),
            "publish": (["draft"], "published"),
            "close": (["published"], "closed"),
            "reopen": (["closed"], "published"),
            "finish_shortlisting": (["closed"], "shortlisted"),
            "finish": (["shortlisted"], "finished"),
            "withdraw": (["draft", "published", "closed", "shortlisted"], "withdrawn"),
            "follow": (["closed", "shortlisted"], None),
        }
    )
    BLIND = ("draft", "published", "closed")  # until shortlisting is done names stay shut
    PUBLIC = ("published",)

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    title = models.CharField(_("title"), max_length=160)
    team = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("team"))
    employer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("employer"))
    host = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        verbose_name=_("organisation they will work in"),
        help_text=_("Often the employer. A charity’s worker in an NHS team has two."),
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post in the establishment")
    )
    family = models.CharField(_("role"), max_length=24, choices=Post.Family, default=Post.Family.PEER)
    scope = models.CharField(
        _("which lived experience the role draws on"),
        max_length=8,
        choices=Post.Scope,
        blank=True,
        default=Post.Scope.OWN,
    )
    band = models.CharField(_("band"), max_length=10, blank=True)
    pay = models.CharField(
        _("pay, in words"), max_length=120, blank=True, help_text=_("For example: £24,465 a year, full time.")
    )
    wte = models.DecimalField(
        _("WTE"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("1 is full time. Leave empty where hours vary."),
    )
    hours = models.CharField(_("hours, in words"), max_length=160, blank=True)
    contract = models.CharField(_("contract"), max_length=10, choices=Contract, default=Contract.PERMANENT)
    places = models.PositiveSmallIntegerField(
        _("number of posts"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    advert = models.TextField(_("about the role"), max_length=8000, blank=True)
    help_words = models.TextField(
        _("help to apply"),
        max_length=1000,
        blank=True,
        help_text=_("Who to ring or write to. Asking for help never counts against anybody."),
    )
    closes_on = models.DateField(_("closing date"), null=True, blank=True)
    closes_time = models.TimeField(_("closing time"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, db_index=True)
    interviews_on = models.DateField(_("interviews planned for"), null=True, blank=True)
    panel_plan = models.TextField(
        _("panel plan"),
        max_length=2000,
        blank=True,
        help_text=_("Who will be on the panel, as roles, and how they are supported."),
    )
    panel_service_users = models.PositiveSmallIntegerField(
        _("service users planned for the panel"), default=2, validators=[MaxValueValidator(20)]
    )
    panel_staff = models.PositiveSmallIntegerField(
        _("staff planned for the panel"), default=2, validators=[MaxValueValidator(20)]
    )
    template = models.ForeignKey(
        StageTemplate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stage times")
    )
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("copied from")
    )
    external_ref = models.CharField(_("number in the applicant system"), max_length=80, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    shortlisted_at = models.DateTimeField(_("shortlisting finished"), null=True, blank=True)
    gone = models.JSONField(_("figures of applications already removed"), default=dict, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("vacancy"), _("vacancies")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["employer", "status"], name="vacancies_of_an_employer")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(closes_at__isnull=False), name="what_is_published_closes_some_day"
            ),
            models.UniqueConstraint(
                fields=["employer", "external_ref"],
                condition=~Q(external_ref=""),
                name="a_vacancy_is_carried_in_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("recruitment:vacancy", args=[self.pk])

    @property
    def is_blind(self) -> bool:
        return self.status in self.BLIND


class Criterion(Record):
    """One line of the person specification, and where it is looked at."""

    verbs = frozenset({"add", "edit", "drop"})

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="criteria", verbose_name=_("vacancy"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(
        _("criterion"),
        max_length=300,
        help_text=_("Write lived experience as being able to use it in the role, never as a diagnosis."),
    )
    kind = models.CharField(_("about"), max_length=10, choices=Kind, default=Kind.SKILLS)
    essential = models.BooleanField(_("essential"), default=True)
    assessed_by = models.JSONField(_("looked at in"), default=list)
    dropped_on = models.DateField(_("taken out on"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("criterion"), _("criteria")
        ordering = ["vacancy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "number"], name="a_specification_numbers_each_line_once")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def where(self) -> str:
        """Where it is looked at, in words."""
        return ", ".join(str(AssessedBy(each).label) for each in AssessedBy.values if each in self.assessed_by)

    def clean(self) -> None:
        super().clean()
        only_known(AssessedBy, self.assessed_by, "assessed_by")
        if not self.assessed_by:
            raise ValidationError({"assessed_by": _("Tick where it is looked at.")})


class Involvement(Record):
    """That somebody who uses services, or a carer, took part in writing the specification: their role and the day."""

    verbs = frozenset({"note"})

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="involvements", verbose_name=_("vacancy"))
    who = models.CharField(
        _("who took part"),
        max_length=160,
        help_text=_("As a role, without a name: two people who use the service, a carer."),
    )
    what = models.CharField(_("what they did"), max_length=300)
    on = models.DateField(_("day"), default=timezone.localdate)

    class Meta:
        verbose_name = _("involvement")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.who

    def clean(self) -> None:
        super().clean()
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": _("The day must be today or in the past.")})


class VacancyComment(Entry):
    """A remark on a vacancy before it is published."""

    verbs = frozenset({"comment"})

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="comments", verbose_name=_("vacancy"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.TextField(_("comment"), max_length=2000)

    class Meta:
        verbose_name = _("comment")
        ordering = ["at", "pk"]


class Shortlister(Record):
    """Somebody who shortlists a vacancy without seeing names."""

    verbs = frozenset({"name", "end"})

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="shortlisters", verbose_name=_("vacancy"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who shortlists"))
    named_on = models.DateField(_("named on"), default=timezone.localdate)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("person who shortlists")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "user"],
                condition=Q(ended_on__isnull=True),
                name="somebody_shortlists_a_vacancy_once",
                violation_error_message=_("They are already named."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


# Applications -------------------------------------------------------------------------------------------------------
class Application(Record):
    """One person's application for one vacancy. Who it is from stands in Contact; here it is only a number."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        SENT = "sent", _("Sent")
        SHORTLISTED = "shortlisted", _("Shortlisted")
        INTERVIEW = "interview", _("Invited to interview")
        INTERVIEWED = "interviewed", _("Interviewed")
        RESERVE = "reserve", _("On the reserve list")
        OFFERED = "offered", _("Offered the post")
        APPOINTED = "appointed", _("Getting ready to start")
        STARTED = "started", _("Started")
        DECLINED = "declined", _("Offer declined")
        NOT_THIS_TIME = "not_this_time", _("Not this time")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = ("sent", "shortlisted", "interview", "interviewed", "reserve", "offered", "appointed")
    moves = Moves(
        {
            "apply": ([START], "draft"),
            "carry_in": ([START], "sent"),
            "write": (["draft"], None),
            "send": (["draft"], "sent"),
            "ask_adjustments": (["draft", "sent", "shortlisted", "interview"], None),
            "shortlist": (["sent"], "shortlisted"),
            "invite_to_interview": (["shortlisted", "reserve"], "interview"),
            "interviewed": (["interview"], "interviewed"),
            "place_on_reserve": (["interviewed"], "reserve"),
            "offer": (["interviewed", "reserve"], "offered"),
            "appoint": (["offered"], "appointed"),
            "decline": (["offered"], "declined"),
            "start": (["appointed"], "started"),
            "not_this_time": (["sent", "shortlisted", "interview", "interviewed", "reserve"], "not_this_time"),
            "withdraw_offer": (["offered", "appointed"], "not_this_time"),
            "look_again": (["not_this_time"], "sent"),
            "withdraw": (["draft", *OPEN], "withdrawn"),
            "link_person": (["offered", "appointed", "started"], None),
            "open_name": (["sent", "shortlisted", "not_this_time"], None),
            "follow": ([*OPEN], None),
        }
    )
    STAGES = {
        "sent": Stage.APPLIED,
        "shortlisted": Stage.INTERVIEW,
        "interview": Stage.INTERVIEW,
        "interviewed": Stage.DECISION,
        "reserve": Stage.DECISION,
        "offered": Stage.CHECKS,
        "appointed": Stage.CHECKS,
        "started": Stage.STARTED,
    }

    status = models.CharField(_("status"), max_length=14, choices=Status, default=Status.DRAFT)
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="applications", verbose_name=_("vacancy"))
    number = models.PositiveIntegerField(_("applicant number"))
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person’s record")
    )
    statement = models.TextField(_("why this role"), max_length=6000, blank=True)
    experience = models.TextField(_("work, volunteering, caring and other experience"), max_length=6000, blank=True)
    gaps = models.TextField(
        _("gaps in employment"),
        max_length=1000,
        blank=True,
        help_text=_(
            "If you want to say something about gaps, say it here once. You don’t have to, and need give no reasons."
        ),
    )
    disability_confident = models.BooleanField(_("Disability Confident interview"), default=False)
    interview_needs = models.TextField(_("what helps at the interview"), max_length=2000, blank=True)
    consented_at = models.DateTimeField(_("privacy notice read"), null=True, blank=True)
    external_ref = models.CharField(_("number in the applicant system"), max_length=80, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    since = models.DateTimeField(_("at this step since"), default=timezone.now)
    decided_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("application")
        ordering = ["vacancy", "number"]
        indexes = [  # counted and put in order without a look at what was written
            models.Index(fields=["status", "since", "vacancy", "sent_at"], name="applications_at_a_step")
        ]
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "number"], name="an_applicant_number_is_given_once"),
            models.UniqueConstraint(
                fields=["vacancy", "user"],
                condition=Q(user__isnull=False) & ~Q(status="withdrawn"),
                name="somebody_applies_once_for_a_vacancy",
                violation_error_message=_("You have an application for this vacancy already."),
            ),
            models.UniqueConstraint(
                fields=["vacancy", "external_ref"],
                condition=~Q(external_ref=""),
                name="an_application_is_carried_in_once",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(status="withdrawn") | Q(sent_at__isnull=False),
                name="what_is_past_draft_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Applicant %(number)d") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("recruitment:application", args=[self.pk])

    @property
    def stage(self) -> str:
        return self.STAGES.get(self.status, "")


class Contact(Record):
    """Who an application is from. Shut while shortlisting is blind."""

    verbs = frozenset({"write", "carry_in"})

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="contact", verbose_name=_("application")
    )
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("last name"), max_length=80)
    known_as = models.CharField(_("likes to be called"), max_length=80, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    address = models.TextField(_("address"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("applicant’s name and contact")
        ordering = ["pk"]
        indexes = [models.Index(fields=["family_name", "given_name"], name="applicants_by_name")]

    def __str__(self) -> str:
        return f"{self.known_as or self.given_name} {self.family_name}"


class NameOpening(Entry):
    """An opening of an applicant's name while shortlisting is blind, by somebody who does not shortlist."""

    verbs = frozenset({"open"})

    application = models.ForeignKey(Application, models.CASCADE, related_name="+", verbose_name=_("application"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    reason = models.CharField(_("reason"), max_length=400)
    at = models.DateTimeField(_("when"), default=timezone.now)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("opening of a name")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("at")), name="an_opened_name_shuts_again")]


class Answer(Record):
    """What an applicant says about one criterion."""

    verbs = frozenset({"write"})

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers", verbose_name=_("application"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    text = models.TextField(_("your answer"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("answer")
        ordering = ["criterion__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion"], name="a_criterion_is_answered_once")
        ]

    def __str__(self) -> str:
        return str(self.criterion)


class ApplicationDocument(Record):
    """A document an applicant adds: known by a number, because file names give names away."""

    verbs = frozenset({"attach", "remove"})

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="documents", verbose_name=_("application")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    about = models.CharField(_("what it is"), max_length=120)
    stored = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    removed_on = models.DateField(_("removed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="a_document_has_its_own_number")]

    def __str__(self) -> str:
        return str(_("Document %(number)d") % {"number": self.number})


class Equality(Versioned):
    """Equality monitoring: optional, kept apart, seen by the applicant alone, counted in figures only."""

    verbs = frozenset({"write", "erase"})

    application = models.OneToOneField(Application, models.CASCADE, related_name="+", verbose_name=_("application"))
    age = models.CharField(_("age"), max_length=10, choices=Age, blank=True)
    gender = models.CharField(_("gender"), max_length=12, choices=Gender, blank=True)
    ethnicity = models.CharField(_("ethnic group"), max_length=8, choices=Ethnicity, blank=True)
    disability = models.CharField(_("disabled person"), max_length=4, choices=YesNo, blank=True)
    carer = models.CharField(_("looks after somebody"), max_length=4, choices=YesNo, blank=True)

    class Meta:
        verbose_name = _("equality monitoring")


class EqualityFigure(Entry):
    """The applications of half a year by what people said of themselves: counts alone, fixed once, read through the
    release rules by everybody."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    half = models.DateField(_("half year from"))
    people = models.PositiveIntegerField(_("applications"))
    counts = models.JSONField(_("applications, shortlisted and offered, by answer"), default=dict)
    frozen_at = models.DateTimeField(_("fixed"), default=timezone.now)

    class Meta:
        verbose_name = _("equality figures of half a year")
        ordering = ["-half", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "half"], name="equality_of_a_half_year_is_fixed_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.half:%Y-%m}"


# Shortlisting -------------------------------------------------------------------------------------------------------
class Sift(Record):
    """One person's view of one application against the criteria, made alone and without a name."""

    class Status(models.TextChoices):
        OPEN = "open", _("Not finished")
        DONE = "done", _("Finished")

    moves = Moves(
        {
            "sift": ([START], "open"),
            "edit": (["open"], None),
            "finish": (["open"], "done"),
            "reopen": (["done"], "open"),
        }
    )

    status = models.CharField(_("status"), max_length=5, choices=Status, default=Status.OPEN)
    application = models.ForeignKey(Application, models.CASCADE, related_name="sifts", verbose_name=_("application"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who shortlists"))
    view = models.CharField(_("what you propose"), max_length=14, choices=View, blank=True)
    note = models.TextField(_("why, in a sentence or two"), max_length=1000, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("shortlisting view")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "by"], name="somebody_sifts_an_application_once"),
            models.CheckConstraint(condition=Q(status="open") | ~Q(view=""), name="a_finished_sift_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.application)


class ShortlistMark(Record):
    """What one person who shortlists finds about one criterion."""

    verbs = frozenset({"mark"})

    sift = models.ForeignKey(Sift, models.CASCADE, related_name="marks", verbose_name=_("shortlisting view"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    mark = models.CharField(_("what the application shows"), max_length=10, choices=Mark)

    class Meta:
        verbose_name = _("shortlisting mark")
        ordering = ["criterion__number", "pk"]
        constraints = [models.UniqueConstraint(fields=["sift", "criterion"], name="a_criterion_is_marked_once")]

    def __str__(self) -> str:
        return str(self.criterion)


class Override(Entry):
    """A rule set aside: which, why, by whom. Kept for good, and counted."""

    verbs = frozenset({"override"})

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="overrides", verbose_name=_("vacancy"))
    application_number = models.PositiveIntegerField(_("applicant number"), null=True, blank=True)
    rule = models.CharField(_("rule"), max_length=24, choices=Rule)
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("set aside by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("rule set aside")
        ordering = ["-at", "-pk"]


class Step(Entry):
    """That an application came to a status, and when it left it: what times and funnels are worked out from."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    status = models.CharField(max_length=14, choices=Application.Status)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]


from peerwork.recruitment.panels import models as panel_models  # noqa: E402, F401  Django looks for models here
from peerwork.recruitment.starting.models import Starter  # noqa: E402, F401
