"""What waits for somebody on panels: little, in words, and never what is nobody's turn."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit.tasks import Task
from peerwork.people.reach import reach_of
from peerwork.recruitment.panels import reach
from peerwork.recruitment.panels.models import Seat
from peerwork.recruitment.panels.pay import queries as pay_queries
from peerwork.recruitment.panels.policy import panels, seats
from peerwork.recruitment.panels.scoring.models import ScoreSheet
from peerwork.recruitment.panels.scoring.policy import decisions, sheets


def for_user(user) -> Iterator[Task]:
    if reach.sits_somewhere(user):
        yield from _as_member(user)
    roles = reach_of(user).keys()
    if "hr" in roles:
        yield from _as_hr(user)
    if roles & {"hr", "panel_coordinator"}:
        yield from _claims(user)
        yield from _for_others(user)


def _as_member(user) -> Iterator[Task]:
    mine = seats.visible(user, Seat.objects.filter(panellist__user=user.pk)).select_related("panel__vacancy")
    open_sheets = dict(
        sheets.visible(user, ScoreSheet.objects.filter(seat__in=reach.seats_of(user), status__in=("open", "keyed")))
        .order_by()
        .values("seat")
        .annotate(n=Count("pk", distinct=True))
        .values_list("seat", "n")
    )
    for seat in mine:
        if seat.status == Seat.Status.INVITED and seat.panel.status in ("planned", "scoring"):
            words = _("Say whether you can sit on the panel for %(vacancy)s") % {"vacancy": seat.panel.vacancy}
            yield Task(words, seat.get_absolute_url(), None, _("Waiting for you"), "info")
        elif count := open_sheets.get(seat.pk):
            words = ngettext("Score %(n)d person for %(vacancy)s", "Score %(n)d people for %(vacancy)s", count)
            day = timezone.localdate(seat.panel.closes_at) if seat.panel.closes_at else None
            yield Task(
                words % {"n": count, "vacancy": seat.panel.vacancy},
                seat.get_absolute_url(),
                day,
                consequence=_("Who has not sent scores by then is excused, and it shows."),
            )


def _as_hr(user) -> Iterator[Task]:
    rows = panels.visible(user).filter(status="revealed").exclude(pk__in=reach.panels_of(user))
    for panel in rows.select_related("vacancy")[:20]:
        yield Task(
            _("Record the decision for %(vacancy)s") % {"vacancy": panel.vacancy},
            panel.get_absolute_url(),
            panel.decide_by,
            _("Scores are in"),
            "due",
            _("Applicants are waiting to hear."),
        )
    waiting = decisions.visible(user).filter(status="decided").count()
    if waiting:
        words = ngettext("Send %d decision and its feedback", "Send %d decisions and their feedback", waiting) % waiting
        yield Task(words, reverse("panels:home"), tag=_("Not told yet"), kind="due")


def _for_others(user) -> Iterator[Task]:
    """Panels that score: how many sheets are still to come; no scores, and nobody’s name."""
    rows = panels.visible(user).filter(status="scoring").exclude(pk__in=reach.panels_of(user))
    rows = list(rows.select_related("vacancy").order_by("closes_at")[:20])
    open_ones = ScoreSheet.objects.filter(seat__panel__in=rows, status__in=("open", "keyed"))
    counts = dict(open_ones.order_by().values_list("seat__panel").annotate(n=Count("pk")))
    for panel in rows:
        if left := counts.get(panel.pk):
            yield Task(
                _("Scores for %(vacancy)s") % {"vacancy": panel.vacancy},
                panel.get_absolute_url(),
                timezone.localdate(panel.closes_at) if panel.closes_at else None,
                ngettext("%d sheet to come", "%d sheets to come", left) % left,
                "info",
                mine=False,
            )


def _claims(user) -> Iterator[Task]:
    counts = pay_queries.counts(user)
    if pay_queries.approves(user) and (n := counts.get("claimed", 0)):
        words = ngettext("Approve %d claim of a panel member", "Approve %d claims of panel members", n) % n
        yield Task(words, reverse("panels:claims") + "?status=claimed", consequence=_("They wait for their money."))
