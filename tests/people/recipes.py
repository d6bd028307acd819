"""How each verb on one's own record is done, for tests/system/test_history.py: (who, how)."""

from peerwork.people.copies import actions as copying
from peerwork.people.copies.models import Copy, RecordsCase
from peerwork.people.models import User
from peerwork.people.records import actions
from tests import make


def _asked(w):
    return w.row("people.RecordRequest/worker")


def _case(w):
    return w.row("people.RecordsCase/access")


def _review(w):
    RecordsCase.objects.filter(pk=_case(w).pk).update(status="review")
    return RecordsCase.objects.get(pk=_case(w).pk)


def _none(w):
    """No copy is being made."""
    copying.end_copy(w.row("people.Copy/worker"), by=w.cast.system)


def _made(w):
    row = w.row("people.Copy/worker")
    copying.make_copy.func(row.pk)
    return Copy.objects.get(pk=row.pk)


def _given(w):
    """A copy given to somebody whose account is closed."""
    case = _review(w)
    RecordsCase.objects.filter(pk=case.pk).update(status="open")
    copying.gather_case(_case(w), by=w.cast.records_officer)
    row = w.row("people.Copy/given")
    copying.make_copy.func(row.pk)
    User.objects.filter(pk=w.cast.worker.pk).update(is_active=False)
    return Copy.objects.get(pk=row.pk)


RECIPES = {
    "people.RecordRequest/ask": ("worker", lambda w, by: actions.ask(
        by=by, person=w.row("people.Person/worker"), kind="question", about="read", words="Why did HR look?")),
    "people.RecordRequest/edit": ("worker", lambda w, by: actions.edit_request(_asked(w), by=by, words="In June")),
    "people.RecordRequest/answer": ("hr", lambda w, by: actions.answer(_asked(w), by=by, answer="They are right")),
    "people.RecordRequest/put_right": ("hr", lambda w, by: actions.put_right(_asked(w), by=by, answer="Changed")),
    "people.RecordRequest/withdraw": ("worker", lambda w, by: actions.withdraw_request(_asked(w), by=by)),
    "people.Copy/ask": ("worker", lambda w, by: copying.ask_copy(by=by, person=w.row("people.Person/worker")), _none),
    "people.Copy/fetch": ("worker", lambda w, by: copying.fetch_copy(w.ready, by=by), _made),
    "people.Copy/hand_over": ("records_officer", lambda w, by: copying.hand_over_copy(w.ready, by=by), _given),
    "people.RecordsCase/open": ("records_officer", lambda w, by: copying.open_case(
        by=by, person=w.row("people.Person/worker"), received_on=make.today())),
    "people.RecordsCase/edit": ("records_officer", lambda w, by: copying.edit_case(_case(w), by=by, words="All")),
    "people.RecordsCase/extend": ("records_officer", lambda w, by: copying.extend_case(
        _case(w), by=by, extended_because="Ten years of records")),
    "people.RecordsCase/close": ("records_officer", lambda w, by: copying.close_case(_case(w), by=by, outcome="Given")),
    "people.Redaction/leave_out": ("records_officer", lambda w, by: copying.leave_out(
        by=by, case=w.ready, piece="development.Goal/2/title", why="others"), _review),
    "people.Redaction/put_back": ("records_officer", lambda w, by: copying.put_back(
        w.row("people.Redaction/left_out"), by=by), _review),
}  # fmt: skip
ELSEWHERE = {
    **dict.fromkeys(("people.Copy/make", "people.Copy/fail", "people.Copy/end"), "jobs: tests/people/test_copies.py"),
    "people.RecordsCase/gather": "it gathers at once in tests: tests/people/test_copies.py",
    "people.RecordsCase/gathered": "tests/people/test_copies.py",
    "people.RecordsCase/send": "it makes a copy at once in tests: tests/people/test_copies.py",
}
