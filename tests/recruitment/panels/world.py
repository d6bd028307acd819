"""The rows of panels in the prepared world: one of each, in the state that tells readers apart.

`supervisor` sits as a service user, `worker` chairs as a carer, `colleague` applies. `training_lead`
is the reserve, and has not said yet whether they know the applicant. `open` is a panel whose members
are scoring, `shown` one whose scores everybody has seen.
"""

from datetime import date, timedelta

from django.utils import timezone

from peerwork.recruitment.models import Application
from peerwork.recruitment.panels import actions
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.panels.scoring.models import PanelFigure, Score, ScoreSheet
from tests import make
from tests.recruitment.panels import make as panels

AFTER = ("recruitment",)
COPIED = [
    ("recruitment.Panellist/member", "user=people.User/colleague"),
    ("recruitment.Seat/member", ""),
    ("recruitment.Seat/shown", ""),
    ("recruitment.Declaration/said", ""),
    ("recruitment.InterviewDay/day", "uid"),
    ("recruitment.Slot/free", ""),
    ("recruitment.ScoreSheet/sent", ""),
    ("recruitment.ScoreSheet/shown", ""),
    ("recruitment.Score/hidden", ""),
    ("recruitment.Score/shown", ""),
    ("recruitment.Moderation/changed", ""),
    ("recruitment.PanelClaim/claimed", ""),
    ("recruitment.PanelElsewhere/elsewhere", ""),
    ("recruitment.PanelFigure/team", ""),
]
QUESTION = "How well did they listen?"


def panel_for(place, seats, applicant, **values):
    """A vacancy with one applicant, and a panel with these people on it; scoring is open."""
    hr = place.user("hr")
    vacancy = panels.vacancy_with(place.team, [applicant], by=hr)
    closes_at = timezone.now() + timedelta(days=10)
    panel = actions.plan_panel(by=hr, vacancy=vacancy, closes_at=closes_at, help_name="Priya", **values)
    question = actions.add_question(by=hr, panel=panel, text=QUESTION, guide="Gave people time", asked="Tell us")
    found = [panels.sits(panel, panellist, by=hr, chair=chair) for panellist, chair in seats]
    return scoring.open_scoring(panel, by=hr), question, found, Application.objects.get(vacancy=vacancy)


def fill(place) -> None:
    """What panels add to one trust."""
    put, hr, root = place.put, place.user("hr"), place.root
    member, chair, colleague = place.user("supervisor"), place.user("worker"), place.user("colleague")
    rule = {
        "named_reserve": False,
        "quorum": 2,
        "trained_only": False,
        "no_fewer_than_staff": False,
        "service_users": 0,
    }
    put("rules", actions.set_rules(by=hr, organisation=root, **rule))
    listed = put("member", panels.member(root, member, by=hr))
    listed = put("member", actions.tell_needs(listed, by=member, access_needs="A break"))
    chairs = put("chair", panels.member(root, chair, "carer", by=hr))
    third = panels.member(root, make.account(f"Third of {root}"), "staff", by=hr)
    seats = ((listed, False), (chairs, True), (third, False))
    # Scoring is open: the member has sent a sheet, the chair has begun, the third's is typed in from paper.
    panel, question, sitting, application = panel_for(place, seats, colleague)
    put("open", panel)
    put("asked", question)
    put("member", sitting[0])
    put("chair", sitting[1])
    reserve = put("reserve", panels.member(root, place.user("training_lead"), by=hr))
    panels.sits(panel, reserve, by=hr, reserve=True)
    day = put("day", actions.add_day(by=hr, panel=panel, starts_at=timezone.now() + timedelta(days=3), place="Hall"))
    times = actions.offer_times(day, by=hr, first=day.starts_at, minutes=30, times=2)
    put("free", times[0])
    put("taken", actions.book_slot(times[1], by=colleague, application=application))
    actions.declare(by=member, seat=sitting[0], application=application, answer="fair", words="Same choir")
    put("said", sitting[0].declarations.get())
    sent = panels.sheet(sitting[0], application)
    scoring.save_score(sent, by=member, question=question, value=4, note="Kind")
    put("sent", scoring.submit_sheet(sent, by=member))
    put("hidden", Score.objects.get(sheet=sent))
    begun = put("begun", panels.sheet(sitting[1], application))
    panels.declared(sitting[1], application)
    put("chairs", sitting[1].declarations.get())
    put("begun", scoring.save_score(begun, by=chair, question=question, value=3))
    put("begun", ScoreSheet.objects.get(pk=begun.pk))
    given = [{"question": question.pk, "value": 2}]
    keyed = scoring.key_sheet(panels.sheet(sitting[2], application), by=place.user("panel_coordinator"), given=given)
    put("keyed", keyed)
    put("keyed", Score.objects.get(sheet=keyed))
    # Scores are shown: the chair has changed one, and the applicant has been told.
    panel, question, sitting, application = panel_for(place, seats[:2], colleague)
    for seat in sitting:
        panels.declared(seat, application)
        own = panels.sheet(seat, application)
        scoring.save_score(own, by=seat.panellist.user, question=question, value=4, note="Calm")
        scoring.submit_sheet(own, by=seat.panellist.user)
    put("shown", type(panel).objects.get(pk=panel.pk))
    put("shown", sitting[0])
    put("shown", panels.sheet(sitting[0], application))
    score = put("shown", Score.objects.get(sheet__seat=sitting[0], question=question))
    put("changed", scoring.moderate(by=member, score=score, value=3, reason="I heard the rest of it"))
    score = Score.objects.get(sheet__seat=sitting[1], question=question)
    put("chairs", scoring.moderate(by=chair, score=score, value=5, reason="I heard the rest of it"))
    shown = type(panel).objects.get(pk=panel.pk)
    actions.override_rules(shown, by=hr, override_reason="Both are employed here, and asked by service users")
    put("told", scoring.send_decision(panels.decided(type(panel).objects.get(pk=panel.pk), application, by=hr), by=hr))
    # What stands beside panels
    people = [{"who": "AB", "service_users": 4.2, "staff": 3.8, "appointed": True}]
    light = {"post": "Consultant", "service_users": 2, "staff": 2, "candidates": people}
    put("elsewhere", scoring.record_elsewhere(by=hr, unit=root, **light))
    for name, unit in (("organisation", root), ("team", place.team)):
        put(name, PanelFigure.objects.create(
            unit=unit, quarter=date(2026, 4, 1), panels=20, first_choice=15, passed_over=2, overridden=1,
            chaired=9))  # fmt: skip
    put("rate", panels.rate(root, by=hr))
    put("chairs", panels.claimed(sitting[1]))
    put("claimed", panels.claimed(sitting[0], expenses=4, expenses_for="Bus"))
