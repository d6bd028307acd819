"""How each verb of adjustments is done, for tests/system/test_history.py: (who, how[, what before])."""

from datetime import timedelta

from django.utils import timezone

from peerwork.adjustments import actions
from peerwork.adjustments.health import actions as health
from peerwork.adjustments.models import Adjustment
from peerwork.adjustments.own import actions as own
from peerwork.adjustments.returning import actions as returning
from tests import make
from tests.adjustments import world as rows


def row(label):
    return lambda w, name: w.row(f"adjustments.{label}/{name}")


adjustment, step, plan, referral = row("Adjustment"), row("Step"), row("Plan"), row("Referral")
report, recommendation, back, times = row("Report"), row("Recommendation"), row("Return"), row("Times")


def person(w, name="worker"):
    return w.row(f"people.Person/{name}")


def due():
    return make.today() + timedelta(days=9)


LESS = {"agreed_what": "A desk on Fridays", "decision": "There is one desk", "alternatives": "Headphones"}


def _declined(w):
    return actions.decline(adjustment(w, "asked"), by=w.cast.team_lead, decision="No room", alternatives="Headphones")


def _ending(w):
    return actions.review(adjustment(w, "in_place"), by=w.cast.worker, outcome="end")


def _standing(w):
    found = adjustment(w, "provisional")
    Adjustment.objects.filter(pk=found.pk).update(stands_on=make.today())
    return found


def _done(w):
    return actions.do_step(step(w, "step"), by=w.cast.supervisor)


def _draft(w):
    return own.withdraw_plan(plan(w, "proposed"), by=w.cast.worker)


def _written(w):
    _draft(w)
    return own.write_plan(by=w.cast.worker, person=person(w))


def _informed(w):
    return health.inform(referral(w, "proposed"), by=w.cast.team_lead)


def _consented(w):
    return health.consent(_informed(w), by=w.cast.worker)


def _referred(w):
    return health.refer(_consented(w), by=w.cast.hr, adviser=w.cast.oh_adviser)


def _offered(w):
    return health.offer_appointment(_referred(w), by=w.cast.oh_adviser, appointment_at=timezone.now())


def _met(w):
    return health.assess(_offered(w), by=w.cast.oh_adviser, consent_again=True)


def _colleague_referred(w):
    found = health.propose(by=w.cast.hr, person=person(w, "colleague"), why="Tired", questions="What helps?")
    found = health.consent(health.inform(found, by=w.cast.hr), by=w.cast.colleague)
    make.role(w.cast.supervisor, "oh_adviser", w.row("people.Unit/organisation"))
    return health.refer(found, by=w.cast.hr, adviser=w.cast.oh_adviser)


def _closed(w):
    return health.close(referral(w, "case"), by=w.cast.hr)


def _held(w):
    return returning.hold(back(w, "return"), by=w.cast.team_lead, what_helps="Shorter days")


def _phases(w):
    day = make.today() + timedelta(days=7)
    return {
        "placement": w.row("placements.Placement/worker"),
        "phases": [{"starts_on": day.isoformat(), "ends_on": (day + timedelta(days=13)).isoformat(),
                    "working_wte": "0.4"}],
    }  # fmt: skip


def _hours(w):
    return returning.propose_hours(_held(w), by=w.cast.team_lead, **_phases(w))


def _hours_agreed(w):
    return returning.agree(_hours(w), by=w.cast.worker)


