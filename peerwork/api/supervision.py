"""Supervision: how often it is due, agreements, the diary, sessions and their actions, reflections; who is in date."""

from datetime import date

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import path
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
from peerwork.people.policy import units
from peerwork.people.reach import reach_of
from peerwork.supervision import actions, finding, policy, queries
from peerwork.supervision import figures as shown
from peerwork.supervision.importers import import_sessions
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
    starts={"propose": Verb(actions.propose_agreement, "person", "stream", *TERMS, sure=sure())},
    verbs={
        "edit": Verb(actions.edit_agreement, *TERMS, sure=sure()),
        "ask_change": Verb(actions.ask_agreement_change, "change_wanted", sure=sure()),
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
        "agree": Verb(actions.agree, "worker_comment", sure=sure()),
        "query": Verb(actions.query, "change_wanted", sure=sure()),
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
    starts={"add": Verb(add_action, "session", *TO_DO, sure=sure())},
    verbs={
        "edit": Verb(actions.edit_action, *TO_DO, sure=sure()),
        "do": Verb(actions.do_action),
        "drop": Verb(actions.drop_action),
        "reopen": Verb(actions.reopen_action),
    },
    filters=["status", "person", "stream", "owner", "due_on", "done_on"],
)


def write_note(*, by, session, text: str, sure: bool = False):
    """Keep a note for oneself about a session; what it says is read on the page of the session only."""
    return actions.write_note(session, by=by, text=text, sure=sure)


def give_note(note, *, by, reason: str):
    """Open the note the worker asked for, under a case, and give it to them; the opening is in the read log."""
    return actions.give_note(queries.open_note(by, note.pk, reason), by=by)


notes = Resource(
    "preparation-notes",
    policy.notes,
    starts={"write": Verb(write_note, "session", "text", sure=sure())},
    verbs={
        "edit": Verb(actions.edit_note, "text", sure=sure()),
        "ask": Verb(actions.ask_for_note),
        "give": Verb(give_note, reason=serializers.CharField(max_length=400)),
    },
    filters=["asked_on"],
)


def add_remark(*, by, session, text: str, sure: bool = False):
    """Add a later remark to a closed record."""
    return actions.add_remark(session, by=by, text=text, sure=sure)


