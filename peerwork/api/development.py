"""Competences, evidence and ratings, what an organisation shows, assessors; goals with their steps and shares."""

import base64
import binascii

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from peerwork.api.resources import Resource, Verb
from peerwork.api.shapes import Pick
from peerwork.development import actions, policy
from peerwork.development.appraisal import actions as appraising
from peerwork.development.appraisal.policy import appraisals as appraisal_rules
from peerwork.development.cpd import actions as cpd_actions
from peerwork.development.cpd.policy import entries as cpd_rules
from peerwork.development.models import Competence
from peerwork.development.moments import actions as moment_actions
from peerwork.development.moments.policy import moments as moment_rules
from peerwork.placements.models import Post


class File(serializers.Serializer):
    """A file: its name, and what it holds in base64."""

    name = serializers.CharField(max_length=200)
    content = serializers.CharField(help_text=_("In base64."))

    def to_internal_value(self, data):
        given = super().to_internal_value(data)
        try:
            held = base64.b64decode(given["content"], validate=True)
        except (binascii.Error, ValueError):
            raise serializers.ValidationError({"content": [_("This is not base64.")]}) from None
        return SimpleUploadedFile(given["name"], held)


def roles() -> serializers.ListField:
    return serializers.ListField(child=serializers.ChoiceField(Post.Family.choices), required=False, max_length=20)


frameworks = Resource(
    "competence-frameworks",
    policy.frameworks,
    starts={"open": Verb(actions.open_framework, "organisation", "name", "source")},
    verbs={"edit": Verb(actions.edit_framework, "name", "source"), "confirm": Verb(actions.confirm_framework)},
    filters=["organisation"],
)
domains = Resource(
    "competence-domains",
    policy.domains,
    starts={"add": Verb(actions.add_domain, "framework", "number", "name")},
    verbs={"edit": Verb(actions.edit_domain, "name")},
    filters=["framework", "number"],
)
competences = Resource(
    "competences",
    policy.competences,
    starts={
        "add": Verb(
            actions.add_competence, "domain", "number", "name", "whose", "optional", "assessor_too", families=roles()
        )
    },
    verbs={
        "edit": Verb(actions.edit_competence, "name", "optional", "assessor_too", families=roles()),
        "close": Verb(actions.close_competence),
    },
    filters=["domain", "number", "whose", "optional", "closed_on"],
    search=["name"],
)
assessors = Resource(
    "assessors",
    policy.assessors,
    starts={"name": Verb(actions.name_assessor, "organisation", "user", "starts_on", "ends_on")},
    verbs={
        "say": Verb(actions.say_lived_experience, "lived_experience"),
        "end": Verb(actions.end_assessor),
    },
    filters=["organisation", "user", "starts_on", "ends_on"],
)

GIVEN = ("competence", "title", "text", "happened_on")
WORDS = {"file_name": serializers.CharField(required=False), "waits_for": serializers.CharField(required=False)}
evidence = Resource(
    "evidence",
    policy.evidence,
    starts={
        "add": Verb(
            actions.add_evidence,
            "person",
            *GIVEN,
            file=File(required=False),
            ask=serializers.BooleanField(default=False),
        )
    },
    verbs={
        "edit": Verb(actions.edit_evidence, *GIVEN),
        "attach": Verb(actions.attach_file, file=File()),
        "ask": Verb(actions.ask_review),
        "take_back": Verb(actions.take_back_evidence),
        "confirm": Verb(actions.confirm_evidence, "review_words"),
        "assess": Verb(actions.assess_evidence, "review_words"),
        "want_more": Verb(actions.want_more, "review_words"),
        "withdraw": Verb(actions.withdraw_evidence),
    },
    filters=["status", "person", "competence", "happened_on", "asked_on", "confirmed_on"],
    search=["title", "text"],
    follow=["file"],
    derived=WORDS,
)
organisation_evidence = Resource(
    "organisation-evidence",
    policy.organisation_evidence,
    starts={"add": Verb(actions.show_organisation, "organisation", "competence", "title", "text")},
    verbs={
        "edit": Verb(actions.edit_organisation, "competence", "title", "text"),
        "confirm": Verb(actions.confirm_organisation),
        "withdraw": Verb(actions.withdraw_organisation),
    },
    filters=["status", "organisation", "competence", "added_on"],
)
ratings = Resource(
    "competence-ratings",
    policy.ratings,
    starts={"rate": Verb(actions.rate, "person", "competence", "on", "level", "words")},
    filters=["person", "competence", "view", "by", "on"],
)

