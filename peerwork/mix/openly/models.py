"""Files of other organisations by the open standard, as they were loaded for comparing."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.moves import START, Moves
from peerwork.kit.records import Record
from peerwork.people.models import Unit, User


class ShareFile(Record):
    """One organisation's published shares of one month, checked when it was loaded; nobody's counts are in it."""

    class Status(models.TextChoices):
        LOADED = "loaded", _("Loaded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    moves = Moves({"load": ([START], "loaded"), "withdraw": (["loaded"], "withdrawn")})

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.LOADED)
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("loaded for"))
    publisher = models.CharField(_("whose figures"), max_length=200)
    code = models.CharField(_("their code"), max_length=40)
    month = models.DateField(_("month"))
    signed_by = models.CharField(_("signed with the key"), max_length=120)
    content = models.JSONField(_("the file"))
    loaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("loaded by"))
    loaded_on = models.DateField(_("loaded on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("file of peer shares")
        ordering = ["-month", "publisher"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code", "month"], condition=Q(status="loaded"),
                name="one_file_a_month_and_code",
                violation_error_message=_("There is a file of this organisation and month already. Withdraw it first."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.publisher}, {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("mix:open")
