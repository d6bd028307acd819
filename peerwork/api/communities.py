"""Communities of practice and learning sets: who belongs, when they meet, what came of it."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from peerwork.api.lists import refuse
from peerwork.api.readiness import present
from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.api.shapes import Pick
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.readiness.communities import actions, policy, queries
from peerwork.readiness.communities.models import Membership

communities = Resource(
    "communities",
    policy.communities,
    starts={
        "open": Verb(
            actions.open_community,
            "organisation", "name", "purpose", "parent", "host", "budget",
        )
    },
    verbs={
        "edit": Verb(actions.edit_community, "name", "purpose", "parent", "host", "budget"),
        "close": Verb(actions.close_community),
    },
    filters=["status", "organisation", "parent"],
    search=["name", "purpose"],
)  # fmt: skip
memberships = Resource(
    "community-members",
    policy.memberships,
    starts={"join": Verb(actions.join, "community", "role_type")},
    verbs={
        "edit": Verb(actions.edit_membership, "role_type"),
        "leave": Verb(actions.leave),
        "renew": Verb(actions.renew_link),
    },
    filters=["community", "joined_on", "left_on"],
)
COMMITTEE = ("kind", "name", "task")
committees = Resource(
    "community-committees",
    policy.committees,
    starts={"set_up": Verb(actions.set_up_committee, "community", *COMMITTEE)},
    verbs={"edit": Verb(actions.edit_committee, *COMMITTEE), "close": Verb(actions.close_committee)},
    filters=["community", "kind", "closed_on"],
)
seats = Resource(
    "community-seats",
    policy.seats,
    starts={"take": Verb(actions.take_seat, "committee", "member")},
    verbs={"leave": Verb(actions.leave_seat)},
    filters=["committee", "left_on"],
    follow=["member__user"],
)
MEETING = ("starts_at", "minutes", "place")
meetings = Resource(
    "community-meetings",
    policy.meetings,
    starts={"plan": Verb(actions.plan_meeting, "community", *MEETING)},
    verbs={
        "edit": Verb(actions.edit_meeting, *MEETING),
        "hold": Verb(
            actions.hold_meeting, "notes",
            there=Pick(Membership, many=True, required=False), video=Pick(Membership, many=True, required=False),
        ),
        "cancel": Verb(actions.cancel_meeting),
    },
    filters=["community", "status", "starts_at"],
)  # fmt: skip
attendances = Resource(
    "community-attendances",
    policy.attendances,
    verbs={"edit": Verb(actions.edit_attendance, "came", "how")},
    filters=["meeting", "came", "how"],
    follow=["member__user"],
)
WHO = {"who": serializers.CharField(required=False, help_text=_("Under the name they chose."))}
BROUGHT = ("kind", "objective", "title", "reading", "attribution")
agenda = Resource(
    "community-agenda",
    policy.agenda,
    starts={"add": Verb(actions.add_to_agenda, "meeting", *BROUGHT)},
    verbs={"edit": Verb(actions.edit_agenda_item, *BROUGHT), "drop": Verb(actions.drop_agenda_item)},
    filters=["meeting", "kind", "objective"],
    follow=["brought_by__user__home_organisation", "meeting"],
    derived=WHO,
)
TAKEN_ON = ("meeting", "what", "due_on", "attribution")
community_actions = Resource(
    "community-actions",
    policy.actions,
    starts={"add": Verb(actions.add_action, "community", *TAKEN_ON)},
    verbs={
        "edit": Verb(actions.edit_action, *TAKEN_ON),
        "show": Verb(actions.show_evidence, "evidence_unit", "evidence", "evidence_on"),
        "do": Verb(actions.do_action, "learned"),
        "stop": Verb(actions.stop_action, "learned"),
        "reopen": Verb(actions.reopen_action),
    },
    filters=["community", "meeting", "status", "due_on", "evidence_unit", "evidence_on"],
    follow=["owner__user__home_organisation", "meeting"],
    derived=WHO,
)
sets = Resource(
    "learning-sets",
    policy.sets,
    starts={"open": Verb(actions.open_set, "organisation", "name", "about", "starts_on")},
    verbs={"edit": Verb(actions.edit_set, "name", "about", "starts_on"), "close": Verb(actions.close_set, "ends_on")},
    filters=["organisation", "starts_on", "ends_on"],
)
SITE = ("name", "unit", "stage")
sites = Resource(
    "learning-set-sites",
    policy.sites,
    starts={"add": Verb(actions.add_site, "learning_set", *SITE, "joined_on")},
    verbs={"edit": Verb(actions.edit_site, *SITE), "leave": Verb(actions.leave_set)},
    filters=["learning_set", "unit", "stage", "left_on"],
)
participants = Resource(
    "learning-set-participants",
    policy.participants,
    starts={"add": Verb(actions.add_participant, "site", "name", "kind", "joined_on")},
    verbs={"leave": Verb(actions.end_participant)},
    filters=["site", "kind", "left_on"],
)
SESSION = ("kind", "held_on", "topic", "site", "came")
sessions = Resource(
    "learning-set-sessions",
    policy.sessions,
    starts={"record": Verb(actions.record_session, "learning_set", *SESSION, present=present())},
    verbs={"edit": Verb(actions.edit_session, *SESSION, present=present())},
    filters=["learning_set", "kind", "held_on", "site"],
)
resources = [
    *(communities, memberships, committees, seats, meetings, attendances, agenda, community_actions),
    *(sets, sites, participants, sessions),
]


class Which(serializers.Serializer):
    organisation = serializers.IntegerField(help_text=_("The organisation whose programme is counted."))


class Programme(serializers.Serializer):
    """What a programme has reached; counts of people are words, because a director reads them rounded or as [c]."""

    sites = serializers.IntegerField()
    learning_sets = serializers.IntegerField()
    sessions = serializers.IntegerField()
    co_produced = serializers.IntegerField()
    communities = serializers.IntegerField()
    actions = serializers.IntegerField()
    with_evidence = serializers.IntegerField()
    trained = serializers.CharField()
    supported = serializers.CharField()
    members = serializers.CharField()
    note = serializers.CharField()


class ProgrammeFigures(Private, APIView):
    """The programme's counts for one organisation."""

    @extend_schema(
        operation_id="programme",
        tags=["communities"],
        summary="The programme in figures",
        parameters=[Which],
        responses=Programme,
    )
    def get(self, request):
        if not queries.may_see_programme(request.user):
            raise NotAllowed()
        asked = Which(data=request.query_params.dict())
        if unknown := set(asked.initial_data) - set(asked.fields):
            refuse(*sorted(unknown))
        asked.is_valid(raise_exception=True)
        found = queries.programme_organisations(request.user)
        chosen = next((unit for unit in found if unit.pk == asked.validated_data["organisation"]), None)
        if chosen is None:
            raise NotHere()
        return Response(Programme(queries.programme(request.user, chosen)).data)


paths = [path("programme/", ProgrammeFigures.as_view(), name="programme")]
