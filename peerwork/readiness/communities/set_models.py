"""Learning sets: several sites that learn from each other for a while, with sessions and visits."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peerwork.kit.records import Record
from peerwork.people.models import Dated, Unit, ends_after_it_starts
from peerwork.readiness.communities.models import Spell, left_after_joined
from peerwork.readiness.models import WithPresent
from peerwork.readiness.words import Present

MOST_AT_A_SITE = 8


class LearningSet(Dated, Record):
    """Six to eight sites at different stages that meet for expert input, then share what they have tried."""

    verbs = frozenset({"open", "edit", "close"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what it is about"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("learning set")
        ordering = ["-starts_on", "name", "pk"]
        constraints = [ends_after_it_starts("a_learning_set_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("communities:set", args=[self.pk])


class SetSite(Spell, Record):
    """One of the places that learn together: a team of ours, or a site elsewhere."""

    class Stage(models.TextChoices):
        STARTING = "starting", _("Just starting")
        ON_THE_WAY = "on_the_way", _("On the way")
        FAR = "far", _("Far along")

    verbs = frozenset({"add", "edit", "leave"})

    learning_set = models.ForeignKey(LearningSet, models.PROTECT, related_name="sites", verbose_name=_("learning set"))
    name = models.CharField(_("site"), max_length=120)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("if it is one of ours, which")
    )
    stage = models.CharField(_("where it is"), max_length=10, choices=Stage, default=Stage.STARTING)

    class Meta:
        verbose_name = _("site of a learning set")
        ordering = ["name", "pk"]
        constraints = [left_after_joined("a_site_leaves_after_joining")]

    def __str__(self) -> str:
        return self.name


class Participant(Spell, Record):
    """Somebody who comes to a learning set for a site, by what brings them; up to eight for each site."""

    verbs = frozenset({"add", "leave"})

    site = models.ForeignKey(SetSite, models.PROTECT, related_name="participants", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=120, help_text=_("As they want to be called."))
    kind = models.CharField(_("what brings them here"), max_length=16, choices=Present)

    class Meta:
        verbose_name = _("participant")
        ordering = ["joined_on", "pk"]
        constraints = [left_after_joined("a_participant_leaves_after_joining")]

    def __str__(self) -> str:
        return self.name


class SetSession(WithPresent, Record):
    """One day of a learning set: input, sharing in market stalls, or a visit to one of the sites."""

    class Kind(models.TextChoices):
        INPUT = "input", _("Expert input, then sharing")
        STALLS = "stalls", _("Market stalls: what each site has tried")
        VISIT = "visit", _("Visit to a site")
        PLANNING = "planning", _("Planning")

    verbs = frozenset({"record", "edit"})

    learning_set = models.ForeignKey(
        LearningSet, models.PROTECT, related_name="sessions", verbose_name=_("learning set")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    held_on = models.DateField(_("day"), default=timezone.localdate)
    topic = models.CharField(_("what it was about"), max_length=200)
    site = models.ForeignKey(
        SetSite, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("site visited")
    )
    came = models.PositiveSmallIntegerField(_("how many came"), null=True, blank=True)

    class Meta:
        verbose_name = _("session of a learning set")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {date_format(self.held_on, 'j F Y')}"

    def clean(self) -> None:
        super().clean()
        if (self.kind == self.Kind.VISIT) != bool(self.site_id):
            raise ValidationError({"site": _("Choose the site for a visit, and for nothing else")})
        if self.site_id and self.site.learning_set_id != self.learning_set_id:
            raise ValidationError({"site": _("Choose a site of this learning set.")})
