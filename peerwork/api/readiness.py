"""Ready teams: the checklist, the four factors, the ten challenges and what teams do about them."""

from rest_framework import serializers

from peerwork.api.resources import Resource, Verb
from peerwork.readiness import actions, policy
from peerwork.readiness.change import actions as change
from peerwork.readiness.change import policy as change_policy
from peerwork.readiness.words import NUMBERS, Level, Present


def present() -> serializers.ListField:
    return serializers.ListField(child=serializers.ChoiceField(Present.choices), required=False, max_length=8)


def ten(child, **more) -> serializers.ListField:
    return serializers.ListField(child=child, required=False, min_length=len(NUMBERS), max_length=len(NUMBERS), **more)


def shape() -> dict:
    """One entry for each of the ten challenges, in their order."""
    return {
        "present": present(),
        "levels": ten(serializers.ChoiceField(Level.choices, allow_null=True)),
        "evidence": ten(serializers.CharField(max_length=600, allow_blank=True)),
        "priorities": serializers.ListField(
            child=serializers.IntegerField(min_value=1, max_value=len(NUMBERS)), required=False, max_length=3
        ),
    }


items = Resource(
    "checklist-items",
    policy.items,
    starts={"add": Verb(actions.add_item, "organisation", "label", "hint", "position")},
    verbs={"edit": Verb(actions.edit_item, "label", "hint", "position"), "close": Verb(actions.close_item)},
    filters=["organisation", "closed_on"],
)
answers = Resource(
    "checklist-answers",
    policy.answers,
    starts={
        "answer": Verb(
            actions.answer, "team", "item", "state", "evidence", "answered_on", "review_on", present=present()
        )
    },
    filters=["team", "item", "state", "answered_on", "review_on"],
)
ratings = Resource(
    "factor-ratings",
    policy.ratings,
    starts={
        "rate": Verb(actions.rate, "team", "factor", "level", "evidence", "rated_on", "review_on", present=present())
    },
    filters=["team", "factor", "level", "rated_on"],
)
assessments = Resource(
    "ten-challenges",
    policy.assessments,
    starts={"begin": Verb(actions.begin, "unit", "held_on", "resources", "review_on", **shape())},
    verbs={
        "edit": Verb(actions.edit, "held_on", "resources", "review_on", **shape()),
        "agree": Verb(actions.agree),
        "share": Verb(actions.share),
        "unshare": Verb(actions.unshare),
        "review": Verb(actions.review, "review_words"),
        "withdraw": Verb(actions.withdraw),
    },
    filters=["unit", "status", "held_on", "review_on", "shared_on"],
)
TO_DO = ("challenge", "what", "owner", "owner_words", "due_on")
team_actions = Resource(
    "team-actions",
    policy.actions,
    starts={"add": Verb(actions.add_action, "assessment", "audit", *TO_DO)},
    verbs={
        "edit": Verb(actions.edit_action, *TO_DO),
        "do": Verb(actions.do_action, "learned"),
        "stop": Verb(actions.stop_action, "learned"),
        "reopen": Verb(actions.reopen_action),
    },
    filters=["status", "assessment", "audit", "challenge", "owner", "due_on"],
    follow=["assessment__unit"],
)
PROCESS = ("kind", "name", "keeper")
processes = Resource(
    "values-register",
    change_policy.processes,
    starts={"list": Verb(change.list_process, "unit", *PROCESS)},
    verbs={
        "edit": Verb(change.edit_process, *PROCESS),
        "review": Verb(change.review_process, "found", "reviewed_on", "next_on", present=present()),
        "close": Verb(change.close_process),
    },
    filters=["unit", "kind", "reviewed_on", "next_on", "closed_on"],
)
AUDIT = ("about", "topic", "held_on", "looked_at", "met", "found", "again_on")
audits = Resource(
    "local-audits",
    change_policy.audits,
    starts={"record": Verb(change.record_audit, "unit", "follows", *AUDIT, present=present())},
    verbs={"edit": Verb(change.edit_audit, *AUDIT, present=present()), "close": Verb(change.close_audit)},
    filters=["status", "unit", "about", "held_on", "again_on", "follows"],
)
leads = Resource(
    "recovery-leads",
    change_policy.leads,
    starts={"name": Verb(change.name_lead, "unit", "level", "kind", "name", "starts_on")},
    verbs={"end": Verb(change.end_lead, "ends_on")},
    filters=["unit", "level", "kind", "starts_on", "ends_on"],
)
TRIED = ("name", "about", "aim", "owner", "owner_words")
initiatives = Resource(
    "initiatives",
    change_policy.initiatives,
    starts={"propose": Verb(change.propose, "unit", *TRIED, present=present())},
    verbs={
        "edit": Verb(change.edit_initiative, *TRIED, present=present()),
        "begin": Verb(change.begin),
        "finish": Verb(change.finish, "learned"),
        "stop": Verb(change.stop, "learned"),
        "reopen": Verb(change.reopen),
    },
    filters=["status", "unit", "owner", "starts_on", "ended_on"],
    search=["name", "about", "aim", "learned"],
)
resources = [items, answers, ratings, assessments, team_actions, processes, audits, leads, initiatives]
