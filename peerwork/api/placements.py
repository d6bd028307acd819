"""Posts, who works in them, who supervises whom, who is away, who is qualified, which team is ready."""

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DecimalField,
    FloatField,
    IntegerField,
    Serializer,
)
from rest_framework.views import APIView

from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.api.shapes import Pick
from peerwork.joining import actions as joining
from peerwork.joining import policy as joining_policy
from peerwork.joining import queries as matching
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.people.models import User
from peerwork.people.policy import people
from peerwork.placements import actions, policy, queries
from peerwork.placements.models import PlacementTerm

DATES = ["starts_on", "ends_on"]


def despite() -> CharField:
    """Why to go on in spite of a warning; the refusal without it says which."""
    return CharField(required=False, allow_blank=True, max_length=400)


POST = ("title", "code", "family", "band", "wte", "lived_experience_essential", "scope", "contracts", "step")
posts = Resource(
    "posts",
    policy.posts,
    starts={"open": Verb(actions.open_post, "team", *POST, *DATES)},
    verbs={
        "edit": Verb(actions.edit_post, *(name for name in POST if name not in ("band", "wte"))),
        "change": Verb(actions.change_post, "team", "band", "wte", "starts_on"),
        "close": Verb(actions.close_post, "ends_on"),
    },
    filters=["team", "code", "family", "band", "lived_experience_essential", *DATES],
    search=["title", "code"],
)
placements = Resource(
    "placements",
    policy.placements,
    starts={
        "propose": Verb(
            actions.propose_placement,
            *("person", "post", "team", "employer", "host", "wte", "contract", "line_manager", *DATES),
            despite=despite(),
        )
    },
    verbs={
        "agree": Verb(actions.agree_placement),
        "start": Verb(actions.start_placement, began_on=DateField(required=False), despite=despite()),
        "change": Verb(
            actions.change_placement,
            *("wte", "team", "line_manager", "starts_on"),
            kind=ChoiceField(choices=PlacementTerm.Kind.choices, required=False),
            working_wte=DecimalField(max_digits=4, decimal_places=3, required=False),
            until=DateField(required=False),
            despite=despite(),
        ),
        "extend": Verb(actions.extend_placement, "ends_on", despite=despite()),
        "end": Verb(actions.end_placement, "ends_on", "end_reason", "destination"),
        "resume": Verb(actions.resume_placement, "ends_on", despite=despite()),
        "withdraw": Verb(actions.withdraw_placement),
    },
    filters=["status", "person", "post", "team", "employer", "host", "contract", *DATES],
)
streams = Resource(
    "streams",
    policy.streams,
    starts={"open": Verb(actions.open_stream, "organisation", "kind", "name", "required")},
    verbs={
        "edit": Verb(actions.edit_stream, "name", "required"),
        "close": Verb(actions.close_stream, "closed_on"),
    },
    filters=["organisation", "kind", "required", "closed_on"],
)
supervisor_links = Resource(
    "supervisor-links",
    policy.supervisor_links,
    starts={
        "link": Verb(actions.link_supervisor, "person", "supervisor", "stream", "cover", *DATES, despite=despite())
    },
    verbs={
        "end": Verb(actions.end_supervisor, "ends_on"),
        "ask_change": Verb(actions.ask_change),
    },
    filters=["person", "supervisor", "stream", "cover", *DATES],
)
away = Resource(
    "away",
    policy.away,
    starts={"note": Verb(actions.note_away, "person", "kind", *DATES)},
    verbs={
        "edit": Verb(actions.edit_away, "kind", *DATES),
        "cancel": Verb(actions.cancel_away),
    },
    filters=["person", "kind", "cancelled_on", *DATES],
)
qualified = Resource(
    "qualified",
    policy.qualified,
    starts={"note": Verb(actions.note_qualified, "person", "requirement", "source", "noted_on", *DATES)},
    verbs={"withdraw": Verb(actions.withdraw_qualified)},
    filters=["person", "requirement", *DATES],
)
readiness = Resource(
    "readiness",
    policy.readiness,
    starts={"decide": Verb(actions.decide_readiness, "team", "answer", "reason", "conditions", "expires_on")},
    filters=["team", "answer", "decided_on", "expires_on"],
)

