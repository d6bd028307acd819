"""How each verb of starting is done, for tests/system/test_history.py: (who, how[, what before])."""

from datetime import timedelta

from peerwork.people import actions as people
from peerwork.recruitment.starting import actions
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.models import Starter
from peerwork.recruitment.starting.onboarding import actions as onboarding
from tests import make
from tests.recruitment.starting import world as rows


def row(label, name="coming"):
    return lambda w: w.row(f"recruitment.{label}/{name}")


starter, consent, reference = row("Starter"), row("Consent"), row("Reference")
decision, record, health = row("StartDecision"), row("CriminalRecord"), row("WorkHealth")
identity, task = row("Check", "identity"), row("OnboardingTask", "managers")
letter, welcome = row("OfferTemplate", "letter"), row("TaskTemplate", "welcome")


def _in(state: str):
    """Somebody new in a state, as what is ready for the next step."""

    def make_one(w):
        values = {"by": w.cast.hr, "template": letter(w)}
        if state in ("cleared", "dated"):
            values["second"] = w.cast.hr_worker
        made = getattr(rows, state)(w.row("placements.Post/peer"), **values)
        for undone in made.tasks.filter(before=True, status="open") if state == "dated" else ():
            onboarding.do_task(undone, by=w.cast.system)
        return Starter.objects.get(pk=made.pk)

    return make_one


def _check(*steps: str, kind: str = "right_to_work"):
    """A check of somebody new, brought to a state by these verbs."""

    def make_one(w):
        check = rows.check_of(_in("accepted")(w), kind)
        for step in steps:
            check = getattr(checking, step)(check, by=w.cast.hr)
        return check

    return make_one


def _named(w):
    return checking.name_referee(
        by=w.cast.coming, starter=starter(w), name="Another", email="another@example.org", relation="Tutor"
    )


def _answered(w):
    return checking.answer_reference(reference(w), by=w.cast.records_officer, strengths="Kind", again="yes")


def _seen_by_two(w):
    check = rows.check_of(_in("accepted")(w), "criminal_record")
    return checking.name_for_record(
        by=w.cast.hr, employment_check=check, verifier=w.cast.training_lead, decider=w.cast.lived_experience_lead
    )


def _disputed(w):
    return checking.dispute_record(record(w), by=w.cast.coming)


