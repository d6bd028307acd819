"""Staff files as they came in, who counts as a peer worker, the frozen figures, and what is aimed for."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.models import Submission
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record
from peerwork.people.models import Dated, Unit, User, ends_after_it_starts


class Basis(models.TextChoices):
    """What is counted; one never stands for another."""

    WTE = "wte", _("whole-time equivalent")
    HEADCOUNT = "headcount", _("people")
    HOURS = "hours", _("care hours")
    CONTACTS = "contacts", _("contacts")


def clean_text(value: str) -> str:
    """A value as rules compare it: without outer, double or unusual spaces, whatever its capitals."""
    return " ".join(str(value).split()).casefold()


# Files ----------------------------------------------------------------------------------------------------------------
class StaffSubmission(Submission):
    """One staff file handed in, for one organisation or (blank) for all those it names."""

    class Profile(models.TextChoices):
        STAFF_FTE_CSV = "staff_fte_csv", _("Published staff file: month, organisation, staff group, WTE")
        STAFF_LIST_CSV = "staff_list_csv", _("Staff list: one row for each person and post")

    moves = Moves(
        {
            "hand_in": ([START], "staged"),
            "check": (["staged"], "checked"),
            "publish": (["staged"], "published"),
            "pass_over": (["staged"], "unchanged"),
            "refuse": (["staged"], "refused"),
        }
    )

    organisation = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    as_at = models.DateField(_("the list is as at"), default=timezone.localdate)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    created_organisations = models.PositiveIntegerField(_("organisations opened"), default=0)
    created_teams = models.PositiveIntegerField(_("teams opened"), default=0)

    class Meta(Submission.Meta):
        verbose_name = _("staff file")

    def __str__(self) -> str:
        return self.file_name


class StaffLine(Entry):
    """One person in one post, as a staff list says it; each list keeps its own lines."""

    submission = models.ForeignKey(StaffSubmission, models.PROTECT, related_name="lines")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("team"))
    staff_id = models.CharField(_("staff number"), max_length=80)
    name = models.CharField(_("name"), max_length=160, blank=True)
    role = models.CharField(_("job role"), max_length=160, blank=True)
    staff_group = models.CharField(_("staff group"), max_length=160, blank=True)
    occupation_code = models.CharField(_("occupation code"), max_length=20, blank=True)
    post = models.CharField(_("position number"), max_length=40, blank=True)
    wte = models.DecimalField(_("WTE"), max_digits=7, decimal_places=5)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of a staff list")
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "submission"], name="lines_of_a_list")]
        constraints = [
            ends_after_it_starts("a_staff_line_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(wte__gte=0), name="a_staff_line_has_no_negative_hours"),
        ]

    def __str__(self) -> str:
        return self.staff_id


class StaffFte(Entry):
    """The WTE of one staff group in one month, as published: a table of sums, so no headcount can be had from it."""

    submission = models.ForeignKey(StaffSubmission, models.PROTECT, related_name="sums")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    month = models.DateField(_("month"))
    staff_group = models.CharField(_("staff group"), max_length=160)
    fte = models.DecimalField(_("WTE"), max_digits=15, decimal_places=5)

    class Meta:
        verbose_name = _("WTE of a staff group")
        ordering = ["month", "staff_group"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month", "staff_group"], name="one_sum_per_staff_group_and_month"),
            models.CheckConstraint(condition=Q(fte__gte=0), name="no_negative_wte"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_group}, {self.month:%Y-%m}"


# Who counts -----------------------------------------------------------------------------------------------------------
class CountsAs(models.TextChoices):
    PEER = "peer", _("Peer worker")
    CLINICAL = "clinical", _("Other care staff")
    EXCLUDED = "excluded", _("Not counted")


class CountingRule(Dated, Record):
    """Who counts as a peer worker, as other care staff, or not at all, from a day: no national code says so.

    The closest rule wins: a named person, then a position, a job role, an occupation code, a staff group; and an
    organisation's own rule before one for everybody.
    """

    class By(models.TextChoices):
        STAFF_ID = "staff_id", _("Staff number")
        POST = "post", _("Position number")
        JOB_ROLE = "job_role", _("Job role")
        OCCUPATION_CODE = "occupation_code", _("Occupation code")
        STAFF_GROUP = "staff_group", _("Staff group")

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        APPROVED = "approved", _("In use")
        REJECTED = "rejected", _("Not taken")
        REPLACED = "replaced", _("Replaced")

    moves = Moves(
        {
            "suggest": ([START], "suggested"),
            "classify": ([START], "approved"),
            "approve": (["suggested"], "approved"),
            "reject": (["suggested"], "rejected"),
            "end": (["approved"], None),
            "replace": (["approved", "suggested"], "replaced"),
        }
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUGGESTED)
    organisation = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    told_by = models.CharField(_("told by"), max_length=16, choices=By)
    value = models.CharField(_("value"), max_length=160)
    key = models.CharField(max_length=160, editable=False, blank=True)
    counts_as = models.CharField(_("counts as"), max_length=8, choices=CountsAs)
    reason = models.CharField(_("why"), max_length=400, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        verbose_name = _("rule on who counts")
        ordering = ["told_by", "value", "starts_on"]
        constraints = [
            ends_after_it_starts("a_counting_rule_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["organisation", "told_by", "key", "starts_on"],
                condition=Q(status="approved"),
                name="one_answer_per_value_and_day",
            ),
            models.UniqueConstraint(  # SQLite can't be told that two blanks are the same
                fields=["told_by", "key", "starts_on"],
                condition=Q(status="approved", organisation__isnull=True),
                name="one_answer_for_all_per_value_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.get_counts_as_display()}"

    def clean(self) -> None:
        self.value = " ".join(self.value.split())
        self.key = clean_text(self.value)
        if not self.key:
            raise ValidationError({"value": _("Enter the value as it stands in the file.")})


class Definition(Record):
    """What the share means, in words, from a month on; each frozen figure says which one it was made with."""

    class Measure(models.TextChoices):
        STAFF = "staff", _("By time in post and by people")
        CARE = "care", _("By care hours and contacts")

    verbs = frozenset({"publish"})

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    measure = models.CharField(_("of the share"), max_length=5, choices=Measure, default=Measure.STAFF)
    text = models.TextField(_("what it means"))
    effective_from = models.DateField(_("from"))

    class Meta:
        verbose_name = _("definition of the share")
        ordering = ["number"]

    def __str__(self) -> str:
        return _("Definition %(number)s") % {"number": self.number}


# Figures --------------------------------------------------------------------------------------------------------------
class Snapshot(Entry):
    """A month's figure for a unit on one basis, fixed: a correction is a new version of the whole month, the old stays.

    numerator       peer workers
    denominator     peer workers and other care staff
    excluded        staff who are known and not counted
    not_attributed  staff nobody has said anything about yet
    peers           how many people the numerator is, where that is known
    low, high       the share at least and at most, where the source gives bands of minutes
    """

    class Source(models.TextChoices):
        STAFF_LIST = "staff_list", _("Staff list")
        WORKED_BACK = "worked_back", _("Worked back from a later staff list")
        STAFF_FTE = "staff_fte", _("Published staff file")
        MHSDS = "mhsds", _("Electronic care record (MHSDS)")
        ACTIVITY = "activity_csv", _("Activity file")
        PMHC = "pmhc", _("Primary mental health care data set (PMHC MDS)")
        DELIVERY_LOG = "delivery_log", _("Delivery log")
        SEVERAL = "several", _("Several sources of care activity")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="snapshots", verbose_name=_("unit"))
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    month = models.DateField(_("month"))
    basis = models.CharField(_("counted by"), max_length=9, choices=Basis)
    numerator = models.DecimalField(_("peer workers"), max_digits=18, decimal_places=5)
    denominator = models.DecimalField(_("everyone counted"), max_digits=18, decimal_places=5)
    excluded = models.DecimalField(_("not counted"), max_digits=18, decimal_places=5, default=0)
    not_attributed = models.DecimalField(_("not attributed"), max_digits=18, decimal_places=5, default=0)
    peers = models.PositiveIntegerField(_("peer workers, people"), null=True, blank=True)
    source = models.CharField(_("from"), max_length=12, choices=Source)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+", verbose_name=_("definition"))
    mapping_version = models.PositiveIntegerField(_("version of who counts"))
    counting_rule = models.ForeignKey(
        "CountedRule", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rule on contacts")
    )
    low = models.DecimalField(_("share at least"), max_digits=9, decimal_places=8, null=True, blank=True)
    high = models.DecimalField(_("share at most"), max_digits=9, decimal_places=8, null=True, blank=True)
    number = models.PositiveIntegerField(_("version of the month"))
    frozen_at = models.DateTimeField(_("fixed at"), default=timezone.now)
    current = models.BooleanField(_("stands now"), default=True)

    class Meta:
        verbose_name = _("figure of a month")
        ordering = ["month", "unit"]
        indexes = [models.Index(fields=["organisation", "basis", "month"], name="figures_of_an_organisation")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month", "basis", "number"], name="one_figure_per_version"),
            models.UniqueConstraint(
                fields=["unit", "month", "basis"], condition=Q(current=True), name="one_figure_stands"
            ),
            models.CheckConstraint(condition=Q(numerator__lte=F("denominator")), name="peers_are_part_of_everyone"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.month:%Y-%m}"


class FixedThresholds(Entry):
    """The release thresholds of an organisation's month as they were when its figures were first fixed.

    Corrections of the month keep them: one month never shows under two roundings, from which more could be worked out.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    month = models.DateField(_("month"))
    thresholds = models.JSONField(_("thresholds"))

    class Meta:
        verbose_name = _("release thresholds of a month")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month"], name="a_month_has_its_thresholds_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.month:%Y-%m}"


