"""Posts, who works in them and when, who supervises whom, who is away, who is qualified."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.models import Submission
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Entry, Record
from peerwork.people.models import Dated, Person, Unit, User, ends_after_it_starts


class Contract(models.TextChoices):
    """How somebody works in a post."""

    PERMANENT = "permanent", _("Permanent")
    FIXED = "fixed", _("Fixed term")
    BANK = "bank", _("Bank")
    APPRENTICE = "apprentice", _("Apprentice")
    VOLUNTEER = "volunteer", _("Volunteer")
    HONORARY = "honorary", _("Honorary contract")
    SECONDED = "seconded", _("Secondment")
    ACTING = "acting", _("Acting up")


OUTSIDE_ESTABLISHMENT = (
    Contract.BANK,
    Contract.VOLUNTEER,
    Contract.HONORARY,
)  # shown beside the posts, never counted in them
UNPAID = (Contract.VOLUNTEER, Contract.HONORARY)


# Posts --------------------------------------------------------------------------------------------------------------
class LadderStep(Record):
    """A step of an organisation's career ladder, from the first to the last."""

    verbs = frozenset({"open", "edit", "close"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="ladder", verbose_name=_("organisation"))
    number = models.PositiveSmallIntegerField(_("step"))
    name = models.CharField(_("name"), max_length=80)
    closed_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("career step")
        ordering = ["organisation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=Q(closed_on__isnull=True),
                name="a_ladder_has_each_step_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PayTable(Dated, Record):
    """What each band pays from a day, and where the figures are from: reference data, never a rule of the program."""

    verbs = frozenset({"publish", "close"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="pay_tables", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("pay table")
        ordering = ["-starts_on"]
        constraints = [
            ends_after_it_starts("a_pay_table_ends_after_it_starts"),
            models.UniqueConstraint(fields=["organisation", "starts_on"], name="one_pay_table_from_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class PayPoint(Record):
    """One point of a band in a pay table: pounds a year, full time, after so many years in the band."""

    verbs = frozenset({"publish"})

    table = models.ForeignKey(PayTable, models.PROTECT, related_name="points", verbose_name=_("pay table"))
    band = models.CharField(_("band"), max_length=10)
    years = models.PositiveSmallIntegerField(_("after years in the band"), default=0)
    salary = models.DecimalField(_("pounds a year, full time"), max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = _("pay point")
        ordering = ["band", "years"]
        constraints = [
            models.UniqueConstraint(fields=["table", "band", "years"], name="a_pay_point_is_given_once"),
            models.CheckConstraint(condition=Q(salary__gt=0), name="a_pay_point_pays"),
        ]

    def __str__(self) -> str:
        return f"{self.band}, {self.salary}"


class Post(Dated, Record):
    """A post in a team's establishment, whoever holds it. Team, band and WTE are today's; PostTerm holds each day's."""

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

    verbs = frozenset({"open", "edit", "change", "close"})

    team = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("team"))
    title = models.CharField(_("title"), max_length=160)
    code = models.CharField(_("position number"), max_length=40, blank=True)
    family = models.CharField(_("role family"), max_length=24, choices=Family)
    band = models.CharField(_("band"), max_length=10, blank=True)
    wte = models.DecimalField(_("budgeted WTE"), max_digits=6, decimal_places=3)
    lived_experience_essential = models.BooleanField(_("lived experience is essential"), default=False)
    scope = models.CharField(_("which lived experience"), max_length=8, choices=Scope, blank=True, default=Scope.NONE)
    contracts = models.JSONField(
        _("contracts allowed"), default=list, blank=True, help_text=_("None ticked means any kind.")
    )
    step = models.ForeignKey(
        LadderStep, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("career step")
    )

    class Meta:
        verbose_name = _("post")
        ordering = ["title", "pk"]
        constraints = [
            ends_after_it_starts("a_post_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(wte__gte=0), name="a_post_has_no_negative_hours"),
            models.UniqueConstraint(
                fields=["team", "code"], condition=~Q(code=""), name="a_position_number_is_used_once_in_a_team"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("placements:post", args=[self.pk])

    def clean(self) -> None:
        if unknown := set(self.contracts or ()) - set(Contract.values):
            raise ValidationError({"contracts": _("Not a kind of contract: %s") % ", ".join(sorted(map(str, unknown)))})


class PostTerm(Dated, Record):
    """The team, band and budgeted WTE of a post from a day to a day, so that past months can be told as they were."""

    verbs = frozenset({"change"})

    post = models.ForeignKey(Post, models.PROTECT, related_name="terms", verbose_name=_("post"))
    team = models.ForeignKey(Unit, models.PROTECT, related_name="post_terms", verbose_name=_("team"))
    band = models.CharField(_("band"), max_length=10, blank=True)
    wte = models.DecimalField(_("budgeted WTE"), max_digits=6, decimal_places=3)
    cancelled_on = models.DateField(_("cancelled"), null=True, blank=True)

    VALUES = ("team", "band", "wte")

    class Meta:
        verbose_name = _("term of a post")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["team", "starts_on"], name="posts_of_a_team_by_date")]
        constraints = [
            ends_after_it_starts("a_post_term_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(wte__gte=0), name="a_post_term_has_no_negative_hours"),
            models.UniqueConstraint(
                fields=["post", "starts_on"],
                condition=Q(cancelled_on__isnull=True),
                name="one_post_term_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)


class NextPost(Dated, Record):
    """A post that somebody in this one can grow into."""

    verbs = frozenset({"open", "end"})

    post = models.ForeignKey(Post, models.PROTECT, related_name="next_posts", verbose_name=_("post"))
    leads_to = models.ForeignKey(Post, models.PROTECT, related_name="reached_from", verbose_name=_("next step"))

    class Meta:
        verbose_name = _("next step")
        ordering = ["leads_to__title"]
        constraints = [
            ends_after_it_starts("a_next_step_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(post=F("leads_to")), name="a_post_does_not_lead_to_itself"),
            models.UniqueConstraint(
                fields=["post", "leads_to"], condition=Q(ends_on__isnull=True), name="a_next_step_is_named_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.leads_to)


# Placements ---------------------------------------------------------------------------------------------------------
class Leaving(models.TextChoices):
    """Why a placement ended, after the leaving reasons of the NHS Electronic Staff Record, shortened."""

    MOVED = "moved", _("Moved to another post here")
    PROMOTED = "promoted", _("Promoted")
    OTHER_JOB = "other_job", _("Another job")
    PROGRESSION = "progression", _("To progress elsewhere")
    RELOCATION = "relocation", _("Moved home")
    CARING = "caring", _("Caring for somebody")
    WORK_LIFE = "work_life", _("Work and life balance")
    HEALTH = "health", _("Health")
    PAY = "pay", _("Pay and reward")
    RELATIONS = "relations", _("Working relationships")
    LEARNING = "learning", _("Education or training")
    RETIREMENT = "retirement", _("Retirement")
    CONTRACT_END = "contract_end", _("The contract came to its end")
    REDUNDANCY = "redundancy", _("Redundancy")
    DISMISSAL = "dismissal", _("Dismissal")
    TRANSFER = "transfer", _("Transfer of the service")
    DEATH = "death", _("Died")
    UNKNOWN = "unknown", _("Not known")


class Destination(models.TextChoices):
    """Where somebody went, after the destinations of the National Workforce Data Set, shortened."""

    HERE = "here", _("This organisation")
    NHS = "nhs", _("Another NHS organisation")
    SOCIAL_CARE = "social_care", _("Social care")
    CHARITY = "charity", _("A charity or community organisation")
    PRIVATE = "private", _("Private health or care")
    OTHER_WORK = "other_work", _("Other work")
    SELF_EMPLOYED = "self_employed", _("Own business")
    EDUCATION = "education", _("Education or training")
    NO_WORK = "no_work", _("Not in paid work")
    ABROAD = "abroad", _("Abroad")
    UNKNOWN = "unknown", _("Not known")


class Placement(Dated, Record):
    """Somebody working in a post from a day to a day; employer and host may differ.

    Team, WTE and line manager are today's; PlacementTerm holds each day's.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        STARTED = "started", _("Started")
        ENDED = "ended", _("Ended")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    Contract = Contract

    moves = Moves(
        {
            "propose": ([START], "proposed"),
            "agree": (["proposed"], "agreed"),
            "start": (["agreed"], "started"),
            "change": (["agreed", "started"], None),
            "extend": (["agreed", "started"], None),
            "end": (["started"], "ended"),
            "resume": (["ended"], "started"),
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
    line_manager = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="manages", verbose_name=_("line manager")
    )
    returns_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="away_in",
        verbose_name=_("returns to"),
        help_text=_("For a secondment or acting up: the placement that is kept for them."),
    )
    end_reason = models.CharField(_("why it ended"), max_length=12, choices=Leaving, blank=True)
    destination = models.CharField(_("where to"), max_length=14, choices=Destination, blank=True)

    class Meta:
        verbose_name = _("placement")
        ordering = ["-starts_on", "pk"]
        indexes = [
            models.Index(fields=["team", "starts_on"], name="placements_in_a_team"),
            models.Index(fields=["person"], name="placements_of_a_person"),
        ]
        constraints = [
            ends_after_it_starts("a_placement_ends_after_it_starts"),
            # None for bank workers, who have no fixed hours.
            models.CheckConstraint(condition=Q(wte__gte=0) & Q(wte__lte=1), name="a_placement_is_up_to_full_time"),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(ends_on__isnull=False), name="an_ended_placement_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"

    def get_absolute_url(self) -> str:
        return reverse("placements:placement", args=[self.pk])


class PlacementTerm(Dated, Record):
    """Hours, team and line manager of a placement from a day to a day.

    wte          what counts as filling the post (0 while the person works elsewhere on secondment or acting up)
    working_wte  what the person really works: less in phased hours, none on a leave of absence
    """

    class Kind(models.TextChoices):
        USUAL = "usual", _("Usual hours")
        PHASED = "phased", _("Phased hours")
        LEAVE = "leave", _("Leave of absence")
        RELEASED = "released", _("Working in another post")

    verbs = frozenset({"change"})

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="terms", verbose_name=_("placement"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.USUAL)
    team = models.ForeignKey(Unit, models.PROTECT, related_name="placement_terms", verbose_name=_("team"))
    line_manager = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("line manager")
    )
    wte = models.DecimalField(_("WTE"), max_digits=4, decimal_places=3)
    working_wte = models.DecimalField(_("WTE worked"), max_digits=4, decimal_places=3)
    cancelled_on = models.DateField(_("cancelled"), null=True, blank=True)

    VALUES = ("kind", "team", "line_manager", "wte", "working_wte")

    class Meta:
        verbose_name = _("hours and team")
        ordering = ["starts_on", "pk"]
        indexes = [
            models.Index(fields=["team", "starts_on"], name="terms_in_a_team_by_date"),
            models.Index(fields=["starts_on", "ends_on"], name="terms_by_date"),
        ]
        constraints = [
            ends_after_it_starts("a_placement_term_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(working_wte__gte=0) & Q(working_wte__lte=F("wte")) & Q(wte__lte=1),
                name="hours_worked_are_part_of_the_hours_held",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["usual", "phased"]) | Q(working_wte=0), name="away_means_no_hours_worked"
            ),
            models.UniqueConstraint(
                fields=["placement", "starts_on"],
                condition=Q(cancelled_on__isnull=True),
                name="one_placement_term_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.placement)


class ExitConversation(Record):
    """A conversation offered to somebody who leaves: their words, each part shared only if they choose to."""

    class Status(models.TextChoices):
        OFFERED = "offered", _("Offered")
        WRITTEN = "written", _("Written")
        DECLINED = "declined", _("They would rather not")

    moves = Moves(
        {
            "offer": ([START], "offered"),
            "write": (["offered", "written"], "written"),
            "decline": (["offered"], "declined"),
        }
    )

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OFFERED)
    placement = models.OneToOneField(
        Placement, models.PROTECT, related_name="exit_conversation", verbose_name=_("placement")
    )
    offered_on = models.DateField(_("offered on"), default=timezone.localdate)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    held_with = models.CharField(_("with whom"), max_length=160, blank=True)
    went_well = models.TextField(_("what went well"), max_length=4000, blank=True)
    share_went_well = models.BooleanField(_("HR can read what went well"), default=False)
    could_change = models.TextField(_("what could be different"), max_length=4000, blank=True)
    share_could_change = models.BooleanField(_("HR can read what could be different"), default=False)
    support = models.TextField(_("how I was supported"), max_length=4000, blank=True)
    share_support = models.BooleanField(_("HR can read how I was supported"), default=False)

    class Meta:
        verbose_name = _("exit conversation")
        ordering = ["-offered_on"]

    def __str__(self) -> str:
        return str(self.placement)


# Supervisors --------------------------------------------------------------------------------------------------------
class Stream(Record):
    """A kind of supervision an organisation gives: line, practice, peer, group."""

    class Kind(models.TextChoices):
        LINE = "line", _("Line management")
        PRACTICE = "practice", _("Practice")
        PEER = "peer", _("Peer (lived experience)")
        GROUP = "group", _("Group or co-reflection")
        ADHOC = "adhoc", _("Ad hoc or debrief")

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

    verbs = frozenset({"link", "end", "ask_change"})

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="supervisor_links", verbose_name=_("who is supervised")
    )
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="supervises", verbose_name=_("supervisor"))
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="links", verbose_name=_("kind of supervision"))
    cover = models.BooleanField(_("covering for somebody"), default=False)
    change_asked_on = models.DateField(_("a change was asked for on"), null=True, blank=True)

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


class SupervisorProposal(Record):
    """A supervisor proposed by a team lead; HR makes the link, or says no."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Not taken up")

    moves = Moves(
        {
            "propose": ([START], "proposed"),
            "agree": (["proposed"], "agreed"),
            "decline": (["proposed"], "declined"),
        }
    )

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PROPOSED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who is supervised"))
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("supervisor"))
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+", verbose_name=_("kind of supervision"))
    starts_on = models.DateField(_("from"), default=timezone.localdate)

    class Meta:
        verbose_name = _("proposed supervisor")
        ordering = ["status", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "supervisor", "stream"],
                condition=Q(status="proposed"),
                name="a_supervisor_is_proposed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supervisor}, {self.stream}"


class Supervising(Record):
    """What somebody can give as a supervisor: how many people at once, their training, whether they take on more."""

    verbs = frozenset({"note", "edit", "say"})

    user = models.OneToOneField(User, models.PROTECT, related_name="supervising", verbose_name=_("supervisor"))
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    capacity = models.PositiveSmallIntegerField(_("people at once"), default=8)
    trained_on = models.DateField(_("trained in supervising peer workers on"), null=True, blank=True)
    trained_until = models.DateField(_("training holds until"), null=True, blank=True)
    open_to_more = models.BooleanField(_("I can take on more people"), default=True)
    lived_experience = models.BooleanField(
        _("I have lived experience of my own"), null=True, blank=True, help_text=_("Yours to say or not to say.")
    )

    class Meta:
        verbose_name = _("supervisor’s capacity")
        ordering = ["user__name"]

    def __str__(self) -> str:
        return str(self.user)


class Exclusion(Record):
    """A private wish not to work with somebody or in a team: no reason is kept, one named HR contact sees it."""

    verbs = frozenset({"name", "step_back", "withdraw", "pass_on"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="exclusions", verbose_name=_("whose wish"))
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("not with"))
    team = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("not in"))
    holder = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("HR contact who sees it"))
    stepped_back = models.BooleanField(_("the colleague stepped back"), default=False)
    named_on = models.DateField(_("from"), default=timezone.localdate)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("private wish")
        ordering = ["-named_on", "-pk"]
        indexes = [models.Index(fields=["user", "withdrawn_on"], name="wishes_about_somebody")]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, team__isnull=False) | Q(user__isnull=False, team__isnull=True),
                name="a_wish_is_about_somebody_or_a_team",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | ~Q(user=F("holder")), name="a_wish_is_kept_by_somebody_else"
            ),
            models.UniqueConstraint(
                fields=["person", "user", "stepped_back"],
                condition=Q(withdrawn_on__isnull=True, user__isnull=False),
                name="somebody_is_named_once",
            ),
            models.UniqueConstraint(
                fields=["person", "team"],
                condition=Q(withdrawn_on__isnull=True, team__isnull=False),
                name="a_team_is_named_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.team)


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

    verbs = frozenset({"note", "withdraw", "settle"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="qualified", verbose_name=_("person"))
    requirement = models.CharField(_("what for"), max_length=80)
    source = models.CharField(_("from"), max_length=120)
    noted_on = models.DateField(_("noted on"), default=timezone.localdate)
    cancelled_on = models.DateField(_("taken back as a mistake on"), null=True, blank=True)

    class Meta:
        verbose_name = _("qualification")
        ordering = ["requirement", "-starts_on"]
        constraints = [
            ends_after_it_starts("a_qualification_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["person", "requirement", "starts_on"],
                condition=Q(cancelled_on__isnull=True),
                name="a_qualification_is_noted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.requirement


# Teams --------------------------------------------------------------------------------------------------------------
class PeerNetwork(Dated, Record):
    """The named group that peer workers of a small team belong to, so that nobody is the only one."""

    verbs = frozenset({"name", "end"})

    team = models.ForeignKey(Unit, models.PROTECT, related_name="peer_networks", verbose_name=_("team"))
    name = models.CharField(_("peer network"), max_length=120)
    contact = models.CharField(_("who to ask"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("peer network")
        ordering = ["-starts_on"]
        constraints = [
            ends_after_it_starts("a_peer_network_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["team"], condition=Q(ends_on__isnull=True), name="one_peer_network_for_a_team_now"
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
    conditions = models.CharField(
        _("conditions"), max_length=400, blank=True, help_text=_("What must be done first, and by whom.")
    )
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


class Rule(models.TextChoices):
    """What is looked at when somebody is placed or given a supervisor; going on all the same needs a reason."""

    ONLY_PEER = "only_peer", _("The only peer worker in the team")
    NO_SUPERVISOR = "no_supervisor", _("No supervisor")
    OVER_CAPACITY = "over_capacity", _("Supervisor not available")
    NOT_TRAINED = "not_trained", _("Supervisor not trained in supervising peer workers")
    NOT_READY = "not_ready", _("Team not ready")
    OVER_BUDGET = "over_budget", _("More hours than the post has")
    OVER_FULL_TIME = "over_full_time", _("More than full time")


class Override(Record):
    """A rule somebody went past, and the reason they gave: kept, and counted."""

    verbs = frozenset({"override"})

    rule = models.CharField(_("rule"), max_length=16, choices=Rule)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("about"))
    team = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    placement = models.ForeignKey(
        Placement, models.PROTECT, null=True, blank=True, related_name="overrides", verbose_name=_("placement")
    )
    link = models.ForeignKey(
        SupervisorLink, models.PROTECT, null=True, blank=True, related_name="overrides", verbose_name=_("supervisor")
    )
    verb = models.CharField(_("when"), max_length=20)
    reason = models.CharField(_("why"), max_length=400)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("rule gone past")
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.get_rule_display()


# Staff files --------------------------------------------------------------------------------------------------------
class ColumnMapping(Record):
    """Which column of an organisation's own spreadsheet means what, saved under a name for the next file."""

    verbs = frozenset({"keep", "edit", "drop"})

    organisation = models.ForeignKey(
        Unit, models.PROTECT, related_name="column_mappings", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=80)
    columns = models.JSONField(_("columns"), default=dict)
    dropped_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("column mapping")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(dropped_on__isnull=True),
                name="a_mapping_name_is_used_once",
                violation_error_message=_("There is a mapping with this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class StaffFile(Submission):
    """A file of staff in post handed in: an ESR outbound file, or a spreadsheet with mapped columns."""

    class Profile(models.TextChoices):
        ESR_GO2 = "esr_go2", _("ESR generic outbound file (GO2)")
        MAPPED = "mapped", _("Spreadsheet with mapped columns")

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
    handed_in_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("handed in by"))
    mapping = models.ForeignKey(
        ColumnMapping, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("column mapping")
    )

    class Meta(Submission.Meta):
        verbose_name = _("staff in post file")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("placements:file", args=[self.pk])


class ExternalId(Entry):
    """A number by which a staff system knows a team, a post or a placement, and a mark of what it last said of it."""

    class Kind(models.TextChoices):
        UNIT = "unit", _("Organisation")
        POST = "post", _("Position")
        PLACEMENT = "placement", _("Assignment")

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="+")
    mark = models.CharField(max_length=64, blank=True)
    seen_on = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("number in a staff system")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "number"], name="a_staff_system_number_is_one_row")
        ]
