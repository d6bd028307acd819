"""Adjustments, what is the worker's own, occupational health, returns to work.

A list never holds confidential words. They are read one by one at `…/words/`, and each reading leaves its line.
"""

from collections.abc import Callable

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from peerwork.adjustments import actions, policy, queries
from peerwork.adjustments.health import actions as health
from peerwork.adjustments.health import policy as health_policy
from peerwork.adjustments.health import queries as health_queries
from peerwork.adjustments.own import actions as own
from peerwork.adjustments.own import policy as own_policy
from peerwork.adjustments.own.models import Share
from peerwork.adjustments.returning import actions as returning
from peerwork.adjustments.returning import policy as returning_policy
from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.kit import readlog
from peerwork.kit.access import Policy
from peerwork.kit.errors import NotAllowed
from peerwork.people.sign_in import recently


def words(most: int = 4000, *, needed: bool = False, **kwargs) -> serializers.CharField:
    return serializers.CharField(required=needed, allow_blank=not needed, max_length=most, **kwargs)


DAYS = sorted(policy.DAYS)
times = Resource(
    "adjustment-times",
    policy.times,
    starts={"open": Verb(actions.open_times, "organisation")},
    verbs={"edit": Verb(actions.edit_times, *DAYS), "confirm": Verb(actions.confirm_times)},
    filters=["organisation"],
)
library = Resource(
    "typical-adjustments",
    policy.library,
    starts={"open": Verb(actions.open_typical, "organisation", "kind", "words", "source")},
    verbs={"edit": Verb(actions.edit_typical, "kind", "words", "source"), "close": Verb(actions.close_typical)},
    filters=["organisation", "kind", "closed_on"],
)

ASKED = ("kind", "what", "barrier", "trial", "starts_on", "ends_on")
ANSWER = ("agreed_what", "decision", "alternatives", "cost", "funding", "place_by", "starts_on", "ends_on", "trial")
adjustments = Resource(
    "adjustments",
    policy.adjustments,
    starts={
        "ask": Verb(actions.ask, "person", *ASKED, why=words()),
        "raise_for": Verb(actions.raise_for, "person", *ASKED),
    },
    verbs={
        "edit": Verb(actions.edit, *ASKED),
        "confirm": Verb(actions.confirm),
        "withdraw": Verb(actions.withdraw),
        "agree": Verb(actions.agree, *ANSWER),
        "agree_partly": Verb(actions.agree_partly, *ANSWER),
        "decline": Verb(actions.decline, "decision", "alternatives"),
        "ask_again": Verb(actions.ask_again),
        "put_in_place": Verb(actions.put_in_place),
        "say_not_working": Verb(actions.say_not_working, "not_working"),
        "review": Verb(actions.review, "outcome", "review_words", "review_on"),
        "end": Verb(actions.end),
    },
    filters=["status", "person", "kind", "trial", "asked_on", "answer_by", "decided_on", "place_by", "in_place_on",
             "review_on"],
)  # fmt: skip
reasons = Resource(
    "adjustment-reasons",
    policy.reasons,
    starts={"write": Verb(actions.write_reason, "adjustment", "words")},
    verbs={"edit": Verb(actions.edit_reason, "words"), "erase": Verb(actions.erase_reason)},
    filters=["adjustment", "person"],
)
TO_DO = ("what", "owner", "owner_words", "owner_email", "due_on")
steps = Resource(
    "adjustment-steps",
    policy.steps,
    starts={"add": Verb(actions.add_step, "adjustment", *TO_DO, send=serializers.BooleanField(required=False))},
    verbs={
        "edit": Verb(actions.edit_step, *TO_DO),
        "send": Verb(actions.send_step),
        "do": Verb(actions.do_step),
        "drop": Verb(actions.drop_step),
        "reopen": Verb(actions.reopen_step),
    },
    filters=["status", "adjustment", "person", "owner", "due_on", "done_on"],
)
figures = Resource("adjustment-figures", policy.figures, filters=["organisation", "month"])


# The worker's own -----------------------------------------------------------------------------------------------------
def share(*, by, person, part: str, email: str, reason=None) -> Share:
    """Let one person, by their address, read one part."""
    user = queries.account_by_address(email, person)
    return own.share(by=by, person=person, part=part, user=user, reason=reason)


