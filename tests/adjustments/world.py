"""The rows of adjustments in the prepared world: one of each, in the state that tells readers apart."""

from datetime import timedelta

from django.utils import timezone

from peerwork.adjustments import actions
from peerwork.adjustments.health import actions as health
from peerwork.adjustments.models import CardOpening, MonthFigure, Recommendation
from peerwork.adjustments.own import actions as own
from peerwork.adjustments.returning import actions as returning
from tests import make

ASK = {"kind": "quiet", "what": "A quiet desk for notes", "barrier": "The shared room is loud"}


def asked(person, **values):
    """What somebody asks for, in their own name."""
    return actions.ask(by=person.user, person=person, **ASK | values)


def in_place(person, by, **values):
    """Asked for, agreed and in place."""
    return actions.put_in_place(actions.agree(asked(person, **values), by=by, agreed_what="A desk upstairs"), by=by)


def assessed(person, proposer, hr, adviser):
    """A referral brought to where the adviser has met the worker."""
    row = health.propose(by=proposer, person=person, why="Tired after visits", questions="What would help?")
    row = health.consent(health.inform(row, by=proposer), by=person.user)
    row = health.refer(row, by=hr, adviser=adviser)
    row = health.offer_appointment(row, by=adviser, appointment_at=timezone.now() + timedelta(days=2))
    return health.assess(row, by=adviser, consent_again=True)


ADVICE = {"fit": "adjusted", "limits": "No late visits for a time", "advice": "Shorter days would help"}


def reported(referral, adviser, **values):
    """A report with a recommendation and a clinical part."""
    row = health.draft(by=adviser, referral=referral, clinical="Only between us", **ADVICE | values)
    health.add_recommendation(by=adviser, report=row, kind="hours", what="Start at 10am for six weeks")
    return row


def fill(place) -> None:
    """What adjustments add to one trust: the worker's own, what others may see of it, and one case of each kind."""
    put, worker, mine = place.put, place.person("worker"), place.user("worker")
    hr, lead, supervisor = place.user("hr"), place.user("team_lead"), place.user("supervisor")
    adviser = place.user("oh_adviser")
    put("times", actions.open_times(place.root, by=hr))
    put("typical", actions.open_typical(by=hr, organisation=place.root, kind="quiet", words="A quiet desk"))
    row = put("asked", asked(worker, why="So that I can think"))
    put("why", row.reason)
    put("why", own.share(by=mine, person=worker, part="reason", user=supervisor, reason=row.reason))
    put("confirm", own.share(by=mine, person=worker, part="confirm", user=place.user("lived_experience_lead")))
    put("provisional", actions.raise_for(by=lead, person=worker, kind="hours", what="A later start"))
    agreed = put("agreed", actions.agree(asked(worker, what="A dictation app"), by=lead, agreed_what="A dictation app"))
    put("in_place", in_place(worker, lead))
    due = make.today() + timedelta(days=6)
    put("step", actions.add_step(by=lead, adjustment=agreed, what="Order it", owner=supervisor, due_on=due))
    put("outside", actions.add_step(
        by=lead, adjustment=agreed, what="Set it up", owner_words="IT desk",
        owner_email=f"it@{place.root.code.lower()}.example.org", due_on=due))  # fmt: skip
    words = {"good_day": "I run groups", "harder_day": "Fewer visits", "if_unwell": "Ask me", "contacts": "My sister"}
    first = own.write_plan(by=mine, person=worker, **words)
    put("agreed", own.agree_plan(own.propose_plan(first, by=mine), by=lead))
    put("proposed", own.propose_plan(own.write_plan(by=mine, person=worker), by=mine))
    colleague = place.person("colleague")
    put("draft", own.write_plan(by=place.user("colleague"), person=colleague, good_day="Calm"))
    put("plan", own.share(by=mine, person=worker, part="plan", user=supervisor))
    put("carried", own.notice(by=make.system(), person=worker, manager=lead))
    card = put("card", own.write_card(by=mine, person=worker, ring="My sister", not_ring="My landlord", helps="Tea"))
    own.open_card(card, by=supervisor, reason="Fell ill in the group")
    put("opened", CardOpening.objects.get(card=card))
    put("well", own.write_wellbeing(by=mine, person=worker, keeps_well="Walking", early_signs="I go quiet"))
    put("wellbeing", own.share(by=mine, person=worker, part="wellbeing", user=supervisor))
    put("proposed", health.propose(by=lead, person=worker, why="Tired after visits", questions="What would help?"))
    case = put("case", assessed(worker, lead, hr, adviser))
    report = put("case", health.show(reported(case, adviser), by=adviser))
    put("case", report.clinical)
    put("case", report.recommendations.get())
    put("disclosed", health.disclose(
        by=adviser, referral=case, to=hr, content="A risk to others", grounds="They said so",
        senior_adviser="Dr Wells", advised_on=make.today(), told_on=make.today()))  # fmt: skip
    told = assessed(worker, lead, hr, adviser)
    released = health.release(health.show(reported(told, adviser), by=adviser), by=mine)
    put("released", released)
    put("released", released.referral)
    put("released", released.clinical)
    put("released", released.recommendations.get())
    other = put("colleague", assessed(colleague, hr, hr, adviser))
    draft = put("draft", reported(other, adviser))
    put("draft", draft.clinical)
    put("draft", Recommendation.objects.get(report=draft))
    away = place.world.row(f"placements.Away/{place.prefix}worker")
    put("return", returning.open_return(by=lead, away=away, back_on=make.today() + timedelta(days=4)))
    put("month", MonthFigure.objects.create(
        organisation=place.root, month=make.today().replace(day=1) - timedelta(days=31), people=34,
        by_stage={"asked": 9, "in_place": 30}, by_kind={"hours": 20, "quiet": 19}, to_agree=[4] * 9, to_place=[9] * 9,
        asked=30, adequate=24))  # fmt: skip


def finish(world, trust) -> None:
    """Whoever is employed elsewhere: their employer's HR answers, the host's sees what is in place."""
    person = trust.person("charity_worker")
    world.put("charity", in_place(person, world.cast.charity_hr))
    world.put("charity", own.write_card(by=person.user, person=person, ring="A friend"))


COPIED = [  # for tests/system/crowd.py
    ("adjustments.TypicalAdjustment/typical", ""),
    ("adjustments.Adjustment/asked", ""),
    ("adjustments.Adjustment/in_place", "person=same"),
    ("adjustments.Step/step", "adjustment=same person=same"),
    ("adjustments.CarryOver/carried", ""),
    ("adjustments.Card/card", ""),
    ("adjustments.Referral/proposed", "person=same"),
    ("adjustments.Referral/case", ""),
    ("adjustments.Report/case", "person=same"),
    ("adjustments.Recommendation/released", "person=same report=same"),
]
