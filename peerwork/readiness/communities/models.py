"""Communities of practice: who belongs, when they meet, what they take up and what came of it in teams."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Unit, User
from peerwork.readiness.words import Present


class Spell(models.Model):
    """From the day somebody joins until the day they leave, that day no longer counted; open ended until then."""

    joined_on = models.DateField(_("joined on"), default=timezone.localdate)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        abstract = True

    def covers(self, day: date) -> bool:
        return self.joined_on <= day and (self.left_on is None or self.left_on > day)


def left_after_joined(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name=name)


def on(day: date) -> Q:
    """Spells that cover a day."""
    return Q(joined_on__lte=day) & (Q(left_on__isnull=True) | Q(left_on__gt=day))


class Community(Record):
    """People from many places who learn from each other: anyone in the organisation can join, or leave, any time."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    moves = Moves({"open": ([START], "open"), "edit": (["open"], None), "close": (["open"], "closed")})

    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("what it is for"), max_length=1000)
    host = models.CharField(
        _("host"), max_length=160, blank=True, help_text=_("Who gives it a roof: a trust, a college, a charity.")
    )
    budget = models.CharField(
        _("budget"), max_length=160, blank=True, help_text=_("What there is and where it comes from, or “none”.")
    )
    coordinator = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("coordinator")
    )

    class Meta:
        verbose_name = _("community of practice")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="a_community_is_not_part_of_itself"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("communities:community", args=[self.pk])

    def clean(self) -> None:
        above, steps = self.parent, 0
        while above is not None and steps < 10:
            if above.pk == self.pk:
                raise ValidationError({"parent": _("A community can't be part of one of its own parts.")})
            above, steps = above.parent, steps + 1


