"""How each verb of training that is needed is done, for tests/system/test_history.py: (who, how[, what before])."""

from datetime import timedelta

from peerwork.training.needs import actions
from tests import make


def row(w, label, name="worker"):
    return w.row(f"training.{label}/{name}")


def fire(w):
    return row(w, "NeedRule", "confirmed").course


def person(w):
    return w.row("people.Person/worker")


def root(w):
    return w.row("people.Unit/organisation")


RECIPES = {
    "training.NeedRule/set": ("training_lead", lambda w, by: actions.set_rule(
        by=by, organisation=root(w), course=fire(w), family="nursing", starts_on=make.today())),
    "training.NeedRule/propose": ("system", lambda w, by: actions.propose_rules(root(w), by=by)),
    "training.NeedRule/confirm": ("hr", lambda w, by: actions.confirm_rule(row(w, "NeedRule", "confirmed"), by=by)),
    "training.NeedRule/end": ("training_lead", lambda w, by: actions.end_rule(
        row(w, "NeedRule", "confirmed"), by=by)),
    "training.Completion/note": ("training_lead", lambda w, by: actions.note_completion(
        by=by, person=person(w), course=fire(w), done_on=make.today() - timedelta(days=3))),
    "training.Completion/withdraw": ("training_lead", lambda w, by: actions.withdraw_completion(
        row(w, "Completion"), by=by)),
    "training.Exemption/exempt": ("training_lead", lambda w, by: actions.exempt(
        by=by, person=person(w), course=fire(w), why="elsewhere")),
    "training.Exemption/end": ("training_lead", lambda w, by: actions.end_exemption(row(w, "Exemption"), by=by)),
    "training.CourseName/name": ("training_lead", lambda w, by: actions.name_course(
        by=by, organisation=root(w), value="Fire 1", course=fire(w))),
    "training.CourseName/end": ("training_lead", lambda w, by: actions.end_course_name(
        row(w, "CourseName", "name"), by=by)),
    "training.LearningMapping/keep": ("training_lead", lambda w, by: actions.keep_mapping(
        by=by, organisation=root(w), name="Another", columns={"person": "Staff number"})),
    "training.LearningMapping/edit": ("training_lead", lambda w, by: actions.keep_mapping(
        by=by, organisation=root(w), name="From the old system", columns={"course": "title"})),
    "training.LearningMapping/drop": ("training_lead", lambda w, by: actions.drop_mapping(
        row(w, "LearningMapping", "saved"), by=by)),
    "training.Unmatched/match": ("training_lead", lambda w, by: actions.match_line(
        row(w, "Unmatched", "waiting"), by=by, person=person(w))),
    "training.Unmatched/set_aside": ("training_lead", lambda w, by: actions.set_aside(
        row(w, "Unmatched", "waiting"), by=by)),
}  # fmt: skip
ELSEWHERE = {
    "training.Completion/carry_in": "files and statements: tests/training/needs",
    "training.Unmatched/hold": "files and statements: tests/training/needs",
    "training.LearningFile/hand_in": "the first step of every import: tests/training/needs",
    "training.LearningFile/check": "a dry run: tests/training/needs",
    "training.LearningFile/publish": "tests/training/needs",
    "training.LearningFile/pass_over": "a repeat: tests/training/needs",
    "training.LearningFile/refuse": "a bad file: tests/training/needs",
    "placements.Qualified/settle": "worked out from the training rules: tests/training/needs",
}