RECIPES = {
    "adjustments.Times/open": (
        "charity_hr", lambda w, by: actions.open_times(w.row("people.Unit/charity"), by=by)),
    "adjustments.Times/edit": ("hr", lambda w, by: actions.edit_times(times(w, "times"), by=by, answer_days=7)),
    "adjustments.Times/confirm": ("hr", lambda w, by: actions.confirm_times(times(w, "times"), by=by)),
    "adjustments.TypicalAdjustment/open": ("hr", lambda w, by: actions.open_typical(
        by=by, organisation=w.row("people.Unit/organisation"), kind="hours", words="A later start")),
    "adjustments.TypicalAdjustment/edit": ("hr", lambda w, by: actions.edit_typical(
        w.row("adjustments.TypicalAdjustment/typical"), by=by, words="A desk by a window")),
    "adjustments.TypicalAdjustment/close": ("hr", lambda w, by: actions.close_typical(
        w.row("adjustments.TypicalAdjustment/typical"), by=by)),
    "adjustments.Adjustment/ask": ("worker", lambda w, by: actions.ask(by=by, person=person(w), **rows.ASK)),
    "adjustments.Adjustment/raise_for": ("team_lead", lambda w, by: actions.raise_for(
        by=by, person=person(w), **rows.ASK)),
    "adjustments.Adjustment/confirm": (
        "worker", lambda w, by: actions.confirm(adjustment(w, "provisional"), by=by)),
    "adjustments.Adjustment/stand": ("system", lambda w, by: actions.stand(w.ready, by=by), _standing),
    "adjustments.Adjustment/edit": ("worker", lambda w, by: actions.edit(
        adjustment(w, "asked"), by=by, what="A quieter desk")),
    "adjustments.Adjustment/withdraw": ("worker", lambda w, by: actions.withdraw(adjustment(w, "agreed"), by=by)),
    "adjustments.Adjustment/agree": ("team_lead", lambda w, by: actions.agree(adjustment(w, "asked"), by=by)),
    "adjustments.Adjustment/agree_partly": ("team_lead", lambda w, by: actions.agree_partly(
        adjustment(w, "asked"), by=by, **LESS)),
    "adjustments.Adjustment/decline": ("team_lead", lambda w, by: actions.decline(
        adjustment(w, "asked"), by=by, decision="There is one desk", alternatives="Headphones")),
    "adjustments.Adjustment/ask_again": ("worker", lambda w, by: actions.ask_again(w.ready, by=by), _declined),
    "adjustments.Adjustment/put_in_place": ("team_lead", lambda w, by: actions.put_in_place(
        adjustment(w, "agreed"), by=by)),
    "adjustments.Adjustment/take_up": ("team_lead", lambda w, by: actions.take_up(
        by=by, person=person(w), kind="hours", what="Start at 10am")),
    "adjustments.Adjustment/say_not_working": ("worker", lambda w, by: actions.say_not_working(
        adjustment(w, "in_place"), by=by, not_working="The desk is taken")),
    "adjustments.Adjustment/review": ("team_lead", lambda w, by: actions.review(
        adjustment(w, "in_place"), by=by, outcome="keep")),
    "adjustments.Adjustment/end": ("team_lead", lambda w, by: actions.end(w.ready, by=by), _ending),
    "adjustments.Step/add": ("team_lead", lambda w, by: actions.add_step(
        by=by, adjustment=adjustment(w, "agreed"), what="Find a room", owner_words="Estates", due_on=due())),
    "adjustments.Step/edit": ("team_lead", lambda w, by: actions.edit_step(
        step(w, "step"), by=by, what="Order two")),
    "adjustments.Step/send": ("team_lead", lambda w, by: actions.send_step(step(w, "step"), by=by)),
    "adjustments.Step/do": ("supervisor", lambda w, by: actions.do_step(step(w, "step"), by=by)),
    "adjustments.Step/drop": ("team_lead", lambda w, by: actions.drop_step(step(w, "step"), by=by)),
    "adjustments.Step/reopen": ("supervisor", lambda w, by: actions.reopen_step(w.ready, by=by), _done),
    "adjustments.Share/share": ("worker", lambda w, by: own.share(
        by=by, person=person(w), part="plan", user=w.cast.hr)),
    "adjustments.Share/unshare": ("worker", lambda w, by: own.unshare(w.row("adjustments.Share/plan"), by=by)),
    "adjustments.Plan/write": ("worker", lambda w, by: own.write_plan(by=by, person=person(w)), _draft),
    "adjustments.Plan/edit": ("worker", lambda w, by: own.edit_plan(w.ready, by=by, good_day="Calm"), _written),
    "adjustments.Plan/propose": ("worker", lambda w, by: own.propose_plan(w.ready, by=by), _written),
    "adjustments.Plan/ask_change": ("team_lead", lambda w, by: own.ask_plan_change(
        plan(w, "proposed"), by=by, change_wanted="Another day")),
    "adjustments.Plan/agree": ("team_lead", lambda w, by: own.agree_plan(plan(w, "proposed"), by=by)),
    "adjustments.Plan/withdraw": ("worker", lambda w, by: own.withdraw_plan(plan(w, "proposed"), by=by)),
    "adjustments.CarryOver/notice": ("system", lambda w, by: own.notice(
        by=by, person=person(w), manager=w.cast.next_team_lead)),
    "adjustments.CarryOver/accept": ("team_lead", lambda w, by: own.accept(
        w.row("adjustments.CarryOver/carried"), by=by)),
    "adjustments.CardOpening/open": ("supervisor", lambda w, by: own.open_card(
        w.row("adjustments.Card/card"), by=by, reason="Fell ill")),
    "adjustments.CardOpening/review": ("hr", lambda w, by: own.review_opening(
        w.row("adjustments.CardOpening/opened"), by=by, review_words="It was needed")),
    "adjustments.Referral/propose": ("team_lead", lambda w, by: health.propose(
        by=by, person=person(w), why="Tired", questions="What helps?")),
    "adjustments.Referral/edit": ("team_lead", lambda w, by: health.edit(
        referral(w, "proposed"), by=by, why="Very tired")),
    "adjustments.Referral/inform": ("team_lead", lambda w, by: health.inform(referral(w, "proposed"), by=by)),
    "adjustments.Referral/consent": ("worker", lambda w, by: health.consent(w.ready, by=by), _informed),
    "adjustments.Referral/decline": ("worker", lambda w, by: health.decline(w.ready, by=by), _informed),
    "adjustments.Referral/withdraw": ("worker", lambda w, by: health.withdraw(w.ready, by=by), _consented),
    "adjustments.Referral/refer": ("hr", lambda w, by: health.refer(
        w.ready, by=by, adviser=w.cast.oh_adviser), _consented),
    "adjustments.Referral/pass_on": ("oh_lead", lambda w, by: health.pass_on(
        w.ready, by=by, adviser=w.cast.supervisor), _colleague_referred),
    "adjustments.Referral/offer_appointment": ("oh_adviser", lambda w, by: health.offer_appointment(
        w.ready, by=by, appointment_at=timezone.now() + timedelta(days=1)), _referred),
    "adjustments.Referral/assess": ("oh_adviser", lambda w, by: health.assess(
        w.ready, by=by, consent_again=True), _offered),
    "adjustments.Referral/close": ("hr", lambda w, by: health.close(referral(w, "case"), by=by)),
    "adjustments.Referral/refer_again": ("hr", lambda w, by: health.refer_again(
        w.ready, by=by, adviser=w.cast.oh_adviser, again_because="A complaint"), _closed),
    "adjustments.Report/draft": ("oh_adviser", lambda w, by: health.draft(
        by=by, referral=w.ready, **rows.ADVICE), _met),
    "adjustments.Report/edit": ("oh_adviser", lambda w, by: health.edit_report(
        report(w, "draft"), by=by, limits="No nights")),
    "adjustments.Report/check_harm": ("oh_adviser", lambda w, by: health.check_harm(
        report(w, "draft"), by=by, harm_grounds="Nothing that could harm")),
    "adjustments.Report/show": ("oh_adviser", lambda w, by: health.show(report(w, "draft"), by=by)),
    "adjustments.Report/release": ("worker", lambda w, by: health.release(report(w, "case"), by=by)),
    "adjustments.Report/ask_correction": ("worker", lambda w, by: health.ask_correction(
        report(w, "case"), by=by, correction_wanted="The date")),
    "adjustments.Report/keep_private": ("worker", lambda w, by: health.keep_private(report(w, "case"), by=by)),
    "adjustments.Report/add_remark": ("oh_adviser", lambda w, by: health.add_remark(
        report(w, "released"), by=by, words="The date was wrong")),
    "adjustments.Recommendation/add": ("oh_adviser", lambda w, by: health.add_recommendation(
        by=by, report=report(w, "draft"), kind="breaks", what="Short breaks")),
    "adjustments.Recommendation/edit": ("oh_adviser", lambda w, by: health.edit_recommendation(
        recommendation(w, "draft"), by=by, what="Start at 9.30")),
    "adjustments.Recommendation/drop": ("oh_adviser", lambda w, by: health.drop_recommendation(
        recommendation(w, "draft"), by=by)),
    "adjustments.Recommendation/respond": ("team_lead", lambda w, by: health.respond(
        recommendation(w, "released"), by=by, response="accepted")),
    "adjustments.Return/open": ("team_lead", lambda w, by: returning.open_return(
        by=by, away=w.row("placements.Away/colleague"), back_on=due())),
    "adjustments.Return/hold": ("team_lead", lambda w, by: returning.hold(
        back(w, "return"), by=by, what_helps="Shorter days")),
    "adjustments.Return/edit": ("team_lead", lambda w, by: returning.edit(back(w, "return"), by=by, back_on=due())),
    "adjustments.Return/keep_apart": ("worker", lambda w, by: returning.keep_apart(
        back(w, "return"), by=by, kept_apart=True)),
    "adjustments.Return/propose_hours": ("team_lead", lambda w, by: returning.propose_hours(
        w.ready, by=by, **_phases(w)), _held),
    "adjustments.Return/ask_change": ("worker", lambda w, by: returning.ask_change(
        w.ready, by=by, change_wanted="One week more"), _hours),
    "adjustments.Return/agree": ("worker", lambda w, by: returning.agree(w.ready, by=by), _hours),
    "adjustments.Return/apply": ("hr", lambda w, by: returning.apply(w.ready, by=by), _hours_agreed),
    "adjustments.Return/finish": ("team_lead", lambda w, by: returning.finish(w.ready, by=by), _held),
}  # fmt: skip

KEPT_ELSEWHERE = "without history: the worker's own words can be truly erased"
SEALED = "without history: its words are sealed, and every version stays in the sealed table"
ELSEWHERE = {
    "adjustments.Plan/replace": "on the way to agreeing the next version: adjustments.Plan/agree",
    "adjustments.CarryOver/close": "once somebody is no longer their manager: tests/adjustments",
    "adjustments.Referral/advise": "on the way to releasing the report: adjustments.Report/release",
    "adjustments.Card/open": "kept as adjustments.CardOpening/open",
    **{f"adjustments.{model}/{verb}": KEPT_ELSEWHERE
       for model in ("Reason", "Card", "WellbeingPlan") for verb in ("write", "edit", "erase")},
    "adjustments.Clinical/write": SEALED,
    "adjustments.Clinical/edit": SEALED,
    "adjustments.Disclosure/disclose": SEALED,
}  # fmt: skip
