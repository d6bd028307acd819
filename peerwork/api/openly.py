"""Open data and the open standard: figures to publish, others' files to compare with, sums of outcomes handed in."""

import json
from datetime import date
from io import BytesIO

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from peerwork.api.lists import refuse
from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.api.shapes import Pick
from peerwork.kit import exports
from peerwork.mix.board import actions as board
from peerwork.mix.openly import actions, policy, queries
from peerwork.people.models import Unit


def load_share(*, by, organisation: Unit, document: dict):
    """Load a signed file of peer shares, given as the JSON it is."""
    return actions.load_share(by=by, organisation=organisation, file=BytesIO(json.dumps(document).encode()))


share_files = Resource(
    "share-files",
    policy.files,
    starts={
        "load": Verb(
            load_share,
            "organisation",
            document=serializers.DictField(help_text=_("The file, as it was signed.")),
        )
    },
    verbs={"withdraw": Verb(actions.withdraw_share)},
    filters=["organisation", "status", "month", "loaded_on"],
)
resources = [share_files]


class WhichOrganisation(serializers.Serializer):
    organisation = serializers.IntegerField(required=False, help_text=_("The first you may publish for unless told."))


class WhichMonth(WhichOrganisation):
    month = serializers.RegexField(
        r"^20[0-9]{2}-(0[1-9]|1[0-2])$", required=False, help_text=_("YYYY-MM; the last one unless told.")
    )


def asked(request, shape) -> tuple[Unit, dict]:
    """The organisation asked about, and the rest of the question; an unknown word is refused."""
    form = shape(data=request.query_params.dict())
    place = queries.organisation_of(request.user, str(request.query_params.get("organisation", "")))
    if unknown := set(form.initial_data) - set(form.fields):
        refuse(*sorted(unknown))
    form.is_valid(raise_exception=True)
    return place, form.validated_data


class OpenMixRow(serializers.Serializer):
    """A month, a measure and its value, in the published long shape."""

    def get_fields(self):
        return {name: serializers.CharField() for name in queries.COLUMNS}


class OpenMix(Private, APIView):
    """Monthly mix of an organisation in the published long shape, as it may be published."""

    @extend_schema(
        operation_id="open_mix_list",
        tags=["share"],
        summary="Open data",
        parameters=[WhichOrganisation],
        responses=OpenMixRow(many=True),
    )
    def get(self, request):
        place, _rest = asked(request, WhichOrganisation)
        exports.allowed(request.user, named=False)
        rows = [dict(zip(queries.COLUMNS, row, strict=True)) for row in queries.long_table(request.user, place)]
        exports.log(request.user, f"open-mix {place.code}", "json", len(rows), named=False)
        return Response(rows)


class PeerShare(Private, APIView):
    """The signed file of one month, by the open standard for peer share."""

    @extend_schema(
        operation_id="peer_share_retrieve",
        tags=["share"],
        summary="Signed file of a month",
        parameters=[WhichMonth],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request):
        place, given = asked(request, WhichMonth)
        month = date.fromisoformat(f"{given['month']}-01") if "month" in given else queries.last_month(place)
        return Response(actions.publish_share(by=request.user, organisation=place, month=month))


class OutcomeRow(serializers.Serializer):
    indicator = serializers.CharField(help_text=_("Its short name."))
    unit = serializers.CharField(help_text=_("Its code."))
    month = serializers.CharField(help_text="YYYY-MM")
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    source = serializers.CharField(allow_blank=True, required=False, default="")


class OutcomeRows(serializers.Serializer):
    organisation = Pick(Unit)
    rows = OutcomeRow(many=True, allow_empty=False)


class Loaded(serializers.Serializer):
    rows = serializers.IntegerField()


class OutcomeFigures(Private, APIView):
    """Sums of outcomes by month: all of them are loaded or none; a month loaded again takes the place of what stood."""

    @extend_schema(
        operation_id="outcome_figures_load",
        tags=["outcomes"],
        summary="Load sums of outcomes",
        request=OutcomeRows,
        responses=Loaded,
    )
    def post(self, request):
        board.may_load_outcomes(request.user)
        form = OutcomeRows(data=request.data, context={"request": request})
        form.is_valid(raise_exception=True)
        given = form.validated_data
        number = board.load_outcome_rows(by=request.user, organisation=given["organisation"], rows=given["rows"])
        return Response({"rows": number})


paths = [
    path("open-mix/", OpenMix.as_view(), name="open-mix"),
    path("peer-share/", PeerShare.as_view(), name="peer-share"),
    path("outcome-figures/", OutcomeFigures.as_view(), name="outcome-figures"),
]
