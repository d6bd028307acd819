"""How each verb of panels is done, for tests/system/test_history.py: (who, how[, what before])."""

from datetime import timedelta

from django.utils import timezone

from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.panels import actions
from peerwork.recruitment.panels.models import Panel
from peerwork.recruitment.panels.pay import actions as pay
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.panels.sheets import actions as giving
from tests import make
from tests.recruitment import make as recruiting
from tests.recruitment.panels import make as panels

REASON = "There was nobody else in time"


def row(label):
    return lambda w, name: w.row(f"recruitment.{label}/{name}")


panel, seat, sheet, slot = row("Panel"), row("Seat"), row("ScoreSheet"), row("Slot")
panellist, question, day = row("Panellist"), row("Question"), row("InterviewDay")
decision, claim, score = row("Decision"), row("PanelClaim"), row("Score")


def again(found):
    return type(found).objects.get(pk=found.pk)


def root(w):
    return w.row("people.Unit/organisation")


def _planned(w):
    vacancy = recruiting.draft(w.row("people.Unit/team"), by=w.cast.hr)
    return panels.planned(vacancy, by=w.cast.hr)


def _asked(w):
    return panels.sits(_planned(w), panellist(w, "member"), by=w.cast.hr, accepts=False)


def _reserve(w):
    return panels.sits(_planned(w), panellist(w, "member"), by=w.cast.hr, reserve=True)


def _broken(w):
    found = _planned(w)
    panels.sits(found, panellist(w, "member"), by=w.cast.hr)
    return found


def _ready(w):
    """A panel ready to be opened: somebody sits, somebody is invited."""
    team = w.row("people.Unit/team")
    vacancy = panels.vacancy_with(team, [make.account("Applies")], by=w.cast.hr)
    found = panels.planned(vacancy, by=w.cast.hr)
    panels.sits(found, panellist(w, "member"), by=w.cast.hr)
    return found