class Supported(Entry):
    """Of a fixed figure: how much was by peer workers trained and supported at the time, and why the rest was not.

    Worked out once and kept with its figure, so that last March reads the same next year. What fell out is told apart
    by reason; `people` holds how many people each sum is of, so that the release rules can be applied.
    """

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="supported", verbose_name=_("figure"))
    ready = models.DecimalField(_("by peer workers trained and supported"), max_digits=18, decimal_places=5)
    training = models.DecimalField(_("training not complete"), max_digits=18, decimal_places=5, default=0)
    supervision = models.DecimalField(_("supervision not in date"), max_digits=18, decimal_places=5, default=0)
    both = models.DecimalField(_("neither"), max_digits=18, decimal_places=5, default=0)
    unknown = models.DecimalField(_("not known in this system"), max_digits=18, decimal_places=5, default=0)
    people = models.JSONField(_("people behind each sum"), default=dict)
    worked_out_at = models.DateTimeField(_("worked out at"), default=timezone.now)

    class Meta:
        verbose_name = _("trained and supported part of a figure")

    def __str__(self) -> str:
        return str(self.snapshot)


class Target(Record):
    """The share a unit aims for by a day, the way there, who set it and why. A new target replaces it; both stay."""

    class Status(models.TextChoices):
        SET = "set", _("In force")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Trajectory(models.TextChoices):
        STRAIGHT = "straight", _("A straight line")
        STEPPED = "stepped", _("Steps at the milestones")

    moves = Moves({"set": ([START], "set"), "replace": (["set"], "replaced"), "withdraw": (["set"], "withdrawn")})

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SET)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="targets", verbose_name=_("for"))
    basis = models.CharField(_("counted by"), max_length=9, choices=Basis)
    value = models.DecimalField(
        _("share to reach"),
        max_digits=7,
        decimal_places=6,
        validators=[MinValueValidator(Decimal("0.000001")), MaxValueValidator(Decimal(1))],
        help_text=_("As a fraction: 0.5 is one half."),
    )
    due_on = models.DateField(_("by"))
    starts_value = models.DecimalField(
        _("share at the start"),
        max_digits=7,
        decimal_places=6,
        default=0,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    starts_on = models.DateField(_("from"))
    milestones = models.JSONField(
        _("milestones"), default=list, blank=True, help_text=_('[{"value": "0.25", "on": "2027-03-31"}, …]')
    )
    trajectory = models.CharField(_("way there"), max_length=8, choices=Trajectory, default=Trajectory.STRAIGHT)
    reason = models.CharField(_("why"), max_length=400)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_on = models.DateField(_("set on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("target")
        ordering = ["-set_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("starts_on")), name="a_target_lies_ahead_of_its_start"),
            models.CheckConstraint(condition=Q(value__gt=0) & Q(value__lte=1), name="a_target_is_a_fraction"),
            models.UniqueConstraint(
                fields=["unit", "basis"],
                condition=Q(status="set"),
                name="one_target_in_force",
                violation_error_message=_("There is a target in force already. Replace it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.value}"

    def clean(self) -> None:
        try:
            steps = self.steps()
        except (KeyError, TypeError, ValueError, InvalidOperation):
            raise ValidationError(
                {"milestones": _("Give each milestone a share between 0 and 1, and a day or nothing.")}
            ) from None
        if any(not 0 < value <= 1 for value, _on in steps):
            raise ValidationError({"milestones": _("A milestone is a share between 0 and 1.")})
        if any(on and not self.starts_on < on <= self.due_on for _value, on in steps):
            raise ValidationError({"milestones": _("A milestone lies between the start and the day of the target.")})
        if self.trajectory == self.Trajectory.STEPPED and not any(on for _value, on in steps):
            raise ValidationError({"milestones": _("Steps need at least one milestone with a day.")})

    def steps(self) -> list[tuple[Decimal, date | None]]:
        """The milestones as shares and days, lowest first."""
        return sorted(
            (
                (Decimal(str(step["value"])), date.fromisoformat(step["on"]) if step.get("on") else None)
                for step in self.milestones
            ),
            key=lambda step: step[0],
        )

    def path(self, day: date) -> Decimal | None:
        """The share the path asks for on a day; None before it begins, the target itself after its day."""
        if day < self.starts_on:
            return None
        if day >= self.due_on:
            return self.value
        if self.trajectory == self.Trajectory.STEPPED:
            return max((value for value, on in self.steps() if on and on <= day), default=self.starts_value)
        gone = Decimal((day - self.starts_on).days) / Decimal((self.due_on - self.starts_on).days)
        return self.starts_value + (self.value - self.starts_value) * gone


# Care activity has its own file; its tables are the mix app's too.
from peerwork.mix.activity_models import (  # noqa: E402
    ActivitySubmission,
    Care,
    CareCode,
    CareMonth,
    CarePeers,
    CarePeriod,
    CareRun,
    CareSource,
    CareStaff,
    CareStamp,
    CareTeam,
    CountedRule,
    Kind,
    Profession,
    StaffLink,
    Tally,
)
from peerwork.mix.board.models import (  # noqa: E402  so that the app knows its tables
    BoardReport,
    Check,
    CheckCount,
    CheckMark,
    FoiPack,
    Indicator,
    OutcomeFigure,
    Statement,
)
from peerwork.mix.openly.models import ShareFile  # noqa: E402
from peerwork.mix.steering.models import Scenario  # noqa: E402

__all__ = [
    "ActivitySubmission", "Basis", "BoardReport", "Care", "CareCode", "CareMonth", "CarePeers", "CarePeriod",
    "CareRun", "CareSource", "CareStaff", "CareStamp", "CareTeam", "Check", "CheckCount", "CheckMark", "CountedRule",
    "CountingRule", "CountsAs", "Definition", "FixedThresholds", "FoiPack", "Indicator", "Kind", "OutcomeFigure",
    "Profession", "Scenario", "ShareFile", "Snapshot", "StaffFte", "StaffLine", "StaffLink", "StaffSubmission",
    "Statement", "Supported", "Tally", "Target", "clean_text",
]  # fmt: skip
