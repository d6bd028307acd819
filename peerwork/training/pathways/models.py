"""From a taster to a post: people on the way, apprentices' hours away from the job, supervised hours to be signed."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person, Unit, User
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.curricula.models import CurriculumVersion

HOURS = {"max_digits": 6, "decimal_places": 2}
POSITIVE = [MinValueValidator(Decimal("0.25")), MaxValueValidator(2000)]


class Pathway(Record):
    """Somebody on the way into a peer post, who need not have one yet."""

    class Status(models.TextChoices):
        TASTER = "taster", _("Taster")
        COHORT = "cohort", _("In a group")
        PRACTICUM = "practicum", _("In practice")
        GATEWAY = "gateway", _("At the gateway")
        POST = "post", _("In a post")
        STOPPED = "stopped", _("Stopped for now")

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("Training before a post")
        APPRENTICESHIP = "apprenticeship", _("Apprenticeship")

    class Source(models.TextChoices):
        RESERVE = "reserve", _("Reserve list of a vacancy")
        COLLEGE = "college", _("Recovery college")
        OWN = "own", _("Asked themselves")
        SERVICE = "service", _("Suggested by a service")
        OTHER = "other", _("Another way")

    class Stopped(models.TextChoices):
        OWN_CHOICE = "own_choice", _("Their own choice")
        LIFE = "life", _("Life got in the way")
        OTHER_WORK = "other_work", _("Found other work")
        LATER = "later", _("Will go on later")
        NO_POST = "no_post", _("No post was free")

    moves = Moves(
        {
            "begin": ([START], "taster"),
            "edit": (["taster", "cohort", "practicum", "gateway"], None),
            "join": (["taster"], "cohort"),
            "practise": (["cohort"], "practicum"),
            "reach": (["practicum"], "gateway"),
            "take_post": (["gateway", "practicum", "cohort"], "post"),
            "stop": (["taster", "cohort", "practicum", "gateway"], "stopped"),
            "resume": (["stopped"], "taster"),
        }
    )

    status = models.CharField(_("stage"), max_length=9, choices=Status, default=Status.TASTER)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="pathways", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.PROGRAMME)
    source = models.CharField(_("how they came"), max_length=8, choices=Source, default=Source.OWN)
    begun_on = models.DateField(_("begun on"), default=timezone.localdate)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place in a group")
    )
    practice_in = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("where they practise")
    )
    gateway_on = models.DateField(_("gateway planned for"), null=True, blank=True)
    end_point_on = models.DateField(_("end-point assessment on"), null=True, blank=True)
    off_job_needed = models.PositiveSmallIntegerField(
        _("hours away from the job"), null=True, blank=True, help_text=_("What the agreement says.")
    )
    stopped_from = models.CharField(_("stage they stopped in"), max_length=9, blank=True)
    stopped_because = models.CharField(_("why they stopped"), max_length=10, choices=Stopped, blank=True)

    class Meta:
        verbose_name = _("way into a post")
        ordering = ["status", "person__family_name", "person__given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=~Q(status__in=["post", "stopped"]),
                name="one_way_into_a_post_at_a_time",
                violation_error_message=_("This person is on the way already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("training:pathway", args=[self.pk])


class OffJobHours(Record):
    """Hours of learning away from the job, noted by the apprentice or the training team."""

    verbs = frozenset({"log", "withdraw"})

    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="off_job", verbose_name=_("apprentice"))
    on = models.DateField(_("day"), default=timezone.localdate)
    hours = models.DecimalField(_("hours"), validators=POSITIVE, **HOURS)
    what = models.CharField(_("what you learned"), max_length=200)
    withdrawn = models.BooleanField(_("taken back"), default=False)

    class Meta:
        verbose_name = _("hours away from the job")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{float(self.hours):g} {_('hours')}, {date_format(self.on, 'j F Y')}"


class SupervisedHours(Record):
    """Hours of supervised practice toward a credential, for one period, signed by the supervisor of that period."""

    class Status(models.TextChoices):
        NOTED = "noted", _("Waiting for the supervisor")
        SIGNED = "signed", _("Signed")
        ASKED = "asked", _("The supervisor asks about it")

    moves = Moves(
        {
            "note": ([START], "noted"),
            "edit": (["noted", "asked"], "noted"),
            "sign": (["noted"], "signed"),
            "ask": (["noted"], "asked"),
        }
    )

    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.NOTED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("whose hours"))
    edition = models.ForeignKey(
        CurriculumVersion, models.PROTECT, related_name="+", verbose_name=_("toward which course")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    hours = models.DecimalField(_("supervised hours"), validators=POSITIVE, **HOURS)
    one_to_one = models.DecimalField(_("of which one to one"), default=0, validators=[MinValueValidator(0)], **HOURS)
    question = models.CharField(_("what the supervisor asks"), max_length=400, blank=True)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("supervised hours")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="supervised_hours_have_a_period"),
            models.CheckConstraint(condition=Q(one_to_one__lte=F("hours")), name="one_to_one_is_part_of_the_hours"),
            models.CheckConstraint(
                condition=~Q(status="signed") | Q(signed_by__isnull=False), name="signed_hours_say_by_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{date_format(self.starts_on, 'j F Y')} – {date_format(self.ends_on, 'j F Y')}"

    def get_absolute_url(self) -> str:
        return reverse("training:hours_of", args=[self.person_id])