addenda = Resource(
    "supervision-remarks",
    policy.addenda,
    starts={"add": Verb(add_remark, "session", "text", sure=sure())},
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


def hand_in(*, by, organisation, file_name: str, text: str, columns: dict | None = None, dry_run: bool = False):
    """Hand in past sessions as the text of a CSV file; `columns` says what its headings are called."""
    source = ContentFile(text.encode(), name=file_name)
    return import_sessions(source, organisation, by=by, columns=columns, dry_run=dry_run)


files = Resource(
    "session-files",
    policy.files,
    starts={
        "hand_in": Verb(
            hand_in, "organisation", "file_name", "dry_run",
            text=serializers.CharField(max_length=5_000_000),
            columns=serializers.DictField(child=serializers.CharField(max_length=80), required=False),
        )
    },
    filters=["status", "organisation", "dry_run", "started_at"],
)  # fmt: skip


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
    verbs={"erase": Verb(practice.erase_reflection)},
    filters=["on"],
)  # fmt: skip
items = Resource(
    "reflection-parts",
    practice_policy.items,
    verbs={
        "edit": Verb(practice.edit_item, "answer", "text", sure=sure()),
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
        "edit": Verb(practice.edit_observation, *SEEN, sure=sure()),
        "answer": Verb(practice.answer_observation, "worker_view", sure=sure()),
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
    verbs={"edit": Verb(practice.edit_view, "on", "words", sure=sure())},
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


class ReleasedLine(serializers.Serializer):
    """One kind of supervision at the end of one month, rounded, or hidden as [c]."""

    stream = serializers.CharField()
    people = serializers.CharField()
    in_date = serializers.CharField(source="share")
    late = serializers.DictField(child=serializers.CharField(), help_text=_("Empty where small numbers would show."))


class ReleasedFigures(serializers.Serializer):
    unit = serializers.IntegerField()
    month = serializers.DateField(allow_null=True)
    months = serializers.ListField(child=serializers.DateField())
    note = serializers.CharField()
    lines = ReleasedLine(many=True)


class OfWhat(serializers.Serializer):
    unit = serializers.IntegerField(required=False, help_text=_("The widest you reach unless told."))
    month = serializers.RegexField(r"^[0-9]{4}-(0[1-9]|1[0-2])$", required=False, help_text=_("YYYY-MM"))


class SupervisionReleased(Private, APIView):
    """A director's figures of one unit and month, through the release rules: the same answer as the page."""

    @extend_schema(
        operation_id="supervision_released",
        tags=["supervision"],
        summary="Who had supervision on time",
        parameters=[OfWhat],
        responses=ReleasedFigures,
    )
    def get(self, request):
        if "director" not in reach_of(request.user):
            raise NotAllowed()
        asked = OfWhat(data=request.query_params.dict())
        if unknown := set(asked.initial_data) - set(asked.fields):
            refuse(*sorted(unknown))
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        unit = units.find(request.user, pk=given["unit"]) if "unit" in given else None
        month = date.fromisoformat(f"{given['month']}-01") if "month" in given else None
        found = shown.released(request.user, unit, month)
        lines = [{**line, "late": {str(words): value for words, value in line["steps"]}} for line in found["lines"]]
        return Response(ReleasedFigures({**found, "unit": found["unit"].pk, "lines": lines}).data)


# What is no row of one table ------------------------------------------------------------------------------------------
class Address(serializers.Serializer):
    address = serializers.CharField(help_text=_("Shown this once: whoever holds it can read the calendar."))


class Calendar(Private, APIView):
    """A private address of your supervision calendar: a new one takes the place of the one before."""

    @extend_schema(operation_id="supervision_calendar", tags=["supervision"], request=None, responses=Address)
    def post(self, request):
        return Response({"address": settings.SITE_URL + actions.calendar_address(actions.new_feed(by=request.user))})

    @extend_schema(operation_id="supervision_calendar_drop", tags=["supervision"], responses={204: None})
    def delete(self, request):
        actions.drop_feed(by=request.user)
        return Response(status=204)


class Earlier(serializers.Serializer):
    stream = serializers.IntegerField()


class Shared(serializers.Serializer):
    records = serializers.IntegerField()


class ShareEarlier(Private, APIView):
    """Let your supervisor of today read the records of earlier ones, in one kind of supervision."""

    @extend_schema(operation_id="share_earlier", tags=["supervision-shares"], request=Earlier, responses=Shared)
    def post(self, request):
        if not policy.shares.may_start(request.user, "share"):
            raise NotAllowed()
        form = Earlier(data=request.data)
        form.is_valid(raise_exception=True)
        person, stream = queries.my_stream(request.user, form.validated_data["stream"])
        return Response({"records": actions.share_earlier(person, stream, by=request.user)})


class HowMany(serializers.Serializer):
    count = serializers.IntegerField(min_value=1, max_value=practice.MOST_CODES)


class Codes(serializers.Serializer):
    codes = serializers.ListField(child=serializers.CharField())


class VoiceCodes(Private, APIView):
    """One-use codes to give to people you support; shown once, and kept only as hashes."""

    @extend_schema(operation_id="voice_codes", tags=["peer-role-voices"], request=HowMany, responses=Codes)
    def post(self, request):
        person = queries.own_person(request.user)
        if person is None or not practice_policy.reflections.may_start(request.user, "reflect"):
            raise NotAllowed()
        form = HowMany(data=request.data)
        form.is_valid(raise_exception=True)
        return Response({"codes": practice.make_codes(person, form.validated_data["count"], by=request.user)})


paths = [
    path("supervision-in-date/", SupervisionInDate.as_view(), name="supervision-in-date"),
    path("supervision-released/", SupervisionReleased.as_view(), name="supervision-released"),
    path("supervision-calendar/", Calendar.as_view(), name="supervision-calendar"),
    path("supervision-shares/earlier/", ShareEarlier.as_view(), name="share-earlier"),
    path("peer-role-voices/codes/", VoiceCodes.as_view(), name="voice-codes"),
]
