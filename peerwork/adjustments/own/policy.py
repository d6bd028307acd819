"""Who reads what is the worker's own, and who opens a card in an emergency."""

from django.db.models import Q

from peerwork.adjustments import reach
from peerwork.adjustments.own.models import Card, CardOpening, CarryOver, Plan, Share, WellbeingPlan
from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import own, own_record
from peerwork.placements.reach import closed_to, employs, supervises, works_in

SHARE = {"person", "part", "reason", "user", "shared_on", "ended_on"}
shares = Policy(
    Share,
    [
        Grant(
            "worker",
            own_record("person__user"),
            SHARE,
            {"person", "part", "reason", "user"},
            {"share", "unshare"},
            own=True,
        ),
        Grant("named person", reach.only(own("user"), ended_on__isnull=True), {"person", "part", "shared_on"}),
        Grant("system", system, SHARE, (), {"unshare"}),
    ],
    closed=closed_to("person"),
)

# The plan -----------------------------------------------------------------------------------------------------------
PLAN = {"status", "person", "number", "lines", "proposed_at", "manager", "agreed_at", "review_on"}
WORDS = {"good_day", "harder_day", "if_unwell", "contacts"}
SENT = ("proposed", "agreed", "replaced")
AGREES = {"agree", "ask_change"}
plans = Policy(
    Plan,
    [
        Grant(
            "worker",
            own_record("person__user"),
            PLAN | WORDS | {"change_wanted"},
            WORDS | {"person", "review_on"},
            {"write", "edit", "propose", "withdraw"},
            own=True,
        ),
        Grant(
            "line manager",
            reach.only(reach.managed(), status__in=SENT),
            PLAN | {"change_wanted"},
            {"change_wanted"},
            AGREES,
        ),
        Grant(
            "hr",
            reach.only(employs("hr", "person"), status__in=SENT),
            PLAN | {"change_wanted"},
            {"change_wanted"},
            AGREES,
        ),
        Grant("named person", reach.only(reach.shared("plan"), status__in=("proposed", "agreed")), PLAN | WORDS),
        Grant("system", system, PLAN, (), {"replace"}),
    ],
    outline=PLAN | {"change_wanted"},
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in AGREES},
)

CARRIED = {"status", "person", "manager", "noticed_on", "accepted_on"}
carry_overs = Policy(
    CarryOver,
    [
        Grant("worker", own_record("person__user"), CARRIED, own=True),
        Grant("line manager", reach.only(own("manager"), ~Q(status="closed")), CARRIED, (), {"accept"}),
        Grant("hr", employs("hr", "person"), CARRIED),
        Grant("system", system, CARRIED, CARRIED, {"notice", "close"}),
    ],
    closed=closed_to("person"),
)

# The card -----------------------------------------------------------------------------------------------------------
CARD = {"ring", "not_ring", "helps", "helps_not"}
alive = Q(person__died_on__isnull=True)
openers = {
    "supervisor": supervises("person"),
    "line manager": reach.managed(),
    "hr": employs("hr", "person"),
    "hr of the host": works_in("hr", "person"),
    "on-call manager": works_in("on_call_manager", "person"),
}
cards = Policy(
    Card,
    [
        Grant(
            "worker",
            own_record("person__user"),
            CARD | {"person"},
            CARD | {"person"},
            {"write", "edit", "erase"},
            own=True,
        ),
        *(Grant(role, reach.only(rule, alive), CARD | {"person"}, (), {"open"}) for role, rule in openers.items()),
    ],
    outline={"person"},
    closed=closed_to("person"),
    bars={"open": own("person__user")},
)
OPENING = {
    "status",
    "person",
    "card",
    "by",
    "reason",
    "at",
    "review_by",
    "reviewed_by",
    "reviewed_on",
    "review_words",
}
LOOKS = {"review_words"}
openings = Policy(
    CardOpening,
    [
        Grant("worker", own_record("person__user"), OPENING, own=True),
        Grant("card opener", reach.my_openings, OPENING, {"card", "reason"}, {"open"}),
        Grant("hr", employs("hr", "person"), OPENING, LOOKS, {"review"}),
        Grant(
            "lived-experience lead", works_in("lived_experience_lead", "person", peers=True), OPENING, LOOKS, {"review"}
        ),
    ],
    closed=closed_to("person"),
    bars={"review": lambda user: Q(by=user.pk) | Q(person__user=user.pk)},
)

# The wellbeing plan -------------------------------------------------------------------------------------------------
WELL = {"keeps_well", "early_signs", "helps", "who_to_tell"}
wellbeing_plans = Policy(
    WellbeingPlan,
    [
        Grant(
            "worker",
            own_record("person__user"),
            WELL | {"person"},
            WELL | {"person"},
            {"write", "edit", "erase"},
            own=True,
        ),
        Grant("named person", reach.shared("wellbeing"), WELL | {"person"}),
    ],
    outline={"person"},
    closed=closed_to("person"),
)
