"""Units, users and roles, people, and the logs somebody may read.

A key is made on its owner's page only, after they prove again who they are: not by another key.
"""

from rest_framework.serializers import CharField, DateField, IntegerField

from peerwork.api.resources import Resource, Verb
from peerwork.api.shapes import Pick
from peerwork.people import actions, policy
from peerwork.people.copies import actions as copying
from peerwork.people.copies.policy import cases, copies, redactions
from peerwork.people.keeping import actions as keeping
from peerwork.people.models import Unit
from peerwork.people.records import actions as records
from peerwork.people.records.policy import requests

units = Resource(
    "units",
    policy.units,
    starts={
        "open": Verb(
            actions.open_unit,
            *("kind", "name", "code", "team_type", "opened_on"),
            parent=Pick(Unit, required=False, allow_null=True),
            starts_on=DateField(required=False),
        )
    },
    verbs={
        "rename": Verb(actions.rename_unit, "name", "code", "team_type"),
        "move": Verb(actions.move_unit, parent=Pick(Unit), starts_on=DateField()),
        "close": Verb(actions.close_unit, "closed_on"),
    },
    filters=["kind", "code", "organisation", "team_type", "opened_on", "closed_on"],
    search=["name", "code"],
)
unit_links = Resource("unit-links", policy.unit_links, filters=["unit", "parent", "starts_on", "ends_on"])
settings = Resource(
    "settings",
    policy.organisation_settings,
    verbs={"edit": Verb(actions.edit_settings, *sorted(policy.WORDS), "hide_up_to", "round_to", "fold_teams_under")},
    filters=["organisation"],
)
retention_rules = Resource(
    "retention-rules",
    policy.retention_rules,
    verbs={
        "edit": Verb(actions.edit_retention, "months", "trigger", "source"),
        "confirm": Verb(actions.confirm_retention),
    },
    filters=["organisation", "record_class", "confirmed_on"],
)
users = Resource(
    "users",
    policy.users,
    verbs={
        "rename": Verb(actions.rename_user, "name", "digest", "mail_from", "mail_until"),
        "end_sessions": Verb(actions.end_sessions),
        "reset_second_step": Verb(actions.reset_second_step),
        "deactivate": Verb(actions.deactivate),
        "reactivate": Verb(actions.reactivate),
    },
    filters=["kind", "email", "is_active", "home_organisation", "joined_at"],
    search=["name", "email"],
)
assignments = Resource(
    "assignments",
    policy.assignments,
    starts={"give": Verb(actions.give_role, "user", "role", "unit", "starts_on", "ends_on", "reason")},
    verbs={"end": Verb(actions.end_role, "ends_on")},
    filters=["user", "role", "unit", "starts_on", "ends_on"],
)
invitations = Resource(
    "invitations",
    policy.invitations,
    starts={"invite": Verb(actions.invite, "email", "name", "role", "unit", "starts_on", "ends_on")},
    verbs={"resend": Verb(actions.resend), "withdraw": Verb(actions.withdraw)},
    filters=["status", "email", "role", "unit", "sent_at"],
    search=["name", "email"],
)
tokens = Resource(
    "tokens", policy.tokens, verbs={"revoke": Verb(actions.revoke_token)}, filters=["user", "scope", "expires_on"]
)

