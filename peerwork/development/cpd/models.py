"""What a worker learned or was given elsewhere."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person


class CpdEntry(Record):
    """Continuing professional development: one thing learned, taught, written or awarded, by the worker's own word."""

    class Status(models.TextChoices):
        NOTED = "noted", _("Noted")
        REMOVED = "removed", _("Taken out")

    class Kind(models.TextChoices):
        LEARNING = "learning", _("Something I learned")
        TEACHING = "teaching", _("Something I taught or spoke about")
        WRITING = "writing", _("Something I wrote or made")
        AWARD = "award", _("An award or thanks")

    moves = Moves({"note": ([START], "noted"), "edit": (["noted"], None), "remove": (["noted"], "removed")})

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.NOTED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cpd", verbose_name=_("whose it is"))
    kind = models.CharField(_("what was it?"), max_length=8, choices=Kind, default=Kind.LEARNING)
    title = models.CharField(_("name of it"), max_length=160)
    provider = models.CharField(_("where, or who gave it"), max_length=160, blank=True)
    on = models.DateField(_("when"), default=timezone.localdate)
    hours = models.DecimalField(
        _("hours"), max_digits=6, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(2000)],
    )  # fmt: skip
    learned = models.CharField(_("what I took from it"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("learning or award from outside")
        verbose_name_plural = _("learning and awards from outside")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title
