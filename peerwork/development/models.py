"""Competences with the evidence and ratings that belong to them, and the goals a worker sets for themselves."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.development.words import STEPS, Level
from peerwork.kit.models import StoredFile
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Dated, Person, Unit, User, ends_after_it_starts
from peerwork.placements.models import Post, Stream


def not_to_come(row, name: str) -> None:
    if (day := getattr(row, name)) and day > timezone.localdate():
        raise ValidationError({name: _("The day must be today or in the past")})


# What somebody, or an organisation, can do ----------------------------------------------------------------------------
class Framework(Record):
    """An organisation's list of competences: what it is called, where it is from, who confirmed it."""

    verbs = frozenset({"open", "edit", "confirm"})

    organisation = models.OneToOneField(Unit, models.PROTECT, related_name="framework", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=160)
    source = models.CharField(_("source"), max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("competence framework")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("development:framework")


class Domain(Record):
    """A numbered part of a framework."""

    verbs = frozenset({"add", "edit"})

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="domains", verbose_name=_("framework"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1), MaxValueValidator(99)])
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("domain")
        ordering = ["framework", "number"]
        constraints = [models.UniqueConstraint(fields=["framework", "number"], name="a_domain_number_is_used_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Competence(Record):
    """One thing to be able to do: of a person, or of the organisation that employs them."""

    class For(models.TextChoices):
        PERSON = "person", _("A person")
        ORGANISATION = "organisation", _("The organisation")

    verbs = frozenset({"add", "edit", "close"})

    domain = models.ForeignKey(Domain, models.PROTECT, related_name="competences", verbose_name=_("domain"))
    number = models.CharField(
        _("number"),
        max_length=12,
        validators=[RegexValidator(r"^\d+(\.\d+)*[a-z]?$", _("Write the number like 3.2."))],
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    name = models.CharField(_("name"), max_length=200)
    whose = models.CharField(_("whose it is"), max_length=12, choices=For, default=For.PERSON)
    optional = models.BooleanField(_("optional"), default=False)
    families = models.JSONField(
        _("roles it is for"), default=list, blank=True, help_text=_("None ticked means every peer role.")
    )
    assessor_too = models.BooleanField(
        _("an assessor with lived experience confirms it too"), default=False, help_text=_("Beside the supervisor.")
    )
    closed_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("competence")
        ordering = ["domain__number", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "number"],
                condition=Q(closed_on__isnull=True),
                name="a_competence_number_is_used_once",
                violation_error_message=_("There is a competence with this number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def clean(self) -> None:
        if unknown := set(self.families or ()) - set(Post.Family.values):
            raise ValidationError({"families": _("Not a role: %s") % ", ".join(sorted(map(str, unknown)))})


class Assessor(Dated, Record):
    """Somebody named to confirm evidence from lived experience of their own, which is theirs to say."""

    verbs = frozenset({"name", "say", "end"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("assessor"))
    lived_experience = models.BooleanField(
        _("I have lived experience of my own"), null=True, blank=True, help_text=_("Yours to say or not to say.")
    )

    class Meta:
        verbose_name = _("assessor")
        ordering = ["user__name", "pk"]
        constraints = [
            ends_after_it_starts("an_assessor_ends_after_they_began"),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(ends_on__isnull=True),
                name="an_assessor_is_named_once",
                violation_error_message=_("They are an assessor already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


# Evidence -------------------------------------------------------------------------------------------------------------
class Evidence(Record):
    """What somebody shows for a competence: words, a file, a session they chose. Theirs alone until they ask."""

    class Status(models.TextChoices):
        KEPT = "kept", _("Only you can see it")
        ASKED = "asked", _("Waiting for review")
        MORE_WANTED = "more_wanted", _("A little more is wanted")
        CONFIRMED = "confirmed", _("Confirmed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # Confirming leads to "confirmed" once everybody who must confirm has: the action settles that.
    moves = Moves(
        {
            "add": ([START], "kept"),
            "edit": (["kept", "more_wanted"], None),
            "attach": (["kept", "more_wanted"], None),
            "ask": (["kept", "more_wanted"], "asked"),
            "take_back": (["asked"], "kept"),
            "confirm": (["asked"], None),
            "assess": (["asked"], None),
            "want_more": (["asked"], "more_wanted"),
            "withdraw": (["kept", "asked", "more_wanted", "confirmed"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.KEPT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="evidence", verbose_name=_("whose it is"))
    competence = models.ForeignKey(
        Competence, models.PROTECT, related_name="evidence", verbose_name=_("which competence?")
    )
    title = models.CharField(_("what is it, in a few words?"), max_length=160)
    text = models.TextField(
        _("what did you do, and what did you learn?"),
        max_length=4000,
        blank=True,
        help_text=_("Name nobody you support, and nothing that could tell who they are."),
    )
    happened_on = models.DateField(_("when was it?"), default=timezone.localdate)
    file = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    asked_on = models.DateField(_("review asked for on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    assessed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by the assessor")
    )
    assessed_on = models.DateField(_("confirmed by the assessor on"), null=True, blank=True)
    review_words = models.CharField(_("what the reviewer says"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("evidence")
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["person", "status"], name="evidence_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(confirmed_on__isnull=False), name="confirmed_evidence_says_when"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(assessed_by__isnull=True)
                | ~Q(confirmed_by=models.F("assessed_by")),
                name="two_people_confirm_where_two_must",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        return self.file.name if self.file_id else ""

    @property
    def waits_for(self) -> str:
        """Who must still confirm it, in words."""
        if self.status != self.Status.ASKED:
            return ""
        if self.confirmed_on is None:
            return str(_("a supervisor or team lead"))
        return str(_("an assessor with lived experience"))

    def get_absolute_url(self) -> str:
        return reverse("development:piece", args=[self.pk])

    def clean(self) -> None:
        not_to_come(self, "happened_on")
        if self.competence_id and self.competence.whose != Competence.For.PERSON:
            raise ValidationError({"competence": _("This one is the organisation’s. Choose one of a person’s.")})


class OrganisationEvidence(Record):
    """What the organisation shows for a competence of its own, confirmed from lived experience."""

    class Status(models.TextChoices):
        SHOWN = "shown", _("Waiting for the lived-experience lead")
        CONFIRMED = "confirmed", _("Confirmed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    moves = Moves(
        {
            "add": ([START], "shown"),
            "edit": (["shown"], None),
            "confirm": (["shown"], "confirmed"),
            "withdraw": (["shown", "confirmed"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SHOWN)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    competence = models.ForeignKey(Competence, models.PROTECT, related_name="shown", verbose_name=_("competence"))
    title = models.CharField(_("what shows it?"), max_length=160)
    text = models.TextField(_("where it stands, and since when"), max_length=2000, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_on = models.DateField(_("added on"), default=timezone.localdate)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("what the organisation shows")
        ordering = ["competence__position", "-added_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("development:framework")

    def clean(self) -> None:
        if self.competence_id and self.competence.whose != Competence.For.ORGANISATION:
            raise ValidationError({"competence": _("This one is a person’s. Choose one of the organisation’s.")})


class Rating(Record):
    """How the worker, or somebody who works with them, saw a competence on a day: added, never changed."""

    class View(models.TextChoices):
        OWN = "own", _("Own view")
        OTHER = "other", _("Somebody else’s view")

    verbs = frozenset({"rate"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("about"))
    competence = models.ForeignKey(Competence, models.PROTECT, related_name="ratings", verbose_name=_("competence"))
    view = models.CharField(_("whose view"), max_length=5, choices=View)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("said by"))
    on = models.DateField(_("day"), default=timezone.localdate)
    level = models.PositiveSmallIntegerField(_("how you see it today"), choices=Level)
    words = models.CharField(_("in a few words"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("rating")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["person", "competence"], name="ratings_of_a_person")]

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {date_format(self.on, 'j F Y')}"

    def clean(self) -> None:
        not_to_come(self, "on")
        if self.competence_id and self.competence.whose != Competence.For.PERSON:
            raise ValidationError({"competence": _("This one is the organisation’s. Choose one of a person’s.")})


# Goals ----------------------------------------------------------------------------------------------------------------
class Goal(Record):
    """Something a worker wants to work towards: theirs, from what they are good at already."""

    class Status(models.TextChoices):
        OPEN = "open", _("Working on it")
        REACHED = "reached", _("Reached")
        ASIDE = "aside", _("Put aside")

    moves = Moves(
        {
            "set": ([START], "open"),
            "edit": (["open"], None),
            "reach": (["open"], "reached"),
            "put_aside": (["open"], "aside"),
            "take_up": (["aside", "reached"], "open"),
        }
    )

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    person = models.ForeignKey(Person, models.PROTECT, related_name="goals", verbose_name=_("whose it is"))
    strengths = models.TextField(
        _("what am I good at already that will help?"),
        max_length=1000,
        blank=True,
        help_text=_("Start with what works. It can be anything people thank you for."),
    )
    title = models.CharField(_("what do I want to work towards?"), max_length=160)
    matters = models.TextField(_("why does it matter to me?"), max_length=1000, blank=True)
    by_when = models.DateField(
        _("by when, if a day helps?"), null=True, blank=True, help_text=_("You can leave it open.")
    )
    from_step = models.PositiveSmallIntegerField(_("step it began with"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    look_back = models.CharField(_("how did it go?"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("goal")
        ordering = ["status", "by_when", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_step__isnull=True) | Q(from_step__gte=1, from_step__lte=len(STEPS)),
                name="a_goal_begins_with_one_of_the_steps",
            ),
            models.CheckConstraint(
                condition=~Q(status="reached") | Q(reached_on__isnull=False), name="a_goal_reached_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("development:goal", args=[self.pk])


class GoalStep(Record):
    """One step towards a goal."""

    verbs = frozenset({"add", "edit", "do", "reopen", "drop"})

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="steps", verbose_name=_("goal"))
    what = models.CharField(_("next step"), max_length=240)
    due_on = models.DateField(_("by when?"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    dropped_on = models.DateField(_("left out on"), null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        ordering = ["goal", "done_on", "due_on", "pk"]

    def __str__(self) -> str:
        return self.what


class GoalCompetence(Record):
    """A competence that a goal is about."""

    verbs = frozenset({"link", "unlink"})

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="competences", verbose_name=_("goal"))
    competence = models.ForeignKey(Competence, models.PROTECT, related_name="+", verbose_name=_("competence"))
    ended_on = models.DateField(_("taken off on"), null=True, blank=True)

    class Meta:
        verbose_name = _("competence of a goal")
        ordering = ["goal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "competence"],
                condition=Q(ended_on__isnull=True),
                name="a_goal_names_a_competence_once",
                violation_error_message=_("This goal names it already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.competence)


class GoalShare(Record):
    """The worker lets whoever supervises them in a stream read a goal, until they take it back."""

    verbs = frozenset({"share", "end"})

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="shares", verbose_name=_("goal"))
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+", verbose_name=_("with my supervisor in"))
    shared_on = models.DateField(_("shared on"), default=timezone.localdate)
    ended_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("shared goal")
        ordering = ["goal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "stream"],
                condition=Q(ended_on__isnull=True),
                name="a_goal_is_shared_once_in_a_stream",
                violation_error_message=_("It is shared there already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.stream)


from peerwork.development.appraisal.models import Appraisal  # noqa: E402, F401  Django looks for models here
from peerwork.development.cpd.models import CpdEntry  # noqa: E402, F401
from peerwork.development.moments.models import Moment  # noqa: E402, F401
