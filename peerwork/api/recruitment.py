"""Recruitment: vacancies, specifications, applications, shortlisting; interest, help offered, files carried in."""

from django.core.files.base import ContentFile
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from peerwork.api.lists import refuse
from peerwork.api.resources import Resource, Verb
from peerwork.api.schema import Private
from peerwork.api.shapes import Pick
from peerwork.recruitment import actions, policy
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.before import actions as before
from peerwork.recruitment.before import policy as before_policy
from peerwork.recruitment.carrying import importers
from peerwork.recruitment.carrying import policy as carrying_policy
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.equality import page as equality_page
from peerwork.recruitment.models import Application, Vacancy
from peerwork.recruitment.words import AssessedBy, Mark


def sure() -> serializers.BooleanField:
    """The words that look like it ask nothing about health; asked for in the refusal without it."""
    return serializers.BooleanField(required=False)


def reason(required: bool = True) -> serializers.CharField:
    return serializers.CharField(max_length=1000, required=required, allow_blank=not required)


templates = Resource(
    "stage-times",
    policy.templates,
    starts={"set": Verb(actions.set_template, "organisation", "name", "days", "source")},
    verbs={"confirm": Verb(actions.confirm_template), "close": Verb(actions.close_template)},
    filters=["organisation", "closed_on", "confirmed_on"],
)
VACANCY = (
    *("title", "post", "family", "scope", "band", "pay", "wte", "hours", "contract", "places", "advert", "help_words"),
    *("closes_on", "closes_time", "interviews_on", "panel_plan", "panel_service_users", "panel_staff", "template"),
)


def copy(*, by, copied_from):
    """Begin a vacancy from an earlier one."""
    return actions.copy_vacancy(copied_from, by=by)


def comment(vacancy, *, by, text: str):
    """Comment on a draft."""
    return actions.comment(by=by, vacancy=vacancy, text=text)


vacancies = Resource(
    "vacancies",
    policy.vacancies,
    starts={
        "draft": Verb(actions.draft_vacancy, "team", "employer", "host", *VACANCY),
        "copy": Verb(copy, copied_from=Pick(Vacancy)),
    },
    verbs={
        "edit": Verb(actions.edit_vacancy, "team", "employer", "host", *VACANCY),
        "comment": Verb(comment, text=serializers.CharField(max_length=2000)),
        "publish": Verb(actions.publish, reason=reason(False)),
        "close": Verb(actions.close),
        "reopen": Verb(
            actions.reopen,
            closes_on=serializers.DateField(),
            closes_time=serializers.TimeField(required=False, allow_null=True),
        ),
        "finish_shortlisting": Verb(deciding.finish_shortlisting),
        "finish": Verb(actions.finish),
        "withdraw": Verb(actions.withdraw_vacancy),
    },
    filters=["status", "team", "employer", "host", "family", "closes_on"],
    search=["title"],
)
CRITERION = ("text", "kind", "essential")


def where(required: bool) -> serializers.ListField:
    return serializers.ListField(child=serializers.ChoiceField(AssessedBy.choices), required=required)


criteria = Resource(
    "criteria",
    policy.criteria,
    starts={"add": Verb(actions.add_criterion, "vacancy", *CRITERION, assessed_by=where(True), sure=sure())},
    verbs={
        "edit": Verb(actions.edit_criterion, *CRITERION, assessed_by=where(False), sure=sure()),
        "drop": Verb(actions.drop_criterion),
    },
    filters=["vacancy", "essential", "kind"],
)
involvements = Resource(
    "involvements",
    policy.involvements,
    starts={"note": Verb(actions.note_involvement, "vacancy", "who", "what", "on")},
    filters=["vacancy", "on"],
)
comments = Resource("vacancy-comments", policy.comments, filters=["vacancy", "at"])
shortlisters = Resource(
    "shortlisters",
    policy.shortlisters,
    starts={"name": Verb(actions.name_shortlister, "vacancy", "user")},
    verbs={"end": Verb(actions.end_shortlister)},
    filters=["vacancy", "user", "ended_on"],
)
overrides = Resource("rules-set-aside", policy.overrides, filters=["vacancy", "rule", "at"])


