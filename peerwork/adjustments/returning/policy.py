"""Who may see and do what about a return to work."""

from peerwork.adjustments import reach
from peerwork.adjustments.returning.models import Return
from peerwork.kit.access import Grant, Policy
from peerwork.people.reach import own, own_record
from peerwork.placements.reach import closed_to, employs

RETURN = {
    "status",
    "person",
    "away",
    "back_on",
    "held_on",
    "held_by",
    "what_helps",
    "placement",
    "phases",
    "change_wanted",
    "agreed_on",
    "applied_on",
    "opened_on",
}
GIVEN = {"away", "back_on", "held_on", "what_helps", "placement", "phases"}
TALK = {"open", "hold", "edit", "propose_hours", "finish"}
returns = Policy(
    Return,
    [
        Grant(
            "worker",
            own_record("person__user"),
            RETURN | {"kept_apart"},
            {"change_wanted", "kept_apart"},
            {"agree", "ask_change", "keep_apart"},
            own=True,
        ),
        Grant("line manager", reach.managed(), RETURN, GIVEN, TALK),
        Grant(
            "hr",
            employs("hr", "person"),
            RETURN | {"kept_apart"},
            GIVEN | {"kept_apart"},
            TALK | {"apply", "keep_apart"},
        ),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in (*TALK, "apply")},
)
