"""Every state machine walked: each verb from each state by everybody of the cast; a wrong state changes nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from peerwork.kit.access import policy_of
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.recruitment.panels import actions
from peerwork.recruitment.panels.models import Panel, Seat, Slot
from peerwork.recruitment.panels.pay import actions as pay
from peerwork.recruitment.panels.pay.models import PanelClaim
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.panels.scoring.models import Decision, ScoreSheet

SOON = timezone.now() + timedelta(days=5)
REASON = "There was nobody else in time"
VERBS = {
    Panel: {
        "edit": lambda row, by: actions.edit_panel(row, by=by, help_name="Sam"),
        "override": lambda row, by: actions.override_rules(row, by=by, override_reason=REASON),
        "open": lambda row, by: scoring.open_scoring(row, by=by),
        "reveal": lambda row, by: scoring.reveal(row, by=by),
        "close": lambda row, by: scoring.close_panel(row, by=by),
        "cancel": lambda row, by: actions.cancel_panel(row, by=by),
    },
    Seat: {
        "edit": lambda row, by: actions.edit_seat(row, by=by, access_until=SOON.date()),
        "resend": lambda row, by: actions.resend_link(row, by=by),
        "accept": lambda row, by: actions.accept_seat(row, by=by, confidential=True),
        "decline": lambda row, by: actions.decline_seat(row, by=by),
        "step_down": lambda row, by: actions.step_down(row, by=by),
        "step_in": lambda row, by: actions.step_in(row, by=by),
    },
    Slot: {
        "book": lambda row, by: actions.book_slot(row, by=by, application=row.day.panel.vacancy.applications.get()),
        "free": lambda row, by: actions.free_slot(row, by=by),
        "withdraw": lambda row, by: actions.withdraw_slot(row, by=by),
    },
    ScoreSheet: {
        "submit": lambda row, by: scoring.submit_sheet(row, by=by),
        "key": lambda row, by: scoring.key_sheet(row, by=by, given=[]),
        "confirm": lambda row, by: scoring.confirm_sheet(row, by=by),
        "correct": lambda row, by: scoring.correct_sheet(row, by=by),
        "excuse": lambda row, by: scoring.excuse_sheet(row, by=by, reason=REASON),
        "reopen": lambda row, by: scoring.reopen_sheet(row, by=by, reason=REASON),
    },
    Decision: {
        "change": lambda row, by: scoring.change_decision(row, by=by, outcome="offer"),
        "draft": lambda row, by: scoring.draft_feedback(row, by=by, feedback="Thank you"),
        "send": lambda row, by: scoring.send_decision(row, by=by),
        "offer_next": lambda row, by: scoring.offer_next(row, by=by, reason=REASON),
    },
    PanelClaim: {
        "edit": lambda row, by: pay.edit_claim(row, by=by, hours=2),
        "query": lambda row, by: pay.query_claim(row, by=by, question="Which bus?"),
        "withdraw": lambda row, by: pay.withdraw_claim(row, by=by),
        "approve": lambda row, by: pay.approve_claim(row, by=by),
        "pay": lambda row, by: pay.pay_claim(row, by=by),
    },
}
ROWS = {
    "Panel": "open", "Seat": "member", "Slot": "free", "ScoreSheet": "begun", "Decision": "told",
    "PanelClaim": "claimed",
}  # fmt: skip
# What a state needs besides its name, so that no constraint is in the way.
NEEDS = {
    ("Seat", "on"): {"confidential_on": timezone.localdate()},
    ("ScoreSheet", "excused"): {"reason": REASON},
}


@pytest.mark.parametrize("model", VERBS, ids=lambda model: model.__name__)
def test_a_verb_is_refused_in_every_state_that_does_not_allow_it_to_everybody(model, world):
    policy, name = policy_of(model), model.__name__
    row = world.row(f"recruitment.{name}/{ROWS[name]}")
    tried = 0
    for state in model.Status.values:
        values = {"status": state} | NEEDS.get((name, state), {})
        if model is PanelClaim and state in ("approved", "paid"):
            values |= {"approved_by": world.cast.hr, "approved_on": timezone.localdate()}
        if model is Slot and state == "booked":
            continue  # a booked time is somebody's: `taken` in the world, walked by its own tests
        model.objects.filter(pk=row.pk).update(**values)
        version = model.objects.get(pk=row.pk).version
        for verb, do in VERBS[model].items():
            if state in model.moves[verb][0]:
                continue
            for user in world.members().values():
                granted = [policy.granted(r) for r in policy.visible(user, model.objects.filter(pk=row.pk))]
                wanted = Conflict if any(verb in verbs for verbs in granted) else (NotHere, NotAllowed, Conflict)
                with pytest.raises((wanted, Invalid) if isinstance(wanted, type) else (*wanted, Invalid)):
                    do(model.objects.get(pk=row.pk), user)
                tried += 1
        now = model.objects.get(pk=row.pk)
        assert (now.status, now.version) == (state, version)
    assert tried > 40


def test_nobody_approves_or_pays_their_own_claim(world):
    """Somebody of HR who sits on a panel as a service user claims like others, and another approves."""
    claim = world.row("recruitment.PanelClaim/claimed")
    claim.seat.panellist.__class__.objects.filter(pk=claim.seat.panellist_id).update(user=world.cast.hr_worker)
    with pytest.raises(NotAllowed):
        pay.approve_claim(claim, by=world.cast.hr_worker)
    approved = pay.approve_claim(claim, by=world.cast.hr)
    with pytest.raises(NotAllowed):
        pay.pay_claim(approved, by=world.cast.hr_worker)
    assert pay.pay_claim(approved, by=world.cast.hr).status == "paid"


def test_a_claim_is_paid_at_the_rate_of_its_day_as_the_member_chose(world):
    claim = world.row("recruitment.PanelClaim/claimed")
    assert (claim.hourly, claim.fee, claim.total) == (12.5, 37.5, 41.5)
    part = pay.edit_claim(claim, by=world.cast.supervisor, choice="part", part_amount=20)
    assert (part.fee, part.total) == (20, 24)
    none = pay.edit_claim(part, by=world.cast.supervisor, choice="declined")
    assert (none.fee, none.total, none.part_amount) == (0, 4, None)
    rate = world.row("recruitment.PanelRate/rate")
    pay.end_rate(rate, by=world.cast.hr, ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Invalid, match=""):
        pay.edit_claim(none, by=world.cast.supervisor, hours=1)
    assert PanelClaim.objects.get(pk=claim.pk).hourly == 12.5


def test_the_payroll_file_holds_what_payroll_needs_and_says_who_took_it(world):
    pay.approve_claim(world.row("recruitment.PanelClaim/claimed"), by=world.cast.hr)
    client = world.client("hr")
    assert client.post("/panels/claims/take-away/", {"reason": ""}).status_code == 400
    taken = client.post("/panels/claims/take-away/", {"reason": "July payroll"})
    text = b"".join(taken.streaming_content).decode("utf-8-sig")
    assert "41.50" in text and world.cast.supervisor.email in text
    assert world.client("panel_coordinator").post("/panels/claims/take-away/", {"reason": "x"}).status_code == 403


def test_figures_are_fixed_once_and_a_director_sees_them_rounded(world):
    from peerwork.recruitment.panels.scoring import figures
    from peerwork.recruitment.panels.scoring.models import PanelElsewhere, PanelFigure, quarter_of

    root, hr = world.row("people.Unit/organisation"), world.cast.hr
    last = quarter_of(timezone.localdate()) - timedelta(days=1)
    for number in range(23):
        people = [
            {"who": "AB", "service_users": 4.5, "staff": 3, "appointed": number < 17},
            {"who": "CD", "service_users": 3.5, "staff": 4, "appointed": number >= 17},
        ]
        scoring.record_elsewhere(
            by=hr, unit=root, post="Nurse", held_on=last, service_users=2, staff=2, candidates=people
        )
    assert PanelElsewhere.objects.filter(unit=root).count() == 24
    PanelFigure.objects.filter(quarter=quarter_of(last)).delete()
    assert scoring.freeze_figures() > 0 and scoring.freeze_figures() == 0
    own = figures.page(hr, root.pk)["lines"][0]
    assert (own["panels"], own["first_choice"], own["share"]) == (23, 17, "74%")
    told = figures.page(world.cast.director, root.pk)["lines"][0]
    assert (told["panels"], told["passed_over"]) == ("25", "[c]")
    with pytest.raises(NotHere):
        figures.page(world.cast.director, world.row("people.Unit/other_organisation").pk)
