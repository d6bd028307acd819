"""Posts, who works in them and when, who supervises whom, who is away, who is qualified."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Dated, Person, Unit, User, ends_after_it_starts


class Post(Dated, Record):
    """A post in a team's establishment, whoever holds it."""

    class Family(models.TextChoices):
        PEER = "peer", _("Peer support worker")
        SENIOR_PEER = "senior_peer", _("Senior peer support worker")
        PEER_TRAINER = "peer_trainer", _("Peer trainer")
        PEER_LEAD = "peer_lead", _("Peer lead or manager")
        CARER_PEER = "carer_peer", _("Carer peer worker")
        NURSING = "nursing", _("Nursing")
        MEDICAL = "medical", _("Medical")
        PSYCHOLOGY = "psychology", _("Psychology")
        OCCUPATIONAL_THERAPY = "occupational_therapy", _("Occupational therapy")
        SOCIAL_WORK = "social_work", _("Social work")
        SUPPORT = "support", _("Health care and support")
        OTHER_CLINICAL = "other_clinical", _("Other clinical")
        OTHER = "other", _("Not clinical")

    class Scope(models.TextChoices):
        NONE = "", _("Not asked for")
        OWN = "own", _("Own experience")
        CARER = "carer", _("As a carer or family member")
        SERVICE = "service", _("Of this kind of service")

    verbs = frozenset({"open", "edit", "close"})

    team = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("team"))
    title = models.CharField(_("title"), max_length=160)
    code = models.CharField(_("position number"), max_length=40, blank=True)
    family = models.CharField(_("role family"), max_length=24, choices=Family)
    band = models.CharField(_("band"), max_length=10, blank=True)
    wte = models.DecimalField(_("budgeted WTE"), max_digits=6, decimal_places=3)
    lived_experience_essential = models.BooleanField(_("lived experience is essential"), default=False)
    scope = models.CharField(_("which lived experience"), max_length=8, choices=Scope, blank=True, default=Scope.NONE)

    class Meta:
        verbose_name = _("post")
        ordering = ["title", "pk"]
        constraints = [
            ends_after_it_starts("a_post_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(wte__gt=0), name="a_post_has_hours"),
            models.UniqueConstraint(
                fields=["team", "code"], condition=~Q(code=""), name="a_position_number_is_used_once_in_a_team"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("placements:post", args=[self.pk])


class Placement(Dated, Record):
    """Somebody working in a post from a day to a day; employer and host may differ."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        STARTED = "started", _("Started")
        ENDED = "ended", _("Ended")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Contract(models.TextChoices):
        PERMANENT = "permanent", _("Permanent")
        FIXED = "fixed", _("Fixed term")
        BANK = "bank", _("Bank")
        APPRENTICE = "apprentice", _("Apprentice")
        VOLUNTEER = "volunteer", _("Volunteer")
        HONORARY = "honorary", _("Honorary contract")
        SECONDED = "seconded", _("Secondment")

    moves = Moves(
        {
            "propose": ([START], "proposed"),
            "agree": (["proposed"], "agreed"),
            "start": (["agreed"], "started"),
            "change": (["started"], None),
            "end": (["started"], "ended"),
            "withdraw": (["proposed", "agreed"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="placements", verbose_name=_("person"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="placements", verbose_name=_("post"))
    team = models.ForeignKey(Unit, models.PROTECT, related_name="placements", verbose_name=_("team"))
    employer = models.ForeignKey(Unit, models.PROTECT, related_name="employed_placements", verbose_name=_("employer"))
    host = models.ForeignKey(
        Unit, models.PROTECT, related_name="hosted_placements", verbose_name=_("host organisation")
    )
    wte = models.DecimalField(_("WTE"), max_digits=4, decimal_places=3)
    contract = models.CharField(_("contract"), max_length=10, choices=Contract, default=Contract.PERMANENT)

    class Meta:
        verbose_name = _("placement")
        ordering = ["-starts_on", "pk"]
        indexes = [
            models.Index(fields=["team", "starts_on"], name="placements_in_a_team"),
            models.Index(fields=["person"], name="placements_of_a_person"),
        ]
        constraints = [
            ends_after_it_starts("a_placement_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(wte__gt=0) & Q(wte__lte=1), name="a_placement_is_up_to_full_time"),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(ends_on__isnull=False), name="an_ended_placement_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"

    def get_absolute_url(self) -> str:
        return reverse("placements:placement", args=[self.pk])


class Stream(Record):
    """A kind of supervision an organisation gives: line, practice, peer, group."""

    class Kind(models.TextChoices):
        LINE = "line", _("Line management")
        PRACTICE = "practice", _("Practice")
        PEER = "peer", _("Peer (lived experience)")
        GROUP = "group", _("Group or co-reflection")

    verbs = frozenset({"open", "edit", "close"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="streams", verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    required = models.BooleanField(_("everyone needs it"), default=True)
    closed_on = models.DateField(_("no longer given from"), null=True, blank=True)

    class Meta:
        verbose_name = _("kind of supervision")
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"], condition=Q(closed_on__isnull=True), name="one_stream_of_each_kind"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SupervisorLink(Dated, Record):
    """Who supervises whom in which stream, from a day to a day; cover is a link with an end date."""

    verbs = frozenset({"propose", "link", "end", "ask_change"})

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="supervisor_links", verbose_name=_("who is supervised")
    )
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="supervises", verbose_name=_("supervisor"))
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="links", verbose_name=_("kind of supervision"))
    cover = models.BooleanField(_("covering for somebody"), default=False)

    class Meta:
        verbose_name = _("supervisor")
        ordering = ["stream", "-starts_on"]
        indexes = [models.Index(fields=["supervisor", "person"], name="supervisees_of_a_supervisor")]
        constraints = [
            ends_after_it_starts("a_supervisor_link_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(cover=False) | Q(ends_on__isnull=False), name="cover_has_an_end"),
            models.UniqueConstraint(
                fields=["person", "stream"],
                condition=Q(ends_on__isnull=True, cover=False),
                name="one_supervisor_per_stream_now",
                violation_error_message=_("They already have a supervisor for this. End that first, from a date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor}, {self.stream}"


class Away(Dated, Record):
    """Somebody away from work from a day, until the day they are back; why is seen by HR only."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("Leave")
        SICKNESS = "sickness", _("Sickness")
        PARENTAL = "parental", _("Parental leave")
        OTHER = "other", _("Other")

    verbs = frozenset({"note", "edit", "cancel"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="away", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    cancelled_on = models.DateField(_("cancelled"), null=True, blank=True)

    class Meta:
        verbose_name = _("time away")
        ordering = ["-starts_on"]
        constraints = [ends_after_it_starts("time_away_ends_after_it_starts")]

    def __str__(self) -> str:
        return str(self.person)


class Qualified(Dated, Record):
    """A dated fact written by training: from this day to that day the person had what their role asks for."""

    verbs = frozenset({"note", "withdraw"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="qualified", verbose_name=_("person"))
    requirement = models.CharField(_("what for"), max_length=80)
    source = models.CharField(_("from"), max_length=120)
    noted_on = models.DateField(_("noted on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("qualification")
        ordering = ["requirement", "-starts_on"]
        constraints = [
            ends_after_it_starts("a_qualification_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["person", "requirement", "starts_on"], name="a_qualification_is_noted_once"
            ),
        ]

    def __str__(self) -> str:
        return self.requirement


class Readiness(Record):
    """Whether a team is ready to welcome a peer worker: decided by a named person, with a reason, until a day."""

    class Answer(models.TextChoices):
        READY = "ready", _("Ready")
        CONDITIONS = "conditions", _("Ready with conditions")
        NOT_YET = "not_yet", _("Not yet")

    verbs = frozenset({"decide"})

    team = models.ForeignKey(Unit, models.PROTECT, related_name="readiness", verbose_name=_("team"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    reason = models.CharField(_("why"), max_length=400)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    expires_on = models.DateField(_("holds until"))

    class Meta:
        verbose_name = _("team readiness")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gt=F("decided_on")), name="readiness_holds_for_a_while")
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
