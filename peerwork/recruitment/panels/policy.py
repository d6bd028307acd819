"""Who may see and do what with panels: HR and the coordinator set them up, members see their own, applicants book."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import within
from peerwork.recruitment.panels import reach
from peerwork.recruitment.panels.models import (
    Declaration,
    InterviewDay,
    Panel,
    Panellist,
    PanelRule,
    Question,
    Seat,
    Slot,
)
from peerwork.recruitment.policy import (
    ADVERT,
    answers,
    applications,
    contacts,
    criteria,
    documents,
    marks,
    openings,
    sifts,
    vacancies,
)

RULE = {
    *("organisation", "service_users", "no_fewer_than_staff", "named_reserve", "trained_only", "quorum", "weight"),
    *("least_average", "reserve_months", "confirmed_by", "confirmed_on"),
}
panel_rules = Policy(
    PanelRule,
    [
        Grant(
            "hr",
            within("hr", "organisation"),
            RULE,
            RULE - {"confirmed_by", "confirmed_on"},
            {"set", "edit", "confirm"},
        ),
        Grant("panel coordinator", within("panel_coordinator", "organisation"), RULE),
        Grant("lived-experience lead", within("lived_experience_lead", "organisation"), RULE),
    ],
)

BASICS = {
    *("status", "vacancy", "closes_at", "decide_by", "help_name", "help_phone", "questions_by", "questions_on"),
    *("quorum", "weight", "least_average", "opened_at", "revealed_at", "closed_on"),
}
PANEL = BASICS | {"override_reason", "overridden", "overridden_by", "overridden_on"}
SET_UP = {"closes_at", "decide_by", "help_name", "help_phone", "questions_by", "questions_on"}
panels = Policy(
    Panel,
    [
        Grant(
            "hr",
            reach.recruits("vacancy__"),
            PANEL,
            SET_UP | {"vacancy", "override_reason"},
            {"plan", "edit", "override", "open", "reveal", "close", "cancel"},
        ),
        Grant(
            "panel coordinator",
            reach.over("panel_coordinator", "vacancy__"),
            PANEL,
            SET_UP | {"vacancy"},
            {"plan", "edit"},
        ),
        Grant("lived-experience lead", reach.over("lived_experience_lead", "vacancy__"), PANEL),
        Grant("panel member", reach.on_panel("pk"), BASICS, own=True),
        Grant("system", system, PANEL, (), {"reveal"}),
    ],
    closed=reach.shut_to_applicants("vacancy"),
)

OWN = {"access_needs", "payment_choice", "part_amount"}
LISTED = {"user", "organisation", "side", "trained_on", "advice_offered_on"}
panellists = Policy(
    Panellist,
    [
        Grant("panel member", reach.own_pages, LISTED | OWN, OWN | {"advice_offered_on"}, {"tell"}, own=True),
        Grant("panel coordinator", within("panel_coordinator", "organisation"), LISTED | OWN, LISTED, {"name", "edit"}),
        Grant("hr", within("hr", "organisation"), LISTED, LISTED, {"name", "edit"}),
    ],
)

SEAT = {
    *("status", "panel", "panellist", "side", "chair", "reserve", "confidential_on", "access_until", "ended_because"),
}
GIVEN = {"panel", "panellist", "side", "chair", "reserve", "access_until", "ended_because"}
ARRANGE = {"add", "edit", "resend", "step_down", "step_in"}
seats = Policy(
    Seat,
    [
        Grant("hr", reach.recruits("panel__vacancy__"), SEAT, GIVEN, ARRANGE),
        Grant("panel coordinator", reach.over("panel_coordinator", "panel__vacancy__"), SEAT, GIVEN, ARRANGE),
        Grant("panel member", reach.own_seat(), SEAT, {"ended_because"}, {"accept", "decline", "step_down"}, own=True),
        Grant(
            "panel member",
            reach.on_panel("panel"),
            {"status", "panel", "panellist", "side", "chair", "reserve"},
            own=True,
        ),
        Grant("system", system, SEAT, {"access_until"}, {"edit"}),
    ],
    closed=reach.shut_to_applicants("panel__vacancy"),
)

SAID = {"seat", "application", "answer", "words", "declared_on"}
declarations = Policy(
    Declaration,
    [
        Grant(
            "panel member",
            reach.own_seat("seat"),
            SAID,
            {"seat", "application", "answer", "words"},
            {"declare", "change"},
            own=True,
        ),
        Grant("hr", reach.recruits("seat__panel__vacancy__"), SAID),
        Grant(
            "panel coordinator",
            reach.over("panel_coordinator", "seat__panel__vacancy__"),
            {"seat", "application", "answer", "declared_on"},
        ),
    ],
    closed=reach.shut_to_applicants("seat__panel__vacancy"),
)

DAY = {"panel", "kind", "starts_at", "minutes", "place", "link", "words", "cancelled_on"}
days = Policy(
    InterviewDay,
    [
        Grant("hr", reach.recruits("panel__vacancy__"), DAY, DAY - {"cancelled_on"}, {"add", "edit", "cancel"}),
        Grant(
            "panel coordinator",
            reach.over("panel_coordinator", "panel__vacancy__"),
            DAY,
            DAY - {"cancelled_on"},
            {"add", "edit", "cancel"},
        ),
        Grant("panel member", reach.on_panel("panel"), DAY, own=True),
        Grant("applicant", reach.invited_here("panel__vacancy"), DAY - {"panel"}, own=True),
    ],
    internal={"uid", "sequence"},
    closed=reach.shut_to_applicants("panel__vacancy"),
)


def open_to_applicants(user) -> Q | None:
    """Free times of vacancies that invite the user, and the time they have."""
    rule = reach.invited_here("day__panel__vacancy")(user)
    return None if rule is None else rule & (Q(status="open", day__cancelled_on__isnull=True) | mine(user))


def mine(user) -> Q:
    return Q(application__user=user.pk)


TIME = {"status", "day", "starts_at", "minutes", "application", "booked_at"}
OFFERED = {"day", "starts_at", "minutes", "application"}
slots = Policy(
    Slot,
    [
        Grant("hr", reach.recruits("day__panel__vacancy__"), TIME, OFFERED, {"offer", "book", "free", "withdraw"}),
        Grant(
            "panel coordinator",
            reach.over("panel_coordinator", "day__panel__vacancy__"),
            TIME,
            OFFERED,
            {"offer", "free", "withdraw"},
        ),
        Grant("panel member", reach.on_panel("day__panel"), TIME - {"booked_at"}, own=True),
        Grant("applicant", open_to_applicants, TIME, {"application"}, {"book", "free"}, own=True),
        Grant("system", system, TIME, (), {"free", "withdraw"}),
    ],
    internal={"sequence"},
    closed=reach.shut_to_applicants("day__panel__vacancy"),
)

PLAN = {"panel", "number", "text", "asked", "guide", "criterion", "part", "scored_by", "dropped_on"}
ASKED = PLAN - {"dropped_on"}
questions = Policy(
    Question,
    [
        Grant("hr", reach.recruits("panel__vacancy__"), PLAN, ASKED, {"add", "edit", "drop"}),
        Grant(
            "panel coordinator",
            reach.over("panel_coordinator", "panel__vacancy__"),
            PLAN,
            ASKED,
            {"add", "edit", "drop"},
        ),
        Grant("lived-experience lead", reach.over("lived_experience_lead", "panel__vacancy__"), PLAN),
        Grant("panel member", reach.on_panel("panel"), PLAN, own=True),
    ],
    closed=reach.shut_to_applicants("panel__vacancy"),
)

# Applicants: a member sees of them what access.md says, and nothing else for as long as they sit.
vacancies.add(Grant("panel member", reach.vacancies_of_my_panels("pk"), ADVERT, own=True))
criteria.add(
    Grant("panel member", reach.vacancies_of_my_panels("vacancy"), {"vacancy", "number", "text", "essential"}, own=True)
)
applications.add(Grant("panel member", reach.met_by_me(), {"vacancy", "number"}, own=True))
applications.close(reach.closed_by_my_seat())
contacts.add(
    Grant(
        "panel member",
        reach.met_by_me("application", declared=False),
        {"given_name", "family_name", "known_as"},
        own=True,
    ),
    Grant("panel member", reach.met_by_me("application", declared=True), {"given_name", "known_as"}, own=True),
)
for about_them in (contacts, answers, documents, openings, sifts):
    about_them.close(reach.closed_by_my_seat("application"))
marks.close(reach.closed_by_my_seat("sift__application"))

from peerwork.recruitment.panels.pay import policy as pay_policy  # noqa: E402, F401  read with this one
from peerwork.recruitment.panels.scoring import policy as scoring_policy  # noqa: E402, F401
