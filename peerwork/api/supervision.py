"""Supervision: how often it is due, agreements, the diary, sessions and their actions, reflections; who is in date."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from peerwork.api.lists import refuse
from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.api.shapes import Pick
from peerwork.kit.errors import NotAllowed
from peerwork.people.models import Person
from peerwork.supervision import actions, finding, policy, queries
from peerwork.supervision.models import AgreedAction
from peerwork.supervision.practice import actions as practice
from peerwork.supervision.practice import policy as practice_policy
from peerwork.supervision.words import QUESTIONS, Answer


def sure() -> serializers.BooleanField:
    """The words that look like a number or a birthday identify nobody; asked for in the refusal without it."""
    return serializers.BooleanField(required=False)


def ticks() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=20)


class Agreed(serializers.Serializer):
    """A new action: what, by when, and who (`both`, words, or nobody named)."""

    what = serializers.CharField(max_length=240)
    owner_words = serializers.CharField(max_length=120, required=False, allow_blank=True)
    both = serializers.BooleanField(required=False)
    due_on = serializers.DateField(required=False, allow_null=True)


RULE = (
    *("stream", "family", "every", "unit", "first_weeks", "first_every", "tolerance_days", "least_minutes"),
    *("required", "starts_on", "source"),
)
rules = Resource(
    "supervision-rules",
    policy.rules,
    starts={"set": Verb(actions.set_rule, *RULE)},
    verbs={"confirm": Verb(actions.confirm_rule), "end": Verb(actions.end_rule, "ends_on")},
    filters=["stream", "family", "required", "starts_on", "ends_on", "confirmed_on"],
    follow=["stream__organisation"],
)
TERMS = ("every", "unit", "purpose", "confidentiality", "recorded", "disagree", "review_on")
agreements = Resource(
    "supervision-agreements",
    policy.agreements,
    starts={"propose": Verb(actions.propose_agreement, "person", "stream", *TERMS)},
    verbs={
        "edit": Verb(actions.edit_agreement, *TERMS),
        "ask_change": Verb(actions.ask_agreement_change, "change_wanted"),
        "agree": Verb(actions.agree_agreement),
        "end": Verb(actions.end_agreement),
    },
    filters=["status", "person", "stream", "supervisor", "review_on"],
)


def book(*, by, **values):
    """One booking, or the first of a series."""
    return actions.book(by=by, **values)[0]


WHEN = ("starts_at", "minutes", "mode", "place")
bookings = Resource(
    "supervision-bookings",
    policy.bookings,
    starts={
        "ask": Verb(actions.ask_session, "person", "stream"),
        "book": Verb(
            book, "person", "stream", "minutes", "mode", "place", "replaces",
            starts_at=serializers.DateTimeField(),
            repeat_weeks=serializers.IntegerField(required=False, min_value=0, max_value=52),
            times=serializers.IntegerField(required=False, min_value=1, max_value=actions.MOST_REPEATS),
        ),
    },
    verbs={
        "book": Verb(actions.book_asked, *WHEN),
        "move": Verb(actions.move, *WHEN),
        "cancel": Verb(actions.cancel, "cancelled_because"),
    },
    filters=["status", "person", "stream", "held_by", "starts_at"],
)  # fmt: skip
RECORD = (
    *("minutes", "mode", "also_there", "gone_well", "lived_experience", "peer_role", "workload", "talked_about"),
    *("what_we_agreed", "written_together", "next_on"),
)
sessions = Resource(
    "supervision-sessions",
    policy.sessions,
    starts={
        "log": Verb(
            actions.log, "person", "stream", "held_on", "booking", *RECORD, topics=ticks(), skills=ticks(),
            agreed=Agreed(many=True, required=False), sure=sure(), send=serializers.BooleanField(required=False),
            note=serializers.CharField(required=False, allow_blank=True, max_length=4000),
        ),
        "miss": Verb(actions.miss, "person", "stream", "held_on", "booking", "not_held_because"),
    },
    verbs={
        "edit": Verb(
            actions.edit, "held_on", *RECORD, topics=ticks(), skills=ticks(), agreed=Agreed(many=True, required=False),
            sure=sure(),
        ),
        "propose": Verb(actions.propose),
        "remind": Verb(actions.remind),
        "agree": Verb(actions.agree, "worker_comment"),
        "query": Verb(actions.query, "change_wanted"),
        "withdraw": Verb(actions.withdraw),
    },
    filters=["status", "person", "stream", "held_by", "held_on"],
    search=["gone_well", "lived_experience", "peer_role", "workload", "talked_about", "what_we_agreed"],
    derived={"kept": serializers.CharField(required=False)},
)  # fmt: skip
groups = Resource(
    "supervision-groups",
    policy.groups,
    starts={
        "log": Verb(
            actions.log_group, "stream", "held_on", "minutes", "mode", "booking", topics=ticks(),
            came=Pick(Person, many=True), missed=Pick(Person, many=True, required=False),
        )
    },
    verbs={
        "edit": Verb(
            actions.edit_group, "held_on", "minutes", "mode", topics=ticks(),
            came=Pick(Person, many=True, required=False),
        ),
        "withdraw": Verb(actions.withdraw_group),
    },
    filters=["status", "stream", "held_by", "held_on"],
)  # fmt: skip
attendances = Resource(
    "supervision-attendances",
    policy.attendances,
    verbs={"edit": Verb(actions.edit_attendance, "came")},
    filters=["person", "came"],
    follow=["group__stream"],
    derived={
        "held_on": serializers.DateField(required=False),
        "stream": serializers.CharField(required=False),
        "minutes": serializers.IntegerField(required=False, allow_null=True),
    },
)


def add_action(*, by, session, **values) -> AgreedAction:
    """Add something agreed in a session."""
    return actions.add_action(session, by=by, **values)


TO_DO = ("what", "owner", "owner_words", "both", "due_on")
agreed_actions = Resource(
    "supervision-actions",
    policy.actions,
    starts={"add": Verb(add_action, "session", *TO_DO)},
    verbs={
        "edit": Verb(actions.edit_action, *TO_DO),
        "do": Verb(actions.do_action),
        "drop": Verb(actions.drop_action),
        "reopen": Verb(actions.reopen_action),
    },
    filters=["status", "person", "stream", "owner", "due_on", "done_on"],
)
notes = Resource("preparation-notes", policy.notes, verbs={"ask": Verb(actions.ask_for_note)}, filters=["asked_on"])


def add_remark(*, by, session, text: str):
    """Add a later remark to a closed record."""
    return actions.add_remark(session, by=by, text=text)


addenda = Resource(
    "supervision-remarks",
    policy.addenda,
    starts={"add": Verb(add_remark, "session", "text")},
    filters=["session", "by", "at"],
)


def share(*, by, session, email: str, days: int = 30):
    """The worker shows one record to one named person, by their address."""
    return actions.share_entry(session, by=by, user=finding.account_by_address(email, session), days=days)


shares = Resource(
    "supervision-shares",
    policy.shares,
    starts={
        "share": Verb(
            share, "session", email=serializers.EmailField(),
            days=serializers.IntegerField(required=False, min_value=1, max_value=30),
        )
    },
    verbs={"end": Verb(actions.end_share)},
    filters=["session", "user", "shared_on", "until"],
)  # fmt: skip


def note_passed_on(*, by, session, **values):
    """Note to whom a safeguarding concern went; never what it is."""
    return actions.note_passed_on(session, by=by, **values)


passed_on = Resource(
    "concerns-passed-on",
    policy.passed_on,
    starts={"note": Verb(note_passed_on, "session", "to", "passed_on", "worker_told")},
    verbs={"tell": Verb(actions.tell_worker)},
    filters=["session", "passed_on", "worker_told"],
)
figures = Resource("supervision-figures", policy.figures, filters=["unit", "stream", "month"])
files = Resource("session-files", policy.files, filters=["status", "organisation", "dry_run", "started_at"])


# Looking at practice --------------------------------------------------------------------------------------------------
class Answers(serializers.Serializer):
    """Question (1 to 10) -> answer, any of them."""

    def get_fields(self):
        return {
            str(n): serializers.ChoiceField([a for a in Answer.values if a], required=False, help_text=str(words))
            for n, words in enumerate(QUESTIONS, 1)
        }


def reflect(*, by, person, answers: dict | None = None, **values):
    """Keep a look back for oneself."""
    return practice.reflect(by=by, person=person, answers={int(n): a for n, a in (answers or {}).items()}, **values)


reflections = Resource(
    "reflections",
    practice_policy.reflections,
    starts={
        "reflect": Verb(
            reflect, "person", "on", answers=Answers(required=False), sure=sure(),
            text=serializers.CharField(required=False, allow_blank=True, max_length=2000),
        )
    },
    filters=["on"],
)  # fmt: skip
items = Resource(
    "reflection-parts",
    practice_policy.items,
    verbs={
        "edit": Verb(practice.edit_item, "answer", "text"),
        "share": Verb(practice.share_item, "shared_in"),
        "unshare": Verb(practice.unshare_item),
    },
    filters=["person", "number", "shared_on"],
    derived={"question": serializers.CharField(required=False)},
)
SEEN = ("observed_on", "setting", "went_well", "to_try")
observations = Resource(
    "observations",
    practice_policy.observations,
    starts={"record": Verb(practice.record_observation, "person", "stream", *SEEN, sure=sure())},
    verbs={
        "edit": Verb(practice.edit_observation, *SEEN),
        "answer": Verb(practice.answer_observation, "worker_view"),
    },
    filters=["status", "person", "stream", "observed_by", "observed_on"],
)


def six() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ChoiceField(Answer.choices, allow_blank=True), min_length=6, max_length=6
    )


role_checks = Resource(
    "peer-role-checks",
    practice_policy.role_checks,
    starts={"give": Verb(practice.give_view, "person", "stream", "on", "words", answers=six(), sure=sure())},
    verbs={"edit": Verb(practice.edit_view, "on", "words")},
    filters=["person", "stream", "view", "by", "on"],
)
voice_batches = Resource(
    "peer-role-voices",
    practice_policy.voice_batches,
    verbs={
        "share": Verb(practice.share_voices, "shared_in"),
        "unshare": Verb(practice.unshare_voices),
        "allow": Verb(practice.allow_in_appraisal),
        "disallow": Verb(practice.disallow_in_appraisal),
    },
    filters=["person", "quarter", "in_appraisal"],
)
resources = [
    *(rules, agreements, bookings, sessions, groups, attendances, agreed_actions, notes, addenda, shares, passed_on),
    *(figures, files, reflections, items, observations, role_checks, voice_batches),
]


# Who is in date -------------------------------------------------------------------------------------------------------
class InDate(serializers.Serializer):
    """Where one worker stands in one kind of supervision at the end of a day."""

    person = serializers.IntegerField(source="person_id")
    stream = serializers.IntegerField(source="stream_id")
    state = serializers.ChoiceField(["in_date", "overdue", "paused"])
    required = serializers.BooleanField()
    last_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    late = serializers.IntegerField(help_text=_("Days past the due day, time away left out."))


class Which(serializers.Serializer):
    on = serializers.DateField(required=False, help_text=_("At the end of this day; today unless told."))
    stream = serializers.IntegerField(required=False)


class SupervisionInDate(Private, APIView):
    """Who is in date at the end of any day, of the people whose supervision dates you may see."""

    @extend_schema(
        operation_id="supervision_in_date",
        tags=["supervision"],
        summary="Who is in date with supervision",
        parameters=[Which],
        responses=InDate(many=True),
    )
    def get(self, request):
        if not queries.is_watching(request.user):
            raise NotAllowed()
        asked = Which(data=request.query_params.dict())
        if unknown := set(asked.initial_data) - set(asked.fields):
            refuse(*sorted(unknown))
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        found = queries.compliance(request.user, stream=given.get("stream"), day=given.get("on"))
        return Response(InDate(found["facts"], many=True).data)
