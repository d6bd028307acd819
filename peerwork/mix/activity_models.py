"""Care activity as it came in, what it is joined by, and its monthly sums. Nobody who is supported is in any of it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.models import Submission
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record
from peerwork.people.models import Dated, Person, Unit, ends_after_it_starts


class Kind(models.TextChoices):
    """How care was given."""

    DIRECT = "direct", _("With one person")
    GROUP = "group", _("In a group")
    DROPIN = "dropin", _("Drop-in")
    INDIRECT = "indirect", _("Indirect")


COUNTED_KINDS = (Kind.DIRECT, Kind.GROUP, Kind.DROPIN)  # indirect work is shown apart


class CareSource(models.TextChoices):
    """Where activity comes from; a month of one source replaces the same month of the same source only."""

    MHSDS = "mhsds", _("Electronic care record (MHSDS)")
    ACTIVITY = "activity_csv", _("Activity file")
    PMHC = "pmhc", _("Primary mental health care data set (PMHC MDS)")
    DELIVERY_LOG = "delivery_log", _("Delivery log")


# Files ----------------------------------------------------------------------------------------------------------------
class ActivitySubmission(Submission):
    """One extract of care activity handed in for one organisation."""

    class Profile(models.TextChoices):
        MHSDS_V6 = "mhsds_v6", _("MHSDS version 6: one CSV for each table, in a ZIP")
        MHSDS_V5 = "mhsds_v5", _("MHSDS version 5: one CSV for each table, in a ZIP")
        ACTIVITY = "activity_simple_csv", _("Activity file: one row for each staff member and contact")
        PMHC = "pmhc_mds", _("PMHC MDS: practitioners and service contacts, in a ZIP")
        DELIVERY_LOG = "delivery_log_csv", _("Delivery log template")

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

    class Meta(Submission.Meta):
        verbose_name = _("activity file")

    def __str__(self) -> str:
        return self.file_name


class CareRun(Entry):
    """A run that reads and loads a submission: how far it is, and whether it still lives; kept without history."""

    submission = models.OneToOneField(ActivitySubmission, models.CASCADE, related_name="run")
    staged_as = models.CharField(max_length=64, blank=True)  # the file's name in the staging folder, until it is read
    lease_by = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)


class CarePeriod(Entry):
    """A month of one source as one submission brought it; the month's rows are seen only while it is current."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, choices=CareSource)
    month = models.DateField()
    submission = models.ForeignKey(ActivitySubmission, models.PROTECT, null=True, blank=True, related_name="periods")
    rows = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source", "month"], condition=Q(current=True), name="one_version_of_a_month"
            )
        ]
        indexes = [models.Index(fields=["organisation", "month"], name="care_months_known")]


