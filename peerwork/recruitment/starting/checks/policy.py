"""Who may see and do what with employment checks, references, starts with a plan, and the two confidential ones."""

from django.db.models import F, Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import own, units_of, within
from peerwork.placements.reach import closed_to, employed_by
from peerwork.recruitment.starting.checks.models import Check, CriminalRecord, Reference, StartDecision, WorkHealth


def assured_here(user) -> Q | None:
    """A row rule: checks of another employer's starter who will work where the user is HR."""
    rule = within("hr", "starter__host", "starter__team")(user)
    if rule is None:
        return None
    foreign = ~Q(starter__employer=F("starter__host")) & ~Q(starter__employer__in=units_of(user, "hr"))
    return rule & foreign & Q(starter__status__in=("cleared", "dated", "started"))


STANDING = {
    "status",
    "starter",
    "kind",
    "title",
    "need",
    "move",
    "moved_on",
    "due_on",
    "requested_on",
    "received_on",
    "decided_on",
    "expires_on",
}
CHECK = STANDING | {"owner", "note", "held", "held_reference", "held_by", "decided_by", "reason"}
CHECK_VERBS = {
    "add",
    "edit",
    "request",
    "receive",
    "pass",
    "raise_concern",
    "assure",
    "not_need",
    "waive",
    "renew",
}
GIVEN = {
    "starter",
    "kind",
    "title",
    "need",
    "owner",
    "move",
    "due_on",
    "note",
    "held",
    "held_reference",
    "held_by",
    "reason",
    "expires_on",
}
checks = Policy(
    Check,
    [
        Grant("starter", own("starter__person__user"), STANDING | {"note"}, (), {"say_done"}, own=True),
        Grant("hr", employed_by("hr", "starter__"), CHECK, GIVEN, CHECK_VERBS),
        Grant(
            "hr of the host",
            assured_here,
            {"status", "starter", "kind", "title", "decided_on", "expires_on", "held", "held_by"},
        ),
        Grant("system", system, CHECK, GIVEN, CHECK_VERBS),
    ],
    closed=closed_to("starter__person"),
    bars={verb: own("starter__person__user") for verb in CHECK_VERBS},
)

NAMED = {"starter", "name", "email", "organisation", "relation", "covers_from", "covers_to"}
ANSWER = {"known_as", "dates_right", "role", "strengths", "to_know", "again"}
WHEN = {"status", "asked_on", "answered_on"}
references = Policy(
    Reference,
    [
        Grant(
            "starter",
            own("starter__person__user"),
            NAMED | WHEN | {"person"},
            NAMED,
            {"name", "edit", "withdraw"},
            own=True,
        ),
        Grant(
            "hr",
            employed_by("hr", "starter__"),
            NAMED | WHEN | ANSWER | {"person"},
            NAMED,
            {"name", "edit", "ask", "take", "withdraw"},
        ),
        Grant(
            "referee",
            own("referee"),
            ANSWER | {"status", "person", "name", "organisation", "relation", "covers_from", "covers_to"},
            ANSWER,
            {"answer"},
        ),
        Grant("system", system, NAMED | WHEN | {"person"}, NAMED, {"name", "ask"}),
    ],
    internal={"referee"},
    closed=closed_to("person"),
    bars={verb: own("starter__person__user") for verb in ("ask", "take", "answer")},
)

DECISION = {
    "status",
    "person",
    "employment_check",
    "plan",
    "holds_until",
    "proposed_by",
    "proposed_on",
    "decider",
    "decided_on",
    "grounds",
}
decisions = Policy(
    StartDecision,
    [
        Grant(
            "hr",
            employed_by("hr", "employment_check__starter__"),
            DECISION,
            {"employment_check", "plan", "holds_until", "decider"},
            {"propose", "end"},
        ),
        Grant("who signs it", own("decider"), DECISION, {"grounds"}, {"agree", "decline"}),
        Grant(
            "starter",
            own("employment_check__starter__person__user"),
            {"status", "person", "employment_check", "plan", "holds_until", "proposed_on", "decided_on"},
            own=True,
        ),
        Grant("system", system, DECISION, DECISION, {"end"}),
    ],
    closed=closed_to("employment_check__starter__person"),
    bars={
        **{verb: own("employment_check__starter__person__user") for verb in ("propose", "end")},
        **{
            verb: lambda user: Q(proposed_by=user.pk) | Q(employment_check__starter__person__user=user.pk)
            for verb in ("agree", "decline")
        },
    },
)

# Confidential -------------------------------------------------------------------------------------------------------
WHO = {"employment_check", "verifier", "decider"}
RECORD = WHO | {
    "status",
    "person",
    "level",
    "seen_on",
    "something",
    "outcome",
    "decided_on",
    "disputed_on",
    "dispute_ended_on",
    "details",
    "grounds",
}
criminal_records = Policy(
    CriminalRecord,
    [
        Grant("starter", own("person__user"), RECORD, (), {"dispute"}, own=True),
        Grant("verifier", own("verifier"), RECORD, {"level", "seen_on", "something"}, {"record"}),
        Grant("decider", own("decider"), RECORD, {"outcome"}, {"decide", "end_dispute"}),
        Grant("hr", employed_by("hr", "employment_check__starter__"), WHO, WHO | {"level"}, {"name", "hand_over"}),
    ],
    internal={"uuid"},
    derived={"details", "grounds"},
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("name", "hand_over", "record", "decide", "end_dispute")},
    outline=WHO,
)

HEALTH = {"status", "employment_check", "person", "adviser", "asked_on", "outcome", "given_on", "given_by"}
work_health = Policy(
    WorkHealth,
    [
        Grant("starter", own("person__user"), HEALTH, own=True),
        Grant("oh adviser", own("adviser"), HEALTH, {"outcome"}, {"give"}),
        Grant(
            "hr",
            employed_by("hr", "employment_check__starter__"),
            HEALTH,
            {"employment_check", "adviser"},
            {"ask"},
        ),
        # What an outside service sends is noted by HR; with an adviser of one's own it is theirs to give.
        Grant(
            "hr",
            lambda user: (
                None
                if (reach := employed_by("hr", "employment_check__starter__")(user)) is None
                else reach & Q(adviser__isnull=True)
            ),
            {"outcome"},
            {"outcome"},
            {"give"},
        ),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("ask", "give")},
    outline={"status", "employment_check", "person", "adviser", "asked_on"},
)