# Applications ---------------------------------------------------------------------------------------------------------
class Marks(serializers.DictField):
    """Number of a criterion -> mark."""

    child = serializers.ChoiceField(Mark.choices)

    def to_internal_value(self, data):
        given = super().to_internal_value(data)
        if wrong := [key for key in given if not str(key).isdecimal() or len(str(key)) > 9]:
            raise serializers.ValidationError({str(wrong[0]): "number"})
        return {int(key): mark for key, mark in given.items()}


def open_name(application, *, by, reason: str):
    """Open the applicant's name while shortlisting is blind, for half an hour; it stands under `contacts`."""
    return deciding.open_name(application, by=by, reason=reason)


WORDS = ("statement", "experience", "gaps", "disability_confident", "interview_needs")
applications = Resource(
    "applications",
    policy.applications,
    starts={"apply": Verb(applying.apply, "vacancy")},
    verbs={
        "write": Verb(applying.write, *WORDS),
        "send": Verb(applying.check_and_send),
        "ask_adjustments": Verb(applying.ask_adjustments, "interview_needs"),
        "withdraw": Verb(applying.withdraw),
        "shortlist": Verb(deciding.shortlist, reason=reason(False)),
        "not_this_time": Verb(deciding.not_this_time, reason=reason(False)),
        "look_again": Verb(deciding.look_again),
        "open_name": Verb(open_name, reason=reason()),
    },
    filters=["status", "vacancy", "since", "sent_at"],
)
CONTACT = ("given_name", "family_name", "known_as", "pronouns", "email", "phone", "address")


def write_contact(*, by, application, **values):
    """Say who you are and how to reach you; again to change it."""
    return applying.write_contact(application, by=by, **values)


contacts = Resource(
    "applicant-contacts",
    policy.contacts,
    starts={"write": Verb(write_contact, "application", *CONTACT)},
    filters=["application"],
    search=["given_name", "family_name", "known_as", "email"],
)
openings = Resource("names-opened", policy.openings, filters=["application", "by", "at"])


def write_answer(*, by, application, criterion, text: str):
    """Answer one line of the specification; again to change it."""
    return applying.write_answer(application, criterion, by=by, text=text)


answers = Resource(
    "answers",
    policy.answers,
    starts={"write": Verb(write_answer, "application", "criterion", "text")},
    filters=["application", "criterion"],
)
documents = Resource(
    "application-documents",
    policy.documents,
    verbs={"remove": Verb(applying.remove)},
    filters=["application", "removed_on"],
)


def write_equality(*, by, application, **values):
    """Answer the equality questions, apart from the application."""
    return applying.write_equality(application, by=by, **values)


equality = Resource(
    "equality-answers",
    policy.equality,
    starts={"write": Verb(write_equality, "application", "age", "gender", "ethnicity", "disability", "carer")},
)


def sift(*, by, application, marks=None, view: str = "", note: str = "", done: bool = False):
    """Keep, or finish, your view of one application."""
    return deciding.sift(application, by=by, given=marks or {}, view=view, note=note, done=done)


sifts = Resource(
    "shortlisting-views",
    policy.sifts,
    starts={
        "sift": Verb(
            sift, "application", "view", "note",
            marks=Marks(required=False), done=serializers.BooleanField(required=False),
        )
    },
    verbs={"finish": Verb(deciding.finish_sift), "reopen": Verb(deciding.reopen_sift)},
    filters=["application", "status", "by"],
)  # fmt: skip
marks = Resource("shortlisting-marks", policy.marks, filters=["sift", "criterion"], follow=["sift__application"])

