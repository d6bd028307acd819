"""Organisations, people, and who holds which role where and when."""

import secrets
import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record, Versioned

FIRST_DAY = date(1948, 7, 5)  # a unit with no known opening day counts as always there


def live(on=None, *, prefix: str = "") -> Q:
    """Rows whose dates cover the day (today unless told): from `starts_on`, to and including `ends_on` if any."""
    on = on or timezone.localdate()
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    )


class Dated(models.Model):
    """A row that holds from a day, to and including another, or until further notice."""

    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_live(self) -> bool:
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name)


# Units --------------------------------------------------------------------------------------------------------------
class Unit(Record):
    """An organisation, or a part of one: service, team, or any level between, as deep as the organisation is."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation")
        DIRECTORATE = "directorate", _("Directorate")
        SERVICE = "service", _("Service")
        TEAM = "team", _("Team")

    verbs = frozenset({"open", "rename", "move", "close"})

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9._-]*$", _("Use capital letters, numbers, dots and dashes."))],
        help_text=_("The ODS code of an organisation or site, or your own code for a team."),
    )
    organisation = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("organisation")
    )
    team_type = models.CharField(
        _("team type"), max_length=3, blank=True, help_text=_("The MHSDS team type, such as A06.")
    )
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("unit"), _("units")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "code",
                condition=Q(organisation__isnull=True),
                name="an_organisation_code_is_used_once",
                violation_error_message=_("An organisation with this code is already here."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=Q(organisation__isnull=False),
                name="a_unit_code_is_used_once_in_its_organisation",
                violation_error_message=_("This code is already used in the organisation."),
            ),
            models.CheckConstraint(
                condition=Q(kind="organisation", organisation__isnull=True)
                | (~Q(kind="organisation") & Q(organisation__isnull=False)),
                name="every_unit_but_an_organisation_belongs_to_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def root_id(self) -> int:
        return self.organisation_id or self.pk

    def get_absolute_url(self) -> str:
        return reverse("people:unit", args=[self.pk])


class UnitLink(Dated, Record):
    """Which unit a unit is part of, from when to when: past months roll up as the tree was then."""

    verbs = frozenset({"open", "move", "close"})

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="links")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="child_links")

    class Meta:
        constraints = [
            ends_after_it_starts("a_unit_link_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ends_on__isnull=True), name="a_unit_has_one_parent_now"
            ),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="a_unit_is_not_part_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} in {self.parent}"


class UnitPath(Dated, Entry):
    """Derived from UnitLink: every unit with each unit above it (itself included), and the days that held."""

    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="paths_down")
    descendant = models.ForeignKey(Unit, models.CASCADE, related_name="paths")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["ancestor", "descendant"], name="paths_down"),
            models.Index(fields=["descendant", "ancestor"], name="paths_up"),
        ]


ONLY_WORDS = RegexValidator(r"^[\w’ -]+\Z", _("Write letters, spaces and hyphens only."))


class Settings(Record):
    """What an organisation has chosen: its look, its words, its thresholds. Anything left blank keeps the default."""

    verbs = frozenset({"open", "edit"})

    organisation = models.OneToOneField(Unit, models.PROTECT, related_name="settings", verbose_name=_("organisation"))
    display_name = models.CharField(_("name shown in the header"), max_length=80, blank=True)
    brand_colour = models.CharField(
        _("brand colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour like #0f4c5c."))],
    )
    word_service_user = models.CharField(
        _("your word for people who use services"),
        max_length=60,
        blank=True,
        validators=[ONLY_WORDS],
        help_text=_("For example: service user, person who uses services."),
    )
    words_service_users = models.CharField(
        _("your word for several of them"),
        max_length=60,
        blank=True,
        validators=[ONLY_WORDS],
        help_text=_("For example: people who use services."),
    )
    word_peer_worker = models.CharField(
        _("your word for peer workers"), max_length=60, blank=True, validators=[ONLY_WORDS]
    )
    support_email = models.EmailField(_("where people ask for help"), blank=True)
    support_phone = models.CharField(_("phone number for help"), max_length=30, blank=True)
    hide_up_to = models.PositiveSmallIntegerField(_("hide counts of people up to"), null=True, blank=True)
    round_to = models.PositiveSmallIntegerField(_("round counts of people to the nearest"), null=True, blank=True)
    fold_teams_under = models.PositiveSmallIntegerField(
        _("fold teams with fewer peer workers than"), null=True, blank=True
    )
    steps_done = models.JSONField(_("set-up steps done"), default=dict, blank=True)

    class Meta:
        verbose_name = _("organisation settings")
        constraints = [
            # Below these, counts can be worked out from what is published: they can be raised, not lowered.
            models.CheckConstraint(
                condition=Q(hide_up_to__isnull=True) | Q(hide_up_to__gte=7), name="small_counts_stay_hidden"
            ),
            models.CheckConstraint(condition=Q(round_to__isnull=True) | Q(round_to__gte=5), name="counts_stay_rounded"),
            models.CheckConstraint(
                condition=Q(fold_teams_under__isnull=True) | Q(fold_teams_under__gte=5), name="small_teams_stay_folded"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class RetentionRule(Record):
    """How long one class of record is kept, and who confirmed it; nothing of an unconfirmed class is ever purged."""

    verbs = frozenset({"propose", "edit", "confirm"})

    organisation = models.ForeignKey(
        Unit, models.PROTECT, related_name="retention_rules", verbose_name=_("organisation")
    )
    record_class = models.CharField(_("class of record"), max_length=40)
    months = models.PositiveSmallIntegerField(_("kept for (months)"))
    trigger = models.CharField(_("counted from"), max_length=120)
    source = models.CharField(_("source"), max_length=200)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("retention rule")
        ordering = ["record_class"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "record_class"], name="one_retention_rule_per_class")
        ]

    def __str__(self) -> str:
        return self.record_class


# Users --------------------------------------------------------------------------------------------------------------
def stamp() -> str:
    """Every session carries its user's stamp: a new one ends them all at once, on every device."""
    return secrets.token_hex(16)