ladder_steps = Resource(
    "ladder-steps",
    policy.ladder_steps,
    starts={"open": Verb(actions.open_step, "organisation", "number", "name")},
    verbs={"edit": Verb(actions.edit_step, "number", "name"), "close": Verb(actions.close_step, "closed_on")},
    filters=["organisation", "closed_on"],
)


class Point(Serializer):
    band = CharField(max_length=10)
    years = IntegerField(min_value=0, max_value=60)
    salary = DecimalField(max_digits=9, decimal_places=2)


pay_tables = Resource(
    "pay-tables",
    policy.pay_tables,
    starts={"publish": Verb(actions.publish_pay, "organisation", "name", "source", *DATES, points=Point(many=True))},
    verbs={"close": Verb(actions.close_pay, "ends_on")},
    filters=["organisation", *DATES],
)
pay_points = Resource("pay-points", policy.pay_points, filters=["table", "band"])
post_terms = Resource("post-terms", policy.post_terms, filters=["post", "team", "band", *DATES])
next_posts = Resource(
    "next-posts",
    policy.next_posts,
    starts={"open": Verb(actions.open_next_post, "post", "leads_to", *DATES)},
    verbs={"end": Verb(actions.end_next_post, "ends_on")},
    filters=["post", "leads_to", *DATES],
)
placement_terms = Resource(
    "placement-terms",
    policy.placement_terms,
    filters=["placement", "team", "line_manager", *DATES],
    follow=["placement__person", "placement__post"],
)
exits = Resource(
    "exit-conversations",
    policy.exits,
    starts={"offer": Verb(actions.offer_exit, "placement")},
    verbs={
        "write": Verb(
            actions.write_exit,
            *("held_on", "held_with", *policy.PARTS, *(f"share_{part}" for part in policy.PARTS)),
        ),
        "decline": Verb(actions.decline_exit),
    },
    filters=["status", "placement"],
    follow=["placement__person", "placement__post"],
)
proposals = Resource(
    "supervisor-proposals",
    policy.proposals,
    starts={"propose": Verb(actions.propose_supervisor, "person", "supervisor", "stream", "starts_on")},
    verbs={
        "agree": Verb(actions.agree_supervisor, "starts_on", despite=despite()),
        "decline": Verb(actions.decline_supervisor),
    },
    filters=["status", "person", "supervisor", "stream"],
)
GIVES = ("capacity", "trained_on", "trained_until")
supervising = Resource(
    "supervising",
    policy.supervising,
    starts={"note": Verb(actions.note_supervising, "user", "organisation", *GIVES)},
    verbs={
        "edit": Verb(actions.edit_supervising, *GIVES),
        "say": Verb(actions.say_supervising, "open_to_more", "lived_experience"),
    },
    filters=["user", "organisation"],
)
wishes = Resource(
    "private-wishes",
    policy.exclusions,
    starts={"name": Verb(actions.name_exclusion, "person", "user", "team", "holder")},
    verbs={"withdraw": Verb(actions.withdraw_exclusion)},
    filters=["person", "withdrawn_on"],
)
networks = Resource(
    "peer-networks",
    policy.peer_networks,
    starts={"name": Verb(actions.name_network, "team", "name", "contact", *DATES)},
    verbs={"end": Verb(actions.end_network, "ends_on")},
    filters=["team", *DATES],
)
overrides = Resource(
    "overrides",
    policy.overrides,
    filters=["rule", "person", "team", "verb", "decided_on"],
    follow=["placement__person", "placement__post", "link__supervisor", "link__stream"],
)
mappings = Resource(
    "column-mappings",
    policy.column_mappings,
    starts={"keep": Verb(actions.keep_mapping, "organisation", "name", "columns")},
    verbs={"drop": Verb(actions.drop_mapping)},
    filters=["organisation", "dropped_on"],
)
files = Resource("staff-in-post-files", policy.staff_files, filters=["organisation", "profile", "status", "started_at"])
points = Resource(
    "starting-points",
    joining_policy.starting_points,
    starts={"state": Verb(joining.state_starting_point, "person", "ready_from", "wte", "travel", "access")},
    verbs={"edit": Verb(joining.edit_starting_point, "ready_from", "wte", "travel", "access")},
    filters=["person", "ready_from"],
)

