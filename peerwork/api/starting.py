"""Between the offer and the first day: starters, their checks and references, plans, tasks, and documents on a record.

A certificate's contents and a work health outcome are opened with `open`, which leaves a line that the person sees.
"""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.api.shapes import Pick
from peerwork.kit.errors import NotAllowed
from peerwork.people import actions as people_actions
from peerwork.people.models import Person
from peerwork.people.policy import starting_needs
from peerwork.recruitment.models import Application
from peerwork.recruitment.starting import actions, policy, queries
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.checks import policy as check_policy
from peerwork.recruitment.starting.models import OfferTemplate
from peerwork.recruitment.starting.onboarding import actions as onboarding
from peerwork.recruitment.starting.onboarding import policy as onboarding_policy
from peerwork.recruitment.starting.views.confidential import open_certificate, open_outcome


def words(**values) -> serializers.CharField:
    return serializers.CharField(**{"required": False, "allow_blank": True, "max_length": 400} | values)


RULES = ("answer_days", "update_days", "references", "reference_years", "ready_team_first", "offers_first")


def set_rules(*, by, organisation, **values):
    """Say what an organisation asks of itself between an offer and a first day."""
    return actions.set_rules(by=by, organisation=organisation, **values)


def change_rules(rules, *, by, version=None, **changes):
    """Change what an organisation asks of itself."""
    return actions.set_rules(by=by, organisation=rules.organisation, version=version, **changes)


rules = Resource(
    "starting-rules",
    policy.starting_rules,
    starts={"open": Verb(set_rules, "organisation", *RULES)},
    verbs={"edit": Verb(change_rules, *RULES)},
    filters=["organisation"],
)
letters = Resource(
    "offer-letters",
    policy.offer_templates,
    starts={"open": Verb(actions.open_letter, "organisation", "name", "body")},
    verbs={"edit": Verb(actions.edit_letter, "name", "body"), "close": Verb(actions.close_letter)},
    filters=["organisation", "closed_on"],
)
OFFER = (
    *("post", "team", "host", "wte", "contract", "ends_on", "line_manager", "contact", "answer_by", "planned_on"),
    *("planned_for", "recruited_by"),
)


def offer(*, by, template, application=None, person=None, **values):
    """Make a conditional offer to an application that was chosen, or to somebody recruited elsewhere."""
    return actions.offer(by=by, template=template, application=application, person=person, **values)


starters = Resource(
    "starters",
    policy.starters,
    starts={
        "offer": Verb(
            offer,
            *OFFER,
            template=Pick(OfferTemplate),
            application=Pick(Application, required=False),
            person=Pick(Person, required=False),
        )
    },
    verbs={
        "accept": Verb(actions.accept),
        "decline": Verb(actions.decline),
        "edit": Verb(actions.edit_starter, "wte", "contract", "ends_on", "line_manager", "contact", "answer_by"),
        "plan": Verb(actions.plan, "planned_on", "planned_for"),
        "name_buddy": Verb(actions.name_buddy, "buddy"),
        "clear": Verb(actions.clear),
        "reopen": Verb(actions.reopen),
        "set_date": Verb(actions.set_date, starts_on=serializers.DateField()),
        "start": Verb(actions.start, despite=words()),
        "withdraw": Verb(actions.withdraw_starter, "reason"),
    },
    filters=["status", "move", "move_since", "person", "post", "team", "employer", "host", "starts_on", "planned_on"],
    follow=["person", "post"],
    derived={"ready": serializers.CharField(required=False)},
)
updates = Resource(
    "starter-updates",
    policy.updates,
    starts={"send": Verb(actions.send_update, "starter", "words")},
    filters=["starter", "sent_on"],
    follow=["starter__person", "starter__post"],
)
consents = Resource(
    "starter-consents",
    policy.consents,
    starts={"give": Verb(actions.give_consent, "starter", "kind", "words")},
    verbs={"take_back": Verb(actions.take_back_consent)},
    filters=["starter", "kind"],
    follow=["starter__person", "starter__post"],
)

# Checks ---------------------------------------------------------------------------------------------------------------
checks = Resource(
    "employment-checks",
    check_policy.checks,
    starts={"add": Verb(checking.add_check, "starter", "title", "need", "owner", "due_on")},
    verbs={
        "edit": Verb(checking.edit_check, "need", "owner", "due_on"),
        "request": Verb(checking.request_check, "move", "need", "due_on"),
        "say_done": Verb(checking.say_done),
        "receive": Verb(checking.receive_check, "note"),
        "pass": Verb(checking.pass_check, "note", "expires_on"),
        "raise_concern": Verb(checking.raise_concern),
        "assure": Verb(checking.assure_check, "held", "held_by", "held_reference", "expires_on"),
        "not_need": Verb(checking.not_need_check, "reason"),
        "waive": Verb(checking.waive_check, "reason"),
        "renew": Verb(checking.renew_check, "move", "due_on"),
    },
    filters=["status", "starter", "kind", "move", "due_on", "expires_on"],
    follow=["starter__person", "starter__post"],
)
NAMED = ("name", "email", "organisation", "relation", "covers_from", "covers_to")
references = Resource(
    "references",
    check_policy.references,
    starts={"name": Verb(checking.name_referee, "starter", *NAMED)},
    verbs={
        "edit": Verb(checking.edit_referee, *NAMED),
        "ask": Verb(checking.ask_referee),
        "answer": Verb(checking.answer_reference, "known_as", "dates_right", "role", "strengths", "to_know", "again"),
        "take": Verb(checking.take_reference),
        "withdraw": Verb(checking.withdraw_referee),
    },
    filters=["status", "starter"],
    follow=["starter__person", "starter__post"],
)
decisions = Resource(
    "start-decisions",
    check_policy.decisions,
    starts={"propose": Verb(checking.propose_start, "employment_check", "plan", "holds_until", "decider")},
    verbs={
        "agree": Verb(checking.agree_start, "grounds"),
        "decline": Verb(checking.decline_start, "grounds"),
        "end": Verb(checking.end_start),
    },
    filters=["status", "employment_check"],
)