class Users(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, Versioned):
    """Somebody who can sign in (with a password, a passkey or single sign-on), come by a link, or the system itself."""

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("Account")
        LINK = "link", _("Comes by link and code")
        SYSTEM = "system", _("The system")

    verbs = frozenset(
        {
            "invite", "join", "rename", "change_email", "change_password", "end_sessions", "reset_second_step",
            "deactivate", "reactivate",
        }
    )  # fmt: skip
    history = HistoricalRecords(excluded_fields=["password", "last_login", "session_stamp", "hints_gone"])

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ACCOUNT)
    email = models.EmailField(_("email address"), max_length=254)
    name = models.CharField(_("name"), max_length=160)
    is_active = models.BooleanField(_("can sign in"), default=True)
    digest = models.BooleanField(_("one weekly summary instead of single reminders"), default=True)
    mail_from = models.PositiveSmallIntegerField(
        _("reminders by mail from"), default=8, choices=[(hour, f"{hour}:00") for hour in range(8, 18)]
    )
    mail_until = models.PositiveSmallIntegerField(
        _("reminders by mail until"), default=18, choices=[(hour, f"{hour}:00") for hour in range(9, 19)],
        help_text=_("On weekdays between these hours. Codes, invitations and links come at once."),
    )  # fmt: skip
    hints_gone = models.JSONField(default=list, blank=True, editable=False)
    home_organisation = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    session_stamp = models.CharField(max_length=32, default=stamp, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Users()

    class Meta:
        verbose_name, verbose_name_plural = _("user"), _("users")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="an_email_address_has_one_account"),
            models.CheckConstraint(
                condition=models.Q(mail_until__gt=models.F("mail_from")), name="reminders_have_some_time",
                violation_error_message=_("Reminders need some time to come: the second hour must be the later one."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args, update_fields=None, **kwargs):
        # Django notes every sign-in by saving the user; a visit is no change, so it stays out of the history.
        if list(update_fields or ()) == ["last_login"]:
            self.skip_history_when_saving = True
        super().save(*args, update_fields=update_fields, **kwargs)
        self.__dict__.pop("skip_history_when_saving", None)

    def clean(self):
        super().clean()
        self.email = self.email.lower()

    def get_session_auth_hash(self) -> str:
        return salted_hmac("peerwork.session", self.password + self.session_stamp, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self):
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield salted_hmac(
                "peerwork.session", self.password + self.session_stamp, secret=secret, algorithm="sha256"
            ).hexdigest()

    @property
    def is_system(self) -> bool:
        return self.kind == self.Kind.SYSTEM

    # allauth asks these of any user; there is no Django admin site to open with them.
    is_staff = is_superuser = False

    def has_perm(self, perm, obj=None) -> bool:
        return False

    def has_module_perms(self, label) -> bool:
        return False

    def get_full_name(self) -> str:
        return self.name


class Anonymous:
    """Nobody signed in, for the API."""

    pk = id = None
    is_authenticated = is_active = is_system = False
    is_anonymous = True


class Role(models.TextChoices):
    """Roles that are given on a unit; worker, supervisor, applicant and the like come from records (access.md)."""

    HR = "hr", _("HR")
    TEAM_LEAD = "team_lead", _("Team lead")
    LIVED_EXPERIENCE_LEAD = "lived_experience_lead", _("Lived-experience lead")
    TRAINING_LEAD = "training_lead", _("Training lead")
    OH_ADVISER = "oh_adviser", _("Occupational health adviser")
    OH_LEAD = "oh_lead", _("Occupational health lead")
    DIRECTOR = "director", _("Director")
    PANEL_COORDINATOR = "panel_coordinator", _("Panel coordinator")
    RECORDS_OFFICER = "records_officer", _("Records officer")
    ON_CALL_MANAGER = "on_call_manager", _("On-call manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleAssignment(Dated, Record):
    """A role somebody holds on a unit and everything below it, from a day to a day."""

    verbs = frozenset({"give", "end"})

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=24, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name=_("unit"))
    reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("role"), _("roles")
        ordering = ["role", "-starts_on"]
        indexes = [models.Index(fields=["user", "role"], name="roles_of_a_user")]
        constraints = [
            ends_after_it_starts("a_role_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(ends_on__isnull=True),
                name="a_role_is_held_once",
                violation_error_message=_("They already hold this role here."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"


class Invitation(Record):
    """An invitation to make an account, with the role it will hold; accepting it is the only way to get one."""

    class Status(models.TextChoices):
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    moves = Moves(
        {
            "invite": ([START], "sent"),
            "resend": (["sent"], None),
            "accept": (["sent"], "accepted"),
            "withdraw": (["sent"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SENT)
    email = models.EmailField(_("email address"))
    name = models.CharField(_("name"), max_length=160)
    role = models.CharField(_("role"), max_length=24, choices=Role, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    starts_on = models.DateField(_("role from"), default=timezone.localdate)
    ends_on = models.DateField(_("role to"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "role",
                "unit",
                condition=Q(status="sent"),
                name="one_open_invitation_per_role",
                violation_error_message=_("There is an open invitation to this address for this role."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ApiToken(Record):
    """A key for one person's own programs: kept only as a hash, with an end date, and ended at any moment."""

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and change")

    verbs = frozenset({"issue", "revoke"})

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    scope = models.CharField(_("may"), max_length=5, choices=Scope, default=Scope.READ)
    prefix = models.CharField(max_length=8, unique=True)
    secret_hash = models.CharField(max_length=64)
    expires_on = models.DateField(_("ends on"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


# People -------------------------------------------------------------------------------------------------------------
class Person(Record):
    """Anybody the organisation keeps a record of: staff of every profession, applicants, learners, panel members."""

    verbs = frozenset({"register", "edit", "correct", "link_account", "record_death"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name=_("organisation"))
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="person", verbose_name=_("account")
    )
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("last name"), max_length=80)
    known_as = models.CharField(_("likes to be called"), max_length=80, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    work_email = models.EmailField(_("work email"), blank=True)
    home_email = models.EmailField(_("home email"), blank=True)
    home_phone = models.CharField(_("home phone"), max_length=30, blank=True)
    home_address = models.TextField(_("home address"), max_length=400, blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    died_on = models.DateField(_("died on"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("person"), _("people")
        ordering = ["family_name", "given_name", "pk"]
        indexes = [models.Index(fields=["family_name", "given_name"], name="people_by_name")]

    def __str__(self) -> str:
        return f"{self.known_as or self.given_name} {self.family_name}"

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])


class Identifier(Record):
    """A number some system knows a person by: what people are matched on, never their name alone."""

    class System(models.TextChoices):
        STAFF_ID = "staff_id", _("Staff number")
        ESR_PERSON = "esr_person", _("ESR person id")
        ESR_ASSIGNMENT = "esr_assignment", _("ESR assignment number")
        CARE_PROF = "care_prof", _("MHSDS care professional id")
        SMARTCARD = "smartcard", _("Smartcard UUID")
        APPLICANT = "applicant", _("Applicant system number")
        LMS = "lms", _("Learning system id")

    verbs = frozenset({"note", "end", "carry"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers", verbose_name=_("person"))
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("given by"))
    system = models.CharField(_("system"), max_length=16, choices=System)
    value = models.CharField(_("number"), max_length=80)
    ended_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("staff or system number")
        ordering = ["system", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "system", "value"],
                condition=Q(ended_on__isnull=True),
                name="a_number_belongs_to_one_person",
                violation_error_message=_("This number already belongs to somebody."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.value}"


class Worker(Record):
    """The confidential peer profile of a person employed for their own experience of distress and recovery."""

    verbs = frozenset({"begin", "edit", "end"})

    class Scope(models.TextChoices):
        OWN = "own", _("Own experience")
        CARER = "carer", _("As a carer or family member")
        SERVICE = "service", _("Of this kind of service")

    person = models.OneToOneField(Person, models.PROTECT, related_name="worker", verbose_name=_("person"))
    scope = models.CharField(_("lived experience the role draws on"), max_length=8, choices=Scope, default=Scope.OWN)
    peer_since = models.DateField(_("peer worker since"))
    peer_until = models.DateField(_("peer worker until"), null=True, blank=True)
    confidant = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("HR contact who keeps private wishes"),
    )

    class Meta:
        verbose_name = _("peer worker")
        ordering = ["person__family_name", "person__given_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(peer_until__isnull=True) | Q(peer_until__gte=F("peer_since")),
                name="a_peer_worker_ends_after_they_began",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class StartingNeed(Record):
    """Something a person chose to bring into the job from before their first day, kept until it is taken up."""

    class Kind(models.TextChoices):
        NEEDS = "needs", _("What helped at the interview")
        HEALTH = "health", _("Outcome of the work health assessment")
        PROGRAMME = "programme", _("Programme they are on")

    verbs = frozenset({"carry", "take_up", "withdraw"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="starting_needs", verbose_name=_("person"))
    kind = models.CharField(_("what"), max_length=9, choices=Kind)
    words = models.CharField(_("in their words"), max_length=400)
    carried_on = models.DateField(_("brought along on"), default=timezone.localdate)
    taken_up_on = models.DateField(_("taken up on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("starting need")
        ordering = ["-carried_on", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "carried_on"], name="a_starting_need_is_brought_along_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class PersonMatch(Record):
    """Two records that may be one person: proposed by stable numbers, confirmed by somebody, undone by a correction."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("To be decided")
        MERGED = "merged", _("One person")
        APART = "apart", _("Two people")

    moves = Moves(
        {
            "propose": ([START], "proposed"),
            "merge": (["proposed", "apart"], "merged"),
            "keep_apart": (["proposed"], "apart"),
            "undo": (["merged"], "apart"),
        }
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("record to keep"))
    duplicate = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("record to merge into it"))
    grounds = models.CharField(_("why they may be one person"), max_length=200)
    carried = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("possible duplicate")
        ordering = ["status", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kept", "duplicate"], name="a_pair_is_judged_once"),
            models.CheckConstraint(condition=~Q(kept=F("duplicate")), name="a_person_is_not_their_own_duplicate"),
        ]

    def __str__(self) -> str:
        return f"{self.kept} / {self.duplicate}"


class Handover(Record):
    """What somebody with a role passes on when they leave it: to whom, and whether it is done."""

    class Status(models.TextChoices):
        OPEN = "open", _("To hand over")
        DONE = "done", _("Handed over")

    moves = Moves({"begin": ([START], "open"), "edit": (["open"], None), "finish": (["open"], "done")})

    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    leaver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who is leaving"))
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    successor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who takes over")
    )
    last_day = models.DateField(_("last day"))
    note = models.TextField(_("what the next person needs to know"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("handover")
        ordering = ["status", "last_day"]

    def __str__(self) -> str:
        return str(self.leaver)

    def get_absolute_url(self) -> str:
        return reverse("people:handover", args=[self.pk])


from peerwork.people.copies.models import Copy, RecordsCase, Redaction  # noqa: E402, F401  Django looks for models here
from peerwork.people.records.models import RecordRequest  # noqa: E402, F401
