"""How each verb of ready teams is done, for tests/system/test_history.py: (who, how[, what before])."""

from peerwork.readiness import actions
from tests import make


def row(label):
    return lambda w, name: w.row(f"readiness.{label}/{name}")


item, assessment, todo = row("ChecklistItem"), row("Assessment"), row("TeamAction")


def team(w, name="team"):
    return w.row(f"people.Unit/{name}")


def _nothing_begun(w):
    return actions.withdraw(assessment(w, "draft"), by=w.cast.team_lead)


def _done(w):
    return actions.do_action(todo(w, "team"), by=w.cast.team_lead)


RECIPES = {
    "readiness.ChecklistItem/add": ("hr", lambda w, by: actions.add_item(
        by=by, organisation=team(w, "organisation"), label="A welcome")),
    "readiness.ChecklistItem/edit": ("hr", lambda w, by: actions.edit_item(
        item(w, "purpose"), by=by, hint="Written together")),
    "readiness.ChecklistItem/close": ("hr", lambda w, by: actions.close_item(item(w, "purpose"), by=by)),
    "readiness.ItemAnswer/answer": ("team_lead", lambda w, by: actions.answer(
        by=by, team=team(w), item=item(w, "purpose"), state="partly")),
    "readiness.FactorRating/rate": ("team_lead", lambda w, by: actions.rate(
        by=by, team=team(w), factor="leadership", level=2, evidence="Nobody is named")),
    "readiness.Assessment/begin": ("worker", lambda w, by: actions.begin(by=by, unit=team(w)), _nothing_begun),
    "readiness.Assessment/edit": ("worker", lambda w, by: actions.edit(
        assessment(w, "draft"), by=by, resources="Time on Tuesdays")),
    "readiness.Assessment/agree": ("worker", lambda w, by: actions.agree(assessment(w, "draft"), by=by)),
    "readiness.Assessment/withdraw": ("worker", lambda w, by: actions.withdraw(assessment(w, "draft"), by=by)),
    "readiness.Assessment/share": ("worker", lambda w, by: actions.share(assessment(w, "team"), by=by)),
    "readiness.Assessment/unshare": ("worker", lambda w, by: actions.unshare(assessment(w, "team"), by=by)),
    "readiness.Assessment/review": ("worker", lambda w, by: actions.review(
        assessment(w, "team"), by=by, review_words="It went well")),
    "readiness.TeamAction/add": ("worker", lambda w, by: actions.add_action(
        by=by, assessment=assessment(w, "team"), what="Meet weekly", owner_words="All of us")),
    "readiness.TeamAction/edit": ("worker", lambda w, by: actions.edit_action(
        todo(w, "team"), by=by, due_on=make.today())),
    "readiness.TeamAction/do": ("worker", lambda w, by: actions.do_action(todo(w, "team"), by=by)),
    "readiness.TeamAction/stop": ("worker", lambda w, by: actions.stop_action(
        todo(w, "team"), by=by, learned="It was too soon")),
    "readiness.TeamAction/reopen": (
        "worker", lambda w, by: actions.reopen_action(todo(w, "team"), by=by), _done),
}  # fmt: skip