resources = [
    posts,
    placements,
    streams,
    supervisor_links,
    away,
    qualified,
    readiness,
    ladder_steps,
    pay_tables,
    pay_points,
    post_terms,
    next_posts,
    placement_terms,
    exits,
    proposals,
    supervising,
    wishes,
    networks,
    overrides,
    mappings,
    files,
    points,
]


# Answers that are no rows of one table --------------------------------------------------------------------------------
class EstablishmentQuery(Serializer):
    on = DateField(required=False)
    peers = BooleanField(required=False, default=False)


class EstablishmentLine(Serializer):
    unit = IntegerField()
    label = CharField()
    depth = IntegerField()
    posts = IntegerField()
    budget = DecimalField(max_digits=None, decimal_places=None)
    filled = DecimalField(max_digits=None, decimal_places=None)
    vacant = DecimalField(max_digits=None, decimal_places=None)
    over = DecimalField(max_digits=None, decimal_places=None)
    people = IntegerField()
    peers = IntegerField()


class Establishment(Private, APIView):
    """Posts in WTE on a day (today unless told): budgeted, filled, vacant and over, per team and rolled up."""

    @extend_schema(
        operation_id="establishment_list",
        tags=["posts"],
        summary="Establishment on a day",
        parameters=[EstablishmentQuery],
        responses=EstablishmentLine(many=True),
    )
    def get(self, request):
        if not queries.may_see_establishment(request.user):
            raise NotHere()
        said = checked(EstablishmentQuery, request.query_params)
        lines = queries.establishment(request.user, said.get("on"), peers=said["peers"])
        told = [
            vars(line)
            | {"unit": line.unit.pk, "label": line.unit.name, "people": len(line.people), "peers": len(line.peers)}
            for line in lines
        ]
        return Response(EstablishmentLine(told, many=True).data)


class StayingQuery(Serializer):
    on = DateField(required=False)


class StayingStep(Serializer):
    after = IntegerField(help_text=_("Months since they first took up a peer post."))
    at_risk = IntegerField(help_text=_("People still counted just before."))
    left = IntegerField()
    share = FloatField()
    low = FloatField(allow_null=True)
    high = FloatField(allow_null=True)


class StayingCohort(Serializer):
    name = CharField(help_text=_("The year, or all."))
    people = IntegerField()
    steps = StayingStep(many=True)


class BandHeld(Serializer):
    placement = IntegerField(source="placement.pk")
    band = CharField()
    since = DateField()
    months = IntegerField()
    moved_up = BooleanField()


class StayingAnswer(Serializer):
    cohorts = StayingCohort(many=True)
    bands = BandHeld(many=True)


class Staying(Private, APIView):
    """Who is still in a peer post after how long (Kaplan-Meier), and how long each peer has been at their band."""

    @extend_schema(
        operation_id="staying_retrieve",
        tags=["placements"],
        summary="Still in post, and time at band",
        parameters=[StayingQuery],
        responses=StayingAnswer,
    )
    def get(self, request):
        if not queries.may_see_staying(request.user):
            raise NotHere()
        on = checked(StayingQuery, request.query_params).get("on")
        told = {
            "cohorts": queries.still_in_post(request.user, on),
            "bands": queries.time_at_band(request.user, on),
        }
        return Response(StayingAnswer(told).data)


