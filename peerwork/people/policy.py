"""Who may see and do what with units, users, roles and people. The words are access.md's; silence there is no here."""

from django.db.models import Q
from django.utils import timezone

from peerwork.kit.access import Grant, Policy, system
from peerwork.kit.models import ExportLine, Hold, Purge, ReadLine
from peerwork.people.models import (
    ApiToken,
    Handover,
    Identifier,
    Invitation,
    Person,
    PersonMatch,
    RetentionRule,
    RoleAssignment,
    Settings,
    StartingNeed,
    Unit,
    UnitLink,
    User,
    Worker,
)
from peerwork.people.reach import left, linked, member, my_units, own, within

UNIT = {"kind", "name", "code", "organisation", "team_type", "opened_on", "closed_on"}


def administers(*paths: str):
    return within("administrator", *paths)


units = Policy(
    Unit,
    [
        Grant("administrator", administers("pk"), UNIT, UNIT - {"organisation"}, {"open", "rename", "move", "close"}),
        Grant("anyone in the organisation", my_units, UNIT),
        Grant("system", system, UNIT, UNIT, {"open", "rename", "move", "close"}),
    ],
)

LINK = {"unit", "parent", "starts_on", "ends_on"}
unit_links = Policy(
    UnitLink,
    [
        Grant("administrator", administers("unit"), LINK, LINK, {"open", "move", "close"}),
        Grant("anyone in the organisation", member("unit__organisation"), LINK),
        Grant("system", system, LINK, LINK, {"open", "move", "close"}),
    ],
)

WORDS = {
    "display_name",
    "brand_colour",
    "word_service_user",
    "words_service_users",
    "word_peer_worker",
    "support_email",
    "support_phone",
}
SETTINGS = WORDS | {"organisation", "hide_up_to", "round_to", "fold_teams_under"}
organisation_settings = Policy(
    Settings,
    [
        Grant(
            "administrator",
            administers("organisation"),
            SETTINGS | {"steps_done"},
            (SETTINGS - {"organisation"}) | {"steps_done"},
            {"edit"},
        ),
        Grant("anyone in the organisation", member("organisation"), SETTINGS),
        Grant("system", system, SETTINGS, SETTINGS, {"open", "edit"}),
    ],
)

RETENTION = {"organisation", "record_class", "months", "trigger", "source", "confirmed_by", "confirmed_on"}
retention_rules = Policy(
    RetentionRule,
    [
        Grant("administrator", administers("organisation"), RETENTION, {"months", "trigger", "source"}, {"edit"}),
        Grant(
            "records officer",
            within("records_officer", "organisation"),
            RETENTION,
            {"months", "source"},
            {"edit", "confirm"},
        ),
        Grant("hr", within("hr", "organisation"), RETENTION),
        Grant("system", system, RETENTION, RETENTION, {"propose"}),
    ],
)

REMINDERS = {"digest", "mail_from", "mail_until"}
ACCOUNT = {"kind", "email", "name", "is_active", "home_organisation", "joined_at", "last_login"}
users = Policy(
    User,
    [
        Grant(
            "self",
            own("pk"),
            ACCOUNT | REMINDERS,
            {"name", "email"} | REMINDERS,
            {"rename", "change_email", "change_password", "end_sessions"},
            own=True,
        ),
        Grant(
            "administrator",
            # Somebody of another organisation who holds a role here: read, and (in assignments) that role ended.
            linked("administrator", User, "assignments__unit"),
            ACCOUNT,
        ),
        Grant(
            "administrator",
            administers("home_organisation"),
            ACCOUNT,
            {"name"},
            {"rename", "end_sessions", "reset_second_step", "deactivate", "reactivate"},
        ),
        Grant("system", system, ACCOUNT, ACCOUNT | REMINDERS, {"invite", "join", "rename", "deactivate", "reactivate"}),
    ],
    internal={"password", "session_stamp", "hints_gone"},
    bars={"deactivate": own("pk"), "reset_second_step": own("pk")},
)

ASSIGNMENT = {"user", "role", "unit", "starts_on", "ends_on", "reason"}
assignments = Policy(
    RoleAssignment,
    [
        Grant("self", own("user"), ASSIGNMENT, own=True),
        Grant("administrator", administers("unit"), ASSIGNMENT, ASSIGNMENT, {"give", "end"}),
        Grant("system", system, ASSIGNMENT, ASSIGNMENT, {"give", "end"}),
    ],
    # Nobody gives themselves a role; an administrator who leaves is ended by another.
    bars={"give": own("user")},
)

INVITATION = {"status", "email", "name", "role", "unit", "starts_on", "ends_on", "sent_at", "accepted_by"}
invitations = Policy(
    Invitation,
    [
        Grant(
            "administrator",
            administers("unit"),
            INVITATION,
            INVITATION - {"status", "accepted_by", "sent_at"},
            {"invite", "resend", "withdraw"},
        ),
        Grant("system", system, INVITATION, INVITATION, {"invite", "resend", "accept", "withdraw"}),
    ],
)

TOKEN = {"user", "name", "scope", "prefix", "expires_on", "revoked_at", "last_used_on"}
tokens = Policy(
    ApiToken,
    [
        Grant("self", own("user"), TOKEN, {"user", "name", "scope", "expires_on"}, {"issue", "revoke"}, own=True),
        Grant("administrator", administers("user__home_organisation"), TOKEN - {"prefix"}, (), {"revoke"}),
        Grant("system", system, TOKEN, (), {"revoke"}),
    ],
    internal={"secret_hash"},
)