SET = ("strengths", "title", "matters", "by_when")
goals = Resource(
    "goals",
    policy.goals,
    starts={
        "set": Verb(
            actions.set_goal, "person", *SET, "from_step",
            first_step=serializers.CharField(required=False, allow_blank=True, max_length=240),
            about=Pick(Competence, many=True, required=False),
        )
    },
    verbs={
        "edit": Verb(actions.edit_goal, *SET),
        "reach": Verb(actions.reach_goal, "look_back"),
        "put_aside": Verb(actions.put_aside),
        "take_up": Verb(actions.take_up),
    },
    filters=["status", "person", "by_when", "from_step", "reached_on"],
    search=["title"],
)  # fmt: skip
steps = Resource(
    "goal-steps",
    policy.steps,
    starts={"add": Verb(actions.add_step, "goal", "what", "due_on")},
    verbs={
        "edit": Verb(actions.edit_step, "what", "due_on"),
        "do": Verb(actions.do_step),
        "reopen": Verb(actions.reopen_step),
        "drop": Verb(actions.drop_step),
    },
    filters=["goal", "due_on", "done_on"],
)
goal_competences = Resource(
    "goal-competences",
    policy.goal_competences,
    starts={"link": Verb(actions.link_competence, "goal", "competence")},
    verbs={"unlink": Verb(actions.unlink_competence)},
    filters=["goal", "competence", "ended_on"],
)
goal_shares = Resource(
    "goal-shares",
    policy.goal_shares,
    starts={"share": Verb(actions.share_goal, "goal", "stream")},
    verbs={"end": Verb(actions.end_share)},
    filters=["goal", "stream", "shared_on", "ended_on"],
)
appraisals = Resource(
    "appraisals",
    appraisal_rules,
    starts={"begin": Verb(appraising.begin_appraisal, "person", "appraiser", "year_from", "meet_on")},
    verbs={
        "choose": Verb(appraising.choose_appraiser, "appraiser"),
        "prepare": Verb(appraising.prepare, "proud", "learned", "hard", "ahead", "values_own"),
        "plan_voice": Verb(appraising.plan_voice, "voice_who", "voice_how", "voice_said"),
        "hand_in": Verb(appraising.hand_in),
        "write": Verb(appraising.write, "view", "values_view", "support", "agreed"),
        "propose": Verb(appraising.propose),
        "ask_change": Verb(appraising.ask_change, "change_wanted"),
        "sign": Verb(appraising.sign),
        "countersign": Verb(appraising.countersign),
        "look_halfway": Verb(appraising.look_halfway, "halfway"),
        "withdraw": Verb(appraising.withdraw_appraisal),
    },
    filters=["status", "person", "appraiser", "year_from", "signed_on"],
)
CPD = ("kind", "title", "provider", "on", "hours", "learned")
cpd = Resource(
    "cpd-entries",
    cpd_rules,
    starts={"note": Verb(cpd_actions.note_cpd, "person", *CPD)},
    verbs={"edit": Verb(cpd_actions.edit_cpd, *CPD), "remove": Verb(cpd_actions.remove_cpd)},
    filters=["person", "status", "kind", "on"],
)
moments = Resource(
    "moments",
    moment_rules,
    starts={"add": Verb(moment_actions.add_moment, "person", "key", "on", "title", "words")},
    verbs={
        "edit": Verb(moment_actions.edit_moment, "on", "title", "words"),
        "pin": Verb(moment_actions.pin_moment),
        "hide": Verb(moment_actions.hide_moment),
        "show": Verb(moment_actions.show_moment),
        "remove": Verb(moment_actions.remove_moment),
    },
    filters=["status", "person", "key", "on"],
)
resources = [
    *(frameworks, domains, competences, assessors, evidence, organisation_evidence, ratings),
    *(goals, steps, goal_competences, goal_shares, moments, cpd, appraisals),
]
