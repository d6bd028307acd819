"""Makers of panels, through the real actions: each gives the state its name says."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from peerwork.people.models import Unit, User
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.models import Application, Vacancy
from peerwork.recruitment.panels import actions
from peerwork.recruitment.panels.models import Panel, Panellist, Seat
from peerwork.recruitment.panels.pay import actions as pay
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.panels.scoring.models import ScoreSheet
from tests import make
from tests.recruitment import make as recruiting

QUESTIONS = ("How well did they listen?", "How well did they give hope?")
FEEDBACK = "You put us at ease, and you listened. Next time, tell us more about working in a team."


def member(
    organisation: Unit, user: User | None = None, side: str = "service_user", *, by: User, **values
) -> Panellist:
    """Somebody trained, on the list of panel members; with an account unless `user` says who."""
    values = {"trained_on": make.today() - timedelta(days=30)} | values
    return actions.name_panellist(
        by=by, organisation=organisation, side=side, user=user or make.account(side.title()), **values
    )


def sits(panel: Panel, panellist: Panellist, *, by: User, accepts: bool = True, **values) -> Seat:
    """A place on a panel, said yes to unless told."""
    seat = actions.add_seat(by=by, panel=panel, panellist=panellist, **values)
    return actions.accept_seat(seat, by=panellist.user, confidential=True) if accepts else seat


def planned(vacancy: Vacancy, *, by: User, **values) -> Panel:
    """A panel with dates and two questions; nobody sits on it yet."""
    values = {
        "closes_at": timezone.now() + timedelta(days=10),
        "help_name": "Priya",
        "help_phone": "01632 960118",
    } | values
    panel = actions.plan_panel(by=by, vacancy=vacancy, **values)
    for text in QUESTIONS:
        actions.add_question(by=by, panel=panel, text=text, guide="gave people time\nchecked they understood")
    return panel


def vacancy_with(team: Unit, applicants: list[User], *, by: User, **values) -> Vacancy:
    """A vacancy whose applicants are invited to interview."""
    vacancy = recruiting.shortlisted(team, by=by, applicants=applicants, **values)
    for application in vacancy.applications.filter(status="shortlisted"):
        deciding.invite_to_interview(application, by=by)
    return vacancy


def full(team: Unit, *, by: User, applicants: int = 2, staff: int = 2, opened: bool = True) -> SimpleNamespace:
    """A panel that keeps every rule: two service users, as many staff, a reserve; scoring is open."""
    organisation = team.organisation
    users = [make.account(f"Applicant {n}", kind="link") for n in range(applicants)]
    vacancy = vacancy_with(team, users, by=by)
    panel = planned(vacancy, by=by)
    lived = [member(organisation, side=side, by=by) for side in ("service_user", "carer")]
    workers = [member(organisation, side="staff", by=by) for _n in range(staff)]
    seats = [sits(panel, row, by=by, chair=row is lived[0]) for row in (*lived, *workers)]
    reserve = sits(panel, member(organisation, by=by), by=by, reserve=True)
    found = list(Application.objects.filter(vacancy=vacancy).order_by("number"))
    if opened:
        panel = scoring.open_scoring(panel, by=by)
    return SimpleNamespace(
        vacancy=vacancy, panel=panel, seats=seats, reserve=reserve, applications=found, by=by, applicants=users
    )


def sheet(seat: Seat, application: Application) -> ScoreSheet:
    return ScoreSheet.objects.get(seat=seat, application=application)


def declared(seat: Seat, application: Application, answer: str = "no") -> None:
    actions.declare(by=seat.panellist.user, seat=seat, application=application, answer=answer)


def scored(seat: Seat, application: Application, *values: int, send: bool = True) -> ScoreSheet:
    """One member's scores, one for each of their questions, sent unless told."""
    user = seat.panellist.user
    declared(seat, application)
    own = sheet(seat, application)
    for question, value in zip(seat.panel.questions.order_by("number"), values, strict=True):
        scoring.save_score(own, by=user, question=question, value=value)
    return scoring.submit_sheet(own, by=user) if send else own


def all_scored(found: SimpleNamespace, scores: list[list[int]]) -> Panel:
    """Everybody sends scores: scores[applicant][member] for both questions."""
    for application, row in zip(found.applications, scores, strict=True):
        for seat, value in zip(found.seats, row, strict=True):
            scored(seat, application, value, value)
    return Panel.objects.get(pk=found.panel.pk)


def decided(panel: Panel, application: Application, outcome: str = "offer", *, by: User, **values):
    application = Application.objects.get(pk=application.pk)
    decision = scoring.decide(by=by, panel=panel, application=application, outcome=outcome, **values)
    return scoring.draft_feedback(decision, by=by, feedback=FEEDBACK)


def rate(organisation: Unit, *, by: User, **values):
    values = {"work": "panel", "hourly": "12.50", "starts_on": make.today() - timedelta(days=60)} | values
    return pay.set_rate(by=by, organisation=organisation, **values)


def claimed(seat: Seat, *, by: User | None = None, **values):
    values = {"worked_on": make.today(), "hours": 3, "advice": True} | values
    return pay.claim_pay(by=by or seat.panellist.user, seat=seat, **values)
