"""The share of care, the staff files it comes from, who counts as a peer worker, what is aimed for."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from peerwork.api.lists import refuse
from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.mix import actions, policy
from peerwork.mix.board import actions as board
from peerwork.mix.board import policy as board_policy
from peerwork.mix.models import Basis
from peerwork.mix.queries import mix
from peerwork.mix.steering import actions as steering
from peerwork.mix.steering import policy as steering_policy

submissions = Resource(
    "staff-files", policy.submissions, filters=["organisation", "profile", "status", "dry_run", "started_at", "as_at"]
)
rules = Resource(
    "counting-rules",
    policy.rules,
    starts={
        "suggest": Verb(
            actions.suggest_person,
            *("organisation", "counts_as", "starts_on", "reason"),
            staff_id=serializers.CharField(max_length=160),
        )
    },
    verbs={
        "approve": Verb(actions.approve),
        "reject": Verb(actions.reject),
        "end": Verb(actions.end, "ends_on"),
    },
    filters=["status", "organisation", "told_by", "value", "counts_as", "starts_on", "ends_on"],
    search=["value"],
)
definitions = Resource("definitions", policy.definitions, filters=["number", "effective_from"])
snapshots = Resource(
    "figures", policy.snapshots, filters=["unit", "organisation", "month", "basis", "source", "number", "frozen_at"]
)
staff_lines = Resource(
    "staff-lines",
    policy.staff_lines,
    filters=["organisation", "unit", "staff_id", "role", "staff_group", "starts_on", "ends_on"],
)
staff_sums = Resource("staff-sums", policy.staff_sums, filters=["organisation", "unit", "month", "staff_group"])
targets = Resource(
    "targets",
    policy.targets,
    starts={
        "set": Verb(
            actions.set_target,
            *("unit", "basis", "value", "starts_value", "starts_on", "due_on", "milestones", "trajectory", "reason"),
        )
    },
    verbs={"withdraw": Verb(actions.withdraw_target)},
    filters=["status", "unit", "basis", "due_on", "set_on"],
)

GIVEN = ("name", "why", "months", "hires_a_month", "hires_from", "hires_until", "hire_in", "cohort", "cohort_on")
GIVEN += ("fewer_leave", "more_supervisors", "more_supervisors_on", "opens", "opens_on", "opens_care", "opens_peers")
GIVEN += ("leaves", "fills", "growth", "cost_a_year", "on_costs", "most_a_month", "supervisors", "per_supervisor")
GIVEN += ("places_a_month", "budget", "first_month")
plans = Resource(
    "plans",
    steering_policy.scenarios,
    starts={"make": Verb(steering.make_plan, "unit", "basis", *GIVEN)},
    verbs={
        "edit": Verb(steering.edit_plan, *GIVEN),
        "work_out": Verb(steering.work_out),
        "set_aside": Verb(steering.set_plan_aside),
        "take_up": Verb(steering.take_plan_up),
    },
    filters=["status", "unit", "basis"],
    search=["name"],
)

checks = Resource(
    "quarterly-checks",
    board_policy.checks,
    starts={"open": Verb(board.open_check, "organisation", "kind", "quarter", "closes_on")},
    verbs={
        "answer": Verb(
            board.answer_pulse,
            answers=serializers.ListField(
                child=serializers.IntegerField(min_value=1, max_value=5), min_length=5, max_length=5
            ),
        ),
        "close": Verb(board.close_check),
    },
    filters=["organisation", "kind", "quarter", "status"],
)
statements = Resource(
    "forum-statements",
    board_policy.statements,
    starts={"give": Verb(board.give_statement, "organisation", "quarter", "text", "none_made")},
    verbs={"reply": Verb(board.reply_to_statement, "reply")},
    filters=["organisation", "quarter", "status"],
)
OUTCOME = ("code", "name", "level", "perspective", "better", "note")
outcomes = Resource(
    "outcomes",
    board_policy.indicators,
    starts={"add": Verb(board.add_indicator, "organisation", *OUTCOME)},
    verbs={"edit": Verb(board.edit_indicator, *OUTCOME), "close": Verb(board.close_indicator)},
    filters=["organisation", "code", "level", "perspective", "closed_on"],
)
reports = Resource(
    "board-reports",
    board_policy.reports,
    starts={"make": Verb(board.make_report, "organisation", "month", "basis")},
    filters=["organisation", "month", "basis", "made_on"],
)
packs = Resource(
    "information-packs",
    board_policy.packs,
    starts={"make": Verb(board.make_pack, "organisation", "month")},
    filters=["organisation", "month", "made_on"],
)
resources = [
    checks,
    statements,
    outcomes,
    reports,
    packs,
    plans,
    submissions,
    rules,
    definitions,
    snapshots,
    staff_lines,
    staff_sums,
    targets,
]


class ShareUnit(serializers.Serializer):
    id = serializers.IntegerField()
    label = serializers.CharField(source="name")


class Fraction(serializers.DecimalField):
    """A share from 0 to 1, unrounded, as text; null where there is none, or none to be shown."""

    def __init__(self, **kwargs):
        super().__init__(max_digits=None, decimal_places=None, allow_null=True, **kwargs)


class ShareMonth(serializers.Serializer):
    month = serializers.DateField()
    share = Fraction(source="actual")
    target = Fraction()
    peers = Fraction(help_text=_("Peer workers, in what the basis counts."))
    others = Fraction(help_text=_("Other care staff, in what the basis counts."))


class ShareCell(serializers.Serializer):
    month = serializers.DateField()
    share = Fraction()
    why = serializers.ChoiceField(["shown", "folded", "hidden", "none"])


class ShareRow(serializers.Serializer):
    kind = serializers.CharField(help_text=_("A team, small teams together (small), or the whole (total)."))
    name = serializers.CharField()
    gap = Fraction(help_text=_("To the target path."))
    cells = ShareCell(many=True)


class ShareFlag(serializers.Serializer):
    month = serializers.DateField()
    words = serializers.CharField()


class ShareMeaning(serializers.Serializer):
    text = serializers.CharField()
    number = serializers.IntegerField()
    mapping_version = serializers.IntegerField()
    version = serializers.IntegerField()
    source = serializers.CharField()
    numerator = serializers.CharField(help_text=_("As it may be shown: a count may be rounded or hidden."))
    denominator = serializers.CharField()
    not_attributed = serializers.CharField()
    coverage = serializers.CharField()


class ShareReason(serializers.Serializer):
    label = serializers.CharField()
    amount = serializers.CharField(help_text=_("As it may be shown, in what the basis counts."))
    part = serializers.CharField(help_text=_("Of what peer workers gave."))


class ShareSupported(serializers.Serializer):
    """The part of the share by peer workers who were trained and supported at the time."""

    finding = serializers.CharField()
    share = Fraction()
    reasons = ShareReason(many=True, help_text=_("Why the rest is not part of it."))
    note = serializers.CharField(allow_blank=True)


class SkillLine(serializers.Serializer):
    name = serializers.CharField()
    hours = Fraction()
    parts = serializers.ListField(child=Fraction(), help_text=_("Of each group, in the order of the groups."))


class ShareSkills(serializers.Serializer):
    """Who gives care in each part of the unit, side by side."""

    groups = serializers.ListField(child=serializers.CharField())
    services = SkillLine(many=True)


class ShareOfCare(serializers.Serializer):
    """The share of care of one unit in one month on one basis, as you may see it: the same answer as the page."""

    unit = ShareUnit()
    month = serializers.DateField(allow_null=True)
    basis = serializers.ChoiceField(Basis.choices)
    released = serializers.BooleanField(help_text=_("Through the release rules for small numbers."))
    finding = serializers.CharField()
    share = Fraction()
    aim = Fraction(help_text=_("Where the path to the target is this month."))
    gap = Fraction()
    note = serializers.CharField(allow_blank=True)
    months = ShareMonth(many=True, source="series")
    teams = ShareRow(many=True, source="heat")
    flags = ShareFlag(many=True)
    definition = ShareMeaning(allow_null=True)
    supported = ShareSupported(allow_null=True)
    skills = ShareSkills(allow_null=True)
    frozen_at = serializers.DateTimeField(allow_null=True)


class Which(serializers.Serializer):
    unit = serializers.IntegerField(required=False, help_text=_("The widest you reach unless told."))
    basis = serializers.ChoiceField(Basis.choices, required=False)
    month = serializers.RegexField(
        r"^[0-9]{4}-(0[1-9]|1[0-2])$", required=False, help_text=_("YYYY-MM; the last one unless told.")
    )


class Share(Private, APIView):
    """The share of care of one unit in one month on one basis, through the release rules where they apply."""

    @extend_schema(
        operation_id="share_retrieve",
        tags=["share"],
        summary="Share of care",
        parameters=[Which],
        responses=ShareOfCare,
    )
    def get(self, request):
        asked = Which(data=request.query_params.dict())
        if unknown := set(asked.initial_data) - set(asked.fields):
            refuse(*sorted(unknown))
        asked.is_valid(raise_exception=True)
        return Response(ShareOfCare(mix(request.user, **asked.validated_data)).data)
