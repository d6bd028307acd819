"""How each verb of a changing organisation is done, for tests/system/test_history.py: (who, how[, what before])."""

from datetime import timedelta

from peerwork.readiness.change import actions
from tests import make


def team(w):
    return w.row("people.Unit/team")


def process(w):
    return w.row("readiness.Process/interviews")


def audit(w):
    return w.row("readiness.Audit/team")


def initiative(w):
    return w.row("readiness.Initiative/team")


def _idea(w):
    return actions.propose(by=w.cast.team_lead, unit=team(w), name="A garden", aim="A place to be", owner_words="Us")


def _stopped(w):
    return actions.stop(initiative(w), by=w.cast.team_lead, learned="Too late in the day")


RECIPES = {
    "readiness.Process/list": ("hr", lambda w, by: actions.list_process(
        by=by, unit=team(w), kind="language", name="Letters")),
    "readiness.Process/edit": ("hr", lambda w, by: actions.edit_process(process(w), by=by, keeper="The panel")),
    "readiness.Process/review": ("hr", lambda w, by: actions.review_process(
        process(w), by=by, found="It is all there", next_on=make.today() + timedelta(days=300))),
    "readiness.Process/close": ("hr", lambda w, by: actions.close_process(process(w), by=by)),
    "readiness.Audit/record": ("team_lead", lambda w, by: actions.record_audit(
        by=by, unit=team(w), topic="Own words in plans", looked_at=10, met=8, follows=audit(w))),
    "readiness.Audit/edit": ("team_lead", lambda w, by: actions.edit_audit(audit(w), by=by, met=5)),
    "readiness.Audit/close": ("team_lead", lambda w, by: actions.close_audit(audit(w), by=by)),
    "readiness.RecoveryLead/name": ("team_lead", lambda w, by: actions.name_lead(
        by=by, unit=team(w), level="team", name="Lou Fry")),
    "readiness.RecoveryLead/end": ("team_lead", lambda w, by: actions.end_lead(
        w.row("readiness.RecoveryLead/team"), by=by, ends_on=make.today())),
    "readiness.Initiative/propose": ("team_lead", lambda w, by: actions.propose(
        by=by, unit=team(w), name="A walk", aim="Out of doors", owner_words="Us")),
    "readiness.Initiative/edit": ("records_officer", lambda w, by: actions.edit_initiative(
        initiative(w), by=by, about="Twice a month")),
    "readiness.Initiative/begin": ("team_lead", lambda w, by: actions.begin(w.ready, by=by), _idea),
    "readiness.Initiative/finish": ("team_lead", lambda w, by: actions.finish(initiative(w), by=by)),
    "readiness.Initiative/stop": ("team_lead", lambda w, by: actions.stop(
        initiative(w), by=by, learned="Too late in the day")),
    "readiness.Initiative/reopen": ("team_lead", lambda w, by: actions.reopen(initiative(w), by=by), _stopped),
}  # fmt: skip