shares = Resource(
    "adjustment-shares",
    own_policy.shares,
    starts={"share": Verb(share, "person", "part", "reason", email=serializers.EmailField())},
    verbs={"unshare": Verb(own.unshare)},
    filters=["person", "part", "user", "shared_on", "ended_on"],
    follow=["reason__adjustment"],
)
PLAN = ("good_day", "harder_day", "if_unwell", "contacts", "review_on")
plans = Resource(
    "adjustment-plans",
    own_policy.plans,
    starts={"write": Verb(own.write_plan, "person", *PLAN)},
    verbs={
        "edit": Verb(own.edit_plan, *PLAN),
        "propose": Verb(own.propose_plan),
        "agree": Verb(own.agree_plan),
        "ask_change": Verb(own.ask_plan_change, "change_wanted"),
        "withdraw": Verb(own.withdraw_plan),
    },
    filters=["status", "person", "number", "manager", "review_on"],
)
carry_overs = Resource(
    "adjustments-carried-over",
    own_policy.carry_overs,
    verbs={"accept": Verb(own.accept)},
    filters=["status", "person", "manager", "noticed_on"],
)
CARD = ("ring", "not_ring", "helps", "helps_not")
cards = Resource(
    "unwell-cards",
    own_policy.cards,
    starts={"write": Verb(own.write_card, "person", *CARD)},
    verbs={"edit": Verb(own.edit_card, *CARD), "erase": Verb(own.erase_card)},
    filters=["person"],
)
openings = Resource(
    "card-openings",
    own_policy.openings,
    verbs={"review": Verb(own.review_opening, "review_words")},
    filters=["status", "person", "by", "at", "review_by"],
    follow=["card__person"],
)
WELL = ("keeps_well", "early_signs", "helps", "who_to_tell")
wellbeing = Resource(
    "wellbeing-plans",
    own_policy.wellbeing_plans,
    starts={"write": Verb(own.write_wellbeing, "person", *WELL)},
    verbs={"edit": Verb(own.edit_wellbeing, *WELL), "erase": Verb(own.erase_wellbeing)},
    filters=["person"],
)

# Occupational health --------------------------------------------------------------------------------------------------
GIVEN = ("adviser", "adviser_until")
referrals = Resource(
    "health-referrals",
    health_policy.referrals,
    starts={"propose": Verb(health.propose, "person", "why", "questions")},
    verbs={
        "edit": Verb(health.edit, "why", "questions"),
        "inform": Verb(health.inform),
        "consent": Verb(health.consent),
        "decline": Verb(health.decline),
        "withdraw": Verb(health.withdraw),
        "refer": Verb(health.refer, *GIVEN),
        "refer_again": Verb(health.refer_again, "again_because", *GIVEN),
        "pass_on": Verb(health.pass_on, "adviser"),
        "offer_appointment": Verb(health.offer_appointment, "appointment_at"),
        "assess": Verb(health.assess, "assessed_on", "consent_again"),
        "close": Verb(health.close),
    },
    filters=["status", "person", "adviser", "proposed_on", "due_on"],
)
ADVICE = ("fit", "limits", "advice")
reports = Resource(
    "health-reports",
    health_policy.reports,
    starts={"draft": Verb(health.draft, "referral", *ADVICE, clinical=words(20000))},
    verbs={
        "edit": Verb(health.edit_report, *ADVICE),
        "check_harm": Verb(health.check_harm, "harm_grounds"),
        "show": Verb(health.show),
        "release": Verb(health.release),
        "ask_correction": Verb(health.ask_correction, "correction_wanted"),
        "keep_private": Verb(health.keep_private),
        "add_remark": Verb(health.add_remark, words=words(needed=True)),
    },
    filters=["status", "referral", "person", "adviser", "shown_on"],
    follow=["referral__person"],
)
recommendations = Resource(
    "health-recommendations",
    health_policy.recommendations,
    starts={"add": Verb(health.add_recommendation, "report", "kind", "what")},
    verbs={
        "edit": Verb(health.edit_recommendation, "kind", "what"),
        "drop": Verb(health.drop_recommendation),
        "respond": Verb(health.respond, "response", "response_words"),
    },
    filters=["status", "report", "person", "responded_on"],
)
SEALED = {"text": serializers.CharField(required=False)}
clinical_parts = Resource(
    "health-clinical-parts",
    health_policy.clinical_parts,
    starts={"write": Verb(health.write_clinical, "report", text=words(20000, needed=True))},
    verbs={"edit": Verb(health.edit_clinical, text=words(20000, needed=True))},
    filters=["report", "person"],
    derived=SEALED,
)
DISCLOSED = ("referral", "senior_adviser", "advised_on", "told_on")


