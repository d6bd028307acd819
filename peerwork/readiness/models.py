"""What a team looks at before it welcomes a peer worker, and how it and its organisation see themselves."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Unit, User
from peerwork.readiness.words import CHALLENGES, NUMBERS, Factor, Level, Present, co_produced, present_words

MOST_PRIORITIES = 3


def no_blanks() -> list:
    return [None] * len(NUMBERS)


def no_words() -> list:
    return [""] * len(NUMBERS)


class WithPresent(models.Model):
    """Something people made together: which kinds of people took part."""

    present = models.JSONField(_("who took part"), default=list, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.present, list) or set(map(str, self.present)) - set(Present.values):
            raise ValidationError({"present": _("Choose who took part from the list.")})

    @property
    def co_produced(self) -> bool:
        return co_produced(self.present)

    @property
    def present_words(self) -> str:
        return present_words(self.present)


def not_in_future(row, name: str) -> None:
    value = getattr(row, name)
    if value and value > timezone.localdate():
        raise ValidationError({name: _("The day must be today or in the past")})


def after(row, first: str, last: str) -> None:
    one, other = getattr(row, first), getattr(row, last)
    if one and other and other <= one:
        raise ValidationError({last: _("Choose a later day, on which you look at this again")})


# The checklist --------------------------------------------------------------------------------------------------------
class ChecklistItem(Record):
    """One thing that should be in place before a team welcomes a peer worker: an organisation's own list."""

    verbs = frozenset({"add", "edit", "close"})

    organisation = models.ForeignKey(
        Unit, models.PROTECT, related_name="checklist_items", verbose_name=_("organisation")
    )
    key = models.CharField(_("known as"), max_length=20, blank=True, editable=False)
    label = models.CharField(_("what must be in place"), max_length=120)
    hint = models.CharField(_("what to look for"), max_length=240, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=50)
    closed_on = models.DateField(_("no longer asked from"), null=True, blank=True)

    class Meta:
        verbose_name = _("checklist item")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "label"],
                condition=Q(closed_on__isnull=True),
                name="an_item_is_in_a_checklist_once",
                violation_error_message=_("This is already on the list."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class ItemAnswer(WithPresent, Record):
    """How it stands with one item in one team on a day; a later answer takes its place, and both are kept."""

    class State(models.TextChoices):
        IN_PLACE = "in_place", _("In place")
        PARTLY = "partly", _("Partly")
        NOT_YET = "not_yet", _("Not yet")
        NOT_NEEDED = "not_needed", _("Not needed here")

    verbs = frozenset({"answer"})

    team = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("team"))
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="answers", verbose_name=_("item"))
    state = models.CharField(_("how it stands"), max_length=10, choices=State)
    evidence = models.CharField(
        _("how you know"), max_length=400, blank=True, help_text=_("Where it is written, or who can say so.")
    )
    answered_on = models.DateField(_("looked at on"), default=timezone.localdate)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    review_on = models.DateField(_("look again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("checklist answer")
        ordering = ["-answered_on", "-pk"]
        indexes = [models.Index(fields=["team", "item", "answered_on"], name="answers_of_a_team")]

    def __str__(self) -> str:
        return self.get_state_display()

    def clean(self) -> None:
        super().clean()
        not_in_future(self, "answered_on")
        after(self, "answered_on", "review_on")
        if self.state == self.State.IN_PLACE and not self.evidence.strip():
            raise ValidationError({"evidence": _("Say how you know that it is in place")})
        if self.team_id and self.item_id and self.team.root_id != self.item.organisation_id:
            raise ValidationError({"item": _("This item belongs to another organisation.")})


# Four factors -----------------------------------------------------------------------------------------------------
class FactorRating(WithPresent, Record):
    """How a team itself sees one of the four factors, on five anchored steps, with what it goes by."""

    verbs = frozenset({"rate"})

    team = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("team"))
    factor = models.CharField(_("factor"), max_length=10, choices=Factor)
    level = models.PositiveSmallIntegerField(_("how far it has come"), choices=Level)
    evidence = models.CharField(_("how you know"), max_length=400)
    rated_on = models.DateField(_("looked at on"), default=timezone.localdate)
    rated_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    review_on = models.DateField(_("look again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("rating of a factor")
        ordering = ["-rated_on", "-pk"]
        indexes = [models.Index(fields=["team", "factor", "rated_on"], name="ratings_of_a_team")]

    def __str__(self) -> str:
        return self.get_factor_display()

    def clean(self) -> None:
        super().clean()
        not_in_future(self, "rated_on")
        after(self, "rated_on", "review_on")


# Ten challenges ---------------------------------------------------------------------------------------------------
class Assessment(WithPresent, Record):
    """How a team or organisation sees itself on the ten challenges: its own; others see it only once shared."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        AGREED = "agreed", _("Agreed")
        REVIEWED = "reviewed", _("Reviewed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    moves = Moves(
        {
            "begin": ([START], "draft"),
            "edit": (["draft"], None),
            "agree": (["draft"], "agreed"),
            "share": (["agreed", "reviewed"], None),
            "unshare": (["agreed", "reviewed"], None),
            "review": (["agreed"], "reviewed"),
            "withdraw": (["draft"], "withdrawn"),
        }
    )

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("team or organisation"))
    held_on = models.DateField(_("looked at on"), default=timezone.localdate)
    levels = models.JSONField(_("where we are"), default=no_blanks)
    evidence = models.JSONField(_("how we know"), default=no_words)
    priorities = models.JSONField(_("top three"), default=list, blank=True)
    resources = models.TextField(
        _("what we can build on"),
        max_length=2000,
        blank=True,
        help_text=_("The people, skills, places and partners this team has."),
    )
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    shared_on = models.DateField(_("shared on"), null=True, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    review_words = models.TextField(_("what came of it"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("ten challenges")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["unit", "held_on"], name="assessments_of_a_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(status="draft"),
                name="one_look_at_the_ten_challenges_at_a_time",
                violation_error_message=_("A draft is already begun here. Go on with that one, or withdraw it."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Ten challenges, %(day)s") % {"day": date_format(self.held_on, "j F Y")})

    def get_absolute_url(self) -> str:
        return reverse("readiness:assessment", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        not_in_future(self, "held_on")
        after(self, "held_on", "review_on")
        _check_list(self, "levels", lambda each: each is None or (type(each) is int and each in Level.values))
        _check_list(self, "evidence", lambda each: isinstance(each, str) and len(each) <= 600)
        chosen = self.priorities
        if not isinstance(chosen, list) or set(chosen) - set(NUMBERS) or len(set(chosen)) != len(chosen):
            raise ValidationError({"priorities": _("Choose from the ten challenges.")})
        if len(chosen) > MOST_PRIORITIES:
            raise ValidationError({"priorities": _("Choose three at most: the rest comes later.")})

    @property
    def is_shared(self) -> bool:
        return self.shared_on is not None

    def lines(self) -> list[dict]:
        """The ten, each with its step and what was written about it."""
        return [
            {
                "number": number,
                "challenge": str(CHALLENGES[number - 1]),
                "level": level,
                "level_words": str(Level(level).label) if level else "",
                "priority": number in self.priorities,
            }
            for number, level in zip(NUMBERS, self.levels, strict=True)
        ]


def _check_list(row, name: str, fits) -> None:
    value = getattr(row, name)
    if not isinstance(value, list) or len(value) != len(NUMBERS) or not all(map(fits, value)):
        raise ValidationError({name: _("Give one answer for each of the ten challenges.")})


class TeamAction(Record):
    """Something a team means to do about a challenge, by when, and who sees to it."""

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    moves = Moves(
        {
            "add": ([START], "open"),
            "edit": (["open"], None),
            "do": (["open"], "done"),
            "stop": (["open"], "stopped"),
            "reopen": (["done", "stopped"], "open"),
        }
    )

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("ten challenges")
    )
    audit = models.ForeignKey(
        "readiness.Audit", models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("local audit")
    )
    challenge = models.PositiveSmallIntegerField(_("challenge"), null=True, blank=True)
    what = models.CharField(_("what we will do"), max_length=240)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who sees to it")
    )
    owner_words = models.CharField(
        _("or who, in words"), max_length=120, blank=True, help_text=_("Such as “the ward’s community meeting”.")
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    ended_on = models.DateField(_("done or stopped on"), null=True, blank=True)
    learned = models.CharField(_("what we learned"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("action of a team")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(assessment__isnull=True) | Q(audit__isnull=True), name="an_action_follows_from_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("readiness:action", args=[self.pk])

    def clean(self) -> None:
        if self.challenge and self.challenge not in NUMBERS:
            raise ValidationError({"challenge": _("Choose from the ten challenges.")})
        if not self.owner_id and not self.owner_words.strip():
            raise ValidationError({"owner_words": _("Say who sees to it")})
        if self.status == self.Status.STOPPED and not self.learned.strip():
            raise ValidationError({"learned": _("Say what you learned: that is why it was worth trying")})

    @property
    def who(self) -> str:
        return self.owner_words or (str(self.owner) if self.owner_id else "")

    @property
    def challenge_words(self) -> str:
        return str(CHALLENGES[self.challenge - 1]) if self.challenge else ""


from peerwork.readiness.change import models as change_models  # noqa: E402, F401  read with this one
from peerwork.readiness.communities import models as community_models  # noqa: E402, F401  read with this one
from peerwork.readiness.communities import set_models  # noqa: E402, F401
