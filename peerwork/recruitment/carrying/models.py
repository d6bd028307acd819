"""Files from an applicant system, and how an organisation's headings and status words are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peerwork.kit.models import Submission
from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Unit, User


class ApplicantMapping(Record):
    """Which heading of the applicant system's file is which of our columns, and what its status words mean."""

    verbs = frozenset({"save"})

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=80)
    columns = models.JSONField(_("columns"), default=dict)
    statuses = models.JSONField(_("status words"), default=dict, blank=True)

    class Meta:
        verbose_name = _("way to read a file")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_way_to_read_applicants_has_a_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class ApplicantFile(Submission):
    """One file from the applicant system."""

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
    columns = models.JSONField(_("columns"), default=dict, blank=True)
    statuses = models.JSONField(_("status words"), default=dict, blank=True)
    handed_in_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("handed in by"))

    class Meta(Submission.Meta):
        verbose_name = _("file from the applicant system")

    def __str__(self) -> str:
        return self.file_name