# Confidential ---------------------------------------------------------------------------------------------------------
criminal_records = Resource(
    "criminal-records",
    check_policy.criminal_records,
    starts={"name": Verb(checking.name_for_record, "employment_check", "verifier", "decider", "level")},
    verbs={
        "hand_over": Verb(checking.hand_over_record, "verifier", "decider"),
        "record": Verb(checking.record_certificate, "level", "seen_on", "something", details=words(max_length=4000)),
        "decide": Verb(checking.decide_record, "outcome", grounds=words(max_length=2000)),
        "dispute": Verb(checking.dispute_record),
        "end_dispute": Verb(checking.end_dispute),
    },
    filters=["employment_check"],
    derived={"details": serializers.CharField(required=False), "grounds": serializers.CharField(required=False)},
)
work_health = Resource(
    "work-health",
    check_policy.work_health,
    starts={"ask": Verb(checking.ask_health, "employment_check", "adviser")},
    verbs={"give": Verb(checking.give_health, "outcome")},
    filters=["status", "employment_check"],
)


class OpenCertificate(Private, APIView):
    """Open what a certificate says: for the two people named, and the person; a line says who did."""

    @extend_schema(
        operation_id="criminal_record_open", tags=["criminal-records"], request=None, responses=criminal_records.read
    )
    def post(self, request, pk: int):
        return Response(criminal_records.shown(open_certificate(request.user, pk)))


class OpenOutcome(Private, APIView):
    """Open the outcome of a work health assessment; a line says who did."""

    @extend_schema(operation_id="work_health_open", tags=["work-health"], request=None, responses=work_health.read)
    def post(self, request, pk: int):
        return Response(work_health.shown(open_outcome(request.user, pk)))


# Tasks, documents, needs ----------------------------------------------------------------------------------------------
TEMPLATE = ("family", "title", "hint", "owner", "topic", "offset", "before")
templates = Resource(
    "task-templates",
    onboarding_policy.task_templates,
    starts={"open": Verb(onboarding.open_template, "organisation", *TEMPLATE)},
    verbs={"edit": Verb(onboarding.edit_template, *TEMPLATE), "close": Verb(onboarding.close_template)},
    filters=["organisation", "family", "owner", "closed_on"],
)
TASK = ("title", "hint", "owner_kind", "owner", "due_on", "before")
tasks = Resource(
    "onboarding-tasks",
    onboarding_policy.onboarding_tasks,
    starts={"add": Verb(onboarding.add_task, "starter", "offset", *TASK)},
    verbs={
        "edit": Verb(onboarding.edit_task, *TASK),
        "do": Verb(onboarding.do_task),
        "skip": Verb(onboarding.skip_task, "skipped_because"),
        "reopen": Verb(onboarding.reopen_task),
    },
    filters=["status", "starter", "owner_kind", "owner", "due_on", "before"],
    follow=["starter__person", "starter__post"],
)
documents = Resource(
    "record-documents",
    onboarding_policy.record_documents,
    verbs={"withdraw": Verb(onboarding.withdraw_document)},
    filters=["person", "kind", "added_on"],
)
needs = Resource(
    "starting-needs",
    starting_needs,
    verbs={"take_up": Verb(people_actions.take_up_need), "withdraw": Verb(people_actions.withdraw_need)},
    filters=["person", "kind", "carried_on"],
)
resources = [
    *(rules, letters, starters, updates, consents, checks, references, decisions, criminal_records, work_health),
    *(templates, tasks, documents, needs),
]


# Who is stuck ---------------------------------------------------------------------------------------------------------
class Stuck(serializers.Serializer):
    """How many starters wait on whose move, and since when the longest."""

    move = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    since = serializers.DateField(allow_null=True)


class WhoseMove(Private, APIView):
    """On whose move starters wait, within HR's reach; each of them is under `starters`, filtered by `move`."""

    @extend_schema(operation_id="starters_whose_move", tags=["starters"], responses=Stuck(many=True))
    def get(self, request):
        if not policy.starters.may_start(request.user, "offer"):
            raise NotAllowed()
        return Response(Stuck(queries.lanes(request.user), many=True).data)


paths = [
    path("whose-move/", WhoseMove.as_view(), name="whose-move"),
    path("criminal-records/<int:pk>/open/", OpenCertificate.as_view(), name="open-certificate"),
    path("work-health/<int:pk>/open/", OpenOutcome.as_view(), name="open-outcome"),
]
