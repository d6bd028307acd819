"""Who may see and do what in supervision. The words are access.md's; silence there is no here."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import left, member, own, within
from peerwork.placements.reach import closed_to, employs, supervises, works_in
from peerwork.supervision import reach
from peerwork.supervision.models import (
    Addendum,
    AgreedAction,
    Agreement,
    Attendance,
    Booking,
    EntryShare,
    GroupSession,
    MonthFigure,
    PassedOn,
    PreparationNote,
    Session,
    SessionFile,
    SupervisionRule,
)
from peerwork.supervision.practice import policy as practice_policy  # noqa: F401  read with this one


def only(rule, **lookup):
    """A row rule, narrowed to rows of which this holds."""

    def rows(user) -> Q | None:
        found = rule(user)
        return None if found is None else found & Q(**lookup)

    return rows


def but(rule, **lookup):
    """A row rule, without rows of which this holds."""

    def rows(user) -> Q | None:
        found = rule(user)
        return None if found is None else found & ~Q(**lookup)

    return rows


def watchers(path: str, reads) -> list[Grant]:
    """Those who see that a session took place, and no more."""
    return [
        Grant("supervisor", supervises(path), reads),
        Grant("team lead", works_in("team_lead", path), reads),
        Grant("hr", employs("hr", path), reads),
        Grant("lived-experience lead", works_in("lived_experience_lead", path, peers=True), reads),
    ]


# How often ----------------------------------------------------------------------------------------------------------
RULE = {
    "stream",
    "family",
    "every",
    "unit",
    "first_weeks",
    "first_every",
    "tolerance_days",
    "least_minutes",
    "required",
    "source",
    "starts_on",
    "ends_on",
    "confirmed_by",
    "confirmed_on",
}
GIVEN = RULE - {"confirmed_by", "confirmed_on"}
rules = Policy(
    SupervisionRule,
    [
        Grant("administrator", within("administrator", "stream__organisation"), RULE, GIVEN, {"set", "end"}),
        Grant("hr", within("hr", "stream__organisation"), RULE, GIVEN, {"set", "end", "confirm"}),
        Grant("anyone in the organisation", member("stream__organisation"), RULE),
        Grant("system", system, RULE, GIVEN, {"propose", "set", "end"}),
    ],
)

# Agreements ---------------------------------------------------------------------------------------------------------
HOW_OFTEN = {"person", "stream", "every", "unit"}
TERMS = {"purpose", "confidentiality", "recorded", "disagree", "review_on", "every", "unit"}
AGREEMENT = HOW_OFTEN | TERMS | {"status", "supervisor", "change_wanted", "proposed_on", "agreed_on"}
agreements = Policy(
    Agreement,
    [
        Grant("worker", own("person__user"), AGREEMENT, {"change_wanted"}, {"agree", "ask_change"}, own=True),
        Grant("supervisor", reach.my_stream(), AGREEMENT),
        Grant(
            "supervisor",
            reach.held_by_me(path="supervisor"),
            AGREEMENT,
            TERMS | {"person", "stream"},
            {"propose", "edit", "end", "renew"},
        ),
        *watchers("person", HOW_OFTEN),
        Grant("system", system, AGREEMENT, AGREEMENT, {"end", "renew"}),
    ],
    closed=closed_to("person"),
    bars={"agree": own("supervisor")},
)

# The diary ----------------------------------------------------------------------------------------------------------
WHEN = {"starts_at", "minutes", "mode", "place"}
BOOKING = WHEN | {
    "status",
    "person",
    "stream",
    "held_by",
    "sequence",
    "asked_on",
    "cancelled_by",
    "cancelled_because",
    "replaces",
}
bookings = Policy(
    Booking,
    [
        Grant("worker", own("person__user"), BOOKING, {"cancelled_because"}, {"cancel"}, own=True),
        Grant("worker", reach.supervised("person__user"), BOOKING, {"person", "stream"}, {"ask"}, own=True),
        Grant("worker", reach.my_groups, BOOKING - {"person"}),
        Grant(
            "supervisor",
            reach.diary,
            BOOKING,
            WHEN | {"person", "stream", "cancelled_because", "replaces"},
            {"book", "move", "cancel", "hold", "miss"},
        ),
        Grant("system", system, BOOKING, BOOKING, {"cancel", "rehome"}),
    ],
    internal={"uid", "series"},
    closed=closed_to("person"),
)

# Sessions -----------------------------------------------------------------------------------------------------------
DATES = {"person", "stream", "held_on", "minutes", "kept"}
SUMMARY = DATES | {
    "status",
    "held_by",
    "mode",
    "also_there",
    "next_on",
    "not_held_because",
    "proposed_at",
    "closed_at",
    "booking",
}
SHARED = {
    "topics",
    "skills",
    "gone_well",
    "lived_experience",
    "peer_role",
    "workload",
    "talked_about",
    "what_we_agreed",
    "written_together",
    "worker_comment",
    "change_wanted",
}
LOGGED = (SHARED - {"worker_comment", "change_wanted"}) | {
    "person",
    "stream",
    "booking",
    "held_on",
    "minutes",
    "mode",
    "also_there",
    "next_on",
    "not_held_because",
}
UNSHARED = ("draft", "withdrawn")  # the worker sees that such a session was logged, and nothing written in it
sessions = Policy(
    Session,
    [
        Grant("worker", own("person__user"), SUMMARY - {"also_there", "next_on"}, own=True),
        Grant(
            "worker",
            but(own("person__user"), status__in=UNSHARED),
            SUMMARY | SHARED,
            {"worker_comment", "change_wanted"},
            {"agree", "query"},
            own=True,
        ),
        Grant(
            "supervisor",
            reach.held_by_me(),
            SUMMARY | SHARED,
            LOGGED,
            {"log", "miss", "edit", "propose", "remind", "withdraw"},
        ),
        Grant("supervisor", but(reach.shared_with_me(supervising=True), status__in=UNSHARED), SUMMARY | SHARED),
        Grant("named person", but(reach.shared_with_me(supervising=False), status__in=UNSHARED), SUMMARY | SHARED),
        *watchers("person", DATES),
        Grant("system", system, SUMMARY | SHARED, LOGGED, {"carry_in", "lapse", "remind", "withdraw"}),
    ],
    internal={"counts", "logged_at", "reminded_on"},
    derived={"kept"},
    closed=closed_to("person"),
    bars={"agree": own("held_by"), "log": own("person__user"), "miss": own("person__user")},
)

GROUP = {"status", "stream", "held_by", "booking", "held_on", "minutes", "mode", "topics"}
groups = Policy(
    GroupSession,
    [
        Grant("supervisor", reach.groups_i_lead(), GROUP, GROUP - {"status", "held_by"}, {"log", "edit", "withdraw"}),
        Grant("worker", reach.groups_i_came_to, GROUP - {"booking"}, own=True),
        Grant("system", system, GROUP, GROUP, {"withdraw"}),
    ],
    internal={"counts", "logged_at"},
)

CAME = {"person", "group", "came", "held_on", "stream", "minutes"}
attendances = Policy(
    Attendance,
    [
        Grant("worker", own("person__user"), CAME, own=True),
        Grant("supervisor", reach.groups_i_lead("group"), CAME, {"group", "person", "came"}, {"note", "edit"}),
        *watchers("person", CAME),
        Grant("system", system, CAME, CAME, {"note"}),
    ],
    derived={"held_on", "stream", "minutes"},
    closed=closed_to("person"),
)

# What was agreed ----------------------------------------------------------------------------------------------------
ACTION = {
    "status",
    "session",
    "person",
    "stream",
    "what",
    "owner",
    "owner_words",
    "both",
    "due_on",
    "done_on",
}
TO_DO = {"what", "owner", "owner_words", "both", "due_on"}
CHANGES = {"add", "edit", "do", "drop", "reopen"}
actions = Policy(
    AgreedAction,
    [
        Grant("worker", but(own("person__user"), session__status__in=UNSHARED), ACTION, own=True),
        Grant("supervisor", reach.held_by_me(path="session__held_by"), ACTION, TO_DO | {"session"}, CHANGES),
        Grant(
            "supervisor",
            but(only(reach.my_stream(), status="open"), session__status__in=UNSHARED),
            ACTION,
            TO_DO,
            {"edit", "do", "drop"},
        ),
        Grant(
            "action owner",
            but(own("owner"), session__status__in=UNSHARED),
            ACTION - {"session"},
            (),
            {"do", "reopen"},
        ),
        Grant("system", system, ACTION, TO_DO, {"drop"}),
    ],
    closed=closed_to("person"),
)

NOTE = {"session", "by", "asked_on", "given_on"}
notes = Policy(
    PreparationNote,
    [
        Grant("supervisor", reach.held_by_me("session__"), NOTE | {"text"}, {"session", "text"}, {"write", "edit"}),
        Grant("worker", own("session__person__user"), NOTE, (), {"ask"}, own=True),
        Grant("worker", only(own("session__person__user"), given_on__isnull=False), {"text"}, own=True),
        Grant(
            "records officer",
            only(within("records_officer", "session__stream__organisation"), asked_on__isnull=False),
            NOTE | {"text"},
            (),
            {"give"},
        ),
        Grant("system", system, NOTE, (), {"erase"}),
    ],
    outline=NOTE,
    closed=closed_to("session__person"),
    bars={"give": lambda user: Q(by=user.pk) | Q(session__person__user=user.pk)},
)

REMARK = {"session", "by", "at", "text"}
addenda = Policy(
    Addendum,
    [
        Grant(
            "worker",
            but(reach.recorded("session__person__user"), session__status__in=UNSHARED),
            REMARK,
            {"session", "text"},
            {"add"},
            own=True,
        ),
        Grant("supervisor", reach.held_by_me("session__"), REMARK, {"session", "text"}, {"add"}),
        Grant("supervisor", reach.shared_with_me("session", supervising=True), REMARK),
        Grant("named person", reach.shared_with_me("session", supervising=False), REMARK),
    ],
    closed=closed_to("session__person"),
)

SHARE = {"session", "user", "shared_on", "until", "ended_on"}
shares = Policy(
    EntryShare,
    [
        Grant(
            "worker",
            reach.recorded("session__person__user"),
            SHARE,
            {"session", "user", "until"},
            {"share", "end"},
            own=True,
        ),
        Grant(
            "named person",
            only(own("user"), ended_on__isnull=True),
            {"session", "shared_on", "until"},
        ),
    ],
    closed=closed_to("session__person"),
)

CONCERN = {"session", "to", "by", "passed_on", "worker_told"}
passed_on = Policy(
    PassedOn,
    [
        Grant("supervisor", reach.held_by_me("session__"), CONCERN, CONCERN - {"by"}, {"note", "tell"}),
        Grant("worker", only(own("session__person__user"), worker_told=True), CONCERN, own=True),
    ],
    closed=closed_to("session__person"),
)

# Figures, files -----------------------------------------------------------------------------------------------------
WHICH = {"unit", "stream", "month", "frozen_at"}
COUNTS = {"people", "in_date", "paused", "late"}
figures = Policy(
    MonthFigure,
    [
        Grant("director", within("director", "unit"), WHICH),
        *(
            Grant(role.replace("_", " ").replace("lived e", "lived-e"), within(role, "unit"), WHICH | COUNTS)
            for role in ("hr", "lived_experience_lead", "team_lead")
        ),
    ],
    internal={"thresholds"},
)

FILE = {
    "status",
    "organisation",
    "profile",
    "columns",
    "file_name",
    "sha256",
    "dry_run",
    "started_at",
    "finished_at",
    "rows_read",
    "rows_accepted",
    "rows_refused",
    "progress",
    "message",
    "report",
    "handed_in_by",
}
files = Policy(
    SessionFile,
    [
        Grant(
            "administrator",
            within("administrator", "organisation"),
            FILE,
            {"organisation", "profile", "columns", "file_name", "sha256", "dry_run"},
            {"hand_in", "check", "publish", "pass_over", "refuse"},
        ),
        Grant("system", system, FILE, FILE, {"hand_in", "check", "publish", "pass_over", "refuse"}),
    ],
)

# Leavers' records are read-only; what was carried in from elsewhere, and what never became a record, can still go.
sessions.freeze(left("person__"), but={"carry_in", "lapse", "withdraw"})
agreements.freeze(left("person__"), but={"end"})
