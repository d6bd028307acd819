"""The worker's own records: shares, the plan and its versions, the card, the wellbeing plan."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.adjustments.words import Part
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record, Versioned
from peerwork.people.models import Person, User

WORDS = {"max_length": 4000, "blank": True}


class Share(Record):
    """One person whom a worker lets read one part; taken back at any time, with the very next request."""

    verbs = frozenset({"share", "unshare"})

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    part = models.CharField(_("what they may read or do"), max_length=9, choices=Part)
    reason = models.ForeignKey(
        "adjustments.Reason", models.CASCADE, null=True, blank=True, related_name="shares", verbose_name=_("reason")
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("with"))
    shared_on = models.DateField(_("since"), default=timezone.localdate)
    ended_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("share")
        ordering = ["part", "-shared_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "part", "user"],
                condition=Q(ended_on__isnull=True, reason__isnull=True),
                name="one_share_of_a_part_with_a_person",
                violation_error_message=_("They can read it already."),
            ),
            models.UniqueConstraint(
                fields=["reason", "user"],
                condition=Q(ended_on__isnull=True, reason__isnull=False),
                name="one_share_of_a_reason_with_a_person",
                violation_error_message=_("They can read it already."),
            ),
            models.CheckConstraint(
                condition=Q(part="reason", reason__isnull=False) | (~Q(part="reason") & Q(reason__isnull=True)),
                name="a_shared_reason_is_named",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_part_display())


class Plan(Record):
    """One version of a worker's adjustments agreement: what stands, what they choose to add, and both agreements."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        PROPOSED = "proposed", _("Waiting for the manager")
        AGREED = "agreed", _("Agreed by both")
        REPLACED = "replaced", _("An earlier version")
        WITHDRAWN = "withdrawn", _("Taken back")

    moves = Moves(
        {
            "write": ([START], "draft"),
            "edit": (["draft"], None),
            "propose": (["draft"], "proposed"),
            "ask_change": (["proposed"], "draft"),
            "agree": (["proposed"], "agreed"),
            "replace": (["agreed"], "replaced"),
            "withdraw": (["draft", "proposed"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    lines = models.JSONField(_("adjustments in this version"), default=list, blank=True)
    good_day = models.TextField(_("on a good day"), help_text=_("What you can do, and how you like to work"), **WORDS)
    harder_day = models.TextField(
        _("on a harder day"), help_text=_("What helps, and what does not. You need not say why."), **WORDS
    )
    if_unwell = models.TextField(_("what to do if I am unwell at work"), **WORDS)
    contacts = models.TextField(_("who to contact"), **WORDS)
    change_wanted = models.TextField(_("what the manager would change"), max_length=2000, blank=True)
    proposed_at = models.DateTimeField(_("agreed by the worker"), null=True, blank=True)
    manager = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agreed with")
    )
    agreed_at = models.DateTimeField(_("agreed by the manager"), null=True, blank=True)
    review_on = models.DateField(_("looked at again by"), null=True, blank=True)

    class Meta:
        verbose_name = _("adjustments agreement")
        ordering = ["person", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["person", "number"], name="versions_of_a_plan_are_numbered"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(status="agreed"), name="one_version_of_a_plan_holds"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=["draft", "proposed"]),
                name="one_version_of_a_plan_is_being_written",
                violation_error_message=_("A new version is being written already. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Agreement, version %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("adjustments:plan", args=[self.pk])


class CarryOver(Record):
    """A new manager is told which adjustments they take on; nothing lapses, and what holds, holds without it."""

    class Status(models.TextChoices):
        NOTICED = "noticed", _("Waiting for the new manager")
        ACCEPTED = "accepted", _("Taken on")
        CLOSED = "closed", _("No longer their manager")

    moves = Moves(
        {
            "notice": ([START], "noticed"),
            "accept": (["noticed"], "accepted"),
            "close": (["noticed", "accepted"], "closed"),
        }
    )

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.NOTICED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    manager = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("new manager"))
    noticed_on = models.DateField(_("told on"), default=timezone.localdate)
    accepted_on = models.DateField(_("taken on"), null=True, blank=True)

    class Meta:
        verbose_name = _("adjustments carried over")
        ordering = ["-noticed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "manager"],
                condition=~Q(status="closed"),
                name="a_new_manager_is_told_once",
            )
        ]

    def __str__(self) -> str:
        return str(_("Adjustments carried over"))


class Card(Versioned):
    """ "If I'm unwell at work": who to ring, who not, what helps. Opened in an emergency; never part of a search."""

    verbs = frozenset({"write", "edit", "erase", "open"})

    person = models.OneToOneField(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    ring = models.TextField(_("who to ring"), max_length=1000, help_text=_("A name and a number"))
    not_ring = models.TextField(_("who not to ring"), max_length=1000, blank=True)
    helps = models.TextField(_("what helps"), max_length=2000, blank=True)
    helps_not = models.TextField(_("what does not help"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("card for a day unwell at work")

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("adjustments:my_card")


class CardOpening(Record):
    """Somebody opened a card in an emergency: who, why, when; and who looked at that afterwards."""

    class Status(models.TextChoices):
        OPENED = "opened", _("To be looked at")
        REVIEWED = "reviewed", _("Looked at")

    moves = Moves({"open": ([START], "opened"), "review": (["opened"], "reviewed")})

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPENED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    card = models.ForeignKey(
        Card, models.SET_NULL, null=True, blank=True, related_name="openings", verbose_name=_("card")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    reason = models.CharField(_("why do you need it now?"), max_length=400)
    at = models.DateTimeField(_("opened"), default=timezone.now)
    review_by = models.DateField(_("looked at by"))
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked at by whom")
    )
    reviewed_on = models.DateField(_("looked at on"), null=True, blank=True)
    review_words = models.TextField(
        _("what you found"), max_length=2000, blank=True, help_text=_("Whether it was needed; no health words.")
    )

    class Meta:
        verbose_name = _("opening of a card")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("adjustments:opening", args=[self.pk])


class WellbeingPlan(Versioned):
    """What keeps somebody well at work, in their words: theirs alone unless they share it; never asked for."""

    verbs = frozenset({"write", "edit", "erase"})

    person = models.OneToOneField(Person, models.PROTECT, related_name="+", verbose_name=_("worker"))
    keeps_well = models.TextField(_("what keeps me well at work"), **WORDS)
    early_signs = models.TextField(_("early signs that I need something to change"), **WORDS)
    helps = models.TextField(_("what helps then"), **WORDS)
    who_to_tell = models.TextField(_("who I would tell"), **WORDS)

    class Meta:
        verbose_name = _("wellbeing plan")

    def __str__(self) -> str:
        return str(_("Wellbeing plan"))

    def get_absolute_url(self) -> str:
        return reverse("adjustments:wellbeing", args=[self.pk])