RECIPES = {
    "recruitment.StartingRules/edit": (
        "hr",
        lambda w, by: actions.set_rules(by=by, organisation=w.row("people.Unit/organisation"), answer_days=10),
    ),
    "recruitment.OfferTemplate/open": (
        "hr",
        lambda w, by: actions.open_letter(
            by=by, organisation=w.row("people.Unit/organisation"), name="Bank", body="Dear {{ first_name }}"
        ),
    ),
    "recruitment.OfferTemplate/edit": ("hr", lambda w, by: actions.edit_letter(letter(w), by=by, body="Dear all")),
    "recruitment.OfferTemplate/close": ("hr", lambda w, by: actions.close_letter(letter(w), by=by)),
    "recruitment.Starter/offer": (
        "hr",
        lambda w, by: actions.offer(
            by=by, template=letter(w), person=w.ready, post=w.row("placements.Post/peer"), wte=1
        ),
        lambda w: rows.newcomer(w.row("people.Unit/organisation")),
    ),
    "recruitment.Starter/accept": ("system", lambda w, by: actions.accept(w.ready, by=by), _in("offered")),
    "recruitment.Starter/decline": ("coming", lambda w, by: actions.decline(starter(w), by=by)),
    "recruitment.Starter/edit": ("hr", lambda w, by: actions.edit_starter(starter(w), by=by, wte="0.8")),
    "recruitment.Starter/plan": (
        "hr",
        lambda w, by: actions.plan(starter(w), by=by, planned_on=make.today() + timedelta(days=20)),
    ),
    "recruitment.Starter/name_buddy": (
        "team_lead",
        lambda w, by: actions.name_buddy(starter(w), by=by, buddy=w.cast.senior),
    ),
    "recruitment.Starter/clear": (
        "hr_worker",
        lambda w, by: actions.clear(w.ready, by=by),
        lambda w: (made := _in("accepted")(w), rows.settle_all(made, by=w.cast.hr), Starter.objects.get(pk=made.pk))[2],
    ),
    "recruitment.Starter/reopen": ("hr", lambda w, by: actions.reopen(w.ready, by=by), _in("cleared")),
    "recruitment.Starter/set_date": (
        "hr",
        lambda w, by: actions.set_date(w.ready, by=by, starts_on=make.today()),
        _in("cleared"),
    ),
    "recruitment.Starter/start": ("hr", lambda w, by: actions.start(w.ready, by=by, despite="Seen to"), _in("dated")),
    "recruitment.Starter/withdraw": (
        "hr",
        lambda w, by: actions.withdraw_starter(starter(w), by=by, reason="The post has gone"),
    ),
    "recruitment.Update/send": ("hr", lambda w, by: actions.send_update(by=by, starter=starter(w), words="All well")),
    "recruitment.Consent/give": (
        "coming",
        lambda w, by: actions.give_consent(by=by, starter=starter(w), kind="programme", words="A college course"),
    ),
    "recruitment.Consent/take_back": ("coming", lambda w, by: actions.take_back_consent(consent(w), by=by)),
    "recruitment.Check/add": (
        "hr",
        lambda w, by: checking.add_check(by=by, starter=starter(w), title="Driving licence"),
    ),
    "recruitment.Check/edit": ("hr", lambda w, by: checking.edit_check(identity(w), by=by, need="Bring three")),
    "recruitment.Check/request": ("hr", lambda w, by: checking.request_check(w.ready, by=by), _check()),
    "recruitment.Check/say_done": ("coming", lambda w, by: checking.say_done(identity(w), by=by)),
    "recruitment.Check/receive": ("hr", lambda w, by: checking.receive_check(identity(w), by=by, note="Passport")),
    "recruitment.Check/pass": ("hr", lambda w, by: checking.pass_check(w.ready, by=by), _check("receive_check")),
    "recruitment.Check/raise_concern": ("hr", lambda w, by: checking.raise_concern(identity(w), by=by)),
    "recruitment.Check/assure": (
        "hr",
        lambda w, by: checking.assure_check(identity(w), by=by, held="trac", held_by="The service"),
    ),
    "recruitment.Check/not_need": (
        "hr",
        lambda w, by: checking.not_need_check(w.ready, by=by, reason="No registration"),
        _check(kind="registration"),
    ),
    "recruitment.Check/waive": (
        "hr",
        lambda w, by: checking.waive_check(w.ready, by=by, reason="Known for years"),
        _check(kind="references"),
    ),
    "recruitment.Check/renew": (
        "hr",
        lambda w, by: checking.renew_check(w.ready, by=by),
        _check("receive_check", "pass_check"),
    ),
    "recruitment.Reference/name": (
        "coming",
        lambda w, by: checking.name_referee(
            by=by, starter=starter(w), name="Another", email="another@example.org", relation="Tutor"
        ),
    ),
    "recruitment.Reference/edit": ("coming", lambda w, by: checking.edit_referee(w.ready, by=by, name="Anna"), _named),
    "recruitment.Reference/ask": ("hr", lambda w, by: checking.ask_referee(w.ready, by=by), _named),
    "recruitment.Reference/answer": (
        "records_officer",
        lambda w, by: checking.answer_reference(reference(w), by=by, strengths="Kind", again="yes"),
    ),
    "recruitment.Reference/take": ("hr", lambda w, by: checking.take_reference(w.ready, by=by), _answered),
    "recruitment.Reference/withdraw": ("hr", lambda w, by: checking.withdraw_referee(reference(w), by=by)),
    "recruitment.StartDecision/propose": (
        "hr",
        lambda w, by: checking.propose_start(
            by=by, employment_check=identity(w), decider=w.cast.oh_lead, plan="Beside a senior"
        ),
    ),
    "recruitment.StartDecision/agree": ("oh_lead", lambda w, by: checking.agree_start(decision(w), by=by)),
    "recruitment.StartDecision/decline": (
        "oh_lead",
        lambda w, by: checking.decline_start(decision(w), by=by, grounds="Wait"),
    ),
    "recruitment.StartDecision/end": ("hr", lambda w, by: checking.end_start(decision(w), by=by)),
    "recruitment.CriminalRecord/name": (
        "hr",
        lambda w, by: checking.name_for_record(
            by=by, employment_check=w.ready, verifier=w.cast.training_lead, decider=w.cast.oh_lead
        ),
        _check(kind="criminal_record"),
    ),
    "recruitment.CriminalRecord/hand_over": (
        "hr",
        lambda w, by: checking.hand_over_record(record(w), by=by, decider=w.cast.oh_lead),
    ),
    "recruitment.CriminalRecord/record": (
        "training_lead",
        lambda w, by: checking.record_certificate(w.ready, by=by, something=False),
        _seen_by_two,
    ),
    "recruitment.CriminalRecord/decide": (
        "lived_experience_lead",
        lambda w, by: checking.decide_record(record(w), by=by, outcome="go_on", grounds="Long ago"),
    ),
    "recruitment.CriminalRecord/dispute": ("coming", lambda w, by: checking.dispute_record(record(w), by=by)),
    "recruitment.CriminalRecord/end_dispute": (
        "lived_experience_lead",
        lambda w, by: checking.end_dispute(w.ready, by=by),
        _disputed,
    ),
    "recruitment.WorkHealth/ask": (
        "hr",
        lambda w, by: checking.ask_health(by=by, employment_check=w.ready),
        _check(kind="work_health"),
    ),
    "recruitment.WorkHealth/give": ("oh_adviser", lambda w, by: checking.give_health(health(w), by=by, outcome="fit")),
    "recruitment.TaskTemplate/open": (
        "hr",
        lambda w, by: onboarding.open_template(
            by=by, organisation=w.row("people.Unit/organisation"), title="Tour", owner="buddy"
        ),
    ),
    "recruitment.TaskTemplate/edit": ("hr", lambda w, by: onboarding.edit_template(welcome(w), by=by, offset=-5)),
    "recruitment.TaskTemplate/close": ("hr", lambda w, by: onboarding.close_template(welcome(w), by=by)),
    "recruitment.OnboardingTask/add": (
        "hr",
        lambda w, by: onboarding.add_task(by=by, starter=starter(w), title="A map", owner_kind="hr"),
    ),
    "recruitment.OnboardingTask/edit": ("hr", lambda w, by: onboarding.edit_task(task(w), by=by, hint="At ten")),
    "recruitment.OnboardingTask/do": ("team_lead", lambda w, by: onboarding.do_task(task(w), by=by)),
    "recruitment.OnboardingTask/skip": (
        "hr",
        lambda w, by: onboarding.skip_task(task(w), by=by, skipped_because="They know everybody"),
    ),
    "recruitment.OnboardingTask/reopen": (
        "hr",
        lambda w, by: onboarding.reopen_task(w.ready, by=by),
        lambda w: onboarding.do_task(task(w), by=w.cast.hr),
    ),
    "recruitment.RecordDocument/add": (
        "hr",
        lambda w, by: onboarding.add_document(
            by=by, person=w.row("people.Person/worker"), kind="other", title="A note", file=rows.pdf()
        ),
    ),
    "recruitment.RecordDocument/withdraw": (
        "hr",
        lambda w, by: onboarding.withdraw_document(w.row("recruitment.RecordDocument/worker"), by=by),
    ),
    "people.StartingNeed/carry": (
        "hr",
        lambda w, by: people.carry_need(
            by=by, person=w.row("people.Person/worker"), kind="programme", words="A course"
        ),
    ),
    "people.StartingNeed/take_up": (
        "hr",
        lambda w, by: people.take_up_need(w.row("people.StartingNeed/worker"), by=by),
    ),
    "people.StartingNeed/withdraw": (
        "worker",
        lambda w, by: people.withdraw_need(w.row("people.StartingNeed/worker"), by=by),
    ),
}
ELSEWHERE = {
    "recruitment.StartingRules/open": "set_rules, the first time: tests/recruitment/starting",
}
