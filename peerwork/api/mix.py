"""Staff files handed in, who counts as a peer worker, the figures of each month, what is aimed for."""

from rest_framework.serializers import CharField

from peerwork.api.resources import Resource, Verb
from peerwork.mix import actions, policy

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
            staff_id=CharField(max_length=160),
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

resources = [submissions, rules, definitions, snapshots, staff_lines, staff_sums, targets]
