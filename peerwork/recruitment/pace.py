"""How long an application has been at its step, and whether that is late, by the vacancy's stage times."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from peerwork.recruitment.models import Application

SOON = 3  # days before the best day from which it is said


@dataclass(frozen=True)
class Pace:
    """days: at this step so far; due_on: the best day; kind: "over" (past the most), "due" (near or past the best)."""

    days: int
    due_on: date | None
    kind: str

    @property
    def words(self) -> str:
        if self.kind == "over":
            return ngettext("%d day here", "%d days here", self.days) % self.days
        if self.kind == "due":
            return _("Due by %s") % date_format(self.due_on, "j F")
        return date_format(self.due_on, "j F") if self.due_on else ""


def pace(status: str, since, days: dict, today: date | None = None) -> Pace:
    """`days` are the stage times of the vacancy (stage -> [best, most]); without them nothing is late."""
    today = today or timezone.localdate()
    began = timezone.localdate(since)
    so_far = (today - began).days
    limits = (days or {}).get(Application.STAGES.get(status, ""))
    if not limits or status == "started" or status == "reserve":
        return Pace(so_far, None, "")
    due_on = began + timedelta(days=limits[0])
    if so_far > limits[1]:
        return Pace(so_far, due_on, "over")
    return Pace(so_far, due_on, "due" if today >= due_on - timedelta(days=SOON) else "")


MOVES = {
    "sent": lazy("Those who shortlist"),
    "shortlisted": lazy("HR: invite to interview"),
    "interview": lazy("The panel"),
    "interviewed": lazy("The panel and HR: decide"),
    "reserve": lazy("Nobody: on the reserve list"),
    "offered": lazy("The applicant: answer the offer"),
    "appointed": lazy("HR: checks and start date"),
}


def whose_move(status: str) -> str:
    """Whose turn it is, in words."""
    return str(MOVES.get(status, ""))
