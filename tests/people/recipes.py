"""How each verb on one's own record is done, for tests/system/test_history.py: (who, how)."""

from peerwork.people.records import actions


def _asked(w):
    return w.row("people.RecordRequest/worker")


RECIPES = {
    "people.RecordRequest/ask": ("worker", lambda w, by: actions.ask(
        by=by, person=w.row("people.Person/worker"), kind="question", about="read", words="Why did HR look?")),
    "people.RecordRequest/edit": ("worker", lambda w, by: actions.edit_request(_asked(w), by=by, words="In June")),
    "people.RecordRequest/answer": ("hr", lambda w, by: actions.answer(_asked(w), by=by, answer="They are right")),
    "people.RecordRequest/put_right": ("hr", lambda w, by: actions.put_right(_asked(w), by=by, answer="Changed")),
    "people.RecordRequest/withdraw": ("worker", lambda w, by: actions.withdraw_request(_asked(w), by=by)),
}  # fmt: skip
