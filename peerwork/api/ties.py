"""What a worker tied to their own evidence and goals: sessions they chose, courses."""

import json
from io import BytesIO

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.joining.bring import actions as bringing
from peerwork.joining.bring import policy as bring_policy
from peerwork.joining.bring.passport import PIECES
from peerwork.joining.ties import actions, policy
from peerwork.kit.errors import NotAllowed
from peerwork.people.models import Person

evidence_sessions = Resource(
    "evidence-sessions",
    policy.evidence_sessions,
    starts={"link": Verb(actions.link_session, "evidence", "session")},
    verbs={"unlink": Verb(actions.unlink_session)},
    filters=["evidence", "session", "ended_on"],
)
goal_courses = Resource(
    "goal-courses",
    policy.goal_courses,
    starts={"link": Verb(actions.link_course, "goal", "course")},
    verbs={"unlink": Verb(actions.unlink_course)},
    filters=["goal", "course", "ended_on"],
)


# Bring it with me -----------------------------------------------------------------------------------------------------
def give_document(*, by, person: Person, document: dict):
    """Hand in a file from an employer before, given as the JSON it is."""
    return bringing.give_file(by=by, person=person, file=BytesIO(json.dumps(document).encode()))


brought = Resource(
    "brought-records",
    bring_policy.brought,
    starts={
        "give": Verb(
            give_document, "person", document=serializers.DictField(help_text=_("The file, as it was signed."))
        )
    },
    verbs={"ask_for": Verb(bringing.ask_for), "withdraw": Verb(bringing.withdraw)},
    filters=["person", "status", "given_on"],
)


class Parts(serializers.Serializer):
    parts = serializers.MultipleChoiceField(choices=sorted(PIECES), allow_empty=False)


class BringAlong(Private, APIView):
    """The signed file of what you choose to take to a next employer; your own only."""

    @extend_schema(
        operation_id="bring_along",
        tags=["brought-records"],
        summary="Take a file along",
        request=Parts,
        responses=OpenApiTypes.OBJECT,
    )
    def post(self, request):
        person = getattr(request.user, "person", None)
        if person is None or not bring_policy.brought.may_start(request.user, "give"):
            raise NotAllowed()
        form = Parts(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(bringing.make_file(by=request.user, person=person, parts=sorted(form.validated_data["parts"])))


resources = [evidence_sessions, goal_courses, brought]
paths = [path("bring-along/", BringAlong.as_view(), name="bring-along")]
