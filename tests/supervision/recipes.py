"""How each verb of supervision is done, for tests/system/test_history.py: (who, how[, what before])."""

from datetime import timedelta

from django.utils import timezone

from peerwork.supervision import actions
from peerwork.supervision.practice import actions as practice
from tests import make
from tests.supervision import world


def row(label):
    return lambda w, name: w.row(f"supervision.{label}/{name}")


session, booking, agreement = row("Session"), row("Booking"), row("Agreement")
action, note, share = row("AgreedAction"), row("PreparationNote"), row("EntryShare")


def person(w):
    return w.row("people.Person/worker")


def stream(w):
    return w.row("placements.Stream/practice")


def later(days=20):
    return timezone.now() + timedelta(days=days)


def _agreed(w):
    return actions.agree_agreement(agreement(w, "proposed"), by=w.cast.worker)


def _asked(w):
    return actions.ask_session(by=w.cast.worker, person=person(w), stream=stream(w))


def _done(w):
    return actions.do_action(action(w, "owned"), by=w.cast.supervisor)


def _terms(w):
    return {"purpose": "To think", "confidentiality": "Ours", "recorded": "A record", "disagree": "We talk",
            "review_on": make.today() + timedelta(days=9), "person": person(w), "stream": stream(w)}  # fmt: skip


def _log(w, by, **values):
    return actions.log(by=by, person=person(w), stream=stream(w), held_on=make.today(), **values)