def _over(w):
    Panel.objects.filter(pk=panel(w, "open").pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    return panel(w, "open")


def _shown(w):
    """The panel whose members score, after the reveal: its applicant can be decided on."""
    scoring.submit_sheet(again(sheet(w, "begun")), by=w.cast.worker)
    scoring.excuse_sheet(again(sheet(w, "keyed")), by=w.cast.hr, reason="Paper was lost")
    found = again(panel(w, "open"))
    return actions.override_rules(found, by=w.cast.hr, override_reason=REASON)


def _application(w):
    return again(sheet(w, "sent").application)


def _decided(w):
    return panels.decided(_shown(w), _application(w), by=w.cast.hr)


def _reserved(w):
    made = panels.decided(_shown(w), _application(w), "reserve", by=w.cast.hr)
    return scoring.send_decision(made, by=w.cast.hr)


def _approved(w):
    return pay.approve_claim(claim(w, "claimed"), by=w.cast.hr)


def _unclaimed(w):
    return pay.withdraw_claim(claim(w, "claimed"), by=w.cast.supervisor)


def _expire(w, by):
    return scoring.expire_reserves(w.ready.reserve_until + timedelta(days=1))


R = "recruitment."
RECIPES = {
    f"{R}PanelRule/set": ("charity_hr", lambda w, by: actions.set_rules(
        by=by, organisation=w.row("people.Unit/charity"), quorum=2)),
    f"{R}PanelRule/edit": ("hr", lambda w, by: actions.edit_rules(row("PanelRule")(w, "rules"), by=by, quorum=4)),
    f"{R}PanelRule/confirm": ("hr", lambda w, by: actions.confirm_rules(row("PanelRule")(w, "rules"), by=by)),
    f"{R}Panel/plan": ("panel_coordinator", lambda w, by: actions.plan_panel(by=by, vacancy=w.ready),
                       lambda w: recruiting.closed(w.row("people.Unit/team"), by=w.cast.hr)),
    f"{R}Panel/edit": ("panel_coordinator", lambda w, by: actions.edit_panel(
        panel(w, "open"), by=by, help_name="Sam")),
    f"{R}Panel/override": ("hr", lambda w, by: actions.override_rules(
        again(w.ready), by=by, override_reason=REASON), _broken),
    f"{R}Panel/open": ("hr", lambda w, by: scoring.open_scoring(w.ready, by=by), _ready),
    f"{R}Panel/reveal": ("hr", lambda w, by: scoring.reveal(again(w.ready), by=by), _over),
    f"{R}Panel/close": ("hr", lambda w, by: scoring.send_decision(w.ready, by=by), _decided),
    f"{R}Panel/cancel": ("hr", lambda w, by: actions.cancel_panel(w.ready, by=by), _planned),
    f"{R}Panellist/name": ("panel_coordinator", lambda w, by: actions.name_panellist(
        by=by, organisation=root(w), side="carer", name="Ana", email="ana@example.org")),
    f"{R}Panellist/edit": ("panel_coordinator", lambda w, by: actions.edit_panellist(
        panellist(w, "member"), by=by, trained_on=make.today())),
    f"{R}Panellist/tell": ("supervisor", lambda w, by: actions.tell_needs(
        panellist(w, "member"), by=by, access_needs="Large print")),
    f"{R}Seat/add": ("panel_coordinator", lambda w, by: actions.add_seat(
        by=by, panel=w.ready, panellist=panellist(w, "member")),
        lambda w: panels.planned(recruiting.closed(w.row("people.Unit/team"), by=w.cast.hr), by=w.cast.hr)),
    f"{R}Seat/edit": ("hr", lambda w, by: actions.edit_seat(
        seat(w, "member"), by=by, access_until=make.today() + timedelta(days=5))),
    f"{R}Seat/resend": ("hr", lambda w, by: actions.resend_link(seat(w, "member"), by=by)),
    f"{R}Seat/accept": ("supervisor", lambda w, by: actions.accept_seat(w.ready, by=by, confidential=True), _asked),
    f"{R}Seat/decline": ("supervisor", lambda w, by: actions.decline_seat(w.ready, by=by), _asked),
    f"{R}Seat/step_down": ("worker", lambda w, by: actions.step_down(again(seat(w, "chair")), by=by)),
    f"{R}Seat/step_in": ("hr", lambda w, by: actions.step_in(w.ready, by=by), _reserve),
    f"{R}Declaration/declare": ("supervisor", lambda w, by: actions.declare(
        by=by, seat=w.ready.seats.get(), application=w.ready.vacancy.applications.get(), answer="no"), _ready),
    f"{R}Declaration/change": ("supervisor", lambda w, by: actions.change_declaration(
        row("Declaration")(w, "said"), by=by, answer="no")),
    f"{R}InterviewDay/add": ("hr", lambda w, by: actions.add_day(
        by=by, panel=panel(w, "open"), starts_at=timezone.now() + timedelta(days=4), place="Hall")),
    f"{R}InterviewDay/edit": ("hr", lambda w, by: actions.edit_day(day(w, "day"), by=by, place="Library")),
    f"{R}InterviewDay/cancel": ("hr", lambda w, by: actions.cancel_day(day(w, "day"), by=by)),
    f"{R}Slot/offer": ("hr", lambda w, by: actions.offer_slot(
        by=by, day=day(w, "day"), starts_at=timezone.now() + timedelta(days=5))),
    f"{R}Slot/book": ("colleague", lambda w, by: actions.book_slot(
        again(slot(w, "free")), by=by, application=_application(w)),
        lambda w: actions.free_slot(slot(w, "taken"), by=w.cast.colleague)),
    f"{R}Slot/free": ("colleague", lambda w, by: actions.free_slot(slot(w, "taken"), by=by)),
    f"{R}Slot/withdraw": ("hr", lambda w, by: actions.withdraw_slot(slot(w, "free"), by=by)),
    f"{R}Question/add": ("hr", lambda w, by: actions.add_question(by=by, panel=w.ready, text="What helps?"), _planned),
    f"{R}Question/edit": ("hr", lambda w, by: actions.edit_question(
        w.ready.questions.first(), by=by, text="What helps you?"), _planned),
    f"{R}Question/drop": ("hr", lambda w, by: actions.drop_question(w.ready.questions.first(), by=by), _planned),
    f"{R}ScoreSheet/give": ("system", lambda w, by: giving.give(w.ready),
                            lambda w: _without_sheets(w)),
    f"{R}ScoreSheet/save": ("worker", lambda w, by: scoring.save_score(
        again(sheet(w, "begun")), by=by, question=question(w, "asked"), value=5)),
    f"{R}ScoreSheet/submit": ("worker", lambda w, by: scoring.submit_sheet(again(sheet(w, "begun")), by=by)),
    f"{R}ScoreSheet/key": ("panel_coordinator", lambda w, by: scoring.key_sheet(
        w.ready, by=by, given=[{"question": question(w, "asked").pk, "value": 3}]),
        lambda w: _blank(w)),
    f"{R}ScoreSheet/excuse": ("hr", lambda w, by: scoring.excuse_sheet(
        again(sheet(w, "begun")), by=by, reason="Not well")),
    f"{R}ScoreSheet/reopen": ("hr", lambda w, by: scoring.reopen_sheet(
        again(sheet(w, "sent")), by=by, reason="The wrong sheet was sent")),
    f"{R}Score/save": ("worker", lambda w, by: scoring.save_score(
        w.ready, by=by, question=question(w, "asked"), value=5), lambda w: _blank(w)),
    f"{R}Score/change": ("worker", lambda w, by: scoring.save_score(
        again(sheet(w, "begun")), by=by, question=question(w, "asked"), value=5)),
    f"{R}Moderation/moderate": ("worker", lambda w, by: scoring.moderate(
        by=by, score=again(score(w, "begun")), value=5, reason=REASON), _shown),
    f"{R}Decision/decide": ("hr", lambda w, by: scoring.decide(
        by=by, panel=w.ready, application=_application(w), outcome="offer"), _shown),
    f"{R}Decision/change": ("hr", lambda w, by: scoring.change_decision(
        w.ready, by=by, outcome="not_this_time"), _decided),
    f"{R}Decision/draft": ("hr", lambda w, by: scoring.draft_feedback(w.ready, by=by, feedback="Thank you"), _decided),
    f"{R}Decision/send": ("hr", lambda w, by: scoring.send_decision(w.ready, by=by), _decided),
    f"{R}Decision/offer_next": ("hr", lambda w, by: scoring.offer_next(again(w.ready), by=by), _reserved),
    f"{R}Decision/expire": ("system", _expire, _reserved),
    f"{R}PanelElsewhere/record": ("panel_coordinator", lambda w, by: scoring.record_elsewhere(
        by=by, unit=root(w), post="Ward manager", service_users=2, staff=2,
        candidates=[{"who": "CD", "service_users": None, "staff": None, "appointed": False}])),
    f"{R}PanelElsewhere/edit": ("hr", lambda w, by: scoring.edit_elsewhere(
        row("PanelElsewhere")(w, "elsewhere"), by=by, post="Matron")),
    f"{R}PanelElsewhere/withdraw": ("hr", lambda w, by: scoring.withdraw_elsewhere(
        row("PanelElsewhere")(w, "elsewhere"), by=by)),
    f"{R}PanelRate/set": ("hr", lambda w, by: panels.rate(root(w), by=by, work="chair", hourly="15")),
    f"{R}PanelRate/end": ("hr", lambda w, by: pay.end_rate(
        row("PanelRate")(w, "rate"), by=by, ends_on=make.today())),
    f"{R}PanelClaim/claim": ("supervisor", lambda w, by: panels.claimed(again(seat(w, "member")), by=by), _unclaimed),
    f"{R}PanelClaim/edit": ("supervisor", lambda w, by: pay.edit_claim(claim(w, "claimed"), by=by, hours=2)),
    f"{R}PanelClaim/withdraw": ("supervisor", lambda w, by: pay.withdraw_claim(claim(w, "claimed"), by=by)),
    f"{R}PanelClaim/query": ("hr", lambda w, by: pay.query_claim(claim(w, "claimed"), by=by, question="Which bus?")),
    f"{R}PanelClaim/approve": ("hr", lambda w, by: pay.approve_claim(claim(w, "claimed"), by=by)),
    f"{R}PanelClaim/pay": ("hr", lambda w, by: pay.pay_claim(w.ready, by=by), _approved),
    f"{R}ScoreSheet/confirm": ("supervisor", lambda w, by: scoring.confirm_sheet(w.ready, by=by), lambda w: _keyed(w)),
    f"{R}ScoreSheet/correct": ("supervisor", lambda w, by: scoring.correct_sheet(w.ready, by=by), lambda w: _keyed(w)),
    f"{R}ScoreSheet/lapse": ("system", lambda w, by: scoring.reveal_due(), _over),
}  # fmt: skip
ELSEWHERE: dict[str, str] = {}


def _without_sheets(w):
    """A panel that scores, and somebody invited since."""
    team, users = w.row("people.Unit/team"), [make.account("Applies"), make.account("Applies later")]
    first, later = recruiting.shortlisted(team, by=w.cast.hr, applicants=users).applications.order_by("number")
    deciding.invite_to_interview(first, by=w.cast.hr)
    found = panels.planned(first.vacancy, by=w.cast.hr)
    panels.sits(found, panellist(w, "member"), by=w.cast.hr)
    found = scoring.open_scoring(found, by=w.cast.hr)
    deciding.invite_to_interview(later, by=w.cast.hr)
    return found


def _blank(w):
    """The chair's own sheet with nothing on it yet."""
    own = again(sheet(w, "begun"))
    own.scores.all().delete()
    return own


def _keyed(w):
    """The member's sheet, typed in from paper by the coordinator."""
    own = scoring.reopen_sheet(again(sheet(w, "sent")), by=w.cast.hr, reason=REASON)
    own.scores.all().delete()
    given = [{"question": question(w, "asked").pk, "value": 3}]
    return scoring.key_sheet(own, by=w.cast.panel_coordinator, given=given)