def disclose(*, by, referral, email: str, **values):
    """Disclose the least possible in the public interest, to one person by their address."""
    return health.disclose(by=by, referral=referral, to=queries.account_by_address(email, referral.person), **values)


disclosures = Resource(
    "health-disclosures",
    health_policy.disclosures,
    starts={
        "disclose": Verb(
            disclose, *DISCLOSED, email=serializers.EmailField(), content=words(needed=True), grounds=words(needed=True)
        )
    },
    filters=["referral", "person", "to", "at"],
    follow=["referral__person"],
    derived={"content": serializers.CharField(required=False), "grounds": serializers.CharField(required=False)},
)

# Return to work -------------------------------------------------------------------------------------------------------
TALK = ("held_on", "what_helps", "back_on")
returns = Resource(
    "returns-to-work",
    returning_policy.returns,
    starts={"open": Verb(returning.open_return, "away", "back_on")},
    verbs={
        "edit": Verb(returning.edit, *TALK),
        "hold": Verb(returning.hold, *TALK),
        "keep_apart": Verb(returning.keep_apart, "kept_apart"),
        "propose_hours": Verb(returning.propose_hours, "placement", "phases"),
        "ask_change": Verb(returning.ask_change, "change_wanted"),
        "agree": Verb(returning.agree),
        "apply": Verb(returning.apply),
        "finish": Verb(returning.finish),
    },
    filters=["status", "person", "back_on"],
    follow=["away__person", "placement__post", "placement__person"],
)


# Reading confidential words -------------------------------------------------------------------------------------------
def plainly(policy: Policy, what: str) -> Callable:
    """Open a row by its own policy, in these words for the read log."""

    def open_row(user, pk: int):
        row = policy.find(user, pk=pk)
        return readlog.opened(policy, user, what=str(what), person_id=row.person_id, pk=pk)

    return open_row


class Words(Private, APIView):
    """One confidential record with its words; the line in the read log comes first, and without it nothing does."""

    resource: Resource
    opener: Callable
    proven = False

    def get(self, request, pk: int):
        if self.proven:
            self.resource.policy.find(request.user, pk=pk)
            if not recently(request):
                raise NotAllowed(_("Prove that it is you first: sign in again in a browser. A key can’t open this."))
        row = type(self).opener(request.user, pk)
        told = self.resource.shown(row)
        if self.resource is reports:
            told["recommendations"] = [
                recommendations.shown(each) for _policy, each in health_queries.recommendations_in(request.user, row)
            ]
        return Response(told)


def reading(resource: Resource, opener: Callable, *, proven: bool = False):
    values = {"resource": resource, "opener": staticmethod(opener), "proven": proven}
    view = type(f"{resource.model.__name__}Words", (Words,), values)
    told = extend_schema(
        operation_id=f"{resource.name}_words",
        tags=[resource.name],
        summary=str(resource.model._meta.verbose_name).capitalize(),
        responses=OpenApiTypes.OBJECT,
    )
    return path(
        f"{resource.name}/<int:pk>/words/", extend_schema_view(get=told)(view).as_view(), name=f"{resource.name}-words"
    )


class Why(serializers.Serializer):
    reason = serializers.CharField(max_length=400)


class OpenCard(Private, APIView):
    """Open somebody's card in an emergency: the reason is kept, and they are told."""

    @extend_schema(operation_id="unwell_cards_open", tags=["unwell-cards"], request=Why, responses=OpenApiTypes.OBJECT)
    def post(self, request, pk: int):
        row = own_policy.cards.find(request.user, pk=pk)
        own_policy.cards.require(request.user, "open", row)
        asked = Why(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(cards.shown(own.open_card(row, by=request.user, reason=asked.validated_data["reason"])))


resources = [
    times, library, adjustments, reasons, steps, figures, shares, plans, carry_overs, cards, openings, wellbeing,
    referrals, reports, recommendations, clinical_parts, disclosures, returns,
]  # fmt: skip
paths = [
    reading(reasons, plainly(policy.reasons, _("why an adjustment was asked for"))),
    reading(plans, plainly(own_policy.plans, _("adjustments agreement"))),
    reading(wellbeing, plainly(own_policy.wellbeing_plans, _("wellbeing plan"))),
    reading(reports, health_queries.open_report),
    reading(clinical_parts, health_queries.open_clinical, proven=True),
    reading(disclosures, health_queries.open_disclosure, proven=True),
    path("unwell-cards/<int:pk>/open/", OpenCard.as_view(), name="unwell-cards-row-open"),
]