RECIPES = {
    "supervision.SupervisionRule/set": ("administrator", lambda w, by: actions.set_rule(
        by=by, stream=stream(w), every=2, starts_on=make.today())),
    "supervision.SupervisionRule/confirm": ("hr", lambda w, by: actions.confirm_rule(
        w.row("supervision.SupervisionRule/practice"), by=by)),
    "supervision.SupervisionRule/end": ("administrator", lambda w, by: actions.end_rule(
        w.row("supervision.SupervisionRule/practice"), by=by, ends_on=make.today())),
    "supervision.SupervisionRule/propose": ("system", lambda w, by: actions.propose_rules(
        w.row("people.Unit/organisation"), by=by)),
    "supervision.Agreement/propose": (
        "supervisor", lambda w, by: actions.propose_agreement(by=by, **_terms(w)),
        lambda w: actions.end_agreement(agreement(w, "proposed"), by=w.cast.supervisor)),
    "supervision.Agreement/edit": ("supervisor", lambda w, by: actions.edit_agreement(
        agreement(w, "proposed"), by=by, purpose="To grow")),
    "supervision.Agreement/ask_change": ("worker", lambda w, by: actions.ask_agreement_change(
        agreement(w, "proposed"), by=by, change_wanted="Every two weeks")),
    "supervision.Agreement/agree": ("worker", lambda w, by: actions.agree_agreement(agreement(w, "proposed"), by=by)),
    "supervision.Agreement/end": ("supervisor", lambda w, by: actions.end_agreement(agreement(w, "proposed"), by=by)),
    "supervision.Booking/ask": ("worker", lambda w, by: actions.ask_session(
        by=by, person=person(w), stream=stream(w))),
    "supervision.Booking/book": ("supervisor", lambda w, by: actions.book(
        by=by, person=person(w), stream=stream(w), starts_at=later())),
    "supervision.Booking/move": ("supervisor", lambda w, by: actions.move(
        booking(w, "booked"), by=by, starts_at=later())),
    "supervision.Booking/cancel": ("worker", lambda w, by: actions.cancel(
        booking(w, "booked"), by=by, cancelled_because="other")),
    "supervision.Booking/hold": ("supervisor", lambda w, by: _log(w, by, booking=booking(w, "booked"))),
    "supervision.Booking/miss": ("supervisor", lambda w, by: actions.miss(
        by=by, person=person(w), stream=stream(w), booking=booking(w, "booked"), not_held_because="service")),
    "supervision.Session/log": ("supervisor", _log),
    "supervision.Session/miss": ("supervisor", lambda w, by: actions.miss(
        by=by, person=person(w), stream=stream(w), not_held_because="service")),
    "supervision.Session/edit": ("supervisor", lambda w, by: actions.edit(
        session(w, "draft"), by=by, talked_about="The rota")),
    "supervision.Session/propose": ("supervisor", lambda w, by: actions.propose(session(w, "draft"), by=by)),
    "supervision.Session/remind": ("supervisor", lambda w, by: actions.remind(session(w, "proposed"), by=by)),
    "supervision.Session/agree": ("worker", lambda w, by: actions.agree(session(w, "proposed"), by=by)),
    "supervision.Session/query": ("worker", lambda w, by: actions.query(
        session(w, "proposed"), by=by, change_wanted="We met for an hour")),
    "supervision.Session/lapse": ("system", lambda w, by: actions.lapse(session(w, "proposed"), by=by)),
    "supervision.Session/withdraw": ("supervisor", lambda w, by: actions.withdraw(session(w, "draft"), by=by)),
    "supervision.GroupSession/log": ("supervisor", lambda w, by: actions.log_group(
        by=by, stream=w.row("supervision.GroupSession/group").stream, came=[person(w)])),
    "supervision.GroupSession/edit": ("supervisor", lambda w, by: actions.edit_group(
        w.row("supervision.GroupSession/group"), by=by, minutes=30)),
    "supervision.GroupSession/withdraw": ("supervisor", lambda w, by: actions.withdraw_group(
        w.row("supervision.GroupSession/group"), by=by)),
    "supervision.Attendance/note": ("supervisor", lambda w, by: actions.log_group(
        by=by, stream=w.row("supervision.GroupSession/group").stream, came=[person(w)])),
    "supervision.Attendance/edit": ("supervisor", lambda w, by: actions.edit_attendance(
        w.row("supervision.Attendance/worker"), by=by, came=False)),
    "supervision.AgreedAction/add": ("supervisor", lambda w, by: actions.add_action(
        session(w, "draft"), by=by, what="Visit the college")),
    "supervision.AgreedAction/edit": ("supervisor", lambda w, by: actions.edit_action(
        action(w, "owned"), by=by, what="Find a desk by a window")),
    "supervision.AgreedAction/do": ("hr", lambda w, by: actions.do_action(action(w, "owned"), by=by)),
    "supervision.AgreedAction/drop": ("supervisor", lambda w, by: actions.drop_action(action(w, "owned"), by=by)),
    "supervision.AgreedAction/reopen": ("supervisor", lambda w, by: actions.reopen_action(w.ready, by=by), _done),
    "supervision.Addendum/add": ("worker", lambda w, by: actions.add_remark(
        session(w, "agreed"), by=by, text="And thank you")),
    "supervision.EntryShare/share": ("worker", lambda w, by: actions.share_entry(
        session(w, "agreed"), by=by, user=w.cast.hr)),
    "supervision.EntryShare/end": ("worker", lambda w, by: actions.end_share(share(w, "shared"), by=by)),
    "supervision.PassedOn/note": ("supervisor", lambda w, by: actions.note_passed_on(
        session(w, "agreed"), by=by, to="Safeguarding lead")),
    "supervision.PassedOn/tell": ("supervisor", lambda w, by: actions.tell_worker(
        w.row("supervision.PassedOn/untold"), by=by)),
    "supervision.Observation/record": ("supervisor", lambda w, by: practice.record_observation(
        by=by, person=person(w), stream=stream(w), setting="A visit", went_well="Calm")),
    "supervision.Observation/edit": ("supervisor", lambda w, by: practice.edit_observation(
        w.row("supervision.Observation/worker"), by=by, to_try="Ask more")),
    "supervision.Observation/answer": ("worker", lambda w, by: practice.answer_observation(
        w.row("supervision.Observation/worker"), by=by, worker_view="It felt good")),
    "supervision.RoleCheck/give": ("worker", lambda w, by: practice.give_view(
        by=by, person=person(w), stream=stream(w), answers=["yes"] * 6)),
    "supervision.RoleCheck/edit": ("worker", lambda w, by: practice.edit_view(
        w.row("supervision.RoleCheck/worker_view"), by=by, words="Mostly")),
    "supervision.VoiceBatch/share": ("worker", lambda w, by: practice.share_voices(
        w.row("supervision.VoiceBatch/counted"), by=by, shared_in=stream(w))),
    "supervision.VoiceBatch/unshare": ("worker", lambda w, by: practice.unshare_voices(
        w.row("supervision.VoiceBatch/counted"), by=by)),
    "supervision.VoiceBatch/allow": ("worker", lambda w, by: practice.allow_in_appraisal(
        w.row("supervision.VoiceBatch/counted"), by=by)),
    "supervision.VoiceBatch/disallow": ("worker", lambda w, by: practice.disallow_in_appraisal(
        w.row("supervision.VoiceBatch/counted"), by=by)),
    "supervision.SessionFile/hand_in": ("administrator", lambda w, by: world.past_sessions(
        w.row("people.Unit/organisation"), "staff_id,stream,held_on\n", by=by)),
}  # fmt: skip

PRIVATE = "private words keep no history: tests/supervision"
ELSEWHERE = {
    "supervision.Agreement/renew": "the new agreement renews the old one: tests/supervision",
    "supervision.Booking/rehome": "a new supervisor, in the daily job: tests/supervision",
    "supervision.Session/carry_in": "the importer, as the system: tests/supervision",
    **{f"supervision.SessionFile/{verb}": "files: tests/supervision" for verb in
       ("check", "publish", "pass_over", "refuse")},
    "supervision.VoiceBatch/gather": "a quarter that is over: tests/supervision",
    **{f"supervision.PreparationNote/{verb}": PRIVATE for verb in ("write", "edit", "ask", "give", "erase")},
    **{f"supervision.Reflection/{verb}": PRIVATE for verb in ("reflect", "erase")},
    **{f"supervision.ReflectionItem/{verb}": PRIVATE for verb in ("reflect", "edit", "share", "unshare", "erase")},
}  # fmt: skip
