"""Who may see and do what with people getting ready to start (docs/access.md, "From offer to first day")."""

from django.db.models import F, Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import own, units_of, within
from peerwork.placements.reach import closed_to, employed_by
from peerwork.recruitment.starting.models import Consent, OfferTemplate, Starter, StartingRules, Update

COMING = ("accepted", "cleared", "dated")


def coming_here(prefix: str = ""):
    """A row rule: starters who have said yes and will work in a team the user leads."""

    def rows(user) -> Q | None:
        rule = within("team_lead", f"{prefix}team")(user)
        return None if rule is None else rule & Q(**{f"{prefix}status__in": COMING})

    return rows


def hosted(prefix: str = ""):
    """A row rule: starters of another employer who will work where the user is HR."""

    def rows(user) -> Q | None:
        rule = within("hr", f"{prefix}host", f"{prefix}team")(user)
        if rule is None:
            return None
        foreign = ~Q(**{f"{prefix}employer": F(f"{prefix}host")})
        return rule & foreign & ~Q(**{f"{prefix}employer__in": units_of(user, "hr")})

    return rows


def as_buddy(user) -> Q | None:
    return Q(buddy=user.pk, status__in=(*COMING, "started")) if getattr(user, "pk", None) else None


RULES = {
    "organisation",
    "answer_days",
    "update_days",
    "references",
    "reference_years",
    "ready_team_first",
    "offers_first",
}
starting_rules = Policy(
    StartingRules,
    [
        Grant("hr", within("hr", "organisation"), RULES, RULES, {"open", "edit"}),
        Grant("system", system, RULES, RULES, {"open", "edit"}),
    ],
)

TEMPLATE = {"organisation", "name", "body", "closed_on"}
offer_templates = Policy(
    OfferTemplate,
    [
        Grant("hr", within("hr", "organisation"), TEMPLATE, TEMPLATE, {"open", "edit", "close"}),
        Grant("system", system, TEMPLATE, TEMPLATE, {"open", "edit", "close"}),
    ],
)

JOB = {"person", "post", "team", "employer", "host", "contract", "wte", "ends_on", "line_manager"}
OFFER = {"application", "recruited_by", "contact", "answer_by", "planned_on", "planned_for"}
TOLD = {"status", "letter", "offered_on", "answered_on", "starts_on", "updated_on", "buddy", "cleared_on"}
WAITING = {"move", "move_since", "waits_for"}
ALL = JOB | OFFER | TOLD | WAITING | {"cleared_by", "dated_by", "placement", "reason", "ready"}
HR_VERBS = {
    "offer",
    "edit",
    "plan",
    "name_buddy",
    "clear",
    "reopen",
    "set_date",
    "start",
    "withdraw",
}
starters = Policy(
    Starter,
    [
        Grant(
            "starter",
            own("person__user"),
            JOB | TOLD | WAITING | {"contact", "answer_by", "planned_on", "planned_for", "ready"},
            (),
            {"accept", "decline"},
            own=True,
        ),
        Grant(
            "hr",
            employed_by("hr"),
            ALL,
            (JOB | OFFER | {"buddy", "reason"}) - {"employer"},
            HR_VERBS,
        ),
        Grant(
            "team lead",
            coming_here(),
            {"person", "post", "team", "ready", "planned_on", "starts_on", "buddy", "line_manager"},
            {"buddy"},
            {"name_buddy"},
        ),
        Grant("hr of the host", hosted(), {"person", "post", "team", "employer", "host", "ready", "starts_on"}),
        Grant("buddy", as_buddy, {"person", "post", "team", "planned_on", "starts_on", "buddy"}),
        Grant("system", system, ALL, ALL - {"ready"}, HR_VERBS | {"accept", "decline"}),
    ],
    derived={"ready"},
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in HR_VERBS},
)

UPDATE = {"starter", "words", "sent_on", "sent_by"}
updates = Policy(
    Update,
    [
        Grant("starter", own("starter__person__user"), UPDATE, own=True),
        Grant("hr", employed_by("hr", "starter__"), UPDATE, {"starter", "words"}, {"send"}),
        Grant("system", system, UPDATE, UPDATE, {"send"}),
    ],
    closed=closed_to("starter__person"),
    bars={"send": own("starter__person__user")},
)

CONSENT = {"starter", "kind", "given_on", "taken_back_on", "carried_on"}
consents = Policy(
    Consent,
    [
        Grant(
            "starter",
            own("starter__person__user"),
            CONSENT | {"words"},
            {"starter", "kind", "words"},
            {"give", "take_back"},
            own=True,
        ),
        Grant("hr", employed_by("hr", "starter__"), CONSENT),
    ],
    closed=closed_to("starter__person"),
)

# Read with this one.
from peerwork.recruitment.starting.checks import policy as checks_policy  # noqa: E402, F401
from peerwork.recruitment.starting.onboarding import policy as onboarding_policy  # noqa: E402, F401