NAME = {"organisation", "given_name", "family_name", "known_as", "pronouns", "work_email"}
HOME = {"home_email", "home_phone", "home_address", "date_of_birth"}
people = Policy(
    Person,
    [
        Grant(
            "worker",
            own("user"),
            NAME | HOME | {"left_on"},
            (NAME - {"organisation"}) | HOME,
            {"correct"},
            own=True,
        ),
        Grant(
            "hr",
            within("hr", "organisation"),
            NAME | HOME | {"user", "left_on", "died_on", "merged_into"},
            NAME | HOME | {"left_on"},
            {"register", "edit", "link_account"},
        ),
        Grant(
            "system",
            system,
            NAME | {"user", "left_on"},
            NAME | {"user", "left_on"},
            {"register", "edit", "link_account"},
        ),
    ],
    internal={"uuid"},
)

IDENTIFIER = {"person", "organisation", "system", "value", "ended_on"}
identifiers = Policy(
    Identifier,
    [
        Grant("worker", own("person__user"), IDENTIFIER, own=True),
        Grant("hr", within("hr", "person__organisation"), IDENTIFIER, IDENTIFIER, {"note", "end"}),
        Grant("system", system, IDENTIFIER, IDENTIFIER, {"note", "end", "carry"}),
    ],
)

WORKER = {"person", "scope", "peer_since", "peer_until"}
workers = Policy(
    Worker,
    [
        Grant("worker", own("person__user"), WORKER | {"confidant"}, {"scope", "confidant"}, {"edit"}, own=True),
        Grant("hr", within("hr", "person__organisation"), WORKER, WORKER, {"begin", "edit", "end"}),
        Grant("system", system, WORKER, WORKER, {"begin", "end"}),
    ],
)

# Leavers' records are read-only: HR still corrects the last day and how to reach them, and ends what is open.
people.freeze(left(""), but={"register", "edit", "link_account"})
identifiers.freeze(left("person__"), but={"end", "carry"})
workers.freeze(left("person__"), but={"end"})

NEED = {"person", "kind", "words", "carried_on", "taken_up_on", "withdrawn_on"}
starting_needs = Policy(
    StartingNeed,
    [
        Grant("worker", own("person__user"), NEED, (), {"withdraw"}, own=True),
        Grant("hr", within("hr", "person__organisation"), NEED, {"person", "kind", "words"}, {"carry", "take_up"}),
        Grant("system", system, NEED, NEED, {"carry", "take_up"}),
    ],
    bars={verb: own("person__user") for verb in ("carry", "take_up")},
)

MATCH = {"status", "kept", "duplicate", "grounds"}
matches = Policy(
    PersonMatch,
    [
        Grant(
            "hr",
            within("hr", "kept__organisation"),
            MATCH,
            {"kept", "duplicate", "grounds"},
            {"propose", "merge", "keep_apart", "undo"},
        ),
        Grant("system", system, MATCH, MATCH, {"propose"}),
    ],
    internal={"carried"},
    bars={
        verb: lambda user: Q(kept__user=user.pk) | Q(duplicate__user=user.pk)
        for verb in ("merge", "keep_apart", "undo")
    },
)

HANDOVER = {"status", "leaver", "organisation", "successor", "last_day", "note"}
handovers = Policy(
    Handover,
    [
        Grant(
            "administrator", administers("organisation"), HANDOVER, HANDOVER - {"status"}, {"begin", "edit", "finish"}
        ),
        Grant("leaver", own("leaver"), HANDOVER, {"note"}, {"edit"}, own=True),
        Grant("successor", own("successor"), HANDOVER),
        Grant("system", system, HANDOVER, HANDOVER, {"begin"}),
    ],
)

# The kit's own logs: who may read them is said here, because the kit knows no role.
READING = {"reader", "role", "what", "reason", "at"}


def about_me(user) -> Q | None:
    """Readings of one's own record; a line the records officer has delayed comes on its day."""
    if not user.pk:
        return None
    told = Q(shown_from__isnull=True) | Q(shown_from__lte=timezone.localdate())
    return Q(person_id__in=Person.objects.filter(user=user.pk).values("pk")) & told


readings = Policy(
    ReadLine,
    [
        Grant(
            "worker",
            about_me,
            READING,
            own=True,
        )
    ],
    internal={"person_id", "about_model", "about_id", "request_id", "shown_from"},
)

EXPORT = {"by", "what", "format", "rows", "named", "reason", "at"}
export_lines = Policy(
    ExportLine,
    [
        Grant("self", own("by"), EXPORT, own=True),
        Grant("administrator", administers("by__home_organisation"), EXPORT),
    ],
    internal={"about_model", "about_id", "request_id"},
)

HOLD = {"person_id", "named_as", "reason", "held_on", "lifted_on"}


def holds_here(user) -> Q | None:
    """Holds on people of the organisations whose records officer one is."""
    here = within("records_officer", "organisation")(user)
    return None if here is None else Q(person_id__in=Person.objects.filter(here).values("pk"))


holds = Policy(
    Hold,
    [
        Grant("records officer", holds_here, HOLD, HOLD - {"lifted_on"}, {"hold", "lift"}),
        Grant("system", system, HOLD, HOLD, {"hold", "lift"}),
    ],
    internal={"about_model", "about_id"},
    bars={"lift": lambda user: Q(person_id__in=Person.objects.filter(user=user.pk).values("pk"))},
)

PURGED = {"record_class", "organisation_id", "rows", "by", "at"}
purges = Policy(
    Purge,
    [
        Grant("records officer", within("records_officer", "organisation_id"), PURGED, (), {"purge"}),
        Grant("administrator", administers("organisation_id"), PURGED),
    ],
)