# Before and beside ----------------------------------------------------------------------------------------------------
SESSION = ("title", "starts_at", "minutes", "place", "about")
sessions = Resource(
    "information-sessions",
    before_policy.informations,
    starts={"plan": Verb(before.plan_session, "organisation", *SESSION)},
    verbs={"edit": Verb(before.edit_session, *SESSION), "cancel": Verb(before.cancel_session)},
    filters=["organisation", "status", "starts_at"],
)
interests = Resource(
    "interests",
    before_policy.interests,
    verbs={
        "invite": Verb(before.invite_interest, vacancy=Pick(Vacancy)),
        "note_came": Verb(before.note_came, "came"),
        "close": Verb(before.close_interest),
    },
    filters=["organisation", "status", "session", "told_on"],
    search=["name", "email"],
)
supports = Resource(
    "help-offered",
    before_policy.supports,
    starts={"offer": Verb(before.offer_support, "kind", application=Pick(Application))},
    verbs={"take": Verb(before.take_support), "decline": Verb(before.decline_support)},
    filters=["application", "kind", "status"],
)
mappings = Resource(
    "applicant-mappings",
    carrying_policy.mappings,
    starts={"save": Verb(importers.save_mapping, "organisation", "name", "columns", "statuses")},
    filters=["organisation"],
)


def hand_in(*, by, organisation, file_name: str, text: str, columns: dict, statuses=None, dry_run: bool = False):
    """Hand in applicants as the text of a CSV file; `columns` says what its headings are called."""
    source = ContentFile(text.encode(), name=file_name)
    return importers.import_applicants(
        source, organisation, by=by, columns=columns, statuses=statuses, dry_run=dry_run, name=file_name
    )


files = Resource(
    "applicant-files",
    carrying_policy.files,
    starts={
        "hand_in": Verb(
            hand_in, "organisation", "file_name", "dry_run", text=serializers.CharField(max_length=5_000_000),
            columns=serializers.DictField(child=serializers.CharField(max_length=80)),
            statuses=serializers.DictField(child=serializers.CharField(max_length=20), required=False),
        )
    },
    filters=["status", "organisation", "dry_run", "started_at"],
)  # fmt: skip
equality_figures = Resource("equality-figures", policy.equality_figures, filters=["organisation", "half"])


class EqualityAsked(serializers.Serializer):
    organisation = serializers.IntegerField(required=False)
    half = serializers.RegexField(r"^\d{4}-(01|07)$", required=False)


class EqualityLine(serializers.Serializer):
    """An answer; hidden counts are `[c]`, withheld ones empty."""

    question = serializers.CharField()
    answer = serializers.CharField()
    sent = serializers.CharField()
    no_further = serializers.CharField(allow_blank=True)
    shortlisted = serializers.CharField(allow_blank=True)
    offered = serializers.CharField(allow_blank=True)


class EqualityTables(Private, APIView):
    """What applicants of a half year said of themselves, through the release rules: the same answer as the page."""

    @extend_schema(
        operation_id="equality_tables", tags=["equality-figures"], summary="Who applies, and who is offered a post",
        parameters=[EqualityAsked], responses=EqualityLine(many=True),
    )  # fmt: skip
    def get(self, request):
        asked = EqualityAsked(data=request.query_params.dict())
        if unknown := set(asked.initial_data) - set(asked.fields):
            refuse(*sorted(unknown))
        asked.is_valid(raise_exception=True)
        found = equality_page(
            request.user, asked.validated_data.get("organisation"), asked.validated_data.get("half", "")
        )
        lines = [
            {"question": table["name"], "answer": line["label"], **line}
            for table in found["tables"]
            for line in table["lines"]
        ]
        return Response(EqualityLine(lines, many=True).data)


resources = [
    *(templates, vacancies, criteria, involvements, comments, shortlisters, overrides, applications, contacts),
    *(
        openings,
        answers,
        documents,
        equality,
        equality_figures,
        sifts,
        marks,
        sessions,
        interests,
        supports,
        mappings,
        files,
    ),
]
paths = [path("equality-tables/", EqualityTables.as_view(), name="equality-tables")]
