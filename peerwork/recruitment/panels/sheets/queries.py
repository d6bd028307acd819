"""Who is met by a panel, which questions a sheet asks, which sheets are still awaited."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from peerwork.recruitment.models import Application
from peerwork.recruitment.panels.models import LIVED, Panel, Question
from peerwork.recruitment.panels.scoring.models import Decision, ScoreSheet

AWAITED = ("open", "keyed")


def to_meet(panel: Panel) -> QuerySet[Application]:
    """The applicants who are invited to an interview with this panel."""
    return Application.objects.filter(vacancy=panel.vacancy_id, status="interview")


def questions_for(sheet: ScoreSheet) -> list[Question]:
    """The questions this member scores, in the order of the plan."""
    theirs = ("everybody", "lived" if sheet.seat.side in LIVED else "staff")
    rows = Question.objects.filter(panel=sheet.seat.panel_id, dropped_on__isnull=True, scored_by__in=theirs)
    return list(rows.order_by("number", "pk"))


def outstanding(panel: Panel) -> QuerySet[ScoreSheet]:
    """The sheets that must still come in: of people who sit on the panel, for people who still apply."""
    rows = ScoreSheet.objects.filter(seat__panel=panel, status__in=AWAITED)
    return rows.exclude(application__status__in=("withdrawn", "not_this_time"))


def to_answer(panel: Panel) -> QuerySet[Application]:
    """The people the panel has met who have not been told anything yet."""
    met = Application.objects.filter(vacancy=panel.vacancy_id, status__in=("interview", "interviewed"))
    told = Decision.objects.filter(application=OuterRef("pk"), status="told")
    return met.filter(~Q(Exists(told)))
