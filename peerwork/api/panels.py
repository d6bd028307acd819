"""Panels: rules, who sits, days and times, the interview plan, scores, decisions, figures, rates and claims."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from peerwork.api.resources import Resource, Verb
from peerwork.recruitment.panels import actions, policy
from peerwork.recruitment.panels.pay import actions as pay
from peerwork.recruitment.panels.pay import policy as pay_policy
from peerwork.recruitment.panels.scoring import actions as scoring
from peerwork.recruitment.panels.scoring import policy as scoring_policy

RULE = (
    *("service_users", "no_fewer_than_staff", "named_reserve", "trained_only", "quorum", "weight", "least_average"),
    "reserve_months",
)
panel_rules = Resource(
    "panel-rules",
    policy.panel_rules,
    starts={"set": Verb(actions.set_rules, "organisation", *RULE)},
    verbs={"edit": Verb(actions.edit_rules, *RULE), "confirm": Verb(actions.confirm_rules)},
    filters=["organisation"],
)
SET_UP = ("closes_at", "decide_by", "help_name", "help_phone", "questions_by", "questions_on")
panels = Resource(
    "panels",
    policy.panels,
    starts={"plan": Verb(actions.plan_panel, "vacancy", *SET_UP)},
    verbs={
        "edit": Verb(actions.edit_panel, *SET_UP),
        "override": Verb(actions.override_rules, "override_reason"),
        "open": Verb(scoring.open_scoring),
        "reveal": Verb(scoring.reveal),
        "close": Verb(scoring.close_panel),
        "cancel": Verb(actions.cancel_panel),
    },
    filters=["status", "vacancy", "closes_at", "decide_by"],
)
LISTED = ("side", "trained_on", "advice_offered_on")
panellists = Resource(
    "panel-members",
    policy.panellists,
    starts={
        "name": Verb(
            actions.name_panellist,
            "organisation",
            *LISTED,
            name=serializers.CharField(required=False, allow_blank=True, max_length=160),
            email=serializers.EmailField(help_text=_("A private address is fine.")),
        )
    },
    verbs={
        "edit": Verb(actions.edit_panellist, *LISTED),
        "tell": Verb(actions.tell_needs, "access_needs", "payment_choice", "part_amount", "advice_offered_on"),
    },
    filters=["organisation", "side", "trained_on"],
)
seats = Resource(
    "panel-seats",
    policy.seats,
    starts={
        "add": Verb(
            actions.add_seat, "panel", "panellist", "chair", "reserve",
            access_until=serializers.DateField(required=False),
        )
    },
    verbs={
        "edit": Verb(actions.edit_seat, "chair", "access_until"),
        "resend": Verb(actions.resend_link),
        "accept": Verb(actions.accept_seat, confidential=serializers.BooleanField()),
        "decline": Verb(actions.decline_seat, "ended_because"),
        "step_down": Verb(actions.step_down, "ended_because"),
        "step_in": Verb(actions.step_in),
    },
    filters=["status", "panel", "panellist", "side", "reserve"],
    follow=["panellist__user", "panel__vacancy"],
)  # fmt: skip
declarations = Resource(
    "panel-declarations",
    policy.declarations,
    starts={"declare": Verb(actions.declare, "seat", "application", "answer", "words")},
    verbs={"change": Verb(actions.change_declaration, "answer", "words")},
    filters=["seat", "application", "answer"],
    follow=["seat__panellist__user"],
)
DAY = ("kind", "starts_at", "minutes", "place", "link", "words")
days = Resource(
    "panel-days",
    policy.days,
    starts={"add": Verb(actions.add_day, "panel", *DAY)},
    verbs={"edit": Verb(actions.edit_day, *DAY), "cancel": Verb(actions.cancel_day)},
    filters=["panel", "kind", "starts_at"],
    follow=["panel__vacancy"],
)
slots = Resource(
    "interview-times",
    policy.slots,
    starts={"offer": Verb(actions.offer_slot, "day", "starts_at", "minutes")},
    verbs={
        "book": Verb(actions.book_slot, "application"),
        "free": Verb(actions.free_slot),
        "withdraw": Verb(actions.withdraw_slot),
    },
    filters=["status", "day", "starts_at", "application"],
)
ASKED = ("text", "asked", "guide", "criterion", "part", "scored_by")
questions = Resource(
    "panel-questions",
    policy.questions,
    starts={
        "add": Verb(
            actions.add_question, "panel", *ASKED,
            number=serializers.IntegerField(required=False, min_value=1, max_value=99),
        )
    },
    verbs={
        "edit": Verb(actions.edit_question, "number", *ASKED),
        "drop": Verb(actions.drop_question),
    },
    filters=["panel", "criterion", "scored_by", "dropped_on"],
    follow=["panel__vacancy"],
)  # fmt: skip


class ScoreLine(serializers.Serializer):
    """One line of a paper sheet."""

    question = serializers.IntegerField()
    value = serializers.IntegerField(required=False, allow_null=True)
    not_assessed = serializers.BooleanField(required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


def reason() -> serializers.CharField:
    return serializers.CharField(max_length=300)


sheets = Resource(
    "score-sheets",
    scoring_policy.sheets,
    verbs={
        "submit": Verb(scoring.submit_sheet),
        "confirm": Verb(scoring.confirm_sheet),
        "correct": Verb(scoring.correct_sheet),
        "excuse": Verb(scoring.excuse_sheet, reason=reason()),
        "reopen": Verb(scoring.reopen_sheet, reason=reason()),
        "key": Verb(scoring.key_sheet, given=ScoreLine(many=True)),
    },
    filters=["status", "seat", "application"],
    follow=["seat__panellist__user"],
)


def save_score(*, by, sheet, **values):
    """Keep one's own score for one question; given again, it is changed."""
    return scoring.save_score(sheet, by=by, **values)


