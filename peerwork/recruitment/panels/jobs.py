"""What panels do by themselves: show scores when their time has come, give sheets, remind, end reserve lists."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.jobs import due
from peerwork.recruitment.panels import actions, mail
from peerwork.recruitment.panels.models import Panel, Seat
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.panels.scoring.models import ScoreSheet
from peerwork.recruitment.panels.sheets import actions as sheets

ASKED_AGO = timedelta(days=3)
CLOSING = timedelta(hours=24)


@due(every=10, name="panels.often")
def often(now: datetime | None = None) -> None:
    """Every ten minutes: scores whose time has passed are shown, whatever was down before."""
    actions.tidy_up()
    for panel in Panel.objects.filter(status="scoring"):
        sheets.give(panel)
    scoring.reveal_due(now)


@due(every=60, name="panels.hourly")
def hourly(now: datetime | None = None) -> None:
    now = now or timezone.now()
    mail.day_before(now)
    closing_soon(now)
    unanswered(now)
    scoring.expire_reserves(timezone.localdate(now))
    scoring.freeze_figures(timezone.localdate(now))


def closing_soon(now: datetime) -> int:
    """Remind members who have scores to send, once, in the last day before the end; how many."""
    waiting = ScoreSheet.objects.filter(
        status__in=("open", "keyed"),
        seat__panel__status="scoring",
        seat__panel__closes_at__gt=now,
        seat__panel__closes_at__lte=now + CLOSING,
    ).exclude(application__status="withdrawn")
    seats = Seat.objects.filter(pk__in=waiting.values("seat")).select_related("panellist__user", "panel")
    for seat in seats:
        mail.tell(
            seat.panellist.user,
            "closing",
            str(seat.pk),
            on=timezone.localdate(seat.panel.closes_at),
            title=_("Scores are in by %(when)s") % {"when": mail.moment(seat.panel.closes_at)},
            words=_("You have scores to send. If you need help, ring us."),
            url=seat.get_absolute_url(),
            about=seat,
        )
    return len(seats)


def unanswered(now: datetime) -> int:
    """Remind somebody asked to sit who has not answered, once, three days later; how many."""
    made = Seat.history.filter(id=OuterRef("pk"), history_type="+").values("history_date")[:1]
    rows = Seat.objects.filter(status="invited", panel__status__in=("planned", "scoring"))
    asked = rows.annotate(asked_at=Subquery(made)).filter(asked_at__lte=now - ASKED_AGO)
    found = list(asked.select_related("panellist__user", "panel"))
    for seat in found:
        mail.tell(
            seat.panellist.user,
            "asked",
            str(seat.pk),
            on=timezone.localdate(seat.asked_at),
            title=_("Would you like to sit on a panel?"),
            words=_("We asked you some days ago. Yes and no are both fine."),
            url=seat.get_absolute_url(),
            about=seat,
        )
    return len(found)