class Membership(Spell, Record):
    """Somebody's time in a community: nobody approves it, and they leave when they like."""

    verbs = frozenset({"join", "invite", "edit", "leave", "renew"})

    community = models.ForeignKey(Community, models.PROTECT, related_name="members", verbose_name=_("community"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    role_type = models.CharField(_("what brings you here"), max_length=16, choices=Present)

    class Meta:
        verbose_name = _("membership")
        ordering = ["joined_on", "pk"]
        constraints = [
            left_after_joined("a_member_leaves_after_joining"),
            models.UniqueConstraint(
                fields=["community", "user"], condition=Q(left_on__isnull=True), name="a_member_belongs_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Committee(Record):
    """A small group that does something for the community: its executive, or a committee with one task."""

    class Kind(models.TextChoices):
        EXECUTIVE = "executive", _("Executive")
        COMMITTEE = "committee", _("Committee")

    verbs = frozenset({"set_up", "edit", "close"})

    community = models.ForeignKey(Community, models.PROTECT, related_name="committees", verbose_name=_("community"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.COMMITTEE)
    name = models.CharField(_("name"), max_length=120)
    task = models.CharField(_("what it does"), max_length=400, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("committee")
        ordering = ["-kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(kind="executive", closed_on__isnull=True),
                name="a_community_has_one_executive",
                violation_error_message=_("There is an executive already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Seat(Spell, Record):
    """A member's time on a committee or the executive."""

    verbs = frozenset({"take", "leave"})

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats", verbose_name=_("committee"))
    member = models.ForeignKey(Membership, models.PROTECT, related_name="seats", verbose_name=_("member"))

    class Meta:
        verbose_name = _("seat")
        ordering = ["joined_on", "pk"]
        constraints = [
            left_after_joined("a_seat_is_left_after_it_was_taken"),
            models.UniqueConstraint(
                fields=["committee", "member"], condition=Q(left_on__isnull=True), name="a_seat_is_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)

    def clean(self) -> None:
        if self.member_id and self.committee_id and self.member.community_id != self.committee.community_id:
            raise ValidationError({"member": _("Choose somebody of this community.")})


class Meeting(Record):
    """One meeting of a community, usually monthly: face to face, by video, or both."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Did not happen")

    moves = Moves(
        {
            "plan": ([START], "planned"),
            "edit": (["planned"], None),
            "hold": (["planned", "held"], "held"),
            "cancel": (["planned"], "cancelled"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    community = models.ForeignKey(Community, models.PROTECT, related_name="meetings", verbose_name=_("community"))
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=120)
    place = models.CharField(_("where"), max_length=200, blank=True, help_text=_("A room, a video link, or both."))
    notes = models.TextField(_("what came of it"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("meeting")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["community", "starts_at"], name="meetings_of_a_community")]

    def __str__(self) -> str:
        return str(_("Meeting of %(day)s") % {"day": date_format(timezone.localtime(self.starts_at), "j F Y")})

    def get_absolute_url(self) -> str:
        return reverse("communities:meeting", args=[self.community_id, self.pk])

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)


class Attendance(Record):
    """That a member came to a meeting, and how; corrected rather than erased."""

    class How(models.TextChoices):
        THERE = "there", _("In the room")
        VIDEO = "video", _("By video")

    verbs = frozenset({"note", "edit"})

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance", verbose_name=_("meeting"))
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("member"))
    came = models.BooleanField(_("came"), default=True)
    how = models.CharField(_("how"), max_length=5, choices=How, default=How.THERE)

    class Meta:
        verbose_name = _("attendance")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="a_member_comes_to_a_meeting_once")]

    def __str__(self) -> str:
        return str(self.meeting)

    def clean(self) -> None:
        if self.member_id and self.meeting_id and self.member.community_id != self.meeting.community_id:
            raise ValidationError({"member": _("Choose somebody of this community.")})


class Attribution(models.TextChoices):
    """Under whose name something is done: some people act for their employer, some only as themselves."""

    ORGANISATION = "organisation", _("For my organisation")
    INDIVIDUAL = "individual", _("As myself")
    UNNAMED = "unnamed", _("Without my name")


class Attributed(models.Model):
    """Something a member brings or takes on, under the name they choose."""

    attribution = models.CharField(
        _("under whose name"), max_length=12, choices=Attribution, default=Attribution.INDIVIDUAL
    )

    class Meta:
        abstract = True

    def told_as(self, member: Membership | None) -> str:
        if member is None:
            return ""
        if self.attribution == Attribution.UNNAMED:
            return str(_("a member"))
        if self.attribution == Attribution.ORGANISATION and member.user.home_organisation_id:
            return str(member.user.home_organisation)
        return str(_("a member’s organisation")) if self.attribution == Attribution.ORGANISATION else str(member.user)


class AgendaItem(Attributed, Record):
    """One thing on a meeting's agenda: who brings it, what to read before, which of the five objectives it serves."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("Paper to read before")
        SHOWCASE = "showcase", _("Practice to show")
        EXPERT = "expert", _("Guest from outside")
        COMMITTEE = "committee", _("News from a committee")
        DISCUSSION = "discussion", _("Something to talk about")
        BUSINESS = "business", _("Running the community")

    class Objective(models.TextChoices):
        NEUTRAL = "neutral", _("A neutral place")
        PRACTICE = "practice", _("Support for different kinds of practice")
        TOGETHER = "together", _("Working together")
        QUALITY = "quality", _("Better services")
        INFLUENCE = "influence", _("A say where decisions are made")

    verbs = frozenset({"add", "edit", "drop"})

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda", verbose_name=_("meeting"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    objective = models.CharField(_("which aim it serves"), max_length=9, choices=Objective, blank=True)
    title = models.CharField(_("what it is about"), max_length=160)
    brought_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("brought by")
    )
    reading = models.TextField(
        _("what to read before"), max_length=1000, blank=True, help_text=_("The title, and where it can be found.")
    )
    dropped_on = models.DateField(_("taken off on"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        return self.told_as(self.brought_by)


class CommunityAction(Attributed, Record):
    """Something a member takes on: it points at what changed in a team, or says that there is no evidence yet."""

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    moves = Moves(
        {
            "add": ([START], "open"),
            "edit": (["open"], None),
            "show": (["open", "done"], None),
            "do": (["open"], "done"),
            "stop": (["open"], "stopped"),
            "reopen": (["done", "stopped"], "open"),
        }
    )

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN)
    community = models.ForeignKey(Community, models.PROTECT, related_name="actions", verbose_name=_("community"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("from the meeting")
    )
    what = models.CharField(_("what"), max_length=240)
    owner = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who takes it on")
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    ended_on = models.DateField(_("done or stopped on"), null=True, blank=True)
    learned = models.CharField(_("what we learned"), max_length=400, blank=True)
    evidence_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("the team where it shows")
    )
    evidence = models.CharField(_("what changed there"), max_length=400, blank=True)
    evidence_on = models.DateField(_("seen on"), null=True, blank=True)

    class Meta:
        verbose_name = _("action of a community")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence_on__isnull=True) | ~Q(evidence=""),
                name="a_day_of_evidence_has_evidence",
            )
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("communities:action", args=[self.community_id, self.pk])

    def clean(self) -> None:
        for name in ("owner", "meeting"):
            other = getattr(self, name)
            if other is not None and other.community_id != self.community_id:
                raise ValidationError({name: _("Choose from this community.")})
        if self.evidence_on and self.evidence_on > timezone.localdate():
            raise ValidationError({"evidence_on": _("The day must be today or in the past")})
        if self.status == self.Status.STOPPED and not self.learned.strip():
            raise ValidationError({"learned": _("Say what you learned: that is why it was worth trying")})

    @property
    def who(self) -> str:
        return self.told_as(self.owner)

    @property
    def evidence_words(self) -> str:
        if not self.evidence:
            return str(_("no evidence yet"))
        return f"{self.evidence_unit}: {self.evidence}" if self.evidence_unit_id else self.evidence