scores = Resource(
    "scores",
    scoring_policy.scores,
    starts={"save": Verb(save_score, "sheet", "question", "value", "not_assessed", "note")},
    filters=["question", "value", "not_assessed"],
    follow=["sheet__seat__panellist__user"],
)
changes = Resource(
    "score-changes",
    scoring_policy.moderations,
    starts={"moderate": Verb(scoring.moderate, "score", "value", "reason")},
    filters=["score", "by"],
)
DECIDED = ("outcome", "reason", "reserve_until")
decisions = Resource(
    "panel-decisions",
    scoring_policy.decisions,
    starts={"decide": Verb(scoring.decide, "panel", "application", *DECIDED)},
    verbs={
        "change": Verb(scoring.change_decision, *DECIDED),
        "draft": Verb(scoring.draft_feedback, "feedback"),
        "send": Verb(scoring.send_decision),
        "offer_next": Verb(scoring.offer_next, "reason"),
    },
    filters=["status", "outcome", "application", "told_at"],
    follow=["panel__vacancy"],
)


class Met(serializers.Serializer):
    """One person met: initials, each group's average, and whether they were appointed."""

    who = serializers.CharField(max_length=80)
    service_users = serializers.FloatField(allow_null=True, min_value=1, max_value=5)
    staff = serializers.FloatField(allow_null=True, min_value=1, max_value=5)
    appointed = serializers.BooleanField()


LIGHT = ("post", "held_on", "service_users", "staff", "service_user_chaired")
elsewhere = Resource(
    "panels-elsewhere",
    scoring_policy.elsewhere,
    starts={"record": Verb(scoring.record_elsewhere, "unit", *LIGHT, candidates=Met(many=True))},
    verbs={
        "edit": Verb(scoring.edit_elsewhere, "unit", *LIGHT, candidates=Met(many=True, required=False)),
        "withdraw": Verb(scoring.withdraw_elsewhere),
    },
    filters=["unit", "held_on", "withdrawn_on"],
)
figures = Resource("panel-figures", scoring_policy.panel_figures, filters=["unit", "quarter"])
rates = Resource(
    "panel-rates",
    pay_policy.rates,
    starts={"set": Verb(pay.set_rate, "organisation", "work", "hourly", "starts_on", "ends_on")},
    verbs={"end": Verb(pay.end_rate, "ends_on")},
    filters=["organisation", "work", "starts_on", "ends_on"],
)
CLAIM = ("work", "worked_on", "hours", "expenses", "expenses_for", "choice", "part_amount")
money = {"max_digits": 9, "decimal_places": 2, "required": False}
claims = Resource(
    "panel-claims",
    pay_policy.claims,
    starts={"claim": Verb(pay.claim_pay, "seat", *CLAIM, advice=serializers.BooleanField(required=False))},
    verbs={
        "edit": Verb(pay.edit_claim, *CLAIM),
        "withdraw": Verb(pay.withdraw_claim),
        "query": Verb(pay.query_claim, "question"),
        "approve": Verb(pay.approve_claim),
        "pay": Verb(pay.pay_claim, "paid_on"),
    },
    filters=["status", "seat", "worked_on", "work", "paid_on"],
    follow=["seat__panellist__user"],
    derived={"fee": serializers.DecimalField(**money), "total": serializers.DecimalField(**money)},
)
resources = [
    *(panel_rules, panels, panellists, seats, declarations, days, slots, questions, sheets, scores, changes),
    *(decisions, elsewhere, figures, rates, claims),
]
