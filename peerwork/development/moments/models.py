"""A worker's moments: their own, and what they pinned or hid of what the record tells."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Person


class Moment(Record):
    """Something a worker wants in their story: a moment of their own, or one of the record's that they mark."""

    class Status(models.TextChoices):
        SHOWN = "shown", _("In your story")
        PINNED = "pinned", _("At the top of your story")
        HIDDEN = "hidden", _("Left out of your story")
        REMOVED = "removed", _("Taken out")

    moves = Moves(
        {
            "add": ([START], "shown"),
            "edit": (["shown", "pinned", "hidden"], None),
            "pin": (["shown", "hidden"], "pinned"),
            "hide": (["shown", "pinned"], "hidden"),
            "show": (["pinned", "hidden"], "shown"),
            "remove": (["shown", "pinned", "hidden"], "removed"),
        }
    )

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.SHOWN)
    person = models.ForeignKey(Person, models.PROTECT, related_name="moments", verbose_name=_("whose it is"))
    key = models.CharField(
        _("which part of the record"), max_length=60, blank=True, help_text=_("Empty for a moment of your own.")
    )
    on = models.DateField(_("when was it?"), default=timezone.localdate)
    title = models.CharField(_("what happened?"), max_length=160)
    words = models.CharField(
        _("anything to go with it?"),
        max_length=400,
        blank=True,
        help_text=_("Name nobody you support, and nothing that could tell who they are."),
    )

    class Meta:
        verbose_name = _("moment")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"],
                condition=~Q(key="") & ~Q(status="removed"),
                name="a_part_of_the_record_is_marked_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
