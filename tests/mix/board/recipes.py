"""How each verb of what goes to the board is done, for tests/system/test_history.py."""

from datetime import timedelta

from peerwork.mix.board import actions
from peerwork.mix.rollups import add_months
from tests import make
from tests.mix.board.world import LAST, MONTH


def _root(w):
    return w.row("people.Unit/organisation")


def _row(w, path):
    return w.row(f"mix.{path}")


EARLIER, UNTIL = add_months(LAST, -3), make.today() + timedelta(days=9)

RECIPES = {
    "mix.Check/open": ("hr", lambda w, by: actions.open_check(
        by=by, organisation=_root(w), kind="peers", quarter=EARLIER, closes_on=UNTIL)),
    "mix.Check/close": ("hr", lambda w, by: actions.close_check(_row(w, "Check/peers"), by=by)),
    "mix.Statement/give": ("lived_experience_lead", lambda w, by: actions.give_statement(
        by=by, organisation=_root(w), quarter=EARLIER, none_made=True)),
    "mix.Statement/reply": ("director", lambda w, by: actions.reply_to_statement(
        _row(w, "Statement/given"), by=by, reply="Thank you.")),
    "mix.Indicator/add": ("hr", lambda w, by: actions.add_indicator(
        by=by, organisation=_root(w), code="restraint", name="Restraint", level="supported", perspective="records",
        better="lower")),
    "mix.Indicator/edit": ("hr", lambda w, by: actions.edit_indicator(
        _row(w, "Indicator/organisation"), by=by, name="Readmitted")),
    "mix.Indicator/close": ("hr", lambda w, by: actions.close_indicator(_row(w, "Indicator/organisation"), by=by)),
    "mix.BoardReport/make": ("director", lambda w, by: actions.make_report(
        by=by, organisation=_root(w), month=w.row("mix.Snapshot/organisation").month)),
    "mix.FoiPack/make": ("director", lambda w, by: actions.make_pack(
        by=by, organisation=_root(w), month=add_months(MONTH, -1))),
}  # fmt: skip
ELSEWHERE = {"mix.Check/answer": "counted, and kept in no history: tests/mix/board"}
