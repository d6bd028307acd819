"""Training that is needed: rules, completions, exemptions, where everybody stands, files, statements."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from peerwork.api.development import File
from peerwork.api.lists import refuse
from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.api.shapes import Pick
from peerwork.kit.errors import NotAllowed
from peerwork.people.models import Unit
from peerwork.training.needs import actions, figures, importers, policy, queries
from peerwork.training.needs.days import STATES

RULE = (
    *("organisation", "course", "family", "unit", "band", "stage", "within_days", "every_months", "counts", "source"),
    "starts_on",
)
rules = Resource(
    "training-rules",
    policy.rules,
    starts={"set": Verb(actions.set_rule, *RULE)},
    verbs={"confirm": Verb(actions.confirm_rule), "end": Verb(actions.end_rule, "ends_on")},
    filters=["organisation", "course", "family", "unit", "band", "stage", "counts", "starts_on", "ends_on"],
)
completions = Resource(
    "completions",
    policy.completions,
    starts={"note": Verb(actions.note_completion, "person", "course", "done_on", "expires_on", "reference")},
    verbs={"withdraw": Verb(actions.withdraw_completion)},
    filters=["person", "course", "done_on", "expires_on", "source", "withdrawn_on"],
)
exemptions = Resource(
    "exemptions",
    policy.exemptions,
    starts={"exempt": Verb(actions.exempt, "person", "course", "why", "words", "starts_on", "ends_on")},
    verbs={"end": Verb(actions.end_exemption)},
    filters=["person", "course", "why", "starts_on", "ends_on"],
)
standings = Resource(
    "training-standings",
    policy.standings,
    filters=["person", "course", "team", "due_on", "valid_until", "next_on", "booked_on", "counts", "confirmed"],
)
course_names = Resource(
    "course-names",
    policy.course_names,
    starts={"name": Verb(actions.name_course, "organisation", "value", "course")},
    verbs={"end": Verb(actions.end_course_name)},
    filters=["organisation", "course", "ended_on"],
    search=["value"],
)


def columns() -> serializers.DictField:
    return serializers.DictField(child=serializers.CharField(max_length=200, allow_blank=True))


mappings = Resource(
    "learning-mappings",
    policy.mappings,
    starts={"keep": Verb(actions.keep_mapping, "organisation", "name", columns=columns())},
    verbs={"drop": Verb(actions.drop_mapping)},
    filters=["organisation", "dropped_on"],
)


def hand_in(*, by, organisation, profile, file, course=None, dry_run=False, columns=None):
    """Load a file of completed courses, or only check it."""
    return importers.import_learning(
        file, profile, organisation, by=by, course=course, dry_run=dry_run, columns=columns, name=file.name
    )


files = Resource(
    "learning-files",
    policy.files,
    starts={
        "hand_in": Verb(
            hand_in, "organisation", "profile", "course", "dry_run", file=File(),
            columns=serializers.DictField(child=serializers.CharField(max_length=200), required=False),
        )
    },
    filters=["status", "organisation", "profile", "course", "dry_run", "started_at"],
)  # fmt: skip
unmatched = Resource(
    "unmatched-completions",
    policy.unmatched,
    verbs={
        "match": Verb(actions.match_line, "person", remember=serializers.BooleanField(required=False)),
        "set_aside": Verb(actions.set_aside),
    },
    filters=["status", "organisation", "system", "number", "course", "done_on", "file"],
)
resources = [rules, completions, exemptions, standings, course_names, mappings, files, unmatched]


# Statements -----------------------------------------------------------------------------------------------------------
class Statements(serializers.Serializer):
    """xAPI statements that somebody completed a course, as the learning system sends them."""

    organisation = Pick(Unit)
    statements = serializers.ListField(
        child=serializers.JSONField(), min_length=1, max_length=importers.MOST, help_text=_("xAPI 1.0.3 statements.")
    )


class Told(serializers.Serializer):
    """What became of one statement."""

    id = serializers.CharField()
    outcome = serializers.ChoiceField(["noted", "here", "waiting", "refused"])
    why = serializers.CharField(allow_blank=True)


class LearningStatements(Private, APIView):
    """Completions from a learning system: the person by the number of their account, the course by its name there."""

    @extend_schema(
        operation_id="learning_statements",
        tags=["completions"],
        summary="Take xAPI statements",
        request=Statements,
        responses=Told(many=True),
    )
    def post(self, request):
        if not policy.files.may_start(request.user, "hand_in"):
            raise NotAllowed()
        form = Statements(data=request.data, context={"request": request})
        if isinstance(request.data, dict) and (unknown := set(request.data) - set(form.fields)):
            raise ValidationError({name: [_("There is no such field here.")] for name in sorted(unknown)})
        form.is_valid(raise_exception=True)
        organisation = form.validated_data["organisation"]
        if not queries.organisations_led(request.user).filter(pk=organisation.pk).exists():
            raise NotAllowed()
        told = importers.take_statements(form.validated_data["statements"], organisation, by=request.user)
        return Response(Told(told, many=True).data)


# Figures --------------------------------------------------------------------------------------------------------------
class Which(serializers.Serializer):
    team = serializers.IntegerField(required=False)


class InStates(serializers.Serializer):
    """How many needs stand in which state, of people whose training you may read."""

    def get_fields(self):
        return {name: serializers.IntegerField() for name in STATES}


class TrainingStates(Private, APIView):
    """How many needs are done, booked, due, late, ran out or exempt."""

    @extend_schema(
        operation_id="training_states",
        tags=["training-standings"],
        summary="How needs stand",
        parameters=[Which],
        responses=InStates,
    )
    def get(self, request):
        if not queries.may_watch(request.user):
            raise NotAllowed()
        asked = Which(data=request.query_params.dict())
        if unknown := set(asked.initial_data) - set(asked.fields):
            refuse(*sorted(unknown))
        asked.is_valid(raise_exception=True)
        return Response(dict(queries.counts_by_state(request.user, team=asked.validated_data.get("team"))))


class CoverageLine(serializers.Serializer):
    """A profession and level; hidden counts are `[c]`, and rounded ones words, for a director."""

    organisation = serializers.IntegerField()
    on = serializers.DateField()
    profession = serializers.CharField(allow_blank=True)
    band = serializers.CharField(allow_blank=True)
    people = serializers.JSONField()
    trained = serializers.JSONField()


class RecoveryCoverage(Private, APIView):
    """Recovery training by profession and level, for everybody who works in your organisations."""

    @extend_schema(
        operation_id="recovery_coverage",
        tags=["training-standings"],
        summary="Recovery training by profession and level",
        responses=CoverageLine(many=True),
    )
    def get(self, request):
        places = queries.coverage_places(request.user)
        if not places:
            raise NotAllowed()
        told = []
        for place in places:
            table = figures.coverage(request.user, place)
            for row in table["rows"]:
                line = {"organisation": place.pk, "on": table["on"], "profession": row["family"]}
                told.append(line | {name: row[name] for name in ("band", "people", "trained")})
        return Response(CoverageLine(told, many=True).data)
