"""The quarterly checks, the peer forum's statement and its answer, outcomes beside the share, and the report itself."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record
from peerwork.mix.models import Basis
from peerwork.people.models import Unit, User


def quarter_of(day: date) -> date:
    """The first day of the quarter a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_words(first: date) -> str:
    return f"{date_format(first, 'F')} – {date_format(date(first.year, first.month + 2, 1), 'F Y')}"


def begins_a_quarter(day: date) -> None:
    if day != quarter_of(day):
        raise ValidationError(_("Give the first day of a quarter: 1 January, April, July or October."))


class Check(Record):
    """Five questions, once a quarter: of peer workers about their role, or of those receiving services by a code.

    Answers are only ever counted. Who answered is kept as a mark that can't be read back, and never with the answer;
    the counts stand in no history, for a line of history says when.
    """

    class Kind(models.TextChoices):
        PEERS = "peers", _("Peer workers")
        SERVICE = "service", _("People who receive services")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    moves = Moves({"open": ([START], "open"), "answer": (["open"], None), "close": (["open"], "closed")})

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    kind = models.CharField(_("who is asked"), max_length=8, choices=Kind)
    quarter = models.DateField(_("quarter from"), validators=[begins_a_quarter])
    closes_on = models.DateField(_("last day to answer"))

    class Meta:
        verbose_name = _("quarterly check")
        ordering = ["-quarter", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "quarter"], name="one_check_of_each_kind_a_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {quarter_words(self.quarter)}"

    def get_absolute_url(self) -> str:
        return reverse("mix:voice")


class CheckCount(Entry):
    """How many gave one answer to one question."""

    check_asked = models.ForeignKey(Check, models.PROTECT, related_name="counts")
    question = models.PositiveSmallIntegerField()
    answer = models.PositiveSmallIntegerField()
    many = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_asked", "question", "answer"], name="an_answer_is_counted_in_one_row"
            )
        ]


class CheckMark(Entry):
    """That somebody answered, or may with a code: a keyed hash, made so that neither can be read back."""

    check_asked = models.ForeignKey(Check, models.PROTECT, related_name="marks")
    key = models.CharField(max_length=64)
    used = models.BooleanField(default=True)  # a code that was handed out and not used yet: False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_asked", "key"], name="everybody_answers_a_check_once")]


class Statement(Record):
    """What the peer forum says to the board in its own words, or that it says nothing; and the director's answer."""

    class Status(models.TextChoices):
        GIVEN = "given", _("Not answered yet")
        ANSWERED = "answered", _("Answered")

    moves = Moves({"give": ([START], "given"), "reply": (["given"], "answered")})

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.GIVEN)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    quarter = models.DateField(_("quarter from"), validators=[begins_a_quarter])
    none_made = models.BooleanField(_("the forum makes no statement this quarter"), default=False)
    text = models.TextField(
        _("the forum’s statement"), max_length=6000, blank=True,
        help_text=_("As the forum wrote it. Nobody can change it afterwards, and the report prints it whole."),
    )  # fmt: skip
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("handed in by"))
    given_on = models.DateField(_("handed in on"), default=timezone.localdate)
    reply = models.TextField(_("answer"), max_length=4000, blank=True)
    replied_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    replied_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("statement of the peer forum")
        ordering = ["-quarter"]
        constraints = [models.UniqueConstraint(fields=["organisation", "quarter"], name="one_statement_a_quarter")]

    def __str__(self) -> str:
        return str(_("Peer forum, %(quarter)s") % {"quarter": quarter_words(self.quarter)})

    def clean(self) -> None:
        if bool(self.text.strip()) == self.none_made:
            raise ValidationError({"text": _("Give the statement, or say that the forum makes none.")})

    def get_absolute_url(self) -> str:
        return reverse("mix:voice")


class Indicator(Record):
    """One outcome that stands beside the share: for whom it is good, and from whose point of view it is told."""

    class Level(models.TextChoices):
        SUPPORTED = "supported", _("People who are supported")
        PROVIDING = "providing", _("People who give support")
        ORGANISATION = "organisation", _("The organisation")

    class Perspective(models.TextChoices):
        RECEIVING = "receiving", _("People who receive services")
        PEERS = "peers", _("Peer workers")
        COLLEAGUES = "colleagues", _("Colleagues of other professions")
        RECORDS = "records", _("What is recorded")

    class Better(models.TextChoices):
        HIGHER = "higher", _("Higher is better")
        LOWER = "lower", _("Lower is better")
        NEITHER = "neither", _("Neither by itself")

    verbs = frozenset({"add", "edit", "close"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    code = models.SlugField(_("short name in files"), max_length=40, help_text=_("For example: readmissions."))
    name = models.CharField(_("outcome"), max_length=120)
    level = models.CharField(_("for whom"), max_length=12, choices=Level)
    perspective = models.CharField(_("as told by"), max_length=12, choices=Perspective)
    better = models.CharField(_("which way is better"), max_length=8, choices=Better)
    note = models.CharField(_("what it counts"), max_length=400, blank=True)
    closed_on = models.DateField(_("no longer kept, from"), null=True, blank=True)

    class Meta:
        verbose_name = _("outcome")
        ordering = ["level", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], condition=Q(closed_on=None), name="an_outcome_has_its_own_short_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mix:outcomes")


class OutcomeFigure(Entry):
    """A month of an outcome as a file said it: a sum, of nobody in particular. A later file takes its place."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.DateField()
    numerator = models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    denominator = models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    source = models.CharField(max_length=120)
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator", "unit", "month"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit", "month"], name="one_figure_of_an_outcome_a_month"),
            models.CheckConstraint(condition=Q(numerator__lte=F("denominator")), name="an_outcome_is_part_of_its_base"),
        ]


class BoardReport(Record):
    """A report as it was made: everything in it passed the release rules, and none of it changes afterwards."""

    class Status(models.TextChoices):
        MADE = "made", _("Made")

    moves = Moves({"make": ([START], "made")})

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.MADE)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    month = models.DateField(_("month"))
    basis = models.CharField(_("counted by"), max_length=9, choices=Basis, default=Basis.WTE)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_on = models.DateField(_("made on"), default=timezone.localdate)
    content = models.JSONField(_("what it says"), default=dict)

    class Meta:
        verbose_name = _("board report")
        ordering = ["-month", "-pk"]

    def __str__(self) -> str:
        return str(_("Board report, %(month)s") % {"month": date_format(self.month, "F Y")})

    def get_absolute_url(self) -> str:
        return reverse("mix:board-report", args=[self.pk])


class FoiPack(Record):
    """The numbers for freedom-of-information requests as of the end of a month: made once, the same for everybody."""

    class Status(models.TextChoices):
        MADE = "made", _("Made")

    moves = Moves({"make": ([START], "made")})

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.MADE)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    month = models.DateField(_("month"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_on = models.DateField(_("made on"), default=timezone.localdate)
    content = models.JSONField(_("what it says"), default=dict)

    class Meta:
        verbose_name = _("pack for information requests")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month"], name="one_pack_a_month",
                violation_error_message=_("There is a pack for this month already: it is the same for everybody."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(_("Information requests, %(month)s") % {"month": date_format(self.month, "F Y")})

    def get_absolute_url(self) -> str:
        return reverse("mix:foi-pack", args=[self.pk])
