"""The tables behind the kit's services. They know no domain word: a row is about a model's label and a number."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.records import Entry, Record

USER = settings.AUTH_USER_MODEL


class About(models.Model):
    """A row that is about another, named by model label and number, so that the kit needs to know no app."""

    about_model = models.CharField(max_length=80, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class ReadLine(About, Entry):
    """One reading of a confidential record: who, what, in which role, when. Written before any data is returned."""

    reader = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("read by"))
    role = models.CharField(_("as"), max_length=40)
    person_id = models.BigIntegerField(_("whose record"), null=True, db_index=True)
    what = models.CharField(_("what"), max_length=120)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    request_id = models.CharField(max_length=64, blank=True)
    shown_from = models.DateField(_("shown to the person from"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading")
        ordering = ["-at", "-pk"]


class Message(About, Entry):
    """A mail or reminder, written in the change's own transaction: one row per rule, subject, date and person."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused by the mail server")
        DROPPED = "dropped", _("Not sent")

    rule = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=160)
    on = models.DateField()
    to = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    template = models.CharField(max_length=80)
    context = models.JSONField(default=dict, blank=True)
    urgent = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    shown_from = models.DateTimeField(
        default=timezone.now
    )  # on the page of messages: a weekly summary delays mail only
    seen_at = models.DateTimeField(null=True, blank=True)
    send_after = models.DateTimeField(default=timezone.now, db_index=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, unique=True)
    why_not = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("message")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_key", "on", "to"],
                condition=Q(to__isnull=False),
                name="one_message_per_rule_subject_date_and_person",
            ),
            models.UniqueConstraint(
                fields=["rule", "subject_key", "on", "email"],
                condition=Q(to__isnull=True),
                name="one_message_per_rule_subject_date_and_address",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "send_after"], name="messages_to_send"),
            models.Index(fields=["to", "-shown_from"], name="messages_of_a_person"),
        ]


class Link(About, Entry):
    """A one-use link, with a code sent apart from it; only keyed hashes of both are kept."""

    user = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    purpose = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link")


class StoredFile(About, Entry):
    """An uploaded file: checked by its content, kept under a random name outside every served folder."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, unique=True)
    uploaded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    retention_class = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("file")


class Draft(Entry):
    """What somebody has typed and not yet sent: seen by them only, without history, truly gone when they erase it."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_per_person_and_form")]


class ExportLine(About, Entry):
    """One file of names or figures that left the system: who took what, how many rows, why."""

    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("taken by"))
    what = models.CharField(_("what"), max_length=120)
    format = models.CharField(_("format"), max_length=10)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    named = models.BooleanField(_("with names"), default=False)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("export")
        ordering = ["-at", "-pk"]


class SealedText(Entry):
    """One version of a sealed text: unreadable without the key, bound to its record; older versions stay."""

    record = models.UUIDField(db_index=True)
    field = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    body = models.BinaryField()
    key_id = models.CharField(max_length=40, db_index=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "field", "number"], name="sealed_versions_are_numbered")
        ]


class Submission(Record):
    """One file handed in: its good rows commit together, its refused rows are listed, a repeat changes nothing.

    Abstract: each app that imports has its own table, with the organisation it is for.
    """

    class Status(models.TextChoices):
        STAGED = "staged", _("Being read")
        CHECKED = "checked", _("Checked, not loaded")
        PUBLISHED = "published", _("Loaded")
        REFUSED = "refused", _("Refused")
        UNCHANGED = "unchanged", _("Already loaded, nothing changed")

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.STAGED)
    profile = models.CharField(_("kind of file"), max_length=40)
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    dry_run = models.BooleanField(_("check only"), default=False)
    started_at = models.DateTimeField(_("handed in"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_accepted = models.PositiveIntegerField(_("rows accepted"), default=0)
    rows_refused = models.PositiveIntegerField(_("rows refused"), default=0)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    message = models.TextField(_("what happened"), blank=True)
    report = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ["-started_at", "-pk"]


class JobRun(Entry):
    """A slot of periodic work: the first worker to write the row does the work, the others pass on."""

    name = models.CharField(max_length=80)
    slot = models.DateTimeField()
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="a_slot_of_work_is_done_once")]


class Repeat(Entry):
    """The answer kept for an Idempotency-Key, so that the same request sent twice is done once."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_idempotency_key")]


class Purge(Entry):
    """A run of the retention job: which class, how many, confirmed by whom. What was purged is not named."""

    verbs = frozenset({"purge"})

    record_class = models.CharField(_("class of record"), max_length=40)
    organisation_id = models.BigIntegerField(_("organisation"))
    rows = models.PositiveIntegerField(_("how many"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("purge")


class ChainLink(Entry):
    """One link of the chain over the audit trail: a salted digest of a line, standing on the link before."""

    number = models.PositiveBigIntegerField(unique=True)
    table = models.CharField(max_length=80)
    row = models.BigIntegerField()
    salt = models.BinaryField(null=True)  # gone when the line is purged
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="a_line_of_the_trail_has_one_link")]


class Hold(About, Record):
    """A legal hold: while it stands, nothing about this person is purged."""

    verbs = frozenset({"hold", "lift"})

    person_id = models.BigIntegerField(_("whose records"), db_index=True)
    named_as = models.CharField(_("named as"), max_length=120, blank=True)  # by the case: an address or a number
    reason = models.CharField(_("reason"), max_length=400)
    held_on = models.DateField(_("held from"), default=timezone.localdate)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal hold")
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | Q(lifted_on__gte=models.F("held_on")),
                name="a_hold_is_lifted_after_it_began",
            )
        ]
