"""What happens to score sheets by itself: given out, excused, not sent in time; each by the system, each in history."""

from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.recruitment.models import Application
from peerwork.recruitment.panels.models import Declaration, Panel, Seat
from peerwork.recruitment.panels.scoring.models import ScoreSheet
from peerwork.recruitment.panels.scoring.policy import sheets
from peerwork.recruitment.panels.sheets import queries


def give(panel: Panel) -> int:
    """Give every member a sheet for every applicant they meet and have none for yet; how many were given."""
    system, made = system_user(), 0
    applications = list(queries.to_meet(panel))
    members = list(panel.seats.filter(status=Seat.Status.ON, reserve=False))
    have = set(ScoreSheet.objects.filter(seat__panel=panel).values_list("seat", "application"))
    conflicts = Declaration.objects.filter(seat__panel=panel, answer=Declaration.Answer.CONFLICT)
    known = set(conflicts.values_list("seat", "application"))
    for seat in members:
        for application in applications:
            if (seat.pk, application.pk) in have:
                continue
            with creating(sheets, "give", by=system, seat=seat, application=application):
                made += 1
            if (seat.pk, application.pk) in known:
                excuse_all(seat, _("Knows this applicant"), application=application)
    return made


def excuse_all(seat: Seat, reason: str, *, application: Application | None = None) -> None:
    """Excuse a member from what they have not sent yet (for one applicant, or all), with the reason everybody sees."""
    system = system_user()
    rows = ScoreSheet.objects.filter(seat=seat, status__in=queries.AWAITED)
    for sheet in rows.filter(application=application) if application is not None else rows:
        with acting(sheets, "excuse", sheet, by=system, reason=reason):
            pass


def lapse(panel: Panel) -> int:
    """The time has passed: who has not sent their scores is excused by it, and that shows; how many sheets."""
    system, ended = system_user(), 0
    for sheet in ScoreSheet.objects.filter(seat__panel=panel, status__in=queries.AWAITED):
        try:
            with acting(sheets, "lapse", sheet, by=system):
                ended += 1
        except Conflict:  # sent a moment before
            continue
    return ended