PERSON = (
    *("given_name", "family_name", "known_as", "pronouns", "work_email"),
    *("home_email", "home_phone", "home_address"),
)
people = Resource(
    "people",
    policy.people,
    starts={"register": Verb(actions.register_person, "organisation", *PERSON, "date_of_birth")},
    verbs={
        "edit": Verb(actions.edit_person, *PERSON, "date_of_birth", "left_on"),
        "correct": Verb(actions.correct_person, *PERSON),
    },
    filters=["organisation", "work_email", "user", "merged_into", "left_on"],
    search=["given_name", "family_name", "known_as", "work_email"],
)
identifiers = Resource(
    "identifiers",
    policy.identifiers,
    starts={"note": Verb(actions.note_identifier, "person", "organisation", "system", "value")},
    verbs={"end": Verb(actions.end_identifier, "ended_on")},
    filters=["person", "organisation", "system", "value", "ended_on"],
)
workers = Resource(
    "workers",
    policy.workers,
    starts={"begin": Verb(actions.begin_worker, "person", "scope", "peer_since")},
    verbs={
        "edit": Verb(actions.edit_worker, "scope", "confidant", "peer_since"),
        "end": Verb(actions.end_worker, "peer_until"),
    },
    filters=["person", "scope", "peer_since", "peer_until"],
)
matches = Resource(
    "matches",
    policy.matches,
    starts={"propose": Verb(actions.propose_match, "kept", "duplicate", "grounds")},
    verbs={
        "merge": Verb(actions.merge),
        "keep_apart": Verb(actions.keep_apart),
        "undo": Verb(actions.undo_merge),
    },
    filters=["status", "kept", "duplicate"],
)
handovers = Resource(
    "handovers",
    policy.handovers,
    starts={"begin": Verb(actions.begin_handover, "leaver", "organisation", "last_day", "successor", "note")},
    verbs={
        "edit": Verb(actions.edit_handover, "successor", "last_day", "note"),
        "finish": Verb(actions.finish_handover),
    },
    filters=["status", "leaver", "organisation", "successor", "last_day"],
)
holds = Resource(
    "holds",
    policy.holds,
    starts={"hold": Verb(keeping.place_hold, "reason", "held_on", who=CharField())},
    verbs={"lift": Verb(keeping.lift_hold)},
    filters=["person_id", "held_on", "lifted_on"],
)
purges = Resource(
    "purges",
    policy.purges,
    starts={
        "purge": Verb(
            keeping.purge_due,
            organisation=Pick(Unit),
            record_class=CharField(),
            rows=IntegerField(min_value=1),
        )
    },
    filters=["record_class", "organisation_id", "at"],
)
readings = Resource("readings", policy.readings, filters=["reader", "role", "at"])
exports = Resource("exports", policy.export_lines, filters=["by", "format", "named", "at"])
record_requests = Resource(
    "record-requests",
    requests,
    starts={"ask": Verb(records.ask, "person", "kind", "about", "words")},
    verbs={
        "edit": Verb(records.edit_request, "kind", "about", "words"),
        "answer": Verb(records.answer, "answer"),
        "put_right": Verb(records.put_right, "answer"),
        "withdraw": Verb(records.withdraw_request),
    },
    filters=["status", "person", "kind", "about", "asked_on"],
)
record_copies = Resource(
    "record-copies",
    copies,
    starts={"ask": Verb(copying.ask_copy, "person")},
    filters=["status", "person", "case", "asked_at"],
)
records_cases = Resource(
    "records-cases",
    cases,
    starts={"open": Verb(copying.open_case, "person", "kind", "received_on", "identity_on", "parts", "words")},
    verbs={
        "edit": Verb(copying.edit_case, "kind", "received_on", "identity_on", "parts", "words"),
        "extend": Verb(copying.extend_case, "extended_because"),
        "gather": Verb(copying.gather_case),
        "send": Verb(copying.send_case),
        "close": Verb(copying.close_case, "outcome"),
    },
    filters=["status", "person", "kind", "received_on", "due_on", "closed_on"],
)
case_redactions = Resource(
    "case-redactions",
    redactions,
    starts={"leave_out": Verb(copying.leave_out, "case", "piece", "why")},
    verbs={"put_back": Verb(copying.put_back)},
    filters=["case", "why"],
)

resources = [
    *(units, unit_links, settings, retention_rules),
    *(users, assignments, invitations, tokens),
    *(people, identifiers, workers, matches, handovers),
    *(readings, exports, holds, purges, record_requests, record_copies, records_cases, case_redactions),
]