class HandOver(Serializer):
    supervisor = Pick(queryset=User.objects.none())
    successor = Pick(queryset=User.objects.none())
    first_day = DateField()
    despite = despite()


class Cover(Serializer):
    supervisor = Pick(queryset=User.objects.none())
    covering = Pick(queryset=User.objects.none())
    starts_on = DateField()
    ends_on = DateField()


class Many(Serializer):
    links = IntegerField()


class HandingOver(Private, APIView):
    """Give all of a supervisor's people to another from a day: every one of them, or none."""

    @extend_schema(
        operation_id="hand_over",
        tags=["supervisor-links"],
        summary="Hand over all of a supervisor's people",
        request=HandOver,
        responses=Many,
    )
    def post(self, request):
        return answer(
            request,
            HandOver,
            lambda said: actions.hand_over(said.pop("supervisor"), said.pop("successor"), by=request.user, **said),
        )


class Covering(Private, APIView):
    """While a supervisor is away, another covers all of their people from a day to a day: all or none."""

    @extend_schema(
        operation_id="cover",
        tags=["supervisor-links"],
        summary="Cover for a supervisor who is away",
        request=Cover,
        responses=Many,
    )
    def post(self, request):
        return answer(
            request,
            Cover,
            lambda said: actions.cover_supervisor(
                said.pop("supervisor"), said.pop("covering"), by=request.user, **said
            ),
        )


def answer(request, shape, act) -> Response:
    if not policy.supervisor_links.may_start(request.user, "link"):
        raise NotAllowed()
    form = shape(data=request.data, context={"request": request})
    for name in ("supervisor", "successor", "covering"):
        if name in form.fields:
            form.fields[name].get_queryset = lambda: queries.accounts_in_reach(request.user)
    form.is_valid(raise_exception=True)
    return Response({"links": len(act(dict(form.validated_data)))})


def checked(shape, given) -> dict:
    if unknown := set(given) - set(shape().fields):
        raise ValidationError({name: [_("There is no such field here.")] for name in sorted(unknown)})
    form = shape(data=given)
    form.is_valid(raise_exception=True)
    return form.validated_data


class PlaceLine(Serializer):
    """A team as a place for one person; where it is not available, nothing else is told of it."""

    team = IntegerField()
    label = CharField()
    available = BooleanField()
    vacant = DecimalField(max_digits=None, decimal_places=None, required=False)
    readiness = CharField(required=False, allow_null=True)
    peers = IntegerField(required=False)
    only_peer = BooleanField(required=False)
    supervisor_places = IntegerField(required=False)


class Matching(Private, APIView):
    """Teams that could welcome one person who is ready to start, the most fitting first."""

    @extend_schema(
        operation_id="matching_list",
        tags=["people"],
        summary="Teams that could welcome a person",
        responses=PlaceLine(many=True),
    )
    def get(self, request, pk: int):
        person = people.find(request.user, pk=pk)
        if not matching.may_match(request.user):
            raise NotHere()
        told = []
        for place in matching.places_for(request.user, person):
            line = {"team": place.team.pk, "label": place.team.name, "available": place.available}
            if place.available:
                line |= {
                    "vacant": place.vacant,
                    "readiness": place.readiness and place.readiness.answer,
                    "peers": place.peers,
                    "only_peer": place.only_peer,
                    "supervisor_places": place.rooms,
                }
            told.append(line)
        return Response(PlaceLine(told, many=True).data)


paths = [
    path("establishment/", Establishment.as_view(), name="establishment"),
    path("staying/", Staying.as_view(), name="staying"),
    path("supervisor-links/hand-over/", HandingOver.as_view(), name="hand-over"),
    path("supervisor-links/cover/", Covering.as_view(), name="cover"),
    path("people/<int:pk>/places/", Matching.as_view(), name="places"),
]
