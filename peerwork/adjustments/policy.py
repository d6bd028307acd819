"""Who may see and do what about adjustments. The words are access.md's; silence there is no here."""

from django.db.models import Q

from peerwork.adjustments import reach
from peerwork.adjustments.health import policy as health_policy  # noqa: F401  read with this one
from peerwork.adjustments.models import Adjustment, MonthFigure, Reason, Step, Times, TypicalAdjustment
from peerwork.adjustments.own import policy as own_policy  # noqa: F401
from peerwork.adjustments.returning import policy as returning_policy  # noqa: F401
from peerwork.kit.access import Grant, Policy, system
from peerwork.people.policy import HOME, NAME, people
from peerwork.people.reach import left, member, own, own_record, within
from peerwork.placements.reach import closed_to, employs, supervises, works_in

# How long steps may take, and the library ---------------------------------------------------------------------------
DAYS = {
    "confirm_days",
    "answer_days",
    "arrange_days",
    "adequate_days",
    "review_months",
    "inform_days",
    "consent_days",
    "refer_days",
    "appointment_days",
    "report_days",
    "reading_days",
    "respond_days",
}
TIMES = DAYS | {"organisation", "confirmed_by", "confirmed_on"}
times = Policy(
    Times,
    [
        Grant("hr", within("hr", "organisation"), TIMES, DAYS | {"organisation"}, {"open", "edit", "confirm"}),
        Grant("anyone in the organisation", member("organisation"), TIMES),
        Grant("system", system, TIMES, DAYS | {"organisation"}, {"open"}),
    ],
)
TYPICAL = {"organisation", "kind", "words", "source", "closed_on"}
library = Policy(
    TypicalAdjustment,
    [
        Grant("hr", within("hr", "organisation"), TYPICAL, TYPICAL, {"open", "edit", "close"}),
        Grant("anyone in the organisation", member("organisation"), TYPICAL),
        Grant("system", system, TYPICAL, TYPICAL, {"open"}),
    ],
)

# Adjustments --------------------------------------------------------------------------------------------------------
WHAT = {"status", "person", "kind", "what", "agreed_what", "trial", "starts_on", "ends_on", "review_on", "in_place_on"}
ALL = WHAT | {
    "barrier",
    "from_start",
    "asked_by",
    "asked_on",
    "stands_on",
    "confirmed_by",
    "confirmed_on",
    "answer_by",
    "decided_by",
    "decided_on",
    "decision",
    "alternatives",
    "cost",
    "funding",
    "place_by",
    "not_working",
    "reviewed_by",
    "reviewed_on",
    "outcome",
    "review_words",
    "ended_on",
}
ASKED = {"person", "kind", "what", "barrier", "trial", "starts_on", "ends_on"}
REVIEW = {"outcome", "review_words", "review_on"}
ANSWER = {"agreed_what", "decision", "alternatives", "cost", "funding", "place_by", "starts_on", "ends_on", "trial"}
RAISE = {"raise_for", "edit"}
DECIDE = {"agree", "agree_partly", "decline"}
DELIVER = {"put_in_place", "review", "end", "take_up"}
in_place = Q(status__in=Adjustment.STANDING)
live = Q(status__in=Adjustment.LIVE)
adjustments = Policy(
    Adjustment,
    [
        Grant(
            "worker",
            own_record("person__user"),
            ALL,
            ASKED | REVIEW | {"not_working"},
            {"ask", "edit", "confirm", "withdraw", "ask_again", "say_not_working", "review", "end"},
            own=True,
        ),
        Grant(
            "named person",
            reach.only(reach.shared("confirm"), status="provisional"),
            {"status", "person", "kind", "what", "asked_by", "asked_on", "stands_on"},
            (),
            {"confirm"},
        ),
        Grant("line manager", reach.managed(), ALL, ASKED | ANSWER | REVIEW, RAISE | DECIDE | DELIVER),
        Grant("hr", employs("hr", "person"), ALL, ASKED | ANSWER | REVIEW, RAISE | DECIDE | DELIVER),
        Grant("hr of the host", reach.only(works_in("hr", "person"), in_place), WHAT),
        Grant("supervisor", reach.only(supervises("person"), in_place), WHAT),
        Grant("OH adviser", reach.person_of_my_case(), ALL - {"cost", "funding", "decided_by"}),
        Grant("system", system, ALL, ALL, {"stand"}),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in (*DECIDE, "raise_for", "put_in_place", "take_up")}
    # Whoever found that it is no longer needed does not end it alone, unless it is their own.
    | {"end": lambda user: Q(reviewed_by=user.pk) & ~Q(person__user=user.pk)},
)

# Why ----------------------------------------------------------------------------------------------------------------
reasons = Policy(
    Reason,
    [
        Grant(
            "worker",
            own_record("person__user"),
            {"adjustment", "person", "words"},
            {"adjustment", "person", "words"},
            {"write", "edit", "erase"},
            own=True,
        ),
        Grant("named person", reach.shared("reason", reason="pk"), {"adjustment", "person", "words"}),
    ],
    outline={"adjustment", "person"},
    closed=closed_to("person"),
)

# Who does it --------------------------------------------------------------------------------------------------------
STEP = {
    "status",
    "adjustment",
    "person",
    "what",
    "owner",
    "owner_words",
    "owner_email",
    "due_on",
    "sent_on",
    "done_on",
}
TO_DO = {"what", "owner", "owner_words", "owner_email", "due_on"}
CHANGES = {"add", "edit", "send", "do", "drop", "reopen"}
steps = Policy(
    Step,
    [
        Grant("worker", own_record("person__user"), STEP - {"owner_email"}, own=True),
        Grant("line manager", reach.managed(), STEP, TO_DO | {"adjustment"}, CHANGES),
        Grant("hr", employs("hr", "person"), STEP, TO_DO | {"adjustment"}, CHANGES),
        Grant(
            "action owner",
            reach.only(own("owner"), status__in=["open", "done"]),
            {"status", "person", "what", "due_on", "done_on"},
            (),
            {"do", "reopen"},
        ),
        Grant("system", system, STEP, TO_DO, {"drop"}),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("add", "edit", "drop")},
)

# Figures ------------------------------------------------------------------------------------------------------------
WHICH = {"organisation", "month", "frozen_at"}
COUNTS = {"people", "by_stage", "by_kind", "to_agree", "to_place", "asked", "adequate"}
figures = Policy(
    MonthFigure,
    [
        Grant("director", within("director", "organisation"), WHICH),
        Grant("hr", within("hr", "organisation"), WHICH | COUNTS),
    ],
)

# Names of those one manages, and how to reach those whose case one has.
people.add(
    Grant("line manager", reach.managed("pk"), NAME),
    Grant("OH adviser", reach.person_of_my_case("pk"), NAME | HOME),
)

# Leavers' records are read-only: what was agreed can end, nothing new begins.
adjustments.freeze(left("person__"), but={"withdraw", "end"})
