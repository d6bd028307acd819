"""Referrals to occupational health, reports in two parts, recommendations, and the adviser's own disclosure."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.adjustments.words import Fit, Kind, Response
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record, Versioned
from peerwork.people.models import Person, User


class Referral(Record):
    """A question to occupational health, asked only with the worker's consent; saying no is a normal outcome."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("To be talked through")
        INFORMED = "informed", _("Waiting for the worker")
        CONSENTED = "consented", _("To be sent")
        REFERRED = "referred", _("With occupational health")
        APPOINTMENT = "appointment", _("Appointment offered")
        ASSESSED = "assessed", _("Occupational health is writing")
        ADVISED = "advised", _("Advice to respond to")
        CLOSED = "closed", _("Closed")

    moves = Moves(
        {
            "propose": ([START], "proposed"),
            "edit": (["proposed"], None),
            "inform": (["proposed"], "informed"),
            "consent": (["informed"], "consented"),
            "decline": (["proposed", "informed"], "closed"),
            "refer": (["consented"], "referred"),
            "pass_on": (["referred", "appointment", "assessed"], None),
            "offer_appointment": (["referred", "appointment"], "appointment"),
            "assess": (["appointment"], "assessed"),
            "advise": (["assessed", "closed"], "advised"),
            "withdraw": (["consented", "referred", "appointment", "assessed"], "closed"),
            "close": (
                ["proposed", "informed", "consented", "referred", "appointment", "assessed", "advised"],
                "closed",
            ),
            "refer_again": (["closed"], "referred"),
        }
    )
    WITH_ADVISER = ("referred", "appointment", "assessed", "advised")

    status = models.CharField(_("status"), max_length=11, choices=Status, default=Status.PROPOSED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="referrals", verbose_name=_("worker"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_on = models.DateField(_("proposed on"), default=timezone.localdate)
    why = models.TextField(
        _("why are you asking?"), max_length=2000, help_text=_("What you see at work. No diagnosis, and no guesses.")
    )
    questions = models.TextField(_("what do you want to know?"), max_length=2000)
    informed_on = models.DateField(_("talked through on"), null=True, blank=True)
    answered_on = models.DateField(_("answered by the worker on"), null=True, blank=True)
    adviser = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("adviser")
    )
    adviser_until = models.DateField(
        _("the adviser’s access ends after"),
        null=True,
        blank=True,
        help_text=_("For an adviser from outside the organisation."),
    )
    referred_on = models.DateField(_("sent on"), null=True, blank=True)
    appointment_at = models.DateTimeField(_("appointment"), null=True, blank=True)
    assessed_on = models.DateField(_("met on"), null=True, blank=True)
    consent_again = models.BooleanField(_("I asked again at the appointment, and they agreed"), default=False)
    due_on = models.DateField(_("next step due by"), null=True, blank=True)
    again_because = models.CharField(_("why it is opened again"), max_length=400, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("referral")
        ordering = ["-proposed_on", "-pk"]
        indexes = [models.Index(fields=["adviser", "status"], name="cases_of_an_adviser")]

    def __str__(self) -> str:
        return str(_("Referral of %(name)s") % {"name": self.person})

    def get_absolute_url(self) -> str:
        return reverse("adjustments:referral", args=[self.pk])


class Report(Record):
    """What occupational health advises. The worker reads it first, and chooses whether anybody else does."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        WITH_WORKER = "with_worker", _("With the worker, to read first")
        CORRECTION = "correction", _("The worker asks for a correction")
        KEPT_PRIVATE = "kept_private", _("Kept private by the worker")
        RELEASED = "released", _("Released by the worker")

    moves = Moves(
        {
            "draft": ([START], "draft"),
            "edit": (["draft", "correction"], None),
            "check_harm": (["draft", "correction"], None),
            "show": (["draft", "correction"], "with_worker"),
            "release": (["with_worker", "kept_private"], "released"),
            "ask_correction": (["with_worker"], "correction"),
            "keep_private": (["with_worker"], "kept_private"),
            "add_remark": (["released"], None),
        }
    )

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="report", verbose_name=_("referral"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    adviser = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    fit = models.CharField(_("fit for the work"), max_length=9, choices=Fit)
    limits = models.TextField(
        _("limits at work"), max_length=4000, blank=True, help_text=_("What the job should allow for. Not why.")
    )
    advice = models.TextField(
        _("advice to the employer"), max_length=6000, help_text=_("No diagnosis, no treatment, nothing clinical.")
    )
    remarks = models.TextField(_("added later"), max_length=6000, blank=True)
    correction_wanted = models.TextField(_("what should be corrected"), max_length=4000, blank=True)
    harm_checked_on = models.DateField(_("serious-harm check made on"), null=True, blank=True)
    harm_grounds = models.TextField(_("grounds of the serious-harm check"), max_length=2000, blank=True)
    shown_on = models.DateField(_("given to the worker on"), null=True, blank=True)
    read_by = models.DateField(_("please read by"), null=True, blank=True)
    decided_on = models.DateField(_("the worker decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(_("Occupational health advice"))

    def get_absolute_url(self) -> str:
        return reverse("adjustments:report", args=[self.pk])


class Recommendation(Record):
    """One thing occupational health recommends, and what the employer answers to it."""

    class Status(models.TextChoices):
        WRITTEN = "written", _("To respond to")
        RESPONDED = "responded", _("Answered")
        DROPPED = "dropped", _("Left out")

    moves = Moves(
        {
            "add": ([START], "written"),
            "edit": (["written"], None),
            "drop": (["written"], "dropped"),
            "respond": (["written"], "responded"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.WRITTEN)
    report = models.ForeignKey(Report, models.CASCADE, related_name="recommendations", verbose_name=_("report"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    what = models.CharField(_("what is recommended"), max_length=400)
    response = models.CharField(_("your answer"), max_length=8, choices=Response, blank=True)
    response_words = models.TextField(_("why, if not or only in part"), max_length=2000, blank=True)
    responded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    responded_on = models.DateField(_("answered on"), null=True, blank=True)
    adjustment = models.ForeignKey(
        "adjustments.Adjustment", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("adjustment made from it"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("recommendation")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(response__in=["partly", "declined"]) | ~Q(response_words=""),
                name="less_than_recommended_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return self.report.get_absolute_url()

    def clean(self) -> None:
        super().clean()
        if self.response in ("partly", "declined") and not self.response_words.strip():
            raise ValidationError({"response_words": _("Say why, so that the worker and the adviser can follow it.")})


class Clinical(Versioned):
    """That there is a clinical part, and for whom. Its words are sealed apart, and stand in no column of this table."""

    verbs = frozenset({"write", "edit"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.OneToOneField(Report, models.PROTECT, related_name="clinical", verbose_name=_("report"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    on = models.DateField(_("written on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("clinical part")

    def __str__(self) -> str:
        return str(_("Clinical part"))

    def get_absolute_url(self) -> str:
        return reverse("adjustments:clinical", args=[self.pk])

    @property
    def text(self) -> str:
        """Sealed; opened by `health.queries` alone, once the read log is written."""
        return self.__dict__.get("_text", "")


class Disclosure(Versioned):
    """The adviser's own disclosure in the public interest: the least possible, on written grounds, the worker told."""

    verbs = frozenset({"disclose"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="disclosures", verbose_name=_("referral"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("disclosed by"))
    to = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("disclosed to"))
    senior_adviser = models.CharField(_("whose senior advice you took"), max_length=160)
    advised_on = models.DateField(_("advice taken on"))
    told_on = models.DateField(_("worker told on"))
    at = models.DateTimeField(_("disclosed"), default=timezone.now)

    class Meta:
        verbose_name = _("disclosure in the public interest")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(_("Disclosure in the public interest"))

    def get_absolute_url(self) -> str:
        return reverse("adjustments:disclosure", args=[self.pk])

    @property
    def content(self) -> str:
        return self.__dict__.get("_content", "")

    @property
    def grounds(self) -> str:
        return self.__dict__.get("_grounds", "")