class Care(Entry):
    """What one staff member gave in one contact. No person who is supported is in it, nor any number of theirs.

    contact, staff, team   keyed hashes of the record's numbers (0: none); what they mean is looked up when counting,
                           so that a code mapped later needs no file again
    low, minutes, high     the same unless the source gives a band
    timed_by               a: the activity's own minutes; c: the contact's; n: nobody noted any; m: minutes, no contact
    shared                 the contact has rows of several staff
    """

    submission = models.ForeignKey(
        ActivitySubmission, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    month = models.DateField()
    contact = models.BigIntegerField()
    staff = models.BigIntegerField()
    team = models.BigIntegerField()
    held_on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    attendance = models.CharField(max_length=2)
    mechanism = models.CharField(max_length=2)
    low = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    timed_by = models.CharField(max_length=1)
    shared = models.BooleanField()

    class Meta:
        verbose_name = _("care activity")
        indexes = [models.Index(fields=["submission", "month"], name="care_of_a_month")]


# Who and where --------------------------------------------------------------------------------------------------------
class CareStaff(Entry):
    """A staff member as a care system numbers them; who they are is said by the crosswalk, by codes, or by nobody."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    source = models.CharField(_("from"), max_length=12, choices=CareSource)
    key = models.BigIntegerField()
    local_id = models.CharField(_("number in the care system"), max_length=80)

    class Meta:
        verbose_name = _("staff number in a care system")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "local_id"], name="a_care_number_is_kept_once"),
            models.UniqueConstraint(fields=["organisation", "key"], name="a_care_number_has_one_key"),
        ]

    def __str__(self) -> str:
        return self.local_id


class CareCode(Entry):
    """The codes a care system holds of a staff member, from a month on."""

    staff = models.ForeignKey(CareStaff, models.CASCADE, related_name="codes")
    month = models.DateField()
    staff_group = models.CharField(max_length=160, blank=True)
    job_role = models.CharField(max_length=160, blank=True)
    occupation_code = models.CharField(max_length=20, blank=True)
    registered = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "month"], name="one_set_of_codes_a_month")]


class StaffLink(Dated, Record):
    """Crosswalk: whose staff number a number in a care system stands for, from a day."""

    verbs = frozenset({"link", "end"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    source = models.CharField(_("care system"), max_length=12, choices=CareSource)
    local_id = models.CharField(_("number in the care system"), max_length=80)
    staff_id = models.CharField(_("staff number"), max_length=80)

    class Meta:
        verbose_name = _("link of staff numbers")
        ordering = ["local_id", "starts_on"]
        constraints = [
            ends_after_it_starts("a_link_of_numbers_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["organisation", "source", "local_id"],
                condition=Q(ends_on__isnull=True),
                name="a_care_number_is_one_person_now",
                violation_error_message=_("This number is linked already. End that link first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.local_id} = {self.staff_id}"


class CareTeam(Record):
    """A team as a care system numbers it, and the unit here that it is; without one its minutes stay in no team."""

    verbs = frozenset({"note", "map"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    source = models.CharField(_("from"), max_length=12, choices=CareSource)
    key = models.BigIntegerField(editable=False)
    local_id = models.CharField(_("team number in the care system"), max_length=80)
    team_type = models.CharField(_("team type"), max_length=3, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team here"))

    class Meta:
        verbose_name = _("team in a care system")
        ordering = ["local_id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "local_id"], name="a_care_team_is_kept_once")
        ]

    def __str__(self) -> str:
        return self.local_id


class Profession(Record):
    """What a staff group is called here, and whether it is registered, unregistered or voluntary."""

    class Registration(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        UNREGISTERED = "unregistered", _("Unregistered")
        VOLUNTEER = "volunteer", _("Volunteer")

    verbs = frozenset({"name"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    value = models.CharField(_("staff group as in the files"), max_length=160)
    key = models.CharField(max_length=160, editable=False, blank=True)
    name = models.CharField(_("profession"), max_length=80)
    registration = models.CharField(_("registered or not"), max_length=12, choices=Registration)

    class Meta:
        verbose_name = _("profession")
        ordering = ["name", "value"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="a_staff_group_is_named_once")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.value = " ".join(self.value.split())
        self.key = self.value.casefold()


class CountedRule(Record):
    """Which contacts count, from a month: the national rule unless an organisation has its own."""

    verbs = frozenset({"set"})

    organisation = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    number = models.PositiveIntegerField(_("number"), unique=True)
    effective_from = models.DateField(_("from"))
    attended = models.CharField(_("attendance codes that count"), max_length=40, default="5 6 Y")
    mechanisms = models.CharField(_("ways of contact"), max_length=120, blank=True, help_text=_("Codes with spaces."))
    leave_out = models.BooleanField(_("these are left out, all others count"), default=False)
    text_providers = models.CharField(_("organisations that work by text only"), max_length=120, blank=True)
    text_mechanisms = models.CharField(_("ways of contact that count for them too"), max_length=80, blank=True)
    most_unattributed = models.DecimalField(
        _("a month is not reportable above this part of time not attributed"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.1"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    reason = models.CharField(_("why"), max_length=400)

    class Meta:
        verbose_name = _("rule on which contacts count")
        ordering = ["number"]

    def __str__(self) -> str:
        return _("Counting rule %(number)s") % {"number": self.number}

    def clean(self) -> None:
        if self.effective_from.day != 1:
            raise ValidationError({"effective_from": _("A rule begins on the first day of a month.")})

    def counts(self, attendance: str, mechanism: str, organisation_code: str = "") -> str:
        """ "" where the contact counts, else what it is left out for: "attendance", or the way of contact."""
        if attendance not in self.attended.split():
            return "attendance"
        return "" if mechanism in self.counted_mechanisms(organisation_code) else mechanism or "none"

    def counted_mechanisms(self, organisation_code: str = "") -> set[str]:
        told = set(self.mechanisms.split())
        counted = {code for code in MECHANISMS if code not in told} if self.leave_out else told | {"--"}
        if organisation_code in self.text_providers.split():
            counted = counted | set(self.text_mechanisms.split())
        return counted


# Ways of contact as MHSDS codes them; P0 to P4 are those of the PMHC MDS; "--" stands in sources that note none.
MECHANISMS = {
    "01": _("Face to face"), "02": _("Telephone"), "03": _("Web camera"),
    "04": _("Talk type for somebody unable to speak"), "05": _("Email"), "06": _("SMS"), "09": _("Text message"),
    "10": _("Instant messaging"), "11": _("Video"), "12": _("Message board"), "13": _("Chat room"), "98": _("Other"),
    "P0": _("No contact took place"), "P1": _("Face to face"), "P2": _("Telephone"), "P3": _("Video"),
    "P4": _("Internet-based"), "--": _("Not noted in this source"),
}  # fmt: skip


# Without an electronic record -----------------------------------------------------------------------------------------
class Tally(Record):
    """A line of the delivery log: what somebody gave on a day or in a week. Nobody who is supported is named.

    Without a person it is what the team's other staff gave together.
    """

    class Status(models.TextChoices):
        LOGGED = "logged", _("Logged")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    moves = Moves({"log": ([START], "logged"), "edit": (["logged"], None), "withdraw": (["logged"], "withdrawn")})

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.LOGGED)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("team"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("whose work")
    )
    held_on = models.DateField(_("day, or first day of the week"), default=timezone.localdate)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.DIRECT)
    minutes = models.PositiveIntegerField(_("minutes"), default=0, validators=[MaxValueValidator(60 * 24 * 7)])
    contacts = models.PositiveIntegerField(_("how many contacts or sessions"), default=0)
    covering = models.BooleanField(
        _("covering another role"), default=False,
        help_text=_("A shift for somebody else, not peer work: it counts as care, not as peer work."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("line of the delivery log")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["unit", "held_on"], name="tallies_of_a_team")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0) | Q(contacts__gt=0), name="a_tally_holds_something")
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.held_on}"

    def clean(self) -> None:
        if not self.minutes and not self.contacts:
            raise ValidationError({"minutes": _("Give the minutes, or how many contacts, or both.")})
        if self.held_on > timezone.localdate():
            raise ValidationError({"held_on": _("This day has not come yet.")})


# Sums -----------------------------------------------------------------------------------------------------------------
class CareMonth(Entry):
    """The sums of a month: of one team (or none), source, kind and class of staff. Pages read these, never the rows.

    left_out   why these contacts are outside the counting rule: "" where they count
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=12, choices=CareSource)
    kind = models.CharField(max_length=8, choices=Kind)
    left_out = models.CharField(max_length=10, blank=True)
    counts_as = models.CharField(max_length=8, blank=True)
    profession = models.CharField(max_length=160, blank=True)
    registration = models.CharField(max_length=12, blank=True)
    rows = models.PositiveIntegerField(default=0)
    contacts = models.PositiveIntegerField(default=0)
    low = models.PositiveBigIntegerField(default=0)
    minutes = models.PositiveBigIntegerField(default=0)
    high = models.PositiveBigIntegerField(default=0)
    minutes_of_contact = models.PositiveBigIntegerField(default=0)
    rows_without_minutes = models.PositiveIntegerField(default=0)
    rows_without_team = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sums of a month")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "organisation", "month", "unit", "source", "kind", "left_out", "counts_as", "profession",
                    "registration",
                ],
                name="one_sum_per_month_and_class",
            )
        ]  # fmt: skip


class CarePeers(Entry):
    """How many peer workers gave care in a unit (with all below it) in a month: small teams are folded by it."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    peers = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month", "unit"], name="peers_are_counted_once_a_month")
        ]


class CareStamp(Entry):
    """What the sums of a month were made with; when that has changed, they are made again."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    stamp = models.CharField(max_length=64)
    counting_rule = models.ForeignKey(CountedRule, models.PROTECT, related_name="+")
    mapping_version = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "month"], name="one_stamp_a_month")]
